"""Batches cover every text once and keep to their budget."""

from hypothesis import given
from hypothesis import strategies as st

from models.encoder import model_dir
from models.tokens import MAX_TOKENS, batches, load_tokenizer, tokenise

TOKENIZER = load_tokenizer(model_dir() / "tokenizer.json")


@given(st.lists(st.integers(2, MAX_TOKENS), max_size=200), st.integers(1, 2_000))
def test_batches_cover_every_index_once_within_budget(lengths: list[int], budget: int) -> None:
    found = list(batches(lengths, budget))
    assert sorted(i for batch in found for i in batch.indices) == list(range(len(lengths)))
    for batch in found:
        total = sum(lengths[i] for i in batch.indices)
        assert total <= budget or len(batch.indices) == 1
        assert [m for n, m in batch.runs for _ in range(n)] == [lengths[i] for i in batch.indices]
        assert len({m for _, m in batch.runs}) == len(batch.runs)


@given(st.lists(st.text(st.characters()), max_size=20))
def test_any_text_has_between_two_and_the_most_tokens(texts: list[str]) -> None:
    tokens = tokenise(TOKENIZER, texts)
    assert len(tokens.lengths) == len(texts)
    assert ((tokens.lengths >= 2) & (tokens.lengths <= MAX_TOKENS)).all()


def test_each_text_keeps_its_own_ids() -> None:
    texts = ["one", "two words", "and three words"]
    tokens = tokenise(TOKENIZER, texts)
    for i, text in enumerate(texts):
        assert tokens.of([i]).tolist() == TOKENIZER.encode(text).ids
