"""One torn quote costs one row; every line of a file ends up in a row or a reject."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.files.delimited import Dialect, Record, records
from pipeline.files.dialect import layout
from pipeline.files.lines import Lines
from pipeline.files.rows import MAX_ROW, Reject

_cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=12)


def read(text: str, dialect: Dialect | None = None) -> list[Record | Reject]:
    return list(records(Lines(io.StringIO(text)), dialect or Dialect(",")))


def fields(text: str) -> list[list[str] | str]:
    return [found.fields if isinstance(found, Record) else found.reason for found in read(text)]


@given(st.lists(st.lists(_cells, min_size=2, max_size=4), max_size=8), st.sampled_from(",;\t|"))
def test_reads_what_a_csv_writer_wrote(table: list[list[str]], delimiter: str) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(table)
    found = read(written.getvalue(), Dialect(delimiter))
    kept = [row for row in table if "".join(row).strip() or '"' in "".join(row)]
    assert [r.fields for r in found if isinstance(r, Record) and "".join(r.fields).strip()] == [
        row for row in kept if "".join(row).strip()
    ]


@given(st.text(st.sampled_from('ab,"\n '), max_size=60))
def test_no_line_is_lost_and_none_is_read_twice(text: str) -> None:
    given_back = "".join(
        (found.given if found.given.endswith("\n") else found.given + "\n") for found in read(text)
    )
    wanted = "".join(line + "\n" for line in text.split("\n"))
    assert given_back.replace("\n", "").replace(" ", "") == wanted.replace("\n", "").replace(
        " ", ""
    )


def test_a_torn_quote_costs_its_row_only() -> None:
    assert fields('1,"good, fine"\n2,"torn here\n3,"ok, then"\n4,plain\n') == [
        ["1", "good, fine"],
        "torn quote (opened and never closed)",
        ["3", "ok, then"],
        ["4", "plain"],
    ]


def test_a_torn_quote_with_no_other_after_it() -> None:
    found = read('1,"torn\n' + "".join(f"{n},plain\n" for n in range(2, 5_000)))
    assert isinstance(found[0], Reject)
    assert len(found) == 4_999


def test_a_file_cut_off_inside_a_text() -> None:
    assert fields('1,ok\n2,"cut off') == [["1", "ok"], "torn quote (opened and never closed)"]


def test_bare_quotes_inside_a_text_are_its_own() -> None:
    assert fields('1,"He said "hi" to me",x\n2,5" screen,y\n3,"a ""b"" c"\n') == [
        ["1", 'He said "hi" to me', "x"],
        ["2", '5" screen', "y"],
        ["3", 'a "b" c'],
    ]


def test_lines_within_a_quoted_text() -> None:
    found = read('1,"one\n\ntwo, ""three""\n",x\n2,y\n')
    assert [(r.line, r.fields) for r in found if isinstance(r, Record)] == [
        (1, ["1", 'one\n\ntwo, "three"\n', "x"]),
        (5, ["2", "y"]),
    ]


def test_a_line_too_long_is_one_reject() -> None:
    found = read("a,b\n" + "x" * (2 * MAX_ROW + 7) + "\n1,2\n")
    assert isinstance(found[1], Reject)
    assert found[1].reason == "a line of 10,000,008 characters"
    assert len(found[1].given) < 10_000
    assert isinstance(found[2], Record)
    assert found[2].line == 3


@pytest.mark.parametrize(
    ("sample", "delimiter", "line", "width"),
    [
        ("text,date\na;b,2020\n", ",", 1, 2),
        ('Text;Datum\n"a, b, c";2020\n', ";", 1, 2),
        ("text\tdate\na, b\t2020\n", "\t", 1, 2),
        ("text|date\na, b|2020\n", "|", 1, 2),
        ("\n\nReport:,Mentions\nFrom:,2020\n\nDate,Title,Full Text\n1,2,3\n", ",", 6, 3),
        ("foo,bar\n1,2\n3,4\n", ",", 1, 2),
        ('"Date","Hit Sentence"\n"1","a ; b ; c ; d"\n', ",", 1, 2),
    ],
)
def test_layout_is_found(sample: str, delimiter: str, line: int, width: int) -> None:
    found = layout(sample)
    assert found is not None
    assert found.dialect.delimiter == delimiter
    assert (found.headings.line, len(found.headings.fields)) == (line, width)


def test_one_column_may_hold_commas() -> None:
    found = layout("review\ngood, very good, best\nbad\n")
    assert found is not None
    rows = read("good, very good, best\n", found.dialect)
    assert isinstance(rows[0], Record)
    assert rows[0].fields == ["good, very good, best"]


def test_a_heading_that_a_person_named_is_looked_for() -> None:
    found = layout("some,words\nfoo,bar\n1,2\n", ["bar"])
    assert found is not None
    assert found.headings.fields == ["foo", "bar"]


@pytest.mark.parametrize(
    "sample",
    ["good phone\t27\tab\nbad phone\t3\tcd\n", f"{'good ' * 30},train\nbad,test\n"],
)
@pytest.mark.parametrize("wanted", [[], ["1"], ["27"]])
def test_a_first_row_of_data_is_no_headings(sample: str, wanted: list[str]) -> None:
    found = layout(sample, wanted)
    assert found is not None
    width = len(found.headings.fields)
    assert (found.headings.line, found.headings.fields) == (0, ["1", "2", "3"][:width])


def test_backslashes_and_bare_quotes_are_noticed() -> None:
    escaped = layout('id,text\n1,"say \\"hi, you\\" now"\n2,"\\"x\\", y"\n')
    assert escaped is not None
    assert escaped.dialect.escape == "\\"
    bare = layout("id\ttext\n" + '1\t"Hello\n2\tyou" said\n3\t"a\n')
    assert bare is not None
    assert bare.dialect.quote is None
