"""py3langid over many texts side by side: its model and its answers, without its loop over bytes.

The library walks one text at a time through an automaton, byte by byte in Python, which took half
of an import. Here all texts take each step together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from scipy.sparse import coo_array

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class LanguageModel:
    """Naive Bayes over byte sequences, as py3langid ships it.

    labels: one a column, (C,); two columns of one label are the same language in two scripts.
    next_state: (S' * 256,), indexed by a state's row and the byte read. row: (S,).
    feature: (S,), what a state has just recognised, -1 for nothing. weights: (F, C) log odds.
    """

    labels: tuple[str, ...]
    next_state: NDArray[np.uint32]
    row: NDArray[np.intp]
    feature: NDArray[np.int32]
    weights: NDArray[np.float16]
    prior: Floats

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """(N, C) probabilities; all equal for a text in which nothing is recognised."""
        read = [text.encode("utf8", errors="surrogatepass") for text in texts]
        lengths = np.array([len(text) for text in read])
        rows, features = self._recognised(read, lengths)
        used, columns = np.unique(features, return_inverse=True)
        ones = np.ones(len(rows), np.float32)
        counts = coo_array((ones, (rows, columns)), shape=(len(read), len(used))).tocsr()
        scores = counts.log1p() @ self.weights[used].astype(np.float32) + self.prior
        scores[np.diff(counts.indptr) == 0] = 0
        scores /= np.sqrt(np.maximum(lengths, 1))[:, None]
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True), np.float32)

    def _recognised(
        self, texts: list[bytes], lengths: NDArray[np.intp]
    ) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        """Pairs of (text, feature), a feature as often as the text shows it."""
        order = np.argsort(-lengths, kind="stable")  # the first so many are still being read
        width = int(lengths.max(initial=0))
        padded = b"".join(texts[n].ljust(width, b"\0") for n in order)
        letters = np.frombuffer(padded, np.uint8).reshape(len(texts), width).T.copy()
        reading = np.searchsorted(-lengths[order], -np.arange(width))
        seen = np.full((width, len(texts)), -1, np.int32)
        states = np.zeros(len(texts), np.intp)
        for step, active in enumerate(reading):
            moved = self.next_state[(self.row[states[:active]] << 8) + letters[step, :active]]
            states[:active] = moved
            seen[step, :active] = self.feature[moved]
        steps, columns = np.nonzero(seen >= 0)
        return order[columns], seen[steps, columns]


@cache
def language_model() -> LanguageModel:
    """The model that py3langid ships, loaded once a process."""
    shipped = LanguageIdentifier.from_model_file(MODEL_FILE)
    return LanguageModel(
        labels=tuple(shipped.nb_classes),
        next_state=np.frombuffer(shipped.tk_nextmove, np.uint32),
        row=np.array(shipped.tk_row, np.intp),
        feature=np.array(shipped.tk_output, np.int32),
        weights=shipped.nb_ptc,
        prior=shipped.nb_pc.astype(np.float32),
    )
