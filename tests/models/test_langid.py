"""The languages of many texts at once are those that py3langid finds one by one."""

from functools import cache
from unicodedata import normalize

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from models.langid import language_model

TEXTS = [
    "the new update deleted my streak",
    "Gracias por la ayuda, pero no funciona",
    "このアプリは最高です",
    "هذا التطبيق بطيء جدا",
    "好",
    "",
    "x",
    "sab theek hai par price thoda zyada hai " * 20,
]


@cache
def _one_by_one() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@settings(deadline=None)
@given(st.lists(st.sampled_from(TEXTS) | st.text(max_size=60), min_size=1, max_size=6))
def test_together_as_one_by_one(texts: list[str]) -> None:
    texts = [normalize("NFC", text.lower() if text.isupper() else text) for text in texts]
    model = language_model()
    for text, found in zip(texts, model.probabilities(texts), strict=True):
        expected = dict(_one_by_one().rank(text))
        for label in expected:
            columns = [n for n, name in enumerate(model.labels) if name == label]
            assert abs(found[columns].sum() - expected[label]) < 1e-5


def test_what_stands_beside_a_text_does_not_matter() -> None:
    model = language_model()
    together = model.probabilities(TEXTS)
    for n, text in enumerate(TEXTS):
        assert np.array_equal(model.probabilities([text])[0], together[n])
