"""Do narratives stay what they are? python -m tests.bench.permanence

The real Duolingo posts, week by week in a new database: of the mentions that had a narrative, how
many keep it when a week is added; then all at once, in another order and with one in twenty left
out: how far the narratives agree. Needs ../shared/data.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table
from sklearn.metrics import adjusted_rand_score

from pipeline import brands
from pipeline.files import ImportOptions, import_file
from pipeline.mentions import match
from pipeline.narratives import refresh_narratives
from pipeline.progress import Silent
from pipeline.scoring import score
from pipeline.settings import Settings
from pipeline.store import Store, open_store
from tests.duolingo import DUOLINGO
from tests.shared_data import DATA

COLUMNS = "brand_id, post_id, matched_by, voice, voice_reason, direct_reply, day, week"


@dataclass(frozen=True)
class Step:
    """A week added: narratives by post before and after it, and the CPU seconds of the refresh."""

    week: date
    before: pd.Series
    after: pd.Series
    seconds: float

    @property
    def kept(self) -> float:
        """The share of mentions with a narrative that keep it."""
        was = self.before.dropna()
        return float((self.after.reindex(was.index) == was).mean()) if len(was) else float("nan")


def main() -> None:
    """Print one line a week, and the agreement of runs over everything."""
    if not DATA.exists():
        raise typer.BadParameter(f"The posts are not here: {DATA}")
    with tempfile.TemporaryDirectory(prefix="tribe-permanence-") as folder:
        store = open_store(Settings(home=Path(folder), database_url=None))
        brand = load(store, Path(folder))
        table = Table("week", "mentions", "new", "in a narrative", "stayed", "narratives", "CPU s")
        grown = None
        for step in weekly(store, brand):
            grown = step.after
            table.add_row(*cells(step))
        console = Console(width=110)
        console.print(table)
        agreement(store, brand, grown, console)
        store.close()


def load(store: Store, folder: Path) -> int:
    """Import, match and score; the mentions are set aside in a table of the same columns."""
    brands.save(store, DUOLINGO)
    options = ImportOptions(brand=DUOLINGO.key, rejects_folder=folder)
    import_file(store, DATA / "reddit_duolingo.csv", options, Silent())
    brand = brands.get(store, DUOLINGO.key).id or 0
    match(store, brand, Silent())
    score(store, Silent())
    with store.connect() as db:
        db.execute(f"create table aside as select {COLUMNS} from mention")  # noqa: S608
    return brand


def weekly(store: Store, brand: int) -> Iterator[Step]:
    """Add the mentions again week by week, each followed by a refresh."""
    forget(store)
    with store.connect() as db:
        weeks = [row[0] for row in db.execute("select distinct week from aside order by 1")]
    for week in weeks:
        before = told(store)
        add(store, "week = %s", "posted_at, post_id", week)
        yield Step(week, before, *refreshed(store, brand))


def agreement(store: Store, brand: int, grown: pd.Series | None, console: Console) -> None:
    """All mentions at once: again, in another order, with fewer posts; and as grown by weeks."""
    runs = {
        "all at once": ("true", "posted_at, post_id"),
        "again, in another order": ("true", "md5(post_id::text)"),
        "without one post in twenty": ("post_id %% 20 <> 7", "posted_at, post_id"),
    }
    table = Table("run", "mentions", "in a narrative", "narratives", "ARI with the first", "CPU s")
    first = None
    for name, (which, order) in runs.items():
        forget(store)
        add(store, which, order)
        found, seconds = refreshed(store, brand)
        first = found if first is None else first
        table.add_row(name, *summary(found), f"{agree(first, found):.3f}", f"{seconds:.1f}")
    if grown is not None and first is not None:
        table.add_row("week by week", *summary(grown), f"{agree(first, grown):.3f}", "")
    console.print(table)


def agree(one: pd.Series, other: pd.Series) -> float:
    """ARI over the posts of both; without a narrative counts as one of its own."""
    both = one.index.intersection(other.index)
    return float(adjusted_rand_score(one[both].fillna(0), other[both].fillna(0)))


def cells(step: Step) -> list[str]:
    new = len(step.after) - len(step.before)
    return [
        str(step.week), str(len(step.after)), str(new), f"{step.after.notna().mean():.1%}",
        f"{step.kept:.1%}" if step.before.notna().any() else "",
        str(step.after.nunique()), f"{step.seconds:.1f}",
    ]  # fmt: skip


def summary(found: pd.Series) -> list[str]:
    return [str(len(found)), f"{found.notna().mean():.1%}", str(found.nunique())]


def refreshed(store: Store, brand: int) -> tuple[pd.Series, float]:
    began = time.process_time()
    refresh_narratives(store, brand, Silent())
    return told(store), time.process_time() - began


def forget(store: Store) -> None:
    with store.connect() as db:
        for table in ("mention", "narrative", "narrative_space"):
            db.execute(f"delete from {table}")  # noqa: S608 — three names from the line above


def add(store: Store, which: str, order: str, *parameters: object) -> None:
    with store.connect() as db:
        db.execute(
            f"insert into mention ({COLUMNS}) select aside.* from aside "  # noqa: S608
            f"join post on post.id = post_id where {which} order by {order}",
            parameters,
        )


def told(store: Store) -> pd.Series:
    """The narrative's number by post, of every mention."""
    with store.connect() as db:
        rows = db.execute(
            "select post_id, number from mention left join narrative on narrative.id = narrative_id"
        ).fetchall()
    return pd.Series(dict(rows), dtype="Int64").sort_index()


if __name__ == "__main__":
    typer.run(main)
