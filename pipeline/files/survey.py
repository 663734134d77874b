"""The first reading of a file: all that must be known of the whole before a row is converted."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.errors import InputError
from pipeline.files import reddit
from pipeline.files.cells import Cells
from pipeline.files.dates import OrderCount, count_orders, needs_zone
from pipeline.files.identify import reddit_identity
from pipeline.files.presets import ColumnMap
from pipeline.files.rows import Reject, Row
from pipeline.files.values import text_of
from pipeline.progress import Progress

MOST_BRANDS = 1_000
_STEP = 1_000
_SOME = 2_000  # texts that tell whether the markup is HTML
_TAG = re.compile(r"</(?:p|div|a|b|i|em|strong|span|ul|li)>|<br\s*/?>", re.IGNORECASE)


@dataclass
class Survey:
    """What a file holds. `rows` counts rejects too."""

    rows: int = 0
    orders: OrderCount = field(default_factory=OrderCount)
    zoneless: int = 0  # times that name no zone
    brands: Counter[str] = field(default_factory=Counter)
    threads: reddit.Threads = field(default_factory=reddit.Threads)
    tagged: int = 0  # of the first texts, how many hold HTML tags
    looked_at: int = 0

    @property
    def is_html(self) -> bool:
        """One text in fifty with a closing tag or a line break tag: the column is HTML."""
        return self.looked_at > 0 and self.tagged >= max(1, self.looked_at / 50)


def survey(
    found: Iterable[Row | Reject],
    columns: ColumnMap,
    source: str,
    brand_column: str | None,
    progress: Progress,
) -> Survey:
    """Read every row once. Raises InputError when `brand_column` cannot be one, Cancelled."""
    result = Survey()
    for row in found:
        result.rows += 1
        if result.rows % _STEP == 0:
            progress.advance(_STEP)
        if isinstance(row, Row):
            _look(result, Cells(row.cells, columns), source)
            if brand_column is not None and (name := text_of(row.cells.get(brand_column))):
                result.brands[name] += 1
                _check(result.brands, brand_column)
    return result


def _look(result: Survey, cells: Cells, source: str) -> None:
    moment = cells["posted_at"]
    result.orders = result.orders + count_orders([moment])
    result.zoneless += needs_zone(moment)
    if result.looked_at < _SOME and (text := cells.text("text")):
        result.looked_at += 1
        result.tagged += _TAG.search(text) is not None
    if cells.columns.preset.ids == "reddit" and not cells.columns.has("thread"):
        known = reddit_identity(cells, cells.columns, source)
        if known is not None:
            result.threads.learn(known, cells.text("community"), cells.text("url"))


def _check(brands: Counter[str], column: str) -> None:
    if len(brands) > MOST_BRANDS:
        raise InputError(
            f'Column "{column}" names more than {MOST_BRANDS:,} different brands. '
            "Is it the right one? Name another with --brand-column, or one brand with --brand."
        )
