"""Which column is what: presets of known exports, synonyms for the rest, a person's own word."""

import difflib
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, get_args

from pipeline.errors import InputError
from pipeline.posts import Kind, Markup

FIELDS = (
    "text", "posted_at", "time", "title", "author", "author_role", "rating", "engagement", "id",
    "url", "community", "thread", "parent", "kind", "source",
)  # fmt: skip
_LONG = 40  # characters of a heading that are shown
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True)
class Preset:
    """One known shape of export; see presets.toml for what the keys mean."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...] = ()
    source: str | None = None
    kind: Kind = "post"
    kinds: Mapping[str, str] = field(default_factory=dict)
    zone: str | None = None
    markup: Markup = "plain"
    ids: str | None = None
    id_in_url: str | None = None
    brand_column: str | None = None


@dataclass(frozen=True)
class ColumnMap:
    """The preset that fits, with its fields resolved to this file's own headings."""

    preset: Preset
    columns: Mapping[str, tuple[str, ...]]

    def has(self, name: str) -> bool:
        """Does some column give this field?"""
        return bool(self.columns.get(name))

    def shown(self) -> dict[str, str]:
        """Field → heading or headings, in the order in which a person reads them."""
        return {
            name: " or ".join(self.columns[name])
            for name in (*FIELDS, "parts")
            if self.columns.get(name)
        }


def plain(heading: str) -> str:
    """A heading without case, spaces and punctuation."""
    return "".join(character for character in heading.casefold() if character.isalnum())


def recognised(fields: Iterable[str], wanted: Collection[str] = ()) -> int:
    """How many of these cells are headings that we, or a person, know."""
    known = _known_headings()
    extra = {plain(name) for name in wanted}
    return len({plain(cell) for cell in fields} & (known | extra))


def parse_map(text: str) -> dict[str, str]:
    """`text=review,posted_at=Time` as field → heading; an empty heading leaves the field out."""
    result = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, heading = part.partition("=")
        if not equals:
            raise InputError(f'--map wants field=column, like text=review; "{part}" has no "=".')
        result[name.strip()] = heading.strip()
    return result


def choose(columns: tuple[str, ...], override: Mapping[str, str]) -> ColumnMap:
    """The mapping for these headings. Raises InputError when no text or no date can be found."""
    by_plain = {plain(column): column for column in reversed(columns)}
    fitting = [preset for preset in presets() if all(plain(n) in by_plain for n in preset.needs)]
    candidates = [_resolved(preset, by_plain) for preset in fitting]
    chosen = max(candidates, key=_breadth, default=None) or _resolved(generic(), by_plain)
    mapping = ColumnMap(chosen.preset, {**chosen.columns, **_given(columns, override)})
    if not mapping.has("text") and not mapping.has("title"):
        raise InputError(
            f"No column holds the text of the posts. The columns are: {listed(columns)}. "
            f'Say which: --map "text={_example(columns)}"'
        )
    return mapping


@cache
def presets() -> tuple[Preset, ...]:
    """Every preset, as presets.toml has them."""
    return tuple(_preset(**entry) for entry in _data()["preset"])


@cache
def generic() -> Preset:
    """The preset for files that fit no other."""
    return _preset(name="generic", **_data()["generic"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("presets.toml").read_text(encoding="utf-8"))


def _preset(columns: dict[str, list[str]], **rest: Any) -> Preset:  # noqa: ANN401 — TOML
    return Preset(columns={name: tuple(given) for name, given in columns.items()}, **rest)


@cache
def _known_headings() -> frozenset[str]:
    every = (*presets(), generic())
    headings = {name for preset in every for names in preset.columns.values() for name in names}
    return frozenset(plain(name) for name in headings | {n for p in every for n in p.needs})


def _resolved(preset: Preset, by_plain: Mapping[str, str]) -> ColumnMap:
    found = {
        name: tuple(by_plain[plain(heading)] for heading in headings if plain(heading) in by_plain)
        for name, headings in preset.columns.items()
    }
    if preset.needs:
        return ColumnMap(preset, found)
    taken: set[str] = set()
    single = {}
    for name in sorted(found, key=lambda name: FIELDS.index(name)):
        free = [column for column in found[name] if column not in taken]
        single[name] = tuple(free[:1])
        taken.update(free[:1])
    return ColumnMap(preset, single)


def _breadth(mapping: ColumnMap) -> int:
    return len(mapping.preset.needs) + sum(map(len, mapping.columns.values()))


def _given(columns: tuple[str, ...], override: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    result: dict[str, tuple[str, ...]] = {}
    for name, heading in override.items():
        if name not in FIELDS:
            raise InputError(f'--map knows no field "{name}". The fields are: {", ".join(FIELDS)}.')
        result[name] = (column_named(columns, heading),) if heading else ()
    return result


def column_named(columns: tuple[str, ...], heading: str) -> str:
    """The column a person means. Raises InputError, which lists those there are."""
    if heading in columns:
        return heading
    for column in columns:
        if plain(column) == plain(heading):
            return column
    close = difflib.get_close_matches(heading, columns, 1)
    hint = f' Did you mean "{close[0]}"?' if close else ""
    raise InputError(f'There is no column "{heading}".{hint} The columns are: {listed(columns)}.')


def listed(columns: tuple[str, ...]) -> str:
    """The headings, as many as a line bears."""
    shown = ", ".join(map(_short, columns[:30]))
    if columns[0] == "1":
        return f"{shown} (the first row is no headings)"
    return shown if len(columns) <= 30 else f"{shown} and {len(columns) - 30} more"


def _example(columns: tuple[str, ...]) -> str:
    return "1" if columns[0] == "1" else columns[-1]


def _short(column: str) -> str:
    return column if len(column) <= _LONG else f"{column[:_LONG]}…"
