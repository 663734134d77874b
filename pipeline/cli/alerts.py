"""`alerts list`, `acknowledge`, `send`: what left the usual, and who is told of it."""

import getpass
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import pandas as pd
import typer
from rich.table import Table

from pipeline import alerts, brands
from pipeline.cli.work import console, opened, run_job
from pipeline.settings import Settings

app = typer.Typer(
    help="See what left the usual, say that you have seen it, have it sent.", no_args_is_help=True
)

Brand = Annotated[str | None, typer.Option(help="Only this brand; default: all.")]


@app.command("list")
def list_alerts(
    brand: Brand = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Acknowledged and withdrawn ones too.")
    ] = False,
) -> None:
    """Show the alerts that nobody has acknowledged, the newest first.

    Alerts of the same days are one occasion: beneath the one that explains most stand the others.
    """
    with opened() as (store, _):
        brand_id = None if brand is None else brands.get(store, brand).id
        read = alerts.all_alerts if everything else alerts.open_alerts
        rows = read(store, brand_id)
    if rows.empty:
        console.print("No alert is open." if not everything else "No alert was raised yet.")
        return
    table = Table("alert", "brand", "what", "state", box=None)
    for occasion in alerts.occasions(rows):
        for place, row in enumerate(occasion.to_dict("records")):
            text = f"  {row['text']}" if place else row["text"]
            table.add_row(str(row["id"]), row["brand"], text, _state(row))
    console.print(table)


@app.command()
def acknowledge(
    numbers: Annotated[
        list[int], typer.Argument(help="The alerts' numbers, from `alerts list`.", metavar="ALERT…")
    ],
    by: Annotated[str | None, typer.Option(help="Who has seen them; default: you.")] = None,
) -> None:
    """Say that you have seen alerts: they leave the list and go into no further message."""
    with opened() as (store, _):
        alerts.acknowledge(store, numbers, by or getpass.getuser(), datetime.now(UTC))
    what = "1 alert is" if len(set(numbers)) == 1 else f"{len(set(numbers))} alerts are"
    console.print(f"{what} acknowledged.")


@app.command()
def send(
    test: Annotated[
        bool, typer.Option("--test", help="Send a message that says it is a test, and no alert.")
    ] = False,
) -> None:
    """Send the alerts of the last two weeks that were not sent yet, by webhook and mail.

    Every run of `process`, `import` and `ingest` does so too. The webhook is TRIBE_ALERT_WEBHOOK;
    mail goes to TRIBE_ALERT_EMAILS through TRIBE_SMTP_URL.
    """
    if not test:
        run_job("alerts", {})
        return
    for name in alerts.send_test(Settings(), datetime.now(UTC)):
        console.print(f"The test is sent by {name}.")


def _state(row: Mapping[Any, Any]) -> str:
    if pd.isna(row["acknowledged_at"]):
        return str(row["state"])
    return f"{row['state']}, seen by {row['acknowledged_by']}"
