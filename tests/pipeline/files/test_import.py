"""Files into the store: every row a post or a reject, twice is once, brands as told."""

import json
import random
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.brands import Brand, all_brands, save
from pipeline.errors import Cancelled, InputError, UnknownBrand
from pipeline.files import ImportOptions, import_file
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.files.conftest import NOW, Import, Write, rejected

REVIEWS = """id,review,stars,date,reviewer,likes
1,"Good, really",5,2025-03-01 10:00,Ann,3
2,Bad,1,2025-03-02,Bob,
3,,4,2025-03-02,Cid,1
4,Odd,3,tomorrow,Dan,1
"""


def stored(store: Store) -> list[dict[str, Any]]:
    with store.connect() as db:
        rows = db.execute(
            "select p.*, r.payload, (select array_agg(b.key order by b.key) from assignment a "
            "join brand b on b.id = a.brand_id where a.post_id = p.id) as brands "
            "from post p left join post_raw r on r.post_id = p.id order by p.id"
        )
        names = [column.name for column in rows.description or []]
        return [dict(zip(names, row, strict=True)) for row in rows]


def readings(store: Store) -> list[tuple[Any, ...]]:
    with store.connect() as db:
        return db.execute(
            "select b.key, s.source, s.target, s.read_from, s.read_to, s.complete "
            "from source_reading s join brand b on b.id = s.brand_id order by s.id"
        ).fetchall()


def test_a_sample_is_never_taken_for_wholly_read(
    store: Store, write: Write, take_in: Import
) -> None:
    path = write("shop.csv", REVIEWS)
    for sampled in (True, True, False, True):
        take_in(path, sampled=sampled)
        assert [reading[-1] for reading in readings(store)] == [not sampled]


def test_a_file_without_headings_loses_no_row(store: Store, write: Write, take_in: Import) -> None:
    path = write("a.tsv", "1\tGood phone\t27\n1\tBad phone\t3\n")
    with pytest.raises(InputError, match=r'1, 2, 3 \(the first .* headings\)\. .* "text=1"'):
        take_in(path, date=date(2025, 3, 1))
    report = take_in(path, date=date(2025, 3, 1), mapping={"text": "2"})
    assert [post["body"] for post in stored(store)] == ["Good phone", "Bad phone"]
    assert (report.heading_line, report.rejected) == (None, 0)
    assert "No headings: the columns are called 1 to 3." in report.lines()
    again = take_in(path, date=date(2025, 3, 1), mapping={"text": "2"})
    assert again.taken.new == 0


def test_rows_become_posts_and_rejects(store: Store, write: Write, take_in: Import) -> None:
    report = take_in(write("shop.csv", REVIEWS))
    assert (report.rows, report.taken.new, report.rejected) == (4, 2, 2)
    first, second = stored(store)
    assert first["source"] == "shop"
    assert first["native_id"] == "1"
    assert first["body"] == "Good, really"
    assert (first["rating"], first["engagement"]) == (5, 3)
    assert second["engagement"] is None, "missing is null"
    assert first["posted_at"] == datetime(2025, 3, 1, 9, tzinfo=UTC), "Berlin is the brand's zone"
    assert first["payload"]["reviewer"] == "Ann"
    assert first["brands"] == ["acme"], "a file of reviews is about one brand"
    assert [(row["line"], row["reason"]) for row in rejected(report)] == [
        ("4", "no text, only a rating"),
        ("5", '"tomorrow" is not a date'),
    ]
    assert rejected(report)[1]["row"] == "4,Odd,3,tomorrow,Dan,1"


def test_the_report_is_for_people(write: Write, take_in: Import) -> None:
    lines = "\n".join(take_in(write("shop.csv", REVIEWS)).lines())
    assert "CSV, utf-8, comma-separated, headings in line 1" in lines
    assert "text = review" in lines
    assert "read as Europe/Berlin (the brand's" in lines
    assert "every row is about acme" in lines
    assert "4 rows: 2 new, 0 changed, 0 known, 2 rejected; posted 2025-03-01 to 2025-03-01" in lines
    assert "1 × no text, only a rating; 1 × not a date" in lines


