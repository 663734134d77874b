"""What the numbers and the posts of a verdict's sentences must be."""

from datetime import timedelta
from typing import Any

import pandas as pd

from pipeline.authority import verdict
from pipeline.telling import MINIMUM_N
from tests.prose.cases import DIALS, Case, Found, Read, ids
from tests.prose.truth import kitagawa


def too_few(case: Case, found: Read) -> tuple[Found, set[int]]:
    rows = max((case.truth.of(case.week, what) for what in ("spoken", "judged")), key=len)
    assert len(rows) < MINIMUM_N
    return {"n": len(rows), "minimum": MINIMUM_N}, ids(rows)


def level(case: Case, found: Read) -> tuple[Found, set[int]]:
    """Where a dial stands, with or without a change that may be chance."""
    dial = DIALS[found["dial"]]
    before, now = _counts(case, dial)
    stored = case.truth.stored("weekly_dial", case.week, "dial = %s and reading = 'all'", dial)
    value = case.truth.rate(dial, case.week).dial
    figures = {"value": 100 * value, "n": len(now), "n0": len(before), "level": 95}
    figures |= {name: 100 * stored[name] for name in ("low", "high")}
    assert len(now) >= MINIMUM_N
    compared = found["change"] or "as the week" in case.sentence.text
    assert (len(before) < MINIMUM_N) != bool(compared)
    if compared:
        figures["change"] = 100 * (value - case.truth.rate(dial, case.last).dial)
        assert stored["change_low"] <= 0 <= stored["change_high"]
    if "as the week before" in case.sentence.text:
        assert abs(figures["change"]) < 0.005
    return figures, ids(now)


def moved(case: Case, found: Read) -> tuple[Found, set[int]]:
    dial = DIALS[found["dial"]]
    before, now = _counts(case, dial)
    assert min(len(before), len(now)) >= MINIMUM_N
    stored = case.truth.stored("weekly_dial", case.week, "dial = %s and reading = 'all'", dial)
    value, was = (case.truth.rate(dial, week).dial for week in (case.week, case.last))
    assert (found["way"] == "rose") == (value > was)
    ends = {name: 100 * stored[f"change_{name}"] for name in ("low", "high")}
    assert ends["low"] > 0 or ends["high"] < 0
    sizes = {"n0": len(before), "n": len(now), "level": 95}
    return {"change": 100 * abs(value - was), "value": 100 * value} | ends | sizes, ids(before, now)


def told_most(case: Case, found: Read) -> tuple[Found, set[int]]:
    before, now = _counts(case, "voice_share")
    top = now["story"].value_counts()
    rows, earlier = (week[week["story"] == top.index[0]] for week in (now, before))
    story = case.truth.ask("select number, label from narrative where brand_id = %s")
    told = story.loc[story["label"] == found["label"], "number"].tolist()
    assert any(top[number] == top.max() for number in told if number in top)
    rows, earlier = (week[week["story"].isin(told)] for week in (now, before))
    assert len(now) >= MINIMUM_N and (found["n0"] is None) == (len(before) < MINIMUM_N)
    return {"posts": len(rows), "n": len(now), "posts0": len(earlier), "n0": len(before)}, ids(rows)


def too_few_why(case: Case, found: Read) -> tuple[Found, set[int]]:
    now = case.truth.of(case.week, "spoken")
    assert len(now) < MINIMUM_N
    return {"n": len(now)}, ids(now)


def no_story(case: Case, found: Read) -> tuple[Found, set[int]]:
    now = case.truth.of(case.week, "spoken")
    assert now["story"].isna().all()
    return {}, ids(now) if "nobody" not in case.sentence.text else set()


def made(case: Case, found: Read) -> tuple[Found, set[int]]:
    """What a story made of the change of the dial that the first sentence tells."""
    dial = str(verdict(case.truth.store, case.truth.brand_id, case.week).what.figures["dial"])
    story = _number(case, found["label"])
    before, now = (case.truth.rate(dial, week) for week in (case.last, case.week))
    mix, rate = kitagawa(before, now, story)
    told = [rows[rows["story"] == story] for rows in _counts(case, dial)]
    assert abs(mix) >= abs(rate) if "went from" in case.sentence.text else abs(rate) > abs(mix)
    if found["way"]:
        assert (found["way"] in ("kinder", "more")) == (rate > 0)
        assert (found["way"] in ("kinder", "harsher")) == (dial == "net_sentiment")
    figures = {"total": 100 * (mix + rate), "change": 100 * (now.dial - before.dial)}
    sizes = {"before": len(told[0]), "after": len(told[1])}
    return figures | sizes, ids(*told)


