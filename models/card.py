"""The card beside weights: how they were made and what they reach."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models import metrics
from models.heads import HeadConfig
from models.labels import affirmed
from models.recipes import HeadRecipe, TrunkRecipe

Floats = NDArray[np.floating]
Labels = NDArray[Any]


@dataclass(frozen=True)
class Evaluation:
    """Labels (N,) or (N, K) and uncalibrated logits (N, K) of one set of texts."""

    title: str
    labels: Labels
    logits: NDArray[np.float32]


@dataclass(frozen=True)
class Made:
    """What a head's card tells of its making."""

    config: HeadConfig
    recipe: HeadRecipe
    data: str
    trained_on: int
    calibrated_on: int


def write_head(path: Path, made: Made, results: Sequence[Evaluation]) -> str:
    """Fill the head's card and return it; what stands under «Limits» there is kept."""
    config = made.config
    figures = _figures(config)
    lines = [f"| texts | n | {' | '.join(figures)} |", "|---" * (len(figures) + 2) + "|"]
    lines += [_row(result, figures, config) for result in results]
    card = HEAD.format(
        name=config.name,
        version=config.version,
        labels=", ".join(config.labels),
        shape=SHAPES[config.kind],
        data=made.data,
        trained_on=f"{made.trained_on:,}",
        aside=f"{made.calibrated_on:,}",
        recipe=_settings(asdict(made.recipe)),
        table="\n".join(lines),
        calibration=_calibration(config),
        reliability=_reliability(results[1], config),
        today=datetime.now(UTC).date().isoformat(),
        limits=_limits(path),
    )
    path.write_text(card, encoding="utf-8")
    return card


def write_trunk(path: Path, recipe: TrunkRecipe, items: Mapping[str, int]) -> None:
    """Fill the trunk's card; what stands under «Limits» there is kept."""
    settings = {k: v for k, v in asdict(recipe).items() if k not in ("config", "tasks")}
    card = TRUNK.format(
        version=recipe.config.version,
        blocks=recipe.config.blocks,
        start=recipe.config.start,
        tasks="\n".join(f"| {name} | {n:,} |" for name, n in items.items()),
        recipe=_settings(settings | {"dropout": recipe.config.dropout}),
        today=datetime.now(UTC).date().isoformat(),
        limits=_limits(path),
    )
    path.write_text(card, encoding="utf-8")


Metric = Callable[[Labels, Floats], float]


def _figures(config: HeadConfig) -> dict[str, Metric]:
    """The figures that fit the head's kind, each of labels and calibrated probabilities."""
    if config.thresholds and config.kind == "many":
        levels = np.array(config.thresholds)
        return {
            "macro F1": lambda y, p: metrics.macro_f1_of_many(y, p >= levels),
            "calibration error, mean of labels": metrics.calibration_error_of_many,
        }
    figures: dict[str, Metric] = {}
    yes = affirmed(config.labels)
    if config.thresholds and yes is not None:
        column, level = yes, config.thresholds[yes]
        figures[f"F1 of «{config.labels[yes]}»"] = lambda y, p: metrics.f1_of(
            y == column, p[:, column] >= level
        )
    return figures | {
        "macro recall": metrics.macro_recall,
        "macro F1": metrics.macro_f1,
        "accuracy": metrics.accuracy,
        "ECE": metrics.expected_calibration_error,
    }


def _row(result: Evaluation, figures: Mapping[str, Metric], config: HeadConfig) -> str:
    probabilities = config.calibration.apply(result.logits, config.kind == "many")
    cells = [
        _figure(metrics.with_interval(figure, result.labels, probabilities))
        for figure in figures.values()
    ]
    return f"| {result.title} | {len(result.labels):,} | {' | '.join(cells)} |"


def _figure(figure: metrics.Figure) -> str:
    return f"{figure.value:.3f} ({figure.low:.3f}–{figure.high:.3f})"


def _settings(settings: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in settings.items())


def _calibration(config: HeadConfig) -> str:
    found = config.calibration
    shift = f", shift {', '.join(f'{b:+.2f}' for b in found.bias)}" if found.bias else ""
    said = f"temperature {found.temperature:.3f}{shift}"
    if config.thresholds is None:
        return f"{said}; the most probable label is said"
    pairs = zip(config.labels, config.thresholds, strict=True)
    levels = ", ".join(f"{label} {level:.2f}" for label, level in pairs)
    return f"{said}; a label is said from this probability on (best F1): {levels}"


def _reliability(result: Evaluation, config: HeadConfig) -> str:
    """The reliability plot as text: said against found, by tenths."""
    probabilities = config.calibration.apply(result.logits, config.kind == "many")
    if config.kind == "many":
        said, right = probabilities.ravel(), np.asarray(result.labels).ravel() > 0
    else:
        said, right = probabilities.max(1), probabilities.argmax(1) == result.labels
    lines = [f"{result.title}", "  said   found      n"]
    for low in np.arange(0, 1, 0.1):
        inside = (said >= low) & (said < low + 0.1 + (low > 0.85))
        if inside.any():
            mean, found = said[inside].mean(), right[inside].mean()
            bar = "·" * round(40 * mean) + "\n" + " " * 23 + "█" * round(40 * found)
            lines.append(f"  {mean:.2f}    {found:.2f} {inside.sum():7,}  {bar}")
    return "\n".join(lines)


def _limits(path: Path) -> str:
    found = path.read_text(encoding="utf-8") if path.is_file() else ""
    kept = re.search(r"^## Limits\n\n(.*)\Z", found, re.MULTILINE | re.DOTALL)
    return kept.group(1).strip() if kept else "Not written yet."


SHAPES = {
    "one": "attention pooling of the trunk's tokens",
    "many": "attention pooling of the trunk's tokens",
    "target": "two blocks of its own in the place of the trunk's, told which tokens are the "
    "target's; attention pooling of their tokens; the mean of the target's own tokens, and what "
    "that mean attends to in the text (six heads)",
}

HEAD = """# Head «{name}», version {version}

Labels, in the order of the columns: {labels}. Made on {today} with

    python -m models.train {name} --data ../shared/data

**Shape.** {shape}; the means of the encoder's layers 2, 4 and 6; two small layers. The encoder
all-MiniLM-L6-v2 is the public one, the trunk stays as `trunk.md` describes it. The weights are
stored as fp16 in `{name}.safetensors` with this configuration inside.

**Data.** {data}. {trained_on} items trained it; {aside} others, split off by text, only
calibrated it.

**Settings.** {recipe}.

**Calibration**, fitted on the calibration part: {calibration}.

## Figures

With 95 % bootstrap intervals over items (1,000 draws), as the command above prints them. ECE: 15
equal-width bins of the highest probability.

{table}

## Reliability

Dots: what it says of its most probable label; bars: how often that is so.

```
{reliability}
```

## Limits

{limits}
"""

TRUNK = """# The trunk, version {version}

Copies of the encoder's last {blocks} blocks, on its hidden layer {start}, tuned together for all
heads. Made on {today} with

    python -m models.train trunk --data ../shared/data

The heads that were trained with it are thrown away: each is trained anew on the finished trunk
(`python -m models.train HEAD`), so that a new head needs no new trunk.

| task | items |
|---|---|
{tasks}

**Settings.** {recipe}.

## Limits

{limits}
"""
