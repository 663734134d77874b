"""The exports of listening tools and shops, in the shapes that their makers give them."""

import json
from pathlib import Path

import pandas as pd

from pipeline.store import Store
from tests.pipeline.files.conftest import Import, Write
from tests.pipeline.files.test_import import stored


def test_brandwatch_with_its_preamble(store: Store, write: Write, take_in: Import) -> None:
    report = take_in(
        write(
            "bulk.csv",
            'Report:,Bulk Mentions Download\nBrand:,Acme\nFrom:,"Mon, Jan 06 2025"\n\n\n'
            "Query Id,Query Name,Date,Title,Snippet,Full Text,Url,Domain,Sentiment,Page Type,"
            "Author,Thread Id,Thread Author,Twitter Retweets,Likes\n"
            '1,Acme,2025-01-06 09:00:00.0,A title,snip,"The Acme text, whole",'
            "https://example.com/1,twitter.com,neutral,twitter,ann,t,bob,2,5\n"
            "1,Acme,2025-01-07 10:00:00.0,,Only a snippet of Acme,,https://example.com/2,"
            "news.example,neutral,news,bea,,,,\n",
        )
    )
    assert (report.preset, report.heading_line) == ("brandwatch", 6)
    first, second = stored(store)
    assert (first["source"], first["title"], first["engagement"]) == ("twitter", "A title", 7)
    assert first["posted_at"].isoformat() == "2025-01-06T09:00:00+00:00", "its zone is UTC"
    assert (second["source"], second["body"]) == ("news", "Only a snippet of Acme")
    assert second["engagement"] is None


def test_talkwalker_nested_json(store: Store, write: Write, take_in: Import) -> None:
    post = {
        "url": "https://example.com/1",
        "published": 1736157600000,
        "title": "Hello",
        "content": "About Acme",
        "source_type": "SOCIALMEDIA_TWITTER",
        "engagement": 12,
        "extra_author_attributes": {"name": "Ann"},
    }
    report = take_in(write("tw.json", json.dumps([post])))
    assert report.preset == "talkwalker"
    (found,) = stored(store)
    assert (found["source"], found["author"], found["engagement"]) == ("twitter", "Ann", 12)
    assert found["payload"]["extra_author_attributes"] == {"name": "Ann"}


def test_meltwater_new_and_old(store: Store, write: Write, take_in: Import) -> None:
    new = take_in(
        write(
            "new.csv",
            "Date,Time,Document ID,URL,Input Name,Source Type,Source Name,Author Name,"
            "Author Handle,Title,Opening Text,Hit Sentence,Engagement,Likes\n"
            "06-Jan-2025,9:12 AM,abc,https://x/1,Acme,X,X,Ann,@ann,,About Acme,,,4\n",
        )
    )
    old = take_in(
        write(
            "old.csv",
            "Date\tHeadline\tURL\tOpening Text\tHit Sentence\tSource\tInfluencer\tEngagement\tTime"
            "\n13-Jan-2025 09:12AM\tAcme grows\thttps://x/2\tOpening\tHit\tThe Times\tBob\t3\t"
            "9:12 AM\n",
            "utf-16",
        )
    )
    assert (new.preset, old.preset) == ("meltwater", "meltwater-old")
    assert (old.encoding, old.delimiter) == ("utf-16", "tab")
    first, second = stored(store)
    assert (first["source"], first["native_id"], first["engagement"]) == ("twitter", "abc", 4)
    assert first["posted_at"].isoformat() == "2025-01-06T08:12:00+00:00"
    assert second["posted_at"].isoformat() == "2025-01-13T08:12:00+00:00"
    assert (second["title"], second["source"]) == ("Acme grows", "the-times")


