"""`narrative`: what stories there are, what happened to them, and a person's word on them."""

import getpass
from typing import Annotated, Any

import typer
from rich.table import Table

from pipeline import brands, narratives
from pipeline.cli.work import console, opened

app = typer.Typer(
    help=(
        "See the stories about a brand, rename or merge them, and take back what happened to them."
        "\n\nNumbers are for good. What a person says stays through every later run."
    ),
    no_args_is_help=True,
)

BrandKey = Annotated[str, typer.Argument(help="The brand's key, from `brand list`.")]
Number = Annotated[int, typer.Argument(help="The narrative's number, from `narrative list`.")]
By = Annotated[str | None, typer.Option(help="Who says so; default: your user name.")]


@app.command("list")
def list_narratives(brand: BrandKey) -> None:
    """Show the stories that stand, the largest first."""
    with opened() as (store, _):
        rows = store.frame("narratives_standing", brand_id=brands.get(store, brand).id)
    if rows.empty:
        console.print("No narrative was found yet. They are found by: python -m pipeline process")
        return
    table = Table("number", "narrative", "life", "mentions", "first told", box=None)
    for row in rows.to_dict("records"):
        born = f"{row['born_at']:%Y-%m-%d}"
        table.add_row(str(row["number"]), row["label"], row["life"], str(row["mentions"]), born)
    console.print(table)


@app.command()
def events(brand: BrandKey) -> None:
    """Show births, splits, merges, renames and what was undone, the latest first."""
    with opened() as (store, _), store.connect() as db:
        rows = list(store.sql.narratives_events(db, brand_id=brands.get(store, brand).id))
    if not rows:
        console.print("Nothing happened to narratives yet.")
        return
    table = Table("event", "when", "narrative", "what", "by", box=None)
    for event, number, kind, detail, by, at, undone in rows:
        what = _happened(kind, detail) + (" (undone)" if undone else "")
        table.add_row(str(event), f"{at:%Y-%m-%d %H:%M}", str(number), what, by)
    console.print(table)


@app.command()
def rename(
    brand: BrandKey,
    number: Number,
    label: Annotated[str, typer.Argument(help="What to call it.")],
    by: By = None,
) -> None:
    """Give a story another label."""
    with opened() as (store, _):
        event = narratives.rename(store, _id(brands.get(store, brand)), number, label, _who(by))
    console.print(f"Narrative {number} is called {' '.join(label.split())} (event {event}).")


@app.command()
def merge(
    brand: BrandKey,
    number: Number,
    into: Annotated[int, typer.Argument(help="The number of the story it is a part of.")],
    by: By = None,
) -> None:
    """Make a story a part of another one, now and later."""
    with opened() as (store, _):
        event = narratives.merge(store, _id(brands.get(store, brand)), number, into, _who(by))
    _done(brand, f"Narrative {number} is a part of {into} (event {event}).")


@app.command()
def undo(
    brand: BrandKey,
    event: Annotated[int, typer.Argument(help="The event's number, from `narrative events`.")],
    by: By = None,
) -> None:
    """Take an event back: a label returns, a merge comes apart, what was born is put aside."""
    with opened() as (store, _):
        narratives.undo(store, event, _who(by), brand_id=_id(brands.get(store, brand)))
    _done(brand, f"Event {event} is undone.")


def _happened(kind: str, detail: dict[str, Any]) -> str:
    """An event in a few words."""
    if kind == "rename":
        return f"renamed from {detail['from']} to {detail['to']}"
    if kind == "merge":
        into = f" {detail['into']}" if "into" in detail else ""
        return f"became part of another{into}, with {len(detail['mentions'])} mentions"
    if kind == "undo":
        return f"event {detail['event']}, a {detail['kind']}, was undone"
    told = "split off" if kind == "split" else "born"
    return f"{told} as {detail['label']}, of {detail['mentions']} mentions"


def _id(brand: brands.Brand) -> int:
    return brand.id or 0


def _done(brand: str, said: str) -> None:
    console.print(said)
    console.print(f"The figures follow with: python -m pipeline process --brand {brand}")


def _who(by: str | None) -> str:
    return by or getpass.getuser()
