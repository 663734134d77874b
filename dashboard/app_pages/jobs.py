"""Start a job, watch it, stop it, take what it made."""

import streamlit as st

from dashboard import data
from dashboard.parts import job_forms, job_list
from dashboard.parts.empty import first_steps
from dashboard.parts.render import section, show
from dashboard.words import jobs as words

brands = data.brands()

show("lead.html", text=words.JOBS_LEAD)
left, right = st.columns([5, 7], gap="large")
with left:
    section(words.START)
    if brands.empty:
        first_steps()
    else:
        job_forms.forms(brands)
with right:
    section(words.LATELY)
    job_list.newest()
