"""What customers do with their power: leave, ask their peers, ask the brand."""

from pipeline.customers.read import read_cues

__all__ = ["read_cues"]
