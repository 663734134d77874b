"""A webhook that takes {"text": …} as JSON, as Slack, Mattermost, Rocket.Chat and others do."""

from dataclasses import dataclass
from typing import Final

import httpx

from pipeline.alerts.channels import PATIENCE, Message, Name, NotSent, one_line

_BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True)
class Webhook:
    """A channel that posts to an address; who has the address may post, so it is a secret."""

    url: str
    name: Name = "webhook"

    def send(self, message: Message) -> None:
        """See Channel."""
        head = {"Idempotency-Key": message.key}
        body = {"text": text(message)}
        try:
            answer = httpx.post(self.url, json=body, headers=head, timeout=PATIENCE)
        except (httpx.UnsupportedProtocol, httpx.InvalidURL):
            raise NotSent("TRIBE_ALERT_WEBHOOK is no http(s):// address", again=False) from None
        except httpx.TransportError as error:
            why = one_line(error) or type(error).__name__
            raise NotSent(f"the webhook cannot be reached ({why})", again=True) from None
        if not answer.is_success:
            code = answer.status_code
            why = f"the webhook answered HTTP {code} ({one_line(answer.text)})"
            raise NotSent(why, again=code in _BUSY)


def text(message: Message) -> str:
    """The message as Slack's markup; what posts and people wrote has no force in it."""
    lines = [f"*{_plain(message.title)}*", *(f"• {_plain(line)}" for line in message.lines)]
    return "\n".join(lines)


def _plain(line: str) -> str:
    """Without links, mentions of channels and bold: a label may not call the whole team."""
    return " ".join(line.split()).translate(_ESCAPES).replace("*", "∗")
