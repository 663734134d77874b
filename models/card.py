"""The card beside a head's weights: how they were made and what they reach."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models import metrics
from models.calibrate import Calibration
from models.heads import HeadConfig
from models.recipes import Recipe

COLUMNS = (
    "| texts | n | macro recall | macro F1 | ECE before | ECE after |\n|---|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Evaluation:
    """Labels (N,) and uncalibrated logits (N, K) of one set of texts."""

    title: str
    labels: NDArray[np.int64]
    logits: NDArray[np.float32]

    def row(self, calibration: Calibration) -> str:
        """One line of the card's table, with 95 % bootstrap intervals."""
        before, after = Calibration().apply(self.logits), calibration.apply(self.logits)
        cells = [
            self.title,
            f"{len(self.labels):,}",
            _figure(metrics.with_interval(metrics.macro_recall, self.labels, after)),
            _figure(metrics.with_interval(metrics.macro_f1, self.labels, after)),
            f"{metrics.expected_calibration_error(self.labels, before):.3f}",
            _figure(metrics.with_interval(metrics.expected_calibration_error, self.labels, after)),
        ]
        return f"| {' | '.join(cells)} |"


def write_card(
    path: Path, recipe: Recipe, config: HeadConfig, results: Sequence[Evaluation], trained_on: int
) -> str:
    """Fill the head's card and return it; what stands under «Limits» there is kept."""
    calibration = config.calibration
    card = CARD.format(
        name=config.name,
        version=config.version,
        labels=", ".join(config.labels),
        shape=_shape(config),
        trained_on=f"{trained_on:,}",
        aside=f"{recipe.aside:,}",
        recipe=_settings(recipe),
        table="\n".join([COLUMNS, *(result.row(calibration) for result in results)]),
        temperature=f"{calibration.temperature:.3f}",
        today=datetime.now(UTC).date().isoformat(),
        limits=_limits(path),
    )
    path.write_text(card, encoding="utf-8")
    return card


def _figure(figure: metrics.Figure) -> str:
    return f"{figure.value:.3f} ({figure.low:.3f}–{figure.high:.3f})"


def _shape(config: HeadConfig) -> str:
    own = f"{config.blocks} block(s) of its own over hidden layer {config.start}, "
    layers = ", ".join(map(str, config.pooled))
    return (
        f"{own if config.blocks else ''}attention pooling of hidden layers {layers}"
        f"{' and of the last block' if config.blocks else ''}, two small layers"
    )


def _settings(recipe: Recipe) -> str:
    names = ("epochs", "batch", "head_rate", "block_rate", "balance", "seed")
    settings = ", ".join(f"{name} {getattr(recipe, name)}" for name in names)
    return f"{settings}, dropout {recipe.config.dropout}"


def _limits(path: Path) -> str:
    found = path.read_text(encoding="utf-8") if path.is_file() else ""
    kept = re.search(r"^## Limits\n\n(.*)\Z", found, re.MULTILINE | re.DOTALL)
    return kept.group(1).strip() if kept else "Not written yet."


CARD = """# Head «{name}», version {version}

Labels, in the order of the columns: {labels}. Made on {today} with

    python -m models.train {name} --data ../shared/data

**Shape.** {shape}.
The encoder all-MiniLM-L6-v2 stays frozen; the head's weights are stored as fp16 in
`{name}.safetensors` with this configuration inside.

**Data.** `tone_tweets_train.csv` (SemEval 2013–2016 tweets): each text once, texts with two
labels dropped, every text of `tone_tweets_dev.csv` taken out. {trained_on} texts trained it;
{aside} others, split off by text, only calibrated it.

**Settings.** {recipe}.

## Figures

With 95 % bootstrap intervals over texts (1,000 draws), as the command above prints them. The
airline tweets were never trained on. ECE: 15 equal-width bins of the highest probability.

{table}

Calibration: temperature {temperature}, fitted on the calibration part; it changes no prediction.

## Limits

{limits}
"""
