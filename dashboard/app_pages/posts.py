"""The evidence: what people wrote, searched and filtered."""

import streamlit as st

from dashboard import links
from dashboard.parts import bar
from dashboard.parts.filters import filters
from dashboard.parts.found import evidence, found

choice = bar.choose(weekly=False)
wanted = links.posts_wanted(st.query_params.to_dict())

filters(choice, wanted)
found(choice, evidence(choice, wanted))
