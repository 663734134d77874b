"""How fast posts are scored: python -m tests.bench.scoring

Every figure is a ratio of two measurements of this run, taken in turns on the same made-up posts;
the fastest turn of each counts. Needs tests/bench/requirements.txt.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import torch
import typer
from rich.console import Console
from rich.table import Table

from models.encoder import as_ids, embed, fastest_dtype, load_encoder, model_dir
from models.scorer import BUDGET, load_scorer
from models.tokens import Tokens, batches, load_tokenizer, tokenise
from tests.bench.forward import made_up
from tests.bench.usual import UsualWay

_FEW = 1_000  # posts, with which the memory of many is compared
_SIDE = 2_048  # of the matrices whose product tells what the machine can do
_PRODUCTS = 10  # a turn
_USUAL = "The usual way: the same MiniLM at the same precision, its classification head random."
_START = """
from time import process_time
began = process_time()
import torch
imported = process_time()
from models.scorer import load_scorer
load_scorer().score(["the first post"])
print(imported - began, process_time() - imported)
"""


@dataclass(frozen=True)
class Figure:
    """A line of the table; `wanted` as the issue says it."""

    name: str
    value: float
    wanted: str
    seen: str


def main(
    posts: Annotated[int, typer.Option(help="Made-up posts for the ratios.")] = 1_000,
    rounds: Annotated[int, typer.Option(help="Turns; the fastest of each counts.")] = 3,
    memory: Annotated[int, typer.Option(help="Posts whose memory is compared; 0: none.")] = 100_000,
) -> None:
    """Print one table."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    dtype = fastest_dtype(device)
    texts = made_up(posts)
    tokens = tokenise(load_tokenizer(model_dir() / "tokenizer.json"), texts)
    figures = ratios(texts, tokens, rounds, device, dtype)
    figures.append(start())
    if memory:
        figures.append(memory_of(memory))
    mean = tokens.lengths.mean()
    table = Table("figure", "ratio", "wanted", "of what", caption=_USUAL)
    for one in figures:
        table.add_row(one.name, f"{one.value:.2f}", one.wanted, one.seen)
    console = Console(width=150)
    console.print(
        f"{posts:,} made-up posts of {mean:.1f} tokens, {dtype} on {device}, "
        f"{torch.get_num_threads()} threads",
        highlight=False,
    )
    console.print(table)


def ratios(
    texts: list[str], tokens: Tokens, rounds: int, device: str, dtype: torch.dtype
) -> list[Figure]:
    """Everything that is timed on the same posts, in turns."""
    scorer, encoder = load_scorer(), load_encoder(model_dir(), dtype, device)
    tokenizer = load_tokenizer(model_dir() / "tokenizer.json")
    one, other = (torch.randn(_SIDE, _SIDE, device=device, dtype=dtype) for _ in range(2))

    @torch.inference_mode()
    def bare() -> None:
        read = tokenise(tokenizer, texts)
        for batch in batches(read.lengths, BUDGET):
            embed(encoder(as_ids(read.of(batch.indices), device), batch.runs), batch.runs).cpu()

    with tempfile.TemporaryDirectory(prefix="tribe-bench-") as folder:
        usual = UsualWay(Path(folder), device, dtype)
        ways: dict[str, Callable[[], object]] = {
            "ours": lambda: scorer.score(texts),
            "twice": lambda: scorer.score(texts + texts),
            "bare": bare,
            "product": lambda: sum((one @ other)[0, 0].item() for _ in range(_PRODUCTS)),
            "single": lambda: usual.one_at_a_time(texts),
            "batched": lambda: usual.batched(texts),
        }
        seconds = timed(ways, rounds)
    n, heads = len(texts), len(scorer.labels)
    rate = 2 * _SIDE**3 * _PRODUCTS / seconds["product"]
    share = {name: arithmetic(tokens) / seconds[name] / rate for name in ("ours", "bare")}

    def against(way: str) -> str:
        return f"{n / seconds['ours']:,.0f} posts a second against {n / seconds[way]:,.0f}"

    return [
        Figure("all heads and the embedding / usual way, one at a time",
               seconds["single"] / seconds["ours"], "≥ 12", against("single")),
        Figure("all heads and the embedding / usual way, batched by 64",
               seconds["batched"] / seconds["ours"], "≥ 6", against("batched")),
        Figure(f"share of the {str(dtype).removeprefix('torch.')} matrix product rate",
               share["ours"], "≥ 0.55",
               f"of {rate / 1e9:,.0f} GFLOP/s; the bare encoder {share['bare']:.2f}"),
        Figure("full pass / bare encoder passes",
               seconds["ours"] / seconds["bare"], "≤ 1.5", f"{heads} heads"),
        Figure("every post twice / once", seconds["twice"] / seconds["ours"], "about 1",
               "identical texts are free"),
    ]  # fmt: skip


def timed(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Seconds of the fastest turn of each; a first turn warms up and does not count."""
    fastest = dict.fromkeys(ways, float("inf"))
    for turn in range(rounds + 1):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            if turn:
                fastest[name] = min(fastest[name], time.perf_counter() - began)
    return fastest


def arithmetic(tokens: Tokens, layers: int = 6, width: int = 384, inner: int = 1_536) -> float:
    """Floating-point operations of the encoder's products, for real tokens only.

    A layer multiplies each token by 4 width² (q, k, v and what attention gives) and 2 width inner
    numbers, and each pair of tokens of one text by 2 width; each product is two operations.
    """
    lengths = tokens.lengths.astype(float)
    linear = lengths.sum() * (4 * width**2 + 2 * width * inner)
    return float(2 * layers * (linear + 2 * width * (lengths**2).sum()))


def start() -> Figure:
    """Work (processor seconds) from a new process to the first score, less importing torch."""
    told = subprocess.run(
        [sys.executable, "-c", _START], capture_output=True, text=True, check=True
    )
    imported, rest = map(float, told.stdout.split())
    seen = f"{rest:.1f} s of work beside {imported:.1f} s"
    return Figure("start to first score / importing torch", rest / imported, "rest < 3 s", seen)


def memory_of(posts: int) -> Figure:
    """Peak memory of `python -m models.score` over so many different posts, against few."""
    few, many = peak(_FEW), peak(posts)
    seen = f"{many / 2**20:,.0f} MiB against {few / 2**20:,.0f}"
    return Figure(f"memory of {posts:,} posts / of {_FEW:,}", many / few, "about 1", seen)


def peak(posts: int) -> int:
    """Bytes."""
    with tempfile.TemporaryDirectory(prefix="tribe-bench-") as folder:
        path = Path(folder) / "posts.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["text"])
            for begun in range(0, posts, _FEW):
                rows.writerows([text] for text in made_up(min(_FEW, posts - begun), seed=begun))
        words = ["-m", "models.score", str(path), "--text", "text", "--out", f"{folder}/out.csv"]
        process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        if status:
            raise RuntimeError(f"models.score ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    typer.run(main)
