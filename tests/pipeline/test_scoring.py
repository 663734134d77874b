"""Which posts are scored, by which model, and when again."""

from pathlib import Path

import pytest

from models.chosen import Choice
from pipeline import brands
from pipeline.brands import Brand
from pipeline.errors import InputError
from pipeline.intake import take
from pipeline.mentions import match
from pipeline.progress import Silent
from pipeline.scoring import score
from pipeline.settings import Settings
from pipeline.store import Store
from tests.models.tiny import tiny_roberta
from tests.pipeline.intake.posts import post, rows

ACME = Brand(key="acme", name="Acme", query="acme")
GERMAN = "Das Paket von Acme kam wieder viel zu spät und war leider völlig zerstört"
OURS = Choice()  # whatever the environment says


@pytest.fixture
def mentioned(store: Store) -> Store:
    posts = [post("1", text="I love my Acme boots, best I ever had"), post("2", text=GERMAN)]
    take(store, posts, Silent())
    match(store, brands.save(store, ACME).id, Silent())
    return store


def reasons(store: Store) -> dict[str, str | None]:
    found = rows(
        store, "select native_id, not_scored from score join post on post.id = post_id order by 1"
    )
    return dict(found)


def test_each_post_is_scored_once_or_says_why_not(mentioned: Store) -> None:
    assert score(mentioned, Silent(), OURS) == 2
    assert reasons(mentioned) == {"1": None, "2": "language de"}
    assert score(mentioned, Silent(), OURS) == 0


def test_another_models_tone_takes_the_place_of_ours(mentioned: Store, tmp_path: Path) -> None:
    folder = str(tiny_roberta(tmp_path / "tiny"))
    score(mentioned, Silent(), OURS)
    assert score(mentioned, Silent(), Choice(folder)) == 2
    assert score(mentioned, Silent(), Choice(folder)) == 0
    assert score(mentioned, Silent(), Choice(folder, tone_languages="en,de")) == 2
    assert reasons(mentioned) == {"1": None, "2": None}
    (models,) = set(rows(mentioned, "select model from score"))
    assert "+tone=tiny@" in models[0]
    assert score(mentioned, Silent(), OURS) == 2


def test_a_model_that_cannot_be_used_is_told(mentioned: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no folder"):
        score(mentioned, Silent(), Choice(str(tmp_path / "nowhere")))


def test_the_environment_names_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIBE_TONE_MODEL", "somebody/model")
    monkeypatch.setenv("TRIBE_TONE_LANGUAGES", "all")
    assert Settings().scorer == Choice("somebody/model", None, "all")
