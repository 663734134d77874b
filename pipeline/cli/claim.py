"""`claim add`, `list`, `remove`: what the brand says of itself, and who says it too."""

from typing import Annotated

import pandas as pd
import typer

from pipeline import brands, echo
from pipeline.cli.work import console, day_of, opened, run_job
from pipeline.echo.sentences import limits, sides, spoken

app = typer.Typer(
    help="Register what your brand says, and see whether customers echo, contest or ignore it.",
    no_args_is_help=True,
)


@app.command()
def add(
    brand: Annotated[str, typer.Argument(help="The brand's key, from `brand list`.")],
    text: Annotated[str, typer.Argument(help="The message, a sentence as the brand says it.")],
    since: Annotated[
        str | None, typer.Option(help="Count only posts from this day on: 2025-04-28.")
    ] = None,
) -> None:
    """Register a claim and look who speaks of it; every later refresh does so anew.

    Example: claim add mosskettle "Our paper liner keeps every box cold" --since 2025-09-15
    """
    with opened() as (store, _):
        number = echo.add(store, brand, text, day_of("--since", since) if since else None)
    console.print(f"Claim {number} is registered.")
    run_job("echo", {"brand": brand})


@app.command("list")
def list_claims(brand: Annotated[str, typer.Argument(help="The brand's key.")]) -> None:
    """Show every claim, and what customers make of it."""
    from pipeline import views

    with opened() as (store, _):
        known = views.claims(store, brands.id_of(store, brand))
    if known.empty:
        console.print("No claim is registered yet. See: python -m pipeline claim add --help")
        return
    for row in known.to_dict("records"):
        console.print(f"{row['id']}  “{row['text']}”")
        if pd.isna(row["near"]):
            console.print("   Nobody looked yet. It is done by: python -m pipeline process")
        else:
            console.print(f"   {spoken(row)}\n   {sides(row)}")
    console.print(limits())


@app.command()
def remove(number: Annotated[int, typer.Argument(help="From `claim list`.")]) -> None:
    """Forget a claim; posts and figures stay."""
    with opened() as (store, _):
        text = echo.remove(store, number)
    console.print(f"Claim {number} is forgotten: “{text}”")
