"""Train a head on the frozen encoder: python -m models.train tone --data ../shared/data

Reads top to bottom: data, hidden states, head, training, calibration, figures, card.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from models import calibrate
from models.card import Evaluation, write_card
from models.datasets import (
    TONES,
    Hidden,
    Labelled,
    hidden_states,
    keep_aside,
    read_labelled,
    without,
)
from models.encoder import Encoder, fastest_dtype, load_encoder, model_dir
from models.heads import Head, load_head, save_head
from models.recipes import RECIPES, Recipe
from models.tokens import Batch, batches, load_tokenizer, tokenise
from models.version import WEIGHTS


def main(
    name: Annotated[str, typer.Argument(metavar="HEAD", help="Which head: tone.")],
    data: Annotated[Path, typer.Option(help="Folder of the labelled CSV files.")] = Path(
        "../shared/data"
    ),
    out: Annotated[Path, typer.Option(help="Folder for NAME.safetensors and NAME.md.")] = WEIGHTS,
) -> None:
    """Train HEAD, calibrate it, write its weights and its card."""
    if name not in RECIPES:
        raise typer.BadParameter(f"no recipe for '{name}'; there is: {', '.join(RECIPES)}")
    began = time.monotonic()
    recipe = RECIPES[name]

    # Data: dev is for figures only, so none of its texts may be trained on.
    dev = read_labelled(data / "tone_tweets_dev.csv", "text", "label", TONES)
    airline = read_labelled(
        data / "airline_tweets_feb16_21.csv", "text", "airline_sentiment", TONES
    )
    found = read_labelled(data / "tone_tweets_train.csv", "text", "label", TONES)
    train, aside = keep_aside(without(found, dev.texts), recipe.aside, recipe.seed)
    typer.echo(f"{len(train.texts)} texts to train on, {len(aside.texts)} to calibrate on")

    # Hidden states: the encoder stays frozen, so they are computed once.
    encoder = load_encoder(model_dir(), fastest_dtype("cpu"))
    hidden = [states(encoder, part, recipe) for part in (train, aside, dev, airline)]

    # Head.
    exact = load_encoder(model_dir(), torch.float32)
    torch.manual_seed(recipe.seed)  # after the encoder, whose making draws numbers too
    head = new_head(exact, recipe)
    fit(head, hidden[0], train.labels, recipe)

    # Calibration, on texts it never saw.
    calibration = calibrate.fit(logits_of(head, hidden[1]), aside.labels)
    head.config = replace(head.config, calibration=calibration)
    save_head(head, out / f"{name}.safetensors")

    # Figures, of the file as it will be read.
    saved = load_head(out / f"{name}.safetensors", fastest_dtype("cpu"))
    results = [
        Evaluation(title, part.labels, logits_of(saved, kept))
        for title, part, kept in zip(
            ("calibration part", "tone_tweets_dev", "airline_tweets_feb16_21"),
            (aside, dev, airline),
            hidden[1:],
            strict=True,
        )
    ]
    card = write_card(out / f"{name}.md", recipe, saved.config, results, len(train.texts))
    typer.echo(card)
    typer.echo(f"{time.monotonic() - began:.0f} s")


def states(encoder: Encoder, data: Labelled, recipe: Recipe) -> Hidden:
    """The hidden layers that the recipe's head reads, of these texts."""
    tokenizer = load_tokenizer(model_dir() / "tokenizer.json")
    return hidden_states(encoder, tokenise(tokenizer, data.texts), recipe.config.reads)


def new_head(encoder: Encoder, recipe: Recipe) -> Head:
    """A head whose blocks are copies of those that the encoder runs next."""
    head = Head(recipe.config)
    for own, block in zip(head.blocks, encoder.blocks[recipe.config.start :], strict=False):
        own.load_state_dict(block.state_dict())
    return head


def fit(head: Head, hidden: Hidden, labels: NDArray[np.int64], recipe: Recipe) -> None:
    """AdamW, rates rising for a tenth of the steps and then falling to 0; cross-entropy."""
    random = np.random.default_rng(recipe.seed)
    weights = class_weights(labels, recipe.balance)
    blocks = list(head.blocks.parameters())
    rest = [p for n, p in head.named_parameters() if not n.startswith("blocks.")]
    groups = [{"params": rest, "lr": recipe.head_rate}]
    if blocks:
        groups.append({"params": blocks, "lr": recipe.block_rate})
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = recipe.epochs * max(1, round(len(labels) / recipe.batch))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate_at(step, steps))
    head.train()
    for epoch in range(recipe.epochs):
        total = 0.0
        for batch in hidden.shuffled(recipe.batch, random):
            loss = loss_of(head, hidden, batch, labels, weights)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(batch.indices)
        typer.echo(f"epoch {epoch + 1} of {recipe.epochs}: loss {total / len(labels):.4f}")
    head.eval()


def rate_at(step: int, steps: int) -> float:
    """The share of the full learning rate at this step."""
    warm = max(1, steps // 10)
    return (step + 1) / warm if step < warm else max(0.0, (steps - step) / (steps - warm))


def class_weights(labels: NDArray[np.int64], balance: float) -> Tensor:
    """(K,) fp32 with a mean of 1 over the texts."""
    shares = np.bincount(labels) / len(labels)
    weights = shares**-balance
    return torch.tensor(weights / (weights * shares).sum(), dtype=torch.float32)


def loss_of(
    head: Head, hidden: Hidden, batch: Batch, labels: NDArray[np.int64], weights: Tensor
) -> Tensor:
    """Mean weighted cross-entropy of one batch."""
    target = torch.from_numpy(labels[batch.indices])
    return F.cross_entropy(head(hidden.of(batch), batch.runs), target, weights)


@torch.inference_mode()
def logits_of(head: Head, hidden: Hidden) -> NDArray[np.float32]:
    """(N, labels) logits, in the order of the texts."""
    head.eval()
    dtype = next(head.parameters()).dtype
    logits = np.empty((len(hidden.lengths), len(head.config.labels)), np.float32)
    for batch in batches(hidden.lengths, 4_096):
        layers = {k: v.to(dtype) for k, v in hidden.of(batch).items()}
        logits[batch.indices] = head(layers, batch.runs).numpy()
    return logits


if __name__ == "__main__":
    typer.run(main)
