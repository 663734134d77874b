"""The methods box: what was asked, what was read, what counts, and every formula in words."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from pipeline.reports.summary import Summary
from pipeline.telling import MINIMUM_N
from pipeline.words import counted, day_name, percent, source_name

_FORMULAS: Final = (
    (
        "Voice share",
        "Of the posts by customers and by the brand, the share by customers: reckoned for each "
        "source, then averaged with weights frozen at the baseline weeks, so that reading a new "
        "source does not look like a shift.",
    ),
    (
        "Heard share",
        "The same with each post weighted by 1 + log2(1 + e / m): e its likes or votes, capped at "
        "the 99th percentile of its source, m the median of its source over eight weeks.",
    ),
    (
        "Net sentiment",
        "(P − N) / (P + U + N) in hundredths, of the posts that were scored positive (P), neutral "
        "(U) and negative (N), the brand’s own posts left out: it is what others say of the brand. "
        "Sources weighted as above. The strips and the chart of tone leave the brand out too.",
    ),
    (
        "What moved it",
        "The change on the week before is split over the narratives with no rest (Kitagawa 1955): "
        "how much each grew or shrank, and how its own rate changed.",
    ),
    (
        "Intervals",
        "95 %, by a bootstrap over authors and over threads (1,000 replicates each): posts of one "
        "author or in one thread are not independent. A part whose interval holds zero may be "
        f"chance. Below {MINIMUM_N} posts no figure is given.",
    ),
    (
        "What counts",
        "Suspected spam, duplicates, bots and deleted posts do not count; a customer counts at "
        "most once a day per narrative. The brand’s direct replies count here.",
    ),
)


@dataclass(frozen=True)
class Line:
    """One entry of the box."""

    term: str
    text: str


def methods(summary: Summary) -> list[Line]:
    """Every entry, in the order of reading."""
    return [
        Line("Query", _query(summary)),
        Line("Read this week", _sources(summary)),
        Line("Weights", _weights(summary)),
        Line("Coverage", _coverage(summary)),
        Line("Model", _models(summary.models)),
        *(Line(term, text) for term, text in _FORMULAS),
    ]


def _query(summary: Summary) -> str:
    brand = summary.brand
    named = [f"the query {brand.query}"] if brand.query else []
    named += [
        f"every post in {source_name(source)}: {', '.join(names)}"
        for source, names in brand.communities.items()
    ]
    threads = "; replies in a thread that matched count too" if brand.follow_threads else ""
    return f"Posts that match {'; '.join(named)}{threads}. Weeks in {brand.timezone}."


def _sources(summary: Summary) -> str:
    if summary.counts.empty:
        return "No post of this week was found in any source."
    lines = [
        f"{source_name(row['source'])}: {counted(row['mentions'], 'post')}, of which "
        f"{row['counted']:,} "
        f"count ({row['spam']:,} suspected spam, {counted(row['duplicates'], 'duplicate')})"
        for row in summary.counts.to_dict("records")
    ]
    return "; ".join(lines) + "."


def _weights(summary: Summary) -> str:
    weights = summary.weights
    if weights.empty or not len(weights["baseline"].iloc[0]):
        return "No baseline yet."
    weeks = weights["baseline"].iloc[0]
    parts = [
        f"{source_name(row['source'])} {percent(row['weight'])}"
        for row in weights.to_dict("records")
    ]
    until = f" to that of {day_name(weeks[-1])}" if len(weeks) > 1 else ""
    return f"{', '.join(parts)}; frozen at the week of {day_name(weeks[0])} {weeks[0].year}{until}."


def _coverage(summary: Summary) -> str:
    if summary.coverage.empty:
        return "All weeks shown were read wholly, as far as can be told."
    notes = [
        f"week of {day_name(week)}: {note}"
        for week, note in zip(summary.coverage["week"], summary.coverage["note"], strict=True)
    ]
    shown = notes[-6:]
    more = f" (and {len(notes) - len(shown)} earlier notes)" if len(notes) > len(shown) else ""
    return "; ".join(shown) + more + "."


def _models(models: pd.DataFrame) -> str:
    if models.empty:
        return "Nothing was scored this week."
    lines = [f"{row.model} ({row.mentions:,} posts)" for row in models.itertuples()]
    return (
        "Tone by " + ", ".join(lines) + ". A language that the model does not know is not scored."
    )
