"""Labelled domains to learn from how a tone head errs elsewhere; none of them trained the head."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from models.datasets import TONES, DataError, Labelled, read_labelled

REFERENCE = "tone_tweets_dev"
AIRLINE, SXSW = "airline_tweets", "sxsw"
_FEELINGS = {
    "Negative emotion": "negative",
    "No emotion toward brand or product": "neutral",
    "Positive emotion": "positive",
}
# Demszky et al. 2020, «GoEmotions»: their grouping by sentiment; ambiguous emotions are left out.
_NEGATIVE = set(
    "anger annoyance disappointment disapproval disgust embarrassment fear grief nervousness "
    "remorse sadness".split()
)
_POSITIVE = set(
    "admiration amusement approval caring desire excitement gratitude joy love optimism pride "
    "relief".split()
)


def tone_domains(data: Path) -> dict[str, Labelled]:
    """Tweets, complaints, a conference, reviews and Reddit, each with a tone of the whole text."""
    return {
        REFERENCE: read_labelled(data / "tone_tweets_dev.csv", "text", "label", TONES),
        AIRLINE: airline(data),
        SXSW: sxsw(data),
        **_sentences(data),
        "goemotions": _goemotions(data),
    }


def airline(data: Path) -> Labelled:
    """Tweets to six airlines."""
    path = data / "airline_tweets_feb16_21.csv"
    return read_labelled(path, "text", "airline_sentiment", TONES)


def sxsw(data: Path) -> Labelled:
    """Tweets of a conference, with the emotion towards the brand they name."""
    frame = _table(data / "sxsw_brand_emotions.csv", encoding="latin-1")
    return _labelled(frame.iloc[:, 0], frame.iloc[:, 2].map(_FEELINGS))


def _sentences(data: Path) -> dict[str, Labelled]:
    """By source, the texts of which all targets have the same tone."""
    frame = _table(data / "target_tone_train.csv")
    agreed = frame.groupby(["source", "text"])["label"].agg(["first", "nunique"]).reset_index()
    agreed = agreed[agreed["nunique"] == 1]
    found = {
        str(source): _labelled(rows["text"], rows["first"])
        for source, rows in agreed.groupby("source")
    }
    return {name: texts for name, texts in found.items() if len(set(texts.labels)) == len(TONES)}


def _goemotions(data: Path) -> Labelled:
    """Reddit comments whose emotions are of one tone."""
    names = (data / "goemotions" / "labels.txt").read_text(encoding="utf-8").split()
    tones = ["negative" if n in _NEGATIVE else "positive" if n in _POSITIVE else n for n in names]
    frame = _table(data / "goemotions" / "dev.tsv", sep="\t", header=None, quoting=3)
    found = frame.iloc[:, 1].map(lambda numbers: {tones[int(i)] for i in numbers.split(",")})
    return _labelled(frame.iloc[:, 0], found.map(lambda tones: "".join(tones)))


def _table(path: Path, **reading: object) -> pd.DataFrame:
    if not path.is_file():
        raise DataError(f"{path} is missing. Say where the data lie: --data FOLDER")
    return pd.read_csv(path, dtype=str, **reading)  # type: ignore[call-overload, no-any-return]


def _labelled(texts: pd.Series[str], labels: pd.Series[str]) -> Labelled:
    """Each text once; without a label that is a tone, or with two, it is left out."""
    frame = pd.DataFrame({"text": texts, "label": labels.where(labels.isin(TONES))}).dropna()
    frame = frame.drop_duplicates().drop_duplicates(subset="text", keep=False)
    codes = frame["label"].map({name: i for i, name in enumerate(TONES)})
    return Labelled(frame["text"].tolist(), np.asarray(codes, dtype=np.int64))
