"""Messages leave once: against a real web server and a real mail server on this machine."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Protocol
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session
from psycopg.types.json import Jsonb
from pydantic import SecretStr
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from pipeline.alerts import acknowledge, open_alerts, raise_alerts, send_alerts, send_test
from pipeline.alerts.channels import Message, NotSent
from pipeline.alerts.webhook import text
from pipeline.errors import InputError
from pipeline.progress import Silent
from pipeline.settings import Settings
from pipeline.store import Store
from tests.pipeline.alerts.conftest import Fill
from tests.pipeline.alerts.test_refresh import until

NOW = datetime(2025, 5, 2, 12, tzinfo=UTC)  # a week after the alert was last seen


class Notes(Silent):
    """Progress that keeps what a person would read."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, text: str) -> None:
        self.lines.append(text)


@pytest.fixture
def raised(store: Store, brand_id: int) -> Store:
    """A store with one alert, as it would be raised."""
    figures = {"days": 5, "n": 60.0, "expected": 20.0, "whole": None}
    with store.connect() as db:
        db.execute(
            "insert into alert"
            " (brand_id, kind, subject, measure, rises, began, last_seen, state, figures)"
            " values (%s, 'spike', 'brand', 'mentions', true, %s, %s, 'lasting', %s)",
            [brand_id, date(2025, 4, 26), date(2025, 4, 30), Jsonb(figures)],
        )
    return store


def posting(url: str) -> Settings:
    return Settings(alert_webhook=SecretStr(url))


@pytest.fixture
def hook(httpserver: HTTPServer) -> Settings:
    """Settings whose webhook is a server here that takes everything."""
    httpserver.expect_request("/hook", method="POST").respond_with_data("ok")
    return posting(httpserver.url_for("/hook"))


def send(store: Store, settings: Settings, now: datetime = NOW) -> tuple[bool, list[str]]:
    notes = Notes()
    return send_alerts(store, settings, notes, now, sleep=lambda _: None), notes.lines


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


# Mail


class Inbox:
    """What a mail server keeps: the letters, and how each came."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.sessions: list[Session] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: Protocol, session: Session, envelope: Envelope) -> str:
        letter = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.sessions.append(session)
        return self.answer


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def certificate(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ssl.SSLContext:
    """A server's certificate, whose authority this machine trusts for the length of a test."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return context


def _login(*call: Any) -> AuthResult:  # noqa: ANN401 — aiosmtpd's own signature
    given = call[-1]
    right = isinstance(given, LoginPassword) and given == LoginPassword(b"ann@acme.test", b"p@ss")
    return AuthResult(success=right, handled=right)  # not handled: it answers with 535


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def starttls(inbox: Inbox, certificate: ssl.SSLContext) -> Iterator[int]:
    """The port of a server that takes letters after STARTTLS and a login only."""
    server = Controller(
        inbox, "127.0.0.1", _free_port(), tls_context=certificate, require_starttls=True,
        auth_required=True, authenticator=_login,
    )  # fmt: skip
    yield from _running(server)


@pytest.fixture
def encrypted(inbox: Inbox, certificate: ssl.SSLContext) -> Iterator[int]:
    """The port of a server that is encrypted from the start."""
    yield from _running(Controller(inbox, "127.0.0.1", _free_port(), ssl_context=certificate))


@pytest.fixture
def plain(inbox: Inbox) -> Iterator[int]:
    """The port of a server without encryption."""
    yield from _running(Controller(inbox, "127.0.0.1", _free_port()))


def _running(server: Controller) -> Iterator[int]:
    server.start()
    yield server.port
    server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def mailing(url: str, to: str = "bob@acme.test, eve@acme.test") -> Settings:
    return Settings(smtp_url=SecretStr(url), alert_emails=to)


def test_an_alert_is_mailed_once_by_starttls_and_login(
    raised: Store, starttls: int, inbox: Inbox
) -> None:
    settings = mailing(f"smtp://ann%40acme.test:p%40ss@127.0.0.1:{starttls}")
    assert send(raised, settings) == (True, [])
    assert send(raised, settings) == (True, [])
    (letter,) = inbox.letters
    assert inbox.sessions[0].ssl is not None
    assert letter["subject"] == "Acme: an alert"
    assert (letter["from"], letter["to"]) == ("ann@acme.test", "bob@acme.test, eve@acme.test")
    assert letter["message-id"].endswith("@acme.test>")
    assert letter.get_content().strip() == open_alerts(raised)["text"].iloc[0]


