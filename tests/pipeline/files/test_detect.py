"""Files are told apart by their bytes, encodings by how well the text reads."""

import pytest

from pipeline.errors import InputError
from pipeline.files.detect import examine, mended
from tests.pipeline.files.conftest import Write

GERMAN = "text;datum\nIt’s “great” – schön;31.12.2019\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encoding_with_and_without_mark(write: Write, encoding: str) -> None:
    facts = examine(write("a.csv", GERMAN, encoding))
    assert facts.encoding == encoding


@pytest.mark.parametrize(
    ("encoding", "sentence"),
    [
        ("cp1251", "Очень хороший отель; нам понравилось обслуживание и завтрак"),
        ("shift_jis", "とても良いホテルでした。サービスも素晴らしい。"),
        ("mac_roman", "Très bon café à l’hôtel – déjà vu, it’s “great” and naïve"),
    ],
)
def test_other_code_pages(write: Write, encoding: str, sentence: str) -> None:
    path = write("a.csv", "text\n" + f"{sentence}\n" * 20, encoding)
    assert examine(path).encoding == encoding


def test_a_few_broken_bytes_do_not_make_another_encoding(write: Write) -> None:
    path = write("a.csv", b"text\n" + "Schön\n".encode() * 30 + b"Sch\xf6n\n")
    assert examine(path).encoding == "utf-8"


def test_bytes_beyond_the_first_megabytes_count(write: Write) -> None:
    path = write("a.csv", b"text\n" + b"plain words here\n" * 200_000 + b"caf\xe9 cr\xe8me\n")
    assert examine(path).encoding == "cp1252"


def test_a_character_cut_by_a_chunk_is_whole(write: Write) -> None:
    path = write("a.csv", b"text\n" + b"x" * ((1 << 20) - 6) + "é\n".encode())
    assert examine(path).encoding == "utf-8"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", "text,date\na,b\n", "text"),
        ("a.csv", '{"text": "a"}\n', "jsonl"),
        ("a.txt", '\n [ {"text": "a"}]', "json"),
        ("a.json", '["a"]', "json"),
        ("a.csv", "[sic],date\n", "text"),
    ],
)
def test_kind_by_content(write: Write, name: str, content: str, kind: str) -> None:
    assert examine(write(name, content)).kind == kind


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\n \n", "is empty"),
        (b"\0" * 4000, "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "is a PNG picture"),
        (bytes(range(1, 256)) * 20, "is not text"),
        (b"\x1f\x8b\x08 squeezed", "unpack it first"),
        (b"PK\x03\x04 cut off", "damaged or truncated workbook"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(write: Write, content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as refusal:
        examine(write("a.csv", content))
    assert "\n" not in str(refusal.value)


def test_folder_and_missing_file(write: Write) -> None:
    path = write("a.csv", "x")
    with pytest.raises(InputError, match="is a folder"):
        examine(path.parent)
    with pytest.raises(InputError, match="There is no file"):
        examine(path.with_name("b.csv"))


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("donâ€™t", "don’t"),
        ("Ã©tÃ©", "été"),
        ("#sxswâ€ù", "#sxsw”"),
        ("Ça va à l’hôtel – déjà vu", "Ça va à l’hôtel – déjà vu"),
        ("😀❤️🇩🇪", "😀❤️🇩🇪"),
        ("とても良い", "とても良い"),
    ],
)
def test_mojibake_is_mended_and_nothing_else(garbled: str, meant: str) -> None:
    assert mended(garbled) == meant
