"""What an action changed, against the truth: python -m tests.bench.learn [--trials 300]

Two brands talk for 26 weeks; some weeks move both, some one of them alone; one brand acts. Bias,
how often the 95 % interval holds the truth, how often it leaves out that nothing happened, and how
often an effect is said: power where there is one, false alarms where there is none. Volume as a
logarithm. About eight minutes on one core.
"""

from typing import Annotated, Final

import numpy as np
import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from pipeline.actions.estimate import effects
from tests.simulator import Acted, compared

STATES: Final = {
    "nothing happens": Acted(own=0.0),
    "nothing, restless weeks": Acted(own=0.3),
    "volume x 2, tone -30": Acted(own=0.1, volume=float(np.log(2)), tone=-0.3, a_week=120),
    "volume x 1.3, tone +10": Acted(own=0.1, volume=float(np.log(1.3)), tone=0.1, a_week=120),
    "a drift alone": Acted(own=0.1, drift=0.08, a_week=40),
}


def trials(how: Acted, count: int) -> pd.DataFrame:
    """A row a trial and measure: measure, value, low, high, truth, said."""
    truth = {"volume": how.volume, "voice_share": how.share, "net_sentiment": how.tone}
    rows = []
    for seed in range(count):
        for one in effects(compared(how, seed)):
            ends = np.array([one.value, one.low, one.high], np.float64)
            written = np.log1p(ends) if one.measure == "volume" else ends
            rows.append((one.measure, *written, truth[one.measure], one.verdict == "clear"))
    return pd.DataFrame(rows, columns=["measure", "value", "low", "high", "truth", "said"])


def main(trials_: Annotated[int, typer.Option("--trials")] = 300) -> None:
    """Print bias, coverage, power and false alarms."""
    table = Table("", "measure", "truth", "bias", "covers", "leaves 0 out", "said", box=None)
    for name, how in STATES.items():
        for measure, rows in trials(how, trials_).groupby("measure", sort=False):
            covers = (rows["low"] <= rows["truth"]) & (rows["truth"] <= rows["high"])
            apart = (rows["low"] > 0) | (rows["high"] < 0)
            bias, truth = (rows["value"] - rows["truth"]).mean(), rows["truth"].iloc[0]
            shares = (f"{share.mean():.1%}" for share in (covers, apart, rows["said"]))
            table.add_row(name, str(measure), f"{truth:+.3f}", f"{bias:+.3f}", *shares)
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
