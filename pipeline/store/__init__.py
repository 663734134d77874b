"""The store: the one place that opens the database. All SQL lies in `sql/*.sql`, by name."""

from pipeline.store.store import Store, open_store

__all__ = ["Store", "open_store"]
