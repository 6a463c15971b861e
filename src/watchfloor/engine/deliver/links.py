"""The links by which an alert is acknowledged from its message: signed, for one use, good for a time.

A link names the alert and the channel that it was sent to; what is behind it is a page with one button, so
that whatever follows links in mails acknowledges nothing. Whoever has it may acknowledge that one alert.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from watchfloor.config import Config
from watchfloor.errors import UsageError
from watchfloor.model import AlertId, Delivery, digest, instant_of
from watchfloor.rights import write_whole
from watchfloor.watch import told_at

KEY_FILE = "links.key"  # beside the settings; no backup holds it, and without it old links are good no more
PATH = "acknowledge"  # of the page, before the token
GOOD_FOR = timedelta(days=2)
_KEY_BYTES = 32
_SIGNATURE = 32  # letters of the signature, of 64
_REMEDY = "acknowledge it with: watchfloor ack ID"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMeaning:
    """What a link stands for: an alert, the channel that it was sent to, and what marks it as used."""

    alert: AlertId
    channel: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Makes the links of a floor; `address` is where its page is reached."""

    address: str
    key: bytes

    def address_for(self, delivery: Delivery) -> str:
        """Return the link for a message: the same for every try."""
        until = instant_of(told_at(delivery)) + GOOD_FOR
        return f"{self.address}/{PATH}/{token(self.key, delivery.alert, delivery.channel, until=until)}"


def floor_links(config: Config) -> Links | None:
    """Return what makes the links of a floor; None where it has no page."""
    if config.page_address is None:
        return None
    return Links(address=config.page_address, key=link_key(config.folder))


def shown_links(config: Config) -> Links | None:
    """Return what shows how links look, and writes nothing: good for nothing where no key was made yet."""
    if config.page_address is None:
        return None
    path = config.folder / KEY_FILE
    key = path.read_bytes() if path.exists() else secrets.token_bytes(_KEY_BYTES)
    return Links(address=config.page_address, key=key)


def link_key(folder: Path) -> bytes:
    """Return the secret that the links of a floor are signed with; it is made when it is asked for first."""
    path = folder / KEY_FILE
    if not path.exists() or path.stat().st_size != _KEY_BYTES:
        write_whole(path, secrets.token_bytes(_KEY_BYTES))
    return path.read_bytes()


def token(key: bytes, alert: AlertId, channel: str, *, until: datetime) -> str:
    """Return what a link carries, in letters that stand in an address."""
    said = f"{alert}|{int(until.timestamp())}|{channel}"
    written = base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")
    return f"{written}.{_signature(key, written)}"


def meaning(key: bytes, token: str, *, now: datetime) -> LinkMeaning:
    """Return what a token stands for; raise UsageError for one that is not ours, or too old."""
    written, _, signature = token.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(key, written).encode()):
        raise UsageError(f"this is no link of this floor; {_REMEDY}")
    try:
        said = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)).decode()
        alert, until, channel = said.split("|", 2)
    except (binascii.Error, ValueError) as error:
        raise UsageError(f"this is no link of this floor; {_REMEDY}") from error
    if now.timestamp() > int(until):
        raise UsageError(f"this link is good no more; {_REMEDY.replace('ID', alert)}")
    return LinkMeaning(alert=AlertId(alert), channel=channel, mark=digest("link", token))


def _signature(key: bytes, written: str) -> str:
    return hmac.new(key, written.encode(), hashlib.sha256).hexdigest()[:_SIGNATURE]
