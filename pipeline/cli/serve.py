"""`demo`, `dashboard`, `worker`, `process`: what runs the software."""

import socket
import subprocess
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.work import console, opened, run_job
from pipeline.errors import InputError
from pipeline.tether import GRACE

_ROOT = Path(__file__).parents[2]
Port = Annotated[
    int, typer.Option(min=1, max=65535, help="The port of the dashboard, on this machine only.")
]
Browser = Annotated[bool, typer.Option(help="Open the dashboard in the browser.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for command in (demo, dashboard, worker, process):
        app.command()(command)


def demo(port: Port = 8501, browser: Browser = True) -> None:
    """Load the built-in fictional sample, score it, and show it: the whole software at once."""
    _require_free(port)
    run_job("sample", {})
    _serve(port, browser)


def dashboard(port: Port = 8501, browser: Browser = True) -> None:
    """Show the dashboard, with a worker beside it that runs the jobs started there."""
    _require_free(port)
    _serve(port, browser)


def worker(
    until_done: Annotated[
        bool, typer.Option("--until-done", help="Stop when no job waits any more.")
    ] = False,
) -> None:
    """Run the jobs that wait, one after the other. Start more workers on more machines."""
    from pipeline.jobs.queue import work

    with opened() as (store, settings):
        work(store, settings, wait=not until_done)


def process(
    brand: Annotated[str | None, typer.Option(help="Only this brand; default: all.")] = None,
    later: Annotated[bool, typer.Option("--later", help="Hand it to the worker.")] = False,
) -> None:
    """Bring brands up to date with the stored posts: match, score, narratives, dials."""
    run_job("process", {"brand": brand} if brand else {}, later=later)
    if not later:
        console.print("Every figure is up to date with the stored posts.")


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise InputError(
                f"Port {port} is taken by another program. Choose another: --port {port + 1}"
            ) from None


def _serve(port: int, browser: bool) -> None:
    """Run worker and dashboard until the dashboard ends or a person stops us; then stop both."""
    with opened():  # keeps the embedded server up while the two come and go
        children = [_start("pipeline", "worker"), _start(*_streamlit(port))]
        address = f"http://127.0.0.1:{port}"
        console.print(f"The dashboard is at {address} (stop with Ctrl-C)")
        try:
            if browser:
                webbrowser.open(address)
            children[1].wait()
        except KeyboardInterrupt:
            pass
        finally:
            for child in children:
                child.terminate()
            for child in children:
                _end(child)


def _start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a module that ends when we do, even if we are killed."""
    command = [sys.executable, "-m", "pipeline.tether", module, *arguments]
    return subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE)  # noqa: S603 — our own program


def _end(child: subprocess.Popen[bytes]) -> None:
    """Wait for a child that was told to end; a worker would first finish a job of hours."""
    try:
        child.wait(GRACE)
    except subprocess.TimeoutExpired:
        child.kill()  # the next worker completes the job
        child.wait()


def _streamlit(port: int) -> Sequence[str]:
    options = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    return ["streamlit", "run", str(_ROOT / "dashboard" / "app.py"), *flags]
