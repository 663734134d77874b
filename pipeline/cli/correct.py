"""`correct`: a person's word on a mention, random samples to check, the error, the own head."""

import getpass
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.table import Table

from pipeline import corrections
from pipeline.cli.work import console, opened
from pipeline.corrections import FieldError, Judgement, Told
from pipeline.errors import InputError
from pipeline.weeks import parse_week

app = typer.Typer(
    help=(
        "Say what the software got wrong of a mention; it holds from then on.\n\n"
        "One by one with `set`, which `undo` takes back. To learn how often the software errs, "
        "let chance pick: `sample` writes posts to a file, you fill in the columns, `import` "
        "reads it back, `error` tells. `train` teaches the brand's own tone head from that."
    ),
    no_args_is_help=True,
)

BrandKey = Annotated[str, typer.Argument(help="The brand's key, from `brand list`.")]
Post = Annotated[
    str, typer.Argument(help="The post: its source and id there (reddit:k3x9f2a), or its address.")
]
By = Annotated[str | None, typer.Option(help="Who says so; default: your user name.")]
_SHOWN = 200  # characters of a reason


@app.command("set")
def set_fields(
    brand: BrandKey,
    post: Post,
    tone: Annotated[str | None, typer.Option(help="negative, neutral or positive.")] = None,
    voice: Annotated[str | None, typer.Option(help="customer, brand, media or unknown.")] = None,
    relevance: Annotated[
        str | None, typer.Option(help="yes: the post is about the brand; no: it is not.")
    ] = None,
    narrative: Annotated[str | None, typer.Option(help="A narrative's number, or none.")] = None,
    by: By = None,
) -> None:
    """Correct a mention, or confirm what the software says of it.

    It holds through every later run. Pages show the post's new label at once; the counts and
    dials follow with the next `process`.

    Example: correct set duolingo reddit:k3x9f2a --tone negative --narrative 4
    """
    says = {"tone": tone, "voice": voice, "relevance": relevance, "narrative": narrative}
    with opened() as (store, _):
        told = corrections.correct(store, brand, Judgement(post, says), _who(by))
    for one in told:
        console.print(_sentence(one))
    _follow(brand, told)


@app.command()
def undo(
    brand: BrandKey,
    post: Post,
    field: Annotated[
        list[str] | None,
        typer.Option(help="tone, voice, relevance or narrative; default: all of them."),
    ] = None,
) -> None:
    """Take the latest correction of a post back; an earlier one of the same field holds again."""
    with opened() as (store, _):
        told = corrections.undo(store, brand, post, field or ())
    for one in told:
        now = f"{one.value} again, as said before" if one.value else "what the software says"
        console.print(f"{one.post}: {one.field} is {now}.")
    _follow(brand, told)


@app.command("list")
def list_corrections(
    brand: BrandKey,
    limit: Annotated[int, typer.Option(min=1, help="How many of the latest to show.")] = 20,
) -> None:
    """Show what was corrected or confirmed, the latest first, beside what the software said."""
    with opened() as (store, _):
        known = corrections.corrections(store, brand, limit)
    if known.empty:
        console.print("Nothing was corrected yet. See: python -m pipeline correct set --help")
        return
    table = Table("post", "field", "software", "person", "drawn", "by", "", box=None)
    for row in known.to_dict("records"):
        state = "" if row["stands"] else "replaced" if pd.isna(row["undone_at"]) else "undone"
        said = "–" if pd.isna(row["said"]) else row["said"]
        drawn = "–" if pd.isna(row["inclusion"]) else f"1 in {1 / row['inclusion']:,.3g}"
        table.add_row(row["post"], row["field"], said, row["value"], drawn, row["by"], state)
    console.print(table)


@app.command()
def sample(
    brand: BrandKey,
    n: Annotated[int, typer.Option("--n", help="How many posts.")] = 50,
    week: Annotated[str | None, typer.Option(help="Only of this ISO week: 2025-W18.")] = None,
    seed: Annotated[int, typer.Option(help="Another seed draws other posts.")] = 0,
    out: Annotated[
        Path | None, typer.Option(help="The file to write; default: BRAND-to-check.csv.")
    ] = None,
) -> None:
    """Draw posts at random and write them to a CSV for you to check.

    Fill in the columns relevance, tone, voice and narrative as far as you can tell, then
    `correct import` the file. It does not show what the software said, so that you are not
    swayed. Check every row: who skips the hard ones finds too few errors.
    """
    wanted = corrections.Draw(n, parse_week(week) if week else None, seed)
    path = out or Path(f"{brand}-to-check.csv")
    with opened() as (store, _):
        rows = corrections.draw(store, brand, wanted)
    corrections.write_sample(rows, path)
    chance = float(rows[0]["inclusion"])
    drawn = f"{len(rows):,} posts to check are in {path}"
    console.print(f"{drawn}; each had a chance of {chance:.3g} to be drawn.")
    console.print(f"Fill it in, then run: python -m pipeline correct import {path}")


