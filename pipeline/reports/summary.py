"""Everything that a weekly summary tells, read once; the writers only lay it out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import pandas as pd

from pipeline import brands, views
from pipeline.authority import Sentence, Verdict, lines, verdict
from pipeline.authority.scope import scope
from pipeline.brands import Brand
from pipeline.store import Store
from pipeline.telling import tells

WEEKS: Final = 12  # of history, the report's own among them
QUOTES: Final = 3
MOST_POSTS: Final = 5_000  # of the week's posts in the workbook; its sheet says how many there are


@dataclass(frozen=True)
class Summary:
    """One week of one brand. Frames as pipeline.views gives them, cut to the weeks told."""

    brand: Brand
    heard: bool  # was a post of the brand's own ever counted?
    week: date
    verdict: Verdict
    lines: Mapping[int, Sentence]  # of the narratives, by number
    dials: pd.DataFrame  # the last WEEKS weeks, both readings
    moves: pd.DataFrame  # dial, by, part, label, mix, rate, total, low, high, n_before, n_after
    stories: pd.DataFrame  # number, label, now, before, voices, tones
    story_weeks: pd.DataFrame  # number, week, counted
    quotes: pd.DataFrame  # of the week, as views.QUOTES
    voice_weeks: pd.DataFrame
    tone_weeks: pd.DataFrame
    leaving: pd.DataFrame  # as views.LEAVING
    coverage: pd.DataFrame  # week, source, state, note
    readings: pd.DataFrame
    counts: pd.DataFrame  # source, mentions, counted, spam, duplicates, not_scored
    weights: pd.DataFrame  # source, weight, baseline
    models: pd.DataFrame  # model, mentions
    posts: pd.DataFrame  # what the dials count of the week, at most MOST_POSTS
    posts_in_all: int

    @property
    def weeks(self) -> list[date]:
        """The Mondays of the history, the oldest first, the report's own last."""
        return [self.week - timedelta(weeks=ago) for ago in reversed(range(WEEKS))]

    def dial(self, name: str, reading: str = "all") -> "pd.Series[float] | None":
        """The row of one dial in the report's week; None when nothing was said in it."""
        rows = self.dials
        chosen = rows[
            (rows["dial"] == name)
            & (rows["reading"] == reading)
            & (rows["week"] == pd.Timestamp(self.week))
        ]
        return None if chosen.empty else chosen.iloc[0]

    def tells(self, dial: str) -> bool:
        """Can a dial be told of the brand?"""
        return tells(dial, heard=self.heard)

    def line(self, number: int) -> str:
        """What a narrative did in the week; empty for one that was not told yet."""
        return self.lines[number].text if number in self.lines else ""

    @property
    def told_dial(self) -> str:
        """The dial whose parts are worth showing: the one the verdict tells of."""
        return str(self.verdict.what.figures.get("dial", "voice_share"))


def read_summary(store: Store, brand_key: str, week: date) -> Summary:
    """The summary of a brand's week. Raises UnknownBrand."""
    brand = brands.get(store, brand_key)
    if brand.id is None:
        raise ValueError("A stored brand has an id.")
    named = {"brand_id": brand.id, "week": week}
    counted = views.PostFilter(first_week=week, last_week=week, counted=True, order="loudest")
    page = views.posts(store, brand.id, counted, size=MOST_POSTS)
    return Summary(
        brand=brand,
        heard=scope(store, brand.id).heard,
        week=week,
        verdict=verdict(store, brand.id, week),
        lines=lines(store, brand.id, week),
        dials=_recent(views.dials(store, brand.id), week),
        moves=store.frame("reports_moves", **named),
        stories=store.frame("reports_stories", **named),
        story_weeks=store.frame("reports_story_weeks", **named),
        quotes=views.week_quotes(store, brand.id, week, QUOTES),
        voice_weeks=_recent(views.voice_weeks(store, brand.id), week),
        tone_weeks=_recent(views.tone_weeks(store, brand.id), week),
        leaving=_recent(views.leaving(store, brand.id), week),
        coverage=_recent(views.coverage(store, brand.id), week),
        readings=views.readings(store, brand.id),
        counts=store.frame("reports_counts", **named),
        weights=store.frame("authority_weights", brand_id=brand.id),
        models=store.frame("reports_models", **named),
        posts=page.posts,
        posts_in_all=page.total,
    )


def _recent(frame: pd.DataFrame, week: date) -> pd.DataFrame:
    first = pd.Timestamp(week - timedelta(weeks=WEEKS - 1))
    kept = (frame["week"] >= first) & (frame["week"] <= pd.Timestamp(week))
    return frame[kept].reset_index(drop=True)
