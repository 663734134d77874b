"""The three rates over cells: what is counted, what of it is the customers', and how sources weigh.

Every dial is the same kind of figure, R = Σ_s w_s · value_s / mass_s:

- voice share: mass counts mentions, value those of customers;
- heard share: the same with heard weights;
- net sentiment: mass counts the scored mentions of everybody but the brand, value is (P - N), so
  that R is (P - N) / (P + U + N).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse

from pipeline.authority.bootstrap import Floats
from pipeline.authority.cells import COUNT, CUSTOMER, HEARD, SCORED, TONE, Cells, Index
from pipeline.authority.small import SmallSample, small_sample

Mask = npt.NDArray[np.bool_]
Dial = Literal["voice_share", "heard_share", "net_sentiment"]
Reading = Literal["all", "broadcast"]
_PSEUDO: Final = 2.0  # pseudo-observations in a variance within
DIALS: Final[tuple[Dial, ...]] = ("voice_share", "heard_share", "net_sentiment")
READINGS: Final[tuple[Reading, ...]] = ("all", "broadcast")

_MASS: Final[Mapping[Dial, int]] = {
    "voice_share": COUNT,
    "heard_share": HEARD,
    "net_sentiment": SCORED,
}


@dataclass(frozen=True)
class Rate:
    """One dial over the cells of a window, weighted by source.

    `mass` (C, L) sums to 1 and `value` (C, L) to the dial; L is 1 + replicates. `mass_squares` and
    `value_squares` (C,) sum the squared masses and the squared values of the mentions within a
    cell; `n` (C,) counts them. All are 0 where a cell does not count. `small` corrects for few
    clusters.
    """

    cells: Cells
    mass: Floats
    value: Floats
    mass_squares: Floats
    value_squares: Floats
    n: Floats
    small: SmallSample


Rates = Mapping[tuple[Dial, Reading], Rate]


def rate(
    cells: Cells,
    what: tuple[Dial, Reading],
    sources: Sequence[str],
    weights: Mapping[str, float],
    among: Mask | None = None,
) -> Rate:
    """A dial in one reading; `broadcast` leaves the brand's direct replies out.

    `among` (C,): the cells that count, if not all do.
    """
    dial, reading = what
    kept = np.ones(len(cells.source)) if reading == "all" else (~cells.direct).astype(float)
    kept *= 1.0 if among is None else among
    by_source = grouped(cells.sums[_MASS[dial]] * kept[:, None], cells.source, len(sources))
    share = source_shares(by_source[:, 0], sources, weights)
    factor = (share[:, None] / np.where(by_source > 0, by_source, 1.0))[cells.source]
    factor *= kept[:, None]
    customer = (cells.voice == CUSTOMER).astype(float)
    mass = cells.sums[_MASS[dial]] * factor
    tones = dial == "net_sentiment"
    n = cells.sums[SCORED if tones else COUNT, :, 0] * (factor[:, 0] > 0)
    n_by_source = grouped(n[:, None], cells.source, len(sources))[:, 0]
    clusters = cells.judged if tones else cells.spoken
    squares = cells.heard_squares if dial == "heard_share" else cells.sums[_MASS[dial], :, 0]
    return Rate(
        cells=cells,
        mass=mass,
        value=cells.sums[TONE] * factor if tones else mass * customer[:, None],
        mass_squares=squares * factor[:, 0] ** 2,
        value_squares=(cells.polar if tones else cells.sums[_MASS[dial], :, 0] * customer)
        * factor[:, 0],
        n=n,
        small=small_sample(clusters.authors, clusters.threads, share, n_by_source),
    )


def rates(cells: Cells, sources: Sequence[str], weights: Mapping[str, float]) -> Rates:
    """Every dial in every reading."""
    return {
        (dial, reading): rate(cells, (dial, reading), sources, weights)
        for reading in READINGS
        for dial in DIALS
    }


def source_shares(mass: Floats, sources: Sequence[str], weights: Mapping[str, float]) -> Floats:
    """What each source weighs in a window where `mass` (S,) of it was read.

    The frozen weights, renormalised over the sources that are there. Where none of the baseline's
    is, the window's own mix stands in; the change then is wholly one of sources, never of rates.
    """
    frozen = np.array([weights.get(source, 0.0) for source in sources])
    present = np.where(mass > 0, frozen, 0.0)
    chosen = present if present.sum() > 0 else mass
    total = chosen.sum()
    return chosen / total if total > 0 else chosen


def grouped(values: Floats, group: Index, count: int) -> Floats:
    """Sums of rows (C, L) by group: (count, L)."""
    rows = np.arange(len(group))
    belongs = sparse.csr_array((np.ones(len(group)), (group, rows)), shape=(count, len(group)))
    summed: Floats = belongs @ values
    return summed


def within_variance(rate: Rate, group: Index, count: int, prior: tuple[float, float]) -> Floats:
    """The variance that each group's rate has if its mentions were independent: (count,).

    A floor under the bootstrap, which sees no variance where all mentions of a group agree. Two
    pseudo-observations with the `prior` mean and mean square say they might not have (the idea of
    Agresti and Coull 1998). 0 for a group without mentions.
    """
    mass, value, mass_squares, value_squares = (
        np.bincount(group, column, count)
        for column in (rate.mass[:, 0], rate.value[:, 0], rate.mass_squares, rate.value_squares)
    )
    here = mass > 0
    mass, mass_squares = np.where(here, mass, 1.0), np.where(here, mass_squares, 1.0)
    trials = mass**2 / mass_squares  # Kish's effective number of mentions
    mean = (trials * value / mass + _PSEUDO * prior[0]) / (trials + _PSEUDO)
    square = (trials * value_squares / mass + _PSEUDO * prior[1]) / (trials + _PSEUDO)
    variance: Floats = np.where(here, np.maximum(square - mean**2, 0.0) / trials, 0.0)
    return variance
