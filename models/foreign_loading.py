"""Read a Hugging Face model safely; of a sequence classifier, map its labels to ours by name.

Weights are read from safetensors alone, and code that a model brings along is never run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from logging import CRITICAL
from typing import Any, Final

import numpy as np
import torch
from safetensors import SafetensorError
from transformers import (
    AutoConfig,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    PretrainedConfig,
)
from transformers.utils import logging

from models.encoder import fastest_dtype
from models.errors import ForeignError, LabelError
from models.foreign import Floats, ForeignClassifier
from models.hub import find
from models.labels import label_finder

SAFE: Final[dict[str, Any]] = {"trust_remote_code": False, "local_files_only": True}


def load_foreign(
    name: str, labels: Sequence[str], said: str | None = None, device: str | None = None
) -> ForeignClassifier:
    """The classifier `name` (a folder or a hub name), its labels mapped to `labels`.

    `said`: what its labels are, in their order, where its configuration does not tell.
    Raises ForeignError or LabelError.
    """
    found = find(name)
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    with reading(name, "as a classifier"):
        config = AutoConfig.from_pretrained(found.folder, **SAFE)
        columns = _columns(name, config, labels, said)
        tokenizer = AutoTokenizer.from_pretrained(found.folder, **SAFE)
        model, told = AutoModelForSequenceClassification.from_pretrained(
            found.folder,
            use_safetensors=True,
            dtype=fastest_dtype(device),
            output_loading_info=True,
            **SAFE,
        )
    if told["missing_keys"]:
        raise ForeignError(
            f"{name} has no trained classifier ({min(told['missing_keys'])} is missing). "
            "Choose a model that was trained for text classification."
        )
    if tokenizer.pad_token_id is None:
        raise ForeignError(f"{name} has no padding token, so texts cannot be read side by side.")
    return ForeignClassifier(tokenizer, model.to(device).eval(), columns, str(found))


@contextmanager
def reading(name: str, what: str) -> Iterator[None]:
    """No bars and no table of weights; where the model `name` cannot be loaded `what`, one line.

    Raises ForeignError.
    """
    before = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity(CRITICAL)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    except (OSError, ValueError, KeyError, ImportError, RuntimeError, SafetensorError) as error:
        short = " ".join(str(error).split())[:200]
        raise ForeignError(f"{name} cannot be loaded {what} ({short}).") from error
    finally:
        logging.set_verbosity(before[0])
        if before[1]:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _columns(
    name: str, config: PretrainedConfig, labels: Sequence[str], said: str | None
) -> Floats:
    names = _names(name, config, said)
    stars = all("star" in one.lower() or "★" in one for one in names)
    found = list(map(label_finder(labels, stars=stars), names))
    places = [place for place in found if place is not None]
    unknown = [one for one, place in zip(names, found, strict=True) if place is None]
    missing = [label for i, label in enumerate(labels) if i not in places]
    if unknown or (missing and said is None):
        what = f"«{unknown[0]}» is none of" if unknown else f"none of them is {missing[0]}; wanted:"
        raise LabelError(
            f"{name} has the labels {', '.join(names)}: {what} {', '.join(labels)}. Say what each "
            f"means, in their order: TRIBE_TONE_LABELS (--vs-labels) such as {','.join(labels)}"
        )
    return np.eye(len(labels), dtype=np.float32)[places]  # (its labels, our labels)


def _names(name: str, config: PretrainedConfig, said: str | None) -> list[str]:
    if config.problem_type == "multi_label_classification":
        raise ForeignError(
            f"{name} gives each label for itself; one that gives one of all is needed."
        )
    own = [str(label) for _, label in sorted((config.id2label or {}).items())]
    if said is None:
        return own
    names = [part.strip() for part in said.split(",")]
    if len(names) != len(own):
        raise LabelError(
            f"{name} has {len(own)} labels ({', '.join(own)}), "
            f"TRIBE_TONE_LABELS names {len(names)}. Name each, in that order."
        )
    return names
