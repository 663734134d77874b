"""Actions from a TOML file: every key known, every type right, or one line naming the fault."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from pipeline.actions.action import Action, check
from pipeline.errors import InputError

_REQUIRED: Final = ("brand", "name", "kind", "day")
_KNOWN: Final = (*_REQUIRED, "narratives", "controls")


def load_toml(path: Path) -> list[Action]:
    """The actions of [[action]] tables. Raises InputError naming the file and what is wrong."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: not valid TOML: {error}.") from error
    tables = document.get("action")
    if set(document) != {"action"} or not isinstance(tables, list) or not tables:
        raise InputError(f"{path}: no action in it. Begin each with a line [[action]].")
    return [_action(f"{path}: action {number}", table) for number, table in enumerate(tables, 1)]


def _action(where: str, table: Mapping[str, Any]) -> Action:
    for key in table:
        if key not in _KNOWN:
            raise InputError(f'{where}: unknown key "{key}". Known: {", ".join(_KNOWN)}.')
    for key in _REQUIRED:
        if key not in table:
            raise InputError(f'{where}: the key "{key}" is missing.')
    try:
        return check(
            Action(
                brand=_text(where, table, "brand"),
                name=_text(where, table, "name"),
                kind=_text(where, table, "kind"),
                day=_day(where, table["day"]),
                narratives=tuple(int(n) for n in _numbers(where, table)),
                controls=tuple(str(one) for one in _list(where, table, "controls")),
            )
        )
    except InputError as error:
        raise InputError(f"{where}: {error}".replace(f"{where}: {where}", where)) from None


def _text(where: str, table: Mapping[str, Any], key: str) -> str:
    if not isinstance(table[key], str):
        raise InputError(f'{where}: "{key}" must be a text in quotes.')
    return str(table[key]).strip()


def _day(where: str, value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InputError(f'{where}: "day" must be a date, like 2025-04-28.')
    return value


def _numbers(where: str, table: Mapping[str, Any]) -> list[Any]:
    values = _list(where, table, "narratives")
    if not all(type(value) is int for value in values):
        raise InputError(f'{where}: "narratives" must be a list of numbers, like [2, 7].')
    return values


def _list(where: str, table: Mapping[str, Any], key: str) -> list[Any]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, (int, str)) for one in value):
        raise InputError(f'{where}: "{key}" must be a list, like [2, 7].')
    return value
