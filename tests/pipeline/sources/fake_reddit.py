"""A local Reddit: token, listings that page by `after`, and nothing that we do not ask for."""

import json
import re
from collections.abc import Callable
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.pipeline.sources import payloads

Thing = dict[str, Any]


def post(number: int, created: float) -> Thing:
    """A post of the real shape, told apart by its number."""
    thing: Thing = payloads.body("reddit_new.json")["data"]["children"][-1]
    changes = {
        "id": f"n{number}",
        "name": f"t3_n{number}",
        "selftext": f"Lamp number {number} has a thought of its own about the evening.",
        "created_utc": created,
        "permalink": f"/r/lumo/comments/n{number}/x/",
    }
    return {**thing, "data": {**thing["data"], **changes}}


class FakeReddit:
    """Serves `things` (newest first) at every listing, `size` a page."""

    def __init__(self, server: HTTPServer, things: list[Thing], size: int = 3) -> None:
        self.things, self.size = things, size
        self.asked: list[str] = []
        self.before_answer: Callable[[Request], Response | None] = lambda request: None
        serve_token(server)
        server.expect_request(re.compile(r"/r/.*")).respond_with_handler(self._listing)

    def _listing(self, request: Request) -> Response:
        self.asked.append(request.full_path)
        refusal = self.before_answer(request)
        if refusal is not None:
            return refusal
        names = [thing["data"]["name"] for thing in self.things]
        after = request.args.get("after")
        start = names.index(after) + 1 if after in names else 0
        children = self.things[start : start + self.size]
        more = start + self.size < len(self.things)
        return json_of(
            {
                "kind": "Listing",
                "data": {
                    "after": children[-1]["data"]["name"] if more else None,
                    "before": None,
                    "dist": len(children),
                    "children": children,
                },
            }
        )


def serve_token(server: HTTPServer) -> None:
    """What Reddit says to right credentials."""
    server.expect_request("/api/v1/access_token", method="POST").respond_with_json(
        {"access_token": "a-token", "token_type": "bearer", "expires_in": 86400, "scope": "*"}
    )


def json_of(body: object, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(json.dumps(body), status, content_type="application/json")
