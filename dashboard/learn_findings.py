"""What actions changed, in titles that say the finding."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import figures
from dashboard.words import learn as words
from dashboard.words import shared

SIDES = tuple((side, words.SIDE[side]) for side in ("treated", "control"))


def actions(found: pd.DataFrame) -> str:
    """How many actions changed something that can be told."""
    if found.empty:
        return shared.PAGES["learn"]
    count, clear = found["action_id"].nunique(), found[found["verdict"] == "clear"]
    told = clear["action_id"].nunique()
    if told == 0:
        each = "the one action" if count == 1 else f"any of {count} actions"
        return f"No effect of {each} can be told from chance yet"
    return f"{told} of {count} actions changed something that can be told"


def action(found: pd.DataFrame) -> str:
    """What one action changed, if that can be told."""
    clear = found[found["verdict"] == "clear"]
    name = found["name"].iloc[0]
    if found["measure"].isna().any():
        return str(name)
    if clear.empty:
        return f"{name}: what it changed cannot be told"
    return f"{name}: {'; '.join(clear['finding'])}"


def action_note(row: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """What was done when, and what it is compared with."""
    against = [labels.get(str(one), str(one)) for one in row["against"]]
    if not len(row["controls"]) and len(row["narratives"]) and against:
        said = f"all {len(against)} other narratives"
    else:
        said = ", ".join(against) or words.NOTHING_LIKE_IT
    kind = words.KIND[row["kind"]].capitalize()
    return words.ACTIONS_NOTE.format(kind=kind, day=figures.day_and_year(row["day"]), against=said)
