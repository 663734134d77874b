"""What left the usual and nobody has seen yet, what was seen, and who is told."""

from dashboard import live
from dashboard.parts import alarms, bar

choice = bar.choose(weekly=False)
found = live.alerts(choice.brand_id)

alarms.waiting(found, choice)
alarms.seen(found, choice)
alarms.told()
