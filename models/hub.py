"""Where another model lies and what names it, without loading torch.

A model is a folder, or a name on the Hugging Face hub, which is downloaded once and kept in the
hub's own cache. Only safetensors, tokenizer and configuration are ever fetched: no pickle, no code.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.errors import ForeignError

_FETCHED = ["*.safetensors", "*.safetensors.index.json", "*.json", "*.txt", "*.model"]
_KEPT_OUT = ["*/*", "*.py"]  # checkpoints and exports in subfolders, code


@dataclass(frozen=True)
class Foreign:
    """A model in a folder; `name` and `revision` say which."""

    name: str
    folder: Path
    revision: str

    def __str__(self) -> str:
        return f"{self.name}@{self.revision[:8]}"


def find(name: str) -> Foreign:
    """The model of that name: a folder, or a name on the hub with «@revision» if one is meant.

    Raises ForeignError when there is none, or when it has no safetensors.
    """
    path = Path(name).expanduser()
    if path.is_dir():
        found = Foreign(path.resolve().name, path, _digest(path.resolve()))
    elif path.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1:
        raise ForeignError(
            f"There is no folder {name}. Name a folder with a model, or a model on the hub."
        )
    else:
        found = _fetched(name)
    if not (found.folder / "config.json").is_file():
        raise ForeignError(f"{name} has no config.json, so it is no Hugging Face model.")
    if not list(found.folder.glob("*.safetensors")):
        raise ForeignError(
            f"{name} has no weights as safetensors, and others are not loaded, for they can run "
            "code. Choose a model with model.safetensors, or convert it: save_pretrained writes it."
        )
    return found


def _fetched(name: str) -> Foreign:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    repo, _, revision = name.partition("@")
    try:
        folder = snapshot_download(
            repo, revision=revision or None, allow_patterns=_FETCHED, ignore_patterns=_KEPT_OUT
        )
    except LocalEntryNotFoundError as error:
        raise ForeignError(
            f"{name} is neither a folder nor downloaded, and the hub cannot be reached. "
            "Connect once, or name a folder that holds the model."
        ) from error
    except HFValidationError as error:
        raise ForeignError(f"{name} is neither a folder nor a name on the hub.") from error
    except (HfHubHTTPError, OSError) as error:
        short = " ".join(str(error).split())[:150]
        raise ForeignError(
            f"{name} cannot be had from the hub ({short}). Check its name, or HF_TOKEN if it is "
            "private."
        ) from error
    return Foreign(repo, Path(folder), Path(folder).name)  # its folder is named by the commit


@cache
def _digest(folder: Path) -> str:
    """Of every file that decides what the model says."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix in (".safetensors", ".json", ".txt", ".model"):
            digest.update(path.name.encode())
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
