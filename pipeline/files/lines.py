"""Physical lines of a text file, numbered, none longer than a row may be."""

import io
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from pipeline.files.detect import FileFacts
from pipeline.files.rows import MAX_ROW

_KEPT = 1_000  # of an overlong line, for the rejects file
_BROKEN = re.compile("[\udc80-\udcff]")


def open_text(path: Path, facts: FileFacts) -> io.TextIOWrapper:
    """The file as text: every line end is a newline, bytes that fit no encoding are kept apart."""
    wide = (facts.encoding or "").startswith(("utf-16", "utf-32"))
    return path.open(encoding=facts.encoding, errors="replace" if wide else "surrogateescape")


def broken_bytes(text: str) -> str:
    """The first bytes that the file's encoding does not know, which `open_text` kept; or ''."""
    broken = [] if text.isascii() else _BROKEN.findall(text)
    return "byte " + " ".join(f"{ord(one) - 0xDC00:02x}" for one in broken[:4]) if broken else ""


class Line(NamedTuple):
    """A line with its number, from 1; `length` says more than `text` holds if it was cut."""

    number: int
    text: str
    length: int

    @property
    def cut(self) -> bool:
        """Was the line longer than a row may be?"""
        return self.length > len(self.text)


class Lines(Iterator[Line]):
    """Lines of a stream; some can be put back to be read again."""

    def __init__(self, stream: TextIO, number: int = 0) -> None:
        self._stream = stream
        self._number = number
        self._back: deque[Line] = deque()

    def __next__(self) -> Line:
        if self._back:
            return self._back.popleft()
        text = self._stream.readline(MAX_ROW)
        if not text:
            raise StopIteration
        whole = len(text) < MAX_ROW or text.endswith("\n")
        self._number += 1
        text = text.replace("\0", "")
        if whole:
            return Line(self._number, text, len(text))
        return Line(self._number, text[:_KEPT], len(text) + self._skip_rest())

    def put_back(self, lines: list[Line]) -> None:
        """Read these again, in this order, before going on."""
        self._back.extendleft(reversed(lines))

    def _skip_rest(self) -> int:
        skipped = 0
        while part := self._stream.readline(MAX_ROW):
            skipped += len(part)
            if part.endswith("\n"):
                break
        return skipped
