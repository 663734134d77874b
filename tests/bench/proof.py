"""Are the figures right as often as they say? python -m tests.bench.proof [--trials 300]

Conversations with known truth (tests.simulator), with bots, spam, duplicates, repeats and gaps,
once as nothing happens and once with an effect: the bias of each measure, how often its 95 %
interval holds the truth, how often an effect is seen (power) and how often one is where there is
none (false alarms). An interval that is right is so in 93 to 97 % of trials.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from functools import partial
from typing import Annotated, Final

import numpy as np
import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from pipeline.authority.agenda import agenda
from pipeline.authority.bootstrap import Bootstrap, Floats
from pipeline.authority.dials import Reckoning
from pipeline.authority.divergence import chances, divergences
from pipeline.authority.heard import with_heard
from pipeline.authority.lead import ahead
from pipeline.authority.moves import moves
from pipeline.authority.split import kitagawa
from pipeline.authority.windows import Window, changes, window
from pipeline.telling import MINIMUM_N
from tests.simulator import Noise, Plan, Story, as_facts_of, burst, later, steady, talk

SIZES: Final = (60, 300, 1000)  # mentions a week
VOLUME: Final = np.array([0.30, 0.25, 0.20, 0.12, 0.08, 0.05])
CUSTOMERS: Final = np.array([0.9, 0.8, 0.6, 0.85, 0.5, 0.75])
NEGATIVE: Final = np.array([0.2, 0.3, 0.5, 0.1, 0.6, 0.4])
WEEKS: Final = 16
REPLICATES: Final = 400
NOISE: Final = Noise(bots=0.05, spam=0.05, duplicates=0.1, repeats=0.1, media=0.05, unknown=0.05)


@dataclass(frozen=True)
class Outcome:
    """One figure of one trial: how far from the truth, whether its interval holds it, what it says.

    `said`: that there is an effect, in the right direction where there is one. `effect`: its true
    size, 0 where nothing happens.
    """

    measure: str
    size: int
    error: float
    inside: bool
    said: bool
    effect: float


def two_weeks(size: int, shifted: bool) -> Plan:
    """Six narratives; if shifted, customers treble the third in the second week, angrily."""
    more = np.where(np.arange(6) == 2, 3.0, 1.0) if shifted else np.ones(6)
    stories = {}
    for k in range(6):
        customers = size * VOLUME[k] * CUSTOMERS[k] * np.array([1, more[k]])
        brand = steady(2, size * VOLUME[k] * (1 - CUSTOMERS[k]))
        tone = NEGATIVE[k] + np.array([0, 0.2 * (more[k] > 1)])
        stories[k + 1] = Story(customers, brand, tone, steady(2, 0.2))
    return Plan(stories, noise=NOISE)


def of_dials(shifted: bool, size: int, seed: int) -> list[Outcome]:
    """Dials, their changes, and the parts of the changes by narrative."""
    plan = two_weeks(size, shifted)
    before, after, how = _windows([as_facts_of(talk(plan, seed))], plan.sources, seed)
    level = {"voice_share": plan.voice_share(), "net_sentiment": plan.net_sentiment()}
    level["heard_share"] = level["voice_share"]  # what is said is heard alike, whoever says it
    found = []
    for figure, moved in zip(after.figures, changes(before, after), strict=True):
        if figure.reading == "all":
            was, now = level[figure.dial]
            name = figure.dial.replace("_", " ")
            found.append(_outcome(name, size, (figure.value, figure.low, figure.high), now, None))
            change = moved.value, moved.low, moved.high
            found.append(_outcome(f"{name}, change", size, change, now - was, now - was))
    parts = {dial: _parts(plan, dial) for dial in level}
    for part in moves(before.rates, after.rates, how):
        if part.by == "narrative":
            truth = parts[part.dial][int(part.part) - 1]
            few = part.n_before + part.n_after < MINIMUM_N
            name = f"{part.dial.replace('_', ' ')}, {'small ' if few else ''}parts"
            found.append(_outcome(name, size, (part.total, part.low, part.high), truth, truth))
    return [outcome for outcome in found if outcome is not None]


def _windows(
    facts: list[pd.DataFrame], weights: Mapping[str, float], seed: int
) -> tuple[Window, Window, Reckoning]:
    """Both weeks of some conversations taken together."""
    how = Reckoning(sorted(weights), weights)
    heard = with_heard(pd.concat(facts, ignore_index=True))
    before, after = (
        window(rows, how, Bootstrap(REPLICATES, seed)) for _, rows in heard.groupby("week")
    )
    return before, after, how


def of_gap(size: int, seed: int) -> list[Outcome]:
    """A second source, where customers say more and are kinder, falls silent: no story moved."""
    weights = {"reddit": 0.7, "appstore": 0.3}
    plans = {source: _one_source(size, source, weight) for source, weight in weights.items()}
    told = [
        as_facts_of(talk(plan, np.random.default_rng((seed, n))))
        for n, plan in enumerate(plans.values())
    ]
    told[1][["author_key", "thread_key"]] += 10**12  # other people, elsewhere
    before, after, how = _windows(told, weights, seed)
    effect = {
        "voice_share": _apart(plans, Plan.voice_share),
        "net_sentiment": _apart(plans, Plan.net_sentiment),
    }
    found = []
    for part in moves(before.rates, after.rates, how):
        if part.dial in effect and part.by in ("read", "narrative"):
            truth = effect[part.dial] if part.by == "read" else 0.0
            name = "a gap: what was read" if part.by == "read" else "a gap: the narratives"
            found.append(_outcome(name, size, (part.total, part.low, part.high), truth, truth))
    return [outcome for outcome in found if outcome is not None]


def _one_source(size: int, source: str, weight: float) -> Plan:
    """Two weeks without an event; the App Store is not read in the second."""
    customers, negative = (0.6, 0.5) if source == "reddit" else (0.9, 0.2)
    stories = {
        k + 1: Story(
            steady(2, size * weight * VOLUME[k] * customers),
            steady(2, size * weight * VOLUME[k] * (1 - customers)),
            steady(2, negative),
            steady(2, 0.3),
        )
        for k in range(6)
    }
    return Plan(stories, {source: 1.0}, noise=Noise(gaps=frozenset({(1, "appstore")})))


def _apart(plans: Mapping[str, Plan], level: Callable[[Plan], Floats]) -> float:
    """What a dial of both sources loses with the second."""
    reddit, appstore = (float(level(plan)[0]) for plan in plans.values())
    return 0.3 * (reddit - appstore)


def _parts(plan: Plan, dial: str) -> Floats:
    """What each narrative truly makes of a dial's change: (K,)."""
    customers, brand = plan.expected("customers"), plan.expected("brand")  # (2, K)
    tone = np.stack([story.positive - story.negative for story in plan.stories.values()], axis=1)
    mass, value = (customers, customers * tone)
    if dial != "net_sentiment":
        mass, value = customers + brand, customers
    total = mass.sum(axis=1, keepdims=True)
    (q_was, q_now), (v_was, v_now) = (
        table[..., None] / total[..., None] for table in (mass, value)
    )
    return kitagawa(q_was, v_was, q_now, v_now).total[:, 0]


