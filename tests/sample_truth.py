"""The built-in sample against its own truth: what the pipeline found, figure by figure."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score, f1_score, recall_score

from models.tasks import INTENTS
from pipeline.jobs import run_here
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.weeks import parse_week

SAMPLE = Path(__file__).parents[1] / "pipeline" / "sample"
_FOUND = """
    select brand.key as brand, post.source, native_id as id, voice, narrative.number as narrative,
           posted_at, mention.week, spam_reason is not null as spam,
           duplicate_of is not null as duplicate,
           tone.tone, score.heads -> 'intent' as intent
    from mention join brand on brand.id = mention.brand_id join post on post.id = post_id
    join mention_tone as tone on tone.mention_id = mention.id
    left join score on score.post_id = post.id left join narrative on narrative.id = narrative_id
"""


def load_sample(store: Store, home: Path) -> None:
    """Run the sample job, as `demo` does."""
    run_here(store, Settings(home=home), "sample", {})


def judged(store: Store) -> pd.DataFrame:
    """Each mention that both the truth and the pipeline have; truth in the columns `true_…`."""
    with store.connect() as db:
        cursor = db.execute(_FOUND)
        columns = [column.name for column in cursor.description or []]
        found = pd.DataFrame(cursor.fetchall(), columns=columns)
    truth = pd.read_csv(SAMPLE / "truth.csv", keep_default_na=False)
    truth["duplicate"] = truth.pop("duplicate_of") != ""
    truth["spam"] = truth["spam"] == 1
    names = ("narrative", "voice", "tone", "intent", "duplicate", "spam")
    truth = truth.rename(columns={name: f"true_{name}" for name in names})
    found["intent"] = found["intent"].map(_intent, na_action="ignore")
    return truth.merge(found, on=["brand", "source", "id"], how="inner")


def _intent(probabilities: list[float]) -> str:
    return INTENTS[int(np.argmax(probabilities))].replace(" ", "_")


def as_planted(rows: pd.DataFrame) -> pd.DataFrame:
    """The same mentions as a pipeline without an error would have them."""
    told = {name: rows[f"true_{name}"] for name in ("narrative", "voice", "spam", "duplicate")}
    return rows.assign(**told, tone=rows["true_tone"].where(rows["true_tone"] != ""))


def figures(rows: pd.DataFrame) -> dict[str, float]:
    """The figures that the sample is accepted by; `rows` from `judged`."""
    result = {f"narrative ARI, {b}": _ari(r) for b, r in rows.groupby("brand")}
    toned = rows[(rows["true_tone"] != "") & ~rows["true_spam"] & rows["tone"].notna()]
    posts = rows.drop_duplicates(["source", "id"])
    told = posts[(posts["true_voice"] == "customer") & posts["intent"].notna()]
    return result | {
        "voice accuracy": float((rows["true_voice"] == rows["voice"]).mean()),
        "tone macro recall": float(
            recall_score(toned["true_tone"], toned["tone"], average="macro")
        ),
        "intent macro F1, customers": float(
            f1_score(told["true_intent"], told["intent"], average="macro")
        ),
        "duplicates F1": float(f1_score(posts["true_duplicate"], posts["duplicate"])),
        "spam F1": float(f1_score(posts["true_spam"], posts["spam"])),
    }


def _ari(rows: pd.DataFrame) -> float:
    """Agreement over the mentions that tell a story; one that got no narrative is a miss."""
    told = rows[rows["true_narrative"] != ""]
    alone = -1 - np.arange(len(told))  # each unassigned mention is a cluster of its own
    found = told["narrative"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    return float(
        adjusted_rand_score(told["true_narrative"], np.where(np.isnan(found), alone, found))
    )


@dataclass(frozen=True)
class Claim:
    """One planted shift as found: what should have moved, by how much it did, who led."""

    brand: str
    narrative: str
    shift: str
    week: str
    measure: str
    direction: str
    change: float
    leader: str
    led: str

    @property
    def holds(self) -> bool:
        """Right sign, and the right voice led where the story names one."""
        return (self.change > 0) == (self.direction == "up") and self.leader in ("", self.led)


def claims(rows: pd.DataFrame) -> list[Claim]:
    """Every claim of shifts.csv, measured on what the pipeline found (or `as_planted`)."""
    found = []
    for shift in pd.read_csv(SAMPLE / "shifts.csv", keep_default_na=False).itertuples():
        mine = rows[(rows["brand"] == shift.brand) & ~rows["spam"] & ~rows["duplicate"]]
        found_as = mine.loc[mine["true_narrative"] == shift.narrative, "narrative"].mode()
        story = mine[mine["narrative"].isin(found_as.head(1))]
        week = parse_week(str(shift.week))
        for claim in str(shift.direction).split():
            measure, direction = claim.split(":")
            scope = mine if measure.startswith("brand_") else story
            change = _change(scope, week, measure.removeprefix("brand_"))
            led = _leader(story, week)
            found.append(
                Claim(
                    str(shift.brand), str(shift.narrative), str(shift.shift), str(shift.week),
                    measure, direction, change, str(shift.leader), led,
                )
            )  # fmt: skip
    return found


def _change(rows: pd.DataFrame, week: object, measure: str) -> float:
    """The measure in that week less the same over the two weeks before."""
    monday = pd.Timestamp(str(week))
    weeks = pd.to_datetime(rows["week"])
    now = rows[weeks == monday]
    before = rows[(weeks < monday) & (weeks >= monday - pd.Timedelta(days=14))]
    if measure == "volume":
        return len(now) - len(before) / 2
    value = {"voice_share": _voice_share, "net_sentiment": _net_sentiment}[measure]
    return value(now) - value(before)


def _voice_share(rows: pd.DataFrame) -> float:
    spoken = rows["voice"].value_counts()
    customers, brands = spoken.get("customer", 0), spoken.get("brand", 0)
    return float(customers / (customers + brands)) if customers + brands else float("nan")


def _net_sentiment(rows: pd.DataFrame) -> float:
    toned = rows.loc[rows["voice"] != "brand", "tone"].value_counts()
    total = toned.sum()
    return float((toned.get("positive", 0) - toned.get("negative", 0)) / total) if total else 0.0


def _leader(rows: pd.DataFrame, week: object) -> str:
    """The voice that began a story; in one that goes on, the voice that gained most.

    A story begins in a week if nothing was said of it in the two weeks before; a gain is the ratio
    to their mean.
    """
    monday = pd.Timestamp(str(week))
    said = rows[rows["voice"].isin(("customer", "brand"))]
    mondays = pd.to_datetime(said["week"])
    now = said[mondays == monday]
    before = said[mondays.between(monday - pd.Timedelta(days=14), monday - pd.Timedelta(days=1))]
    if before.empty and len(now):
        return str(now.sort_values("posted_at")["voice"].iloc[0])
    a_week = [
        group["voice"].value_counts().reindex(["customer", "brand"], fill_value=0) / weeks
        for group, weeks in ((now, 1), (before, 2))
    ]
    return str(((a_week[0] + 0.5) / (a_week[1] + 0.5)).idxmax())
