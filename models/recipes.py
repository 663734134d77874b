"""What decides the weights of the trunk and of each head, besides their data."""

from __future__ import annotations

from dataclasses import dataclass

from models.tasks import SEED
from models.trunk import TrunkConfig


@dataclass(frozen=True)
class TrunkRecipe:
    """How the trunk is trained, with a passing head for every task."""

    config: TrunkConfig
    tasks: tuple[str, ...]
    epochs: int = 2
    batch: int = 64  # items a step, all of one task
    head_rate: float = 1e-3  # learning rate of the parts that start from nothing
    block_rate: float = 1.2e-4  # of the blocks that start as copies of the encoder's
    average: float = 0.998  # weights are averaged over about 500 steps
    balance: float = 0.5  # class weights are (1 / share) ** balance: 0 as found, 1 all equal
    seed: int = SEED


@dataclass(frozen=True)
class HeadRecipe:
    """How a head is trained on the trunk, or on blocks of its own in its place."""

    version: int = 1
    epochs: int = 4
    batch: int = 64
    rate: float = 7e-4
    average: float = 0.998
    balance: float = 0.5
    dropout: float = 0.3
    blocks: int = 0  # of its own, which start as copies of the trunk's
    block_rate: float = 1e-4
    seed: int = SEED


TRUNK_RECIPE = TrunkRecipe(
    TrunkConfig(),
    tasks=(
        "tone", "target", "emotion", "offensive", "irony", "emotion_tweets", "sarcasm", "stars",
        "intent",
    ),
)  # fmt: skip

RECIPES = {
    "tone": HeadRecipe(version=2),
    "target": HeadRecipe(version=2, epochs=3, balance=0.25, blocks=2, block_rate=2e-4),
    "emotion": HeadRecipe(),
    "sarcasm": HeadRecipe(),
    "offensive": HeadRecipe(),
    "intent": HeadRecipe(epochs=12),
}
