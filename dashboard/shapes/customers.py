"""What customers do, as the frames that their page draws."""

from datetime import date

import pandas as pd

from dashboard.shapes.layers import broken_weeks

_STANCES = ("negative", "neutral", "positive", "not_scored")


def leaving_window(
    leaving: pd.DataFrame, coverage: pd.DataFrame, week: date, weeks: int = 26
) -> pd.DataFrame:
    """The rate's last weeks up to the chosen one, every week there even when nothing was said.

    `chosen` marks the newest, `thin` those that were not wholly read.
    """
    last = pd.Timestamp(week)
    first = max(leaving["week"].min(), last - pd.Timedelta(weeks=weeks - 1))
    every = pd.DataFrame({"week": pd.date_range(first, last, freq="7D").astype("datetime64[us]")})
    window = every.merge(leaving, on="week", how="left")
    return window.assign(
        chosen=window["week"] == last,
        thin=window["week"].isin(broken_weeks(coverage)),
        early=window["early"].eq(True),
        n=window["n"].fillna(0).astype("int64"),
        posts=window["posts"].fillna(0).astype("int64"),
    )


def whole(counts: pd.DataFrame, act: str) -> pd.DataFrame:
    """One act over all narratives, a row for each name and stance."""
    return counts[(counts["act"] == act) & ~counts["by_narrative"]]


def reasons(counts: pd.DataFrame) -> pd.DataFrame:
    """Narratives in which customers leave: `people` of `of` who tell it, the most first."""
    each = counts[counts["by_narrative"]]
    leave = each[each["act"] == "leaves"]
    tell = each.loc[each["act"] == "speaks", ["number", "people"]]
    of = tell.rename(columns={"people": "of"})
    return leave.merge(of, on="number", how="left").sort_values("people", ascending=False)


def told(counts: pd.DataFrame) -> pd.DataFrame:
    """Brands that answers name: `people`, and how many of them in each tone, the most first."""
    answers = whole(counts, "answers")
    answers = answers[answers["name"] != ""]
    tone = answers["stance"].replace("", "not_scored")
    wide = answers.assign(tone=tone).pivot_table(
        "people", ["name", "called"], "tone", "sum", fill_value=0
    )
    wide = wide.reindex(columns=list(_STANCES), fill_value=0)
    wide = wide.assign(people=wide.sum(axis=1)).sort_values("people", ascending=False)
    return wide.reset_index()


def asked(counts: pd.DataFrame) -> pd.DataFrame:
    """Requests by narrative: `people`, of whom `answered` and `open`, the most first."""
    rows = counts[counts["by_narrative"] & (counts["act"] == "requests")]
    rows = rows.assign(label=rows["label"].fillna(""), number=rows["number"].fillna(0))
    wide = rows.pivot_table("people", ["number", "label"], "stance", "sum", fill_value=0)
    wide = wide.reindex(columns=["answered", "open"], fill_value=0)
    wide = wide.assign(people=wide.sum(axis=1)).sort_values("people", ascending=False)
    return wide.reset_index()


def weekly(weeks: pd.DataFrame, name: str, stance: str, last: date, most: int = 12) -> list[int]:
    """Posts a week of one switch over the last weeks, oldest first."""
    ours = weeks[(weeks["name"] == name) & (weeks["stance"] == stance)].set_index("week")["posts"]
    every = pd.date_range(end=pd.Timestamp(last), periods=most, freq="7D")
    return [int(n) for n in ours.reindex(every, fill_value=0)]


def brand_heard(voices: pd.DataFrame, last: date, weeks: int = 12) -> bool:
    """Whether any post by the brand was read in the last weeks."""
    end = pd.Timestamp(last)
    near = voices["week"].between(end - pd.Timedelta(weeks=weeks - 1), end)
    return bool(voices.loc[near & (voices["voice"] == "brand"), "mentions"].sum())
