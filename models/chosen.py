"""The scorer that the settings choose: our own, or ours with another model's tone.

Importing this loads no torch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from models.hub import find
from models.language import ENGLISH, languages_named
from models.version import version_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from models.scorer import Scores

Targets = Sequence[tuple[str, ...]]  # for each text the names by which its target is called


class TextScorer(Protocol):
    """Texts in, embeddings and probabilities out."""

    @property
    def version(self) -> str:
        """What names the model; it changes when any score may."""

    @property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """The labels of each head, in the order of its columns."""

    @property
    def thresholds(self) -> dict[str, tuple[float, ...]]:
        """Of heads that do not say their most probable label: from which probability each is."""

    @property
    def many(self) -> frozenset[str]:
        """The heads that may say several labels of a text."""

    def score(
        self,
        texts: Sequence[str],
        on_progress: Callable[[int], None] | None = None,
        targets: Targets | None = None,
    ) -> Scores:
        """Score texts, and what each says of its target where targets are given."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The embeddings alone."""


@dataclass(frozen=True)
class Choice:
    """Which model gives the tone, and of which languages: our own, of English, unless said.

    tone_model: a hub name or a folder. tone_labels: what its labels are, as a comma list, where
    it does not say. tone_languages: ISO 639 codes as a comma list, or "all"; only with a model.
    Everything here may raise a ModelError.
    """

    tone_model: str | None = None
    tone_labels: str | None = None
    tone_languages: str | None = None

    @property
    def scored(self) -> frozenset[str]:
        """The languages whose texts are scored."""
        if not (self.tone_model and self.tone_languages):
            return ENGLISH
        return languages_named(self.tone_languages)

    @property
    def version(self) -> str:
        """What names the scores: it changes when any of them may, or more texts get one."""
        if not self.tone_model:
            return version_of()
        said = [comma_list(self.tone_labels or "")]
        said += sorted(self.scored) if self.scored != ENGLISH else []
        details = ";".join(filter(None, said))
        return f"{version_of()}+tone={find(self.tone_model)}{details and f'({details})'}"

    def load(self) -> TextScorer:
        """The scorer, ready; nothing is loaded before."""
        from models.scorer import load_scorer

        scorer = cast(TextScorer, load_scorer())
        if not self.tone_model:
            return scorer
        from models.foreign import WithForeignTone
        from models.foreign_loading import load_foreign  # transformers takes a while to import

        tone = load_foreign(self.tone_model, scorer.labels["tone"], self.tone_labels)
        return WithForeignTone(scorer, tone, self.version)


def comma_list(said: str) -> str:
    """The list without spaces."""
    return ",".join(part.strip() for part in said.split(","))
