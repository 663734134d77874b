"""App Store reviews by Apple's public feed: the newest 500 of each storefront. No key."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from pipeline.errors import InputError, SourceError
from pipeline.posts import Post
from pipeline.sources.base import (
    Access,
    Cursor,
    Page,
    Payload,
    Request,
    Source,
    Unexpected,
    known_shape,
)
from pipeline.sources.newest_first import NewestFirst
from pipeline.sources.web import Web

_LAST_PAGE = 10  # the feed has no more
_FULL_PAGE = 50
_BUSY = frozenset({403, 429})  # the feed says 403 to an address that asks too often
_LINK = re.compile(r"https?://(?:apps|itunes)\.apple\.com/(\w\w)/.*?id(\d+).*")
_APP = re.compile(r"(?:(\w\w)/)?(\d+)(?::(\w\w(?:,\w\w)*))?")
_PREFIXES = {"http://www.w3.org/2005/Atom": "", "http://itunes.apple.com/rss": "im:"}


class AppStore:
    """Targets: one app in one storefront."""

    name = "appstore"
    title = "App Store"
    help = "An app id (570060128: the US store), us/570060128, 570060128:us,gb,de, or its link."

    def targets(self, text: str) -> tuple[str, ...]:
        """`<storefront>/<app id>`, one for each storefront."""
        plain = text.strip().lower().replace(" ", "")
        link, app = _LINK.fullmatch(plain), _APP.fullmatch(plain)
        if link:
            return (f"{link[1]}/{link[2]}",)
        if not app or (app[1] and app[3]):
            raise InputError(f'"{text}" is no App Store target. {self.help}')
        return tuple(f"{country}/{app[2]}" for country in (app[3] or app[1] or "us").split(","))

    def fetch(self, request: Request, cursor: Cursor | None, access: Access) -> Iterator[Page]:
        """Newest first, down to what is known or to the feed's end."""
        walk = NewestFirst.begin(request, cursor, access)
        with Web(self.title, access, _BUSY) as web:
            feed = _Feed(web, access.settings.appstore_url, *request.target.split("/"))
            short = False
            for number in range(1, _LAST_PAGE + 1):
                payload = feed.page(number, trust_empty=short)
                entries = _entries_of(payload)
                with known_shape(payload):
                    walk.step([(_changed_at(e), _label(e, "id")) for e in entries])
                if walk.arrived or not entries:
                    yield walk.last_page(payload)
                    return
                if number == _LAST_PAGE:
                    yield walk.last_page(payload, _capped(request.target))
                    return
                yield walk.page(payload)
                short = len(entries) < _FULL_PAGE

    def parse(self, payload: Payload) -> list[Post]:
        """The reviews of one page, from its JSON or its XML."""
        return [_post(entry, payload["target"]) for entry in _reviews(payload)]


@dataclass(frozen=True, slots=True)
class _Feed:
    """The two feeds of one app in one storefront."""

    web: Web
    base: str
    country: str
    app: str

    def page(self, number: int, trust_empty: bool) -> Payload:
        """One page; as XML where JSON is empty, broken or short and XML has more.

        Apple's JSON can be empty while its XML is full. Below a short page an empty one is the
        end (`trust_empty`), and XML is not asked.
        """
        found = self._json(number)
        count = 0 if found is None else len(_entries_of(found))
        if found is None or (count < _FULL_PAGE and not trust_empty):
            found = self._fuller(found, count, number)
        if number == 1 and not _links_to_itself(found):
            raise SourceError(
                f"The App Store knows no app {self.app} in its storefront {self.country}. Check "
                "the number in the app's link: apps.apple.com/…/id<number>."
            )
        return found

    def _fuller(self, found: Payload | None, count: int, number: int) -> Payload:
        """The XML page if it has more than the `count` entries of `found`, else `found`."""
        payload = {"target": self._target, "xml": self.web.get(self._url(number, "xml")).text}
        try:
            has_more = len(_entries_of(payload)) > count
        except Unexpected:
            if found is None or not count:
                raise
            has_more = False
        return payload if has_more or found is None else found

    def _json(self, number: int) -> Payload | None:
        """The JSON page, None when it cannot be read."""
        try:
            body = self.web.get_json(self._url(number, "json"))
            payload = {"target": self._target, "json": body}
            _entries_of(payload)
        except Unexpected:
            return None  # the XML decides: if that cannot be read either, it says so
        return payload

    def _url(self, number: int, form: str) -> str:
        return (
            f"{self.base}/{self.country}/rss/customerreviews/page={number}/id={self.app}"
            f"/sortby=mostrecent/{form}"
        )

    @property
    def _target(self) -> str:
        return f"{self.country}/{self.app}"


