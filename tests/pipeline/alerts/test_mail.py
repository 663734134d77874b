"""Messages leave once by mail, and a test by every channel: against real servers here."""

import socket
import ssl
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Protocol
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session
from pydantic import SecretStr
from pytest_httpserver import HTTPServer

from pipeline.alerts import open_alerts, send_test
from pipeline.alerts.channels import NotSent
from pipeline.errors import InputError
from pipeline.settings import Settings
from pipeline.store import Store
from tests.pipeline.alerts.conftest import NOW, posting, send


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
