"""Live sources.

To add one, write one file here: a class with `name`, `title`, `help`, `targets`, `fetch` and
`parse` (see `base.Source`), ending in `SOURCE: Source = …`. `hackernews.py` is the one to copy
where httpx will do, `reddit.py` where a client library is used. Nothing else changes: the command
line, the dashboard and the jobs find it here. `ingest.ingest` stores what it reads.
"""

import importlib
import pkgutil
from functools import cache

from pipeline.errors import InputError
from pipeline.sources.base import Access, Page, Request, Source

__all__ = ["Access", "Page", "Request", "Source", "all_sources", "find_source"]

# What sources are made with; every other module of this folder is a source.
_TOOLS = frozenset({"base", "ingest", "newest_first", "patience", "praw_client", "web"})


@cache
def all_sources() -> dict[str, Source]:
    """Every source of this folder, by name."""
    names = sorted({module.name for module in pkgutil.iter_modules(__path__)} - _TOOLS)
    found = [importlib.import_module(f"{__name__}.{name}").SOURCE for name in names]
    return {source.name: source for source in found}


def find_source(name: str) -> Source:
    """The source of that name. Raises InputError that lists those there are."""
    known = all_sources()
    if name not in known:
        raise InputError(f'There is no source "{name}". Known: {", ".join(known)}.')
    return known[name]
