"""A RoBERTa of two thin layers with a tokenizer of its own, built and saved in a folder."""

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import ByteLevelBPETokenizer
from transformers import RobertaConfig, RobertaForSequenceClassification, RobertaTokenizerFast

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
TEXTS = ["a good phone", "a bad phone", "it is what it is, and so are they", "schönes Wetter"]


def tiny_roberta(
    folder: Path, labels: Sequence[str] = ("positive", "negative", "neutral"), seed: int = 0
) -> Path:
    """A sequence classifier with random weights; it reads 64 tokens."""
    folder.mkdir(parents=True, exist_ok=True)
    bpe = ByteLevelBPETokenizer()
    bpe.train_from_iterator(TEXTS, vocab_size=300, special_tokens=SPECIAL)
    bpe.save_model(str(folder))
    tokenizer = RobertaTokenizerFast(
        vocab=str(folder / "vocab.json"), merges=str(folder / "merges.txt")
    )
    tokenizer.save_pretrained(folder)
    torch.manual_seed(seed)
    config = RobertaConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=66,
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
    )
    model = RobertaForSequenceClassification(config)
    with torch.no_grad():  # far enough apart that texts differ
        for weight in model.classifier.parameters():
            weight.mul_(20).add_(torch.randn_like(weight))
    model.save_pretrained(folder)
    return folder
