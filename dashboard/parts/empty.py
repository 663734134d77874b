"""What a page shows where there is nothing yet, and what to do about it."""

import streamlit as st

from dashboard.choice import Choice
from dashboard.parts.render import show
from dashboard.words import empty as words


def first_steps() -> None:
    """No brand is defined: the commands to run."""
    show("empty.html", title=words.EMPTY_TITLE, note="", steps=words.EMPTY_STEPS)


def no_mentions(name: str, key: str) -> None:
    """A brand is defined, and nothing of it has been read."""
    steps = (("", words.BRAND_EMPTY_COMMAND.format(key=key)),)
    show(
        "empty.html",
        title=words.BRAND_EMPTY_TITLE.format(name=name),
        note=words.BRAND_EMPTY,
        steps=steps,
    )
    _jobs_link()


def no_figures(name: str, key: str) -> None:
    """Posts were matched, and no rollup was made since."""
    steps = (("", words.STALE_COMMAND.format(key=key)),)
    show("empty.html", title=words.STALE_TITLE.format(name=name), note=words.STALE, steps=steps)
    _jobs_link()


def no_narratives() -> None:
    """No story was found in what was said."""
    show("empty.html", title=words.NARRATIVES_NONE_TITLE, note=words.NARRATIVES_NONE, steps=())


def no_scores(choice: Choice) -> None:
    """No post of the brand has been scored."""
    steps = (("", words.STALE_COMMAND.format(key=choice.key)),)
    show("empty.html", title=words.UNSCORED_TITLE, note=words.UNSCORED, steps=steps)


def no_intents(choice: Choice) -> None:
    """No post of the brand was judged for what it intends."""
    steps = (("", words.STALE_COMMAND.format(key=choice.key)),)
    show("empty.html", title=words.INTENTS_NONE_TITLE, note=words.INTENTS_NONE, steps=steps)


def _jobs_link() -> None:
    st.page_link("app_pages/jobs.py", label="Go to Jobs", icon=":material/arrow_forward:")
