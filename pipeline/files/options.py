"""What a person can say about an import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from datetime import date as Day
from pathlib import Path
from typing import Literal, get_args

from pipeline.errors import InputError
from pipeline.files.dates import Order, zone_named
from pipeline.posts import Markup

Assign = Literal["auto", "all", "match"]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class ImportOptions:
    """Everything has a default but the brand: name `brand`, `brand_column`, or both.

    `mapping`: field → heading, before any preset. `assign`: "all" makes every row a mention of
    the brand, "match" leaves it to the brand's definition, "auto" decides by the kind of file.
    `brand_column`: each row names its brand; "" switches a preset's own off. `date`: for rows
    without one. `timezone`: of times that name none; None is the export's, else the brand's.
    `sampled`: the file holds some of the posts only; no week of it is taken for wholly read.
    """

    brand: str | None = None
    brand_column: str | None = None
    assign: Assign = "auto"
    mapping: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    date: Day | None = None
    date_order: Order | None = None
    timezone: str | None = None
    markup: Markup | None = None
    fiction: bool = False
    sampled: bool = False
    rejects_folder: Path | None = None  # None: <TRIBE_HOME>/rejects
    job_id: int | None = None
    now: datetime = field(default_factory=_now)

    def __post_init__(self) -> None:
        for name, said, choices in (
            ("--assign", self.assign, get_args(Assign)),
            ("--date-order", self.date_order, (None, *get_args(Order))),
            ("--markup", self.markup, (None, *get_args(Markup))),
        ):
            if said not in choices:
                known = ", ".join(filter(None, choices))
                raise InputError(f'{name} "{said}" is not known. It is one of: {known}.')
        if self.timezone is not None:
            zone_named(self.timezone)
