"""Test and learn: what the brand did, and what that changed."""

from dashboard import data, findings
from dashboard.parts import bar, effects
from dashboard.parts.render import show

choice = bar.choose(weekly=False)
found = data.effects(choice.brand_id)

show("lead.html", text=findings.actions(found))
effects.register(choice)
effects.listed(found, choice)
