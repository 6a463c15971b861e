"""Carrying out one delivery: a signed webhook, a line in a file, a mail. The only acts of this stage."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import smtplib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parsedate_to_datetime
from io import FileIO
from typing import Any

from watchfloor.disclosure import Disclosed
from watchfloor.errors import DeliveryError, RefusedAddressError
from watchfloor.model import Delivery
from watchfloor.network import Answer, Client, Guard, open_mail
from watchfloor.rights import make_file, make_folder
from watchfloor.watch.channels import Channel
from watchfloor.watch.retries import Outcome

ActionClock = Callable[[], datetime]

_GONE = 410
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LONGEST_SUBJECT = 160
_LOGGED_IN = (235, 503)  # 503: we are logged in already


def deliver(
    disclosed: Disclosed[Delivery], channel: Channel, *, clock: ActionClock, client: Client | None = None
) -> Outcome:
    """Carry out one try of a delivery and return what came of it; `clock` gives the time (with zone).

    A failure that can be foreseen is an outcome that the outbox records.
    """
    delivery = disclosed.value
    if not delivery.payload:
        return Outcome(error="its words were withheld; there is nothing to send", retry=False)
    act = {"webhook": _post, "file": _append, "mail": _mail}[channel.kind]
    guarded = replace(client or Client(), guard=replace((client or Client()).guard, allow=channel.allow))
    try:
        return act(delivery, channel, clock(), guarded)
    except SettingError as error:
        return Outcome(error=str(error), retry=False, untried=True)
    except RefusedAddressError as error:
        return Outcome(error=str(error), retry=False, untried=True)
    except DeliveryError as error:
        return Outcome(error=str(error), retry=error.retry, uncertain=error.uncertain)


class SettingError(DeliveryError):
    """A setting of the channel has to be mended before anything can be sent."""

    def __init__(self, channel: Channel, cause: str) -> None:
        super().__init__(f"channels.{channel.name}: {cause}", retry=False)


# -------------------------------------------------------------------------------------------------- webhook


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the Standard Webhooks signature ("v1,…") of a body; a `whsec_` secret is base64."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode("ascii")


def _key(secret: str) -> bytes:
    if not secret.startswith("whsec_"):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError as error:  # of base64, or a letter that is not ASCII
        raise ValueError("the secret is no base64 after whsec_; copy it again") from error


def _post(delivery: Delivery, channel: Channel, now: datetime, client: Client) -> Outcome:
    body, timestamp = _bytes_of(delivery), int(now.timestamp())
    try:
        secrets = filter(None, (channel.secret, channel.old_secret))
        signed = " ".join(signature(secret, delivery.id, timestamp, body) for secret in secrets)
    except ValueError as error:
        raise SettingError(channel, str(error)) from error
    headers = {
        "Content-Type": "application/cloudevents+json; charset=utf-8",
        "webhook-id": delivery.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signed,
    }
    return _judged(client.post(channel.url, body, headers), now)


def _judged(answer: Answer, now: datetime) -> Outcome:
    """Return the outcome that an answer means: 2xx is delivery, 410 the end, the rest to be retried."""
    if 200 <= answer.status < 300:
        return Outcome(delivered=True)
    if answer.status == _GONE:
        return Outcome(error="410: the receiver is gone; the channel is switched off", retry=False, gone=True)
    if 300 <= answer.status < 400:
        return Outcome(error=f"{answer.status}: redirects are not followed; write the new address")
    wait = _retry_after(answer.headers.get("retry-after", ""), now)
    return Outcome(error=f"{answer.status}: the receiver did not take it", wait=wait)


def _retry_after(written: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for: a number, or an HTTP date."""
    if re.fullmatch(r"\d{1,9}", written.strip()):
        return float(written)
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


# ----------------------------------------------------------------------------------------------------- file


def _append(delivery: Delivery, channel: Channel, now: datetime, client: Client) -> Outcome:
    """Append the payload as one JSON line, and return only when it is on the disk."""
    assert channel.path is not None
    line = _bytes_of(delivery).replace(b"\n", b" ") + b"\n"
    try:
        make_folder(channel.path.parent)
        new = not channel.path.exists()
        make_file(channel.path)
        with channel.path.open("a+b", buffering=0) as file:
            written = file.write(_fresh_line(file) + line)
            os.fsync(file.fileno())
        if new:
            _sync_folder(channel)
    except OSError as error:
        return Outcome(error=f"{channel.path} cannot be written: {error.strerror}")
    if written < len(line):
        return Outcome(error=f"{channel.path} took {written} of {len(line)} bytes; free some space")
    return Outcome(delivered=True)


