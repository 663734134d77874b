"""Live sources. A source is one file here with `fetch` and `parse`, ending in `SOURCE = …`."""

import importlib
import pkgutil
from functools import cache

from pipeline.errors import InputError
from pipeline.sources.base import Access, Page, Request, Source

__all__ = ["Access", "Page", "Request", "Source", "all_sources", "find_source"]


@cache
def all_sources() -> dict[str, Source]:
    """Every source of this folder, by name."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    found = [module.SOURCE for module in modules if hasattr(module, "SOURCE")]
    return {source.name: source for source in sorted(found, key=lambda source: source.name)}


def find_source(name: str) -> Source:
    """The source of that name. Raises InputError that lists those there are."""
    known = all_sources()
    if name not in known:
        raise InputError(f'There is no source "{name}". Known: {", ".join(known)}.')
    return known[name]
