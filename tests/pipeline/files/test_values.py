"""Ratings, counts, ids and names as people and programs write them."""

import pytest

from pipeline.files.values import canonical, count_of, id_of, rating_of, slug, source_of, text_of


@pytest.mark.parametrize(
    ("written", "stars"),
    [("4", 4), ("4.5", 4.5), ("4,5", 4.5), ("4/5", 4), ("4 out of 5 stars", 4), ("★★★☆☆", 3),
     (5, 5), (5.0, 5), ("Like", None), ("", None), (None, None), (float("nan"), None)],
)  # fmt: skip
def test_ratings(written: object, stars: float | None) -> None:
    assert rating_of(written) == stars


@pytest.mark.parametrize(
    ("written", "count"),
    [("12", 12), ("12.0", 12), ("-3", -3), ("1,234", 1234), ("1.234", 1234), ("1.2k", 1200),
     ("3M", 3_000_000), (7, 7), (7.0, 7), ("", None), ("many", None), (None, None), (True, None),
     ("9" * 30, 2**31 - 1)],
)  # fmt: skip
def test_counts(written: object, count: int | None) -> None:
    assert count_of(written) == count


@pytest.mark.parametrize(
    ("written", "native_id"),
    [("t1_abc", "t1_abc"), (" 17 ", "17"), ("17.0", "17"), (17, "17"), (17.0, "17"), ("", ""),
     (None, ""), ("5.69E+17", ""), (5.69369239183872e17, ""), ("569369239183872000",) * 2],
)  # fmt: skip
def test_ids(written: object, native_id: str) -> None:
    assert id_of(written) == native_id


@pytest.mark.parametrize(
    ("written", "name"),
    [("X", "twitter"), ("twitter.com", "twitter"), ("www.reddit.com", "reddit"),
     ("SOCIALMEDIA_TWITTER", "twitter"), ("News", "news"), ("nytimes.com", "nytimes.com"),
     ("Hacker News", "hackernews"), ("", "")],
)  # fmt: skip
def test_sources(written: str, name: str) -> None:
    assert source_of(written) == name


@pytest.mark.parametrize(
    ("written", "key"),
    [("Virgin America", "virgin-america"), ("Beyond Flavours", "beyond-flavours"),
     ("Domino's Pizza", "dominos-pizza"), ("Café Zoë", "cafe-zoe")],
)  # fmt: skip
def test_brand_keys(written: str, key: str) -> None:
    assert slug(written) == key


def test_a_name_in_another_script_has_a_key_too() -> None:
    assert slug("東京") == slug("東京") != slug("京都")


def test_text_and_canonical_spelling() -> None:
    assert text_of(5.0) == "5"
    assert text_of(None) == text_of(float("nan")) == ""
    assert canonical(5) == canonical(5.0) == canonical("5") == "5"
