"""The training loop on a few made-up texts, and the splits of the real ones."""

from pathlib import Path

import numpy as np
import pytest
import torch

from models.datasets import Labelled, unmasked
from models.encoder import fastest_dtype, load_encoder, model_dir
from models.fitting import Judges, Plan, fit, logits_of
from models.heads import Head, HeadConfig
from models.hidden import Hidden, hidden_of
from models.labels import EKMAN
from models.tasks import TASKS
from models.train import below_the_trunk
from models.trunk import TrunkConfig, new_trunk

GOOD = ["lovely", "great stuff", "I love it", "so happy with it", "wonderful", "best ever"]
BAD = ["awful", "broken again", "I hate it", "so angry about it", "terrible", "worst ever"]


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Hidden:
    data = Labelled(GOOD + BAD, np.array([1] * len(GOOD) + [0] * len(BAD)))
    frozen = below_the_trunk(load_encoder(model_dir(), fastest_dtype("cpu")))
    cache = tmp_path_factory.mktemp("hidden")
    first = hidden_of(data, frozen, model_dir(), cache)
    again = hidden_of(data, frozen, model_dir(), cache)
    assert (first.tokens == again.tokens).all()
    assert len(list(cache.glob("*.npy"))) == 2
    return first


def fitted(hidden: Hidden) -> Judges:
    torch.manual_seed(0)
    trunk = new_trunk(load_encoder(model_dir(), torch.float32), TrunkConfig(blocks=1))
    judges = Judges({"one": Head(HeadConfig("one", 1, ("bad", "good")))}, trunk)
    plan = Plan(20, 4, {"heads.": 1e-3, "trunk.": 1e-4}, 0.9, 0.5, seed=0)
    return fit(judges, {"one": hidden}, plan, lambda _: None)


def test_training_learns_and_the_same_seed_gives_the_same_weights(hidden: Hidden) -> None:
    first, second = fitted(hidden), fitted(hidden)
    for name, value in first.state_dict().items():
        assert torch.equal(value, second.state_dict()[name]), name
    with torch.inference_mode():
        views, _ = hidden.of(next(hidden.shuffled(12, np.random.default_rng(0))))
        assert first("one", views, None).shape == (12, 2)


def test_a_head_alone_learns_on_what_is_kept(hidden: Hidden) -> None:
    torch.manual_seed(0)
    judges = Judges({"one": Head(HeadConfig("one", 1, ("bad", "good")))})
    plan = Plan(30, 4, {"heads.": 1e-3}, 0.9, 0.5, seed=0)
    head = fit(judges, {"one": hidden}, plan, lambda _: None).heads["one"]
    assert isinstance(head, Head)
    assert (logits_of(head, hidden).argmax(1) == hidden.labels).all()


@pytest.mark.parametrize("name", sorted(TASKS))
def test_no_text_is_in_two_parts_of_a_task(name: str, shared: Path) -> None:
    task = TASKS[name](shared)
    first = next(iter(task.dev.values()))
    parts = [{t.casefold() for t in part.texts} for part in (task.aside, first)]
    assert not parts[0] & parts[1]
    if name in ("target", "emotion", "sarcasm", "stars", "intent"):  # whose handles stay as found
        train = {text.casefold() for text in task.train.texts}
        assert not train & (parts[0] | parts[1])


def test_made_up_handles_stand_for_masked_ones_in_about_half_of_the_texts() -> None:
    data = Labelled(["@user look http now"] * 200, np.zeros(200, np.int64))
    found = unmasked(data, seed=1).texts
    assert 60 < sum("@user" in text for text in found) < 140
    assert all(("@user" in text) == ("http now" in text) for text in found)
    assert found == unmasked(data, seed=1).texts


def test_goemotions_has_a_group_for_each_of_its_emotions(shared: Path) -> None:
    names = (shared / "goemotions" / "labels.txt").read_text(encoding="utf-8").split()
    assert sorted(names) == sorted(name for those in EKMAN.values() for name in those.split())
