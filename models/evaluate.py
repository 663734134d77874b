"""Measure a head on labelled texts: python -m models.evaluate HEAD FILE --text COL --label COL

Macro recall, macro F1, accuracy, calibration error (ECE, 15 bins) and the error of class shares,
each with a 95 % bootstrap interval over texts; beside another model if one is named.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from models.chosen import Choice
from models.errors import HeadError, LabelError
from models.evaluated import Evaluated, Question, evaluated, show
from models.labelled import Meaning, Source, read
from models.nested import unnested
from models.score import TARGET_HEAD
from models.tables import Reading, open_table
from models.terminal import console, run
from models.version import head_files


def main(
    head: Annotated[str, typer.Argument(metavar="HEAD", help="Which head: tone.")],
    file: Annotated[Path, typer.Argument(help="CSV, TSV, JSONL or Parquet.")],
    text: Annotated[str, typer.Option(metavar="COLUMN", help="The column with the texts.")],
    label: Annotated[str, typer.Option(metavar="COLUMN", help="The column with the labels.")],
    target: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The column that names the target.")
    ] = None,
    group: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Class shares are compared within each.")
    ] = None,
    vs: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL",
            help="Another model on the same rows: a folder of heads, or a classifier's folder or "
            "hub name.",
        ),
    ] = None,
    vs_labels: Annotated[
        str | None, typer.Option(help="That model's labels in their order, if unnamed.")
    ] = None,
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FROM=TO", help="What a label means; repeat for each."),
    ] = None,
    names: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What numbers mean: a name a line, that of 0 first."),
    ] = None,
    stars: Annotated[
        bool, typer.Option("--stars", help="Labels are ratings: 1, 2 | between | 4, 5.")
    ] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="The figures as JSON too.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="Of the file; default: found out.")] = None,
    header: Annotated[
        bool | None, typer.Option("--header/--no-header", help="Default: found out.")
    ] = None,
    draws: Annotated[int, typer.Option(min=100, help="Bootstrap samples.")] = 1_000,
) -> None:
    """Measure HEAD on the labelled texts of FILE.

    In JSON, a column may lie inside a list: --label labels.polarity --target labels.aspect
    """
    columns = (text, label, target, group)
    table = unnested(open_table(file, Reading(encoding, header)), *columns)
    table.require(*columns)
    _check(head, target)
    for note in table.notes:
        console.print(f"{file.name}: {note}")
    question = Question(head, _given(maps or []), _names(names), stars, vs, vs_labels, draws)
    figures = evaluate(Source(table, *columns), question)
    show(figures)
    if json_file:
        written = json.dumps(figures.as_dict(), indent=1, ensure_ascii=False)
        json_file.write_text(written + "\n", encoding="utf-8")


def _check(head: str, target: str | None) -> None:
    """What can be told without loading a model."""
    heads = [path.stem for path in head_files()]
    if head not in heads:
        raise HeadError(f'There is no head "{head}". There are: {", ".join(heads)}.')
    if head == TARGET_HEAD and target is None:
        raise HeadError("This head judges the tone towards a target. Name its column: --target")


def _given(maps: list[str]) -> dict[str, str]:
    pairs = [one.rpartition("=") for one in maps]
    if wrong := [one for one, pair in zip(maps, pairs, strict=True) if not (pair[0] and pair[2])]:
        raise LabelError(f"--map {wrong[0]}: write it FROM=TO, such as --map 'mixed=neutral'.")
    return {there: label for there, _, label in pairs}


def _names(path: Path | None) -> tuple[str, ...]:
    if path is None:
        return ()
    try:
        names = path.read_text(encoding="utf-8-sig", errors="replace").rstrip().splitlines()
    except OSError as error:
        raise LabelError(
            f"--names {path} cannot be read: {error.strerror}. Check the name and the folder."
        ) from error
    return tuple(name.strip() for name in names)


def evaluate(source: Source, question: Question) -> Evaluated:
    """Read, ask every model, compare."""
    from models.answers import of_head, of_other  # loads torch

    ours = Choice().load()
    head, labels = question.head, ours.labels[question.head]
    meaning = Meaning(
        labels, question.maps, question.numbered, question.stars, several=head in ours.many
    )
    rows = read(source, meaning)
    answers = [of_head(ours, head, rows)]
    if question.vs:
        answers.append(of_other(question.vs, head, labels, rows, question.vs_labels))
    return evaluated(source, question, labels, rows, answers)


if __name__ == "__main__":
    run(main)
