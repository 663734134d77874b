"""`action add`, `load`, `list`, `remove`: what the brand did, and what that changed."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from pipeline import actions, brands
from pipeline.actions import Action
from pipeline.cli.work import console, day_of, opened, run_job
from pipeline.words import day_name

app = typer.Typer(
    help=(
        "Test and learn: say what you did and when, and see what it changed.\n\n"
        "The change is compared with what was not acted on (competitors, or other narratives), "
        "and with the same comparison at dates on which nothing was done. Where it cannot be "
        "told, that is said."
    ),
    no_args_is_help=True,
)


@app.command()
def add(
    brand: Annotated[str, typer.Argument(help="The brand's key, from `brand list`.")],
    name: Annotated[str, typer.Argument(help='What was done: "New box liners".')],
    on: Annotated[str, typer.Option(help="The day it began: 2025-04-28.")],
    kind: Annotated[str, typer.Option(help="campaign, reply or fix.")] = "campaign",
    narrative: Annotated[
        list[int] | None, typer.Option(help="A narrative it was about; default: the whole brand.")
    ] = None,
    control: Annotated[
        list[str] | None,
        typer.Option(
            help="What it did not touch: a brand's key or a narrative's number. Default: the "
            "competitors, or all other narratives."
        ),
    ] = None,
) -> None:
    """Register an action and estimate what it changed; every later refresh does so anew.

    Example: action add mosskettle "New box liners" --on 2025-11-03 --kind fix --narrative 1
    """
    day = day_of("--on", on)
    _save([Action(brand, name, kind, day, tuple(narrative or ()), tuple(control or ()))])


@app.command()
def load(file: Annotated[Path, typer.Argument(help="A TOML file with [[action]] tables.")]) -> None:
    """Register the actions of a TOML file: brand, name, kind, day, narratives, controls."""
    _save(actions.load_toml(file))


@app.command("list")
def list_actions(brand: Annotated[str, typer.Argument(help="The brand's key.")]) -> None:
    """Show what a brand did and what each action changed, the newest first."""
    from pipeline import views

    with opened() as (store, _):
        known = views.effects(store, brands.id_of(store, brand))
    if known.empty:
        console.print("No action is registered yet. See: python -m pipeline action add --help")
        return
    for number, rows in known.groupby("action_id", sort=False):
        first = rows.iloc[0]
        console.print(f"{number}  {first['name']} ({first['kind']}, {_when(first['day'])})")
        _show(rows)


@app.command()
def remove(number: Annotated[int, typer.Argument(help="From `action list`.")]) -> None:
    """Forget an action; posts and figures stay."""
    with opened() as (store, _):
        name = actions.remove(store, number)
    console.print(f"Action {number}, {name}, is forgotten.")


def _save(given: Iterable[Action]) -> None:
    with opened() as (store, _):
        saved = [actions.add(store, action) for action in given]
    for one in saved:
        console.print(f"Action {one.id}: {one.action.name}, {_when(one.action.day)}.")
    for key in dict.fromkeys(one.action.brand for one in saved):
        run_job("effects", {"brand": key})


def _show(rows: pd.DataFrame) -> None:
    for row in rows.to_dict("records"):
        if pd.isna(row["measure"]):
            console.print("   Not estimated yet. It will be by: python -m pipeline process")
            return
        console.print(f"   {row['finding']}")
        console.print(f"      {row['levels']}. {row['reason']}")


def _when(day: date) -> str:
    return f"{day_name(day)} {day.year}"
