"""Echo: who speaks of a claim and on which side, in a real database, by the real encoder."""

import numpy as np
import pandas as pd
import pytest
from pgvector import HalfVector

from pipeline import echo, views
from pipeline.echo.refresh import nameless, refresh_echo
from pipeline.echo.stance import NEAR, echoed
from pipeline.errors import InputError
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.authority.conftest import MONDAY, Insert, Said, insert
from tests.pipeline.cli.conftest import Run, run

__all__ = ["insert", "run"]

CLAIM = "Our paper liner keeps every box cold"


def rows(near: int, far: int, tones: list[str | None], voice: str = "customer") -> pd.DataFrame:
    count = near + far
    return pd.DataFrame(
        {
            "voice": voice,
            "nearness": [NEAR + 0.1] * near + [NEAR - 0.1] * far,
            "tone": (tones * count)[:count],
            "author_key": np.arange(count),
            "thread_key": np.arange(count),
        }
    )


def test_shares_have_intervals_and_sum_to_one() -> None:
    found = echoed(rows(40, 160, ["positive", "negative", "negative", "neutral"]))
    assert (found.customers, found.readable, found.near) == (200, 200, 40)
    assert (found.spoken.value, found.echo.value, found.contest.value) == (0.2, 0.25, 0.5)
    assert found.neither.value == 0.25
    assert found.echo.low is not None and found.echo.high is not None
    assert 0.1 < found.echo.low < 0.25 < found.echo.high < 0.45


def test_one_loud_author_makes_the_interval_wide() -> None:
    alone = rows(60, 140, ["positive", "negative"])
    crowd = alone.assign(author_key=np.where(alone["nearness"] > NEAR, 0, alone["author_key"]))
    wide, narrow = (echoed(one).spoken for one in (crowd, alone))
    assert wide.low is not None and narrow.low is not None and wide.low < narrow.low - 0.05


def test_too_few_are_not_told_and_the_brand_is_no_customer() -> None:
    few = echoed(pd.concat([rows(5, 100, ["positive"]), rows(9, 0, ["neutral"], "brand")]))
    assert (few.near, few.brands, few.echo.value) == (5, 9, None)
    assert few.spoken.value == pytest.approx(5 / 105)
    blind = rows(0, 30, ["positive"]).assign(nearness=float("nan"))
    assert (echoed(blind).readable, echoed(blind).spoken.value) == (0, None)


def test_the_name_is_no_part_of_a_claim() -> None:
    assert nameless("Acme is free, and acme's app too", "Acme") == "is free, and app too"
    assert nameless("Acme", "Acme") == "Acme"


@pytest.fixture
def told(store: Store, brand_id: int, insert: Insert) -> int:
    """Thirty posts on the claim's matter, of both tones, and thirty on another; a space."""
    axes = np.eye(384, dtype=np.float32)
    on, off, name = axes[0] * 0.8 + axes[5] * 0.6, axes[1], axes[2]
    said = [Said(author=f"a{n}", tone=1 - 2 * (n % 3 > 0)) for n in range(60)]
    with store.connect() as db:
        for number, _ in enumerate(insert([*said, Said(voice="brand"), Said(tone=None)]), 1):
            matter = on if number <= 30 or number == 61 else off
            vector = matter * 0.8 + name * 0.6  # all of them write the brand's name
            db.execute(
                "update score set embedding = %s where post_id = %s", (HalfVector(vector), number)
            )
        db.execute(
            "insert into narrative_space (brand_id, considered, direction) values (%s, 0, %s)",
            (brand_id, HalfVector(name)),
        )
        db.execute("update brand set data_version = 1")
    number = echo.add(store, "acme", CLAIM)
    with store.connect() as db:
        store.sql.claim_encode(db, id=number, embedding=HalfVector(axes[0] * 0.8 + name * 0.6))
    refresh_echo(store, Silent())
    return number


def test_who_speaks_of_a_claim_is_kept_with_the_posts(
    store: Store, brand_id: int, told: int
) -> None:
    (row,) = views.claims(store, brand_id).to_dict("records")
    assert (row["customers"], row["readable"], row["near"], row["brands"]) == (61, 60, 30, 1)
    assert row["echo"] == pytest.approx(1 / 3) and row["contest"] == pytest.approx(2 / 3)
    assert len(row["mentions"]) == 30
    quotes = views.claim_quotes(store, brand_id, row["mentions"])
    assert list(quotes["stance"]) == ["positive"] * 2 + ["negative"] * 2


def test_only_posts_since_it_is_said_count(store: Store, brand_id: int, told: int) -> None:
    assert echo.add(store, "acme", CLAIM, MONDAY.replace(year=2026)) == told
    refresh_echo(store, Silent())
    (row,) = views.claims(store, brand_id).to_dict("records")
    assert (row["customers"], row["near"]) == (0, 0) and pd.isna(row["spoken"])


def test_a_claim_is_forgotten(store: Store, brand_id: int, told: int) -> None:
    assert echo.remove(store, told) == CLAIM
    assert views.claims(store, brand_id).empty
    with pytest.raises(InputError, match="claim list"):
        echo.remove(store, told)
    with pytest.raises(InputError, match="a sentence"):
        echo.add(store, "acme", "cold")


def test_by_command_with_the_real_encoder(run: Run, insert: Insert, store: Store) -> None:
    insert(Said(author=f"a{n}") for n in range(3))
    code, out, err = run("claim", "add", "acme", CLAIM)
    assert (code, err) == (0, "") and "Claim 1 is registered" in out
    with store.connect() as db:
        (length,) = db.execute("select sqrt(-(embedding <#> embedding)) from claim").fetchone() or (
            0,
        )
    assert length == pytest.approx(1, abs=0.01)
    listed = run("claim", "list", "acme")[1]
    assert "Customers ignore it." in listed and "Near in meaning" in listed
    assert run("claim", "add", "acme", CLAIM, "--since", "soon")[0] == 1
    assert run("claim", "remove", "1")[0] == 0
    assert "No claim is registered yet" in run("claim", "list", "acme")[1]
