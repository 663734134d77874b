"""The verdict of the week: three sentences, each of them the way to its posts."""

import streamlit as st

from dashboard import data, figures, links, words
from dashboard.choice import Choice
from dashboard.parts.render import show


def verdict(choice: Choice) -> None:
    """What moved, why, and who led; the first sentence is the headline of the page."""
    found = data.verdict(choice.brand_id, choice.version, choice.week)
    with st.container(key="verdict", gap="small"):
        for name, sentence in zip(links.SENTENCES, found.sentences, strict=True):
            with st.container(key=f"verdict_{name}"):
                _sentence(choice, name, figures.unbroken(sentence.text), len(sentence.mentions))
        if found.caution:
            show("caution.html", text=found.caution)


def _sentence(choice: Choice, name: str, text: str, posts: int) -> None:
    if not posts:
        show("sentence.html", text=text)
        return
    count = words.ONE_POST if posts == 1 else words.SO_MANY_POSTS.format(count=figures.count(posts))
    st.page_link(
        links.POSTS,
        label=f"{links.plain(text)} :gray[:small[{links.plain(count)}]]",
        icon="",
        query_params=links.sentence_address(choice.key, choice.week, name),
    )
