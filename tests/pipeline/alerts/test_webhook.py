"""Messages leave once by webhook: against a real web server on this machine."""

from datetime import date, timedelta

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from pipeline.alerts import acknowledge, open_alerts, raise_alerts
from pipeline.alerts.channels import Message
from pipeline.alerts.webhook import text
from pipeline.progress import Silent
from pipeline.settings import Settings
from pipeline.store import Store
from tests.pipeline.alerts.conftest import NOW, Fill, posting, send
from tests.pipeline.alerts.test_refresh import until


def test_an_alert_is_posted_once(raised: Store, hook: Settings, httpserver: HTTPServer) -> None:
    assert send(raised, hook) == (True, [])
    assert send(raised, hook) == (True, [])
    ((request, _),) = httpserver.log
    said = request.get_json()["text"].splitlines()
    assert said[0] == "*Acme: an alert*"
    assert said[1] == "• " + open_alerts(raised)["text"].iloc[0]
    assert len(request.headers["Idempotency-Key"]) == 36


def test_each_occasion_is_one_message_and_what_comes_to_it_names_it(
    raised: Store, hook: Settings, httpserver: HTTPServer, brand_id: int
) -> None:
    add = (
        "insert into alert (brand_id, kind, subject, part, measure, rises, began, last_seen, state,"
        " figures) select brand_id, kind, 'source', %s, measure, rises, %s, %s, state, figures"
        " from alert where subject = 'brand'"
    )
    with raised.connect() as db:
        db.execute(add, ["reddit", date(2025, 4, 27), date(2025, 4, 30)])
        db.execute(add, ["appstore", date(2025, 4, 20), date(2025, 4, 22)])
    assert send(raised, hook) == (True, [])
    with raised.connect() as db:
        db.execute(add, ["hackernews", date(2025, 4, 28), date(2025, 4, 30)])
    assert send(raised, hook) == (True, [])
    said = [request.get_json()["text"].splitlines() for request, _ in httpserver.log]
    assert sorted(lines[0] for lines in said[:2]) == [
        "*Acme: 2 alerts of 26 Apr to 30 Apr*",
        "*Acme: an alert*",
    ]
    assert said[2][0] == "*Acme: 1 more alert of 26 Apr to 30 Apr*"
    assert said[2][2].startswith("• It goes with: Mentions of Acme are 3.0 times the usual")


def test_a_longer_episode_is_not_posted_again(
    store: Store, hook: Settings, httpserver: HTTPServer, brand_id: int, fill: Fill
) -> None:
    for day in (115, 118):
        fill(until(day))
        raise_alerts(store, brand_id, Silent())
        send(store, hook)
    assert len(httpserver.log) == 1


def test_what_is_history_or_seen_is_not_posted(
    raised: Store, hook: Settings, httpserver: HTTPServer
) -> None:
    assert send(raised, hook, NOW + timedelta(days=60)) == (True, [])
    acknowledge(raised, open_alerts(raised)["id"].tolist(), "ann", NOW)
    assert send(raised, hook) == (True, [])
    assert httpserver.log == []


def test_a_busy_webhook_is_tried_again_with_the_same_key(
    raised: Store, httpserver: HTTPServer
) -> None:
    for status in (503, 429):
        httpserver.expect_ordered_request("/hook").respond_with_data("later", status=status)
    httpserver.expect_ordered_request("/hook").respond_with_data("ok")
    assert send(raised, posting(httpserver.url_for("/hook"))) == (True, [])
    keys = {request.headers["Idempotency-Key"] for request, _ in httpserver.log}
    assert (len(httpserver.log), len(keys)) == (3, 1)


def test_a_refused_message_waits_says_why_and_goes_out_later(
    raised: Store, httpserver: HTTPServer
) -> None:
    answers = [404, 200]

    def answer(_: Request) -> Response:
        return Response("no_team", status=answers.pop(0))

    httpserver.expect_request("/hook").respond_with_handler(answer)
    settings = posting(httpserver.url_for("/hook"))
    sent, (line,) = send(raised, settings)
    assert not sent
    assert line == (
        "Alerts wait to be sent by webhook: the webhook answered HTTP 404 (no_team). "
        "The next run tries again."
    )
    assert httpserver.url_for("/hook") not in line  # who has the address may post
    assert send(raised, settings) == (True, [])
    first, second = (request.headers["Idempotency-Key"] for request, _ in httpserver.log)
    assert first == second


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/hook", "hook", "ftp://127.0.0.1/hook"])
def test_a_webhook_that_is_not_there_is_one_line(url: str, raised: Store) -> None:
    sent, (line,) = send(raised, posting(url))
    assert not sent
    assert len(line.splitlines()) == 1


def test_killed_between_sending_and_noting_it_is_sent_with_the_same_key(
    raised: Store, hook: Settings, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(raised.sql, "alerts_tried", _killed, raising=False)
        with pytest.raises(KeyboardInterrupt):
            send(raised, hook)
    assert send(raised, hook) == (True, [])
    assert send(raised, hook) == (True, [])
    first, second = (request.headers["Idempotency-Key"] for request, _ in httpserver.log)
    assert first == second


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_label_cannot_call_the_whole_team() -> None:
    message = Message("key", "A & B", ("Mentions of “<!channel> *now*\n<http://x|y>”",), NOW)
    assert text(message).splitlines()[1] == (
        "• Mentions of “&lt;!channel&gt; ∗now∗ &lt;http://x|y&gt;”"
    )
