"""Rows of files as people and programs write them, torn ones included."""

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.delimited import Dialect, records
from models.errors import TableError
from models.tables import Reading, Row, open_table, text_of


def rows_of(path: Path, content: str | bytes, reading: Reading | None = None) -> list[Row | None]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(open_table(path, reading or Reading()).read())


def test_headings_line_breaks_and_quotes(tmp_path: Path) -> None:
    found = rows_of(tmp_path / "a.csv", 'text,n\r\n"two\r\nlines, ""quoted""",1\r\nplain,2\r\n')
    assert found == [{"text": 'two\r\nlines, "quoted"', "n": "1"}, {"text": "plain", "n": "2"}]


def test_bom_tabs_and_nul_bytes(tmp_path: Path) -> None:
    found = rows_of(tmp_path / "a.tsv", b"\xef\xbb\xbftext\tn\ngo\x00od\t1\n\nbad\n")
    assert found == [{"text": "good", "n": "1"}, {"text": "bad", "n": None}]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman", "utf-16"])
def test_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    text = "text;n\n“Crème brûlée” – très bon à l’hôtel;1\n" * 3
    table_rows = rows_of(tmp_path / "a.csv", text.encode(encoding))
    assert table_rows[0] == {"text": "“Crème brûlée” – très bon à l’hôtel", "n": "1"}


def test_a_named_encoding_goes_first(tmp_path: Path) -> None:
    found = rows_of(tmp_path / "a.csv", "text,n\nпривет,1\n".encode("koi8_r"), Reading("koi8_r"))
    assert found == [{"text": "привет", "n": "1"}]


def test_mojibake_is_mended_in_the_text_that_is_scored() -> None:
    assert text_of("itâ€™s") == "it’s"
    assert text_of(None) == ""
    assert text_of(5) == "5"


def test_a_torn_quote_costs_its_own_line_at_most(tmp_path: Path) -> None:
    content = (
        'text,n\n"torn, and more,1\ngood,2\n"fine, too",3\n"He said "hi" to me",4\n5" pipe,5\n'
    )
    found = rows_of(tmp_path / "a.csv", content)
    assert found[0] is None
    assert [row and row["n"] for row in found[1:]] == ["2", "3", "4", "5"]


def test_quotes_that_enclose_nothing_are_plain(tmp_path: Path) -> None:
    content = '"Dude" he said\t1\n" oh\tstop" \t2\n'.replace("oh\t", "oh ") * 20
    table_rows = rows_of(tmp_path / "a.tsv", "text\tn\n" + content)
    assert len(table_rows) == 40
    assert table_rows[0] == {"text": '"Dude" he said', "n": "1"}


def test_a_first_row_with_a_number_is_no_heading(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    assert rows_of(path, "I like it\t27\nMe too\t3\n")[0] == {"1": "I like it", "2": "27"}
    assert rows_of(path, "I like it\t27\nMe too\t3\n", Reading(header=True)) == [
        {"I like it": "Me too", "27": "3"}
    ]
    assert rows_of(path, "text\tn\nMe too\t3\n", Reading(header=False))[0] == {
        "1": "text",
        "2": "n",
    }


def test_one_column_may_hold_commas(tmp_path: Path) -> None:
    found = rows_of(tmp_path / "a.csv", "text\none, two\nthree\nfour, five, six\n")
    assert [row and row["text"] for row in found] == ["one, two", "three", "four, five, six"]


def test_empty_and_repeated_headings_get_names(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,,text\na,b,c\n")
    assert open_table(path).columns == ("text", "column 2", "text (2)")


def test_json_lines_and_their_torn_ones(tmp_path: Path) -> None:
    lines = ['{"text": "a", "n": 1}', "", "{torn", "[1]", '{"text": "b", "deep": {"x": [1]}}']
    path = tmp_path / "a.jsonl"
    found = rows_of(path, "\n".join(lines))
    assert found == [{"text": "a", "n": 1}, None, None, {"text": "b", "deep": {"x": [1]}}]
    table = open_table(path)
    assert table.columns == ("text", "n", "deep")
    assert table.types == {"text": str, "n": int, "deep": str}


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame({"text": ["a", None], "n": [1, 2]}).to_parquet(path)
    table = open_table(path)
    assert list(table.read()) == [{"text": "a", "n": 1}, {"text": None, "n": 2}]
    path.write_bytes(b"PAR1 and nothing more")
    with pytest.raises(TableError, match="damaged or truncated"):
        open_table(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty"), (b"\xef\xbb\xbf\r\n", "is empty"), (b"PK\x03\x04...", "workbook")],
)
def test_what_is_no_table_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(TableError, match=f"^[^\n]*{said}[^\n]*$"):
        open_table(path)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="is a folder"):
        open_table(tmp_path)
    with pytest.raises(TableError, match="There is no file"):
        open_table(tmp_path / "none.csv")
    path = tmp_path / "a.csv"
    path.write_text("text,n\na,1\n")
    with pytest.raises(TableError, match=r'no column "tweet". It has: text, n\. .*--no-header'):
        open_table(path).require("tweet")
    with pytest.raises(TableError, match="--encoding"):
        open_table(path, Reading("no-such"))


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=20))
def test_what_csv_writes_is_read_back(table: list[tuple[str, str, str]]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    lines = io.StringIO(written.getvalue(), newline="")
    found = list(records(lines, Dialect(","), 3))
    assert found == [list(row) for row in table]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = list(records(io.StringIO(f"{text}\nlast,1\n", newline=""), Dialect(","), 2))
    assert all(fields is None or len(fields) <= 2 or not any(fields[2:]) for fields in found)


def test_every_shared_file_is_read_whole(shared: Path) -> None:
    rows = {
        "amazon_alexa.tsv": 3_150,
        "sxsw_brand_emotions.csv": 9_093,
        "goemotions/dev.tsv": 5_426,
        "zomato_reviews.csv": 10_000,
        "sarcasm_train.csv": 3_468,
    }
    for name, expected in rows.items():
        found = list(open_table(shared / name).read())
        assert None not in found, name
        assert len(found) == expected, name


def test_json_rows_round_trip_through_json(tmp_path: Path) -> None:
    row = {"text": "a\ud800b", "list": [1, {"x": None}], "float": 0.5}
    assert rows_of(tmp_path / "a.jsonl", json.dumps(row)) == [row]
