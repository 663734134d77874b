"""Parquet, read batch by batch."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow
import pyarrow.parquet

from pipeline.errors import InputError
from pipeline.files.jsonrows import row_of
from pipeline.files.rows import Reject, Row, Table

_BATCH = 2_000


def parquet_table(path: Path) -> Table:
    """The file as a table. Raises InputError when it is truncated or damaged."""
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            columns = tuple(file.schema_arrow.names)
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError(
            f"{path.name} is a damaged or truncated Parquet file ({_short(error)}). "
            "Download or write it again."
        ) from error
    return Table("Parquet", columns, partial(_read, path))


def _read(path: Path) -> Iterator[Row | Reject]:
    number = 0
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_BATCH):
                for values in batch.to_pylist():
                    number += 1
                    yield row_of(number, values, None)
    except (pyarrow.ArrowException, OSError) as error:
        yield Reject(number + 1, f"unreadable from here on ({_short(error)})", "")


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:120].rstrip(".")
