"""The real brand files as they are: every count checked against the raw file by other means."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.files.convert import Converter
from pipeline.files.options import ImportOptions
from pipeline.files.owners import Owners
from pipeline.files.plan import File, plan_of
from pipeline.files.rows import Reject
from pipeline.files.survey import survey
from pipeline.posts import Post
from pipeline.progress import Silent
from tests.shared_data import data_file


def read(path: Path, **given: Any) -> tuple[File, list[Post], list[Reject]]:  # noqa: ANN401
    """The file's posts and rejects, without a store."""
    options = ImportOptions(brand="any", **given)
    file = File.open(path, options)
    seen = survey(file.table.read(), file.mapping, file.source, file.brand_column, Silent())
    converter = Converter(plan_of(file, options, seen, Owners(None)))
    made = [row if isinstance(row, Reject) else converter.post(row) for row in file.table.read()]
    posts = [item for item in made if isinstance(item, Post)]
    assert len({(post.source, post.native_id) for post in posts}) == len(posts)
    assert seen.rows == len(made)
    return file, posts, [item for item in made if isinstance(item, Reject)]


def raw(name: str, **given: Any) -> pd.DataFrame:  # noqa: ANN401
    frame: pd.DataFrame = pd.read_csv(data_file(name), dtype=str, keep_default_na=False, **given)
    return frame


def test_airline_tweets() -> None:
    name = "airline_tweets_feb16_21.csv"
    file, posts, rejects = read(data_file(name))
    frame = raw(name)
    assert file.mapping.preset.name == "airline-tweets"
    assert rejects == []
    assert [post.native_id for post in posts] == frame.tweet_id.tolist()
    moments = pd.to_datetime(frame.tweet_created, utc=True)
    assert [post.posted_at for post in posts] == moments.dt.to_pydatetime().tolist()
    assert sum(post.engagement or 0 for post in posts) == frame.retweet_count.astype(int).sum()
    assert any("Cancelled Flight" in post.text for post in posts), "leaked labels stay"


def test_duolingo() -> None:
    name = "reddit_duolingo.csv"
    file, posts, rejects = read(data_file(name))
    frame = raw(name)
    assert file.mapping.preset.name == "reddit-dump"
    assert rejects == []
    fullnames = frame.type.map({"comment": "t1_", "submission": "t3_"}) + frame.id
    assert [post.native_id for post in posts] == fullnames.tolist()
    assert Counter(post.kind for post in posts) == {"comment": 3_567, "post": 68}
    assert [post.engagement for post in posts] == frame.score.astype(int).tolist()
    seconds = frame.created_utc.astype(float)
    assert [post.posted_at.timestamp() for post in posts] == seconds.tolist()
    assert all(post.url for post in posts)


def test_duolingos_threads_agree_with_every_hint_in_the_file() -> None:
    _, posts, _ = read(data_file("reddit_duolingo.csv"))
    comments = [post for post in posts if post.kind == "comment"]
    unknown = [post for post in comments if post.thread_id is None]
    assert len(unknown) < len(comments) / 50
    threads = {post.native_id: post.thread_id for post in comments}
    for post in comments:
        if linked := re.search(r"reddit\.com/r/\w+/comments/(\w+)", post.raw["url"]):
            assert post.thread_id == f"t3_{linked[1]}"
        if post.parent_id and post.parent_id.startswith("t3_"):
            assert post.thread_id == post.parent_id
        elif above := threads.get(post.parent_id or ""):
            assert post.thread_id == above


def test_tesla() -> None:
    name = "reddit_tesla.csv"
    file, posts, rejects = read(data_file(name))
    frame = raw(name)
    assert file.mapping.preset.name == "reddit-dump-two-ids"
    assert rejects == []
    comments = frame.type == "comment"
    fullnames = ("t1_" + frame.comment_id).where(comments, "t3_" + frame.post_id)
    assert [post.native_id for post in posts] == fullnames.tolist()
    assert {post.thread_id for post in posts if post.kind == "post"} == {None}
    answers = [post for post in posts if post.kind == "comment"]
    assert [post.thread_id for post in answers] == ("t3_" + frame.post_id[comments]).tolist()
    assert [post.url for post in answers] == frame.url[comments].tolist(), (
        "they lead to the comment"
    )
    assert sum(post.author is None for post in posts) == (frame.author == "[deleted]").sum()


def test_zomato() -> None:
    name = "zomato_reviews.csv"
    file, posts, rejects = read(data_file(name), timezone="Asia/Kolkata")
    frame = raw(name)
    full = frame[frame.Review != ""]
    assert file.mapping.preset.name == "zomato"
    assert len(posts) == len(full) == 9_955
    assert Counter(reject.reason for reject in rejects) == {
        "empty row": 38,
        "no text, only a rating": 7,
    }
    written = full.Time.str.replace("-", "/")
    moments = pd.to_datetime(written, format="%m/%d/%Y %H:%M").dt.tz_localize("Asia/Kolkata")
    assert [post.posted_at for post in posts] == moments.dt.tz_convert("UTC").tolist()
    assert sum(post.rating is None for post in posts) == (full.Rating == "Like").sum() == 1
    assert posts[0].raw["Metadata"] == "1 Review , 2 Followers"


def test_alexa() -> None:
    name = "amazon_alexa.tsv"
    file, posts, rejects = read(data_file(name))
    frame = raw(name, sep="\t")
    full = frame[frame.verified_reviews.str.strip() != ""]
    assert (file.table.kind, file.mapping.preset.name) == ("TSV", "amazon-alexa")
    assert len(posts) == len(full)
    assert len(rejects) == len(frame) - len(full) == 79
    assert [post.rating for post in posts] == full.rating.astype(float).tolist()
    twins = sum("-" in post.native_id for post in posts)
    same = full[["rating", "date", "verified_reviews"]].duplicated().sum()
    assert twins == same, "exact duplicates stay separate posts"


def test_sxsw() -> None:
    name = "sxsw_brand_emotions.csv"
    file, posts, rejects = read(data_file(name), date=date(2011, 3, 12), timezone="UTC")
    assert file.facts.encoding == "mac_roman"
    assert (len(posts), len(rejects)) == (9_092, 1)
    assert {post.posted_at for post in posts} == {datetime(2011, 3, 12, tzinfo=UTC)}
    text = " ".join(_words(posts))
    assert "’" in text and "“" in text
    garbled = len(re.findall(r"â€[^\s_]", text))
    assert garbled < 5


def _words(posts: list[Post]) -> Iterator[str]:
    return (post.text for post in posts)


@pytest.mark.parametrize(
    "name",
    ["reddit_duolingo.csv", "reddit_tesla.csv", "zomato_reviews.csv", "amazon_alexa.tsv"],
)
def test_reading_again_gives_the_same_posts(name: str) -> None:
    _, once, _ = read(data_file(name))
    _, twice, _ = read(data_file(name))
    assert once == twice
