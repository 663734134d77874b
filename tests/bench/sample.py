"""`python -m tests.bench.sample`: the sample, loaded into a new database, against its truth."""

import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline.settings import Settings
from pipeline.store import open_store
from tests.sample_truth import claims, figures, judged, load_sample


def main() -> None:
    """Print the figures and every planted shift."""
    console = Console(width=150)
    with tempfile.TemporaryDirectory(prefix="tribe-sample-") as folder:
        home = Path(folder)
        store = open_store(Settings(home=home, database_url=None))
        load_sample(store, home)
        rows = judged(store)
        table = Table("figure", "value", title=f"The sample against its truth (n = {len(rows)})")
        for name, value in figures(rows).items():
            table.add_row(name, f"{value:.3f}")
        console.print(table)
        shifts = Table("brand", "narrative", "shift", "week", "measure", "change", "led", "holds")
        for claim in claims(rows):
            shifts.add_row(
                claim.brand, claim.narrative, claim.shift, claim.week,
                f"{claim.measure} {claim.direction}", f"{claim.change:+.2f}",
                f"{claim.led} ({claim.leader or 'nobody'} expected)",
                "yes" if claim.holds else "NO",
            )  # fmt: skip
        console.print(shifts)
        store.close()


if __name__ == "__main__":
    main()
