"""Test and learn: what the brand did and what that changed; what it says and who says it too."""

import streamlit as st

from dashboard import learn_findings as findings
from dashboard import live
from dashboard.parts import bar, claims, effects
from dashboard.parts.render import show
from dashboard.words import learn as words

choice = bar.choose(weekly=False)
found = live.effects(choice.brand_id)

show("lead.html", text=findings.actions(found))
did, says = st.tabs([words.ACTIONS_TAB, words.CLAIMS_TAB])
with did:
    effects.register(choice)
    effects.listed(found, choice)
with says:
    claims.register(choice)
    claims.listed(choice)
