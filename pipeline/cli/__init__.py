"""The commands. An error a person can act on is one line on stderr and exit code 1."""

import signal
import sys
from types import FrameType
from typing import NoReturn

import typer

from pipeline.cli import (
    action,
    alerts,
    brand,
    claim,
    correct,
    dials,
    jobs,
    narrative,
    posts_in,
    report,
    serve,
)
from pipeline.errors import Cancelled, TribeError
from pipeline.faults import told
from pipeline.settings import Settings

app = typer.Typer(
    help=(
        "Who holds the say about a brand, on which narratives, since when, and why it moved.\n\n"
        "New here? `python -m pipeline demo` shows the built-in sample in your browser. For your "
        "own brand: `brand add`, then `import` a file or `ingest` a source, then `dashboard`."
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.add_typer(brand.app, name="brand")
app.add_typer(action.app, name="action")
app.add_typer(claim.app, name="claim")
app.add_typer(narrative.app, name="narrative")
app.add_typer(dials.app, name="dials")
app.add_typer(report.app, name="report")
app.add_typer(alerts.app, name="alerts")
app.add_typer(jobs.app, name="jobs")
app.add_typer(correct.app, name="correct")
posts_in.add_to(app)
serve.add_to(app)


def main() -> None:
    """Run one command; 0 done, 1 told why not, 2 wrong usage, 130 interrupted."""
    # A polite kill unwinds like Ctrl-C does, so that children and the embedded server stop too.
    signal.signal(signal.SIGTERM, _leave)
    try:
        app()
    except Cancelled as stop:
        _tell(str(stop), code=130)
    except TribeError as error:
        _tell(str(error))
    except Exception as error:
        _tell(told(error, Settings()))


def _tell(line: str, code: int = 1) -> NoReturn:
    typer.secho(line, err=True, fg="red")
    sys.exit(code)


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
