"""The kinds of sentence that are said of a week, and what their numbers and posts must be.

Each kind of sentence is a pattern whose numbers are named, beside a function that finds them again
in the database (tests.prose). A sentence of another kind, a number that no name takes, one that is
another there, and posts that are not those counted: each fails.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from pipeline.authority import MINIMUM_N, Sentence, verdict
from pipeline.authority.coverage import week_coverage
from pipeline.authority.lines import lines
from pipeline.store import Store
from tests.prose import SIGNED, WEEK, Truth, kitagawa, same, unread

Found = dict[str, Any]


class Read(dict[str, str]):
    """The named groups of a sentence: “n_” is another place where n may stand."""

    @classmethod
    def of(cls, found: re.Match[str]) -> "Read":
        """Those that took something."""
        return cls({k.rstrip("_"): v for k, v in found.groupdict().items() if v is not None})

    def __missing__(self, name: str) -> None:
        """What the sentence does not say."""
        return None


class Case(NamedTuple):
    """One sentence, where it was said, and the story it is about if it is a line."""

    truth: Truth
    week: date
    sentence: Sentence
    story: int | None = None

    @property
    def last(self) -> date:
        return self.week - WEEK


class Kind(NamedTuple):
    """A kind of sentence: how it reads; what its numbers and its posts are."""

    pattern: str
    reckon: Callable[[Case, Read], tuple[Found, set[int]]]


_DIALS: Final = {
    "Net sentiment": "net_sentiment", "net sentiment": "net_sentiment",
    "Customers’ share of the say": "voice_share", "customers": "voice_share",
    "Customers": "voice_share", "Customers’ share of what is heard": "heard_share",
    "voice share": "voice_share", "heard share": "heard_share",
}  # fmt: skip


def _named(pattern: str) -> str:
    """A pattern in which <name> is a number and @name a day."""
    pattern = re.sub(r"(?<!P)<(\w+)>", lambda found: f"(?P<{found[1]}>{SIGNED})", pattern)
    day = r"\d{1,2} [A-Z][a-z]{2}(?: \d{4})?"
    return re.sub(r"@(\w+)", lambda found: f"(?P<{found[1]}>{day})", pattern)


def ids(*frames: pd.DataFrame) -> set[int]:
    return {int(one) for frame in frames for one in frame["id"]}


def _counts(case: Case, dial: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    what = "judged" if dial == "net_sentiment" else "spoken"
    return case.truth.of(case.last, what), case.truth.of(case.week, what)


def too_few(case: Case, found: Read) -> tuple[Found, set[int]]:
    rows = max((case.truth.of(case.week, what) for what in ("spoken", "judged")), key=len)
    assert len(rows) < MINIMUM_N
    return {"n": len(rows), "minimum": MINIMUM_N}, ids(rows)


def level(case: Case, found: Read) -> tuple[Found, set[int]]:
    """Where a dial stands, with or without a change that may be chance."""
    dial = _DIALS[found["dial"]]
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
    dial = _DIALS[found["dial"]]
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
    dial = _DIALS[found["of"]]
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


def _number(case: Case, label: str) -> int:
    found = case.truth.ask("select number from narrative where brand_id = %s and label = %s", label)
    (number,) = found["number"]
    return int(number)


_L: Final = r"“(?P<label>[^”]*)”"
_SURE: Final = r" \(<level> % interval <low> to <high>(?: %)?; n = <n>\)"
_LEVEL: Final = r"<value>(?: % of the say)?" + _SURE
_NOW: Final = (
    r"(?:nobody spoke of it|1 post, by (?:a customer|the brand),|"
    r"<n> posts, all by (?:customers|the brand),|customers wrote <own> of its <n_> posts)"
)
_BEGAN: Final = (
    r"(?P<began>[^;]* alone tells? it, since @since|customers and [^;]* both began it on @both|"
    r"[^;]* began it, [^;]* joined <days> days? later)"
)
_LED: Final = (
    r"(?P<leads>[^;]* led [^;]* by <ahead> weeks on the mean "
    r"\(<level_> % interval <ahead_low> to <ahead_high>\))"
)
_WHO: Final = rf"(?=\S){_BEGAN}?(?:(?:, and )?{_LED})?"
_HEAD: Final = r"(?:(?P<head>Emerging|Rising|Holding|Fading|Dormant|Back again|Up|Down): )?"
KINDS: Final = {
    "too few": Kind(r"Too few to tell \(n = <n>; a week needs <minimum> posts\)\.", too_few),
    "nothing moved": Kind(
        rf"Nothing moved beyond chance: (?P<dial>net sentiment|customers) (?:is|hold) {_LEVEL}, "
        r"(?:as|<change> points on) the week before\.",
        level,
    ),
    "few before": Kind(
        rf"(?P<dial>Net sentiment|Customers) (?:is|hold) {_LEVEL}; "
        r"(?:the week before is too few to compare with \(n = <n0>\)|"
        r"there is no week before to compare with)\.",
        level,
    ),
    "moved": Kind(
        r"(?P<dial>Net sentiment|Customers’ share of (?:the say|what is heard)) "
        r"(?P<way>rose|fell) by <change> points to <value>(?: %)? "
        r"\(<level> % interval of the change <low> to <high>; n = <n0>, then <n>\)\.",
        moved,
    ),
    "most told": Kind(
        rf"(?:No single narrative explains it; m|M)ost was said on {_L}: <posts> of <n> posts?"
        r"(?:, <posts0> of <n0> the week before)?\.",
        told_most,
    ),
    "too few why": Kind(r"Too few to tell why \(n = <n>\)\.", too_few_why),
    "no story": Kind(r"No narrative has formed yet(?:, so nobody leads one)?\.", no_story),
    "made": Kind(
        rf"{_L} made <total> of the <change> points: (?:it went from <before> posts? to <after>|"
        r"its posts became (?P<way>kinder|harsher) \(<before_> posts, then <after_>\)|"
        r"customers took (?P<way_>more|less) part in it \(<before__> posts, then <after__>\))\.",
        made,
    ),
    "unlike": Kind(
        r"<total> of the <change> points are (?:a change of what was read, not of what was said: "
        r".* (?:was|were) (?:in one week only|not wholly read in both weeks)|another model’s, not "
        r"the customers’: .* judged one week only)\.",
        unlike,
    ),
    "few led": Kind(rf"Too few to tell who leads {_L} \(n = <n>\)\.", few_led),
    "unheard": Kind(
        rf"Customers have told {_L} since (?:at least )?@first, in <n> posts? this week; who leads "
        r"it cannot be told, for no post of .*’s own was read\.",
        led,
    ),
    "unheard say": Kind(
        r"Who holds the say cannot be told: no post of .*’s own was read \(n = <n>\)\.",
        unheard_say,
    ),
    "alone": Kind(
        rf".* alone tells? {_L}, since (?:at least )?@first: .* (?:has|have) (?:not spoken of it|"
        rf"hardly spoken of it \(<stray> posts?\)); {_NOW} this week\.",
        led,
    ),
    "as old as reading": Kind(
        rf"Who began {_L} cannot be told: it was told when reading began, @first; {_NOW} this "
        r"week\.",
        led,
    ),
    "both": Kind(rf"Customers and .* both spoke of {_L} from @first; {_NOW} this week\.", led),
    "began": Kind(rf".* began {_L} on @first, <days> days? before .*; {_NOW} this week\.", led),
    "few line": Kind(r"Too few to tell \(n = <n>\)\.", few_line),
    "line": Kind(
        rf"{_HEAD}(?:[Nn]one|<posts>) of <n> posts(?: this week|, (?:none|<posts0>) of <n0> the "
        r"week before(?: \((?:no clear change: <low> to <high> points|share <change> points, "
        r"<level> % interval <low_> to <high_>)\))?)"
        r"(?:; it made <part> \(<part_low> to <part_high>\) of (?P<of>\w+ \w+)’s <whole> points)?"
        rf"(?:; {_WHO})?"
        r"(?:; its net sentiment is <tone> \(<tone_low> to <tone_high>; n = <scored> scored\))?\.",
        line,
    ),
    "line of a thin week": Kind(
        rf"{_HEAD}(?:{_WHO}; )?(?:[Nn]one|<posts>) of <n> posts? this week, too few to tell its "
        r"share\.",
        line,
    ),
}


def check(case: Case) -> str:
    """The kind of a sentence, once everything in it was found again."""
    text = case.sentence.text
    for name, kind in KINDS.items():
        match = re.fullmatch(_named(kind.pattern), text)
        if match is None:
            continue
        assert not unread(text, match), (unread(text, match), text)
        figures, posts = kind.reckon(case, Read.of(match))
        for place, written in Read.of(match).items():
            if re.fullmatch(SIGNED, written):
                assert same(written, figures[place]), (place, figures[place], text)
            elif re.match(r"\d", written):
                day = figures[place]
                year = f" {day.year}" if day.year != case.week.year else ""
                assert written == f"{day.day} {day:%b}{year}", (place, day, text)
        assert set(case.sentence.mentions) == posts, (text, len(posts), len(case.sentence.mentions))
        assert len(set(case.sentence.mentions)) == len(case.sentence.mentions), text
        return name
    raise AssertionError(f"A sentence of no known kind: {text}")


def said(store: Store, brand_id: int) -> Iterator[Case]:
    """Every sentence of every week of a brand."""
    truth = Truth(store, brand_id)
    for week in sorted(truth.everything["week"].unique()):
        for sentence in verdict(store, brand_id, week).sentences:
            yield Case(truth, week, sentence)
        for number, sentence in lines(store, brand_id, week).items():
            yield Case(truth, week, sentence, number)