def _outcome(
    measure: str,
    size: int,
    figure: tuple[float | None, float | None, float | None],
    truth: float,
    effect: float | None,
) -> Outcome | None:
    value, low, high = figure
    if value is None or low is None or high is None:
        return None
    clear = low > 0 or high < 0
    effect = 0.0 if effect is None or abs(effect) < 1e-9 else effect
    said = clear and (not effect or value * effect > 0)
    return Outcome(measure, size, value - truth, low <= truth <= high, said, effect)


def of_agenda(lag: int | None, size: int, seed: int) -> list[Outcome]:
    """Eight narratives that burst for customers and `lag` weeks later for the brand.

    Without a lag the two voices know nothing of each other.
    """
    rng = np.random.default_rng((seed, 1))
    shift = 0 if lag is None else lag
    customers = _bursts(rng)
    brand = _bursts(rng) if lag is None else np.stack([later(c, shift) for c in customers])
    lively, spoken = (t / t.sum(axis=0) for t in (customers + 0.5, brand + 0.5))
    half = steady(WEEKS, 0.3)
    plan = Plan(
        {
            k + 1: Story(lively[k] * size * 0.8, spoken[k] * size * 0.2, half, half)
            for k in range(len(lively))
        }
    )
    facts = as_facts_of(talk(plan, seed))
    weeks = [week.date() for week in sorted(facts["week"].unique())]
    last = [one for one in agenda(facts, weeks, plan.sources) if one.reading == "all"][-1]
    if last.lead is None or last.low is None or last.high is None:
        return []
    truth = _true_lead(plan, last.pairs)
    said = last.leader is not None and (not lag or last.leader == "customer")
    inside = last.low <= truth <= last.high
    error = last.lead - truth
    name = "agenda lead" if lag != 0 else "agenda lead, voices together"
    return [Outcome(name, size, error, inside, said, float(lag or 0))]


def _bursts(rng: np.random.Generator) -> Floats:
    """Each narrative bursts now and then, for a week or a few: (K, W)."""
    told = np.zeros((8, WEEKS))
    for k in range(8):
        for at in np.flatnonzero(rng.random(WEEKS) < 0.12):
            told[k] += burst(WEEKS, int(at), 6, rng.choice([0.4, 1.0, 2.0]))
    return told


