"""Every narrative of a brand; one of them opened by its number in the address."""

import streamlit as st

from dashboard import data
from dashboard import story_findings as findings
from dashboard.parts import bar, empty, stories
from dashboard.parts.render import show
from dashboard.parts.story import story
from dashboard.rows import rows
from dashboard.words import narratives as words

choice = bar.choose()
frame = data.narratives(choice.brand_id, choice.version, choice.week)
number = st.query_params.get("narrative", "")
opened = frame[frame["number"].astype(str) == number]

if frame.empty:
    empty.no_narratives()
elif len(opened):
    story(rows(opened)[0], choice)
else:
    if number:
        st.info(words.NO_SUCH_NARRATIVE.format(number=number), icon=":material/info:")
    show("lead.html", text=findings.narratives(frame))
    stories.listed(frame, choice)
