"""PRAW on a patient network: every answer is kept as it came, every refusal is one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import praw
import prawcore
import requests
from praw.exceptions import PRAWException
from prawcore.const import ACCESS_TOKEN_PATH

from pipeline.errors import CredentialsError, SourceError
from pipeline.sources.base import Access, Payload, Unexpected, one_line
from pipeline.sources.patience import Patience

_WHO = "Reddit"
_PRAW_FAILS = (prawcore.PrawcoreException, PRAWException)
_ODD_SHAPES = (LookupError, TypeError, ValueError, AttributeError, AssertionError)
_HOW_TO_GET_SOME = (
    "Set TRIBE_REDDIT_CLIENT_ID and TRIBE_REDDIT_CLIENT_SECRET to those of an app that Reddit "
    "approved for you: support.reddithelp.com, “Developer Platform & Accessing Reddit Data”."
)
_NOBODY_HOME = "Reddit has no {target}: misspelt, banned or deleted. Check the name on reddit.com."
_REFUSALS = {
    301: _NOBODY_HOME,
    302: _NOBODY_HOME,  # an unknown subreddit leads to the search for subreddits
    403: "Reddit keeps {target} private or under quarantine (HTTP 403); this app may not read it.",
    404: _NOBODY_HOME,
}


@dataclass(slots=True)
class Kept:
    """What came over the wire: the answers nobody took yet, and how the last request went."""

    answers: list[requests.Response] = field(default_factory=list)
    status: int = 0
    at_login: bool = False

    def take(self) -> list[Payload]:
        """The answers since the last call, as they came."""
        taken, self.answers = self.answers, []
        return [{"response": answer.json()} for answer in taken]


class _Requestor(prawcore.Requestor):
    """PRAW's way to the network: waits as told, and keeps every answer as it came.

    PRAW's own objects ask again when an attribute is missing; what we store is read from
    the answers kept here instead.
    """

    def __init__(self, *, kept: Kept, patience: Patience, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(**settings)
        self._kept = kept
        self._patience = patience

    def request(self, *args: Any, timeout: float | None = None, **kwargs: Any) -> requests.Response:  # noqa: ANN401
        """One request of PRAW. Raises Throttled, SourceError."""
        send = partial(super().request, *args, timeout=timeout, **kwargs)
        answer = self._patience.ask(send)
        self._kept.status = answer.status_code
        self._kept.at_login = answer.url.endswith(ACCESS_TOKEN_PATH)
        if answer.ok and not self._kept.at_login:
            self._kept.answers.append(answer)
        return answer


@contextmanager
def read_only_client(access: Access, target: str) -> Iterator[tuple[praw.Reddit, Kept]]:
    """A read-only client and what it receives; within, every refusal is told in one line."""
    settings, kept = access.settings, Kept()
    if not settings.reddit_client_id or settings.reddit_client_secret is None:
        raise CredentialsError(f"Reddit was given no credentials. {_HOW_TO_GET_SOME}")
    cut = (prawcore.RequestException,)
    patience = Patience(_WHO, access.sleep, access.clock, cut)
    with requests.Session() as session:
        reddit = praw.Reddit(
            client_id=settings.reddit_client_id,
            client_secret=settings.reddit_client_secret.get_secret_value(),
            user_agent=settings.reddit_user_agent,
            reddit_url=settings.reddit_url,
            oauth_url=settings.reddit_oauth_url,
            check_for_updates=False,
            requestor_class=_Requestor,
            requestor_kwargs={"kept": kept, "patience": patience, "session": session},
        )
        try:
            yield reddit, kept
        except (*_PRAW_FAILS, *_ODD_SHAPES) as error:
            raise _explained(error, kept, target) from error


def _explained(error: Exception, kept: Kept, target: str) -> Exception:
    """The failure as a person needs it; a payload that PRAW cannot read is Unexpected."""
    if isinstance(error, prawcore.exceptions.BadJSON):
        return Unexpected({"text": error.response.text}, error)
    if kept.status == 401 or isinstance(error, prawcore.exceptions.OAuthException):
        return CredentialsError(f"Reddit refused the credentials. {_HOW_TO_GET_SOME}")
    if kept.at_login:
        return SourceError(
            f"Reddit turned this app away at login (HTTP {kept.status}). Set "
            "TRIBE_REDDIT_USER_AGENT to <platform>:<app>:<version> (by /u/<your name>), or try "
            "from another network."
        )
    if kept.status in _REFUSALS:
        return SourceError(_REFUSALS[kept.status].format(target=target))
    if isinstance(error, _ODD_SHAPES) and kept.answers:
        return Unexpected(kept.take()[-1], error)
    return SourceError(f"Reddit did not give {target} (HTTP {kept.status}: {one_line(error)}).")
