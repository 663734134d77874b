"""Figures and addresses as a person meets them."""

from datetime import date

import pytest

from dashboard import figures, links
from dashboard.parts import render, strips
from dashboard.words import overview as words
from pipeline.authority.agenda import MINIMUM_PAIRS, MINIMUM_WEEK
from pipeline.authority.lead import MINIMUM_VOICE, MINIMUM_WEEKS
from pipeline.telling import MINIMUM_N


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (96.123, "96.1"),
        (7.123, "7.12"),
        (99.97, "100"),
        (-12.34, "−12.3"),
        (0.004, "0"),
        (1234.5, "1234"),
    ],
)
def test_three_digits(value: float, said: str) -> None:
    assert figures.three_digits(value) == said


def test_changes_carry_their_sign_and_shares_their_unit() -> None:
    assert figures.signed(0.0123) == "+1.23"
    assert figures.signed(-0.5) == "−50.0"
    assert figures.signed(0.00001) == "0"
    assert figures.share(0.961) == "96.1\u00a0%"
    assert [figures.about(share) for share in (0.004, 0.5, 0.996, 1.0)] == [
        "<1\u00a0%", "50\u00a0%", ">99\u00a0%", "100\u00a0%",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("monday", "said"),
    [
        (date(2025, 4, 28), "28 Apr – 4 May 2025"),
        (date(2025, 5, 12), "12 – 18 May 2025"),
        (date(2024, 12, 30), "30 Dec 2024 – 5 Jan 2025"),
    ],
)
def test_weeks_are_said_by_their_days(monday: date, said: str) -> None:
    assert figures.week_span(monday) == said


def test_text_of_others_stays_text() -> None:
    said = render.markup("lead.html", text="<script>alert(1)</script>")
    assert "<script>" not in said
    assert links.plain("*a* [b](c) :red[d]") == r"\*a\* \[b\]\(c\) \:red\[d\]"
    assert render.web_address("javascript:alert(1)") == ""
    assert render.web_address("https://example.org/?a=1") == "https://example.org/?a=1"
    assert render.web_address("http://[broken") == ""


def test_strips_say_what_they_show() -> None:
    row = {"customer": 9, "brand": 1, "media": 0, "unknown": 0}
    assert strips.said(strips.voice_parts(row)) == "customers 90\u00a0% · the brand 10\u00a0%"
    assert strips.said(
        strips.tone_parts(dict.fromkeys(("negative", "neutral", "positive"), 0))
    ) == ("none scored")
    assert (
        strips.outline([0, 2])
        == "0% 100%, 0.00% 100.0%, 50.00% 100.0%, 50.00% 0.0%, 100.00% 0.0%, 100% 100%"
    )


def test_what_is_needed_to_tell_who_leads_is_what_the_reckoning_needs() -> None:
    assert words.PAIRS_NEEDED.startswith(f"{MINIMUM_PAIRS} pairs of weeks with {MINIMUM_WEEK} ")
    needed = f"{MINIMUM_N} posts, {MINIMUM_VOICE} of either voice, in {MINIMUM_WEEKS} weeks"
    assert words.AHEAD_NEEDED.startswith(needed)
