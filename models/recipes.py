"""What decides the weights of each head, besides its data."""

from __future__ import annotations

from dataclasses import dataclass

from models.datasets import TONES
from models.heads import HeadConfig


@dataclass(frozen=True)
class Recipe:
    """How a head is trained; with the data and the seed it decides the weights."""

    config: HeadConfig
    epochs: int
    batch: int  # texts a step
    head_rate: float  # learning rate of the parts that start from nothing
    block_rate: float  # of the blocks that start as copies of the encoder's
    balance: float  # class weights are (1 / share) ** balance: 0 as found, 1 all classes equal
    aside: int = 3_000  # texts kept out of training, to calibrate on
    seed: int = 20_261_121


RECIPES = {
    "tone": Recipe(
        HeadConfig("tone", 1, TONES, start=4, blocks=0, pooled=(2, 4, 6), dropout=0.3),
        epochs=3,
        batch=64,
        head_rate=1e-3,
        block_rate=1e-4,
        balance=0.5,
    )
}
