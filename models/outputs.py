"""Rows with what was judged of them, written as CSV, TSV, JSON Lines or Parquet."""

from __future__ import annotations

import csv
import json
import math
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from models.calibrate import said
from models.errors import TableError
from models.judged import Columns, Floats, Judged
from models.tables import Row, Table

if TYPE_CHECKING:
    import pyarrow

_BATCH = 2_000  # rows of a Parquet row group in the making
_SHOWN = {"target": "target_tone"}  # a head's column, where its bare name would say too little
SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")


def suffix_of(out: Path) -> str:
    """The format by the file's name. TableError when it is none of ours."""
    suffix = out.suffix.lower()
    if suffix not in SUFFIXES:
        raise TableError(f"{out.name}: name the result {', '.join(SUFFIXES)}, which is its format.")
    return suffix


@dataclass(frozen=True)
class Result:
    """The columns of the result: those of the file as they are, then ours."""

    table: Table
    columns: Columns

    @property
    def ours(self) -> dict[str, str]:
        """Our columns by what they hold; one that the file has already begins with «scored_»."""
        names = [name for head in self.columns.heads for name in self._of_head(head)]
        names += ["language", "not_scored"] + ["embedding"] * (self.columns.embedding is not None)
        taken = set(self.table.columns)
        return {name: f"scored_{name}" if name in taken else name for name in names}

    def rows(self, chunks: Iterable[tuple[Sequence[Row], Judged]]) -> Iterator[Row]:
        """Every row of the file with its scores; missing is None."""
        shown = self.ours
        for rows, judged in chunks:
            for i, row in enumerate(rows):
                found = self._scores(judged, i)
                yield row | {shown[name]: value for name, value in found.items()}

    def _of_head(self, head: str) -> list[str]:
        name = _SHOWN.get(head, head)
        labels = self.columns.labels[head]
        return [name, *(f"{name}_{re.sub(r'[^0-9a-z]+', '_', one.lower())}" for one in labels)]

    def _scores(self, judged: Judged, row: int) -> Row:
        values = judged.values[row]
        found: Row = {}
        for head, place in self.columns.heads.items():
            probabilities = values[place]
            label = None
            if not math.isnan(probabilities[0]):
                label = self._said(head, probabilities)
            # Four places are finer than a probability is sure.
            numbers = [None if label is None else round(float(one), 4) for one in probabilities]
            found |= dict(zip(self._of_head(head), [label, *numbers], strict=True))
        found["language"] = str(judged.language[row]) or None
        found["not_scored"] = str(judged.not_scored[row]) or None
        if self.columns.embedding is not None:
            vector = values[self.columns.embedding]
            found["embedding"] = None if math.isnan(vector[0]) else vector
        return found

    def _said(self, head: str, probabilities: Floats) -> str:
        """The head's label; several with «; » between, where a text may have several."""
        columns = said(probabilities[None], self.columns.thresholds.get(head))[0]
        return "; ".join(np.array(self.columns.labels[head])[columns])


def write(out: Path, result: Result, rows: Iterator[Row]) -> None:
    """All of it or nothing: the file stands only when it is whole."""
    writers: dict[str, Callable[[Path, Result, Iterator[Row]], None]] = {
        ".csv": _write_delimited,
        ".tsv": _write_delimited,
        ".parquet": _write_parquet,
    }
    part = out.with_name(f"{out.name}.parts") / f"result{suffix_of(out)}"
    writers.get(suffix_of(out), _write_json)(part, result, rows)
    os.replace(part, out)


def _write_delimited(path: Path, result: Result, rows: Iterator[Row]) -> None:
    columns = [*result.table.columns, *result.ours.values()]
    delimiter = "\t" if path.suffix == ".tsv" else ","
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_cell(row.get(column)) for column in columns])


def _write_json(path: Path, result: Result, rows: Iterator[Row]) -> None:
    # An unpaired surrogate, which UTF-8 cannot hold, becomes its JSON escape again.
    with path.open("w", encoding="utf-8", errors="backslashreplace") as file:
        for row in rows:
            kept = {name: _finite(value) for name, value in row.items()}
            file.write(json.dumps(kept, ensure_ascii=False, default=str) + "\n")


def _write_parquet(path: Path, result: Result, rows: Iterator[Row]) -> None:
    import pyarrow
    import pyarrow.parquet

    schema = _schema(result)
    texts = {field.name for field in schema if field.type == pyarrow.string()}
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        while batch := list(islice(rows, _BATCH)):
            for row in batch:
                row.update({name: _plain(row.get(name)) for name in texts})
            writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))


def _schema(result: Result) -> pyarrow.Schema:
    import pyarrow

    kinds = {int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    schema = result.table.schema or pyarrow.schema(
        [(name, kinds.get(result.table.types.get(name, str), pyarrow.string()))
         for name in result.table.columns]
    )  # fmt: skip
    words = {"language", "not_scored", *(_SHOWN.get(head, head) for head in result.columns.heads)}
    for name, shown in result.ours.items():
        kind = pyarrow.string() if name in words else pyarrow.float32()
        if name == "embedding" and (place := result.columns.embedding):
            kind = pyarrow.list_(pyarrow.float32(), place.stop - place.start)
        schema = schema.append(pyarrow.field(shown, kind))
    return schema.remove_metadata()


def _plain(value: Any) -> str | None:  # noqa: ANN401 — any cell
    """The value as text that UTF-8 can hold; what is nested as JSON."""
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def _cell(value: Any) -> Any:  # noqa: ANN401
    value = _finite(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value


def _finite(value: Any) -> Any:  # noqa: ANN401
    """No NaN, which JSON lacks; a vector as a list."""
    if isinstance(value, np.ndarray):
        return value.astype(float).round(6).tolist()
    return None if isinstance(value, float) and math.isnan(value) else value
