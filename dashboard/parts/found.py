"""The posts that were found: how many, which filters, one page of them."""

import math
from dataclasses import replace
from datetime import date

import streamlit as st

from dashboard import data, figures, links
from dashboard.choice import Choice
from dashboard.links import Wanted
from dashboard.parts import people
from dashboard.parts.filters import told
from dashboard.parts.render import show
from dashboard.words import posts as words
from pipeline.views import PostFilter

SIZE = 25


def found(choice: Choice, wanted: Wanted) -> None:
    """One page of posts, and the way to the others."""
    page = data.posts(choice.brand_id, choice.version, wanted.posts, wanted.page, SIZE)
    if page.posts.empty and wanted.page > 1:
        _turn(1)
    _head(choice, wanted, page.total)
    if page.posts.empty:
        show("empty.html", title=words.NO_POSTS_TITLE, note=words.NO_POSTS, steps=())
        return
    show("post.html", posts=people.told(page.posts, choice.timezone))
    pages = math.ceil(page.total / SIZE)
    if pages > 1:
        turned = st.pagination(pages, default=wanted.page, key=f"pages_{hash(wanted)}")
        if turned != wanted.page:
            _turn(turned)


def evidence(choice: Choice, wanted: Wanted) -> Wanted:
    """What the address asks for; a sentence stands for the posts it rests on."""
    week = wanted.posts.first_week
    if not wanted.sentence or week is None:
        return wanted
    mentions = _behind(choice, wanted.sentence, week, wanted.posts.narrative)
    # the sentence may rest on the week before too: its posts are named one by one
    return replace(wanted, posts=PostFilter(mentions=mentions or (0,), order=wanted.posts.order))


def _behind(choice: Choice, name: str, week: date, narrative: int | None) -> tuple[int, ...]:
    brand = choice.brand_id, choice.version, week
    if name == links.LINE:
        said = data.lines(*brand).get(narrative or 0)
    else:
        said = getattr(data.verdict(*brand), name)
    return () if said is None else said.mentions


def _head(choice: Choice, wanted: Wanted, total: int) -> None:
    frame = data.narratives(choice.brand_id, choice.version, choice.week)
    labels = dict(zip(frame["number"].astype(int), frame["label"], strict=True))
    filtered = words.BEHIND[wanted.sentence] if wanted.sentence else told(wanted.posts, labels)
    show("found.html", total=figures.count(total), one=total == 1, filtered=filtered)
    if filtered:
        st.page_link(
            links.POSTS, label=words.CLEAR, icon=":material/close:",
            query_params={"brand": choice.key},
        )  # fmt: skip


def _turn(page: int) -> None:
    """Show another page of the same posts."""
    if page == 1:
        st.query_params.pop("page", None)
    else:
        st.query_params["page"] = str(page)
    st.rerun()
