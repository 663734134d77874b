"""A fault of ours, told in one line; what a developer needs to find it goes to a file."""

import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from pipeline.settings import Settings


def told(error: BaseException, settings: Settings) -> str:
    """One line about a fault, after its traceback was added to `faults.log` in TRIBE_HOME."""
    log = settings.home / "faults.log"
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    kept = f" The details are in {log}." if _keep(error, log) else ""
    return f"A fault of ours, please report it ({what}).{kept}"


def _keep(error: BaseException, log: Path) -> bool:
    with suppress(OSError):  # no room, no right: the line must do
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"\n{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n")
            file.writelines(traceback.format_exception(error))
        return True
    return False
