"""The whole way against its bare forward passes: python -m tests.bench.end_to_end

Import, score and narratives of the real Duolingo posts in a new database, and then the encoder
alone, in one process: over the texts that were scored, and over all texts of the file, of which
the brand's definition makes about three quarters mentions. The ratio is the figure to keep.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from rich.console import Console

from models.encoder import as_ids, embed, fastest_dtype, load_encoder, model_dir
from models.language import languages_of
from models.scorer import BUDGET
from models.tokens import batches, load_tokenizer, tokenise
from pipeline import brands
from pipeline.authority import refresh_rollups
from pipeline.files import ImportOptions, import_file
from pipeline.mentions import match
from pipeline.narratives import refresh_narratives
from pipeline.progress import Silent
from pipeline.scoring import loaded, score
from pipeline.settings import Settings
from pipeline.store import Store, open_store
from tests.duolingo import DUOLINGO
from tests.shared_data import DATA


def main() -> None:
    """Print each stage's seconds and the ratio."""
    console = Console()
    loaded(Settings().scorer).score(["the first pass compiles what it needs"])
    languages_of(["the first text loads what tells the languages"])
    with tempfile.TemporaryDirectory(prefix="tribe-bench-") as folder:
        store = open_store(Settings(home=Path(folder), database_url=None))
        stages = list(whole_way(store, Path(folder)))
        texts, every = scored_texts(store), all_texts(store)
        store.close()
    bare, whole_file = timed(lambda: bare_passes(texts)), timed(lambda: bare_passes(every))
    for name, seconds in stages:
        console.print(f"{name:<24}{seconds:7.1f} s")
    whole = sum(seconds for name, seconds in stages if name != "rollups")
    console.print(f"import, score and narratives: {whole:.1f} s")
    for what, count, seconds in (
        ("the texts that are scored", len(texts), bare),
        ("every text of the file", len(every), whole_file),
    ):
        console.print(
            f"bare passes over {what} ({count:,}): {seconds:.1f} s; ratio {whole / seconds:.2f}"
        )


def whole_way(store: Store, home: Path) -> Iterator[tuple[str, float]]:
    """The stages as a job runs them, each with its seconds."""
    brand = brands.save(store, DUOLINGO).id
    options = ImportOptions(brand="duolingo", rejects_folder=home)
    path = DATA / "reddit_duolingo.csv"
    yield "import", timed(lambda: import_file(store, path, options, Silent()))
    yield "match", timed(lambda: match(store, brand, Silent()))
    yield "score", timed(lambda: score(store, Silent()))
    yield "narratives", timed(lambda: refresh_narratives(store, brand, Silent()))
    yield "rollups", timed(lambda: refresh_rollups(store, brand, Silent()))


def scored_texts(store: Store) -> list[str]:
    """The distinct texts that the whole way gave to the encoder: those of mentions."""
    return _texts(store, "join score on score.post_id = post.id where embedding is not null")


def all_texts(store: Store) -> list[str]:
    """The distinct texts of the file, mentions of the brand or not."""
    return _texts(store, "")


def _texts(store: Store, which: str) -> list[str]:
    text = "concat_ws(E'\\n', nullif(title, ''), nullif(body, ''))"
    with store.connect() as db:
        return [row[0] for row in db.execute(f"select distinct {text} from post {which}")]  # noqa: S608 — no outside value


@torch.inference_mode()
def bare_passes(texts: list[str]) -> None:
    """Tokenise and encode, nothing else."""
    dtype = fastest_dtype("cpu")
    encoder = load_encoder(model_dir(), dtype)
    tokens = tokenise(load_tokenizer(model_dir() / "tokenizer.json"), texts)
    for batch in batches(tokens.lengths, BUDGET):
        embed(encoder(as_ids(tokens.of(batch.indices), "cpu"), batch.runs), batch.runs)


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
