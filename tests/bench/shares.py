"""How right are the shares of a group, and their intervals? python -m tests.bench.shares

Groups of posts are drawn from labelled tweets of two domains the tone head never saw, with class
shares drawn from a uniform Dirichlet distribution (the artificial-prevalence protocol) or, with
--mild, from one around the shares as found. The error model is made without the domain; «checked»
posts of it, drawn evenly over what the head said and judged, are in no group. «change» is that of
net sentiment from one group to another. The method was chosen after looking at both domains;
its parameters never saw the one they are measured on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from models import quantify, quantify_data
from models.quantify_errors import SHARES, ErrorModel, load, read, refined
from models.scorer import load_scorer
from models.terminal import run
from models.version import WEIGHTS
from tests.shared_data import DATA

SIZES = (50, 100, 300, 1000)
CHECKED = (0, 50, 100, 200)
NET = np.array([-1.0, 0.0, 1.0])
DRAWS, EACH = 50, 4  # of checked posts, and groups for each
Floats = NDArray[np.floating]
Integers = NDArray[np.integer]


@dataclass(frozen=True)
class Domain:
    """N scored posts: posteriors (N, K) and labels (N,)."""

    posteriors: Floats
    labels: Integers

    def of(self, rows: Integers) -> Domain:
        """Some of them."""
        return Domain(self.posteriors[rows], self.labels[rows])


@dataclass(frozen=True)
class Groups:
    """EACH groups of `size` posts of a domain, end to end, with the shares they have."""

    posts: Domain
    size: int
    shares: Floats  # (EACH, K)

    @property
    def numbers(self) -> Integers:
        """The group of each post."""
        return np.repeat(np.arange(EACH), self.size)

    @property
    def counted(self) -> Floats:
        """Shares by classify and count."""
        found = np.eye(self.shares.shape[1])[self.posts.posteriors.argmax(1)]
        return np.asarray(found.reshape(EACH, self.size, -1).mean(1))


def main(
    data: Annotated[Path, typer.Option(help="Folder of the labelled files.")] = DATA,
    mild: Annotated[bool, typer.Option("--mild", help="Shares near those found.")] = False,
) -> None:
    """Print the table."""
    scorer = load_scorer()
    files = {
        quantify_data.AIRLINE: quantify_data.airline(data),
        quantify_data.SXSW: quantify_data.sxsw(data),
    }
    typer.echo(
        f"{scorer.version}; {DRAWS * EACH} groups a line, {'mild' if mild else 'any'} shares"
    )
    typer.echo(f"{'':15}{'':>5}{'error of a share':>31}{'95 % interval':>18}{'its change':>17}")
    typer.echo(
        f"{'domain':15}{'posts':>5}{'method':>14}{'mean':>7}{'/ count':>9}"
        f"{'covers':>10}{'width':>8}{'covers':>9}{'width':>8}"
    )
    for name, texts in files.items():
        domain = Domain(scorer.score(texts.texts).tone, texts.labels)
        for line in table(name, domain, mild):
            typer.echo(line)


def table(name: str, domain: Domain, mild: bool) -> Iterator[str]:
    """The lines of one domain."""
    blind = load(WEIGHTS / SHARES, without=[name])
    domains, reference = read(WEIGHTS / SHARES)
    alone = domains[reference]
    for size in SIZES:
        counted = measure(domain, alone, size, 0, mild)[0]
        yield f"{name:15}{size:5}{'counting':>14}{counted:7.3f}"
        rows = {"one domain's EM": (alone, 0)} | {f"{k} checked": (blind, k) for k in CHECKED}
        for method, (model, checked) in rows.items():
            found = measure(domain, model, size, checked, mild)
            yield (
                f"{'':20}{method:>14}{found[1]:7.3f}{found[1] / found[0]:9.2f}"
                f"{found[2]:10.1%}{found[3]:8.2f}{found[4]:9.1%}{found[5]:8.2f}"
            )


def measure(domain: Domain, model: ErrorModel, size: int, checked: int, mild: bool) -> Floats:
    """Mean error of counting and of the shares; coverage, width; those of the change of net."""
    random = np.random.default_rng(20261121)
    found = []
    for _ in range(DRAWS):
        rows, weights = check(domain, checked, random)
        seen = domain.of(rows)
        own = refined(model, seen.posteriors, seen.labels, weights) if checked else model
        rest = domain.of(np.setdiff1d(np.arange(len(domain.labels)), rows))
        found.append(judged(own, drawn(rest, size, mild, random)))
    return np.asarray(np.mean(found, axis=0))


def judged(model: ErrorModel, groups: Groups) -> list[float]:
    """The figures of `measure` for these groups; each is compared with the one before it."""
    found = quantify.shares(groups.posts.posteriors, model, groups.numbers, EACH)
    before = found.of(np.roll(np.arange(EACH), 1))
    change = quantify.difference(found, before, NET)
    net = groups.shares @ NET
    return [
        float(np.abs(groups.counted - groups.shares).mean()),
        float(np.abs(found.value - groups.shares).mean()),
        *covered(found.low, found.high, groups.shares),
        *covered(change.low, change.high, net - np.roll(net, 1)),
    ]


def covered(low: Floats, high: Floats, truth: Floats) -> tuple[float, float]:
    """The share of intervals that hold the truth, and their mean width."""
    holds = (low <= truth + 1e-9) & (truth <= high + 1e-9)
    return float(holds.mean()), float((high - low).mean())


def check(domain: Domain, count: int, random: np.random.Generator) -> tuple[Integers, Floats]:
    """Posts to judge, as many of each class the head says, and how many each stands for."""
    said = domain.posteriors.argmax(1)
    classes = domain.posteriors.shape[1]
    pools = [np.flatnonzero(said == k) for k in range(classes)]
    takes = [min(len(pool), (count + k) // classes) for k, pool in enumerate(pools)]
    rows = [
        random.choice(pool, take, replace=False) for pool, take in zip(pools, takes, strict=True)
    ]
    weights = [
        np.full(take, len(pool) / max(take, 1)) for pool, take in zip(pools, takes, strict=True)
    ]
    return np.concatenate(rows), np.concatenate(weights)


def drawn(domain: Domain, size: int, mild: bool, random: np.random.Generator) -> Groups:
    """EACH groups of posts of random class shares, drawn with replacement within a class."""
    classes = domain.posteriors.shape[1]
    natural = np.bincount(domain.labels, minlength=classes) / len(domain.labels)
    wanted = random.dirichlet(10 * natural if mild else np.ones(classes), EACH)
    counts = np.array([random.multinomial(size, shares) for shares in wanted])
    pools = [np.flatnonzero(domain.labels == k) for k in range(classes)]
    rows = [random.choice(pools[k], n) for group in counts for k, n in enumerate(group)]
    return Groups(domain.of(np.concatenate(rows)), size, counts / size)


if __name__ == "__main__":
    run(main)
