"""What can be learnt from the data folder: for each task its labels and its texts, split."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from models.datasets import (
    TONES,
    DataError,
    Labelled,
    keep_aside,
    read_labelled,
    table,
    together,
    unmasked,
    without,
)
from models.heads import Kind
from models.labels import EKMAN, label_finder
from models.localised import paired, renamed

SEED = 20_261_121
EXAMPLES = Path(__file__).parent / "examples"
INTENTS = (
    "none", "experience", "complaint", "praise", "question",
    "advice asked", "advice given", "leaving", "request",
)  # fmt: skip
_SXSW = ("iPad", "iPhone", "Apple", "Google", "Android")
# A capitalised word that begins no sentence, with the one that follows it; or a handle, a tag.
_NAME = re.compile(r"(?:(?<=[a-z,] )|(?<=[@#]))[A-Z][\w']{3,}(?: [A-Z][\w']+)?")


@dataclass(frozen=True)
class Task:
    """Texts to train on, to calibrate on, and to state figures of (by title)."""

    labels: tuple[str, ...]
    train: Labelled
    aside: Labelled
    dev: dict[str, Labelled]
    kind: Kind = "one"
    said: str = ""  # what the data are, for the card


def tone(data: Path) -> Task:
    """SemEval tweets; the airline tweets are only measured on."""
    dev = read_labelled(data / "tone_tweets_dev.csv", "text", "label", TONES)
    airline = read_labelled(
        data / "airline_tweets_feb16_21.csv", "text", "airline_sentiment", TONES
    )
    found = read_labelled(data / "tone_tweets_train.csv", "text", "label", TONES)
    train, aside = keep_aside(without(found, dev.texts), 0.063, SEED)
    said = "`tone_tweets_train.csv` (SemEval 2013–2016 tweets) less the texts of the dev part"
    shown = {"tone_tweets_dev": dev, "airline_tweets_feb16_21": airline}
    return Task(TONES, unmasked(train, SEED), aside, shown, said=said)


def target(data: Path) -> Task:
    """Tone towards something named in the text; a tenth of each part kept aside by text."""
    frame = table(data / "target_tone_train.csv", ["source", "target", "label", "text"])
    source = dict(zip(frame["text"], frame["source"], strict=True))
    aspects, dev = keep_aside(_towards(frame), 0.1, SEED)
    brands, brands_dev = keep_aside(sxsw_brands(data), 0.1, SEED)
    written = _towards(_examples("target", ["text", "target", "label"]))
    posts, posts_dev = keep_aside(written, 0.1, SEED)
    train, aside = keep_aside(together(aspects, brands, posts), 0.05, SEED)
    posts = without(posts, aside.texts)  # they alone look like posts, and are few: three times
    whole = only_names(tone(data).train, 9_000, SEED)
    moved = renamed(without(aspects, aside.texts), sorted(set(whole.targets or ())), 9_000, SEED)
    train = together(train, posts, posts, paired(whole, SEED), moved)
    shown = {
        f"target_tone {name}": dev.take(
            np.flatnonzero([source[text] == name for text in dev.texts])
        )
        for name in sorted(set(frame["source"]))
    }
    shown = {"target_tone": dev} | shown | {"sxsw": brands_dev, "examples": posts_dev}
    said = (
        "`target_tone_train.csv` (laptops, restaurants, MAMS, TVs, Dong's tweets), "
        "`sxsw_brand_emotions.csv` by the brand that is named, "
        f"{len(set(written.texts)):,} posts written for this project "
        "(`models/examples/target_*.csv`); of these, sentences with several targets once more "
        "with names in their places; and pairs of the tone head's tweets, end to end, each with "
        "its tone towards what it names"
    )
    return Task(TONES, train, aside, shown, "target", said)


def sxsw_brands(data: Path) -> Labelled:
    """Tweets of a conference: the emotion towards the brand that it is directed at and named.

    Where there is none, one of the brands named is as good as another.
    """
    tweet, at, emotion = (
        "tweet_text",
        "emotion_in_tweet_is_directed_at",
        "is_there_an_emotion_directed_at_a_brand_or_product",
    )
    found = pd.read_csv(data / "sxsw_brand_emotions.csv", dtype=str, encoding="latin-1")
    find = label_finder(TONES)
    rows = []
    for text, directed, name in found[[tweet, at, emotion]].dropna(subset=[tweet]).values:
        tone = find(str(name))
        named = [one for one in _SXSW if re.search(rf"\b{one}\b", text, re.IGNORECASE)]
        if isinstance(directed, str):
            named = [one for one in named if one.lower() in directed.lower()]
        elif tone != TONES.index("neutral"):
            continue
        if tone is not None and named:
            rows.append((text, named[0], TONES[tone]))
    frame = pd.DataFrame(rows, columns=["text", "target", "label"])
    return _towards(frame.drop_duplicates("text", keep=False))


def only_names(data: Labelled, most: int, seed: int) -> Labelled:
    """Texts that name something, which then stands for what they are about; at most so many."""
    random = np.random.default_rng(seed)
    rows: list[int] = []
    targets: list[str] = []
    for row in random.permutation(len(data.texts)):
        names = [found[0] for found in _NAME.finditer(data.texts[row])]
        if names and len(rows) < most:
            rows.append(row)
            targets.append(names[random.integers(len(names))])
    return replace(data.take(np.array(rows)), targets=targets)


def emotion(data: Path) -> Task:
    """GoEmotions by Ekman's groups; a text may have several."""
    names = (data / "goemotions" / "labels.txt").read_text(encoding="utf-8").split()
    groups = tuple(EKMAN)
    of = {name: groups.index(group) for group, those in EKMAN.items() for name in those.split()}
    train, dev = (
        _goemotions(data / "goemotions" / file, [of[name] for name in names], len(groups))
        for file in ("train.tsv", "dev.tsv")
    )
    train, aside = keep_aside(without(train, dev.texts), 0.06, SEED)
    said = "`goemotions/train.tsv` (Reddit comments) in Ekman's groups and neutral"
    return Task(groups, train, aside, {"goemotions dev": dev}, "many", said)


