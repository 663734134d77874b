"""What people really have: each bad file one clear line, each bad row kept, nothing lost."""

import os
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.errors import InputError
from pipeline.files.rejects import Rejects
from pipeline.files.rows import Reject
from pipeline.files.survey import Survey, survey
from pipeline.store import Store
from tests.pipeline.files.conftest import Import, Write, rejected
from tests.pipeline.files.test_import import stored

GOOD = "text,date\ngood one,2025-01-01\n"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "is empty"),
        ("headings.csv", b"text,date\n", "has headings .text, date. and no row"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + os.urandom(3000), "PNG picture"),
        ("noise.csv", os.urandom(9000), "is not text"),
        ("noise.xlsx", b"PK\x03\x04" + os.urandom(900), "damaged or truncated workbook"),
        ("noise.parquet", b"PAR1" + os.urandom(900), "damaged or truncated Parquet"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "cannot be read as"),
        ("secret.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
         + "EncryptedPackage".encode("utf-16-le").rjust(2000, b"\0"), "protected by a password"),
        ("pretty.json", b'{\n  "text": "a"\n}\n', "one object a line"),
        ("nothing.csv", b"alpha,beta\nx,y\n", "No column holds the text"),
        ("undated.csv", b"text\nhello\n", "no column of dates"),
    ],
)  # fmt: skip
def test_a_bad_file_is_one_clear_line(
    store: Store, write: Write, take_in: Import, name: str, content: bytes, says: str
) -> None:
    with pytest.raises(InputError, match=says) as refusal:
        take_in(write(name, content))
    assert "\n" not in str(refusal.value)
    assert stored(store) == []


