"""One loop for all training: steps over shuffled batches of several tasks, weights averaged."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from models.heads import Head
from models.hidden import Hidden
from models.tokens import Batch, batches
from models.trunk import Trunk, Views

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How to fit; `rates` are the learning rates by the prefix of a parameter's name: the first
    that fits holds.
    """

    epochs: int
    batch: int
    rates: Mapping[str, float]
    average: float
    balance: float
    seed: int


class Judges(nn.Module):
    """Heads by name, over a trunk of their own or, without one, over its kept output."""

    def __init__(self, heads: Mapping[str, Head], trunk: Trunk | None = None) -> None:
        super().__init__()
        self.heads = nn.ModuleDict(dict(heads))
        self.trunk = trunk

    def forward(self, name: str, views: Views, marked: Tensor | None) -> Tensor:
        """Logits (N, labels) in fp32 of the head of that name."""
        if self.trunk is not None:
            views = Views(self.trunk(views.tuned, views.runs), views.runs, views.means)
        logits: Tensor = self.heads[name](views, marked)
        return logits.float()


def fit(judges: Judges, data: Mapping[str, Hidden], plan: Plan, say: Say) -> Judges:
    """AdamW; rates rise for a fifteenth of the steps, then fall to 0; returns averaged weights.

    Matrix products run in bf16 with fp32 weights. Izmailov et al. 2018 on averaging.
    """
    random = np.random.default_rng(plan.seed)
    weights = {name: class_weights(hidden.labels, plan.balance) for name, hidden in data.items()}
    optimizer = torch.optim.AdamW(_groups(judges, plan.rates), weight_decay=0.01)
    steps = plan.epochs * sum(max(1, round(len(h.labels) / plan.batch)) for h in data.values())
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate_at(step, steps))
    averaged = copy.deepcopy(judges).requires_grad_(False)
    judges.train()
    step, began = 0, time.monotonic()
    for epoch in range(plan.epochs):
        losses: dict[str, list[float]] = {name: [] for name in data}
        for name, batch in _mixed(data, plan.batch, random):
            loss = loss_of(judges, name, data[name], batch, weights[name])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(judges.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            _average(averaged, judges, min(plan.average, step / (step + 10)))
            losses[name].append(float(loss.detach()))
            if step % 500 == 0:
                say(f"step {step} of {steps}, {time.monotonic() - began:.0f} s")
        told = ", ".join(f"{name} {np.mean(found):.3f}" for name, found in losses.items())
        say(f"epoch {epoch + 1} of {plan.epochs}: loss {told}")
    return averaged.eval()


def rate_at(step: int, steps: int) -> float:
    """The share of the full learning rate at this step."""
    warm = max(1, steps // 15)
    return (step + 1) / warm if step < warm else max(0.0, (steps - step) / (steps - warm))


def class_weights(labels: NDArray[Any], balance: float) -> Tensor:
    """(K,) fp32: of a class with a mean of 1 over the items; of "many" labels on each yes."""
    if labels.ndim == 2:
        shares = labels.mean(0)
        return torch.tensor(((1 - shares) / shares) ** (balance / 2), dtype=torch.float32)
    shares = np.bincount(labels) / len(labels)
    weights = shares**-balance
    return torch.tensor(weights / (weights * shares).sum(), dtype=torch.float32)


def loss_of(judges: Judges, name: str, data: Hidden, batch: Batch, weights: Tensor) -> Tensor:
    """Mean weighted cross-entropy of one batch; binary for each label where there may be many."""
    views, marked = data.of(batch)
    with torch.autocast("cpu", torch.bfloat16):
        logits = judges(name, views, marked)
    wanted = torch.from_numpy(data.labels[batch.indices])
    if data.labels.ndim == 2:
        return F.binary_cross_entropy_with_logits(logits, wanted, pos_weight=weights)
    return F.cross_entropy(logits, wanted, weights)


@torch.inference_mode()
def logits_of(head: Head, data: Hidden) -> NDArray[np.float32]:
    """(N, labels) logits, in the order of the items."""
    dtype = head.pool.query.weight.dtype
    logits = np.empty((len(data.labels), len(head.config.labels)), np.float32)
    for batch in batches(data.lengths, 4_096):
        views, marked = data.of(batch)
        seen = Views(views.tuned.to(dtype), views.runs, views.means)
        logits[batch.indices] = head(seen, marked).numpy()
    return logits


def _mixed(
    data: Mapping[str, Hidden], size: int, random: np.random.Generator
) -> list[tuple[str, Batch]]:
    """The batches of all tasks of one epoch, in random order."""
    plan = [(name, batch) for name in data for batch in data[name].shuffled(size, random)]
    return [plan[i] for i in random.permutation(len(plan))]


def _groups(judges: Judges, rates: Mapping[str, float]) -> Sequence[dict[str, Any]]:
    groups: dict[str, list[nn.Parameter]] = {prefix: [] for prefix in rates}
    for name, value in judges.named_parameters():
        groups[next(prefix for prefix in rates if name.startswith(prefix))].append(value)
    return [{"params": those, "lr": rates[prefix]} for prefix, those in groups.items() if those]


@torch.no_grad()
def _average(into: nn.Module, of: nn.Module, kept: float) -> None:
    for mean, value in zip(into.parameters(), of.parameters(), strict=True):
        mean.lerp_(value, 1 - kept)
