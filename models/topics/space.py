"""The space narratives live in: embeddings without the direction that only says a brand's name.

Measured on 2,899 posts of one subreddit: posts that write the name cluster apart from posts that
do not (adjusted mutual information 0.16); without that direction they do not (0.01), and posts
meet the posts they answer in the same cluster more often (0.30 instead of 0.27 above chance).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
ENOUGH = 300  # posts on either side: a difference of fewer says more about their stories


@dataclass(frozen=True)
class Space:
    """A direction (D,) of unit length to take out; None: the embeddings as they are."""

    direction: Floats | None = None

    def __call__(self, embeddings: Floats) -> Floats:
        """(N, D) to (N, D) of unit length, in this space."""
        if self.direction is not None:
            along = embeddings @ self.direction  # (N,)
            embeddings = embeddings - along[:, None] * self.direction
        return unit(embeddings)


def fit_space(embeddings: Floats, named: NDArray[np.bool_]) -> Space:
    """The space of a brand's posts; `named` (N,) says which write its name.

    The direction is the difference of the two means. Where (nearly) all or none write the name,
    there is no difference to take and the embeddings stay as they are.
    """
    if min(int(named.sum()), int((~named).sum())) < ENOUGH:
        return Space()
    difference = embeddings[named].mean(0) - embeddings[~named].mean(0)
    return Space(unit(difference[None])[0])


def unit(rows: Floats) -> Floats:
    """(N, D) with every row at length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)
