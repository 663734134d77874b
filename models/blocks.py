"""The transformer block of BERT over texts laid end to end, and ways to pool its tokens.

Shapes: T tokens of a batch, H hidden width, A attention heads, D = H / A.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Runs = Sequence[tuple[int, int]]  # (texts, tokens each) of each stretch of equal length


class Block(nn.Module):
    """One layer of BERT: attention and feed-forward, each added to its input, then normalised."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.heads = heads
        self.dropout = dropout
        self.qkv = nn.Linear(width, 3 * width)  # three products in one: larger, so faster
        self.attended = nn.Linear(width, width)
        self.attended_norm = nn.LayerNorm(width, eps=1e-12)
        self.inner = nn.Linear(width, inner)
        self.outer = nn.Linear(inner, width)
        self.outer_norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, hidden: Tensor, runs: Runs) -> Tensor:
        """(T, H) to (T, H); a token attends to its own text alone."""
        mixed = self._drop(self.attended(self._attend(self.qkv(hidden), runs)))
        hidden = self.attended_norm(hidden + mixed)  # (T, H)
        widened = F.gelu(self.inner(hidden))  # (T, inner)
        out: Tensor = self.outer_norm(hidden + self._drop(self.outer(widened)))
        return out  # (T, H)

    def _attend(self, qkv: Tensor, runs: Runs) -> Tensor:
        pieces = []
        for part, texts, length in split(qkv, runs):  # (texts * length, 3 * H)
            q, k, v = part.view(texts, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
            mixed = F.scaled_dot_product_attention(q, k, v)  # (texts, A, length, D)
            pieces.append(mixed.transpose(1, 2).reshape(texts * length, -1))
        return torch.cat(pieces)

    def _drop(self, hidden: Tensor) -> Tensor:
        return F.dropout(hidden, self.dropout, self.training)


def split(flat: Tensor, runs: Runs) -> Iterator[tuple[Tensor, int, int]]:
    """The part of `flat` that each run holds, with its number of texts and their length."""
    for part, (texts, length) in zip(
        torch.split(flat, [n * m for n, m in runs]), runs, strict=True
    ):
        yield part, texts, length


def mean_pool(hidden: Tensor, runs: Runs) -> Tensor:
    """(T, H) to (N, H): the mean over each text's tokens, in fp32."""
    return torch.cat([part.view(n, m, -1).float().mean(1) for part, n, m in split(hidden, runs)])


class AttentionPool(nn.Module):
    """A weighted mean over each text's tokens, the weights learned (one query, no keys)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.query = nn.Linear(width, 1)
        nn.init.zeros_(self.query.weight)  # starts as the plain mean
        nn.init.zeros_(self.query.bias)

    def forward(self, hidden: Tensor, runs: Runs) -> Tensor:
        """(T, H) to (N, H)."""
        pooled = []
        for part, n, m in split(hidden, runs):
            tokens = part.view(n, m, -1)  # (n, m, H)
            weights = self.query(tokens).softmax(1)  # (n, m, 1)
            pooled.append(torch.bmm(weights.transpose(1, 2), tokens).squeeze(1))
        return torch.cat(pooled)


class MarkedBlocks(nn.Module):
    """Blocks that are told which tokens are the target's, so that each reads the text for it."""

    def __init__(self, blocks: int, shape: tuple[int, int, int], dropout: float = 0.1) -> None:
        super().__init__()
        self.mark = nn.Parameter(torch.zeros(shape[0]))  # added to the target's tokens
        self.blocks = nn.ModuleList(Block(*shape, dropout) for _ in range(blocks))

    def forward(self, hidden: Tensor, runs: Runs, marked: Tensor) -> Tensor:
        """hidden (T, H) and which tokens are the target's, marked (T,), to (T, H)."""
        hidden = hidden + marked.to(hidden.dtype)[:, None] * self.mark.to(hidden.dtype)
        for block in self.blocks:
            hidden = block(hidden, runs)
        return hidden


class TargetPool(nn.Module):
    """What a text says of some of its tokens: their mean, and what they attend to in the text."""

    def __init__(self, width: int, heads: int = 6, size: int = 64) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, heads * size)
        self.key = nn.Linear(width, heads * size)
        self.value = nn.Linear(width, heads * size)
        self.out_width = width + heads * size

    def forward(self, hidden: Tensor, runs: Runs, marked: Tensor) -> Tensor:
        """hidden (T, H) and which tokens are the target's, marked (T,), to (N, out_width)."""
        keys, values = self.key(hidden), self.value(hidden)
        flat = torch.cat([hidden, keys, values, marked.to(hidden.dtype)[:, None]], 1)
        sizes = [hidden.shape[1], keys.shape[1], values.shape[1], 1]
        pooled = []
        for part, n, m in split(flat, runs):
            tokens, k, v, mark = torch.split(part.view(n, m, -1), sizes, 2)
            target = (tokens * mark).sum(1) / mark.sum(1)  # (n, H)
            q = self.query(target).view(n, 1, self.heads, -1).transpose(1, 2)  # (n, A, 1, D)
            k, v = (x.reshape(n, m, self.heads, -1).transpose(1, 2) for x in (k, v))
            read = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, -1)
            pooled.append(torch.cat([target, read], 1))
        return torch.cat(pooled)
