"""Saving a brand: what raises its revision, and which queries are refused."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline import brands
from pipeline.brands import Brand
from pipeline.errors import InputError, UnknownBrand
from pipeline.store import Store

DUOLINGO = Brand(
    key="duolingo",
    name="Duolingo",
    query='duolingo OR "duo lingo"',
    baseline_first=date(2025, 3, 3),
    baseline_last=date(2025, 3, 24),
    competitors=("babbel",),
    handles={"reddit": ("DuolingoTeam",)},
    communities={"reddit": ("duolingo",)},
    media={"hackernews": ("techdaily",)},
    thread_exceptions={"reddit": ("technology",)},
)


def test_a_brand_comes_back_as_it_was_saved(store: Store) -> None:
    saved = brands.save(store, DUOLINGO)
    assert saved.changed and saved.rematch
    found = brands.get(store, "duolingo")
    assert found == DUOLINGO
    assert found.id == saved.id and found.revision == 1
    assert brands.all_brands(store) == [DUOLINGO]


def test_saving_the_same_again_changes_nothing(store: Store) -> None:
    first = brands.save(store, DUOLINGO)
    again = brands.save(store, DUOLINGO)
    assert (again.id, again.changed, again.rematch) == (first.id, False, False)


@pytest.mark.parametrize(
    ("change", "rematch"),
    [
        ({"query": "duolingo"}, True),
        ({"timezone": "Europe/Berlin"}, True),
        ({"handles": {}}, True),
        ({"media": {}}, True),
        ({"follow_threads": False}, True),
        ({"thread_exceptions": {}}, True),
        ({"name": "Duo"}, False),
        ({"competitors": ()}, False),
        ({"baseline_first": None, "baseline_last": None}, False),
    ],
)
def test_only_what_decides_match_or_voice_raises_the_revision(
    store: Store, change: dict[str, object], rematch: bool
) -> None:
    brands.save(store, DUOLINGO)
    saved = brands.save(store, replace(DUOLINGO, **change))  # type: ignore[arg-type]
    assert saved.changed
    assert saved.rematch is rematch
    assert brands.get(store, "duolingo").revision == 1 + rematch


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("!!! 🦉", "no word to look for"),
        ('"duo lingo', "not closed"),
        ("-owl", "only excludes"),
        ("duolingo OR -owl", "only excludes"),
        ("duo\0lingo", "NUL"),
    ],
)
def test_a_query_that_cannot_be_meant_is_refused(store: Store, query: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        brands.save(store, replace(DUOLINGO, query=query))
    assert brands.all_brands(store) == []


def test_an_unknown_brand_names_the_known_ones(store: Store) -> None:
    brands.save(store, DUOLINGO)
    with pytest.raises(UnknownBrand, match="Known: duolingo"):
        brands.get(store, "babbel")


def test_removing(store: Store) -> None:
    brands.save(store, DUOLINGO)
    brands.remove(store, "duolingo")
    assert brands.all_brands(store) == []
    with pytest.raises(UnknownBrand, match="None is defined yet"):
        brands.remove(store, "duolingo")


def test_another_brands_accounts_decide_voices_here(store: Store) -> None:
    brands.save(store, DUOLINGO)
    rival = Brand("babbel", "Babbel", "babbel")
    brands.save(store, rival)
    assert brands.get(store, "duolingo").revision == 1
    brands.save(store, replace(rival, handles={"reddit": ("BabbelTeam",)}))
    assert brands.get(store, "duolingo").revision == 2
    brands.remove(store, "babbel")
    assert brands.get(store, "duolingo").revision == 3
