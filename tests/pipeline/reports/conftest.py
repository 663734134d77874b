"""A brand with posts of every kind, as the earlier stations leave them."""

from tests.pipeline.authority.conftest import brand_id, insert

__all__ = ["brand_id", "insert"]