def test_truncated_and_foreign_containers(tmp_path: Path, take_in: Import) -> None:
    frame = pd.DataFrame({"text": ["a"] * 500, "date": ["2025-01-01"] * 500})
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    frame.to_parquet(tmp_path / "a.parquet")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", GOOD)
    for name in ("a.xlsx", "a.parquet"):
        whole = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(whole[: len(whole) // 2])
        with pytest.raises(InputError, match="damaged or truncated"):
            take_in(tmp_path / name)
    with pytest.raises(InputError, match="Unpack it"):
        take_in(tmp_path / "a.zip")


def test_a_line_of_200_mb_is_one_reject(store: Store, tmp_path: Path, take_in: Import) -> None:
    path = tmp_path / "huge.csv"
    with path.open("w") as file:
        file.write(GOOD)
        for _ in range(200):
            file.write("x" * 1_000_000)
        file.write(",2025-01-01\nlast one,2025-01-02\n")
    report = take_in(path)
    assert report.taken.new == 2
    (reject,) = rejected(report)
    assert (reject["line"], reject["reason"]) == ("3", "a line of 200,000,012 characters")
    assert len(reject["row"]) == 1_000


def test_rows_of_every_bad_kind(store: Store, write: Write, take_in: Import) -> None:
    report = take_in(
        write(
            "a.csv",
            b"text,date,stars\n"
            b"nul\0 inside,2025-01-01,5\n"
            b'"torn quote,2025-01-01,5\n'
            b"too,many,fields,in,here\n"
            b"short\n"
            b",2025-01-01,5\n"
            b"long ago,1970-01-01,5\n"
            b"far off,2099-01-01,5\n"
            b"zero,0,5\n"
            b"byte \xe9 broken,2025-01-01,5\n"
            + b"caf\xc3\xa9,2025-01-02,5\n" * 12
            + "😀😀,2025-01-03,5\n<script>alert(1)</script>,2025-01-04,5\n".encode()
            + b"=HYPERLINK(1),2025-01-05,5\n"
            + b"x" * 200_000
            + b",2025-01-06,5\n",
        )
    )
    assert report.encoding == "utf-8"
    assert [(int(row["line"]), row["reason"]) for row in rejected(report)] == [
        (3, "torn quote (opened and never closed)"),
        (4, "5 fields where the headings name 3"),
        (5, "no date"),
        (6, "no text, only a rating"),
        (7, "absurd date: 1970-01-01 lies before 1990"),
        (8, "absurd date: 2099-01-01 is yet to come"),
        (9, "absurd date: 1970-01-01 lies before 1990"),
        (10, "broken encoding (byte e9)"),
    ]
    bodies = [post["body"] for post in stored(store)]
    assert bodies[0] == "nul inside"
    assert {"😀😀", "<script>alert(1)</script>", "=HYPERLINK(1)", "x" * 200_000} < set(bodies)
    assert report.rows == len(bodies) + report.rejected
    assert report.reasons["absurd date"] == 3
    assert any("NUL bytes left out: 1" in note for note in report.notes)
    assert report.rejects_file
    assert b"byte \xe9 broken" in report.rejects_file.read_bytes()


def test_broken_lines_of_json(store: Store, write: Write, take_in: Import) -> None:
    report = take_in(
        write(
            "a.jsonl",
            '{"text": "one", "date": "2025-01-01"}\n{"text": "torn\n[1, 2]\n'
            '{"text": "nul \\u0000 and half \\ud83d", "date": 1735689600000}\n'
            '{"text": "NaN", "date": "2025-01-01", "stars": NaN}\n',
        )
    )
    assert [(row["line"], row["reason"]) for row in rejected(report)] == [
        ("2", "broken JSON (Unterminated string starting at)"),
        ("3", "not a JSON object"),
    ]
    assert len(stored(store)) == 3


def test_a_json_array_cut_off(store: Store, write: Write, take_in: Import) -> None:
    report = take_in(
        write("a.json", '[{"text": "one", "date": "2025-01-01"},\n {"text": "two", "da')
    )
    assert len(stored(store)) == 1
    assert rejected(report)[0]["line"] == "2"
    assert rejected(report)[0]["reason"].startswith("broken JSON from here on")


def test_duplicate_and_empty_headings(store: Store, write: Write, take_in: Import) -> None:
    report = take_in(write("a.csv", "text,date,text,\none,2025-01-01,two,three\n"))
    assert stored(store)[0]["payload"] == {
        "text": "one",
        "date": "2025-01-01",
        "text (2)": "two",
        "column 4": "three",
    }
    assert any("stand twice" in note for note in report.notes)


def test_ids_that_a_spreadsheet_rounded_are_not_used(
    store: Store, write: Write, take_in: Import
) -> None:
    report = take_in(
        write("a.csv", "id,text,date\n5.69E+17,one,2025-01-01\n5.69E+17,two,2025-01-01\n")
    )
    assert len(stored(store)) == 2
    assert any("rounded by a spreadsheet" in note for note in report.notes)


def test_when_no_row_can_be_taken_it_says_so(write: Write, take_in: Import) -> None:
    report = take_in(write("a.csv", "text,date\none,never\n"))
    assert report.taken.total == 0
    assert any("No row could be taken" in note for note in report.notes)


def test_a_text_that_is_a_list(store: Store, tmp_path: Path, take_in: Import) -> None:
    """Parquet and JSON hold lists where a text is expected; with an id they are looked up by it."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "text": ["acme", "two lines"], "date": "2025-03-01"}\n')
    assert take_in(path).taken.new == 1
    with store.connect() as db:
        assert db.execute("select body from post").fetchall() == [("acme\ntwo lines",)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_broken_encoding_in_json_is_a_reject(name: str, write: Write, take_in: Import) -> None:
    good = '{"text": "acme café %d", "date": "2025-03-01"}'
    rows = [(good % n).encode() for n in range(30)]
    rows[7] = rows[7].replace("é".encode(), b"\xe9")
    content = b"\n".join(rows) if name == "a.jsonl" else b"[" + b",\n".join(rows) + b"]"
    report = take_in(write(name, content))
    assert (report.taken.new, report.rejected) == (29, 1)
    assert rejected(report)[0]["reason"] == "broken encoding (byte e9)"


def test_two_imports_of_a_file_keep_their_rejects_apart(tmp_path: Path) -> None:
    with Rejects(tmp_path, "a.csv", "0" * 8) as one, Rejects(tmp_path, "a.csv", "0" * 8) as other:
        one.add(Reject(2, "no date", "x"))
        other.add(Reject(2, "no date", "x"))
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv-00000000.rejects.csv"]
    assert [row["line"] for row in Rejects.read(one.path)] == ["2"]


def test_a_file_that_is_still_written_is_not_taken(
    store: Store, write: Write, take_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("a.csv", "text,date\nacme one,2025-03-01\nacme tw")

    def read_and_grow(*given: Any, **named: Any) -> Survey:  # noqa: ANN401
        with path.open("a") as file:
            file.write("o,2025-03-02\n")
        return survey(*given, **named)

    monkeypatch.setattr("pipeline.files.importing.survey", read_and_grow)
    with pytest.raises(InputError, match="still being written"):
        take_in(path)
    with store.connect() as db:
        assert db.execute("select count(*) from post").fetchone() == (0,)
    monkeypatch.undo()
    assert take_in(path).taken.new == 2
