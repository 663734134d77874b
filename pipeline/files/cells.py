"""A row by field instead of by heading."""

from collections.abc import Mapping
from typing import Any, cast

from pipeline.files.presets import KINDS, ColumnMap
from pipeline.files.values import count_of, text_of
from pipeline.posts import Kind


class Cells:
    """What a row holds for each field of the mapping."""

    __slots__ = ("columns", "row")

    def __init__(self, row: Mapping[str, Any], columns: ColumnMap) -> None:
        self.row = row
        self.columns = columns

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 — any cell
        """The first filled alternative of a field; None when there is none."""
        for column in self.columns.columns.get(name, ()):
            value = self.row.get(column)
            if value is not None and value != "":
                return value
        return None

    def text(self, name: str) -> str:
        """The field as text, '' when there is none."""
        return text_of(self[name])

    def engagement(self) -> int | None:
        """The total as given, else the sum of its parts; None when neither is."""
        total = count_of(self["engagement"])
        if total is not None:
            return total
        parts = [count_of(self.row.get(column)) for column in self.columns.columns.get("parts", ())]
        known = [part for part in parts if part is not None]
        return sum(known) if known else None

    def kind(self) -> Kind:
        """The row's own kind where it names one that we know, else the preset's."""
        preset = self.columns.preset
        said = self.text("kind").lower()
        named = preset.kinds.get(said, said)
        if named in KINDS:
            return cast(Kind, named)
        return "review" if not preset.needs and self.columns.has("rating") else preset.kind
