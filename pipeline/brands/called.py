"""By which names posts call a brand."""

import re

from pipeline.brands.brand import Brand

_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


def names_of(brand: Brand) -> tuple[str, ...]:
    """Its name, what its query asks for, its own accounts; small letters, nothing twice.

    What the query excludes is no name of it.
    """
    asked = [
        (phrase or word).strip()
        for excluded, phrase, word in _TERM.findall(brand.query)
        if not excluded and word.casefold() != "or"
    ]
    handles = [handle for those in brand.handles.values() for handle in those]
    names = (name.casefold().strip() for name in (brand.name, *asked, *handles))
    return tuple(dict.fromkeys(filter(None, names)))
