"""Train the trunk, or a head on it: python -m models.train tone --data ../shared/data

Reads top to bottom: data, what the frozen part sees, training, calibration, figures, card.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import torch
import typer

from models import calibrate, card
from models.encoder import Encoder, fastest_dtype, load_encoder, model_dir
from models.errors import ModelError
from models.fitting import Judges, Plan, fit, logits_of
from models.heads import Head, HeadConfig, load_head, new_head, save_head
from models.hidden import Frozen, Hidden, hidden_of
from models.labels import affirmed
from models.recipes import RECIPES, TRUNK_RECIPE, HeadRecipe
from models.tasks import TASKS, Task
from models.tokens import Batch
from models.trunk import Trunk, Views, digest_of, load_trunk, new_trunk, save_trunk
from models.version import TRUNK, WEIGHTS

DTYPE = fastest_dtype("cpu")


def main(
    name: Annotated[
        str, typer.Argument(metavar="HEAD", help=f"trunk, {', '.join(RECIPES)}, or all.")
    ],
    data: Annotated[Path, typer.Option(help="Folder of the labelled files.")] = Path(
        "../shared/data"
    ),
    out: Annotated[Path, typer.Option(help="Folder for NAME.safetensors and NAME.md.")] = WEIGHTS,
) -> None:
    """Train HEAD on the trunk, calibrate it, write its weights and its card.

    The trunk is trained first, on the tasks of all heads together; after that each head, for the
    trunk's every change changes what a head sees.
    """
    names = ["trunk", *RECIPES] if name == "all" else [name]
    for one in names:
        if one != "trunk" and one not in RECIPES:
            known = ", ".join(["trunk", *RECIPES])
            raise typer.BadParameter(f"no recipe for '{one}'; there is: {known}")
        began = time.monotonic()
        try:
            train_trunk(data, out) if one == "trunk" else train_head(one, RECIPES[one], data, out)
        except ModelError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error
        typer.echo(f"{one}: {time.monotonic() - began:.0f} s")


def train_trunk(data: Path, out: Path) -> None:
    """All tasks together, each with a passing head, over copies of the encoder's upper blocks."""
    recipe, folder = TRUNK_RECIPE, model_dir()
    tasks = {name: TASKS[name](data) for name in recipe.tasks}
    frozen = below_the_trunk(load_encoder(folder, DTYPE))
    hidden = {name: hidden_of(task.train, frozen, folder) for name, task in tasks.items()}
    for name, task in tasks.items():
        typer.echo(f"{name}: {len(hidden[name].labels)} of {len(task.train.texts)} items")

    exact = load_encoder(folder, torch.float32)
    torch.manual_seed(recipe.seed)  # after the encoder, whose making draws numbers too
    heads = {
        name: Head(HeadConfig(name, 0, task.labels, task.kind)) for name, task in tasks.items()
    }
    judges = Judges(heads, new_trunk(exact, recipe.config))
    rates = {"heads.": recipe.head_rate, "trunk.": recipe.block_rate}
    plan = Plan(recipe.epochs, recipe.batch, rates, recipe.average, recipe.balance, recipe.seed)
    fitted = fit(judges, hidden, plan, typer.echo)
    assert fitted.trunk is not None  # noqa: S101
    save_trunk(fitted.trunk, out / TRUNK)
    card.write_trunk(out / "trunk.md", recipe, {n: len(h.labels) for n, h in hidden.items()})


def train_head(name: str, recipe: HeadRecipe, data: Path, out: Path) -> None:
    """One head on the trunk that stands in `out`."""
    task, folder = TASKS[name](data), model_dir()
    frozen, trunk = frozen_for(recipe, out), load_trunk(out)
    train, aside = (hidden_of(part, frozen, folder) for part in (task.train, task.aside))
    typer.echo(f"{name}: {len(train.labels)} to train on, {len(aside.labels)} to calibrate on")

    torch.manual_seed(recipe.seed)
    config = HeadConfig(
        name, recipe.version, task.labels, task.kind, recipe.blocks, digest_of(out),
        dropout=recipe.dropout,
    )  # fmt: skip
    judges = Judges({name: new_head(config, trunk)})
    rates = {f"heads.{name}.own.blocks.": recipe.block_rate, "heads.": recipe.rate}
    plan = Plan(recipe.epochs, recipe.batch, rates, recipe.average, recipe.balance, recipe.seed)
    head = fit(judges, {name: train}, plan, typer.echo).heads[name]
    assert isinstance(head, Head)  # noqa: S101
    path = out / f"{name}.safetensors"
    save_head(calibrated(head, aside, task), path)

    # Figures, of the file as it will be read.
    saved = load_head(path, digest_of(out), DTYPE)
    parts = {"calibration part": aside} | {
        title: hidden_of(part, frozen, folder) for title, part in task.dev.items()
    }
    results = [
        card.Evaluation(title, part.labels, logits_of(saved, part)) for title, part in parts.items()
    ]
    made = card.Made(saved.config, recipe, task.said, len(train.labels), len(aside.labels))
    typer.echo(card.write_head(path.with_suffix(".md"), made, results))


def calibrated(head: Head, aside: Hidden, task: Task) -> Head:
    """The head with probabilities fitted, and thresholds chosen, on items it never saw."""
    logits = logits_of(head, aside)
    many = task.kind == "many"
    found = calibrate.fit(logits, aside.labels, many=many)
    levels = None
    if many or len(task.labels) == 2:
        levels = calibrate.thresholds(found.apply(logits, many), aside.labels)
    if levels and not many:
        yes = affirmed(task.labels) or 0
        levels = tuple(levels[yes] if k == yes else round(1 - levels[yes], 2) for k in (0, 1))
    head.config = replace(head.config, calibration=found, thresholds=levels)
    return head


def frozen_for(recipe: HeadRecipe, out: Path) -> Frozen:
    """What the head of this recipe is trained on."""
    encoder = load_encoder(model_dir(), DTYPE)
    if recipe.blocks:
        return below_the_trunk(encoder)
    return with_the_trunk(encoder, load_trunk(out, DTYPE), digest_of(out))


def below_the_trunk(encoder: Encoder) -> Frozen:
    """What the trunk is trained on: the hidden layer that it goes on from."""
    config = TRUNK_RECIPE.config
    untuned = Trunk(replace(config, blocks=0))

    def forward(ids: torch.Tensor, batch: Batch) -> Views:
        return untuned.views(encoder(ids, batch.runs), batch.runs)

    means = "-".join(map(str, config.means))
    return Frozen(f"{str(DTYPE).removeprefix('torch.')}-layer{config.start}-means{means}", forward)


def with_the_trunk(encoder: Encoder, trunk: Trunk, digest: str) -> Frozen:
    """What a head is trained on: the trunk's tokens."""

    def forward(ids: torch.Tensor, batch: Batch) -> Views:
        return trunk.views(encoder(ids, batch.runs), batch.runs)

    return Frozen(f"{str(DTYPE).removeprefix('torch.')}-trunk{digest}", forward)


if __name__ == "__main__":
    typer.run(main)
