"""Columns are found by their headings; a person's word goes before any preset."""

from typing import get_args

import pytest

from pipeline.errors import InputError
from pipeline.files.presets import FIELDS, choose, generic, parse_map, presets
from pipeline.posts import Kind


def test_every_preset_is_sound() -> None:
    names = [preset.name for preset in presets()]
    assert len(set(names)) == len(names)
    for preset in (*presets(), generic()):
        assert set(preset.columns) <= {*FIELDS, "parts"}
        assert {preset.kind, *preset.kinds.values()} <= set(get_args(Kind))
        assert preset.columns.get("text")
        assert preset is generic() or preset.needs


def test_every_preset_is_chosen_for_its_own_headings() -> None:
    for preset in presets():
        own = [heading for headings in preset.columns.values() for heading in headings]
        columns = tuple(dict.fromkeys((*preset.needs, *own)))
        assert choose(columns, {}).preset.name == preset.name


def test_headings_match_whatever_their_case_spaces_and_punctuation() -> None:
    columns = ("FULL_TEXT", "date", "DOMAIN", "Thread-Author", "Page type")
    found = choose(columns, {})
    assert found.preset.name == "brandwatch"
    assert found.columns["text"] == ("FULL_TEXT",)
    assert found.columns["source"] == ("Page type", "DOMAIN")


def test_synonyms_for_what_fits_no_preset() -> None:
    found = choose(("Review Text", "Stars", "Review Date", "User Name", "Helpful Votes"), {})
    assert found.preset.name == "generic"
    assert found.shown() == {
        "text": "Review Text",
        "posted_at": "Review Date",
        "author": "User Name",
        "rating": "Stars",
        "engagement": "Helpful Votes",
    }


def test_a_column_serves_one_field_only() -> None:
    found = choose(("text", "date", "score", "id", "type"), {})
    assert len(set(found.shown().values())) == len(found.shown())


def test_a_persons_word_goes_first() -> None:
    found = choose(("text", "body", "date"), {"text": "BODY", "author": ""})
    assert found.columns["text"] == ("body",)


def test_map_is_read_from_one_option() -> None:
    assert parse_map("text=review, posted_at = Time,author=") == {
        "text": "review",
        "posted_at": "Time",
        "author": "",
    }
    with pytest.raises(InputError, match='has no "="'):
        parse_map("text")


def test_what_cannot_be_mapped_says_what_there_is() -> None:
    with pytest.raises(InputError, match=r'No column holds the text.*alpha, beta.*--map "text='):
        choose(("alpha", "beta"), {})
    with pytest.raises(InputError, match=r'Did you mean "alpha"'):
        choose(("alpha", "beta"), {"text": "alpa"})
    with pytest.raises(InputError, match="knows no field"):
        choose(("alpha", "beta"), {"txt": "alpha"})
