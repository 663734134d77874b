"""Who holds the say: daily counts, the dials, the exact split of why they moved, the verdict."""

from pipeline.authority.coverage import week_coverage
from pipeline.authority.lines import lines
from pipeline.authority.refresh import refresh_rollups
from pipeline.authority.sentences import Sentence, Verdict
from pipeline.authority.verdict import verdict

__all__ = [
    "Sentence",
    "Verdict",
    "lines",
    "refresh_rollups",
    "verdict",
    "week_coverage",
]
