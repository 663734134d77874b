"""Labels written by an instruction model that the user names: a folder, or a name on the hub.

It reads the most typical posts of a story and answers with a name. What it answers is taken only
as a short plain phrase; anything else leaves the label that the posts' own phrases gave. Weights
are read from safetensors alone, and code that a model brings along is never run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from models.errors import ForeignError

Writer = Callable[[Sequence[str], str], str]  # posts and the label so far, to a label

POSTS: Final = 8  # that it reads, the most typical
_CHARACTERS: Final = 280  # of each
_TOKENS: Final = 24  # that it may answer
_WORDS, _LONGEST = 8, 60  # of a label, its characters
_MARKS = " …\t\"'“”‘’«»*_`#.:;!-–—"
_ASK = (
    "These posts tell one story:\n\n{posts}\n\nName the story in two to six words, as one would "
    'say it aloud, such as "Leaving over AI lessons". Answer with the name alone.'
)


def load_writer(name: str) -> Writer:
    """The writer `name`. Raises ForeignError when it cannot be had, or was not made to answer."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from models.encoder import fastest_dtype
    from models.foreign_loading import SAFE, reading
    from models.hub import find

    found = find(name)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    with reading(name, "to write labels"):
        tokenizer: Any = AutoTokenizer.from_pretrained(found.folder, **SAFE)
        model: Any = AutoModelForCausalLM.from_pretrained(
            found.folder, use_safetensors=True, dtype=fastest_dtype(device), **SAFE
        )
    if not tokenizer.chat_template:
        raise ForeignError(
            f"{name} was not made to follow instructions (it has no chat template). Choose an "
            "instruction model: their names mostly end in -Instruct."
        )
    model = model.to(device).eval()

    def write(posts: Sequence[str], label: str) -> str:
        said = "\n".join(f"- {_short(post)}" for post in posts[:POSTS])
        asked = tokenizer.apply_chat_template(
            [{"role": "user", "content": _ASK.format(posts=said)}],
            add_generation_prompt=True, return_tensors="pt", return_dict=True,
        ).to(device)  # fmt: skip
        with torch.inference_mode():
            answer = model.generate(
                **asked, max_new_tokens=_TOKENS, do_sample=False,
                pad_token_id=tokenizer.pad_token_id or tokenizer.eos_token_id,
            )  # fmt: skip
        new = answer[0, asked["input_ids"].shape[1] :]
        return plain_label(tokenizer.decode(new, skip_special_tokens=True)) or label

    return write


def plain_label(answer: str) -> str:
    """The label in an answer: its first line, without marks; empty where that is no label."""
    lines = [line for line in answer.splitlines() if line.strip(_MARKS)]
    said = re.sub(
        r"^(?:name|label|story|title)\s*:\s*", "", (lines or [""])[0].strip(_MARKS), flags=re.I
    )
    words = said.strip(_MARKS).split()
    label = " ".join(words)
    fits = len(words) <= _WORDS and len(label) <= _LONGEST
    return label[:1].upper() + label[1:] if fits and label.isprintable() else ""


def _short(post: str) -> str:
    """The beginning of a post, on one line."""
    return " ".join(post.split())[:_CHARACTERS]
