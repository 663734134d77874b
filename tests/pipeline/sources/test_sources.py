"""What holds for every source, also for those not written yet."""

from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.sources import all_sources, find_source
from tests.pipeline.sources.payloads import FOLDER


def test_sources_are_found_by_their_files() -> None:
    assert {"appstore", "hackernews", "reddit"} <= set(all_sources())


@pytest.mark.parametrize("name", all_sources())
def test_a_source_says_what_it_takes(name: str) -> None:
    source = find_source(name)
    assert source.name == name
    assert source.title
    assert source.help.endswith(".") and "\n" not in source.help


@pytest.mark.parametrize("name", all_sources())
def test_parse_does_not_pass_over_a_payload_it_does_not_know(name: str) -> None:
    with pytest.raises((LookupError, TypeError, ValueError, AttributeError)):
        find_source(name).parse({"another": "format"})


def test_an_unknown_source_is_answered_with_those_there_are() -> None:
    with pytest.raises(InputError, match="appstore, hackernews, reddit"):
        find_source("myspace")


def test_no_payload_lies_unused() -> None:
    tests = "".join(file.read_text("utf-8") for file in Path(__file__).parent.glob("*.py"))
    assert [file.name for file in FOLDER.iterdir() if f'"{file.name}"' not in tests] == []
