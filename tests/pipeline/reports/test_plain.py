"""Other people's text stays text: in a spreadsheet, on paper, in a link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reports.plain import cell, excerpt, plain, safe_url


@given(st.text())
def test_a_cell_never_begins_like_a_formula(text: str) -> None:
    shown = cell(text)
    assert isinstance(shown, str)
    assert not shown.lstrip().startswith(("=", "+", "-", "@"))


@given(st.text(), st.integers(20, 80))
def test_an_excerpt_is_one_short_line(text: str, longest: int) -> None:
    assert len(excerpt(text, longest)) <= longest + 1
    assert "\n" not in excerpt(text, longest)


def test_marks_that_turn_direction_and_control_characters_are_gone() -> None:
    assert plain("safe\u202egnp.exe\u202c\x00\x07 end") == "safegnp.exe end"
    assert plain("naïve 😀 日本語 עברית\nnext") == "naïve 😀 日本語 עברית\nnext"
    assert plain(None) == plain(float("nan")) == ""


def test_numbers_pass_and_texts_that_compute_get_an_apostrophe() -> None:
    assert cell(-3.5) == -3.5
    assert cell('=HYPERLINK("http://evil")') == '\'=HYPERLINK("http://evil")'
    assert cell("  @SUM(A1)") == "'  @SUM(A1)"
    assert cell("plain") == "plain"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "http://", "https://a b.c", "[", None, ""]
)
def test_odd_links_are_no_links(url: str | None) -> None:
    assert safe_url(url) is None


def test_ordinary_links_are_links() -> None:
    assert safe_url("https://example.com/a?b=c#d") == "https://example.com/a?b=c#d"
