"""The chunks that are done, kept in a folder until the result can be written."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from models.errors import TableError
from models.judged import Judged


class Parts:
    """A folder beside the result, with a file for each chunk and one that says what run it is."""

    def __init__(self, out: Path) -> None:
        self.folder = out.with_name(f"{out.name}.parts")
        self._plan = self.folder / "plan.json"

    def begin(self, plan: Mapping[str, Any], afresh: bool) -> int:
        """How many chunks an earlier run of the same plan has done; `afresh`: forget them.

        TableError when the folder holds a run of another plan.
        """
        if afresh:
            self.remove()
        if self._plan.is_file():
            if json.loads(self._plan.read_text(encoding="utf-8")) != plan:
                raise TableError(
                    f"{self.folder} holds an unfinished run of another file, of other options or "
                    "of another model. Repeat that one to complete it, or begin afresh: --force"
                )
        else:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._replace(self._plan, json.dumps(plan, indent=1).encode())
        return len(list(self.folder.glob("[0-9]*.npz")))  # written in their order

    def save(self, number: int, judged: Judged) -> None:
        """All of it or nothing."""
        part = self.folder / "part.tmp"
        with part.open("wb") as file:
            np.savez(file, **vars(judged))
        os.replace(part, self._file(number))

    def load(self, number: int) -> Judged:
        """What `save` kept."""
        with np.load(self._file(number)) as kept:
            return Judged(**kept)

    def remove(self) -> None:
        """Once the result stands."""
        if self.folder.is_dir():
            shutil.rmtree(self.folder)

    def _file(self, number: int) -> Path:
        return self.folder / f"{number:06}.npz"

    def _replace(self, path: Path, content: bytes) -> None:
        part = path.with_suffix(".tmp")
        part.write_bytes(content)
        os.replace(part, path)