@app.command("import")
def import_checks(
    file: Annotated[Path, typer.Argument(help="A file that `correct sample` wrote, filled in.")],
    by: By = None,
) -> None:
    """Read a checked sample back: what you found holds for the posts, and tells the error.

    A label equal to the software's confirms it. Reading a file twice changes nothing.
    """
    with opened() as (store, _):
        found = corrections.read_sample(store, file, _who(by))
    for line, reason in found.refused:
        console.print(f"line {line}: {reason[:_SHOWN]}")
    otherwise = sum(one.value != one.said for one in found.told)
    console.print(
        f"{len(found.told):,} labels taken, {sum(one.new for one in found.told):,} of them new; "
        f"{otherwise:,} say otherwise than the software. {found.empty:,} rows were left empty, "
        f"{len(found.refused):,} refused."
    )
    if any(one.new for one in found.told):
        console.print("The figures follow with the next: python -m pipeline process")


@app.command()
def error(brand: BrandKey) -> None:
    """Show how often the software is right about a brand, by the posts drawn at random.

    Posts that a person picked do not enter: people correct what looks wrong.
    """
    with opened() as (store, _):
        found = corrections.correction_error(store, brand)
    if not found:
        console.print(
            f"No post of {brand} that was drawn at random has been checked yet. "
            f"Draw some: python -m pipeline correct sample {brand}"
        )
        return
    table = Table("field", "checked", "right", "95 % interval", "not said", box=None)
    for one in found:
        right, interval = "–", "–"
        if one.n:
            right = f"{one.agreement:.0%}"
            interval = f"{one.low:.0%} to {one.high:.0%}"
        table.add_row(one.field, f"{one.n:,}", right, interval, f"{one.unsaid:,}")
    console.print(table)
    _show_errors(found)


@app.command()
def train(brand: BrandKey, by: By = None) -> None:
    """Train the brand's own tone head, and use it if it is better on posts it did not see.

    It learns from every correction of a tone and is judged on those drawn at random, by
    repeated cross-validation. The last training decides what is in use.
    """
    with opened() as (store, _):
        done = corrections.train_own_head(store, brand, _who(by))
    verdict = done.verdict
    if verdict.log_loss and verdict.macro_recall:
        table = Table("", "shared head", "own head", "difference, 95 % interval", box=None)
        for name, one in (
            ("log loss (less is better)", verdict.log_loss),
            ("macro recall (more is better)", verdict.macro_recall),
        ):
            span = f"{one.low:+.3f} to {one.high:+.3f}"
            table.add_row(name, f"{one.shared:.3f}", f"{one.own:.3f}", span)
        console.print(table)
    basis = f"{verdict.posts:,} corrections, {verdict.drawn:,} of them drawn at random"
    if verdict.adopted:
        console.print(f"Adopted: head {done.number} of {done.brand}, from {basis}.")
        console.print(f"Its tones follow with: python -m pipeline process --brand {brand}")
    else:
        console.print(f"Not adopted, because {verdict.why} ({basis}).")
        if done.number is None:
            console.print(f"Draw more: python -m pipeline correct sample {brand} --n 200")


def _who(by: str | None) -> str:
    try:
        return (by or getpass.getuser()).strip()
    except (KeyError, OSError):  # a user without a name, as in some containers
        raise InputError("Say who corrects: --by NAME") from None


def _sentence(one: Told) -> str:
    if not one.new:
        return f"{one.post}: {one.field} was {one.value} already."
    if one.value == one.said:
        return f"{one.post}: {one.field} is {one.value}, as the software said."
    said = f"said {one.said}" if one.said else "did not say"
    return f"{one.post}: {one.field} is {one.value}; the software {said}."


def _follow(brand: str, told: Iterable[Told]) -> None:
    if any(one.new for one in told):
        console.print(f"The figures follow with: python -m pipeline process --brand {brand}")


def _show_errors(found: Iterable[FieldError]) -> None:
    """What was taken for what, the most frequent first."""
    table = Table("field", "software", "person", "posts", box=None)
    for one in found:
        wrong = {pair: n for pair, n in one.confusion.items() if pair[0] != pair[1]}
        for (said, value), n in sorted(wrong.items(), key=lambda item: (-item[1], item[0])):
            table.add_row(one.field, said, value, f"{n:,}")
    if table.row_count:
        console.print()
        console.print(table)