def _true_lead(plan: Plan, pairs: int) -> float:
    """The lead of the plan's own distributions, over the last pairs of weeks."""
    customers, brand = (
        _exact(plan.expected(voice)[-pairs - 1 :]) for voice in ("customers", "brand")
    )
    own = divergences(brand, brand) - divergences(customers, customers)
    across = divergences(customers, brand)
    earlier, then = np.arange(pairs), np.arange(1, pairs + 1)
    cross = across[then, earlier] - across[earlier, then]
    return float((own[then, earlier] + cross).mean())


def _exact(expected: Floats) -> Floats:
    """Chances in draws from so many mentions that they are the distribution's own."""
    many = np.rint(expected / expected.sum(axis=1, keepdims=True) * 10**6).astype(np.int64)
    return chances(many, many.sum(axis=1, keepdims=True))


def of_lead(lag: int, size: int, seed: int) -> list[Outcome]:
    """One narrative that bursts for customers, and `lag` weeks later for the brand."""
    told, half = burst(WEEKS, 3, 1, 2), steady(WEEKS, 0.3)
    told = told / told.sum()
    brand = later(told, lag) * size * 0.2
    plan = Plan({1: Story(told * size * 0.8, brand, half, half)})
    facts = as_facts_of(talk(plan, seed))
    found = ahead(facts[facts["counted"]], np.random.default_rng(seed))
    if found is None:
        return []
    week = np.arange(WEEKS)
    truth = float(week @ brand / brand.sum() - week @ told)
    said = found.leader is not None and (not lag or found.leader == "customer")
    inside = found.low <= truth <= found.high
    return [Outcome("narrative lead, weeks", size, found.weeks - truth, inside, said, float(lag))]


def trials(count: int) -> Iterator[tuple[Callable[[int], list[Outcome]], int]]:
    """Every scenario, and how many trials of it."""
    for size in SIZES:
        for shifted in (False, True):
            yield partial(of_dials, shifted, size), count if size < 1000 else count // 2
    for size in SIZES[1:]:
        yield partial(of_gap, size), count // 2
    for size in (100, 300):
        for lag in (None, 0, 1):
            yield partial(of_agenda, lag, size), count
        for lag in (0, 2, 4):
            yield partial(of_lead, lag, size), count


def table(outcomes: pd.DataFrame) -> Table:
    """A line a measure and size; power is of the stated effect, the rest of all trials."""
    shown = Table(
        "measure", "size", "figures", "bias", "coverage", "power", "at an effect of",
        "false alarms", title="Every measure that has a truth",
    )  # fmt: skip
    for (measure, size), rows in outcomes.groupby(["measure", "size"], sort=False):
        null = rows[rows["effect"] == 0]
        level = "," not in str(measure) and rows["effect"].eq(0).all()
        shown.add_row(
            str(measure), f"{size:,}", f"{len(rows):,}", f"{rows['error'].mean():+.4f}",
            _percent(rows["inside"]),
            *_power(rows[rows["effect"] != 0]),
            "" if level or null.empty else _percent(null["said"]),
        )  # fmt: skip
    return shown


def _power(rows: pd.DataFrame) -> tuple[str, str]:
    """Of the largest effect; the smaller ones stand in the bias and the coverage."""
    if rows.empty:
        return "", ""
    effects = rows["effect"].round(3)
    lines = [
        (f"{rows.loc[effects == effect, 'said'].mean():.0%}", f"{effect:+g}")
        for effect in sorted(effects.unique(), key=abs)[-2:]
    ]
    power, effect = zip(*lines, strict=True)
    return ", ".join(power), ", ".join(effect)


def _percent(hits: pd.Series) -> str:
    """With the standard error of so many trials."""
    share = hits.mean()
    return f"{share:.1%} ± {(share * (1 - share) / len(hits)) ** 0.5:.1%}"


def main(
    trials_each: Annotated[int, typer.Option("--trials", help="Trials of each scenario.")] = 300,
    seed: Annotated[int, typer.Option(help="Where the seeds of the trials begin.")] = 0,
    workers: Annotated[int, typer.Option(help="Processes.")] = 2,
) -> None:
    """Print the table."""
    warnings.simplefilter("error")
    found: list[Outcome] = []
    with ProcessPoolExecutor(workers) as pool:
        for trial, count in trials(trials_each):
            seeds = range(seed, seed + count)
            for outcomes in pool.map(trial, seeds, chunksize=10):
                found.extend(outcomes)
    columns = [field.name for field in fields(Outcome)]
    rows = pd.DataFrame([vars(outcome) for outcome in found], columns=columns)
    Console(width=130).print(table(rows))


if __name__ == "__main__":
    typer.run(main)
