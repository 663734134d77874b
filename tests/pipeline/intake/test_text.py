"""From markup to plain text: what a reader sees, without tricks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.text import tidy, to_text
from pipeline.posts import Markup


@pytest.mark.parametrize(
    ("markup", "text", "plain"),
    [
        ("plain", "Tom &amp; Jerry  &gt; all\r\n\r\n\r\n\r\nend ", "Tom & Jerry > all\n\nend"),
        ("plain", "a\0b\u202eevil\u202c\u200bc\ufeff", "abevilc"),
        ("plain", "pay\u200dpal", "paypal"),
        ("plain", "👩\u200d👩\u200d👧 می\u200cخواهم", "👩\u200d👩\u200d👧 می\u200cخواهم"),
        ("plain", "lone \ud800 surrogate", "lone surrogate"),
        ("plain", "<script>alert(1)</script> hi", "<script>alert(1)</script> hi"),
        ("plain", "> you are wrong\nNo, I am right", "No, I am right"),
        ("plain", ">:( so angry", ">:( so angry"),
        ("plain", "> only a quotation", "> only a quotation"),
        ("html", "<p>One<br>two</p><p>three &lt;b&gt;</p>", "One\ntwo\n\nthree <b>"),
        ("html", "hi<script>alert(1)</script><style>x{}</style>", "hi"),
        ("html", '<a href="https://a.b/c">the docs</a> say', "the docs say"),
        ("html", '<a href="https://a.b/long/path">https://a.b/lo...</a>', "https://a.b/long/path"),
        ("html", "<p>&gt; quoted<p>answer", "answer"),
        ("html", "<blockquote>theirs</blockquote>mine", "mine"),
        ("html", "", ""),
        ("markdown", "**Bold** and [a link](https://a.b) `code`", "Bold and a link code"),
        ("markdown", "> theirs\n\nmine", "mine"),
        ("markdown", "> theirs\nmine, without an empty line", "mine, without an empty line"),
        ("markdown", "&gt; theirs\n\nmine", "mine"),
        ("markdown", ">!a spoiler!< shown", "a spoiler shown"),
        ("markdown", "* one\n* two", "one\ntwo"),
        ("markdown", "I like <b>this</b> &amp; that", "I like <b>this</b> & that"),
        ("markdown", "> all quoted", "all quoted"),
        ("markdown", "no markup at all", "no markup at all"),
        ("markdown", "~~old~~ new", "old new"),
    ],
)
def test_text(markup: Markup, text: str, plain: str) -> None:
    assert to_text(text, markup) == plain


@given(st.text(), st.sampled_from(["plain", "html", "markdown"]))
def test_any_text_becomes_storable_and_stays_as_it_is(text: str, markup: Markup) -> None:
    plain = to_text(text, markup)
    plain.encode()
    assert "\0" not in plain and "\u202e" not in plain
    assert tidy(plain) == plain


def test_a_long_text_is_fine() -> None:
    assert len(to_text("*word* " * 30_000, "markdown")) > 100_000
