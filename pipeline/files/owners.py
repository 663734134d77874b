"""Which brand rows are about: named by the caller, by a column, or left to the definitions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.brands import Brand, all_brands, get, save
from pipeline.errors import InputError
from pipeline.files.options import ImportOptions
from pipeline.files.presets import ColumnMap, column_named
from pipeline.files.values import slug
from pipeline.store import Store


@dataclass(frozen=True)
class Owners:
    """`key`: the brand of every row without its own; None leaves it to the definitions."""

    brand: Brand | None
    key: str | None = None
    column: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)  # name in the column → brand key
    created: tuple[str, ...] = ()

    def told(self) -> str:
        """What was decided, for the report."""
        parts = []
        if self.column:
            parts.append(f'each row names its own in column "{self.column}"')
        if self.key:
            parts.append(f"every {'other ' if self.column else ''}row is about {self.key}")
        elif self.brand:
            parts.append(f"the definition of {self.brand.key} decides which rows are mentions")
        return ", ".join(parts)


def brand_of(store: Store, options: ImportOptions) -> Brand | None:
    """The brand named by the caller. Raises UnknownBrand, or InputError when nothing names one."""
    return get(store, options.brand) if options.brand is not None else None


def brand_column(
    options: ImportOptions, mapping: ColumnMap, columns: tuple[str, ...]
) -> str | None:
    """The column in which rows name their brand: the caller's, else the preset's if no brand is."""
    if options.brand_column:
        return column_named(columns, options.brand_column)
    usual = mapping.preset.brand_column
    if options.brand is None and options.brand_column is None and usual:
        return column_named(columns, usual)
    if options.brand is None:
        raise InputError(
            "Which brand is this about? Name it with --brand, or the column that names it in each "
            "row with --brand-column."
        )
    return None


def owners(
    store: Store,
    options: ImportOptions,
    mapping: ColumnMap,
    column: str | None,
    names: Iterable[str],
) -> Owners:
    """Decide, and define the brands that a column names and nobody has."""
    brand = brand_of(store, options)
    zone = options.timezone or (brand.timezone if brand else "UTC")
    keys, created = _defined(store, sorted(names), zone)
    return Owners(brand, _assigned(options, mapping, brand), column, keys, created)


def _assigned(options: ImportOptions, mapping: ColumnMap, brand: Brand | None) -> str | None:
    if brand is None or options.assign == "match":
        return None
    if options.assign == "all":
        return brand.key
    # A file of ratings without communities is one product's reviews: all of it is about it.
    reviews = mapping.has("rating") and not mapping.has("community")
    return brand.key if reviews and not mapping.preset.brand_column else None


def _defined(store: Store, names: list[str], zone: str) -> tuple[dict[str, str], tuple[str, ...]]:
    brands = all_brands(store)
    known = {brand.name.casefold(): brand.key for brand in brands}
    known |= {brand.key: brand.key for brand in brands}
    keys: dict[str, str] = {}
    created = []
    for name in names:
        if not any(character.isalnum() for character in name):
            continue  # no query can be made of it; its rows name no brand
        key = known.get(name.casefold()) or slug(name)
        keys[name] = key
        if key not in known.values():
            save(store, _new_brand(key, name, zone))
            known[name.casefold()] = key
            created.append(key)
    return keys, tuple(created)


def _new_brand(key: str, name: str, zone: str) -> Brand:
    quoted = name.replace('"', " ")
    return Brand(key=key, name=name, query=f'"{quoted}"', timezone=zone)
