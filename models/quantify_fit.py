"""Measure how the tone head errs in each labelled domain: python -m models.quantify_fit

Run it whenever the tone head changes; it takes minutes and writes models/weights/tone.shares.json.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from models.quantify_data import REFERENCE, tone_domains
from models.quantify_errors import SHARES, ErrorModel, ignorant, load, refined, save
from models.scorer import load_scorer
from models.terminal import console, progress, run
from models.version import WEIGHTS


def main(
    data: Annotated[Path, typer.Option(help="Folder of the labelled files.")] = Path(
        "../shared/data"
    ),
    weights: Annotated[
        Path, typer.Option(help="Folder of the heads, and of the result.")
    ] = WEIGHTS,
) -> None:
    """Fit the error model of the tone head and say what was found in each domain."""
    scorer = load_scorer(weights)
    domains: dict[str, ErrorModel] = {}
    for name, part in tone_domains(data).items():
        with progress(name, len(part.texts)) as tell:
            posteriors = scorer.score(part.texts, tell).tone
        domains[name] = refined(ignorant(posteriors.shape[1]), posteriors, part.labels)
    about = {"head": scorer.version, "labels": scorer.labels["tone"], "reference": REFERENCE}
    save(weights / SHARES, domains, about)
    unseen = load(weights / SHARES)
    for name, model in domains.items():
        console.print(f"{name:<18}{_row(model.mean)}")
    console.print(f"{'unseen: ±':<18}{_row(np.sqrt(np.diag(unseen.covariance)))}")
    console.print(f"slope, then a bias per class; written to {weights / SHARES}")


def _row(values: np.ndarray) -> str:
    return " ".join(f"{value:7.2f}" for value in values)


if __name__ == "__main__":
    run(main)
