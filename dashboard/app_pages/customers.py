"""What customers do with their power: leave, ask their peers, ask the brand."""

import pandas as pd

from dashboard import customer_findings, data
from dashboard.parts import bar, customers, empty
from dashboard.parts.render import show

choice = bar.choose()
weeks = data.leaving(choice.brand_id, choice.version)

if weeks.empty:
    empty.no_intents(choice)
else:
    now = customer_findings.last(weeks, pd.Timestamp(choice.week))
    show("lead.html", text=customer_findings.lead(now, choice.name))
    show("young.html")
    counts = data.act_counts(choice.brand_id, choice.version, choice.week)
    customers.optout(choice, counts)
    customers.tribe(choice, counts)
    customers.requests(choice, counts)
