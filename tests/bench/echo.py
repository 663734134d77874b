"""Where is a post near a claim? python -m tests.bench.echo

Claims written for the built-in sample, whose posts have a known story: of the customers' posts at
a nearness or more, how many tell the story that the claim is about (precision), and how many of
those that do are found (recall), the mean over the claims.
"""

import csv
import json
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import typer
from rich.console import Console
from rich.table import Table

from pipeline.echo.refresh import nameless
from pipeline.scoring import encode

Floats = npt.NDArray[np.float32]
SAMPLE: Final = Path(__file__).parents[2] / "pipeline" / "sample"
CLAIMS: Final = (
    ("mosskettle", "warm-boxes", "Our new paper liner keeps meat and fish cold until you open it"),
    ("mosskettle", "warm-boxes", "Every Mosskettle box arrives cold"),
    ("mosskettle", "kettle-sunday", "Kettle Sunday brings people together around one table"),
    ("mosskettle", "kettle-sunday", "On Kettle Sunday, put the phones away and share dinner"),
    ("mosskettle", "app-six", "The new app 6.0 is faster and more reliable than ever"),
    ("mosskettle", "going-bust", "Mosskettle is healthy and not going into administration"),
    ("mosskettle", "cancel-maze", "You can pause or cancel your subscription at any time"),
    ("mosskettle", "recipe-love", "Our recipes are delicious and easy to cook"),
    ("mosskettle", "leaving-for-forkwright", "Customers stay rather than going to Forkwright"),
    ("forkwright", "returnable-crates", "Our returnable crate means less rubbish at home"),
    ("forkwright", "missing-items", "Every ingredient is in the box, nothing missing"),
    ("forkwright", "quarter-hour", "Dinner on the table in fifteen minutes"),
    ("forkwright", "after-the-offer", "Honest prices after the welcome offer ends"),
)  # fmt: skip


def main() -> None:
    """Print precision and recall by nearness."""
    lines = (SAMPLE / "posts.jsonl").read_text(encoding="utf-8").splitlines()
    posts = {row["id"]: row for row in map(json.loads, lines)}
    texts = {key: f"{row.get('title') or ''}\n{row['text']}".strip() for key, row in posts.items()}
    embedded = dict(zip(texts, encode(list(texts.values())), strict=True))
    claims = encode([nameless(text, brand) for brand, _, text in CLAIMS])
    truth = list(csv.DictReader((SAMPLE / "truth.csv").open(encoding="utf-8")))
    table = Table("nearness", "precision", "recall", "claims with a post", box=None)
    for near in np.arange(0.2, 0.61, 0.05):
        found = [
            _one(claim, embedding, truth, embedded, near)
            for claim, embedding in zip(CLAIMS, claims, strict=True)
        ]
        precision, recall = np.array(found).T
        some = np.isfinite(precision)
        shown = (f"{near:.2f}", f"{precision[some].mean():.2f}", f"{recall.mean():.2f}")
        table.add_row(*shown, str(some.sum()))
    Console().print(table)


def _one(
    claim: tuple[str, str, str],
    embedding: Floats,
    truth: list[dict[str, str]],
    embedded: dict[str, Floats],
    near: float,
) -> tuple[float, float]:
    """Precision (NaN where nothing is near) and recall of one claim."""
    brand, story, _ = claim
    rows = [
        r
        for r in truth
        if r["brand"] == brand
        and r["voice"] == "customer"
        and r["language"] == "en"
        and r["id"] in embedded
    ]
    hit = np.array([float(embedded[r["id"]] @ embedding) >= near for r in rows])
    tells = np.array([r["narrative"] == story for r in rows])
    precision = tells[hit].mean() if hit.any() else float("nan")
    return float(precision), float((hit & tells).sum() / tells.sum())


if __name__ == "__main__":
    typer.run(main)
