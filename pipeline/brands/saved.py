"""Brands in the store: save, get, list, remove."""

from dataclasses import fields
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from pipeline.brands.brand import Brand, SavedBrand
from pipeline.brands.check import check
from pipeline.errors import InputError, UnknownBrand
from pipeline.store import Store

_BY_SOURCE = ("handles", "communities", "media", "thread_exceptions")
_COLUMNS = tuple(field.name for field in fields(Brand))


def save(store: Store, brand: Brand) -> SavedBrand:
    """Store a brand under its key, new or changed. Raises InputError when it cannot be used."""
    check(brand)
    values = {name: getattr(brand, name) for name in _COLUMNS}
    for name in _BY_SOURCE:
        values[name] = Jsonb({source: list(names) for source, names in values[name].items()})
    values["competitors"] = list(brand.competitors)
    with store.connect() as db:
        _check_query(db, store, brand)
        brand_id, changed, rematch, accounts = store.sql.brand_save(db, **values)
        if accounts:
            store.sql.brand_accounts_changed(db, id=brand_id)
    return SavedBrand(brand_id, changed, rematch)


def get(store: Store, key: str) -> Brand:
    """The brand of that key. Raises UnknownBrand, which names those there are."""
    brands = {brand.key: brand for brand in all_brands(store)}
    if key not in brands:
        raise UnknownBrand(key, brands)
    return brands[key]


def id_of(store: Store, key: str) -> int:
    """The id of the brand of that key. Raises UnknownBrand, which names those there are."""
    number = get(store, key).id
    assert number is not None  # noqa: S101 — a stored brand has an id
    return number


def all_brands(store: Store) -> list[Brand]:
    """Every brand, by key."""
    with store.connect() as db, db.cursor(row_factory=dict_row) as cursor:
        return [_brand(row) for row in cursor.execute(store.sql.brand_rows.sql)]


def remove(store: Store, key: str) -> None:
    """Delete a brand with its mentions, narratives and figures; the posts stay."""
    brand = get(store, key)
    with store.connect() as db:
        store.sql.brand_remove(db, id=brand.id)
        if brand.handles:
            store.sql.brand_accounts_changed(db, id=brand.id)


def _brand(row: dict[str, Any]) -> Brand:
    for name in _BY_SOURCE:
        row[name] = {source: tuple(names) for source, names in row[name].items()}
    row["competitors"] = tuple(row["competitors"])
    return Brand(**row)


def _check_query(db: Connection[Any], store: Store, brand: Brand) -> None:
    """PostgreSQL takes nearly every text as a query; what it would look for decides."""
    nodes, required = store.sql.brand_query_parsed(db, query=brand.query)
    where = f'The query of brand "{brand.key}"'
    if nodes == 0:
        raise InputError(f"{where} has no word to look for in it: {brand.query}")
    if required == "T":
        raise InputError(
            f"{where} would match nearly every post, because a part of it only excludes: "
            f"{brand.query}. Give each part between ORs a word that must be there."
        )
