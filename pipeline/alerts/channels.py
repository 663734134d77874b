"""What a way out of the house is: it sends a message, or says in one line why not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from pipeline.errors import TribeError

Name = Literal["webhook", "email"]

PATIENCE = 15.0  # seconds for an answer


class NotSent(TribeError):
    """A message did not go out; `again`: it may if it is tried once more."""

    def __init__(self, why: str, *, again: bool) -> None:
        self.again = again
        super().__init__(why)


@dataclass(frozen=True)
class Message:
    """What goes out. The same `key` again is the same message again."""

    key: str
    title: str
    lines: tuple[str, ...]
    at: datetime


class Channel(Protocol):
    """A way out."""

    @property
    def name(self) -> Name:
        """As it stands in alert_message.channel."""

    def send(self, message: Message) -> None:
        """Send it. Raises NotSent."""


def one_line(text: object) -> str:
    """What a server said, or a person wrote, fit for one line."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return " ".join(said.split())[:200]
