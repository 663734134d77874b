"""`python -m tests.bench.customers`: what customers do in the sample, against its truth.

The truth names one intent a post, its main one: a complaint that ends in «cancelled» is a complaint
there and leaves here. So each post that is found against the truth is printed, to be read.
"""

import tempfile
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from pipeline.settings import Settings
from pipeline.store import open_store
from tests.sample_truth import SAMPLE, load_sample

_TRUTH = {"leaves": "leaving", "asks": "advice_asked", "requests": "request"}
_FOUND = """
    select brand.key as brand, post.source, native_id as id, act.act,
           left(concat_ws(' / ', title, body), 130) as text
    from act join brand on brand.id = act.brand_id join mention on mention.id = mention_id
    join post on post.id = post_id
"""
_SWITCH = {
    ("mosskettle", "leaving-for-forkwright"): "to",
    ("forkwright", "arrivals-from-mosskettle"): "from",
}


def main() -> None:
    """Print precision and recall of each act, and what is found against the truth."""
    console = Console(width=150)
    with tempfile.TemporaryDirectory(prefix="tribe-customers-") as folder:
        store = open_store(Settings(home=Path(folder), database_url=None))
        load_sample(store, Path(folder))
        with store.connect() as db:
            cursor = db.execute(_FOUND)
            columns = [column.name for column in cursor.description or []]
            found = pd.DataFrame(cursor.fetchall(), columns=columns)
        store.close()
    truth = pd.read_csv(SAMPLE / "truth.csv", keep_default_na=False)
    own = (truth["voice"] == "customer") & (truth["spam"] == 0) & (truth["language"] == "en")
    truth = truth[own & (truth["brand"] != "") & (truth["duplicate_of"] == "")]
    table = Table("act", "found", "right", "in truth", "precision", "recall")
    against = []
    for act, intent in _TRUTH.items():
        keys = ["brand", "source", "id"]
        ours = found[found["act"] == act].drop_duplicates(keys)
        both = ours.merge(truth, on=keys, how="left")
        right = int((both["intent"] == intent).sum())
        there = _there(truth, act)
        shares = (f"{right / max(len(ours), 1):.2f}", f"{right / there:.2f}")
        table.add_row(act, str(len(ours)), str(right), str(there), *shares)
        against.append(both[both["intent"] != intent])
    console.print(table)
    switches = found[found["act"] == "switches"].merge(truth, on=["brand", "source", "id"])
    told = [key in _SWITCH for key in zip(switches["brand"], switches["narrative"], strict=True)]
    console.print(f"switches: {len(switches)}, of them in a story of switching: {sum(told)}")
    for row in pd.concat(against).itertuples():
        console.print(f"{row.act} ({row.intent}) {row.id}, {row.brand}: {row.text}", markup=False)


def _there(truth: pd.DataFrame, act: str) -> int:
    """Lines of the truth that do it; who arrives from a competitor leaves that one, not this."""
    arrives = truth["narrative"] == "arrivals-from-mosskettle"
    done = truth["intent"] == _TRUTH[act]
    return int((done & ~arrives).sum() if act == "leaves" else done.sum())


if __name__ == "__main__":
    main()
