"""Brands from TOML: a good file, and one clear line for each bad one."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.brands import Brand, load_toml
from pipeline.errors import InputError

GOOD = """
[[brand]]
key = "duolingo"
name = "Duolingo"
query = 'duolingo OR "duo lingo"'
timezone = "UTC"
baseline_weeks = ["2025-W10", "2025-W13"]
competitors = ["babbel"]
fiction = false
[brand.handles]
reddit = ["u/DuolingoTeam"]
[brand.communities]
reddit = ["r/duolingo"]
[brand.media]
hackernews = ["techdaily"]
[brand.threads]
follow = true
except = { reddit = ["technology"] }

[[brand]]
key = "babbel"
name = "Babbel"
query = "babbel"
"""


def _load(tmp_path: Path, text: str) -> list[Brand]:
    path = tmp_path / "brands.toml"
    path.write_text(text)
    return load_toml(path)


def test_a_good_file(tmp_path: Path) -> None:
    duolingo, babbel = _load(tmp_path, GOOD)
    assert duolingo == Brand(
        key="duolingo",
        name="Duolingo",
        query='duolingo OR "duo lingo"',
        baseline_first=date(2025, 3, 3),
        baseline_last=date(2025, 3, 24),
        competitors=("babbel",),
        handles={"reddit": ("DuolingoTeam",)},
        communities={"reddit": ("duolingo",)},
        media={"hackernews": ("techdaily",)},
        thread_exceptions={"reddit": ("technology",)},
    )
    assert babbel == Brand(key="babbel", name="Babbel", query="babbel")


_MINIMAL = '[[brand]]\nkey = "a"\nname = "A"\nquery = "a"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no brand in it"),
        ("brand = 3", "no brand in it"),
        ("[[brand]\n", "not valid TOML"),
        ("[[brands]]\n", 'unknown key "brands". Did you mean "brand"'),
        ('[[brand]]\nkey = "a"\nname = "A"\n', 'brand "a": the key "query" is missing'),
        (_MINIMAL + "querry = 1", 'brand "a": unknown key "querry". Did you mean "query"'),
        (_MINIMAL + "[brand.threads]\nfollows = true", 'threads: unknown key "follows"'),
        (_MINIMAL.replace('name = "A"', "name = 3"), '"name" must be a text'),
        (_MINIMAL + 'competitors = "b"', '"competitors" must be a list'),
        (_MINIMAL + 'competitors = ["a"]', "its own competitor"),
        (_MINIMAL + 'fiction = "no"', '"fiction" must be true or false'),
        (_MINIMAL + 'handles = ["x"]', '"handles" must be lists by source'),
        (_MINIMAL + "[brand.handles]\nreddit = [1]", '"reddit" must be a list of texts'),
        (_MINIMAL + 'timezone = "Mars/Base"', 'no time zone "Mars/Base"'),
        (_MINIMAL + 'baseline_weeks = ["2025-W10"]', "two weeks"),
        (_MINIMAL + 'baseline_weeks = ["2025-10", "x"]', '"2025-10" is not an ISO week'),
        (_MINIMAL + 'baseline_weeks = ["2025-W13", "2025-W10"]', "comes after its last"),
        (_MINIMAL + _MINIMAL, 'brand "a" is defined twice'),
        (_MINIMAL.replace('key = "a"', 'key = "A b"'), "cannot be a brand's key"),
    ],
)
def test_a_bad_file_is_one_line_naming_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        _load(tmp_path, text)
    line = str(caught.value)
    assert said in line and "brands.toml" in line and "\n" not in line


def test_no_file_a_folder_and_no_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load_toml(tmp_path / "none.toml")
    with pytest.raises(InputError, match="cannot be read"):
        load_toml(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b'key = "\xe9"')
    with pytest.raises(InputError, match="cannot be read"):
        load_toml(tmp_path / "latin.toml")
