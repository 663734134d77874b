"""What kind of file lies there, and in which encoding: told by its bytes more than its name."""

import codecs
import hashlib
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import ftfy
import ftfy.badness
from charset_normalizer import from_bytes

from pipeline.errors import InputError

Kind = Literal["text", "json", "jsonl", "parquet", "sheet"]

_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FOREIGN = {  # what such a file is, and what to do with it
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document; export the table itself as CSV or XLSX",
    b"\x1f\x8b": "compressed with gzip; unpack it first",
    b"BZh": "compressed with bzip2; unpack it first",
    b"\xfd7zXZ": "compressed with xz; unpack it first",
    b"\x28\xb5\x2f\xfd": "compressed with zstandard; unpack it first",
    b"7z\xbc\xaf": "a 7-Zip archive; unpack it first",
    b"Rar!": "a RAR archive; unpack it first",
    b"SQLite format 3": "a SQLite database; export the table as CSV",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}
_CONTROLS = bytes(set(range(32)) - {0, 9, 10, 11, 12, 13, 26, 27})
# Mojibake is two characters beyond ASCII for one, or one before what was a no-break space.
_SUSPECT = re.compile(r"[^\x00-\x7f]{2}|[Ãâ] ")
# Scripts that Windows-1252 cannot write; only for these is the guess of one code page needed.
_OTHER_SCRIPTS = [
    "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "cp874",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip


@dataclass(frozen=True)
class FileFacts:
    """Kind, encoding (None for binary kinds), fingerprint of the content, NUL bytes in it."""

    kind: Kind
    encoding: str | None
    fingerprint: str
    nuls: int = 0


def examine(path: Path) -> FileFacts:
    """Look at the file's bytes. Raises InputError, in one line, for what cannot be imported."""
    head = _head(path)
    fingerprint = _fingerprint(path)
    if head.startswith(b"PAR1"):
        return FileFacts("parquet", None, fingerprint)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        _check_sheet(path, head)
        return FileFacts("sheet", None, fingerprint)
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise InputError(f"{path.name} is {what}. Taken are CSV, TSV, JSONL, Parquet, XLSX.")
    encoding, nuls = _encoding(path, head)
    return FileFacts(_text_kind(path, head, encoding), encoding, fingerprint, nuls)


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise InputError(f"{path} is a folder. Name one file in it.")
    if not path.exists():
        raise InputError(f"There is no file {path}. Check the name and the folder.")
    try:
        with path.open("rb") as file:
            head = file.read(_SAMPLE)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}. Check its rights.") from error
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\x1a"):
        raise InputError(f"{path.name} is empty. Export it again, with headings and rows.")
    return head


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_sheet(path: Path, head: bytes) -> None:
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            raise InputError(
                f"{path.name} is protected by a password. Save a copy without one and import that."
            )
        return
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        raise InputError(
            f"{path.name} is a damaged or truncated workbook. Download or save it again."
        ) from None
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise InputError(f"{path.name} is a zip archive. Unpack it and import the file inside.")


def _encoding(path: Path, head: bytes) -> tuple[str, int]:
    """The text's encoding and how many NUL bytes are to be left out of it."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name, 0
    if wide := _wide(head):
        return wide, 0
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > len(head) / 50 or head.count(0) > len(head) / 5:
        raise InputError(
            f"{path.name} is not text, whatever its name says. "
            "Taken are CSV, TSV, JSONL, Parquet, XLSX."
        )
    unicode, nuls, sample = _scan(path)
    return "utf-8" if unicode else _code_page(sample), nuls


def _wide(head: bytes) -> str | None:
    """UTF-16 without a byte-order mark: every other byte of mostly Latin text is NUL."""
    even, odd = head[0::2], head[1::2]
    low, high = even.count(0) / len(even), odd.count(0) / max(1, len(odd))
    if high > 0.4 and low < 0.05:
        return "utf-16-le"
    if low > 0.4 and high < 0.05:
        return "utf-16-be"
    return None


def _scan(path: Path) -> tuple[bool, int, bytes]:
    """Is the whole file UTF-8, but for a bad line in ten at most? NULs in it, and a sample."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    nuls, strict = 0, True
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            nuls += chunk.count(0)
            if strict:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    strict = False
    return (True, nuls, b"") if strict else _scan_lines(path, nuls)


def _scan_lines(path: Path, nuls: int) -> tuple[bool, int, bytes]:
    good = bad = 0
    sample = bytearray()
    with path.open("rb") as file:
        while line := file.readline(_CHUNK):
            if line.isascii() or len(line) == _CHUNK:
                continue
            if len(sample) < 4 * _SAMPLE:
                sample += line[:_SAMPLE]
            try:
                line.decode()
                good += 1
            except UnicodeDecodeError:
                bad += 1
    return good > 10 * bad, nuls, bytes(sample)


def _code_page(sample: bytes) -> str:
    """The 8-bit encoding in which the sample reads best; Windows-1252 unless another does."""
    high = len(sample.translate(None, bytes(range(128))))
    if high > len(sample) / 4:  # hardly a Latin text, which is mostly ASCII
        other = from_bytes(sample, cp_isolation=["cp1252", *_OTHER_SCRIPTS]).best()
        if other is not None and other.encoding in _OTHER_SCRIPTS:
            return other.encoding
    # Files that went through an old Mac read as gibberish in Windows-1252, and the reverse.
    return min(("cp1252", "mac_roman"), key=lambda name: _gibberish(sample.decode(name, "replace")))


def _gibberish(text: str) -> int:
    return ftfy.badness.badness(mended(text)) + text.count("\ufffd")


def mended(text: str) -> str:
    """Text whose UTF-8 was once read as another encoding (â€™ for ’), put right."""
    if text.isascii() or not _SUSPECT.search(text):
        return text
    # The byte 9D has no character in Windows-1252, so ftfy cannot know what a Mac made of it.
    return ftfy.fix_encoding(text.replace("â€ù", "”"))


def _text_kind(path: Path, head: bytes, encoding: str) -> Kind:
    text = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return "jsonl"
    is_list = text.startswith("[")
    if is_list and (path.suffix.lower().startswith(".js") or text[1:].lstrip().startswith("{")):
        return "json"
    return "text"