def _capped(target: str) -> str:
    most = _LAST_PAGE * _FULL_PAGE
    return f"The App Store shows only the newest {most} reviews of {target}; some were missed."


def _entries_of(payload: Payload) -> list[dict[str, Any]]:
    with known_shape(payload):
        return _reviews(payload)


def _reviews(payload: Payload) -> list[dict[str, Any]]:
    """The feed's entries that are reviews; old feeds begin with one about the app itself."""
    return [entry for entry in _listed(_feed(payload).get("entry")) if "im:name" not in entry]


def _feed(payload: Payload) -> dict[str, Any]:
    """The feed in the shape of its JSON, whichever form it came in."""
    if "json" in payload:
        feed: dict[str, Any] = payload["json"]["feed"]
        return feed
    root = fromstring(payload["xml"].encode())
    if _key(root) != "feed":
        raise ValueError(f"<{root.tag}> is no feed")
    return _node(root)


def _links_to_itself(payload: Payload) -> bool:
    with known_shape(payload):
        links = _listed(_feed(payload).get("link"))
        return any(link["attributes"].get("rel") == "self" for link in links)


def _listed(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401 — JSON
    """Apple sends one thing as itself, several as a list, none not at all."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _node(element: Element) -> dict[str, Any]:
    """An XML element as the JSON feed has it; its HTML content is left out, as there."""
    node: dict[str, Any] = {}
    for child in element:
        if child.get("type") == "html":
            continue
        key, value = _key(child), _node(child) if len(child) else _value(child)
        node[key] = [*_listed(node[key]), value] if key in node else value
    return node


def _value(element: Element) -> dict[str, Any]:
    value: dict[str, Any] = {"label": element.text or ""}
    return {**value, "attributes": dict(element.attrib)} if element.attrib else value


def _key(element: Element) -> str:
    namespace, _, name = element.tag.removeprefix("{").rpartition("}")
    return _PREFIXES.get(namespace, f"{namespace}:") + name


def _label(entry: dict[str, Any], *path: str) -> str:
    for key in path:
        entry = entry[key]
    return str(entry["label"])


def _changed_at(entry: dict[str, Any]) -> datetime:
    """`updated` moves when a review is edited; the day it was first written is not given."""
    return datetime.fromisoformat(_label(entry, "updated")).astimezone(UTC)


def _post(entry: dict[str, Any], target: str) -> Post:
    country, app = target.split("/")
    link = _listed(entry.get("link"))
    return Post(
        source=AppStore.name,
        native_id=_label(entry, "id"),
        kind="review",
        posted_at=_changed_at(entry),
        text=_lines(_label(entry, "content")),
        title=_lines(_label(entry, "title")) or None,
        author=_label(entry, "author", "name") or None,
        community=app,
        url=link[0]["attributes"]["href"]
        if link
        else f"https://apps.apple.com/{country}/app/id{app}",
        rating=float(_label(entry, "im:rating")),
        engagement=int(_label(entry, "im:voteSum")) if "im:voteSum" in entry else None,
        raw=entry,
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


SOURCE: Source = AppStore()
