"""How much memory many mentions take: python -m tests.bench.memory

Import, score, narratives and rollups of one file in a new database, in one process: the most it
ever held. The texts are the short ones of ../shared/data, each once, then with a number behind.
"""

import csv
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from pipeline import brands
from pipeline.authority import refresh_rollups
from pipeline.brands import Brand
from pipeline.files import ImportOptions, import_file
from pipeline.mentions import match
from pipeline.narratives import refresh_narratives
from pipeline.progress import Silent
from pipeline.scoring import score
from pipeline.settings import Settings
from pipeline.store import open_store
from tests.shared_data import DATA

_FILES = ("airline_tweets_feb16_21.csv", "tone_tweets_train.csv", "topics_banking77_train.csv")
_WEEKS = 52
_END = datetime(2026, 6, 22, tzinfo=UTC)


def main(
    mentions: Annotated[int, typer.Option(help="How many.")] = 100_000,
) -> None:
    """Print the seconds and the memory after each stage."""
    with tempfile.TemporaryDirectory(prefix="tribe-memory-") as folder:
        home = Path(folder)
        written(home / "posts.csv", mentions)
        store = open_store(Settings(home=home, database_url=None))
        brand = brands.save(store, Brand("acme", "Acme", "acme", communities={"reddit": ("acme",)}))
        options = ImportOptions(brand="acme", rejects_folder=home)
        stages: dict[str, Callable[[], object]] = {
            "import": lambda: import_file(store, home / "posts.csv", options, Silent()),
            "match": lambda: match(store, brand.id, Silent()),
            "score": lambda: score(store, Silent()),
            "narratives": lambda: refresh_narratives(store, brand.id or 0, Silent()),
            "rollups": lambda: refresh_rollups(store, brand.id or 0, Silent()),
        }
        for name, stage in stages.items():
            began = time.perf_counter()
            stage()
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
            typer.echo(f"{name:12}{time.perf_counter() - began:8.1f} s, at most {most:.2f} GiB")
        with store.connect() as db:
            row = db.execute("select count(*), count(narrative_id) from mention").fetchone()
        typer.echo(f"mentions, and those in a narrative: {row}")
        store.close()


def written(path: Path, count: int) -> None:
    """A file of so many posts of one community, spread over a year."""
    found = [text for file in _FILES for text in pd.read_csv(DATA / file)["text"].dropna()]
    texts = list(dict.fromkeys(found))
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["type", "id", "created_utc", "text", "author", "subreddit"])
        for number in range(count):
            again, place = divmod(number, len(texts))
            at = _END - timedelta(weeks=_WEEKS) * (number / count)
            text = f"{texts[place]} {again}" if again else texts[place]
            rows.writerow(
                ["comment", f"c{number:x}", at.timestamp(), text, f"u{number % 9_973}", "acme"]
            )


if __name__ == "__main__":
    typer.run(main)