def test_twice_is_once(store: Store, write: Write, take_in: Import) -> None:
    path = write("shop.csv", REVIEWS.replace("id,", "number,"))
    take_in(path)
    before, read = stored(store), readings(store)
    again = take_in(path)
    assert (again.taken.new, again.taken.changed, again.taken.known) == (0, 0, 2)
    assert stored(store) == before
    assert readings(store) == read
    assert len(read) == 1
    assert read[0][:3] == ("acme", "shop", "shop.csv")


def test_identical_rows_stay_separate_posts(store: Store, write: Write, take_in: Import) -> None:
    path = write("a.csv", "text,date\n" + "Loved it!,2025-01-01\n" * 3)
    assert take_in(path).taken.new == 3
    assert take_in(path).taken.known == 3
    ids = [post["native_id"] for post in stored(store)]
    assert ids == [ids[0], f"{ids[0]}-2", f"{ids[0]}-3"]


def test_ids_rest_on_content_not_on_the_order_of_rows(
    store: Store, write: Write, take_in: Import
) -> None:
    rows = [f"text {n},2025-01-{n:02d}" for n in range(1, 29)]
    take_in(write("a.csv", "\n".join(["text,date", *rows])))
    random.Random(0).shuffle(rows)  # noqa: S311 — an order, not a secret
    again = take_in(write("a.csv", "\n".join(["text,date", *rows, "text 29,2025-02-01"])))
    assert (again.taken.new, again.taken.known) == (1, 28)


def test_the_same_rows_from_any_format_are_the_same_posts(
    store: Store, tmp_path: Path, take_in: Import
) -> None:
    frame = pd.DataFrame(
        {
            "id": ["a", "b"],
            "text": ["Grüße, alle", "-5 % today"],
            "date": pd.to_datetime(["2025-01-02 10:00", "2025-02-03 11:30"]),
            "stars": [5.0, 4.5],
            "likes": [None, 7],
        }
    )
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_csv(tmp_path / "a.tsv", index=False, sep="\t", encoding="utf-16")
    frame.to_parquet(tmp_path / "a.parquet")
    frame.to_excel(tmp_path / "a.xlsx", index=False, startrow=2)
    frame.assign(date=frame.date.astype(str)).to_json(
        tmp_path / "a.jsonl", orient="records", lines=True
    )
    (tmp_path / "a.json").write_text(
        json.dumps(json.loads(frame.assign(date=frame.date.astype(str)).to_json(orient="records")))
    )
    results = {}
    for ending in ("csv", "tsv", "parquet", "xlsx", "jsonl", "json"):
        results[ending] = take_in(tmp_path / f"a.{ending}", source="shop").taken
    assert results.pop("csv").new == 2
    assert {(taken.known, taken.new, taken.changed) for taken in results.values()} == {(2, 0, 0)}
    assert [(p["body"], p["rating"], p["engagement"]) for p in stored(store)] == [
        ("Grüße, alle", 5.0, None),
        ("-5 % today", 4.5, 7),
    ]


def test_a_repeated_id_is_one_post_with_its_earlier_text(
    store: Store, write: Write, take_in: Import
) -> None:
    path = write(
        "a.csv",
        "id,text,date\n1,first words,2025-01-01\n2,same,2025-01-01\n"
        "1,second words,2025-01-01\n2,same,2025-01-01\n",
    )
    report = take_in(path)
    assert (report.repeated, report.rewritten) == (1, 1)
    assert [post["body"] for post in stored(store)] == ["second words", "same"]
    with store.connect() as db:
        assert db.execute("select body from post_revision").fetchall() == [("first words",)]
    before = stored(store)
    take_in(path)
    assert stored(store) == before


