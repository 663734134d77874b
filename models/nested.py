"""Columns that lie inside another: «labels.polarity» of a list of labels in each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from models.tables import Row, Table


def unnested(table: Table, *wanted: str | None) -> Table:
    """The table with a row for each item that the wanted columns lie in, «list.field».

    All of them in the same list; what is no object there has none of the fields. A name that the
    table has itself, or that leads nowhere, is left as it is.
    """
    inside = {name: name.partition(".") for name in wanted if name and name not in table.columns}
    lists = {outer for outer, dot, _ in inside.values() if dot and outer in table.columns}
    if len(lists) != 1:
        return table
    outer = lists.pop()
    fields = {name: field for name, (head, _, field) in inside.items() if head == outer}

    def read() -> Iterator[Row | None]:
        for row in table.read():
            if row is None:
                yield None
                continue
            for item in _items(row.get(outer)):
                yield row | {name: item.get(field) for name, field in fields.items()}

    return replace(table, columns=(*table.columns, *fields), read=read)


def _items(value: Any) -> list[Row]:  # noqa: ANN401 — any cell
    """A list's objects, or the one object; a row without any is kept, with nothing in it."""
    items = value if isinstance(value, list) else [value]
    return [item if isinstance(item, dict) else {} for item in items] or [{}]
