"""Is a brand's definition one that can be worked with? Each fault is one line that says which."""

import re
from zoneinfo import available_timezones

from pipeline.brands.brand import Brand
from pipeline.errors import InputError

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")


def check(brand: Brand) -> Brand:
    """The same brand. Raises InputError for the first thing that is wrong with it."""
    if not _KEY.fullmatch(brand.key):
        raise InputError(
            f'"{brand.key}" cannot be a brand\'s key. Use small letters, digits, - and _, '
            'beginning with a letter or digit, like "acme-shoes".'
        )
    if not brand.name.strip():
        raise InputError(f'Brand "{brand.key}" has no name. Give the name that pages should show.')
    if brand.key in brand.competitors:
        raise InputError(f'Brand "{brand.key}" is named as its own competitor. Leave it out there.')
    _check_query(brand)
    _check_timezone(brand)
    _check_baseline(brand)
    return brand


def _check_query(brand: Brand) -> None:
    where = f'The query of brand "{brand.key}"'
    if not brand.query.strip():
        raise InputError(f'{where} is empty. Write the words to look for: acme OR "acme shoes".')
    if "\0" in brand.query:
        raise InputError(f"{where} contains a NUL character. Type it again.")
    if brand.query.count('"') % 2:
        raise InputError(f"{where} has a quotation mark that is not closed: {brand.query}")


def _check_timezone(brand: Brand) -> None:
    if brand.timezone not in available_timezones():
        raise InputError(
            f'Brand "{brand.key}": there is no time zone "{brand.timezone}". '
            "Name one like UTC or Europe/Berlin."
        )


def _check_baseline(brand: Brand) -> None:
    first, last = brand.baseline_first, brand.baseline_last
    if (first is None) != (last is None):
        raise InputError(
            f'Brand "{brand.key}": a baseline needs its first and its last week, '
            "like 2025-W10 and 2025-W13."
        )
    if first is not None and last is not None and first > last:
        raise InputError(f'Brand "{brand.key}": the baseline\'s first week comes after its last.')
