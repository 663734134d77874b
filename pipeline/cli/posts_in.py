"""`import`, `ingest`, `forget`: posts come in, and go for good."""

import re
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.work import console, opened, run_job
from pipeline.errors import InputError
from pipeline.files import parse_map
from pipeline.intake import forget as forget_posts
from pipeline.sources import all_sources

_NOT_TEXT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")  # line ends and bytes of no encoding
Later = Annotated[bool, typer.Option("--later", help="Hand it to the worker and return at once.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("import")(import_posts)
    app.command()(ingest)
    app.command()(forget)


def import_posts(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, JSONL, Parquet or XLSX.")],
    brand: Annotated[
        str | None, typer.Option(help="The brand's key; needed unless a column names it.")
    ] = None,
    brand_column: Annotated[
        str | None,
        typer.Option(help="The column that names each row's brand; unknown ones are defined."),
    ] = None,
    assign: Annotated[
        str,
        typer.Option(
            help="all: every row is a mention of the brand; match: the brand's definition decides; "
            "auto: all for a file of reviews, else match."
        ),
    ] = "auto",
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="FIELD=COLUMN", help='Which is what: "text=Review,posted_at=Time".'
        ),
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="Where the posts are from; default: as the file tells.")
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="2011-03-12, the day of rows that have none.")
    ] = None,
    date_order: Annotated[
        str | None,
        typer.Option(help="day or month: how to read 03/04/2025; default: found."),
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Of times that name none; default: the brand's.")
    ] = None,
    markup: Annotated[
        str | None, typer.Option(help="plain, html or markdown; default: noticed.")
    ] = None,
    sampled: Annotated[
        bool,
        typer.Option("--sampled", help="Only some of the posts: shares tell, counts do not."),
    ] = False,
    later: Later = False,
) -> None:
    """Import a file of posts and bring the brands up to date.

    Encoding, delimiter, headings and date order are found and reported; rows that cannot be used
    go to a rejects file with line and reason. Importing a file twice changes nothing.
    """
    arguments = {
        "path": str(_named(file).resolve()),
        "brand": brand,
        "brand_column": brand_column,
        "assign": assign,
        "mapping": dict(parse_map(",".join(columns or ()))),
        "source": source,
        "date": date,
        "date_order": date_order,
        "timezone": timezone,
        "markup": markup,
        "sampled": sampled,
    }
    run_job("import", {name: value for name, value in arguments.items() if value}, later=later)


def _named(file: Path) -> Path:
    """The file, whose name goes into a job's row. Raises InputError for bytes that are no text."""
    if _NOT_TEXT.search(str(file)):
        shown = ascii(str(file))[1:-1]
        raise InputError(f"The name {shown} is not plain text. Rename the file first.")
    return file


def ingest(
    source: Annotated[str, typer.Argument(help="One of: " + ", ".join(all_sources()) + ".")],
    brand: Annotated[str, typer.Option(help="The brand's key, from `brand list`.")],
    target: Annotated[str, typer.Option(help="What to read; see below.")],
    since: Annotated[
        str | None, typer.Option(help="How far back the first run goes: 2025-04-01.")
    ] = None,
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Read everything again, not only what is new.")
    ] = False,
    later: Later = False,
) -> None:
    arguments = {
        "source": source,
        "brand": brand,
        "target": target,
        "since": since,
        "afresh": afresh,
    }
    given = {name: value for name, value in arguments.items() if value not in (None, False)}
    run_job("ingest", given, later=later)


ingest.__doc__ = (
    "Read what is new at a source and bring the brands up to date.\n\nTargets by source:\n\n"
    + "\n\n".join(f"- {name}: {source.help}" for name, source in all_sources().items())
)


def forget(
    source: Annotated[str, typer.Argument(help="The source, as in post lists: reddit.")],
    author: Annotated[str | None, typer.Option(help="Forget all posts of this author.")] = None,
    post: Annotated[str | None, typer.Option(help="Forget the post of this native id.")] = None,
) -> None:
    """Delete an author's posts, or one post, for good: they stay gone on every later run."""
    if (author is None) == (post is None):
        raise InputError("Name either --author or --post.")
    with opened() as (store, _):
        if author is not None:
            number = forget_posts(store, source, "author", author)
        else:
            number = forget_posts(store, source, "post", str(post))
    console.print(f"{number:,} posts are gone and will not come back.")
    run_job("process", {})
