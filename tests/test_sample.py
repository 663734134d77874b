"""The built-in sample, run as `demo` runs it, against its own truth."""

from collections.abc import Iterator

from dashboard import links
from dashboard.rows import rows as records
from pipeline import brands, views
from pipeline.alerts import all_alerts
from pipeline.store import Store
from tests.sample_truth import as_planted, claims, figures, judged

_LEAST = {
    "narrative ARI, forkwright": 0.75,
    "narrative ARI, mosskettle": 0.75,
    "voice accuracy": 0.95,
    "tone macro recall": 0.75,
    "duplicates F1": 0.9,
    "spam F1": 0.9,
}


def test_the_pipeline_finds_what_was_planted(sample: Store) -> None:
    rows = judged(sample)
    found = figures(rows)
    assert {name: found[name] for name in _LEAST if found[name] < _LEAST[name]} == {}
    for planted in (claims(as_planted(rows)), claims(rows)):
        assert len(planted) == 28
        assert [claim for claim in planted if not claim.holds] == []
    for counted, opened in _alerts(sample):
        assert counted == opened


def _alerts(store: Store) -> Iterator[tuple[int, int]]:
    """Of every alert, the mentions that it counts and the posts that it opens."""
    for brand in brands.all_brands(store):
        for alert in records(all_alerts(store, brand.id)):
            figures = alert["figures"]
            share = 1 if alert["measure"] == "voice_share" else figures["n"]
            counted = figures["n"] if figures["whole"] is None else figures["whole"] * share
            yield round(counted), views.posts(store, brand.id or 0, links.alerted(alert)).total
