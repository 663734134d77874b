"""The brand's own head: adopted only on proof, in effect wherever a tone is read."""

import pytest

from models.own_head import Difference, OwnHead, Verdict
from pipeline.corrections import Judgement, correct, train_own_head
from pipeline.errors import InputError
from pipeline.intake import take
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.corrections.conftest import labels, processed
from tests.pipeline.intake.posts import post, rows

_FLIPPED = OwnHead(slope=-1.0, bias=[0.0, 0.0, 0.0], matrix=None)
_FIGURE = Difference(own=0.5, shared=1.0, low=-0.7, high=-0.3)


def _verdict(adopted: bool) -> Verdict:
    return Verdict(adopted, "" if adopted else "no", 60, 60, _FLIPPED, _FIGURE, _FIGURE)


def _trained(store: Store, monkeypatch: pytest.MonkeyPatch, adopted: bool) -> int | None:
    monkeypatch.setattr("models.own_head.train", lambda posts, seed: _verdict(adopted))
    return train_own_head(store, "acme", "kim").number


def test_too_few_say_so_and_change_nothing(acme: Store) -> None:
    with pytest.raises(InputError, match="correct sample acme"):
        train_own_head(acme, "acme", "kim")
    correct(acme, "acme", Judgement("reddit:p0", {"tone": "negative"}), "kim")
    done = train_own_head(acme, "acme", "kim")
    assert (done.number, done.verdict.adopted) == (None, False)
    assert "only 0 corrections were drawn at random" in done.verdict.why
    assert rows(acme, "select count(*) from own_head") == [(0,)]


def test_an_adopted_head_gives_every_tone_until_another_is_not(
    acme: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(acme, "acme", Judgement("reddit:p0", {"tone": "positive"}), "kim")
    before = labels(acme)
    assert _trained(acme, monkeypatch, adopted=True) == 1
    processed(acme)
    after = labels(acme)
    assert (before["p1"], after["p1"]) == ("negative", "positive")
    assert after["p0"] == "positive"  # a person's word stands above any head
    assert labels(acme, "t.model")["p1"] == "test+own.1"
    take(acme, [post("late", "acme broke at last", 9)], Silent())
    processed(acme)
    assert labels(acme)["late"] == "positive"
    correct(acme, "acme", Judgement("reddit:late", {"tone": "negative"}), "kim")
    assert rows(acme, "select said from correction order by id desc limit 1") == [("positive",)]
    assert _trained(acme, monkeypatch, adopted=False) == 2
    processed(acme)
    assert labels(acme)["p1"] == before["p1"]
    assert rows(acme, "select count(*) from own_tone") == [(0,)]


def test_a_newer_text_is_judged_anew(acme: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    correct(acme, "acme", Judgement("reddit:p0", {"tone": "positive"}), "kim")
    _trained(acme, monkeypatch, adopted=True)
    processed(acme)
    take(acme, [post("p1", "acme is great after all", 1500, author="a1")], Silent())
    processed(acme)
    assert labels(acme)["p1"] == "neutral"  # of 0.2, 0.2, 0.6, turned round: a tie


def test_a_head_of_another_model_rests(acme: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    correct(acme, "acme", Judgement("reddit:p0", {"tone": "positive"}), "kim")
    before = labels(acme)
    _trained(acme, monkeypatch, adopted=True)
    processed(acme)
    with acme.connect() as db:
        db.execute("update score set model = 'newer'")
        db.execute("update brand set stale = true")
    processed(acme)
    assert labels(acme) == before
