"""Models of one or two thin layers with a tokenizer of their own, built and saved in a folder."""

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import ByteLevelBPETokenizer
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    RobertaConfig,
    RobertaForSequenceClassification,
    RobertaTokenizerFast,
)

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
CHAT = "{% for message in messages %}{{ message.content }}{% endfor %} [answer]"
TEXTS = ["a good phone", "a bad phone", "it is what it is, and so are they", "schönes Wetter"]


def tiny_roberta(
    folder: Path, labels: Sequence[str] = ("positive", "negative", "neutral"), seed: int = 0
) -> Path:
    """A sequence classifier with random weights; it reads 64 tokens."""
    tokenizer = _tokenizer(folder, TEXTS)
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


def tiny_llama(folder: Path, answer: str, template: str | None = CHAT) -> Path:
    """A causal model that learned to answer everything alike, as an instruction model is asked."""
    tokenizer = _tokenizer(folder, [*[answer] * 20, *TEXTS])  # each of its words one token
    tokenizer.chat_template = template
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=4096,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    model = LlamaForCausalLM(config)
    said = f" [answer]{answer}</s>"
    ids = tokenizer(said, add_special_tokens=False, return_tensors="pt")["input_ids"]
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    for step in range(120):  # whatever it was asked, at whatever length
        asked = torch.randint(len(SPECIAL), len(tokenizer), (1, 3 * step % 500))
        wanted = torch.cat([torch.full_like(asked, -100), ids], dim=1)
        optimizer.zero_grad()
        model(input_ids=torch.cat([asked, ids], dim=1), labels=wanted).loss.backward()
        optimizer.step()
    model.save_pretrained(folder)
    return folder


def _tokenizer(folder: Path, texts: Sequence[str]) -> RobertaTokenizerFast:
    """A tokenizer that was trained on these texts."""
    folder.mkdir(parents=True, exist_ok=True)
    bpe = ByteLevelBPETokenizer()
    bpe.train_from_iterator(texts, vocab_size=300, special_tokens=SPECIAL)
    bpe.save_model(str(folder))
    return RobertaTokenizerFast(vocab=str(folder / "vocab.json"), merges=str(folder / "merges.txt"))
