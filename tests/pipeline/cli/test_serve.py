"""Dashboard and worker live and die with the command that started them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.jobs import worker_alive
from pipeline.store import Store

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_the_children_end_with_their_parent(
    store: Store, tmp_path: Path, end: signal.Signals
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"DATABASE_URL": store.url, "TRIBE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "pipeline", "dashboard", "--no-browser", "--port", str(port)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_heeding_ctrl_c,
    ) as parent:
        try:
            _wait_until(lambda: _answers(port) and worker_alive(store))
            parent.send_signal(end)
            parent.wait(120)
        finally:
            parent.kill()
    _wait_until(lambda: not _answers(port) and not worker_alive(store))


def _heeding_ctrl_c() -> None:
    """As in a terminal: a shell has what it puts in the background ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
