"""Brands from a TOML file: every key known, every type right, or one line naming file and key."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pipeline.brands.brand import Brand
from pipeline.brands.check import check
from pipeline.errors import InputError
from pipeline.weeks import parse_week

_REQUIRED = ("key", "name", "query")
_BY_SOURCE = ("handles", "communities", "media")
_OPTIONAL = ("timezone", "baseline_weeks", "competitors", "fiction", *_BY_SOURCE, "threads")
_KNOWN = (*_REQUIRED, *_OPTIONAL)
_PREFIXES = {"communities": ("/r/", "r/"), "handles": ("/u/", "u/", "@"), "media": ("/u/", "@")}


def load_toml(path: Path) -> list[Brand]:
    """The brands that a file defines. Raises InputError naming the file and the key at fault."""
    document = _read(path)
    _only(document, ("brand",), f"{path}")
    tables = document.get("brand")
    if not isinstance(tables, list) or not tables:
        raise InputError(f"{path}: no brand in it. Begin each with a line [[brand]].")
    brands = [_Table(path, number, table).brand() for number, table in enumerate(tables, 1)]
    keys = [brand.key for brand in brands]
    for key in keys:
        if keys.count(key) > 1:
            raise InputError(f'{path}: brand "{key}" is defined twice. Keep one of them.')
    return brands


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error}).") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not valid TOML: {error}.") from error


def _only(table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint = f'Did you mean "{near[0]}"?' if near else f"Known: {', '.join(known)}."
            raise InputError(f'{where}: unknown key "{key}". {hint}')


@dataclass(frozen=True)
class _Table:
    """One [[brand]] table of one file."""

    path: Path
    number: int
    table: dict[str, Any]

    @property
    def where(self) -> str:
        key = self.table.get("key")
        return f'{self.path}: brand "{key}"' if key else f"{self.path}: brand number {self.number}"

    def brand(self) -> Brand:
        _only(self.table, _KNOWN, self.where)
        for key in _REQUIRED:
            if key not in self.table:
                raise InputError(f'{self.where}: the key "{key}" is missing.')
        brand = self._brand(self._threads())
        try:
            return check(brand)
        except InputError as error:
            raise InputError(f"{self.path}: {error}") from None

    def _brand(self, threads: dict[str, Any]) -> Brand:
        first, last = self._baseline()
        return Brand(
            key=self._text("key", ""),
            name=self._text("name", ""),
            query=self._text("query", ""),
            timezone=self._text("timezone", "UTC"),
            baseline_first=first,
            baseline_last=last,
            competitors=self._strings("competitors", self.table),
            handles=self._by_source("handles", self.table),
            communities=self._by_source("communities", self.table),
            media=self._by_source("media", self.table),
            follow_threads=self._flag("follow", threads, default=True),
            thread_exceptions=self._by_source("except", threads),
            fiction=self._flag("fiction", self.table, default=False),
        )

    def _baseline(self) -> tuple[date, date] | tuple[None, None]:
        weeks = self._strings("baseline_weeks", self.table)
        if not weeks:
            return None, None
        if len(weeks) != 2:
            raise self._wrong("baseline_weeks", 'two weeks, like ["2025-W10", "2025-W13"]')
        try:
            return parse_week(weeks[0]), parse_week(weeks[1])
        except InputError as error:
            raise InputError(f'{self.where}: "baseline_weeks": {error}') from None

    def _threads(self) -> dict[str, Any]:
        threads = self.table.get("threads", {})
        if not isinstance(threads, dict):
            raise self._wrong("threads", "a table with follow and except")
        _only(threads, ("follow", "except"), f"{self.where}, threads")
        return threads

    def _text(self, key: str, default: str) -> str:
        value = self.table.get(key, default)
        if not isinstance(value, str):
            raise self._wrong(key, "a text in quotes")
        return value.strip()

    def _flag(self, key: str, table: Mapping[str, Any], *, default: bool) -> bool:
        value = table.get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false")
        return value

    def _strings(self, key: str, table: Mapping[str, Any]) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(key, 'a list of texts, like ["one", "two"]')
        return tuple(item.strip() for item in value if item.strip())

    def _by_source(self, key: str, table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, 'lists by source, like reddit = ["one"]')
        prefixes = _PREFIXES.get(key, _PREFIXES["communities"])
        return {
            source: tuple(_bare(name, prefixes) for name in self._strings(source, value))
            for source in value
        }

    def _wrong(self, key: str, wanted: str) -> InputError:
        return InputError(f'{self.where}: "{key}" must be {wanted}.')


def _bare(name: str, prefixes: tuple[str, ...]) -> str:
    """`r/duolingo` → `duolingo`: people write the name as the site shows it."""
    for prefix in prefixes:
        if name.startswith(prefix):
            return name[len(prefix) :]
    return name
