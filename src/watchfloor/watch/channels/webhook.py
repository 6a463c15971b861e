"""A webhook: the message as a CloudEvent, signed as Standard Webhooks says.

[channels.desk]
kind = "webhook"
url = "https://desk.example.org/alerts"
secret = "environment:DESK_SECRET"
allow_network = ["10.2.0.0/16"]
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import ClassVar

from watchfloor.model import Delivery
from watchfloor.network import Answer, Client
from watchfloor.settings import Secret, String
from watchfloor.watch.channels.contract import NetworkChannel, SettingError, WrongSetting, bytes_of
from watchfloor.watch.retries import Outcome

_ENCODED = "whsec_"  # before the base64 of a secret, as Standard Webhooks writes it
_SHORTEST_SECRET = 24  # bytes, and characters of one that is not encoded, as Standard Webhooks asks for
_GONE = 410


class Webhook(NetworkChannel, frozen=True, kw_only=True):
    """A web address that takes each message as a signed POST.

    `old_secret` is one that the receivers know until they have changed.
    """

    kind: ClassVar[str] = "webhook"

    url: String
    secret: Secret
    old_secret: Secret = Secret()

    def wrong(self) -> Iterator[WrongSetting]:
        """Yield what is wrong with networks, address and secrets."""
        yield from super().wrong()
        schemes = ("https://", "http://") if self.allow_network else ("https://",)
        if not self.url.startswith(schemes):
            yield "url", "url must begin with https:// (http:// only inside an allow_network)"
        for key, secret in (("secret", self.secret), ("old_secret", self.old_secret)):
            if secret and (trouble := _weakness(secret)):
                yield key, f"{key} {trouble}"

    def send(self, delivery: Delivery, now: datetime, client: Client) -> Outcome:
        """Post the message; a redirect is not followed."""
        body, timestamp = bytes_of(delivery), int(now.timestamp())
        try:
            secrets = filter(None, (self.secret, self.old_secret))
            signed = " ".join(signature(secret, delivery.id, timestamp, body) for secret in secrets)
        except ValueError as error:
            raise SettingError(self, str(error)) from error
        headers = {
            "Content-Type": "application/cloudevents+json; charset=utf-8",
            "webhook-id": delivery.id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signed,
        }
        return _judged(client.post(self.url, body, headers), now)


def _weakness(secret: str) -> str | None:
    """Tell why no receiver could verify with a secret: it is too short, or copied with too much around it."""
    if len(secret) < _SHORTEST_SECRET:
        return f"has under {_SHORTEST_SECRET} characters; take a longer one"
    if secret != secret.strip() or _ENCODED in secret[1:]:
        return f"has more around it; copy what begins with {_ENCODED}, and no more"
    if not secret.startswith(_ENCODED):
        return None
    try:
        held = base64.b64decode(secret.removeprefix(_ENCODED), validate=True)
    except ValueError:
        return f"is no base64 after {_ENCODED}; copy it again"
    return (
        None if len(held) >= _SHORTEST_SECRET else f"holds under {_SHORTEST_SECRET} bytes; take a longer one"
    )


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the Standard Webhooks signature ("v1,…") of a body; a `whsec_` secret is base64."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode("ascii")


def _key(secret: str) -> bytes:
    if not secret.startswith(_ENCODED):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(_ENCODED), validate=True)
    except ValueError as error:  # of base64, or a letter that is not ASCII
        raise ValueError(f"the secret is no base64 after {_ENCODED}; copy it again") from error


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