def is_in_file(disclosed: Disclosed[Delivery], channel: Channel) -> bool:
    """Tell whether a whole line of a file channel is this delivery: a try broken off may have come so far."""
    assert channel.path is not None
    line = _bytes_of(disclosed.value).replace(b"\n", b" ") + b"\n"
    try:
        with channel.path.open("rb") as file:
            return any(held == line for held in file)
    except OSError:
        return False


def _fresh_line(file: FileIO) -> bytes:
    """Return the line end that a try which broke off inside its line still owes."""
    size = file.seek(0, os.SEEK_END)
    if not size:
        return b""
    file.seek(size - 1)
    return b"" if file.read(1) == b"\n" else b"\n"


def _sync_folder(channel: Channel) -> None:
    """Make the name of a new file as durable as its content."""
    assert channel.path is not None
    folder = os.open(channel.path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _bytes_of(delivery: Delivery) -> bytes:
    """Return the payload as it is sent; half a character in it becomes the sign for one that is unknown."""
    return delivery.payload.encode("utf-8", "replace")


def _whole(words: str) -> str:
    return words.encode("utf-8", "replace").decode("utf-8")


# ----------------------------------------------------------------------------------------------------- mail


def message(delivery: Delivery, channel: Channel, now: datetime) -> EmailMessage:
    """Return the mail of a delivery; its Message-ID is the same for every try."""
    data = _data(delivery)
    mail = EmailMessage(policy=SMTPUTF8 if _is_international(channel) else SMTP)
    mail["From"] = channel.sender
    mail["To"] = ", ".join(channel.to)
    subject = _line(f"[{data.get('level', '')}] {data.get('summary', 'alert')}")
    mail["Subject"] = _whole(subject)[:_LONGEST_SUBJECT]
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{delivery.id}@{channel.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    quotes = [
        f"“{quoted['words']}”\n    {quoted['outlet'] or 'unnamed outlet'} {quoted['url'] or ''}".rstrip()
        for quoted in data.get("evidence", [])
    ]
    parts = [data.get("summary", ""), data.get("standing", ""), data.get("reason", ""), *quotes]
    body = "\n\n".join(part for part in parts if part) + f"\n\nWatch: {data.get('watch', '')}\n"
    mail.set_content(_whole(body))
    return mail


def _data(delivery: Delivery) -> dict[str, Any]:
    try:
        body = json.loads(delivery.payload)
        data = body["data"]
    except (ValueError, KeyError, TypeError) as error:
        raise DeliveryError("the payload is withheld or broken; it cannot be sent", retry=False) from error
    return dict(data)


def _line(words: str) -> str:
    """Return `words` without what could end a header."""
    return _CONTROLS.sub(" ", words)


def _mail(delivery: Delivery, channel: Channel, now: datetime, client: Client) -> Outcome:
    mail = message(delivery, channel, now)
    guard: Guard = client.guard
    with open_mail(
        channel.host,
        channel.port,
        security=channel.security,
        guard=guard,
        seconds=client.limits.seconds,
        secure=client.secure,
    ) as session:
        try:
            if channel.user:
                log_in(session, channel)
            _envelope(session, channel)
        except smtplib.SMTPAuthenticationError as error:
            raise SettingError(channel, f"user or password is refused ({error.smtp_code})") from error
        except smtplib.SMTPNotSupportedError as error:
            raise SettingError(channel, str(error)) from error
        except smtplib.SMTPResponseException as error:
            return _refused(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            return Outcome(error=f"{channel.host} broke off before the message: {error}")
        return _hand_over(session, mail.as_bytes(), channel)


def log_in(session: smtplib.SMTP, channel: Channel) -> None:
    """Log in; a name or password with other letters than ASCII goes as UTF-8, which smtplib cannot."""
    user, password = channel.user or "", channel.password or ""
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


def _is_international(channel: Channel) -> bool:
    return not all(address.isascii() for address in (channel.sender, *channel.to))


def _envelope(session: smtplib.SMTP, channel: Channel) -> None:
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


def _hand_over(session: smtplib.SMTP, message: bytes, channel: Channel) -> Outcome:
    """Send the message itself. A connection that drops here leaves the receiver's mind unknown."""
    try:
        code, reply = session.data(message)
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error)
    except (OSError, ValueError, smtplib.SMTPException) as error:
        return Outcome(error=f"{channel.host} broke off inside the message: {error}", uncertain=True)
    return Outcome(delivered=True) if code < 300 else _refused(code, reply)


def _refused(code: int, reply: bytes | str) -> Outcome:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return Outcome(error=_line(f"{code}: {words}")[:300], retry=400 <= code < 500)
