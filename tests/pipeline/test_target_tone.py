"""Scores of mentioned posts, each with a tone towards every brand that it names."""

from dataclasses import replace
from typing import Any

import pytest

from pipeline import brands
from pipeline.brands import Brand, names_of
from pipeline.intake import take
from pipeline.mentions import match
from pipeline.progress import Silent
from pipeline.scoring import score
from pipeline.store import Store
from tests.pipeline.intake.posts import post, rows

ACME = Brand(key="acme", name="Acme", query='acme OR "acme boots"', communities={"reddit": ("a",)})
ZETA = Brand(key="zeta", name="Zeta", query="zeta", competitors=("acme",))
BOTH = "I love Acme but Zeta is garbage"


def _score(store: Store, *texts: str, language: str | None = None) -> int:
    take(store, [post(f"t{n}", text, community="a") for n, text in enumerate(texts)], Silent())
    for brand in (ACME, ZETA):
        match(store, brands.save(store, brand).id, Silent())
    return score(store, Silent())


def _towards(store: Store) -> dict[tuple[str, str], str | None]:
    """The most probable tone of each post towards each brand; None where it is not named."""
    found: list[tuple[Any, ...]] = rows(
        store,
        "select p.native_id, b.key, t.negative, t.positive from target_tone t "
        "join post p on p.id = t.post_id join brand b on b.id = t.brand_id",
    )
    return {
        (name, key): None if bad is None else "good" if good > bad else "bad"
        for name, key, bad, good in found
    }


def test_a_post_about_two_brands_has_a_tone_towards_each(store: Store) -> None:
    assert _score(store, BOTH, "It never works, what a waste of money.") == 2
    towards = _towards(store)
    assert towards["t0", "acme"] == "good"
    assert towards["t0", "zeta"] == "bad"
    assert towards["t1", "acme"] is None  # said in its community, without its name
    assert ("t1", "zeta") not in towards
    found: list[tuple[Any, ...]] = rows(
        store,
        "select positive > negative from mention_tone where post_id = "
        "(select id from post where native_id = 't0')",
    )
    assert sorted(found) == [(False,), (True,)]


def test_every_head_is_kept_and_nothing_is_scored_twice(store: Store) -> None:
    _score(store, BOTH)
    ((heads, negative, neutral, positive),) = rows(
        store, "select heads, negative, neutral, positive from score"
    )
    assert {"emotion", "intent", "offensive", "sarcasm"} <= set(heads)
    assert sum(heads["intent"]) == pytest.approx(1, abs=1e-3)
    assert negative + neutral + positive == pytest.approx(1, abs=1e-3)
    assert score(store, Silent()) == 0


def test_a_brand_that_comes_later_or_changes_its_names_is_judged_then(store: Store) -> None:
    _score(store, BOTH)
    other = replace(ZETA, query="zeta OR excellent", name="Excellent")
    match(store, brands.save(store, other).id, Silent())
    assert score(store, Silent()) == 1
    assert score(store, Silent()) == 0


def test_no_language_no_tone_and_no_target(store: Store) -> None:
    assert _score(store, "Acme ist wirklich sehr schlecht und der Service war unfreundlich.") == 1
    ((why, tone),) = rows(store, "select not_scored, negative from score")
    assert why == "language de"
    assert tone is None
    assert _towards(store) == {}


def test_names_of_a_brand_leave_out_what_its_query_excludes() -> None:
    brand = replace(
        ACME,
        query='acme OR "acme boots" -acmeology -"acme hotel"',
        handles={"reddit": ("AcmeTeam",)},
    )
    assert names_of(brand) == ("acme", "acme boots", "acmeteam")
