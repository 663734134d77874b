"""The summary as a workbook: every cell a plain text or a number, never a formula."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
import xlsxwriter

from pipeline.reports.content import span, unheard
from pipeline.reports.methods import methods
from pipeline.reports.optout import optout
from pipeline.reports.plain import plain, safe_url
from pipeline.reports.summary import Summary
from pipeline.reports.tables import dial_rows, story_rows
from pipeline.reports.theme import COLOURS
from pipeline.weeks import week_name

# Nothing that somebody wrote is computed, linked or taken for a number.
_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_LONGEST_CELL: Final = 32_000  # Excel takes 32,767 characters
_POSTS: Final = [
    "posted_at", "source", "community", "author", "voice", "direct_reply", "narrative_label",
    "negative", "neutral", "positive", "engagement", "language", "title", "body", "url",
    "mention_id",
]  # fmt: skip
_QUOTES: Final = ["number", "rank", "label", "posted_at", "source", "voice", "body", "url"]
_SHARES: Final = {
    "value", "low", "high", "bound_low", "bound_high", "change", "change_low", "change_high",
    "mix", "rate", "total",
}  # fmt: skip
_WIDE: Final[Mapping[str, int]] = {
    "body": 90,
    "title": 40,
    "label": 40,
    "line": 90,
    "narrative_label": 34,
    "url": 40,
}


class Book:
    """A workbook in our dress: tables with a heading row that stays in view."""

    def __init__(self, path: Path) -> None:
        self._book = xlsxwriter.Workbook(str(path), _OPTIONS)
        self._book.set_properties({"title": "Weekly summary", "created": datetime(2000, 1, 1)})
        self._head = self._format(bold=True, font_color=COLOURS.muted, bottom=1)
        self._text = self._format(text_wrap=True, valign="top")
        self._number = self._format(valign="top", num_format="#,##0.###")
        self._share = self._format(valign="top", num_format="0.0000")
        self._title = self._format(bold=True, font_size=16)
        self._strong = self._format(bold=True, valign="top")

    def _format(self, **properties: object) -> Any:  # noqa: ANN401 — xlsxwriter has no types
        return self._book.add_format({"font_color": COLOURS.ink} | properties)

    def lines(self, name: str, title: str, pairs: Sequence[tuple[str, str]]) -> None:
        """A sheet of a title and terms with their texts."""
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 110)
        sheet.write_string(0, 0, plain(title), self._title)
        for row, (term, text) in enumerate(pairs, 2):
            sheet.write_string(row, 0, plain(term), self._strong)
            sheet.write_string(row, 1, plain(text)[:_LONGEST_CELL], self._text)

    def table(self, name: str, frame: pd.DataFrame, note: str = "") -> None:
        """A sheet of a frame; a note stands above the heading row."""
        sheet = self._book.add_worksheet(name)
        top = 1 if note else 0
        if note:
            sheet.write_string(0, 0, note, self._head)
        for column, heading in enumerate(frame.columns):
            sheet.set_column(column, column, _WIDE.get(heading, 14))
            sheet.write_string(top, column, heading, self._head)
            for row, value in enumerate(frame[heading], top + 1):
                self._write(sheet, row, column, value, heading)
        sheet.freeze_panes(top + 1, 0)
        if len(frame):
            sheet.autofilter(top, 0, top + len(frame), len(frame.columns) - 1)

    def _write(self, sheet: Any, row: int, column: int, value: Any, heading: str) -> None:  # noqa: ANN401
        if value is None or pd.isna(value):
            return
        if isinstance(value, bool | int | float) or hasattr(value, "dtype"):
            sheet.write_number(
                row, column, float(value), self._share if heading in _SHARES else self._number
            )
            return
        text = plain(value)[:_LONGEST_CELL]
        address = safe_url(text) if heading == "url" else None
        if address is not None and len(sheet.table) < 60_000:  # Excel takes 65,530 links
            sheet.write_url(row, column, address, self._text, text)
        else:
            sheet.write_string(row, column, text, self._text)

    def close(self) -> None:
        """Write the file."""
        self._book.close()


def write_workbook(summary: Summary, path: Path) -> None:
    """Sheets: summary, dials, moves, narratives, quotes, posts, methods."""
    book = Book(path)
    title = f"{summary.brand.name}, week {week_name(summary.week)}, {span(summary.week)}"
    book.lines("Summary", title, _told(summary))
    book.table("Dials", dial_rows(summary), _dials_note(summary))
    book.table("Moves", summary.moves)
    book.table("Narratives", story_rows(summary))
    book.table("Quotes", _quotes(summary))
    book.table("Posts", _posts(summary), _posts_note(summary))
    lines = [(line.term, line.text) for line in methods(summary)]
    book.lines("Methods", "How this was made", lines)
    book.close()


def _told(summary: Summary) -> list[tuple[str, str]]:
    told = summary.verdict
    named = zip(("What moved", "Why", "Who led"), told.sentences, strict=True)
    lines = [(name, sentence.text) for name, sentence in named]
    if leaving := optout(summary):
        lines.append(("Customers", leaving))
    if told.caution:
        lines.append(("Mind", told.caution))
    if summary.brand.fiction:
        lines.insert(0, ("Fiction", "A built-in sample: no brand, person or post here is real."))
    return lines


def _dials_note(summary: Summary) -> str:
    told = summary.dials["value"].notna().any()
    unknown = f"What part of the say is the brand’s is unknown: {unheard(summary)}."
    return unknown if told and not summary.heard else ""


def _quotes(summary: Summary) -> pd.DataFrame:
    labels = summary.stories.set_index("number")["label"]
    rows = summary.quotes.assign(label=summary.quotes["number"].map(labels))
    return _local(rows, summary)[_QUOTES]


def _posts(summary: Summary) -> pd.DataFrame:
    return _local(summary.posts, summary)[_POSTS]


def _posts_note(summary: Summary) -> str:
    shown, whole = len(summary.posts), summary.posts_in_all
    which = "all" if shown == whole else f"the {shown:,} most heard"
    return f"The posts that count this week: {which} of {whole:,}."


def _local(rows: pd.DataFrame, summary: Summary) -> pd.DataFrame:
    """Times as text on the brand's own clock."""
    moments = rows["posted_at"].dt.tz_convert(summary.brand.timezone)
    return rows.assign(posted_at=moments.dt.strftime("%Y-%m-%d %H:%M").astype("str"))
