"""From what posts say to what customers do: who leaves, switches, asks, answers and requests.

Frames of acts have the columns ACTS. `stance` says of a switch whether it goes to `name` or comes
from it, of an answer its tone towards `name`, of a request whether the brand answered it. `about`
is the mention that is answered, or the brand's reply.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

import pandas as pd

ACTS: Final = ["mention_id", "act", "name", "stance", "about"]
Row = dict[Any, Any]
Query = Callable[..., pd.DataFrame]  # a named query of one brand, as one transaction sees it


def acts(query: Query, key: str) -> pd.DataFrame:
    """All acts of a brand's customers; `key` is the brand's own."""
    cues = query("customers_cues").astype(object)
    cues = cues.where(cues.notna(), None)
    own = _frame([row for cue in cues.to_dict("records") for row in _own(cue, key)])
    asks = own.loc[own["act"] == "asks", "mention_id"].tolist()
    answers = query("customers_answers", asks=asks).assign(act="answers")
    requests = own.loc[own["act"] == "requests", "mention_id"].tolist()
    replies = query("customers_replies", requests=requests).set_index("about")["reply"]
    found = pd.concat([own, answers.fillna({"stance": ""})[ACTS]], ignore_index=True)
    asked = found["act"] == "requests"
    found.loc[asked, "about"] = found.loc[asked, "mention_id"].map(replies)
    found.loc[asked, "stance"] = found["about"].notna().map({True: "answered", False: "open"})
    return found.astype({"about": "Int64"})


def _own(cue: Row, key: str) -> Iterator[Row]:
    """What one post does by itself."""
    way, name = switch(cue, key)
    if way:
        yield _row(cue, "switches", name, way)
    if leaves(cue, key, way):
        yield _row(cue, "leaves")
    if cue["asks"]:
        yield _row(cue, "asks")
    if cue["requests"]:
        yield _row(cue, "requests")


def switch(cue: Row, key: str) -> tuple[str, str]:
    """Whether a customer went «to» a competitor or came «from» one, and which; else nothing.

    Where a post only says whom it left, it came here if it was written in the brand's own
    community or speaks well of it; where it only says that it leaves, it went to the one competitor
    that it speaks well of.
    """
    left, taken = cue["left_name"], cue["taken_name"]
    if taken == key:
        return ("from", left) if left else ("", "")
    if taken:
        return ("to", taken) if left in (key, None) else ("", "")
    if left not in (key, None):
        here = cue["matched_by"] == "community" or cue["tone"] == "positive"
        return ("from", left) if here else ("", "")
    rivals = [name for name in cue["kindly"] if name != key]
    if len(rivals) == 1 and (cue["leaves"] or left == key) and cue["tone"] != "positive":
        return "to", rivals[0]
    return "", ""


def leaves(cue: Row, key: str, way: str) -> bool:
    """Whether a post leaves this brand.

    One that names several brands must say which, or not speak well of this one.
    """
    if way:
        return way == "to"
    if cue["left_name"] is not None or cue["taken_name"] is not None:
        return bool(cue["left_name"] == key)
    several = any(name != key for name in cue["named"])
    return bool(cue["leaves"]) and not (several and cue["tone"] == "positive")


def _row(cue: Row, act: str, name: str = "", stance: str = "") -> Row:
    return {"mention_id": cue["mention_id"], "act": act, "name": name, "stance": stance}


def _frame(rows: list[Row]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=ACTS)
