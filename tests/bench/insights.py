"""Pages from rollups, and what a refresh costs: python -m tests.bench.insights

A brand with a million mentions is made in a database of its own (`made_brand`). Then every query
behind a page is timed against the same answer counted from the raw mentions in SQL
(`sql/raw.sql`); where both are counts they must agree. SQL reckons no intervals: for figures that
have them, the raw side counts only what they are made of. At last new mentions arrive, and what a
refresh costs is held against what scoring them cost.
"""

import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.console import Console
from rich.table import Column, Table

from pipeline import brands, views
from pipeline.actions import refresh_effects
from pipeline.alerts import all_alerts, raise_alerts
from pipeline.authority import refresh_rollups, verdict
from pipeline.corrections import refresh_own_tone
from pipeline.customers import read_cues
from pipeline.echo import refresh_echo
from pipeline.narratives import refresh_narratives
from pipeline.progress import Silent
from pipeline.scoring import score
from pipeline.settings import Settings
from pipeline.store import Store, open_store
from tests.bench.made_brand import BRAND, SQL, arrive, make

_TURNS = 3


@dataclass(frozen=True)
class Asked:
    """A question of a page: from rollups, and raw. `same`: columns that must agree, sorted."""

    name: str
    page: Callable[[], pd.DataFrame]
    raw: str
    given: dict[str, Any]
    same: tuple[str, ...] = ()


def main(
    mentions: Annotated[int, typer.Option(help="Mentions that the brand has.")] = 1_000_000,
    new: Annotated[int, typer.Option(help="Mentions that arrive.")] = 10_000,
) -> None:
    """Print one table of queries and one of the refresh."""
    console = Console(width=110)
    with tempfile.TemporaryDirectory(prefix="tribe-bench-") as folder:
        store = open_store(Settings(home=Path(folder), database_url=None))
        made = timed(lambda: make(store, mentions))
        brand_id = brands.id_of(store, BRAND.key)
        settle(store, brand_id, new)
        first = timed(lambda: refresh_rollups(store, brand_id, Silent()))
        console.print(f"{mentions:,} mentions made in {made:,.0f} s; all rollups in {first:,.0f} s")
        console.print(queries_table(store, brand_id))
        console.print(refresh_table(store, brand_id, new))
        store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    console.print(f"{peak:.1f} GiB of memory at most, beside the database's")


