"""Echo: what the brand says of itself, and whether customers say it too, contest it, or do not."""

from pipeline.echo.refresh import refresh_echo
from pipeline.echo.saved import add, remove

__all__ = ["add", "refresh_echo", "remove"]
