"""Chance picks, a person checks, and the error estimate covers the truth."""

import csv
from pathlib import Path

import numpy as np
import pytest

from pipeline.authority.intervals import wilson
from pipeline.corrections import (
    Draw,
    Judgement,
    correct,
    correction_error,
    corrections,
    draw,
    read_sample,
    write_sample,
)
from pipeline.errors import InputError
from pipeline.store import Store
from pipeline.weeks import parse_week
from tests.pipeline.corrections.conftest import labels


def _filled(path: Path, out: Path, **columns: str) -> Path:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(row | columns for row in rows)
    return out


def test_a_sample_is_the_same_again_and_grows(acme: Store) -> None:
    few = draw(acme, "acme", Draw(5))
    assert draw(acme, "acme", Draw(5)) == few
    more = draw(acme, "acme", Draw(9))
    assert [row["post"] for row in more][:5] == [row["post"] for row in few]
    assert draw(acme, "acme", Draw(5, seed=1)) != few
    assert {row["inclusion"] for row in few} == {f"{5 / 14:.10g}"}
    assert {row["inclusion"] for row in draw(acme, "acme", Draw(500))} == {"1"}
    week = draw(acme, "acme", Draw(500, parse_week("2025-W18")))
    assert 0 < len(week) < 14
    assert not {"tone", "said"} & set(few[0])


def test_every_mention_is_as_likely_to_be_drawn(acme: Store) -> None:
    drawn = [row["post"] for seed in range(400) for row in draw(acme, "acme", Draw(3, seed=seed))]
    _, times = np.unique(drawn, return_counts=True)
    assert len(times) == 14
    expected = 400 * 3 / 14
    assert ((times - expected) ** 2 / expected).sum() < 34.5  # chi-square, 13 degrees, p = 0.001


def test_a_checked_file_confirms_and_corrects(acme: Store, tmp_path: Path) -> None:
    path = tmp_path / "check.csv"
    write_sample(draw(acme, "acme", Draw(14)), path)
    with pytest.raises(InputError, match="may hold checks"):
        write_sample([], path)
    filled = _filled(path, tmp_path / "filled.csv", tone="neutral", relevance="yes")
    found = read_sample(acme, filled, "kim")
    assert (len(found.told), found.empty, found.refused) == (28, 0, [])
    assert set(labels(acme).values()) == {"neutral"}
    relevance, tone = correction_error(acme, "acme")
    assert (relevance.field, relevance.n, relevance.agreement) == ("relevance", 14, 1.0)
    assert (relevance.low, relevance.high) == wilson(1.0, 14)
    assert tone.confusion[("positive", "neutral")] == 3
    assert tone.agreement == pytest.approx(8 / 14)
    assert tone.low < 8 / 14 < tone.high
    again = read_sample(acme, filled, "kim")
    assert not any(one.new for one in again.told)


def test_what_a_person_picked_does_not_enter_the_error(acme: Store, tmp_path: Path) -> None:
    correct(acme, "acme", Judgement("reddit:p0", {"tone": "negative"}), "kim")
    assert correction_error(acme, "acme") == []
    path = tmp_path / "check.csv"
    write_sample(draw(acme, "acme", Draw(14)), path)
    read_sample(acme, _filled(path, tmp_path / "filled.csv", tone="neutral"), "kim")
    # Who thinks again about a drawn post does not take it out of the sample.
    correct(acme, "acme", Judgement("reddit:p1", {"tone": "positive"}), "kim")
    (tone,) = correction_error(acme, "acme")
    assert tone.n == 14


def test_rows_that_cannot_be_taken_say_why(acme: Store, tmp_path: Path) -> None:
    path = tmp_path / "check.csv"
    path.write_text(
        "brand,post,inclusion,tone\n"
        "acme,reddit:p0,0.5,positive\n"
        "acme,reddit:p1,0.5,angry\n"
        "acme,reddit:p2,2,positive\n"
        "acme,reddit:none,0.5,positive\n"
        "acme,reddit:p3,0.5,\n"
        'acme,reddit:p4,"0,5",negative\n'
    )
    found = read_sample(acme, path, "kim")
    assert (len(found.told), found.empty) == (2, 1)
    assert [line for line, _ in found.refused] == [3, 4, 5]
    assert corrections(acme, "acme")["inclusion"].tolist() == [0.5, 0.5]
    path.write_text("brand,post,tone\nnone,reddit:p0,positive\n")
    with pytest.raises(InputError, match='There is no brand "none"'):
        read_sample(acme, path, "kim")
    path.write_text("text,mood\nhello there,good\n")
    with pytest.raises(InputError, match="is no file of checks"):
        read_sample(acme, path, "kim")


def test_a_draw_that_cannot_be(acme: Store) -> None:
    with pytest.raises(InputError, match="1 to 100,000"):
        draw(acme, "acme", Draw(0))
    with pytest.raises(InputError, match="no mention to draw"):
        draw(acme, "acme", Draw(5, parse_week("2001-W01")))


def test_agreement_weighs_each_post_by_its_chance(acme: Store) -> None:
    for name, tone, chance in (("p0", "positive", 0.1), ("p4", "negative", 1.0)):
        correct(acme, "acme", Judgement(f"reddit:{name}", {"tone": tone}, chance), "kim")
    (tone_error,) = correction_error(acme, "acme")
    assert tone_error.agreement == pytest.approx(10 / 11)
    assert (tone_error.low, tone_error.high) == pytest.approx(wilson(10 / 11, 121 / 101))