def settle(store: Store, brand_id: int, new: int) -> None:
    """Let the made brand be as one that lives: what waits was looked at when others came in."""
    arrive(store, max(new // 10, 1), seed=2)
    score(store, Silent())
    refresh_narratives(store, brand_id, Silent())


def queries_table(store: Store, brand_id: int) -> Table:
    """Every query of a page, from rollups and raw; then those that read posts by design."""
    table = Table(
        "what a page asks", *(Column(name, justify="right") for name in ("ms", "ms raw", "ratio"))
    )
    for asked in questions(store, brand_id):
        page = best(asked.page)
        with store.connect() as db:
            db.execute("set local work_mem = '256MB'")
            began = time.perf_counter()
            rows = list(getattr(SQL, asked.raw)(db, brand_id=brand_id, **asked.given))
            raw = time.perf_counter() - began
        check(asked, rows)
        table.add_row(asked.name, f"{page * 1e3:.1f}", f"{raw * 1e3:,.0f}", f"{raw / page:,.0f}")
    table.add_section()
    for name, posts in of_posts(store, brand_id).items():
        table.add_row(f"posts: {name}", f"{best(posts) * 1e3:.1f}", "", "")
    return table


def questions(store: Store, brand_id: int) -> list[Asked]:
    """What pages ask of the rollups."""
    week, number = shown(store, brand_id)
    on_week, on_story = {"week": week}, {"number": number}
    ask = partial(partial, store=store, brand_id=brand_id)
    return [
        Asked("brands", partial(views.brands, store), "raw_brands", {}),
        Asked("dials", ask(views.dials), "raw_dials", {}),
        Asked("dials, counted otherwise", ask(views.sensitivity), "raw_dials", {}),
        Asked("moves", ask(views.moves, week=week, dial="voice_share"), "raw_moves", on_week),
        Asked("voices by week", ask(views.voice_weeks), "raw_voice_weeks", {"number": None},
              ("mentions", "counted")),
        Asked("voices of a narrative", ask(views.voice_weeks, narrative=number),
              "raw_voice_weeks", on_story, ("mentions", "counted")),
        Asked("tones by week", ask(views.tone_weeks), "raw_tone_weeks", {"number": None},
              ("negative", "neutral", "positive")),
        Asked("tones of a narrative", ask(views.tone_weeks, narrative=number), "raw_tone_weeks",
              on_story, ("negative", "neutral", "positive")),
        Asked("shares of the tones", ask(views.tone_shares), "raw_tone_shares", {}),
        Asked("narratives", ask(views.narratives, week=week), "raw_narratives", on_week,
              ("counted", "customer", "negative", "in_week", "four_weeks_before")),
        Asked("narratives by week", ask(views.narrative_weeks), "raw_narrative_weeks", {},
              ("counted",)),
        Asked("coverage", ask(views.coverage), "raw_days", {}),
        Asked("sources and languages", ask(views.facets), "raw_facets", {}, ("value",)),
        Asked("agenda lead", ask(views.agenda), "raw_agenda", {}),
        Asked("who led", ask(views.leads), "raw_leads", {}),
        Asked("who told it first", partial(store.frame, "authority_firsts", brand_id=brand_id,
              **on_story, **on_week), "raw_firsts", on_story | on_week,
              ("mention_id", "joins", "posts")),
        Asked("places of a narrative", ask(views.places, number=number), "raw_places", on_story,
              ("mentions", "people", "engagement")),
        Asked("reach of a narrative", ask(views.reach, number=number), "raw_reach", on_story,
              ("mentions", "total")),
        Asked("acts of customers", ask(views.act_counts, week=week), "raw_acts", on_week),
        Asked("acts by week", ask(views.act_weeks, act="leaves"), "raw_act_weeks", {},
              ("people", "posts")),
        Asked("leaving", ask(views.leaving), "raw_leaving", {}, ("posts",)),
        Asked("answers", ask(views.answered), "raw_answers", {}),
        Asked("alerts", lambda: all_alerts(store, brand_id), "raw_days", {}),
    ]  # fmt: skip


def of_posts(store: Store, brand_id: int) -> dict[str, Callable[[], object]]:
    """What is read from the posts themselves, by design: quotes, evidence, search."""
    week, number = shown(store, brand_id)
    ask = partial(partial, store=store, brand_id=brand_id)
    words = views.PostFilter(words="card")
    return {
        "quotes": ask(views.quotes),
        "quotes of a week": ask(views.week_quotes, week=week),
        "first of each voice": ask(views.firsts, number=number),
        "posts that act": ask(views.act_posts, week=week, act="leaves"),
        "a page of the newest": ask(views.posts, wanted=views.PostFilter()),
        "a page of a narrative in a week": ask(
            views.posts,
            wanted=views.PostFilter(narrative=number, first_week=week, last_week=week),
        ),
        "a page of a search": ask(views.posts, wanted=words),
        "verdict of a week, with its posts": ask(verdict, week=week),
    }


def shown(store: Store, brand_id: int) -> tuple[date, int]:
    """A late week of the usual size (those after it only hold what arrived), the largest story."""
    with store.connect() as db:
        week = db.execute(
            "select max(week) - 14 from weekly_dial where brand_id = %s", (brand_id,)
        ).fetchone()
    assert week is not None
    return week[0], int(views.narratives(store, brand_id, week[0])["number"].iloc[0])


def refresh_table(store: Store, brand_id: int, new: int) -> Table:
    """Scoring of what is new, then what a job does after it, stage by stage."""
    arrive(store, new)
    scoring = timed(lambda: score(store, Silent()))
    known = store, brand_id, Silent()
    stages: dict[str, Callable[[], object]] = {
        "own tone": partial(refresh_own_tone, *known),
        "narratives": partial(refresh_narratives, *known),
        "intents": partial(read_cues, *known),
        "rollups": partial(refresh_rollups, *known),
        "alerts": partial(raise_alerts, *known),
        "effects": partial(refresh_effects, store, Silent()),
        "echo": partial(refresh_echo, store, Silent()),
    }
    table = Table(f"{new:,} new mentions", *(Column(h, justify="right") for h in ("s", "ratio")))
    table.add_row("scoring them", f"{scoring:.1f}", "1.00", end_section=True)
    whole = 0.0
    for name, stage in stages.items():
        seconds = timed(stage)
        whole += seconds
        table.add_row(name, f"{seconds:.1f}", f"{seconds / scoring:.2f}")
    table.add_section()
    table.add_row("the refresh", f"{whole:.1f}", f"{whole / scoring:.2f}")
    return table


def check(asked: Asked, rows: list[tuple[Any, ...]]) -> None:
    """Counts are the same from either side. Raises RuntimeError where they are not."""
    kept = len(asked.same)
    if not kept:
        return
    page = asked.page()[list(asked.same)].itertuples(index=False)
    ours, theirs = (
        sorted(tuple(map(_plain, row[-kept:])) for row in side) for side in (page, rows)
    )
    if ours != theirs:
        different = sorted(set(ours) ^ set(theirs))[:4]
        raise RuntimeError(f"{asked.name}: rollups and mentions disagree, such as {different}")


def _plain(value: Any) -> str | float:  # noqa: ANN401 — of any query
    return value if isinstance(value, str) else float(value)


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest turn."""
    return min(timed(work) for _ in range(_TURNS))


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    typer.run(main)
