"""Actions in a real database: registered, estimated, shown, forgotten, by TOML and by command."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline import actions, brands, views
from pipeline.actions import Action, refresh_effects
from pipeline.brands import Brand
from pipeline.errors import InputError
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.cli.conftest import Run, run

__all__ = ["run"]
from tests.simulator import Acted, acted, tell
from tests.simulator.acted import SOURCES

HOW = Acted(own=0.1, volume=1.0, tone=-0.4, a_week=60)
FIX = Action("acme", "New  liners", "fix", HOW.day)


@pytest.fixture
def named(store: Store) -> int:
    """A brand and its competitor, of whom nobody has spoken."""
    ids = [
        brands.save(store, Brand(key, key.title(), key, competitors=others)).id
        for key, others in (("acme", ("other",)), ("other", ()))
    ]
    return ids[0]


@pytest.fixture
def acme(store: Store, named: int) -> int:
    """The same, the one having acted."""
    for brand_id, said in zip((named, named + 1), acted(HOW, 1), strict=True):
        _tell(store, brand_id, said)
        with store.connect() as db:
            for source, weight in SOURCES.items():
                store.sql.authority_add_weight(
                    db, brand_id=brand_id, source=source, weight=weight, baseline=[]
                )
    return named


def _tell(store: Store, brand_id: int, said: pd.DataFrame) -> None:
    tell(store, brand_id, said)
    with store.connect() as db:  # the next brand's posts have the same ids
        db.execute("update post set native_id = %s || native_id", (f"b{brand_id}",))


def test_an_effect_is_stored_and_said(store: Store, acme: int) -> None:
    number = actions.add(store, FIX).id
    assert actions.add(store, FIX).id == number
    assert views.effects(store, acme)["measure"].isna().all()
    refresh_effects(store, Silent())
    found = views.effects(store, acme).set_index("measure")
    assert list(found["against"].iloc[0]) == ["other"]
    tone = found.loc["net_sentiment"]
    assert (tone["verdict"], tone["name"]) == ("clear", "New liners")
    assert tone["low"] < -0.4 < tone["high"]
    assert "points by this action" in tone["finding"] and "95 % interval" in tone["reason"]
    assert tone["treated_n_before"] >= 20 and len(tone["series"]) >= 24
    refresh_effects(store, Silent())
    pd.testing.assert_frame_equal(found, views.effects(store, acme).set_index("measure"))


def test_a_competitor_that_was_refreshed_calls_for_it_too(store: Store, acme: int) -> None:
    actions.add(store, FIX)
    refresh_effects(store, Silent())
    with store.connect() as db:
        assert not list(store.sql.action_waiting(db))
        db.execute("update brand set data_version = data_version + 1 where key = 'other'")
        assert [row[2] for row in store.sql.action_waiting(db)] == ["acme"]
    actions.add(store, replace(FIX, controls=("other",)))
    refresh_effects(store, Silent())
    assert set(views.effects(store, acme)["controls"].map(len)) == {1}


def test_a_narrative_is_compared_with_the_others_and_followed_when_merged(
    store: Store, acme: int
) -> None:
    with store.connect() as db:
        for number in (7, 8):
            db.execute(
                "insert into narrative (brand_id, number, label, centroid, radius, born_at) "
                "select brand_id, %s, 'x', centroid, radius, born_at from narrative "
                "where brand_id = %s limit 1", (number, acme),
            )  # fmt: skip
        db.execute(
            "update mention set narrative_id = (select id from narrative where number = 7) "
            "where brand_id = %s and id %% 3 = 0", (acme,),
        )  # fmt: skip
        db.execute(
            "update narrative set merged_into = (select id from narrative where number = 7) "
            "where number = 8"
        )
    actions.add(store, Action("acme", "Fix", "fix", HOW.day, narratives=(8,)))
    refresh_effects(store, Silent())
    found = views.effects(store, acme)
    assert list(found["against"].iloc[0]) == ["1"]
    assert 0.3 < found["treated_n_before"].iloc[0] / found["control_n_before"].iloc[0] < 0.7


def test_an_action_is_forgotten_with_its_effects(store: Store, acme: int) -> None:
    number = actions.add(store, FIX).id
    refresh_effects(store, Silent())
    assert actions.remove(store, number) == "New liners"
    assert views.effects(store, acme).empty and not actions.listed(store, acme)
    with pytest.raises(InputError, match="action list"):
        actions.remove(store, number)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"brand": "nobody"}, "There is no brand"),
        ({"name": " "}, "1 to 80"),
        ({"kind": "wish"}, "campaign, reply, fix"),
        ({"narratives": (99,)}, "no narrative 99"),
        ({"controls": ("nobody",)}, "neither a brand nor"),
        ({"controls": ("acme",)}, "its own control"),
        ({"narratives": (9,), "controls": ("9",)}, "its own control"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_line(
    store: Store, named: int, change: dict[str, Any], says: str
) -> None:
    values: dict[str, Any] = {"brand": "acme", "name": "A", "kind": "fix", "day": HOW.day} | change
    with pytest.raises(InputError, match=says):
        actions.add(store, Action(**values))


def test_a_toml_file_defines_actions(tmp_path: Path) -> None:
    path = tmp_path / "actions.toml"
    good = '[[action]]\nbrand = "acme"\nname = "Memo"\nkind = "campaign"\nday = 2025-04-28\n'
    path.write_text(good + "narratives = [1]\ncontrols = [2, 'other']\n")
    (one,) = actions.load_toml(path)
    assert (one.name, one.narratives, one.controls) == ("Memo", (1,), ("2", "other"))
    for bad, says in (
        ("", "no action in it"),
        ("[[action]]\n", '"brand" is missing'),
        (good.replace("2025-04-28", "'soon'"), "must be a date"),
        (good + "narratives = ['1']", "list of numbers"),
        (good + "colour = 1", 'unknown key "colour"'),
        (good.replace("campaign", "wish"), "campaign, reply, fix"),
        ("[[", "not valid TOML"),
    ):
        path.write_text(bad)
        with pytest.raises(InputError, match=says):
            actions.load_toml(path)


def test_by_command(run: Run, store: Store, acme: int) -> None:
    day = HOW.day.isoformat()
    code, out, err = run("action", "add", "acme", "New liners", "--on", day, "--kind", "fix")
    assert (code, err) == (0, "") and "New liners" in out
    listed = run("action", "list", "acme")[1]
    assert "Net sentiment: −" in listed and "95 % interval" in listed
    assert run("action", "add", "acme", "X", "--on", "soon")[0] == 1
    assert run("action", "remove", listed.split()[0])[0] == 0
    assert "No action is registered yet" in run("action", "list", "acme")[1]
    assert (HOW.day - timedelta(days=1)).isoformat() not in listed