def offensive(data: Path) -> Task:
    """OLID, as in TweetEval."""
    labels = ("not-offensive", "offensive")
    return _with_dev(data, "offensive", labels, "`offensive_train.csv` (OLID, TweetEval)")


def irony(data: Path) -> Task:
    """Tweets that were found by their hashtag; for the trunk only."""
    return _with_dev(data, "irony", ("non_irony", "irony"), "`irony_train.csv` (TweetEval)")


def emotion_tweets(data: Path) -> Task:
    """Four emotions of TweetEval; for the trunk only."""
    labels = ("anger", "joy", "optimism", "sadness")
    return _with_dev(data, "emotion", labels, "`emotion_train.csv` (TweetEval)")


def sarcasm(data: Path) -> Task:
    """iSarcasm: the authors themselves said whether they were sarcastic."""
    found = read_labelled(data / "sarcasm_train.csv", "tweet", "sarcastic", ("0", "1"))
    rest, dev = keep_aside(found, 0.15, SEED)
    train, aside = keep_aside(rest, 0.12, SEED)
    said = "`sarcasm_train.csv` (iSarcasm, labelled by the authors themselves)"
    labels = ("not-sarcastic", "sarcastic")
    return Task(labels, train, aside, {"sarcasm kept aside": dev}, said=said)


def stars(data: Path) -> Task:
    """Reviews by their stars (to 2.4, to 3.6, above); for the trunk only."""
    zomato = table(data / "zomato_reviews.csv", ["Review", "Rating"])
    alexa = table(
        data / "amazon_alexa.tsv", ["verified_reviews", "rating"], sep="\t", encoding="utf-8-sig"
    )
    found = pd.concat([zomato.set_axis(["text", "stars"], axis=1),
                       alexa.set_axis(["text", "stars"], axis=1)])  # fmt: skip
    found["stars"] = pd.to_numeric(found["stars"], errors="coerce")
    found = found.dropna().drop_duplicates("text")
    first = [" ".join(text.split()[:70]) for text in found["text"]]  # the verdict stands early
    labels = np.digitize(found["stars"], [2.45, 3.65]).astype(np.int64)
    rest, dev = keep_aside(Labelled(first, labels), 0.08, SEED)
    train, aside = keep_aside(rest, 0.08, SEED)
    return Task(TONES, train, aside, {"stars": dev}, said="reviews by their stars")


def intent(_: Path) -> Task:
    """Examples written for this project; the sample's truth is measured by its own test."""
    frame = _examples("intent", ["text", "intent"]).drop_duplicates("text", keep=False)
    names = {name.replace(" ", "_"): i for i, name in enumerate(INTENTS)}
    if unknown := set(frame["intent"]) - set(names):
        raise DataError(f"{EXAMPLES} has intents {sorted(unknown)}; known: {', '.join(names)}.")
    codes = np.asarray(frame["intent"].map(names), np.int64)
    rest, dev = keep_aside(Labelled(frame["text"].tolist(), codes), 0.1, SEED)
    train, aside = keep_aside(rest, 0.12, SEED)
    said = f"`models/examples/intent_*.csv`: {len(frame):,} examples written for this project"
    return Task(INTENTS, train, aside, {"examples kept aside": dev}, said=said)


def _examples(name: str, columns: list[str]) -> pd.DataFrame:
    files = sorted(EXAMPLES.glob(f"{name}_*.csv"))
    return pd.concat([table(file, columns) for file in files], ignore_index=True)


def _towards(frame: pd.DataFrame) -> Labelled:
    codes = frame["label"].map({name: i for i, name in enumerate(TONES)})
    return Labelled(frame["text"].tolist(), np.asarray(codes, np.int64), frame["target"].tolist())


def _with_dev(data: Path, name: str, labels: tuple[str, ...], said: str) -> Task:
    dev = read_labelled(data / f"{name}_dev.csv", "text", "label", labels)
    found = read_labelled(data / f"{name}_train.csv", "text", "label", labels)
    train, aside = keep_aside(without(found, dev.texts), 0.08, SEED)
    return Task(labels, unmasked(train, SEED), aside, {f"{name} dev": dev}, said=said)


def _goemotions(path: Path, group_of: list[int], groups: int) -> Labelled:
    if not path.is_file():
        raise DataError(f"{path} is missing. Say where the data lie: --data FOLDER")
    frame = pd.read_csv(path, sep="\t", header=None, quoting=3, dtype=str).dropna()
    frame = frame.drop_duplicates(subset=0, keep=False)
    labels = np.zeros((len(frame), groups), np.float32)
    for row, those in enumerate(frame[1]):
        labels[row, [group_of[int(number)] for number in those.split(",")]] = 1
    return Labelled(frame[0].tolist(), labels)


_ALL = (tone, target, emotion, offensive, irony, emotion_tweets, sarcasm, stars, intent)
TASKS: dict[str, Callable[[Path], Task]] = {task.__name__: task for task in _ALL}
