"""`brand add`, `load`, `list`, `show`, `remove`: who is listened for."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from pipeline import brands
from pipeline.brands import Brand
from pipeline.cli.work import console, opened, run_job
from pipeline.errors import InputError
from pipeline.weeks import parse_week, week_name

app = typer.Typer(help="Define the brands you listen for.", no_args_is_help=True)

BySource = Annotated[list[str] | None, typer.Option(metavar="SOURCE=NAME")]


@app.command()
def add(
    key: Annotated[str, typer.Argument(help="Short name for commands and addresses: duolingo.")],
    name: Annotated[str | None, typer.Option(help="As it is shown; default: the key.")] = None,
    query: Annotated[
        str | None,
        typer.Option(help='What a post must say: words, "a phrase", OR, -excluded.'),
    ] = None,
    timezone: Annotated[str, typer.Option(help="Whose weeks count: Europe/Berlin.")] = "UTC",
    baseline: Annotated[
        str | None,
        typer.Option(help="Weeks to compare with: 2025-W10..2025-W13; default: the first four."),
    ] = None,
    competitor: Annotated[list[str] | None, typer.Option(help="Another brand's key.")] = None,
    handle: BySource = None,
    community: BySource = None,
    media: BySource = None,
    threads: Annotated[bool, typer.Option(help="A reply under a mention is a mention.")] = True,
    except_threads: BySource = None,
) -> None:
    """Define a brand, or change one; a change re-matches the posts that are stored.

    The repeatable SOURCE=NAME options: --handle the brand's own accounts, --community where every
    post is about it (a subreddit, an app id), --media press and creators, --except-threads
    communities where a reply under a mention is not taken for one.

    Example: brand add duolingo --name Duolingo --query 'duolingo OR "duo lingo"'
    --community reddit=duolingo --handle reddit=DuolingoTeam
    """
    first, last = _baseline(baseline)
    _save(
        [
            Brand(
                key=key,
                name=name or key,
                query=f'"{name or key}"' if query is None else query,
                timezone=timezone,
                baseline_first=first,
                baseline_last=last,
                competitors=tuple(competitor or ()),
                handles=_by_source(handle, "--handle"),
                communities=_by_source(community, "--community"),
                media=_by_source(media, "--media"),
                follow_threads=threads,
                thread_exceptions=_by_source(except_threads, "--except-threads"),
            )
        ]
    )


@app.command()
def load(file: Annotated[Path, typer.Argument(help="A TOML file with [[brand]] tables.")]) -> None:
    """Define the brands of a TOML file; a change re-matches the posts that are stored."""
    _save(brands.load_toml(file))


@app.command("list")
def list_brands() -> None:
    """Show every brand with its query."""
    with opened() as (store, _):
        known = brands.all_brands(store)
    if not known:
        console.print("No brand is defined yet. Define one: python -m pipeline brand add --help")
        return
    table = Table("key", "name", "query", "competitors", box=None)
    for brand in known:
        shown = f"{brand.name} (fiction)" if brand.fiction else brand.name
        table.add_row(brand.key, shown, brand.query, ", ".join(brand.competitors))
    console.print(table)


@app.command()
def show(key: Annotated[str, typer.Argument(help="The brand's key.")]) -> None:
    """Show how one brand is defined."""
    with opened() as (store, _):
        brand = brands.get(store, key)
    table = Table(show_header=False, box=None)
    for label, value in _facts(brand):
        table.add_row(label, value)
    console.print(table)


@app.command()
def remove(
    key: Annotated[str, typer.Argument(help="The brand's key.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete a brand with its mentions, narratives and figures; the posts stay."""
    with opened() as (store, _):
        brand = brands.get(store, key)
        if not yes:
            typer.confirm(f"Delete {brand.name} with all its narratives?", abort=True)
        brands.remove(store, key)
    console.print(f"{brand.name} is deleted; the posts stay.")


def _save(defined: Iterable[Brand]) -> None:
    rematch = False
    with opened() as (store, _):
        for brand in defined:
            saved = brands.save(store, brand)
            rematch = rematch or saved.rematch
            console.print(f"{brand.name}: {'saved' if saved.changed else 'as it was'}.")
        with store.connect() as db:
            rematch = rematch and store.sql.process_any_post(db)
    if rematch:
        run_job("process", {})


def _baseline(text: str | None) -> tuple[date | None, date | None]:
    if text is None:
        return None, None
    first, separator, last = text.partition("..")
    if not separator:
        raise InputError(f'--baseline "{text}" is not two weeks. Write it like 2025-W10..2025-W13.')
    return parse_week(first), parse_week(last)


def _by_source(pairs: list[str] | None, option: str) -> dict[str, tuple[str, ...]]:
    named: defaultdict[str, list[str]] = defaultdict(list)
    for pair in pairs or ():
        source, separator, name = pair.partition("=")
        if not separator or not source or not name:
            raise InputError(
                f'{option} "{pair}" is not SOURCE=NAME. Write it like reddit=duolingo.'
            )
        named[source].append(name)
    return {source: tuple(names) for source, names in named.items()}


def _facts(brand: Brand) -> list[tuple[str, str]]:
    first, last = brand.baseline_first, brand.baseline_last
    baseline = f"{week_name(first)} to {week_name(last)}" if first and last else "first four weeks"
    lists = {
        "handles": brand.handles,
        "communities": brand.communities,
        "media": brand.media,
        "no threads in": brand.thread_exceptions,
    }
    return [
        ("key", brand.key),
        ("name", f"{brand.name} (fiction)" if brand.fiction else brand.name),
        ("query", brand.query),
        ("time zone", brand.timezone),
        ("baseline", baseline),
        ("competitors", ", ".join(brand.competitors) or "–"),
        ("follows threads", "yes" if brand.follow_threads else "no"),
        *(
            (
                label,
                "; ".join(f"{source}: {', '.join(names)}" for source, names in by.items()) or "–",
            )
            for label, by in lists.items()
        ),
    ]
