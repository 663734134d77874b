"""The exact split of a change of a rate over its parts, with no residual."""

from dataclasses import dataclass

import numpy as np

from pipeline.authority.bootstrap import Floats


@dataclass(frozen=True)
class Split:
    """How much of a change each part made (K, …): by its share of volume, and by its own rate."""

    mix: Floats
    rate: Floats

    @property
    def total(self) -> Floats:
        """Both together; summed over the parts, the whole change."""
        return self.mix + self.rate


def kitagawa(
    mass_before: Floats, value_before: Floats, mass_after: Floats, value_after: Floats
) -> Split:
    """ΔR = Σ_k q̄_k·Δr_k + Σ_k (r̄_k - R̄)·Δq_k (Kitagawa 1955, "Components of a difference").

    Rows are parts, further axes (replicates) go along. `mass` is a part's share of volume q and
    sums to 1 over the parts; `value` is q·r and sums to the rate R. A part that is absent from one
    window has no rate there: it keeps the one of the other, so all it made is mix. A bar is the
    mean of the two windows.
    """
    present_before, present_after = mass_before > 0, mass_after > 0
    before = np.divide(
        value_before, mass_before, where=present_before, out=np.zeros_like(mass_before)
    )
    after = np.divide(value_after, mass_after, where=present_after, out=np.zeros_like(mass_after))
    before = np.where(present_before, before, after)
    after = np.where(present_after, after, before)
    whole = (value_before.sum(axis=0) + value_after.sum(axis=0)) / 2
    return Split(
        mix=((before + after) / 2 - whole) * (mass_after - mass_before),
        rate=(mass_before + mass_after) / 2 * (after - before),
    )
