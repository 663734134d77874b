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
# A week of 11 posts, and 34 in the two before, of which a few that praise one brand at the other's
# expense are still misread.
_MISSED = {("forkwright", "brand_answers", "brand_net_sentiment")}


def test_the_pipeline_finds_what_was_planted(sample: Store) -> None:
    rows = judged(sample)
    found = figures(rows)
    assert {name: found[name] for name in _LEAST if found[name] < _LEAST[name]} == {}
    planted = claims(as_planted(rows))
    assert len(planted) == 28 and all(claim.holds for claim in planted)
    missed = {(c.brand, c.shift, c.measure) for c in claims(rows) if not c.holds}
    assert missed <= _MISSED
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
