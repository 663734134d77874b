"""The built-in sample, run as `demo` runs it, against its own truth."""

import pytest

from pipeline.store import Store
from tests.sample_truth import claims, figures, judged, load_sample

_LEAST = {
    "narrative ARI, forkwright": 0.75,
    "narrative ARI, mosskettle": 0.75,
    "voice accuracy": 0.95,
    "tone macro recall": 0.75,
    "duplicates F1": 0.9,
    "spam F1": 0.9,
}
# The tone head reads a brand's apology as negative, whoever it is by; both weeks are full of them.
_MISSED = {
    ("mosskettle", "brand_answers", "brand_net_sentiment"),
    ("forkwright", "brand_answers", "brand_net_sentiment"),
}


def test_the_pipeline_finds_what_was_planted(
    store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    load_sample(store, tmp_path_factory.mktemp("home"))
    rows = judged(store)
    found = figures(rows)
    assert {name: found[name] for name in _LEAST if found[name] < _LEAST[name]} == {}
    planted = claims(store, rows)
    assert len(planted) == 28
    missed = {(c.brand, c.shift, c.measure) for c in planted if not c.holds}
    assert missed <= _MISSED
