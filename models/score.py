"""Score any file: python -m models.score FILE --text COLUMN --out FILE

Every head's output for every row of a CSV, TSV, JSONL or Parquet file, no database needed. A run
that is killed goes on where it stopped when it is started again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from models.chosen import Choice, TextScorer
from models.errors import HeadError, TableError
from models.judged import CHUNK, Columns, Judge, Judged, Tell, columns_of
from models.outputs import Result, suffix_of, write
from models.parts import Parts
from models.tables import Reading, Row, Table, open_table, text_of
from models.terminal import console, progress, run

TARGET_HEAD = "target"
EMBEDDING = 384  # dimensions
_TOLD = 5  # torn rows, or reasons, that are named


@dataclass(frozen=True)
class Request:
    """What a person asks for, less how to read the file."""

    text: str
    out: Path
    target: str | None = None
    title: str | None = None
    embedding: bool = False
    choice: Choice = field(default_factory=Choice)


def main(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, JSONL or Parquet.")],
    text: Annotated[str, typer.Option(metavar="COLUMN", help="The column with the texts.")],
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="The result: .csv, .tsv, .jsonl or .parquet.")
    ],
    target: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="The column that names whom the tone is towards."),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="The column with titles, which go before the texts."),
    ] = None,
    embedding: Annotated[
        bool, typer.Option("--embedding", help="The vector of each text too (384 numbers).")
    ] = False,
    encoding: Annotated[
        str | None, typer.Option(help="Of the file, such as latin-1; default: found out.")
    ] = None,
    header: Annotated[
        bool | None,
        typer.Option(
            "--header/--no-header",
            help="Is the first row headings? Without, columns are called 1, 2, 3. "
            "Default: found out.",
        ),
    ] = None,
    tone_model: Annotated[
        str | None,
        typer.Option(
            envvar="TRIBE_TONE_MODEL",
            help="A classifier that gives the tone instead: a folder or a hub name.",
        ),
    ] = None,
    tone_labels: Annotated[
        str | None,
        typer.Option(
            envvar="TRIBE_TONE_LABELS", help="That model's labels in their order, if unnamed."
        ),
    ] = None,
    tone_languages: Annotated[
        str | None,
        typer.Option(
            envvar="TRIBE_TONE_LANGUAGES", help='Those it knows: "en,de", or "all"; default: en.'
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Begin afresh and replace a result that is there.")
    ] = False,
) -> None:
    """Add every head's label and probabilities, and the language, to each row of FILE.

    Started again after it was stopped, it goes on where it was.
    """
    choice = Choice(tone_model, tone_labels, tone_languages)
    request = Request(text, out, target, title, embedding, choice)
    table = open_table(file, Reading(encoding, header))
    _check(table, request, force)
    score_file(table, request, force)


def score_file(table: Table, request: Request, afresh: bool = False) -> None:
    """Write `request.out`. Raises ModelError, in one line, when it cannot be."""
    for note in table.notes:
        console.print(f"{table.path.name}: {note}")
    total = _count(table)
    parts = Parts(request.out)
    done = parts.begin(_plan(table, request), afresh)
    if done:
        console.print(f"Going on after row {min(done * CHUNK, total):,}.")
    scorer = request.choice.load()
    columns = _columns(scorer, request)
    judge = Judge(scorer, request.choice, columns, request.target is not None)
    with progress(f"Scoring {table.path.name}", total, min(done * CHUNK, total)) as tell:
        for number, rows in enumerate(_chunks(table)):
            texts, targets = _texts(rows, request)
            if number < done:
                judge.remember(texts, targets, parts.load(number))
                continue
            begun = number * CHUNK
            parts.save(number, judge.judge(texts, targets, _from(begun, tell)))
            tell(begun + len(rows))
    tally = Tally(columns.heads.get(TARGET_HEAD))
    result = Result(table, columns)
    write(request.out, result, result.rows(_judged(table, parts, tally)))
    parts.remove()
    scored = tally.reasons.pop("", 0)
    console.print(f"{request.out}: {scored:,} of {total:,} rows scored by {scorer.version}.")
    if tally.reasons:
        named = ", ".join(f"{reason} {n:,}" for reason, n in tally.reasons.most_common(_TOLD))
        console.print(f"Not scored: {named}{' …' if len(tally.reasons) > _TOLD else ''}.")
    if request.target is not None:
        console.print(f"Tone towards the target: {tally.towards:,}, whose texts name theirs.")


@dataclass
class Tally:
    """Of rows on their way into the result: why not scored ('' for scored), how many targets."""

    target: slice | None
    reasons: Counter[str] = field(default_factory=Counter)
    towards: int = 0

    def add(self, judged: Judged) -> None:
        """One chunk more."""
        self.reasons.update(judged.not_scored.tolist())
        if self.target is not None:
            self.towards += int((~np.isnan(judged.values[:, self.target.start])).sum())


def _judged(table: Table, parts: Parts, tally: Tally) -> Iterator[tuple[list[Row], Judged]]:
    """The file once more, each chunk with what was judged of it, which is tallied."""
    for number, rows in enumerate(_chunks(table)):
        judged = parts.load(number)
        tally.add(judged)
        yield rows, judged


def _from(begun: int, tell: Tell) -> Tell:
    return lambda done: tell(begun + done)


def _check(table: Table, request: Request, force: bool) -> None:
    """What can be told without loading a model."""
    table.require(request.text, request.target, request.title)
    suffix_of(request.out)
    if request.out.is_dir():
        raise TableError(f"{request.out} is a folder. Name a file in it.")
    if request.out.exists() and request.out.samefile(table.path):
        raise TableError(f"{request.out} is the file that is read. Name another result.")
    if request.out.exists() and not force:
        raise TableError(f"{request.out} is there already. Replace it with --force.")
    if not request.out.parent.is_dir():
        raise TableError(f"There is no folder {request.out.parent}. Make it first.")


def _count(table: Table) -> int:
    """How many rows can be read; says which cannot."""
    good, torn = 0, []
    for number, row in enumerate(table.read(), 1):
        good += row is not None
        if row is None:
            torn.append(number)
    if not good:
        raise TableError(f"{table.path.name} has headings but no rows.")
    if torn:
        named = ", ".join(map(str, torn[:_TOLD])) + (" …" if len(torn) > _TOLD else "")
        console.print(f"{table.path.name}: left out, for they are torn: {len(torn):,} ({named}).")
    return good


def _plan(table: Table, request: Request) -> dict[str, Any]:
    """What decides every number of the result."""
    with table.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "file": digest,
        "columns": list(table.columns),
        "text": request.text,
        "target": request.target,
        "title": request.title,
        "embedding": request.embedding,
        "model": request.choice.version,
        "chunk": CHUNK,
    }


def _columns(scorer: TextScorer, request: Request) -> Columns:
    labels = scorer.labels
    if request.target is not None and TARGET_HEAD not in labels:
        raise HeadError(
            "No head here judges the tone towards a target. Leave out --target, or train one: "
            f"python -m models.train {TARGET_HEAD}"
        )
    asked = {k: v for k, v in labels.items() if k != TARGET_HEAD or request.target is not None}
    return columns_of(asked, EMBEDDING if request.embedding else 0, scorer.thresholds)


def _chunks(table: Table) -> Iterator[list[Row]]:
    rows = (row for row in table.read() if row is not None)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _texts(rows: Sequence[Row], request: Request) -> tuple[list[str], list[str]]:
    texts = [text_of(row.get(request.text)) for row in rows]
    if request.title is not None:
        titles = [text_of(row.get(request.title)) for row in rows]
        texts = ["\n".join(filter(None, both)) for both in zip(titles, texts, strict=True)]
    if request.target is None:
        return texts, [""] * len(texts)
    return texts, [text_of(row.get(request.target)).strip() for row in rows]


if __name__ == "__main__":
    run(main)