def test_assign_all_match_and_auto(store: Store, write: Write, take_in: Import) -> None:
    path = write("a.csv", "text,date\nabout Acme,2025-01-01\nabout nothing,2025-01-02\n")
    take_in(path)
    assert [post["brands"] for post in stored(store)] == [None, None]
    take_in(path, assign="all")
    assert [post["brands"] for post in stored(store)] == [["acme"], ["acme"]]


def test_a_file_that_matches_nothing_says_what_to_do(write: Write, take_in: Import) -> None:
    path = write("a.csv", "text,date\nabout nothing,2025-01-02\n")
    assert any("--assign all" in note for note in take_in(path).notes)
    assert not any("--assign all" in note for note in take_in(path, assign="all").notes)


def test_a_column_names_the_brand(store: Store, write: Write, take_in: Import) -> None:
    path = write(
        "a.csv",
        "text,date,Airline\nlate,2025-01-01,Virgin America\nok,2025-01-02,ACME\n"
        "odd,2025-01-03,\nalso late,2025-01-04,Virgin America\nx,2025-01-04,---\n",
    )
    report = take_in(path, brand=None, brand_column="airline")
    assert report.created_brands == ("virgin-america",)
    assert report.brands == {"virgin-america": 2, "acme": 1}
    made = next(brand for brand in all_brands(store) if brand.key == "virgin-america")
    assert (made.name, made.query) == ("Virgin America", '"Virgin America"')
    assert [row["reason"] for row in rejected(report)] == ['no brand in column "Airline"'] * 2
    assert {row[0] for row in readings(store)} == {"acme", "virgin-america"}
    assert take_in(path, brand=None, brand_column="airline").created_brands == ()


def test_a_column_of_too_many_brands_is_the_wrong_one(write: Write, take_in: Import) -> None:
    path = write(
        "a.csv", "text,date,n\n" + "".join(f"a,2025-01-01,name {n}\n" for n in range(1_100))
    )
    with pytest.raises(InputError, match="more than 1,000 different brands"):
        take_in(path, brand=None, brand_column="n")


def test_the_brand_must_be_named_and_known(store: Store, write: Write, take_in: Import) -> None:
    path = write("a.csv", REVIEWS)
    with pytest.raises(UnknownBrand, match="acne"):
        take_in(path, brand="acne")
    with pytest.raises(InputError, match="Which brand"):
        take_in(path, brand=None)
    assert stored(store) == []


def test_a_file_without_dates_needs_one(store: Store, write: Write, take_in: Import) -> None:
    path = write("a.csv", "tweet_text\nhello\nworld\n")
    with pytest.raises(InputError, match=r"no column of dates \(tweet_text\).*--date"):
        take_in(path)
    assert take_in(path, date=date(2011, 3, 12), timezone="UTC").taken.new == 2
    assert {post["posted_at"].isoformat() for post in stored(store)} == {
        "2011-03-12T00:00:00+00:00"
    }


def test_date_order_is_reported(write: Write, take_in: Import) -> None:
    path = write("a.csv", "text,date\na,01/02/2025\nb,03/04/2025\n")
    assert "month first, ASSUMED" in take_in(path).dates
    assert "day first" in take_in(path, date_order="day").dates
    decided = take_in(write("b.csv", "text,date\na,01/02/2025\nb,13/04/2025\n"))
    assert "day first (1 dates can be nothing else)" in decided.dates


def test_time_zone_can_be_said(store: Store, write: Write, take_in: Import) -> None:
    path = write("a.csv", "text,date\na,2025-07-01 10:00\n")
    take_in(path, timezone="Asia/Kolkata")
    assert stored(store)[0]["posted_at"] == datetime(2025, 7, 1, 4, 30, tzinfo=UTC)
    with pytest.raises(InputError, match="is not a time zone"):
        take_in(path, timezone="Mars/Olympus")


@pytest.mark.parametrize("option", ["assign", "date_order", "markup"])
def test_options_say_what_they_take(option: str) -> None:
    with pytest.raises(InputError, match="is one of"):
        ImportOptions("acme", **{option: "perhaps"})  # type: ignore[arg-type]


