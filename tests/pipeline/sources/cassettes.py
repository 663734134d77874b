"""Recorded answers of the real Reddit (VCR, version 1), replayed from a local server."""

import gzip
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

Interaction = dict[str, Any]


class Cassette:
    """Answers each request with the first recording not played yet that asks the same.

    The same is: method, path, page (`after`, `before`) and the comments asked for. Other
    parameters have changed since the recordings were made. Rate limit headers are left out:
    they would make PRAW wait as long as it had to then.
    """

    def __init__(self, path: Path) -> None:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as file:
            self.left: list[Interaction] = json.load(file)["interactions"]
        self.bodies = [_json(i) for i in self.left if "access_token" not in i["request"]["uri"]]
        self.unknown: list[str] = []

    def serve(self, server: HTTPServer) -> None:
        """Let the server play this cassette, whatever is asked."""
        server.expect_request(re.compile(".*")).respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        asked = _essence(request.method, request.full_path, request.get_data(as_text=True))
        for interaction in self.left:
            if _recorded(interaction) == asked:
                return self._play(interaction)
        self.unknown.append(request.full_path)
        return Response("nothing recorded", 404)

    def _play(self, interaction: Interaction) -> Response:
        self.left.remove(interaction)
        response = interaction["response"]
        headers = {
            name: values[0] if isinstance(values, list) else values
            for name, values in response["headers"].items()
            if name.lower() in ("content-type", "location", "retry-after", "www-authenticate")
        }
        return Response(response["body"]["string"], response["status"]["code"], headers)


def _json(interaction: Interaction) -> Any:  # noqa: ANN401 — JSON
    """The recorded answer, None when it is no JSON."""
    try:
        return json.loads(interaction["response"]["body"]["string"])
    except ValueError:
        return None


def _recorded(interaction: Interaction) -> tuple[object, ...]:
    request = interaction["request"]
    body = request["body"]
    said = body.get("string", "") if isinstance(body, dict) else body
    return _essence(request["method"], request["uri"], said or "")


def _essence(method: str, uri: str, body: str) -> tuple[object, ...]:
    url, form = urlsplit(uri), parse_qs(body)
    query = parse_qs(url.query)
    path = re.sub(r"^/r/[^/]+", "/r/x", url.path)
    path = re.sub(r"^/user/[^/]+/?$", "/r/x/new", path)  # a person's listing pages in the same way
    return method, path.rstrip("/"), query.get("after"), query.get("before"), form.get("children")
