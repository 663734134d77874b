"""Mail in plain text through an SMTP server."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from pipeline.alerts.channels import PATIENCE, Message, Name, NotSent, one_line
from pipeline.errors import InputError
from pipeline.settings import Settings

_PORTS: Final = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
_FORM: Final = (
    "TRIBE_SMTP_URL is not the address of a mail server. Write it like "
    "smtp://user:password@mail.example.com:587 (STARTTLS), smtps:// (encrypted from the start) or "
    "smtp+plain:// (not encrypted)."
)


@dataclass(frozen=True)
class Server:
    """An SMTP server: `smtps` is encrypted from the start, `smtp` by STARTTLS, `smtp+plain` not."""

    scheme: str
    host: str
    port: int
    user: str | None
    password: str

    def connect(self) -> smtplib.SMTP:
        """A connection that is encrypted and logged in as it should be."""
        secure = ssl.create_default_context()
        if self.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=PATIENCE, context=secure
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        try:
            if self.scheme == "smtp":
                server.starttls(context=secure)
            if self.user is not None:
                server.login(self.user, self.password)
        except Exception:
            server.close()
            raise
        return server


@dataclass(frozen=True)
class Mail:
    """A channel that writes to people."""

    server: Server
    sender: str
    recipients: tuple[str, ...]
    name: Name = "email"

    def send(self, message: Message) -> None:
        """See Channel."""
        try:
            with self.server.connect() as server:
                server.send_message(self._letter(message))
        except smtplib.SMTPException as error:
            raise NotSent(f"{self.server.host} {_why(error)}", again=_again(error)) from None
        except (OSError, ValueError) as error:
            why = f"{self.server.host} cannot be reached or trusted ({one_line(error)})"
            raise NotSent(why, again=not isinstance(error, ssl.SSLError | ValueError)) from None

    def _letter(self, message: Message) -> EmailMessage:
        letter = EmailMessage()
        letter["Subject"] = one_line(message.title)
        letter["From"] = self.sender
        letter["To"] = ", ".join(self.recipients)
        letter["Date"] = format_datetime(message.at)
        # The same message has the same id, by which mail programs know a repeated one.
        letter["Message-ID"] = f"<{message.key}@{self.sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content("\n\n".join(message.lines) + "\n")
        return letter


def mail(settings: Settings) -> Mail:
    """The mail channel of the settings. Raises InputError when they do not fit together."""
    recipients = tuple(part.strip() for part in settings.alert_emails.split(",") if part.strip())
    if not settings.smtp_url:
        raise InputError("TRIBE_ALERT_EMAILS needs a mail server: set TRIBE_SMTP_URL.")
    server = _server(settings.smtp_url.get_secret_value())
    of_user = server.user if server.user and "@" in server.user else recipients[0]
    sender = settings.alert_sender or of_user
    for address in (sender, *recipients):
        if not _is_address(address):
            raise InputError(
                f'"{one_line(address)}" is not a mail address. Write TRIBE_ALERT_EMAILS (and '
                "TRIBE_ALERT_SENDER) like ann@example.com,bob@example.com."
            )
    return Mail(server, sender, recipients)


def _server(url: str) -> Server:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise InputError(_FORM) from None
    if not parts.hostname:
        raise InputError(_FORM)
    user = unquote(parts.username) if parts.username else None
    return Server(parts.scheme, parts.hostname, port, user, unquote(parts.password or ""))


def _is_address(text: str) -> bool:
    name, at, host = text.rpartition("@")
    return bool(name and at and host) and text.isprintable() and " " not in text


def _why(error: smtplib.SMTPException) -> str:
    match error:
        case smtplib.SMTPAuthenticationError():
            return "refused the user or password of TRIBE_SMTP_URL"
        case smtplib.SMTPRecipientsRefused():
            return f"refused every address of TRIBE_ALERT_EMAILS ({one_line(_first(error)[1])})"
        case smtplib.SMTPNotSupportedError():
            return "offers no STARTTLS or no login; see the forms of TRIBE_SMTP_URL"
        case smtplib.SMTPResponseException():
            return f"refused the message ({error.smtp_code} {one_line(error.smtp_error)})"
    return f"broke off ({one_line(error) or type(error).__name__})"


def _again(error: smtplib.SMTPException) -> bool:
    """SMTP's own distinction: 4xx is for now, 5xx for good."""
    match error:
        case smtplib.SMTPNotSupportedError():
            return False
        case smtplib.SMTPRecipientsRefused():
            return _first(error)[0] < 500
        case smtplib.SMTPResponseException():
            return error.smtp_code < 500
    return True


def _first(error: smtplib.SMTPRecipientsRefused) -> tuple[int, bytes]:
    return next(iter(error.recipients.values()))
