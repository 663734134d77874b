"""Addresses: what is written is read back, and anything at all may stand in them."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dashboard import links
from pipeline.views import PostFilter

WEEKS = st.dates(date(2001, 1, 1), date(2090, 1, 1)).map(
    lambda day: date.fromordinal(day.toordinal() - day.weekday())
)
FILTERS = st.builds(
    PostFilter,
    words=st.text(),
    first_week=st.none() | WEEKS,
    last_week=st.none() | WEEKS,
    first_day=st.none() | st.dates(),
    last_day=st.none() | st.dates(),
    voices=st.lists(st.sampled_from(["customer", "brand", "media"]), unique=True).map(tuple),
    tones=st.lists(st.sampled_from(["negative", "not_scored"]), unique=True).map(tuple),
    sources=st.lists(st.sampled_from(["reddit", "appstore"]), unique=True).map(tuple),
    narrative=st.none() | st.integers(0, 10**6),
    mentions=st.lists(st.integers(1, 10**12)).map(tuple),
    post=st.none() | st.integers(1, 10**12),
    spam=st.booleans(),
    counted=st.booleans(),
    order=st.sampled_from(["newest", "oldest", "loudest"]),
)


@given(FILTERS, st.integers(1, 5000))
def test_an_address_says_what_was_asked_for(wanted: PostFilter, page: int) -> None:
    read = links.posts_wanted(links.posts_address("acme", wanted, page))
    assert (read.posts, read.page) == (wanted, page)


@given(st.dictionaries(st.sampled_from([*PostFilter.__annotations__, "page"]), st.text()))
def test_any_address_is_read(address: dict[str, str]) -> None:
    assert links.posts_wanted(address).page >= 1
