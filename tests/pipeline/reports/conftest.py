"""A brand with posts of every kind, as the earlier stations leave them."""

from tests.pipeline.authority.conftest import insert

__all__ = ["insert"]