def test_mail_goes_encrypted_from_the_start(raised: Store, encrypted: int, inbox: Inbox) -> None:
    assert send(raised, mailing(f"smtps://127.0.0.1:{encrypted}")) == (True, [])
    assert inbox.letters[0]["from"] == "bob@acme.test"


def test_mail_goes_without_encryption_where_it_is_asked_for(
    raised: Store, plain: int, inbox: Inbox
) -> None:
    assert send(raised, mailing(f"smtp+plain://127.0.0.1:{plain}")) == (True, [])
    assert len(inbox.letters) == 1


def test_a_wrong_password_is_one_line(raised: Store, starttls: int, inbox: Inbox) -> None:
    sent, (line,) = send(raised, mailing(f"smtp://ann:wrong@127.0.0.1:{starttls}"))
    assert (sent, inbox.letters) == (False, [])
    assert "refused the user or password of TRIBE_SMTP_URL" in line
    assert "wrong" not in line


def test_no_password_goes_to_a_server_without_encryption(
    raised: Store, plain: int, inbox: Inbox
) -> None:
    sent, (line,) = send(raised, mailing(f"smtp://ann:secret@127.0.0.1:{plain}"))
    assert (sent, inbox.letters) == (False, [])
    assert "offers no STARTTLS" in line


def test_an_unknown_certificate_is_not_trusted(
    raised: Store, encrypted: int, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    sent, (line,) = send(raised, mailing(f"smtps://127.0.0.1:{encrypted}"))
    assert (sent, inbox.letters) == (False, [])
    assert "certificate" in line


def test_a_busy_mail_server_is_asked_again_and_one_that_refuses_is_not(
    raised: Store, plain: int, inbox: Inbox
) -> None:
    settings = mailing(f"smtp+plain://127.0.0.1:{plain}")
    inbox.answer = "451 try later"
    assert not send(raised, settings)[0]
    assert len(inbox.letters) == 3
    inbox.answer = "554 no"
    assert "refused the message (554 no)" in send(raised, settings)[1][0]
    assert len(inbox.letters) == 4
    inbox.answer = "250 OK"
    assert send(raised, settings) == (True, [])
    assert len({letter["message-id"] for letter in inbox.letters}) == 1


@pytest.mark.parametrize(
    ("url", "to"),
    [
        (None, "bob@acme.test"),
        ("mail.acme.test", "bob@acme.test"),
        ("http://mail.acme.test", "bob@acme.test"),
        ("smtp://mail.acme.test:port", "bob@acme.test"),
        ("smtp://mail.acme.test", "bob"),
        ("smtp://mail.acme.test", "bob@acme.test\nBcc: all@acme.test"),
    ],
)
def test_settings_that_do_not_fit_are_one_line_and_fail_nothing(
    url: str | None, to: str, raised: Store
) -> None:
    sent, (line,) = send(
        raised, Settings(smtp_url=SecretStr(url) if url else None, alert_emails=to)
    )
    assert not sent
    assert len(line.splitlines()) == 1
    assert "TRIBE_" in line


def test_a_test_message_goes_through_every_channel(
    hook: Settings, httpserver: HTTPServer, plain: int, inbox: Inbox
) -> None:
    both = hook.model_copy(
        update=mailing(f"smtp+plain://127.0.0.1:{plain}").model_dump(
            include={"smtp_url", "alert_emails"}
        )
    )
    assert send_test(both, NOW) == ["webhook", "email"]
    assert "This is a test" in httpserver.log[0][0].get_json()["text"]
    assert "This is a test" in inbox.letters[0].get_content()


def test_a_test_without_a_channel_or_with_a_broken_one_says_so() -> None:
    with pytest.raises(InputError, match="TRIBE_ALERT_WEBHOOK"):
        send_test(Settings(), NOW)
    with pytest.raises(NotSent, match="by webhook"):
        send_test(posting("http://127.0.0.1:9/hook"), NOW)
