"""The whole way against its bare forward passes: python -m tests.bench.end_to_end

Import, score and narratives of the real Duolingo posts in a new database, and then the encoder
alone, in one process: over the texts that were scored, and over all texts of the file, of which
the brand's definition makes about three quarters mentions; and with every head, which is the pass
that scoring makes. What a process loads once, libraries and models, is told apart; so are rollups.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import torch
from rich.console import Console
from rich.table import Column, Table

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
    """Print each stage's seconds and the two ratios."""
    loading = timed(load)
    with tempfile.TemporaryDirectory(prefix="tribe-bench-") as folder:
        store = open_store(Settings(home=Path(folder), database_url=None))
        stages = dict(whole_way(store, Path(folder)))
        texts = {"the scored texts": scored_texts(store), "every text": all_texts(store)}
        store.close()
    bare = {
        f"bare passes over {name} ({len(given):,})": timed(partial(bare_passes, given))
        for name, given in texts.items()
    }
    scorer, given = loaded(Settings().scorer), texts["the scored texts"]
    bare["passes with every head over the scored texts"] = timed(lambda: scorer.score(given))
    whole = stages["import"] + stages["match"] + stages["score"] + stages["narratives"]
    stages = {"loading, once a process": loading} | stages
    Console().print(seconds_table(stages, whole, bare), ratios_told(whole, bare), sep="\n")


def load() -> None:
    """What a process that imports and scores loads once."""
    import_module("models.topics")
    loaded(Settings().scorer).score(["the first pass compiles what it needs"])
    languages_of(["the first text loads what tells the languages"])


def seconds_table(stages: dict[str, float], whole: float, bare: dict[str, float]) -> Table:
    """Every stage, their sum, and the bare passes."""
    table = Table("", Column("seconds", justify="right"))
    for name, seconds in stages.items():
        table.add_row(name, f"{seconds:.1f}")
    table.add_section()
    table.add_row("import, match, score, narratives", f"{whole:.1f}", end_section=True)
    for name, seconds in bare.items():
        table.add_row(name, f"{seconds:.1f}")
    return table


def ratios_told(whole: float, bare: dict[str, float]) -> str:
    """How many times the bare passes the whole way takes: the figures to keep."""
    return "\n".join(f"{whole / seconds:.2f} times the {name}" for name, seconds in bare.items())


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
