"""Conversations with known truth: who speaks, in which threads, how alike, and what they feel."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm

from pipeline.authority.facts import FACTS, as_facts

MONDAY = date(2025, 1, 6)


def facts(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Facts from rows that name only what matters to the test."""
    filled = [_row(number, **row) for number, row in enumerate(rows, 1)]
    return as_facts(pd.DataFrame(filled, columns=list(FACTS)))


def _row(number: int, day: date = MONDAY, **given: Any) -> dict[str, Any]:  # noqa: ANN401
    usual: dict[str, Any] = {
        "mention_id": number,
        "day": day,
        "week": day - timedelta(days=day.weekday()),
        "source": "reddit",
        "voice": "customer",
        "direct_reply": False,
        "narrative_id": None,
        "narrative": None,
        "author_key": number,
        "thread_key": number,
        "place_key": 0,
        "engagement": None,
        "tone": 0,
        "model": "test",
        "bot": False,
        "spam": False,
        "duplicate": False,
        "counted": True,
    }
    return usual | given


@dataclass(frozen=True)
class World:
    """One week of talk: authors who post more or less, threads that draw more or fewer posts.

    How many of either there are is Poisson: each week's are a draw from many. A customer a posts
    in thread t as often as their liveliness allows: Poisson(f_a · g_t · posts), both
    gamma-distributed with mean 1. The brand's posts in a thread follow its own liveliness.
    `alike`: the intra-class correlation of tone within an author, and again within a thread.
    """

    threads: int = 60
    authors: int = 150
    posts: float = 240.0
    customers: float = 0.8
    negative: float = 0.5
    alike: float = 0.1
    uneven: float = 0.7
    sources: tuple[str, ...] = ("reddit", "hackernews")

    @property
    def net_sentiment(self) -> float:
        """The truth: the brand's own posts feel as its customers' do."""
        return 1 - 2 * self.negative


def week(world: World, rng: np.random.Generator, monday: date = MONDAY) -> pd.DataFrame:
    """The facts of one week drawn from `world`; its truth stands in the world's own fields."""
    rows = pd.concat(
        [_one_source(world, source, rng) for source in world.sources], ignore_index=True
    )
    number = np.arange(1, len(rows) + 1)
    newcomers = 100_000 * monday.toordinal()  # each week draws its own authors from many
    brand = rows["voice"] == "brand"
    return as_facts(
        rows.assign(
            mention_id=number,
            day=monday,
            week=monday,
            author_key=(rows["author_key"] + newcomers).where(~brand, 10_000_000 + number),
            thread_key=rows["thread_key"] + newcomers,
            place_key=0,
            narrative=rows["thread_key"] % 7 + 1,
            narrative_id=rows["thread_key"] % 7 + 1,
            engagement=rng.geometric(0.2, len(rows)) - 1,
            direct_reply=False,
            negative=rows["tone"] == -1,
            neutral=rows["tone"] == 0,
            positive=rows["tone"] == 1,
            model="test",
            bot=False,
            spam=False,
            duplicate=False,
            counted=True,
        )
    )


def _one_source(world: World, source: str, rng: np.random.Generator) -> pd.DataFrame:
    usual = [n / len(world.sources) for n in (world.threads, world.authors)]
    threads, authors = (max(int(rng.poisson(n)), 1) for n in usual)
    lively_threads, lively_authors = _uneven(world, threads, rng), _uneven(world, authors, rng)
    expected = world.posts / len(world.sources) / (usual[0] * usual[1])
    by_customers = rng.poisson(
        world.customers * expected * np.outer(lively_threads, lively_authors)
    )  # (threads, authors)
    by_brand = rng.poisson((1 - world.customers) * expected * usual[1] * lively_threads)
    thread, author = (
        np.repeat(index.ravel(), by_customers.ravel()) for index in np.indices(by_customers.shape)
    )
    brand_thread = np.repeat(np.arange(threads), by_brand)
    threads_of_all = np.concatenate([thread, brand_thread])
    authors_of_all = np.concatenate([author, np.full(len(brand_thread), authors)])
    offset = 10_000 * (1 + world.sources.index(source))
    return pd.DataFrame(
        {
            "source": source,
            "voice": np.repeat(["customer", "brand"], [len(thread), len(brand_thread)]),
            "author_key": offset + authors_of_all,
            "thread_key": offset + threads_of_all,
            "tone": _tones(world, threads_of_all, authors_of_all, rng),
        }
    )


def _uneven(world: World, count: int, rng: np.random.Generator) -> Any:  # noqa: ANN401
    return rng.gamma(1 / world.uneven, world.uneven, count)


def _tones(world: World, thread: Any, author: Any, rng: np.random.Generator) -> Any:  # noqa: ANN401
    """-1 or 1: a hidden leaning of author, thread and post, negative where it falls low."""
    whose = norm(0, world.alike**0.5).rvs(author.max(initial=0) + 1, random_state=rng)
    where = norm(0, world.alike**0.5).rvs(thread.max(initial=0) + 1, random_state=rng)
    brand = author == author.max(initial=0)
    leaning = np.where(
        brand, norm(0, world.alike**0.5).rvs(len(author), random_state=rng), whose[author]
    )
    leaning = leaning + where[thread] + rng.normal(0, (1 - 2 * world.alike) ** 0.5, len(author))
    return np.where(leaning < norm.ppf(world.negative), -1, 1)
