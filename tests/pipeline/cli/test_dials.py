"""`dials`: any two stretches of days beside each other, and each month, on the command line."""

from datetime import timedelta

import pytest

from pipeline.authority import refresh_rollups
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.authority.conftest import MONDAY, Said, insert_all
from tests.pipeline.cli.conftest import Run


@pytest.fixture
def key(store: Store, brand_id: int) -> str:
    """A brand that is spoken of worse in its second month."""
    said = (
        Said(
            day=MONDAY + timedelta(days=post % 56),
            voice="brand" if post % 9 == 0 else "customer",
            author=f"u{post}",
            tone=1 if post % 56 < 25 else -1,
            narrative=1,
        )
        for post in range(336)
    )
    insert_all(store, brand_id, said)
    refresh_rollups(store, brand_id, Silent())
    with store.connect() as db:
        row = db.execute("select key from brand where id = %s", (brand_id,)).fetchone()
    assert row is not None
    return str(row[0])


def test_two_months_stand_beside_each_other(key: str, run: Run) -> None:
    code, said, _ = run("dials", "compare", key, "2025-02", "--with", "2025-01")
    assert code == 0
    assert "2025-01-01 to 2025-01-31 → 2025-02-01 to 2025-02-28" in said
    assert "−193 (" in said  # of net sentiment
    assert said.count("clear") == 1  # as many customers as before
    assert "What moved net sentiment most, in points: Story 1 −" in said


def test_without_another_stretch_the_days_before_are_compared(key: str, run: Run) -> None:
    assert "2025-01-07 to 2025-01-31 → 2025-02-01 to 2025-02-25" in " ".join(
        run("dials", "compare", key, "2025-02-01..2025-02-25")[1].split()
    )


def test_what_was_not_read_is_one_line(key: str, run: Run) -> None:
    said = run("dials", "compare", key, "2001")[1]
    assert said.startswith("Nothing was read of") and said.count("\n") == 1
    assert "no stretch of days" in run("dials", "compare", key, "soon")[2]


def test_a_brand_that_was_never_heard_has_no_share_of_the_say(
    store: Store, key: str, brand_id: int, run: Run
) -> None:
    with store.connect() as db:
        db.execute("delete from mention where voice = 'brand'")
    refresh_rollups(store, brand_id, Silent())
    said = run("dials", "by", key, "year")[1]
    assert said.count("brand not heard") == 2 and "100 %" not in said
    said = run("dials", "compare", key, "2025-02", "--with", "2025-01")[1]
    assert said.count("brand not heard") == 4 and said.count("cannot be told") == 2
    assert "What moved net sentiment most" in said and "What moved voice share" not in said


def test_a_source_that_was_not_wholly_read_is_named_as_readers_know_it(
    store: Store, key: str, brand_id: int, run: Run
) -> None:
    with store.connect() as db:
        db.execute(
            "insert into source_reading (brand_id, source, target, read_from, read_to, complete) "
            "values (%s, 'reddit', 'x', '2025-02-03', '2025-02-04', false)",
            (brand_id,),
        )
    said = run("dials", "compare", key, "2025-02", "--with", "2025-01")[1]
    assert "Not wholly read in some of these weeks: Reddit." in said


def test_every_month_has_its_dials(key: str, run: Run) -> None:
    said = run("dials", "by", key, "month")[1]
    assert said.count("2025-01-01") == said.count("2025-02-01") == said.count("2025-03-01") == 3
    assert "too few to tell" in said
