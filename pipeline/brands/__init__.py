"""Brands: what is listened for, who speaks for the brand, and where every post is about it."""

from pipeline.brands.brand import Brand, SavedBrand
from pipeline.brands.called import names_of
from pipeline.brands.definition import load_toml
from pipeline.brands.saved import all_brands, get, id_of, remove, save

__all__ = [
    "Brand", "SavedBrand", "all_brands", "get", "id_of", "load_toml", "names_of", "remove", "save",
]  # fmt: skip
