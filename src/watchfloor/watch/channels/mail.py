"""A mail to each address, by a server that takes mail.

[channels.editor]
kind = "mail"
host = "mail.example.org"
port = 587
security = "starttls"
user = "floor"
password = "environment:MAIL_PASSWORD"
sender = "floor@example.org"
to = ["editor@example.org"]
"""

from __future__ import annotations

import base64
import re
import smtplib
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from typing import Annotated, ClassVar

import msgspec

from watchfloor.model import Delivery
from watchfloor.network import Client, Guard, Security, open_mail
from watchfloor.settings import Secret, String, Strings
from watchfloor.watch.channels.contract import (
    MessageCount,
    NetworkChannel,
    SettingError,
    WrongSetting,
    data_of,
)
from watchfloor.watch.message_page import message_page
from watchfloor.watch.payload import message_text
from watchfloor.watch.retries import Outcome

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LONGEST_SUBJECT = 220
_LOGGED_IN = (235, 503)  # 503: we are logged in already
_PORTS = {"tls": 465, "starttls": 587, "none": 25}
_MAIL_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x20\x7f]+@[A-Za-z0-9.-]+")
_IN_DOUBT = "it is not known whether it was sent: its outcome could not be written down; ask the receiver"

Port = Annotated[int, msgspec.Meta(ge=1, le=65_535, description="a port, from 1 to 65535")]


class Mail(NetworkChannel, frozen=True, kw_only=True):
    """A server that takes mail for the addresses `to`; without `port`, the one that `security` has."""

    kind: ClassVar[str] = "mail"

    host: String
    sender: String
    to: Strings
    port: Port | None = None
    security: Security = "starttls"
    user: String | None = None
    password: Secret | None = None
    most_an_hour: MessageCount | None = 20

    def wrong(self) -> Iterator[WrongSetting]:
        """Yield what is wrong with networks, addresses and password."""
        yield from super().wrong()
        for key, address in (("sender", self.sender), *(("to", it) for it in self.to)):
            if not _MAIL_ADDRESS.fullmatch(address):
                yield key, f"{address!r} is no mail address; write name@example.org"
        if self.security == "none" and self.password:
            yield "password", "a password would travel in the clear; use starttls or tls"

    def send(self, delivery: Delivery, now: datetime, client: Client) -> Outcome:
        """Send the message by SMTP and return the outcome."""
        mail = message(delivery, self, now)
        guard: Guard = client.guard
        with open_mail(
            self.host,
            self.port or _PORTS[self.security],
            security=self.security,
            guard=guard,
            seconds=client.limits.seconds,
            secure=client.secure,
        ) as session:
            try:
                if self.user:
                    log_in(session, self.user, self.password or "")
                _envelope(session, self)
            except smtplib.SMTPAuthenticationError as error:
                raise SettingError(self, f"user or password is refused ({error.smtp_code})") from error
            except smtplib.SMTPNotSupportedError as error:
                raise SettingError(self, str(error)) from error
            except smtplib.SMTPResponseException as error:
                return _refused(error.smtp_code, error.smtp_error)
            except (OSError, smtplib.SMTPException) as error:
                return Outcome(error=f"{self.host} broke off before the message: {error}")
            return _hand_over(session, mail.as_bytes(), self.host)

    def interrupted(self, delivery: Delivery) -> Outcome:
        """Leave it in doubt: a second mail is worse than a question to the receiver."""
        return Outcome(
            error=f"{_IN_DOUBT}, then: watchfloor outbox retry {delivery.id}, or drop", uncertain=True
        )


def message(delivery: Delivery, channel: Mail, now: datetime) -> EmailMessage:
    """Return the mail of a delivery; its Message-ID is the same for every try."""
    data = data_of(delivery)
    mail = EmailMessage(policy=SMTPUTF8 if _is_international(channel) else SMTP)
    mail["From"] = channel.sender
    mail["To"] = ", ".join(channel.to)
    subject = _line(f"[{data.get('level', '')}] {data.get('summary', 'alert')}")
    mail["Subject"] = _whole(subject)[:_LONGEST_SUBJECT]
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{delivery.id}@{channel.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_whole(message_text(data, now)))
    mail.add_alternative(_whole(message_page(data, now)), subtype="html")
    mail.set_boundary(f"watchfloor-{delivery.id}")  # every try of a message is the same bytes
    return mail


def _whole(words: str) -> str:
    return words.encode("utf-8", "replace").decode("utf-8")


def _line(words: str) -> str:
    """Return `words` without what could end a header."""
    return _CONTROLS.sub(" ", words)


def log_in(session: smtplib.SMTP, user: str, password: str) -> None:
    """Log in; a name or password with other letters than ASCII goes as UTF-8, which smtplib cannot."""
    if user.isascii() and password.isascii():
        session.login(user, password)
        return
    session.ehlo_or_helo_if_needed()
    if "PLAIN" not in str(session.esmtp_features.get("auth", "")).upper().split():
        raise smtplib.SMTPNotSupportedError(
            "the server takes no password with other letters than ASCII (it offers no AUTH PLAIN)"
        )
    told = base64.b64encode(b"\0".join((b"", user.encode(), password.encode()))).decode("ascii")
    code, reply = session.docmd("AUTH", f"PLAIN {told}")
    if code not in _LOGGED_IN:
        raise smtplib.SMTPAuthenticationError(code, reply)


def _is_international(channel: Mail) -> bool:
    return not all(address.isascii() for address in (channel.sender, *channel.to))


def _envelope(session: smtplib.SMTP, channel: Mail) -> None:
    """Tell sender and receivers; raise SMTPResponseException where one is refused."""
    options: tuple[str, ...] = ()
    if _is_international(channel):
        if not session.has_extn("smtputf8"):
            raise smtplib.SMTPNotSupportedError(
                "the server takes no addresses with other letters than ASCII (it offers no SMTPUTF8)"
            )
        session.command_encoding = "utf-8"
        options = ("SMTPUTF8", "BODY=8BITMIME")
    replies = [session.mail(channel.sender, options), *(session.rcpt(address) for address in channel.to)]
    for code, reply in replies:
        if code >= 300:
            raise smtplib.SMTPResponseException(code, reply)


def _hand_over(session: smtplib.SMTP, message: bytes, host: str) -> Outcome:
    """Send the message itself. A connection that drops here leaves the receiver's mind unknown."""
    try:
        code, reply = session.data(message)
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error)
    except (OSError, ValueError, smtplib.SMTPException) as error:
        return Outcome(error=f"{host} broke off inside the message: {error}", uncertain=True)
    return Outcome(delivered=True) if code < 300 else _refused(code, reply)


def _refused(code: int, reply: bytes | str) -> Outcome:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return Outcome(error=_line(f"{code}: {words}")[:300], retry=400 <= code < 500)
