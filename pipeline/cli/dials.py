"""`dials compare`, `dials by`: who holds the say in any stretch of days."""

import math
from collections.abc import Mapping
from typing import Annotated, Any

import pandas as pd
import typer
from rich.table import Table

from pipeline import brands
from pipeline.cli.work import console, opened
from pipeline.spans import Span, Unit, parse_span
from pipeline.telling import beyond_chance
from pipeline.words import percent, points, signed, source_names

app = typer.Typer(
    help=(
        "Who holds the say in any stretch of days: beside another one and the competitors, or "
        "month by month.\n\n"
        "A stretch is 2025, 2025-Q4, 2025-10, 2025-W40, or first and last: 2025-10-06..2025-11-02."
    ),
    no_args_is_help=True,
)

BrandKey = Annotated[str, typer.Argument(help="The brand's key, from `brand list`.")]
_PARTS = 3  # that moved a dial, the largest
_TELLING = 0.005  # a part of half a point
_UNKNOWN = "cannot be told"


@app.command()
def compare(
    brand: BrandKey,
    stretch: Annotated[str, typer.Argument(help="The days to look at: 2025-11.")],
    beside: Annotated[
        str | None,
        typer.Option("--with", help="The days to compare with. Default: as many, just before."),
    ] = None,
) -> None:
    """Compare two stretches of days: the dials, the competitors' beside them, and what moved them.

    Example: dials compare mosskettle 2025-11 --with 2025-10
    """
    from pipeline.authority.compared import basis, compared, rivals  # all that reckons

    after = parse_span(stretch)
    before = parse_span(beside) if beside else after.before
    with opened() as (store, _):
        known = brands.get(store, brand)
        found = compared(store, basis(store, known), before, after, rivals(store, known))
    if not found.dials[["n_before", "n"]].to_numpy().any():
        console.print(f"Nothing was read of {known.name} from {_said(before)}, nor {_said(after)}.")
        return
    console.print(f"{_said(before)} → {_said(after)}, with 95 % intervals")
    console.print(_dials(found.dials))
    for row in found.shares[found.shares["tone"] == "net"].to_dict("records"):
        console.print(f"Net sentiment with the model's errors estimated too: {_change(row)}.")
    told = found.dials.loc[(found.dials["brand"] == known.key) & found.dials["told"], "dial"]
    for dial, parts in found.parts.groupby("dial", sort=False):
        if dial in set(told) and (moved := _parts(parts)):
            console.print(f"What moved {_name(str(dial))} most, in points: {moved}")
    if found.broken:
        sources = source_names(found.broken)
        console.print(f"Not wholly read in some of these weeks: {sources}.")


@app.command()
def by(
    brand: BrandKey,
    unit: Annotated[Unit, typer.Argument(help="month, quarter or year.")] = "month",
) -> None:
    """Show the dials of each month, quarter or year."""
    from pipeline.authority.compared import basis, dials_by

    with opened() as (store, _):
        found = dials_by(basis(store, brands.get(store, brand)), unit)
    table = Table("from", "to", "dial", "value (95 % interval)", "n", box=None)
    for row in found.to_dict("records"):
        days = (f"{row[end]:%Y-%m-%d}" for end in ("first", "last"))
        table.add_row(*days, _name(row["dial"]), _value(row), f"{row['n']:,}")
    console.print(table)


def _dials(dials: pd.DataFrame) -> Table:
    headings = ("", "before", "n", "after", "n", "change", "")
    table = Table(*headings, box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for name, rows in dials.groupby("name", sort=False):
        table.add_row(str(name))
        for row in rows.to_dict("records"):
            table.add_row(
                f" {_name(row['dial'])}",
                *(_value(row, "_before"), f"{row['n_before']:,}", _value(row), f"{row['n']:,}"),
                *((_change(row), _clear(row)) if row["told"] else (_UNKNOWN, "")),
            )
    return table


def _value(row: Mapping[Any, Any], when: str = "") -> str:
    value, low, high = (row[f"{name}{when}"] for name in ("value", "low", "high"))
    if math.isnan(value):
        return "too few to tell"
    if not row["told"]:
        return "brand not heard"
    if row["dial"] == "net_sentiment":
        return f"{signed(value)} ({signed(low)} to {signed(high)})"
    return f"{percent(value)} ({points(low)} to {points(high)})"


def _change(row: Mapping[Any, Any]) -> str:
    if math.isnan(row["change"]):
        return _UNKNOWN
    ends = f"{signed(row['change_low'])} to {signed(row['change_high'])}"
    return f"{signed(row['change'])} ({ends})"


def _clear(row: Mapping[Any, Any]) -> str:
    return "clear" if beyond_chance(row["change_low"], row["change_high"]) else ""


def _parts(parts: pd.DataFrame) -> str:
    """The largest parts, each with its interval."""
    telling = parts[parts["total"].abs() >= _TELLING]
    said = [
        f"{row['label'] if isinstance(row['label'], str) else _UNNAMED[row['by']]} "
        f"{signed(row['total'])} ({signed(row['low'])} to {signed(row['high'])})"
        for row in telling.head(_PARTS).to_dict("records")
    ]
    return "; ".join(said)


_UNNAMED = {
    "narrative": "posts in no narrative",
    "read": "what was read otherwise",
    "model": "another model's tones",
}


def _name(dial: str) -> str:
    return dial.replace("_", " ")


def _said(span: Span) -> str:
    return f"{span.first} to {span.last}"
