"""The jobs that run and ran, live: how far, what they counted, what went wrong."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import figures, live
from dashboard.parts.render import show
from dashboard.rows import Row, rows, text
from dashboard.words import jobs as words
from pipeline.errors import TribeError


@st.fragment(run_every=1.0)
def newest() -> None:
    """The newest jobs, asked for anew every second; the rest of the page stands still."""
    if not live.worker_alive():
        steps = (("", words.WORKER_COMMAND),)
        show("empty.html", title=words.NO_WORKER_TITLE, note=words.NO_WORKER, steps=steps)
    jobs = live.recent_jobs()
    if jobs.empty:
        st.caption(words.NO_JOBS)
    for row in rows(jobs):
        with st.container(key=f"job_{row['id']}", gap="xxsmall"):
            _job(row)


def _job(row: Row) -> None:
    running = row["status"] == "running"
    show(
        "job.html",
        status=row["status"],
        status_said=words.JOB_STATUS[row["status"]],
        kind=words.JOB_KIND.get(row["kind"], row["kind"]),
        what=_what(row["arguments"]),
        brand=text(row["brand"]),
        number=row["id"],
        when=_when(row),
        stage=_stage(row) if running else "",
        percent=_percent(row) if running else None,
        counts=_counts(row["counts"] or {}),
        notes=[note for note in row["notes"] or [] if not Path(note).is_file()],
        error=text(row["error"]),
    )
    if row["status"] in ("waiting", "running") and not row["cancel_requested"]:
        st.button(
            words.CANCEL, key=f"cancel_{row['id']}", icon=":material/stop_circle:",
            on_click=_cancel, args=(int(row["id"]),),
        )  # fmt: skip
    if row["kind"] == "report" and row["status"] == "done":
        _files(row)


def _cancel(number: int) -> None:
    try:
        live.cancel_job(number)
    except TribeError as ended:  # it came to its end while the person reached for the button
        st.toast(str(ended))


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)


def _what(arguments: Mapping[str, Any]) -> str:
    """The file, the source's target or the week, whichever the job has."""
    if arguments.get("path"):
        return Path(str(arguments["path"])).name
    return " ".join(
        str(arguments[key]) for key in ("source", "target", "week") if arguments.get(key)
    )


def _when(row: Row) -> str:
    started: datetime = row["started_at"] if pd.notna(row["started_at"]) else row["created_at"]
    said = f"{figures.day(started)}, {started:%H:%M} UTC"
    if pd.notna(row["finished_at"]) and pd.notna(row["started_at"]):
        seconds = (row["finished_at"] - row["started_at"]).total_seconds()
        said += f", took {figures.lasting(seconds)}"
    return said


def _stage(row: Row) -> str:
    stage = text(row["stage"]) or words.BEGINNING
    if pd.notna(row["total"]):
        return f"{stage}: {row['done']:,} of {int(row['total']):,}"
    return f"{stage}: {row['done']:,}" if row["done"] else stage


def _percent(row: Row) -> float | None:
    if pd.isna(row["total"]) or not row["total"]:
        return None
    return min(100.0, 100 * row["done"] / row["total"])


def _files(row: Row) -> None:
    """The written files, to download."""
    folder = Path(str(row["arguments"].get("folder", "")))
    files = sorted(path for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []
    with st.container(horizontal=True):
        for path in files:
            st.download_button(
                path.name, path.read_bytes(), path.name, key=f"file_{row['id']}_{path.name}",
                icon=":material/download:",
            )  # fmt: skip
