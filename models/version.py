"""What names a model: known from the files alone, without loading torch."""

import hashlib
import json
from pathlib import Path

from safetensors import SafetensorError, safe_open

WEIGHTS = Path(__file__).parent / "weights"
TRUNK = "trunk.safetensors"  # what all heads stand on; every other file in the folder is a head
# Published with sentence-transformers/all-MiniLM-L6-v2, file model.safetensors.
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def head_files(weights: Path = WEIGHTS) -> list[Path]:
    """The files of all heads, in the order in which they are named and loaded."""
    return sorted(path for path in weights.glob("*.safetensors") if path.name != TRUNK)


def version_of(weights: Path = WEIGHTS) -> str:
    """Such as "minilm-l6+tone.1@3f9a12c4": it changes when any weight does."""
    digest = hashlib.sha256(ENCODER_SHA256.encode())
    for path in sorted(weights.glob("*.safetensors")):
        digest.update(path.name.encode() + path.read_bytes())
    names = [f"{path.stem}.{_number(path)}" for path in head_files(weights)]
    return f"minilm-l6+{'+'.join(names)}@{digest.hexdigest()[:8]}"


def _number(path: Path) -> str:
    """The version that a head's own configuration states; "?" for a file that is no head."""
    try:
        with safe_open(path, framework="np") as file:
            return str(json.loads(file.metadata()["head"])["version"])
    except (SafetensorError, KeyError, TypeError, json.JSONDecodeError):
        return "?"  # loading it says what is wrong with it