def unlike(case: Case, found: Read) -> tuple[Found, set[int]]:
    """What another reading, or another model, made of it."""
    dial = str(verdict(case.truth.store, case.truth.brand_id, case.week).what.figures["dial"])
    weeks = (case.last, case.week)
    full = [case.truth.rate(dial, week).dial for week in weeks]
    if "another model" in case.sentence.text:  # what one model judged in either week is left
        total, kept = full[1] - full[0], [0.0, 0.0]
    else:
        rows = _counts(case, dial)
        alike = frozenset(rows[0]["source"]) & frozenset(rows[1]["source"])
        kept = [case.truth.rate(dial, week, alike).dial for week in weeks]
        total = full[1] - full[0] - (kept[1] - kept[0])
    return {"total": 100 * total, "change": 100 * (full[1] - full[0])}, ids(*_counts(case, dial))


def few_led(case: Case, found: Read) -> tuple[Found, set[int]]:
    firsts, now, _ = _led(case, found)
    told = sum(row["posts"] for row in firsts.values())
    assert told < MINIMUM_N
    return {"n": told}, ids(now) | {int(row["id"]) for row in firsts.values()}


def unheard_say(case: Case, found: Read) -> tuple[Found, set[int]]:
    now = case.truth.of(case.week, "spoken")
    assert not (case.truth.said["voice"] == "brand").any()
    assert len(case.truth.of(case.week, "judged")) < MINIMUM_N <= len(now)
    return {"n": len(now)}, ids(now)


def led(case: Case, found: Read) -> tuple[Found, set[int]]:
    firsts, now, days = _led(case, found)
    assert sum(row["posts"] for row in firsts.values()) >= MINIMUM_N
    own = int((now["voice"] == "customer").sum())
    stray = firsts.get("brand" if "Customers alone" in case.sentence.text else "customer", {})
    figures = days | {"n": len(now), "own": own, "stray": stray.get("posts")}
    text = case.sentence.text
    assert ("nobody spoke of it" in text) == (not len(now))
    heard = (case.truth.said["voice"] == "brand").any()
    assert ("who leads it cannot be told" in text) == (not heard)
    assert ("all by customers" in text) == (heard and own == len(now) > 1)
    assert ("all by the brand" in text) == (own == 0 and len(now) > 1)
    return figures, ids(now) | {int(row["id"]) for row in firsts.values()}


def _led(case: Case, found: Read) -> tuple[dict[str, dict[Any, Any]], pd.DataFrame, Found]:
    story = _number(case, found["label"])
    firsts = case.truth.firsts(story, case.week)
    now = case.truth.of(case.week, "spoken")
    joined = {voice: row for voice, row in firsts.items() if row["joins"]} or firsts
    days = {voice: row["day"] for voice, row in joined.items()}
    figures: dict[str, Any] = {"first": min(days.values()), "least": min(days.values())}
    if len(days) == 2:
        figures["days"] = abs((days["customer"] - days["brand"]).days)
        if found["days"]:
            began = "Customers" if days["customer"] < days["brand"] else case.truth.name
            assert case.sentence.text.startswith(f"{began} began")
    early = min(days.values()) - case.truth.everything["day"].min() < timedelta(days=3)
    assert early == any(
        word in case.sentence.text for word in ("at least", "cannot be told: it was")
    ) or ("Too few" in case.sentence.text)
    return firsts, now[now["story"] == story], figures


def _number(case: Case, label: str) -> int:
    found = case.truth.ask("select number from narrative where brand_id = %s and label = %s", label)
    (number,) = found["number"]
    return int(number)


def _counts(case: Case, dial: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    what = "judged" if dial == "net_sentiment" else "spoken"
    return case.truth.of(case.last, what), case.truth.of(case.week, what)
