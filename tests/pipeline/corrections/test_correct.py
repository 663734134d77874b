"""A person's word holds: now, after every later run, and until it is taken back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import brands
from pipeline.corrections import Judgement, correct, corrections, undo
from pipeline.corrections.fields import VALUES
from pipeline.errors import InputError, UnknownBrand
from pipeline.intake import forget, take
from pipeline.mentions import match
from pipeline.narratives import merge
from pipeline.progress import Silent
from pipeline.store import Store
from pipeline.views import PostFilter, posts
from tests.pipeline.corrections.conftest import (
    POSTS,
    counts,
    labels,
    narratives,
    processed,
    scored,
)
from tests.pipeline.intake.posts import post, rows


def says(store: Store, name: str, **fields: str) -> None:
    correct(store, "acme", Judgement(f"reddit:{name}", fields), "kim")


def brand_id(store: Store) -> int:
    return int(rows(store, "select id from brand")[0][0])


def test_a_tone_holds_on_pages_and_in_counts(acme: Store) -> None:
    before = counts(acme)
    says(acme, "p0", tone="negative")
    assert labels(acme)["p0"] == "negative"
    found = posts(acme, brand_id(acme), PostFilter(tones=("negative",))).posts
    shown = found[found["body"] == "acme is great 0"][["negative", "neutral", "positive"]]
    assert shown.to_numpy().tolist() == [[1.0, 0.0, 0.0]]
    processed(acme)
    changed = [
        tuple(now[column] - was[column] for column in range(2, 8))
        for was, now in zip(before, counts(acme), strict=True)
        if was != now
    ]
    assert changed == [(0, 0, 1, 0, -1, 0)]  # mentions, counted, then the tones


def test_a_post_that_was_not_scored_gets_a_tone(acme: Store) -> None:
    with acme.connect() as db:
        db.execute(
            "update score set negative = null, neutral = null, positive = null, "
            "not_scored = 'language de'"
        )
    assert labels(acme)["p0"] is None
    says(acme, "p0", tone="positive")
    assert labels(acme)["p0"] == "positive"
    assert labels(acme, "t.not_scored")["p0"] is None
    assert labels(acme, "t.not_scored")["p1"] == "language de"


def test_a_voice_survives_a_match_of_everything(acme: Store) -> None:
    says(acme, "p1", voice="media")
    assert labels(acme, "m.voice_reason")["p1"] == "corrected by kim"
    with acme.connect() as db:
        db.execute("update brand set revision = revision + 1")
    processed(acme)
    assert labels(acme, "m.voice")["p1"] == "media"


def test_a_post_that_is_not_about_the_brand_stays_out_with_what_answers_it(acme: Store) -> None:
    assert "reply" in labels(acme)
    says(acme, "p0", relevance="no")
    assert {"p0", "reply"} & set(labels(acme)) == set()
    with acme.connect() as db:
        db.execute("update brand set revision = revision + 1")
    processed(acme)
    assert {"p0", "reply"} & set(labels(acme)) == set()


def test_a_post_that_is_about_the_brand_comes_in(acme: Store) -> None:
    assert "apart" not in labels(acme)
    says(acme, "apart", relevance="yes", tone="positive", voice="media")
    processed(acme)
    assert labels(acme)["apart"] == "positive"
    assert labels(acme, "m.matched_by")["apart"] == "person"
    assert labels(acme, "m.voice")["apart"] == "media"


def test_a_narrative_stays_where_a_person_put_it(acme: Store) -> None:
    narratives(acme, ["One", "Two", "Three"])
    says(acme, "p2", narrative="3")
    says(acme, "p3", narrative="none")
    with acme.connect() as db:  # every mention goes, and comes again
        db.execute("delete from mention")
        db.execute("update brand set revision = revision + 1")
    processed(acme)
    placed = labels(acme, "n.number")
    assert (placed["p2"], placed["p3"]) == (3, None)
    merge(acme, brand_id(acme), 3, 1)
    processed(acme)
    assert labels(acme, "n.number")["p2"] == 1
    assert labels(acme, "m.narrative_how")["p2"] == "person"


def test_a_merge_by_the_software_takes_what_a_person_placed_along(acme: Store) -> None:
    narratives(acme, ["One", "Two"])
    says(acme, "p2", narrative="2")
    with acme.connect() as db:
        db.execute(
            "update narrative set merged_into = (select id from narrative where number = 1) "
            "where number = 2"
        )
        db.execute("update brand set stale = true")
    processed(acme)
    assert labels(acme, "n.number")["p2"] == 1


def test_the_same_posts_again_and_a_newer_model_change_nothing(acme: Store) -> None:
    says(acme, "p0", tone="negative", voice="brand")
    processed(acme)
    once = counts(acme)
    take(acme, POSTS, Silent())
    with acme.connect() as db:
        db.execute("delete from score")
    scored(acme, "newer")
    processed(acme)
    assert counts(acme) == once


_FIELDS = st.sampled_from(
    [(field, value) for field in ("tone", "voice", "relevance") for value in VALUES[field]]
)
_WORDS = st.tuples(st.sampled_from(["p0", "p1", "reply", "apart", "own"]), _FIELDS)
_SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def _state(store: Store) -> list[tuple[object, ...]]:
    return rows(
        store,
        "select p.native_id, m.matched_by, m.voice, m.voice_reason, m.direct_reply, t.negative, "
        "t.neutral, t.positive, t.tone from mention m join mention_tone t on t.mention_id = m.id "
        "join post p on p.id = m.post_id order by 1",
    )


def _said(store: Store, words: list[tuple[str, tuple[str, str]]], between: bool) -> None:
    for name, (field, value) in words:
        try:
            says(store, name, **{field: value})
        except InputError as error:
            assert "is no mention" in str(error)
        if between:
            processed(store)
    processed(store)


def _cleared(store: Store) -> None:
    with store.connect() as db:
        db.execute("delete from correction")
        db.execute("update brand set revision = revision + 1")
    processed(store)


@settings(max_examples=12, deadline=None, suppress_health_check=_SLOW)
@given(words=st.lists(_WORDS, min_size=1, max_size=5))
def test_process_in_between_changes_nothing(
    acme: Store, words: list[tuple[str, tuple[str, str]]]
) -> None:
    _cleared(acme)
    _said(acme, words, between=False)
    at_once, figures = _state(acme), counts(acme)
    _cleared(acme)
    _said(acme, words, between=True)
    assert (_state(acme), counts(acme)) == (at_once, figures)


@settings(max_examples=12, deadline=None, suppress_health_check=_SLOW)
@given(word=_WORDS, again=_FIELDS)
def test_undone_is_as_before_and_the_last_word_counts(
    acme: Store, word: tuple[str, tuple[str, str]], again: tuple[str, str]
) -> None:
    _cleared(acme)
    before = _state(acme)
    name, (field, value) = word
    if name == "apart" and field != "relevance":
        return
    says(acme, name, **{field: value})
    once = _state(acme)
    if again[0] == field:
        says(acme, name, **{field: again[1]})
        twice = _state(acme)
        if again[1] != value:
            undo(acme, "acme", f"reddit:{name}", [field])
        assert _state(acme) == once
        _cleared(acme)
        says(acme, name, **{field: again[1]})
        assert _state(acme) == twice
    undo(acme, "acme", f"reddit:{name}")
    assert _state(acme) == before


def test_undo_puts_a_narrative_back(acme: Store) -> None:
    narratives(acme, ["One", "Two"])
    with acme.connect() as db:
        db.execute(
            "update mention set narrative_id = (select id from narrative where number = 1), "
            "narrative_how = 'nearest', narrative_distance = 0.25"
        )
    place = "(n.number, m.narrative_how, m.narrative_distance)"
    before = labels(acme, place)
    says(acme, "p1", narrative="2")
    says(acme, "p2", relevance="no")
    says(acme, "p3", narrative="none")
    assert labels(acme, place) != before
    for name in ("p1", "p2", "p3"):
        undo(acme, "acme", f"reddit:{name}")
    assert labels(acme, place) == before


def test_what_the_software_said_is_kept(acme: Store) -> None:
    says(acme, "p0", tone="negative", voice="media", relevance="yes", narrative="none")
    says(acme, "p0", voice="brand")
    known = corrections(acme, "acme")
    said = dict(zip(known["field"], known["said"], strict=True))
    assert said == {"tone": "positive", "voice": "customer", "relevance": "yes",
                    "narrative": "none"}  # fmt: skip
    assert known["stands"].tolist() == [True, True, False, True, True]
    detail = rows(acme, "select said_with from correction where field = 'tone'")[0][0]
    assert detail == {"negative": 0.2, "neutral": 0.2, "positive": 0.6, "model": "test"}


def test_the_same_word_again_is_no_news(acme: Store) -> None:
    says(acme, "p0", tone="negative")
    told = correct(acme, "acme", Judgement("reddit:p0", {"tone": "negative"}), "kim")
    assert [one.new for one in told] == [False]
    assert len(corrections(acme, "acme")) == 1


def test_a_correction_makes_the_brand_stale_until_it_is_processed(acme: Store) -> None:
    assert rows(acme, "select stale from brand") == [(False,)]
    says(acme, "p0", tone="negative")
    assert rows(acme, "select stale from brand") == [(True,)]
    processed(acme)
    assert rows(acme, "select stale from brand") == [(False,)]


def test_another_brand_keeps_its_own_view(acme: Store) -> None:
    boots = brands.save(acme, brands.Brand(key="boots", name="Boots", query="boots")).id
    match(acme, boots, Silent())
    scored(acme)
    says(acme, "p3", tone="negative", voice="media")
    assert rows(
        acme,
        "select b.key, t.tone, m.voice from mention m join mention_tone t on t.mention_id = m.id "
        "join post p on p.id = m.post_id join brand b on b.id = m.brand_id "
        "where p.native_id = 'p3' order by 1",
    ) == [("acme", "negative", "media"), ("boots", "neutral", "customer")]


def test_who_is_forgotten_and_what_is_deleted_takes_its_corrections_along(acme: Store) -> None:
    says(acme, "p0", tone="negative")
    says(acme, "p1", tone="positive")
    forget(acme, "reddit", "author", "a0")
    take(acme, [post("p1", deleted=True)], Silent())
    assert corrections(acme, "acme").empty
    processed(acme)
    assert {"p0", "p1"} & set(labels(acme)) == set()


def test_a_post_is_found_by_its_address(acme: Store) -> None:
    address = "https://example.org/a?b=c:d"
    take(acme, [post("far", "acme", url=address), post("twin", "acme two", url="https://x.y")],
         Silent())  # fmt: skip
    take(acme, [post("twin2", "acme three", url="https://x.y")], Silent())
    processed(acme)
    told = correct(acme, "acme", Judgement(address, {"tone": "positive"}), "kim")
    assert told[0].post == "reddit:far"
    with pytest.raises(InputError, match=r"More than one post.*reddit:twin, reddit:twin2"):
        correct(acme, "acme", Judgement("https://x.y", {"tone": "positive"}), "kim")


def test_what_cannot_be_said_is_one_line(acme: Store) -> None:
    narratives(acme, ["One"])
    with pytest.raises(UnknownBrand, match="Known: acme"):
        correct(acme, "acne", Judgement("reddit:p0", {"tone": "negative"}), "kim")
    for name, fields, why in (
        ("p99", {"tone": "negative"}, "There is no post"),
        ("p0", {"tone": "angry"}, "Say one of: negative, neutral, positive"),
        ("p0", {"voice": "bot"}, "Say one of: customer"),
        ("p0", {"relevance": "maybe"}, "Say one of: yes, no"),
        ("p0", {"narrative": "first"}, "Say its number, or none"),
        ("p0", {"narrative": "7"}, "Acme has no narrative 7"),
        ("p0", {}, "Nothing is said"),
        ("apart", {"tone": "negative"}, "no mention of Acme. Say that it is one"),
    ):
        with pytest.raises(InputError, match=why):
            says(acme, name, **fields)
    with pytest.raises(InputError, match="Nothing was said of reddit:p0"):
        undo(acme, "acme", "reddit:p0")
    take(acme, [post("p1", deleted=True)], Silent())
    with pytest.raises(InputError, match="deleted at its source"):
        says(acme, "p1", tone="negative")
    assert corrections(acme, "acme").empty


def test_nothing_half_done_is_left(acme: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a kill in the middle: the word is kept and in effect, or neither."""
    before = _state(acme)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.corrections.write.rematch", killed)
    with pytest.raises(KeyboardInterrupt):
        says(acme, "p0", voice="media", tone="negative")
    assert _state(acme) == before
    assert corrections(acme, "acme").empty
