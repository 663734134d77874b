"""Prose against the database: every number of a sentence is found again, by ways of its own.

A sentence is read with patterns whose every number is a group with a name; `unread` tells of
numbers that no group took. What a name means is reckoned here by plain SQL and sums over posts,
mentions and scores, never by the code that wrote the sentence; only ends of intervals, which come
of resampling, are compared with those that are stored.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from pipeline.store import Store

WEEK: Final = timedelta(days=7)
SIGNED: Final = r"[+−]?\d+(?:,\d{3})*(?:\.\d+)?"
_NUMBER: Final = re.compile(SIGNED)
_LABEL: Final = re.compile(r"“.*?”")

_MENTIONS: Final = """
    select m.id, m.week, m.day, m.voice, n.id as story_id, n.number as story, p.id as post_id,
        p.source, p.author, p.posted_at, p.engagement,
        p.deleted_at is null and p.spam_reason is null and p.duplicate_of is null
            and (p.author_role is distinct from 'bot' or m.voice = 'brand') as eligible,
        p.deleted_at is null and p.spam_reason is null and p.duplicate_of is null as scales,
        coalesce(t.negative, s.negative) as negative, coalesce(t.neutral, s.neutral) as neutral,
        coalesce(t.positive, s.positive) as positive
    from mention m join post p on p.id = m.post_id
    left join narrative n on n.id = m.narrative_id
    left join score s on s.post_id = p.id
    left join target_tone t
        on t.post_id = p.id and t.brand_id = m.brand_id and t.model = s.model
    where m.brand_id = %s order by p.posted_at, p.id"""


@dataclass(frozen=True)
class Truth:
    """What the posts of a brand say, reckoned anew."""

    store: Store
    brand_id: int

    @cached_property
    def name(self) -> str:
        """What the brand is called."""
        return str(self.ask("select name from brand where id = %s")["name"].iloc[0])

    def stored(self, table: str, week: date, where: str, *values: object) -> dict[Any, Any]:
        """The one row of a rollup, for the ends of its intervals; empty: there is none."""
        statement = f"select * from {table} where brand_id = %s and week = %s and {where}"  # noqa: S608
        found = self.ask(statement, week, *values)
        return dict(found.iloc[0]) if len(found) else {}

    def ask(self, statement: str, *values: object) -> pd.DataFrame:
        """The rows of a statement."""
        with self.store.connect() as db:
            cursor = db.execute(statement, (self.brand_id, *values))
            columns = [column.name for column in cursor.description or []]
            return pd.DataFrame(cursor.fetchall(), columns=columns)

    @cached_property
    def everything(self) -> pd.DataFrame:
        """Every mention, with its most probable tone: -1, 0 or 1; a tie is neutral."""
        rows = self.ask(_MENTIONS)
        negative, neutral, positive = (
            rows[["negative", "neutral", "positive"]].astype(float).to_numpy().T
        )
        tone = 1.0 * (positive > np.maximum(neutral, negative))
        tone -= negative > np.maximum(neutral, positive)
        return rows.assign(tone=np.where(np.isnan(neutral), np.nan, tone))

    @cached_property
    def said(self) -> pd.DataFrame:
        """The mentions that count: a customer's once a day, source and story, the most heard."""
        rows = self.everything[self.everything["eligible"]]
        ranked = rows.sort_values("engagement", ascending=False, na_position="last", kind="stable")
        once = ["day", "source", "story", "author"]
        again = ranked.duplicated(once) & (ranked["voice"] == "customer") & ranked["author"].notna()
        return ranked[~again].sort_values("id")

    @cached_property
    def weights(self) -> dict[str, float]:
        """Shares of the sources in the brand's baseline, or else in the first four whole weeks."""
        named = self.ask("select baseline_first, baseline_last from brand where id = %s").iloc[0]
        first, last = self.said["day"].min(), self.said["day"].max()
        weeks = sorted(self.said["week"].unique())
        whole = [week for week in weeks if first <= week and week + 6 * WEEK / 7 <= last]
        rows = self.said[self.said["week"].isin((whole or weeks)[:4])]
        if named["baseline_first"]:
            rows = self.said[self.said["week"].between(*named)]
        counts = rows["source"].value_counts()
        return {str(name): n / len(rows) for name, n in counts.items()}

    def of(self, week: date, what: str) -> pd.DataFrame:
        """The mentions of a week that count for: spoken, judged or all."""
        rows = self.said[self.said["week"] == week]
        if what == "spoken":
            rows = rows[rows["voice"].isin(("customer", "brand"))]
        if what == "judged":
            rows = rows[(rows["voice"] != "brand") & rows["tone"].notna()]
        weighty = rows["source"].isin(list(self.weights))
        return rows[weighty] if weighty.any() else rows

    def rate(self, dial: str, week: date, among: frozenset[str] | None = None) -> "Rate":
        """A dial's mass and value, mention by mention, with sources at their frozen weights."""
        rows = self.of(week, "judged" if dial == "net_sentiment" else "spoken")
        size = np.ones(len(rows)) if dial != "heard_share" else self._heard(rows)
        kept = np.ones(len(rows), bool) if among is None else rows["source"].isin(among).to_numpy()
        by = pd.Series(size * kept, rows.index).groupby(rows["source"]).sum()
        frozen = pd.Series({name: self.weights.get(name, 0.0) for name in by[by > 0].index})
        frozen = frozen if frozen.sum() else by[by > 0]
        share = (frozen / frozen.sum() / by).reindex(rows["source"]).fillna(0.0).to_numpy()
        mass = size * kept * share
        value = rows["tone"] if dial == "net_sentiment" else rows["voice"] == "customer"
        return Rate(rows, mass, mass * value.to_numpy(float))

    def _heard(self, rows: pd.DataFrame) -> "np.ndarray[Any, Any]":
        scale = self.everything[self.everything["scales"]]
        return np.array([_heard(row, scale) for row in rows.to_dict("records")])

    def firsts(self, story: int, until: date) -> dict[str, dict[Any, Any]]:
        """From when each voice tells a story, and in how many posts: see `authority_firsts`."""
        rows = self.said[(self.said["story"] == story) & (self.said["week"] <= until)]
        rows = rows[rows["voice"].isin(("customer", "brand"))].sort_values(["posted_at", "post_id"])
        day, near = pd.to_datetime(rows["day"]), pd.Timedelta(days=1)
        begins = (day.shift(-1) - day <= 2 * near) & (day.shift(-2) - day <= 6 * near)
        rows = (
            rows[rows["posted_at"] >= rows.loc[begins, "posted_at"].min()] if begins.any() else rows
        )
        found = {}
        for voice, own in rows.groupby("voice"):
            days = pd.to_datetime(own["day"])
            joins = days.shift(-1) - days <= 13 * near
            first = (own[joins] if joins.any() else own).iloc[0]
            found[str(voice)] = {"joins": joins.any(), "posts": len(own), **first.to_dict()}
        return found


