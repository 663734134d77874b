"""Every sentence that is said of a week: its numbers, its posts, and what it leaves unsaid."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

import pytest

from pipeline.authority import refresh_rollups
from pipeline.brands import all_brands
from pipeline.narratives.courses import courses, keep_courses
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.authority.conftest import MONDAY, Insert, Said
from tests.prose.cases import Case, said
from tests.prose.kinds import KINDS, check
from tests.prose.truth import WEEK


def checked(cases: Iterator[Case]) -> dict[str, str]:
    """The kinds that were said, each with the texts of its kind."""
    found: dict[str, str] = {}
    for case in cases:
        kind = check(case)
        found[kind] = f"{found.get(kind, '')}{case.sentence.text}\n"
    return found


def test_every_sentence_of_the_sample_is_the_databases(sample: Store) -> None:
    brands = [brand.id or 0 for brand in all_brands(sample)]
    kinds = [set(checked(said(sample, brand_id))) for brand_id in brands]
    assert len(kinds) == 2
    assert set.union(*kinds) == set(KINDS) - {"unlike", "no story", "unheard", "unheard say"}


WEEKS: Final = [MONDAY + week * WEEK for week in range(12)]
EARLY: Final = [Said(day=MONDAY - timedelta(days=30))]  # reading began long before any story


def week_of(week: int, customers: int = 0, brands: int = 0, **more: Any) -> list[Said]:  # noqa: ANN401
    voices = ["customer"] * customers + ["brand"] * brands
    return [
        Said(day=WEEKS[week] + timedelta(days=place % 5), voice=voice, **more)
        for place, voice in enumerate(voices)
    ]


Told = Callable[..., dict[str, str]]


@pytest.fixture
def told(store: Store, brand_id: int, insert: Insert) -> Told:
    """What is said of these mentions, once it has been found again in the database."""

    def tell(rows: list[Said], *statements: str) -> dict[str, str]:
        insert(rows)
        with store.connect() as db:
            for statement in statements:
                db.execute(statement)
            keep_courses(store, db, brand_id, courses(store, db, brand_id))
        refresh_rollups(store, brand_id, Silent())
        return checked(said(store, brand_id))

    return tell


def test_what_a_story_brings_and_takes_away(told: Told) -> None:
    calm = [post for week in range(3) for post in week_of(week, 30, 10, tone=1, narrative=1)]
    storm = week_of(1, 60, tone=-1, narrative=2) + week_of(1, 0, 2, narrative=2)
    found = told(EARLY + calm + storm)
    assert "it went from 0 posts to 60." in found["made"]
    assert "it went from 60 posts to 0." in found["made"]
    assert "began “Story 2” on 13 Jan, 1 day before" not in found["both"]
    assert "nobody spoke of it this week" in found["both"]
    assert "of net sentiment’s −133 points" in found["line"]
    assert "Up: " in found["line"] or "Emerging: 62 of 102 posts, none of 40" in found["line"]


def test_a_story_becomes_kinder_and_harsher(told: Told) -> None:
    tones = (1, -1, 1)
    found = told(
        EARLY + [p for w, t in enumerate(tones) for p in week_of(w, 30, 8, tone=t, narrative=1)]
    )
    assert "its posts became harsher (30 posts, then 30)." in found["made"]
    assert "its posts became kinder (30 posts, then 30)." in found["made"]
    assert "it made −200" in found["line"]


def test_customers_take_more_or_less_part(told: Told) -> None:
    parts = ((60, 5), (5, 60), (60, 5))
    found = told(
        EARLY + [post for w, part in enumerate(parts) for post in week_of(w, *part, narrative=1)]
    )
    assert "customers took less part in it (65 posts, then 65)." in found["made"]
    assert "customers took more part in it (65 posts, then 65)." in found["made"]


def test_other_reading_and_other_models_are_no_storys(told: Told) -> None:
    rows = [post for week in range(3) for post in week_of(week, 10, 40, narrative=1)]
    rows += [post for week in (0, 1) for post in week_of(week, 50, source="appstore")]
    found = told(EARLY + rows)
    assert "App Store was in one week only." in found["unlike"]


def test_another_models_tones_are_no_storys(told: Told) -> None:
    rows = week_of(0, 40, 5, tone=1, narrative=1) + week_of(1, 40, 5, tone=-1, narrative=1)
    later = (
        "update score set model = 'other' from mention"
        " where mention.post_id = score.post_id and week = '2025-01-13'"
    )
    found = told(EARLY + rows, later)
    assert "are another model’s, not the customers’: other and test judged" in found["unlike"]


def test_a_brand_that_was_never_heard_leads_nothing_that_can_be_told(told: Told) -> None:
    found = told(EARLY + week_of(0, 30, narrative=1) + week_of(1, 30, narrative=1))
    assert "for no post of Acme’s own was read." in found["unheard"]
    assert "alone" not in found["line"]


def test_a_brand_that_was_never_heard_leaves_the_say_untold(told: Told) -> None:
    found = told(EARLY + week_of(0, 30, tone=None, narrative=1))
    assert "no post of Acme’s own was read (n = 30)." in found["unheard say"]


def test_a_brand_that_began_or_tells_alone(told: Told) -> None:
    rows = week_of(0, 0, 30, narrative=1) + week_of(1, 40, 1, narrative=1)
    rows += week_of(1, 0, 30, narrative=2) + week_of(2, 1, 0, narrative=2)
    rows += week_of(2, 60, narrative=3) + week_of(2, 0, 30, narrative=1)
    found = told(EARLY + rows)
    assert "Acme alone tells “Story 1”, since 6 Jan" in found["alone"]
    assert "Acme began “Story 1” on 6 Jan, 7 days before customers" in found["began"]
    assert "Acme alone tells it, since 13 Jan" in found["line"]
    assert "Acme began it, customers joined 7 days later" in found["line"]


def test_who_led_a_story_and_by_how_long_once_it_is_told(told: Told) -> None:
    weeks = [post for week in range(12) for post in week_of(week, 18, 4, narrative=2)]
    asked = [post for week in range(2, 6) for post in week_of(week, 9, narrative=1)]
    answered = [post for week in range(6, 10) for post in week_of(week, 0, 5, narrative=1)]
    found = told(EARLY + weeks + asked + answered)
    led = "; customers began it, Acme joined 28 days later, and customers led Acme by 4.00 weeks"
    assert f"{led} on the mean (95 % interval " in found["line"]
    assert found["line"].count(" led Acme by ") == 3  # not while it was told on


def test_what_has_no_story_and_what_is_too_few(told: Told) -> None:
    found = told(EARLY + week_of(0, 30) + week_of(1, 7, narrative=1))
    assert set(found) == {"few before", "no story", "too few", "too few why", "few led", "few line"}
