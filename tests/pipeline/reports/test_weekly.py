"""The weekly summary: for every amount of data, and for posts that mean harm."""

import csv
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from pipeline.authority import lines, refresh_rollups, verdict
from pipeline.errors import InputError, UnknownBrand
from pipeline.progress import Silent
from pipeline.reports import write_weekly
from pipeline.store import Store
from tests.pipeline.authority.conftest import MONDAY, Insert, Said

NEXT = MONDAY + timedelta(weeks=1)
EVIL = [
    '=HYPERLINK("http://evil.example","click")',
    "@SUM(1+1)*cmd|'/C calc'!A0",
    '#import "/etc/passwd": * #panic("markup") $x^2$ *bold* _it_ `raw` <label> @ref \\ //',
    "<script>alert(1)</script> ]] }} #[",
    "\u202etxt.exe\u202c right to left עברית العربية 日本語 ไทย हिन्दी 👩‍👩‍👧 😀",
    "a" * 200_000,
    "\n\n \t ",
]


def told(store: Store, brand_id: int, folder: Path) -> dict[str, Path]:
    refresh_rollups(store, brand_id, Silent())
    return {
        path.suffix + path.stem[-4:]: path for path in write_weekly(store, "acme", NEXT, folder)
    }


def words_of(pdf: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not here, and the PDF can only be read by it")
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def sheet(path: Path, name: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))


def week_of(number: int, **more: object) -> list[Said]:
    day = MONDAY + timedelta(weeks=number)
    return [
        Said(day=day + timedelta(days=n % 7), voice="brand" if n % 5 == 0 else "customer", **more)  # type: ignore[arg-type]
        for n in range(30)
    ]


def test_a_brand_without_any_post(store: Store, brand_id: int, tmp_path: Path) -> None:
    files = told(store, brand_id, tmp_path / "new" / "folder")
    assert [path.name for path in files.values()] == [
        "acme-2025-W03.pdf",
        "acme-2025-W03.xlsx",
        "acme-2025-W03-narratives.csv",
        "acme-2025-W03-dials.csv",
    ]
    assert "Too few to tell (n = 0" in words_of(files[".pdf-W03"])
    assert sheet(files[".xlsx-W03"], "Dials")[0][:3] == ("week", "dial", "reading")


def test_one_post_is_too_few_and_shown(
    store: Store, brand_id: int, insert: Insert, tmp_path: Path
) -> None:
    insert([Said(day=NEXT, narrative=1, post={"url": "https://example.com/1"})])
    files = told(store, brand_id, tmp_path)
    text = words_of(files[".pdf-W03"])
    assert "too few to tell (n = 1)" in text and "post 1" in text and "read it there" in text
    assert len(sheet(files[".xlsx-W03"], "Posts")) == 3  # the note, the heading, the post


def test_the_pdf_says_the_verdict_and_the_figures(
    store: Store, brand_id: int, insert: Insert, tmp_path: Path
) -> None:
    insert(week_of(0, tone=1, narrative=1) + week_of(1, tone=-1, narrative=2))
    text = words_of(told(store, brand_id, tmp_path)[".pdf-W03"])
    for sentence in verdict(store, brand_id, NEXT).sentences:
        assert sentence.text in text
    for said in (
        "80.0 %",
        "n = 30: 24 customers’, 6 the brand’s",
        "Kitagawa",
        "the query acme",
        "test (30 posts)",
        "Reddit 100 %",
        "n = 24 scored posts, none the brand’s",
        "0 → 24 posts",
    ):
        assert said in text, said


def test_a_brand_that_was_never_heard_has_no_share_of_the_say(
    store: Store, brand_id: int, insert: Insert, tmp_path: Path
) -> None:
    insert(Said(day=day) for day in (MONDAY, NEXT) for _ in range(30))
    files = told(store, brand_id, tmp_path)
    text = words_of(files[".pdf-W03"])
    assert text.count("no post of Acme’s own was read") >= 2
    assert "100 %" not in text.split("How this was made")[0]
    assert "no post of Acme’s own was read" in str(sheet(files[".xlsx-W03"], "Dials")[0][0])


def test_each_narrative_has_its_line_in_every_file(
    store: Store, brand_id: int, insert: Insert, tmp_path: Path
) -> None:
    insert(week_of(0, tone=1, narrative=1) + week_of(1, tone=-1, narrative=2))
    files = told(store, brand_id, tmp_path)
    text, rows = words_of(files[".pdf-W03"]), sheet(files[".xlsx-W03"], "Narratives")
    table = files[".csvives"].read_text(encoding="utf-8-sig")
    for number, line in lines(store, brand_id, NEXT).items():
        assert line.text in table and any(line.text in row for row in rows)
        assert number == 1 or line.text in text  # nobody told the first one this week


def test_posts_that_mean_harm_are_plain_text_everywhere(
    store: Store, brand_id: int, insert: Insert, tmp_path: Path
) -> None:
    insert(
        Said(day=NEXT, narrative=1, author=f"={n}+1", post={"body": body, "url": "javascript:x"})
        for n, body in enumerate(EVIL)
    )
    with store.connect() as db:
        db.execute("update narrative set label = %s", (EVIL[0],))
        db.execute("update brand set name = %s", (EVIL[2],))
    files = told(store, brand_id, tmp_path)
    assert "#import" in words_of(files[".pdf-W03"])
    book = openpyxl.load_workbook(files[".xlsx-W03"])
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if cell.hyperlink]
    assert EVIL[0] in [cell.value for cell in cells]
    for name in (".csvives", ".csvials"):
        with files[name].open(encoding="utf-8-sig", newline="") as file:
            texts = [text for row in list(csv.reader(file))[1:] for text in row]
        assert not [text for text in texts if text.startswith(("=", "@"))]


def test_fiction_says_so_on_every_page_and_sheet_of_words(
    store: Store, brand_id: int, insert: Insert, tmp_path: Path
) -> None:
    insert(week_of(0) + week_of(1))
    with store.connect() as db:
        db.execute("update brand set fiction = true")
    files = told(store, brand_id, tmp_path)
    assert "Fiction. A built-in sample" in words_of(files[".pdf-W03"])
    assert any("Fiction" in row for row in sheet(files[".xlsx-W03"], "Summary"))
    assert files[".csvials"].read_text(encoding="utf-8-sig").splitlines()[0].endswith("fiction")


def test_links_of_posts_are_links(
    store: Store, brand_id: int, insert: Insert, tmp_path: Path
) -> None:
    insert([Said(day=NEXT, narrative=1, post={"url": "https://example.com/a?b=1&c=2"})])
    book = openpyxl.load_workbook(told(store, brand_id, tmp_path)[".xlsx-W03"])
    links = [
        cell.hyperlink.target for row in book["Posts"].iter_rows() for cell in row if cell.hyperlink
    ]
    assert links == ["https://example.com/a?b=1&c=2"]


def test_writing_again_replaces_and_leaves_nothing_else(
    store: Store, brand_id: int, insert: Insert, tmp_path: Path
) -> None:
    insert(week_of(1))
    told(store, brand_id, tmp_path)
    told(store, brand_id, tmp_path)
    assert len(list(tmp_path.iterdir())) == 4


def test_a_folder_that_cannot_be_made_is_one_line(
    store: Store, brand_id: int, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="Choose another folder") as caught:
        write_weekly(store, "acme", NEXT, tmp_path / "file" / "below")
    assert "\n" not in str(caught.value)


def test_an_unknown_brand_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownBrand):
        write_weekly(store, "nobody", NEXT, tmp_path)
