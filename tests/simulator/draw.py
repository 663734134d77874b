"""Draws one conversation from a plan: a row a post, with everything that is true of it."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from tests.simulator.plan import Floats, Plan

Index = npt.NDArray[np.int64]

BRAND: Final = -1  # the author of all that the brand says
WEEK: Final = 7 * 24 * 3600
_SAME_DAY: Final = ["author", "story", "source", "week", "day"]


class _Cells(NamedTuple):
    """Every week of every source and story, with the mentions it expects: (C,) each."""

    week: Index
    source: npt.NDArray[np.object_]
    story: Index
    customers: Floats
    brand: Floats


def talk(plan: Plan, seed: int | np.random.Generator) -> pd.DataFrame:
    """One conversation in order of time, a row a post.

    Columns: week (0, 1, …), day (0 to 6), second (of the week), source, story, voice, thread,
    author, direct_reply, tone, engagement, and what does not count: bot, spam, repeat, copy_of (a
    row's number; -1: none). `other_story`: the other brand's story it tells too; 0: none.
    """
    rng = np.random.default_rng(seed)
    cells = _cells(plan)
    rows = _said(plan, cells, rng)
    rows = _by_people(plan, _timed(rows, rng), rng)
    rows["tone"] = _tones(plan, rows, rng)
    rows["engagement"] = np.floor(rng.pareto(1.5, len(rows)) * 3).astype(np.int64)
    rows["other_story"] = _switching(plan, rows, rng)
    return _with_noise(plan, rows, rng)


def _cells(plan: Plan) -> _Cells:
    grid = [
        (week, source, number, story.customers[week] * share, story.brand[week] * share)
        for week in range(plan.weeks)
        for source, share in plan.sources.items()
        if (week, source) not in plan.noise.gaps
        for number, story in plan.stories.items()
    ]
    week, source, story, customers, brand = zip(*grid, strict=True)
    return _Cells(
        np.array(week), np.array(source, object), np.array(story), np.array(customers),
        np.array(brand),
    )  # fmt: skip


def _said(plan: Plan, cells: _Cells, rng: np.random.Generator) -> pd.DataFrame:
    """Customers in threads of uneven size; the brand answers in them, and speaks in its own.

    As many threads, posts and answers as chance has it: the more threads, the more answers.
    """
    crowd = plan.crowd
    cell = np.repeat(np.arange(len(cells.week)), rng.poisson(cells.customers / crowd.thread))
    sizes = rng.poisson(crowd.thread * _gamma(crowd.thread_uneven, len(cell), rng))
    alone = cells.customers == 0
    a_thread = crowd.thread / np.where(alone, 1.0, cells.customers)  # 1 / threads expected
    answers = rng.poisson((cells.brand * crowd.replies * a_thread)[cell])
    own = np.repeat(
        np.arange(len(cells.week)),
        rng.poisson(cells.brand * np.where(alone, 1.0, 1 - crowd.replies)),
    )
    threads = np.concatenate([cell, own])
    thread = np.arange(len(cell))
    return pd.concat(
        [
            _posts(cells, threads, np.repeat(thread, sizes), "customer", False),
            _posts(cells, threads, np.repeat(thread, answers), "brand", True),
            _posts(cells, threads, len(cell) + np.arange(len(own)), "brand", False),
        ],
        ignore_index=True,
    )


def _posts(
    cells: _Cells, threads: Index, thread: Index, voice: str, direct_reply: bool
) -> pd.DataFrame:
    """A row for each number of a thread in `thread`; `threads` names their cells."""
    cell = threads[thread]
    return pd.DataFrame(
        {
            "week": cells.week[cell],
            "source": cells.source[cell],
            "story": cells.story[cell],
            "voice": voice,
            "thread": thread,
            "direct_reply": direct_reply,
        }
    )


def _tones(plan: Plan, rows: pd.DataFrame, rng: np.random.Generator) -> Index:
    """-1, 0 or 1: a hidden leaning of author, thread and post, cut so that the plan's chances hold.

    The brand's posts lean by their thread alone.
    """
    alike, stories = plan.crowd.alike, plan.stories
    thread = np.unique(rows["thread"], return_inverse=True)[1]
    where = rng.normal(0, alike**0.5, len(rows))[thread]
    whose = rng.normal(0, alike**0.5, plan.crowd.authors)[rows["author"]]
    brand = rows["author"] == BRAND
    leaning = where + np.where(brand, rng.normal(0, alike**0.5, len(rows)), whose)
    leaning += rng.normal(0, (1 - 2 * alike) ** 0.5, len(rows))
    which = zip(rows["story"], rows["week"], strict=True)
    chances = np.array([(stories[k].negative[t], stories[k].positive[t]) for k, t in which])
    low, high = ndtri(chances[:, 0]), -ndtri(chances[:, 1])
    return np.where(leaning < low, -1, np.where(leaning > high, 1, 0))


def _timed(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """A thread begins on some day of the week and dies down in it."""
    threads, thread = np.unique(rows["thread"], return_inverse=True)
    begins = rng.uniform(0, WEEK, len(threads))[thread]
    second = begins + (WEEK - 1 - begins) * rng.beta(1, 4, len(rows))
    return rows.assign(second=second.astype(np.int64), day=(second // 86_400).astype(np.int64))


def _by_people(plan: Plan, rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Authors of uneven liveliness, none twice a day on one story: all that is expected counts."""
    liveliness = _gamma(plan.crowd.uneven, plan.crowd.authors, rng)
    chosen = rng.choice(plan.crowd.authors, len(rows), p=liveliness / liveliness.sum())
    rows = rows.assign(author=np.where(rows["voice"] == "brand", BRAND, chosen))
    for _ in range(20):
        again = rows.duplicated(_SAME_DAY) & (rows["author"] != BRAND)
        if not again.any():
            break
        rows.loc[again, "author"] = rng.integers(0, plan.crowd.authors, int(again.sum()))
    return rows


def _switching(plan: Plan, rows: pd.DataFrame, rng: np.random.Generator) -> Index:
    also = rows["story"].map({k: story.also for k, story in plan.stories.items()})
    becomes = rows["story"].map({k: story.becomes for k, story in plan.stories.items()})
    switches = (rows["voice"] == "customer") & (rng.random(len(rows)) < also)
    return np.where(switches, becomes, 0)


def _with_noise(plan: Plan, rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """What does not count, as further rows that follow customers' posts, at a plan's rates."""
    rows = rows.assign(bot=False, spam=False, repeat=False, copy_of=-1)
    theirs = rows[rows["voice"] == "customer"]
    noise = plan.noise

    def some(rate: float) -> pd.DataFrame:
        return theirs[rng.random(len(theirs)) < rate]

    copies = some(noise.duplicates)
    extra = [
        some(noise.bots).assign(bot=True, voice="unknown", author=10**7),
        some(noise.spam).assign(spam=True),
        some(noise.repeats).assign(repeat=True, engagement=-1),
        some(noise.media).assign(voice="media", author=10**7 + 1),
        some(noise.unknown).assign(voice="unknown", author=10**7 + 2),
        copies.assign(copy_of=copies.index),
    ]
    everything = pd.concat([rows, *extra], ignore_index=True)
    order = everything.sort_values(["week", "second"], kind="stable").index
    place = pd.Series(np.arange(len(order)), index=order)
    original = everything["copy_of"].map(place).fillna(-1).astype(np.int64)
    return everything.assign(copy_of=original).loc[order].reset_index(drop=True)


def _gamma(uneven: float, count: int, rng: np.random.Generator) -> Floats:
    """Liveliness with mean 1 and variance `uneven`."""
    return rng.gamma(1 / uneven, uneven, count)
