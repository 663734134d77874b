"""Forms that start a job: import a file, read a source, make a weekly summary."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard import data, figures, links, live
from dashboard.choice import default_week, weeks_of
from dashboard.words import bar, shared
from dashboard.words import jobs as words
from pipeline.weeks import week_name

FILES = ["csv", "tsv", "jsonl", "ndjson", "parquet", "xlsx", "txt"]


def forms(brands: pd.DataFrame) -> None:
    """What can be started, one tab each."""
    names = dict(zip(brands["key"], brands["name"], strict=True))
    wanted = st.query_params.get("brand", st.session_state.get("kept_brand"))
    place = list(names).index(wanted) if wanted in names else 0
    tabs = st.tabs([words.IMPORT, words.INGEST, words.REPORT])
    with tabs[0]:
        _import(names, place)
    with tabs[1]:
        _ingest(names, place)
    with tabs[2]:
        _report(brands, names, place)


def _import(names: Mapping[str, str], place: int) -> None:
    with st.form("import", border=False):
        brand = _brand(names, place)
        upload = st.file_uploader(words.UPLOAD, type=FILES)
        path = st.text_input(words.PATH, placeholder="/data/posts.csv").strip()
        with st.expander(words.MORE_OPTIONS):
            options = _options()
        if not st.form_submit_button(words.START_IMPORT, type="primary"):
            return
    if upload is None and not path:
        st.warning(words.NO_FILE, icon=":material/warning:")
        return
    taken = str(_kept(upload.name, upload.getvalue())) if upload is not None else path
    _start("import", {"path": taken, "brand": brand} | options, brand)


def _options() -> dict[str, str]:
    """What a person may say about a file; what is left empty is found out."""
    assign = st.selectbox(
        words.ASSIGN_LABEL, tuple(words.ASSIGN), format_func=words.ASSIGN.__getitem__
    )
    column = st.text_input(words.BRAND_COLUMN).strip()
    day = st.date_input(words.ROWS_DATE, None)
    given = {"assign": assign if assign != "auto" else "", "brand_column": column}
    given["date"] = day.isoformat() if isinstance(day, date) else ""
    return {name: value for name, value in given.items() if value}


def _kept(name: str, content: bytes) -> Path:
    """An uploaded file, stored where a worker finds it; a second one of the same name beside it."""
    folder = data.settings().home / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    safe = Path(name.replace("\\", "/")).name or "upload"
    path, number = folder / safe, 1
    while path.exists() and path.read_bytes() != content:
        number += 1
        path = folder / f"{Path(safe).stem}-{number}{Path(safe).suffix}"
    path.write_bytes(content)
    return path


def _ingest(names: Mapping[str, str], place: int) -> None:
    sources = live.sources()
    name = st.segmented_control(
        words.SOURCE_LABEL, list(sources), default=next(iter(sources)), required=True,
        format_func=lambda name: sources[name].title, key="ingest_source",
    )  # fmt: skip
    with st.form("ingest", border=False):
        brand = _brand(names, place)
        target = st.text_input(words.TARGET).strip()
        st.caption(links.plain(sources[name].help))
        if not st.form_submit_button(words.START_INGEST, type="primary"):
            return
    if not target:
        st.warning(words.NO_TARGET, icon=":material/warning:")
        return
    _start("ingest", {"source": name, "target": target, "brand": brand}, brand)


def _report(brands: pd.DataFrame, names: Mapping[str, str], place: int) -> None:
    brand = _brand(names, place, key="report_brand")
    row = brands[brands["key"] == brand].iloc[0]
    dials = data.dials(int(row["id"]), int(row["data_version"]))
    weeks, usual = weeks_of(dials), default_week(dials)
    if usual is None:
        st.caption(words.NO_WEEKS)
        return
    with st.form("report", border=False):
        week = st.selectbox(
            bar.CHOOSE_WEEK, weeks, weeks.index(usual), format_func=figures.week_span
        )
        if not st.form_submit_button(words.START_REPORT, type="primary"):
            return
    folder = data.settings().home / "reports" / brand / week_name(week)
    _start("report", {"brand": brand, "week": week_name(week), "folder": str(folder)}, brand)


def _brand(names: Mapping[str, str], place: int, key: str | None = None) -> str:
    return st.selectbox(bar.CHOOSE_BRAND, list(names), place, names.__getitem__, key=key)


def _start(kind: str, arguments: Mapping[str, str], brand: str) -> None:
    number = live.start_job(kind, arguments, brand)
    st.toast(shared.STARTED.format(number=number), icon=":material/check:")