def _heard(row: Mapping[Any, Any], scale: pd.DataFrame) -> float:
    near = scale["week"].between(row["week"] - 7 * WEEK, row["week"])
    engaged = scale.loc[near & (scale["source"] == row["source"]), "engagement"]
    positive = engaged[engaged > 0].astype(float)
    if positive.empty or pd.isna(row["engagement"]):
        return 1.0
    cap = np.percentile(positive, 99, method="lower")
    return float(1 + np.log2(1 + min(max(row["engagement"], 0), cap) / positive.median()))


@dataclass(frozen=True)
class Rate:
    """Mentions with what each adds to a dial's mass and to its value."""

    rows: pd.DataFrame
    mass: "np.ndarray[Any, Any]"
    value: "np.ndarray[Any, Any]"

    @property
    def dial(self) -> float:
        """The dial."""
        return float(self.value.sum())

    def part(self, story: int) -> tuple[float, float]:
        """A story's share of the volume, and its own rate."""
        own = (self.rows["story"] == story).to_numpy()
        share = float(self.mass[own].sum())
        return share, float(self.value[own].sum()) / share if share else 0.0


def kitagawa(before: Rate, after: Rate, story: int) -> tuple[float, float]:
    """What a story made of a change: by its share of the volume, and by its own rate."""
    (q0, r0), (q1, r1) = before.part(story), after.part(story)
    r0, r1 = (r1 if not q0 else r0), (r0 if not q1 else r1)
    middle = (before.dial + after.dial) / 2
    return ((r0 + r1) / 2 - middle) * (q1 - q0), (q0 + q1) / 2 * (r1 - r0)


def unread(text: str, found: re.Match[str]) -> list[str]:
    """The numbers of a text that stand outside of labels and of the match's named groups."""
    taken = [found.span(name) for name in found.groupdict() if found.group(name) is not None]
    taken += [label.span() for label in _LABEL.finditer(text)]
    return [
        number.group()
        for number in _NUMBER.finditer(text)
        if re.search(r"\d", number.group())
        and not any(first <= number.start() and number.end() <= last for first, last in taken)
    ]


def same(written: str, value: float) -> bool:
    """Is a number as written the value, rounded to the digits that are written?"""
    bare = written.replace(",", "").replace("−", "-").replace("+", "")
    decimals = len(bare.partition(".")[2])
    return bool(abs(float(bare) - value) <= 0.5 * 10**-decimals + 1e-9)
