"""The usual way to score posts: a transformers pipeline, and sentence-transformers beside it.

Hub models cannot be had everywhere, and size decides speed: the classifier is the same MiniLM as
ours with a classification head of random weights, saved in a folder. Its labels mean nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer, pipeline
from transformers.utils import logging

from models.encoder import model_dir
from models.tokens import MAX_TOKENS


class UsualWay:
    """A classification and an embedding of each post, by two libraries, each reading it anew."""

    def __init__(self, folder: Path, device: str, dtype: torch.dtype) -> None:
        from sentence_transformers import SentenceTransformer

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.set_verbosity(50)
        classifier = AutoModelForSequenceClassification.from_pretrained(model_dir(), num_labels=3)
        classifier.save_pretrained(folder)
        tokenizer = AutoTokenizer.from_pretrained(model_dir(), model_max_length=MAX_TOKENS)
        tokenizer.save_pretrained(folder)
        self._classify = pipeline(
            "text-classification", model=str(folder), device=device, dtype=dtype
        )
        self._encoder = SentenceTransformer(
            str(model_dir()), device=device, model_kwargs={"dtype": dtype}, local_files_only=True
        )

    def one_at_a_time(self, texts: Sequence[str]) -> None:
        """Each post by itself."""
        for text in texts:
            self._classify(text, truncation=True)
            self._encoder.encode(text, show_progress_bar=False, convert_to_tensor=True)

    def batched(self, texts: Sequence[str], size: int = 64) -> None:
        """Posts as they come, by 64."""
        self._classify(list(texts), truncation=True, batch_size=size)
        self._encoder.encode(
            list(texts), batch_size=size, show_progress_bar=False, convert_to_tensor=True
        )
