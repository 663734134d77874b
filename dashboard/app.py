"""The dashboard: `python -m streamlit run dashboard/app.py`, in the project's folder."""

from pathlib import Path

import streamlit as st

from dashboard import data
from dashboard.parts.render import dress
from dashboard.words import shared as words
from pipeline.errors import TribeError

_HERE = Path(__file__).parent

st.set_page_config(page_title=words.BRAND, page_icon=str(_HERE / "mark.svg"), layout="wide")
st.logo(str(_HERE / "wordmark.svg"), size="medium")
page = st.navigation(
    [
        st.Page("app_pages/overview.py", title=words.PAGES["overview"], default=True),
        st.Page("app_pages/narratives.py", title=words.PAGES["narratives"]),
        st.Page("app_pages/customers.py", title=words.PAGES["customers"]),
        st.Page("app_pages/compare.py", title=words.PAGES["compare"]),
        st.Page("app_pages/learn.py", title=words.PAGES["learn"]),
        st.Page("app_pages/alerts.py", title=words.PAGES["alerts"]),
        st.Page("app_pages/posts.py", title=words.PAGES["posts"]),
        st.Page("app_pages/jobs.py", title=words.PAGES["jobs"]),
    ],
    position="top",
)
dress()
try:
    data.store()
    page.run()
except TribeError as error:
    st.error(str(error), icon=":material/error:")
