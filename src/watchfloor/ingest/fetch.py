"""One look at an address: conditional, within limits, with everything that tells when to come again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from watchfloor.ingest.permissions import page_reserves
from watchfloor.network import Client

LONGEST_WAIT = 86_400  # seconds: a Retry-After of ten years is a mistake of the site's
_MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,9})", re.I)
_SECONDS = re.compile(r"\d{1,12}")
_LONGEST_VALIDATOR = 1_000  # characters
_LONGEST_TYPE = 200
_ACCEPTED = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json,"
    " application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a site called the state that we have read: sent back, so that it need not send it again."""

    etag: str | None = None
    modified: str | None = None


UNKNOWN = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave.

    `url` is the address asked, `final` that of the answer, `moved_to` where the site says that it has moved
    for good. `declared` is the content type as it was sent, with its character set. `wait` are the seconds
    that it asks us to wait (at most a day), `fresh_for` those for which it calls its answer fresh. `onward`
    is where a redirect that was not followed leads. `reserved` tells that the answer itself reserves text
    and data mining.
    """

    url: str
    final: str
    status: int
    body: bytes
    content_type: str = ""
    declared: str = ""
    validators: Validators = UNKNOWN
    moved_to: str | None = None
    onward: str | None = None
    wait: int | None = None
    fresh_for: int | None = None
    reserved: bool = False
    incomplete: bool = False

    @property
    def unchanged(self) -> bool:
        """Whether the site says that nothing changed since the validators were given."""
        return self.status == 304


def fetch(client: Client, url: str, *, now: str, known: Validators = UNKNOWN, follow: bool = True) -> Fetched:
    """Return what `url` gives at `now`; raise NoAnswerError or RefusedAddressError where it gives nothing.

    `known` are the validators of what is read already. Without `follow` a redirect is what it gives, so that
    its target can be asked for leave first.
    """
    headers = {"Accept": _ACCEPTED}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.modified:
        headers["If-Modified-Since"] = known.modified
    answer = client.get(url, headers, follow=follow)
    given = answer.headers
    age = _MAX_AGE.search(given.get("cache-control", ""))
    return Fetched(
        url=url,
        final=answer.url,
        status=answer.status,
        body=answer.body,
        content_type=given.get("content-type", "").partition(";")[0].strip().lower(),
        declared=given.get("content-type", "").strip()[:_LONGEST_TYPE],
        # What was cut short is not known: it is to be sent whole the next time.
        validators=Validators(
            etag=_validator(given.get("etag")), modified=_validator(given.get("last-modified"))
        )
        if answer.complete
        else UNKNOWN,
        moved_to=answer.moved_to,
        onward=answer.onward,
        incomplete=not answer.complete,
        wait=retry_after(given.get("retry-after"), now=now),
        fresh_for=int(age[1]) if age else None,
        reserved=page_reserves(answer.body, given.get("tdm-reservation")),
    )


def retry_after(value: str | None, *, now: str) -> int | None:
    """Return the seconds that a Retry-After header asks for, between 0 and a day; None where it says nothing.

    The header holds seconds or an HTTP date (RFC 9110, 10.2.3).
    """
    if value is None:
        return None
    value = value.strip()
    if _SECONDS.fullmatch(value):
        return min(int(value), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        seconds = (moment - datetime.fromisoformat(now)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return round(min(max(seconds, 0.0), LONGEST_WAIT))


def _validator(value: str | None) -> str | None:
    """Return a validator that can be sent back as it came."""
    if value is None or len(value) > _LONGEST_VALIDATOR or not value.isprintable() or not value.isascii():
        return None
    return value
