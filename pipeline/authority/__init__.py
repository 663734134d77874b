"""Who holds the say: daily counts, the dials, and the exact split of why they moved."""

from pipeline.authority.coverage import week_coverage
from pipeline.authority.refresh import refresh_rollups

__all__ = ["refresh_rollups", "week_coverage"]
