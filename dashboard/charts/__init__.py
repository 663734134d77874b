"""Charts: functions from a frame to an Altair chart. No Streamlit, no words but axis labels."""
