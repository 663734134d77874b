"""Posts a second of the encoder alone and with all heads: python -m tests.bench.forward

They take turns on the same batches, so that whatever else the machine does hits all; the ratios are
the figures to keep (at most 1.5), the posts a second are this machine's. The pipeline reads a text
for a target only where its post is about several brands; the last line is the cost if all were.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

import numpy as np
import torch
import typer
from torch import Tensor
from transformers import AutoModel

from models.encoder import Encoder, as_ids, embed, fastest_dtype, load_encoder, model_dir
from models.heads import Head, load_head
from models.scorer import BUDGET
from models.tokens import Batch, Tokens, batches, load_tokenizer, tokenise
from models.trunk import Trunk, digest_of, load_trunk
from models.version import WEIGHTS, head_files


def main(
    posts: Annotated[int, typer.Option(help="How many made-up posts.")] = 2_000,
    rounds: Annotated[int, typer.Option(help="Turns; the fastest of each counts.")] = 3,
) -> None:
    """Time four ways to encode the same posts."""
    dtype = fastest_dtype("cpu")
    encoder = load_encoder(model_dir(), dtype)
    trunk, digest = load_trunk(WEIGHTS, dtype), digest_of(WEIGHTS)
    heads = [load_head(path, digest, dtype) for path in head_files()]
    whole = [head for head in heads if head.config.kind != "target"]
    plain = AutoModel.from_pretrained(model_dir(), dtype=dtype).eval()
    tokens = tokenise(load_tokenizer(model_dir() / "tokenizer.json"), made_up(posts))
    ways: dict[str, Callable[[Batch], object]] = {
        "transformers, sorted, padded": lambda batch: padded(plain, tokens, batch),
        "encoder alone": lambda batch: bare(encoder, tokens, batch),
        "trunk and heads": lambda batch: full(encoder, trunk, whole, tokens, batch),
        "and a target in every text": lambda batch: full(encoder, trunk, heads, tokens, batch),
    }
    seconds = {name: min(turns) for name, turns in timed(ways, tokens, rounds).items()}
    typer.echo(f"{posts} posts, {tokens.lengths.mean():.1f} tokens on average, {dtype}")
    for name, taken in seconds.items():
        typer.echo(f"{name:30} {posts / taken:7.0f} posts/s")
    _, alone, every, targets = seconds.values()
    typer.echo(f"full pass: {every / alone:.2f} bare encoder passes")
    typer.echo(f"with a target in every text: {targets / alone:.2f}")


def timed(
    ways: dict[str, Callable[[Batch], object]], tokens: Tokens, rounds: int
) -> dict[str, list[float]]:
    """Seconds of each round of each way, taking turns batch by batch."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        round_of = dict.fromkeys(ways, 0.0)
        for batch in batches(tokens.lengths, BUDGET):
            for name, way in ways.items():
                began = time.perf_counter()
                way(batch)
                round_of[name] += time.perf_counter() - began
        for name, taken in round_of.items():
            found[name].append(taken)
    return found


@torch.inference_mode()
def bare(encoder: Encoder, tokens: Tokens, batch: Batch) -> Tensor:
    """The embedding alone."""
    return embed(encoder(as_ids(tokens.of(batch.indices), "cpu"), batch.runs), batch.runs)


@torch.inference_mode()
def full(
    encoder: Encoder, trunk: Trunk, heads: list[Head], tokens: Tokens, batch: Batch
) -> list[Tensor]:
    """As the scorer does it, with a target of one word in every text for heads that judge one."""
    layers = encoder(as_ids(tokens.of(batch.indices), "cpu"), batch.runs)
    views = trunk.views(layers, batch.runs)
    marked = torch.cat([torch.arange(m).repeat(n) == 1 for n, m in batch.runs])
    untuned = replace(views, tuned=layers[trunk.config.start])
    found = [head.probabilities(untuned if head.config.blocks else views, marked) for head in heads]
    return [embed(layers, batch.runs), *found]


@torch.inference_mode()
def padded(plain: torch.nn.Module, tokens: Tokens, batch: Batch) -> Tensor:
    """As sentence-transformers does it: pad to the longest, mask, mean."""
    rows = [torch.from_numpy(tokens.of([i])) for i in batch.indices]
    ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
    mask = torch.arange(ids.shape[1]) < torch.tensor([len(row) for row in rows])[:, None]
    hidden = plain(input_ids=ids, attention_mask=mask.long()).last_hidden_state
    mean = (hidden.float() * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return torch.nn.functional.normalize(mean, dim=1)


def made_up(count: int, seed: int = 0) -> list[str]:
    """Posts of random words whose lengths are spread like those of tweets and reviews."""
    random = np.random.default_rng(seed)
    vocabulary = load_tokenizer(model_dir() / "tokenizer.json").get_vocab()
    words = sorted(word for word in vocabulary if word.isalpha() and word.isascii())
    lengths = np.clip(random.lognormal(3.2, 0.5, count), 3, 250).astype(int)
    return [" ".join(random.choice(words, length)) for length in lengths]


if __name__ == "__main__":
    typer.run(main)
