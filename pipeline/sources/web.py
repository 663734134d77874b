"""A patient HTTP client for sources that need no library of their own."""

from types import TracebackType
from typing import Any, Self

import httpx

from pipeline.errors import SourceError
from pipeline.sources.base import Access, Unexpected
from pipeline.sources.patience import Patience

_USER_AGENT = "tribe/0.1 (brand listening)"
_SECONDS = 30.0


class Web:
    """GET with waiting and retries; every failure is one line that names the source."""

    def __init__(self, who: str, access: Access, busy: frozenset[int] = frozenset({429})) -> None:
        self._who = who
        self._client = httpx.Client(
            timeout=_SECONDS, follow_redirects=True, headers={"User-Agent": _USER_AGENT}
        )
        self._patience = Patience(who, access.sleep, access.clock, (httpx.TransportError,), busy)

    def get(self, url: str, params: dict[str, str | int] | None = None) -> httpx.Response:
        """The successful answer. Raises SourceError, Throttled."""
        answer = self._patience.ask(lambda: self._client.get(url, params=params))
        if not answer.is_success:
            raise SourceError(
                f"{self._who} refused {answer.request.url} (HTTP {answer.status_code}). "
                "Check the target's spelling."
            )
        return answer

    def get_json(self, url: str, params: dict[str, str | int] | None = None) -> dict[str, Any]:
        """The answer as a JSON object. Raises Unexpected when it is none."""
        answer = self.get(url, params)
        try:
            body = answer.json()
        except ValueError as cause:
            raise Unexpected({"text": answer.text}, cause) from cause
        if not isinstance(body, dict):
            raise Unexpected({"body": body}, TypeError(f"a {type(body).__name__}, not an object"))
        return body

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()
