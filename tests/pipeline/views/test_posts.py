"""Pages of posts: every filter gives what a plain look at all posts gives, in its order."""

from collections.abc import Callable

import pandas as pd

from pipeline.store import Store
from pipeline.views import PostFilter, posts
from pipeline.weeks import monday
from tests.simulator import Noise, Plan, Story, steady, talk, tell

WEEKS = 3
EVERYTHING = PostFilter(spam=True, duplicates=True)
Chosen = Callable[[pd.DataFrame], "pd.Series[bool]"]


def told(store: Store, brand_id: int) -> pd.DataFrame:
    """Some hundred posts, all that is known of them, the newest first."""
    noise, half = Noise(0.05, 0.1, 0.1, 0.1, 0.1, 0.1), steady(WEEKS, 0.4)
    stories = {k: Story(steady(WEEKS, 20), steady(WEEKS, 5), half, half) for k in (1, 2)}
    tell(store, brand_id, talk(Plan(stories, noise=noise), 3))
    found = posts(store, brand_id, EVERYTHING, size=10_000).posts
    assert found["duplicate_of"].notna().any() and found["spam_reason"].notna().any()
    assert found["posted_at"].is_monotonic_decreasing
    kept = found["duplicate_of"].isna() & found["spam_reason"].isna()
    return found.assign(kept=kept, week=[monday(at.date()) for at in found["posted_at"]])


def test_every_filter_gives_what_a_look_at_all_posts_gives(store: Store, brand_id: int) -> None:
    everything = told(store, brand_id)
    week = sorted(everything["week"].unique())[1]
    asked: list[tuple[PostFilter, Chosen]] = [
        (PostFilter(), lambda rows: rows["kept"]),
        (PostFilter(spam=True), lambda rows: rows["duplicate_of"].isna()),
        (PostFilter(duplicates=True), lambda rows: rows["spam_reason"].isna()),
        (PostFilter(narrative=2), lambda rows: rows["kept"] & (rows["narrative"] == 2)),
        (PostFilter(narrative=0), lambda rows: rows["kept"] & rows["narrative"].isna()),
        (PostFilter(narrative=9), lambda rows: rows["narrative"] == 9),
        (PostFilter(first_week=week, last_week=week), lambda r: r["kept"] & (r["week"] == week)),
        (PostFilter(voices=("brand",)), lambda rows: rows["kept"] & (rows["voice"] == "brand")),
        (PostFilter(sources=("appstore",)), lambda r: r["kept"] & (r["source"] == "appstore")),
        (
            PostFilter(tones=("negative",), first_week=week),
            lambda rows: rows["kept"] & (rows["negative"] > 0.5) & (rows["week"] >= week),
        ),
    ]
    for wanted, chosen in asked:
        expected = everything.loc[chosen(everything), "mention_id"].tolist()
        found = [posts(store, brand_id, wanted, page, size=20) for page in (1, 2)]
        shown = [id for page in found for id in page.posts["mention_id"].tolist()]
        assert shown == expected[:40], wanted
        assert found[0].total == len(expected), wanted


def test_the_oldest_and_the_loudest_come_first(store: Store, brand_id: int) -> None:
    everything = told(store, brand_id)
    kept = everything[everything["kept"]]
    oldest = posts(store, brand_id, PostFilter(order="oldest")).posts
    assert oldest["posted_at"].tolist() == sorted(kept["posted_at"])[: len(oldest)]
    loudest = posts(store, brand_id, PostFilter(order="loudest")).posts["engagement"]
    assert loudest.tolist() == sorted(kept["engagement"], reverse=True)[: len(loudest)]
