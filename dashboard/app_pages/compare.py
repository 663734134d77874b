"""Any two stretches of days beside each other, against competitors; and month by month."""

import streamlit as st

from dashboard import data
from dashboard.parts import bar, compared, stretches
from dashboard.words import compare as words

choice = bar.choose(weekly=False)
spans = stretches.choose(choice)
compared.follow(choice, spans)
brands = data.brands()
versions = tuple(zip(brands["key"], brands["data_version"], strict=True))
with st.spinner(words.RECKONING):
    found = data.compared(choice.key, versions, *spans)

compared.dials(found, choice, spans)
compared.moved(found, choice, spans)
compared.tones(found)
compared.periods(choice)
