"""Duplicates: what counts as one, which is the original, and that the order does not matter."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.intake import take
from pipeline.intake.fingerprint import bands_of, jaccard, shingles_of, words_of
from pipeline.posts import Post
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.intake.posts import duplicates, post, rows

LONG = (
    "the new update deleted my streak of four hundred days and support has not answered "
    "a single one of my messages since last week"
)


def _take(store: Store, *posts: Post) -> dict[str, tuple[str, str]]:
    take(store, posts, Silent())
    return duplicates(store)


def test_equal_but_for_case_marks_and_links(store: Store) -> None:
    found = _take(
        store,
        post("a", "They closed my account, again and again! https://t.co/1", 1),
        post("b", "they closed my account again AND again https://t.co/2", 2),
    )
    assert found == {"b": ("a", "exact")}


def test_the_same_few_words_by_two_people_are_no_copy(store: Store) -> None:
    texts = ["lol", "Love it!", "Good to know, thank you!", "😂", ""]
    posts = [post(f"{n}{m}", text) for n, text in enumerate(texts) for m in "ab"]
    assert _take(store, *posts) == {}


def test_nearly_the_same(store: Store) -> None:
    found = _take(store, post("a", LONG, 0), post("b", f"{LONG} #help", 1), post("c", LONG[:60], 2))
    assert found == {"b": ("a", "near")}


def test_different_complaints_about_the_same_thing_are_not_near(store: Store) -> None:
    other = (
        "the new update broke my widget and support has not answered a single one of the "
        "questions that I asked them since last month"
    )
    assert _take(store, post("a", LONG), post("b", other)) == {}


def test_retweets_are_duplicates(store: Store) -> None:
    found = _take(store, post("b", f"RT @ann: {LONG}", 1), post("a", LONG, 0))
    assert found == {"b": ("a", "exact")}


def test_the_earliest_is_the_original_though_it_comes_last(store: Store) -> None:
    take(store, [post("c", LONG, 3), post("b", LONG, 2)], Silent())
    assert _take(store, post("a", f"{LONG} ugh", 1)) == {"b": ("a", "near"), "c": ("a", "near")}


def test_an_edit_leaves_the_group_and_may_split_it(store: Store) -> None:
    take(store, [post("a", LONG, 0), post("b", LONG, 1), post("c", LONG, 2)], Silent())
    assert _take(store, post("a", "now about something else entirely", 0)) == {"c": ("b", "exact")}


def test_a_deleted_original_hands_over(store: Store) -> None:
    take(store, [post("a", LONG, 0), post("b", LONG, 1), post("c", LONG, 2)], Silent())
    assert _take(store, post("a", "", 0, deleted=True)) == {"c": ("b", "exact")}


def test_a_later_batch_still_finds_what_an_edit_left_behind(store: Store) -> None:
    take(store, [post("a", LONG, 0), post("b", LONG, 1)], Silent())
    take(store, [post("a", "now about something else entirely", 0)], Silent())
    assert _take(store, post("c", f"{LONG} #help", 2)) == {"c": ("b", "near")}


def test_the_same_link_again_and_again_by_one_account_is_suspected(store: Store) -> None:
    text = f"{LONG} https://a.example/x"
    ads = [post(f"s{n}", text, n, author="shop") for n in range(5)]
    take(store, [*ads, post("a", text, 9, author="ann")], Silent())
    found = rows(store, "select native_id from post where spam_reason is not null order by 1")
    assert [row[0] for row in found] == ["s0", "s1", "s2", "s3", "s4"]


def test_bands_agree_with_the_jaccard() -> None:
    texts = [LONG, f"{LONG} #help", "quite another text about lunch, trains and the weather in May"]
    shingles = [shingles_of(words_of(text)) for text in texts]
    assert jaccard(*shingles[:2]) > 0.9
    one, other, far = (set(keys) for keys in bands_of(shingles).tolist())
    assert one & other
    assert not one & far


_WORDS = LONG.split()
_TEXTS = st.sampled_from(
    [LONG, f"{LONG} #help", f"well {LONG}", " ".join(_WORDS[3:]), " ".join(_WORDS[:-4]), "other"]
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    texts=st.lists(_TEXTS, min_size=2, max_size=7),
    minutes=st.lists(st.integers(0, 2), min_size=7, max_size=7),
    cut=st.integers(1, 6),
    random=st.randoms(use_true_random=False),
)
def test_the_order_of_arrival_does_not_matter(
    store: Store, texts: list[str], minutes: list[int], cut: int, random: object
) -> None:
    posts = [post(f"p{n}", text, minutes[n]) for n, text in enumerate(texts)]
    seen = []
    for _ in range(2):
        with store.connect() as db:
            db.execute("truncate post restart identity cascade")
        take(store, posts[:cut], Silent())
        seen.append(_take(store, *posts[cut:]))
        random.shuffle(posts)  # type: ignore[attr-defined]
    assert seen[0] == seen[1]
    originals = {original for original, _ in seen[0].values()}
    assert originals.isdisjoint(seen[0])  # nobody counts under a duplicate
