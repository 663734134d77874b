"""Rows that could not be taken, kept beside the store: line, reason, and the row as given."""

import csv
import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.files.rows import Reject

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Rejects:
    """Writes `<file>-<hash>.rejects.csv`; there is no file when every row was taken."""

    def __init__(self, folder: Path, name: str, fingerprint: str) -> None:
        self.path = folder / f"{name}-{fingerprint[:8]}.rejects.csv"
        self.reasons: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Bytes that the encoding does not know go out as they came in.
        # Nameless until it is whole: nothing is left of a killed run, and two imports of one file
        # do not write into each other's.
        self._file = tempfile.TemporaryFile(
            "w+", dir=self.path.parent, encoding="utf-8", errors="surrogateescape", newline=""
        )
        self._writer = csv.writer(self._file)
        self._writer.writerow(("line", "reason", "row"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._file:
            if self.count:
                self._save()
            elif error is None:
                self.path.unlink(missing_ok=True)

    def _save(self) -> None:
        self._file.seek(0)
        own = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        with own.open("w", encoding="utf-8", errors="surrogateescape", newline="") as copy:
            shutil.copyfileobj(self._file, copy)
        own.replace(self.path)

    @staticmethod
    def read(path: Path) -> list[dict[str, str]]:
        """The rows of a rejects file, by its three headings."""
        with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def count(self) -> int:
        """How many rows were rejected."""
        return self.reasons.total()

    def add(self, reject: Reject) -> None:
        """Keep one. A row that a spreadsheet would run as a formula is written as text."""
        shown = f"'{reject.given}" if reject.given.startswith(_FORMULA) else reject.given
        self._writer.writerow((reject.line, reject.reason, shown))
        self.reasons[_general(reject.reason)] += 1


def _general(reason: str) -> str:
    """The reason without what differs from row to row, to count by."""
    for start in ("torn quote", "broken encoding", "broken JSON", "unreadable"):
        if reason.startswith(start):
            return start
    if reason.startswith("absurd date"):
        return "absurd date"
    if "fields where the headings name" in reason:
        return "more fields than headings"
    if reason.startswith("a line of"):
        return "line too long"
    return "not a date" if reason.endswith((" date", " first")) and '"' in reason else reason