def test_date_and_time_in_two_columns(store: Store, write: Write, take_in: Import) -> None:
    take_in(
        write(
            "a.csv",
            "text,Date,Time\na,2025-01-01,9:30 AM\nb,2025-01-01 08:00,9:30 AM\n"
            "c,1735689600,09:30\nd,2025-01-02,3 minutes\n",
        ),
        timezone="UTC",
    )
    assert [f"{post['posted_at']:%d %H:%M}" for post in stored(store)] == [
        "01 09:30",
        "01 08:00",
        "01 00:00",
        "02 00:00",
    ]


def test_html_is_noticed(store: Store, write: Write, take_in: Import) -> None:
    take_in(write("a.csv", "text,date\nGreat<br />stuff &amp; more,2025-01-01\n"))
    take_in(write("b.csv", "text,date\n<script>alert(1)</script>,2025-01-01\n"))
    assert [post["body"] for post in stored(store)] == [
        "Great\nstuff & more",
        "<script>alert(1)</script>",
    ]


def test_fiction_is_marked(store: Store, write: Write, take_in: Import) -> None:
    save(store, Brand("owl", "Owl", "owl", fiction=True))
    take_in(write("a.csv", "text,date\nan owl,2025-01-01\n"), brand="owl")
    assert stored(store)[0]["fiction"]


def test_deleted_at_reddit_stays_deleted(store: Store, write: Write, take_in: Import) -> None:
    take_in(
        write(
            "dump.csv",
            "type,id,created_utc,title,text,score,url,subreddit,author,parent_id\n"
            "comment,c1,1738277460.0,,[removed],1,,duo,[deleted],t3_p1\n"
            "submission,p1,1738277400.0,Title here,,9,https://i.redd.it/x,duo,ann,\n"
            "comment,c2,1738277470.0,,still here,1,,duo,[deleted],t1_c1\n",
        )
    )
    gone, root, answer = stored(store)
    assert gone["deleted_at"] is not None
    assert (root["native_id"], root["kind"], root["thread_id"]) == ("t3_p1", "post", None)
    assert (answer["native_id"], answer["thread_id"], answer["parent_id"]) == (
        "t1_c2",
        "t3_p1",
        "t1_c1",
    )
    assert answer["author"] is None
    assert {post["source"] for post in (gone, root, answer)} == {"reddit"}


class Stops(Silent):
    """A person asks the job to stop after so many items."""

    def __init__(self, after: int) -> None:
        self.left = after

    def advance(self, items: int = 1) -> None:
        self.left -= items
        if self.left < 0:
            raise Cancelled("stop")


def test_stopped_anywhere_the_next_run_completes_it(
    store: Store, acme: Brand, write: Write, take_in: Import, tmp_path: Path
) -> None:
    rows = [f"text number {n},2025-01-01" if n % 7 else f"bad {n},never" for n in range(2_500)]
    path = write("a.csv", "\n".join(["text,date", *rows]) + "\n")
    options = ImportOptions("acme", now=NOW, rejects_folder=tmp_path / "rejects")
    for after in (0, 1, 1_500, 2_001, 3_200, 4_400):
        with pytest.raises(Cancelled):
            import_file(store, path, options, Stops(after))
    report = take_in(path)
    assert report.taken.total == len(stored(store)) == 2_142
    assert len(rejected(report)) == report.rejected == 358
    assert list((tmp_path / "rejects").iterdir()) == [report.rejects_file]


def test_rejects_are_safe_in_a_spreadsheet(write: Write, take_in: Import) -> None:
    report = take_in(write("a.csv", 'text,date\n=HYPERLINK("http://x"),never\n'))
    assert rejected(report)[0]["row"] == '\'=HYPERLINK("http://x"),never'


def test_a_clean_file_leaves_no_rejects(write: Write, take_in: Import, tmp_path: Path) -> None:
    report = take_in(write("a.csv", "text,date\nfine,2025-01-01\n"))
    assert report.rejects_file is None
    assert list((tmp_path / "rejects").iterdir()) == []
