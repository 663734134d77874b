"""What the numbers and the posts of a narrative's line must be."""

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from pipeline.authority import week_coverage
from pipeline.telling import MINIMUM_N
from tests.prose.cases import DIALS, Case, Found, Read, ids
from tests.prose.truth import Truth, kitagawa


def few_line(case: Case, found: Read) -> tuple[Found, set[int]]:
    rows = case.truth.said[
        (case.truth.said["story"] == case.story) & (case.truth.said["week"] <= case.week)
    ]
    assert len(rows) < MINIMUM_N
    return {"n": len(rows)}, ids(rows)


def line(case: Case, found: Read) -> tuple[Found, set[int]]:
    truth, story = case.truth, case.story
    assert story is not None
    of_it = truth.said["story"] == story
    assert (of_it & (truth.said["week"] <= case.week)).sum() >= MINIMUM_N
    before, now = truth.of(case.last, "all"), truth.of(case.week, "all")
    told0, told = (rows[rows["story"] == story] for rows in (before, now))
    posts = ids(told) | (ids(told0) if found["n0"] else set())
    figures: dict[str, Any] = {
        "posts": len(told), "n": len(now), "posts0": len(told0), "n0": len(before), "level": 95,
    }  # fmt: skip
    assert ("too few to tell its share" in case.sentence.text) == (len(now) < MINIMUM_N)
    where = "narrative_id = (select id from narrative where brand_id = %s and number = %s)"
    stored = truth.stored("weekly_story", case.week, where, truth.brand_id, story)
    if found["n0"]:
        assert len(before) >= MINIMUM_N
        figures["change"] = 100 * (len(told) / len(now) - len(told0) / len(before))
        figures |= {name: 100 * stored[name] for name in ("low", "high")}
        assert (found["change"] is not None) == (stored["low"] > 0 or stored["high"] < 0)
        _check_head(found, figures["change"])
    figures |= _line_part(case, found) | _line_tone(found, told, stored)
    return figures, posts | _line_began(case, found, figures) | _line_led(case, found, figures)


def _check_head(found: Read, change: float) -> None:
    upward = {"Up": True, "Rising": True, "Down": False}.get(found["head"] or "")
    assert upward is None or upward == (change > 0)
    assert found["head"] != "Fading" or found["change"] is None or change < 0


def _line_part(case: Case, found: Read) -> Found:
    if not found["part"]:
        return {}
    dial = DIALS[found["of"]]
    before, now = (case.truth.rate(dial, week) for week in (case.last, case.week))
    assert case.story is not None
    where = "dial = %s and by = 'narrative' and part = %s"
    stored = case.truth.stored("weekly_move", case.week, where, dial, str(case.story))
    assert stored["low"] > 0 or stored["high"] < 0
    return {
        "part": 100 * sum(kitagawa(before, now, case.story)),
        "whole": 100 * (now.dial - before.dial),
        "part_low": 100 * stored["low"],
        "part_high": 100 * stored["high"],
    }


def _line_tone(found: Read, told: pd.DataFrame, stored: Found) -> Found:
    if not found["tone"]:
        return {}
    judged = told[(told["voice"] != "brand") & told["tone"].notna()]
    assert len(judged) >= MINIMUM_N
    ends = {name: 100 * stored[name] for name in ("tone_low", "tone_high")}
    assert ends["tone_low"] > 0 or ends["tone_high"] < 0
    return {"tone": 100 * judged["tone"].mean(), "scored": len(judged)} | ends


def _line_began(case: Case, found: Read, figures: dict[str, Any]) -> set[int]:
    """What the line says of who began it, into the figures; the posts that show it."""
    if not found["began"]:
        return set()
    assert case.story is not None
    firsts = case.truth.firsts(case.story, case.truth.said["week"].max())
    joined = {voice: row for voice, row in firsts.items() if row["joins"]} or firsts
    sunday = case.week + timedelta(days=6)
    known = {voice: row for voice, row in joined.items() if row["day"] <= sunday}
    days = {voice: row["day"] for voice, row in known.items()}
    assert min(days.values()) - case.truth.everything["day"].min() >= timedelta(days=3)
    figures |= {"since": min(days.values()), "both": min(days.values())}
    assert (len(days) == 1) == ("alone" in found["began"])
    if len(days) == 2:
        figures["days"] = abs((days["customer"] - days["brand"]).days)
        if found["days"]:
            began = "customers" if days["customer"] < days["brand"] else case.truth.name
            assert found["began"].lower().startswith(f"{began.lower()} began")
    return {int(row["id"]) for row in known.values()}


def _line_led(case: Case, found: Read, figures: dict[str, Any]) -> set[int]:
    """By how many weeks a voice is said to have led, into the figures; the posts that show it."""
    if not found["leads"]:
        return set()
    truth, story = case.truth, case.story
    assert story is not None
    rows = truth.said[(truth.said["story"] == story)]
    assert rows["week"].max() <= case.week  # nothing is told of it later
    firsts = truth.firsts(story, case.week)
    first, other = sorted(
        (row for row in firsts.values() if row["joins"]), key=lambda row: (row["day"], row["id"])
    )
    rows = rows[rows["voice"].isin(("customer", "brand")) & (rows["day"] >= first["day"])]
    ahead = _weeks_ahead(truth, rows)
    leader = "customers" if ahead > 0 else truth.name
    assert found["leads"].startswith(f"{leader} led ")
    where = "narrative_id = (select id from narrative where brand_id = %s and number = %s)"
    statement = f"select low, high from narrative_lead where brand_id = %s and {where}"  # noqa: S608
    ends = sorted(abs(end) for end in truth.ask(statement, truth.brand_id, story).iloc[0])
    figures |= {"ahead": abs(ahead), "ahead_low": ends[0], "ahead_high": ends[1]}
    until = rows[rows["day"] <= other["day"]].sort_values(["day", "id"])
    return {int(other["id"]), *until["id"].head(100)}


def _weeks_ahead(truth: Truth, rows: pd.DataFrame) -> float:
    """The brand's mean week less the customers', in weeks wholly read; asserted beyond chance."""
    thin = week_coverage(truth.store, truth.brand_id)
    thin = thin[thin["source"].isin(list(truth.weights))]
    rows = rows[~rows["week"].isin(list(thin["week"]))]
    week = pd.to_datetime(rows["week"]).map(lambda day: day.toordinal() / 7)
    by_voice = pd.crosstab(week, rows["voice"], normalize="columns")
    middle = np.mean([week[rows["voice"] == voice].mean() for voice in by_voice])
    parts = ((by_voice["brand"] - by_voice["customer"]) * (by_voice.index - middle)).to_numpy()
    flips = np.random.default_rng(1).choice((-1.0, 1.0), (20_000, len(parts)))
    assert (np.abs(flips @ parts) >= abs(parts.sum()) - 1e-12).mean() < 0.055
    return float(parts.sum())
