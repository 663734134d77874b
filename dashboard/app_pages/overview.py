"""What moved this week, who holds the say, and in whose words."""

from dashboard import data
from dashboard.parts import (
    alarms,
    bar,
    coverage,
    dial,
    moved,
    over_time,
    stories,
    terms,
    verdict,
)

choice = bar.choose()
brand = choice.brand_id, choice.version
dials = data.dials(*brand)
moved.follow(dials, choice)
over_time.follow(choice, "voices", "tones")
weeks = data.voice_weeks(*brand)

verdict.verdict(choice)
alarms.line(choice)
dial.dials(data.dials(*brand, choice.counting), choice)
moved.moved(dials, choice)
terms.terms(choice)
over_time.voices(weeks, choice)
over_time.tones(data.tone_weeks(*brand), choice)
stories.turning(choice)
coverage.coverage(choice, weeks)