def test_brand24_workbook(store: Store, tmp_path: Path, take_in: Import) -> None:
    path = tmp_path / "brand24.xlsx"
    mentions = pd.DataFrame(
        [
            ["", "ID", "Date", "Hrs", "Title", "Content", "Source", "Domain", "Category"],
            ["", 77, "2025-01-06", "09:30", "", "About Acme", "https://x/1", "x.com", "X"],
        ]
    )
    with pd.ExcelWriter(path) as book:
        pd.DataFrame([["Project", "Acme"], ["Author", "me"]]).to_excel(
            book, sheet_name="Info", index=False, header=False
        )
        mentions.to_excel(book, sheet_name="Mentions", index=False, header=False, startrow=1)
    report = take_in(path)
    assert (report.preset, report.heading_line) == ("brand24", 2)
    assert any('Read sheet "Mentions"' in note for note in report.notes)
    (found,) = stored(store)
    assert (found["native_id"], found["source"], found["url"]) == ("77", "twitter", "https://x/1")
    assert found["posted_at"].isoformat() == "2025-01-06T08:30:00+00:00"


def test_google_play_console(store: Store, write: Write, take_in: Import) -> None:
    report = take_in(
        write(
            "reviews_com.acme_202501.csv",
            "Package Name,App Version Code,Reviewer Language,Device,Review Submit Date and Time,"
            "Review Submit Millis Since Epoch,Star Rating,Review Title,Review Text,"
            "Developer Reply Text,Review Link\n"
            "com.acme,5,en,pixel,2025-01-06T09:00:00Z,1736154000000,2,,Crashes daily,,"
            "https://play.google.com/apps/publish?account=1#ReviewDetailsPlace:p=com.acme"
            "&reviewId=gp:AOqp&x=1\n"
            "com.acme,5,en,pixel,2025-01-06T09:00:00Z,1736154000000,5,,,,\n",
            "utf-16",
        )
    )
    assert (report.preset, report.rejected) == ("google-play-console", 1)
    (found,) = stored(store)
    assert (found["native_id"], found["source"]) == ("gp:AOqp", "googleplay")
    assert found["brands"] == ["acme"]


def test_trustpilot(store: Store, write: Write, take_in: Import) -> None:
    report = take_in(
        write(
            "trustpilot.csv",
            "Review Id,Review Created (UTC),Consumer Name,Review Title,Review Content,Review Stars"
            "\nabc,2025-01-06 09:00:00,Ann,Poor,Never came,1\n",
        )
    )
    assert report.preset == "trustpilot"
    (found,) = stored(store)
    assert (found["rating"], found["title"], found["brands"]) == (1, "Poor", ["acme"])
    assert found["posted_at"].isoformat() == "2025-01-06T09:00:00+00:00"


def test_our_own_shape(store: Store, write: Write, take_in: Import) -> None:
    line = {
        "source": "reddit", "id": "s-1", "kind": "comment", "community": "acme", "thread": "s-0",
        "parent": "s-0", "author": "ann", "posted_at": "2025-01-06T09:00:00Z", "title": None,
        "text": "Hello", "url": "https://example.com/r/acme/comments/s-0/s-1", "rating": None,
        "engagement": 3, "app_version": "6.0",
    }  # fmt: skip
    report = take_in(write("posts.jsonl", json.dumps(line) + "\n"))
    assert report.preset == "tribe"
    (found,) = stored(store)
    shown = ("source", "native_id", "kind", "community", "thread_id", "parent_id", "engagement")
    assert tuple(found[name] for name in shown) == (
        "reddit", "s-1", "comment", "acme", "s-0", "s-0", 3,
    )  # fmt: skip
    assert found["payload"]["app_version"] == "6.0"
    assert found["brands"] is None, "communities and queries decide"


def test_a_reddit_link_in_any_export_gives_reddits_ids(
    store: Store, write: Write, take_in: Import
) -> None:
    take_in(
        write(
            "bulk.csv",
            "Date,Full Text,Domain,Url\n2025-01-06 09:00:00,About Acme,reddit.com,"
            "https://www.reddit.com/r/acme/comments/1abc/title/c9/\n",
        )
    )
    (found,) = stored(store)
    assert (found["source"], found["native_id"], found["thread_id"], found["kind"]) == (
        "reddit",
        "t1_c9",
        "t3_1abc",
        "comment",
    )
