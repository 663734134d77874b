"""What makes two texts the same or nearly so: a hash, a set of shingles, MinHash bands."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from zlib import crc32

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

EXACT_WORDS = 6  # "good to know, thank you" by two people is no copy; longer equal texts are
NEAR_WORDS = 8  # below this a single changed word changes the meaning
NEAR_JACCARD = 0.7  # of the shingles; lower, chains of edits drift from story to story
_SHINGLE = 2  # words
# 20 bands of 4: two texts with a Jaccard of 0.6 share a band with a probability of 0.94, of 0.7
# with 0.996. Both are verified by their true Jaccard afterwards.
_BANDS, _ROWS = 20, 4

_LINK = re.compile(r"https?://\S+|www\.\S+")
_RETWEET = re.compile(r"^\W*(?:(?:RT|MT|via)\s+@\w+\s*:?\s*)+", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """The words that decide sameness: no case, marks, links or retweet prefix."""
    plain = _RETWEET.sub("", text)
    if "http" in plain or "www." in plain:
        plain = _LINK.sub(" ", plain)
    return _WORD.findall(unicodedata.normalize("NFKC", plain).casefold())


def hash_of(words: list[str], text: str) -> int:
    """64 bits, signed; a text without words (emoji, a link) is hashed as it is."""
    told = " ".join(words) if words else f"\n{text}"
    return int.from_bytes(blake2b(told.encode(), digest_size=8).digest(), "big", signed=True)


def shingles_of(words: list[str]) -> frozenset[str]:
    """Every run of words of the shingle's length."""
    if len(words) <= _SHINGLE:
        return frozenset([" ".join(words)])
    return frozenset(map(" ".join, zip(*(words[i:] for i in range(_SHINGLE)), strict=False)))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared shingles over all shingles of both."""
    return len(one & other) / len(one | other)


def bands_of(texts: Iterable[frozenset[str]]) -> NDArray[np.int64]:
    """(N, bands) keys of N texts' shingles; texts that are nearly the same share at least one."""
    signatures = MinHash.bulk(
        ([shingle.encode() for shingle in shingles] for shingles in texts),
        num_perm=_BANDS * _ROWS,
        seed=1,
        scheme="affine32",  # mixes each hash once more, so that a plain checksum is enough
        hashfunc=crc32,
    )
    rows = np.array([each.hashvalues for each in signatures], np.uint64)
    # Wraps around: a random 64-bit linear hash of each band's rows, another one for each band.
    keys: NDArray[np.uint64] = (rows.reshape(-1, _BANDS, _ROWS) * _mixers()).sum(axis=2)
    return keys.view(np.int64)


@cache
def _mixers() -> NDArray[np.uint64]:
    shape = (_BANDS, _ROWS)
    return np.random.default_rng(1).integers(1, 2**63, shape, dtype=np.uint64) | np.uint64(1)
