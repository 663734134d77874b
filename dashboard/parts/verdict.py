"""The verdict of the week and the line of a narrative: sentences that open their posts."""

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import data, figures, links
from dashboard.choice import Choice
from dashboard.parts.render import show
from dashboard.words import shared
from pipeline.words import counted

if TYPE_CHECKING:
    from pipeline.authority import Sentence


def verdict(choice: Choice) -> None:
    """What moved, why, and who led; the first sentence is the headline of the page."""
    found = data.verdict(choice.brand_id, choice.version, choice.week)
    with st.container(key="verdict", gap="small"):
        for name, sentence in zip(links.SENTENCES, found.sentences, strict=True):
            with st.container(key=f"verdict_{name}"):
                said(sentence, links.sentence_address(choice.key, choice.week, name))
        if found.caution:
            show("caution.html", text=found.caution)


def unheard(choice: Choice) -> None:
    """A caution where no post of the brand's own was read: strips of voices lack its part."""
    if not choice.heard:
        show("caution.html", text=f"{shared.UNHEARD.format(name=choice.name)}.")


def line(choice: Choice, narrative: int) -> None:
    """What a narrative did in the week, in one line; nothing before it was told."""
    found = data.lines(choice.brand_id, choice.version, choice.week).get(narrative)
    if found is not None:
        with st.container(key=f"line_{narrative}"):
            said(found, links.line_address(choice.key, choice.week, narrative))


def said(sentence: "Sentence", address: links.Address) -> None:
    """A sentence, which opens its posts."""
    text, posts = figures.unbroken(sentence.text), len(sentence.mentions)
    if not posts:
        show("sentence.html", text=text)
        return
    st.page_link(
        links.POSTS,
        label=f"{links.plain(text)} :gray[:small[{counted(posts, 'post')}]]",
        icon="",
        query_params=address,
    )
