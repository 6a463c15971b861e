"""What leaves the floor for an alert: a CloudEvents 1.0 body that claims no more than reports do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from watchfloor.disclosure import excerpt
from watchfloor.hosts import web_address
from watchfloor.model import (
    Alert,
    AlertId,
    Delivery,
    TextId,
    as_moment,
    digest,
    instant_of,
    to_the_minute,
    urgency,
)
from watchfloor.printable import printable

Content = Literal["full", "title", "id"]
MOST_QUOTES = 5  # per alert
SOURCE = "urn:watchfloor:floor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The words that an alert rests on, with the outlet and the link they lead to."""

    text_id: TextId
    words: str
    outlet: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMessage:
    """What a message tells: what happened and why it is sent, in words; of how many reports, told when.

    `published` is when the text came out that the last change rests on, where it says so; `to_acknowledge`
    that the next of a rota is told where nobody acknowledges it. `also` are other watches that it is told
    for, `level` the highest of them all.
    """

    summary: str
    reason: str
    reports: int
    published: str | None = None
    to_acknowledge: bool = False
    also: tuple[str, ...] = ()
    level: str | None = None


def delivery_id(alert: Alert, channel: str) -> str:
    """Return the id of what a channel is told of an alert as it stands: the same for every try."""
    return digest("delivery", alert.id, channel, *alert.changes)


def deliveries(
    alert: Alert,
    channels: Sequence[str],
    *,
    message: AlertMessage,
    quotes: Sequence[Quoted] = (),
    due: str | None = None,
) -> tuple[Delivery, ...]:
    """Return the outbox rows of an alert as it stands: one for each channel.

    The id of a row depends on alert, channel and the alert's changes only, so that it is the same for every
    try and for every evaluation of the same changes. They are sent at `due`, else at once.
    """

    def delivery(channel: str) -> Delivery:
        own_id = delivery_id(alert, channel)
        body = payload(alert, own_id, message=message, quotes=quotes)
        return Delivery(id=own_id, alert=alert.id, channel=channel, payload=body, due=due or alert.updated)

    return tuple(delivery(channel) for channel in dict.fromkeys(channels))


def digest_of(channel: str, rows: Sequence[Delivery], *, now: str) -> Delivery:
    """Return the one message that tells what waited for a channel: it names the messages, without words."""
    own_id = digest("digest", channel, *(row.id for row in rows))
    data = {"alert": own_id, "updated": now}
    body = _cloud_event(own_id, "alert.digest", f"digest/{own_id}", now, data)
    return Delivery(id=own_id, alert=AlertId(own_id), channel=channel, payload=body, due=now)


def filled_digest(digest: Delivery, rows: Sequence[Delivery]) -> Delivery:
    """Return a digest with what its messages tell: of each alert the latest, the most urgent alerts first.

    It is empty where the words of all of them are gone.
    """
    latest = {row.alert: json.loads(row.payload)["data"] for row in rows if row.payload}
    if not latest:
        return replace(digest, payload="")
    told = sorted(latest.values(), key=lambda data: (-urgency(data["level"]), data["updated"]))
    body = json.loads(digest.payload)
    count = "1 alert" if len(told) == 1 else f"{len(told)} alerts"
    body["data"] |= {
        "level": told[0]["level"],
        "summary": f"{count} together: {told[0]['summary']}{' …' if len(told) > 1 else ''}",
        "alerts": told,
    }
    return replace(digest, payload=_written(body))


def passed_on(alert: Alert, latest: Delivery, channel: str, *, told: Sequence[str], now: str) -> Delivery:
    """Return what the next of a rota is told: what was told last, and by whom it was not acknowledged."""
    body = json.loads(latest.payload)
    own_id = delivery_id(alert, channel)
    since = to_the_minute(as_moment(instant_of(alert.asked or alert.updated)))
    body["id"], body["time"] = own_id, now
    body["data"]["passed_on"] = clipped(f"NOT ACKNOWLEDGED since {since} UTC by {', '.join(told)}")
    return Delivery(id=own_id, alert=alert.id, channel=channel, payload=_written(body), due=now)


def with_link(delivery: Delivery, url: str) -> Delivery:
    """Return a delivery that asks to be acknowledged with the address at which one does so."""
    body = json.loads(delivery.payload)
    body["data"]["acknowledge"]["url"] = url
    return replace(delivery, payload=_written(body))


def asks_to_acknowledge(delivery: Delivery) -> bool:
    """Tell whether a message asks whoever reads it to acknowledge it."""
    try:
        return isinstance(json.loads(delivery.payload)["data"].get("acknowledge"), dict)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def payload(alert: Alert, own_id: str, *, message: AlertMessage, quotes: Iterable[Quoted]) -> str:
    """Return the JSON body (CloudEvents 1.0, structured mode) of an alert for one delivery."""
    kind = "corrected" if alert.corrects else "opened" if len(alert.changes) == 1 else "updated"
    data = {
        "alert": alert.id,
        "watch": alert.watch,
        "level": message.level or alert.level,
        "correction": alert.corrects,
        "chase": alert.chase,
        "summary": clipped(message.summary),
        "reason": clipped(message.reason),
        "standing": standing(message.reports),
        "published": message.published,
        "seen": alert.updated,
        "opened": alert.opened,
        "updated": alert.updated,
        "changes": list(alert.changes),
        **({"also": list(message.also)} if message.also else {}),
        **({"acknowledge": {"command": f"watchfloor ack {alert.id}"}} if message.to_acknowledge else {}),
        "evidence": [
            {
                "text_id": quoted.text_id,
                "words": clipped(quoted.words),
                "outlet": quoted.outlet,
                "url": quoted.url,
            }
            for quoted in list(quotes)[:MOST_QUOTES]
        ],
    }
    subject = f"{alert.about.kind}/{alert.about.id}"
    return _cloud_event(own_id, f"alert.{kind}", subject, _time(alert.updated), data)


# What a message carries beside what it is about: all, what happened and where it stands, or neither.
_TITLE = frozenset(
    (
        "alert", "watch", "also", "level", "correction", "chase", "summary", "standing", "published", "seen",
        "opened", "updated", "changes", "acknowledge", "passed_on", "state",
    )
)  # fmt: skip
_ID = _TITLE - {"summary", "watch", "also", "published", "passed_on"}


def with_content(delivery: Delivery, content: Content) -> Delivery:
    """Return a delivery with as much as a channel is to carry: a third party need not read every word.

    Of a "title" the quotations and the reasons are left out, of an "id" also what happened.
    """
    if content == "full" or not delivery.payload:
        return delivery
    body = json.loads(delivery.payload)
    data = body["data"]
    carried = _carried(data, content)
    if "alerts" in data:
        carried["alerts"] = [_carried(one, content) for one in data["alerts"]]
    return replace(delivery, payload=_written({**body, "data": carried}))


def _carried(data: Mapping[str, Any], content: Content) -> dict[str, Any]:
    carried = {key: value for key, value in data.items() if key in (_TITLE if content == "title" else _ID)}
    if content == "id":
        carried["summary"] = f"news; see: watchfloor explain {data.get('alert', '')}"
    elif data.get("evidence"):
        carried["evidence"] = [{**data["evidence"][-1], "words": ""}]
    return carried


def floor_state(alert_id: AlertId, channel: str, *, words: str, state: str, now: str) -> Delivery:
    """Return what the operations channel is told of the floor: that a trouble has begun, or is over."""
    own_id = digest("delivery", alert_id, channel, state, now)
    data = {
        "alert": alert_id,
        "level": "high",
        "state": state,
        "summary": clipped(f"OUR STATE: {words}"),
        "standing": "the state of this floor, no news of the world",
        "updated": now,
        "opened": now,
        "seen": now,
        "watch": "the floor itself",
        "correction": False,
        "changes": [],
        "evidence": [],
    }
    body = _cloud_event(own_id, "floor.state", f"floor/{alert_id}", now, data)
    return Delivery(id=own_id, alert=alert_id, channel=channel, payload=body, due=now)


def briefing_message(
    *,
    message_id: str,
    briefing: str,
    channel: str,
    told: Mapping[str, Any],
    now: str,
) -> Delivery:
    """Return the message of a briefing: `told` are its summary, its text and its stories."""
    data = {
        "alert": briefing,
        "level": "briefing",
        "updated": now,
        "opened": now,
        "seen": now,
        "standing": "machine-read, not verified",
        "evidence": [],
        **told,
    }
    body = _cloud_event(message_id, "briefing", f"briefing/{briefing}", now, data)
    return Delivery(id=message_id, alert=AlertId(briefing), channel=channel, payload=body, due=now)


def test_message(channel: str, at: str) -> Delivery:
    """Return a message that tries a channel and tells of nothing; its type and words say so."""
    own_id = digest("test", channel, at)
    words = f"TEST of the channel {channel}: nothing happened"
    data = {"level": "test", "summary": words, "watch": "none", "evidence": []}
    body = _cloud_event(own_id, "channel.tested", f"channel/{channel}", _time(at), data)
    return Delivery(id=own_id, alert=AlertId(""), channel=channel, payload=body)


def _cloud_event(own_id: str, kind: str, subject: str, time: str, data: Mapping[str, Any]) -> str:
    """Return the body of a message of a kind: CloudEvents 1.0, structured mode."""
    return _written(
        {
            "specversion": "1.0",
            "id": own_id,
            "source": SOURCE,
            "type": f"watchfloor.{kind}",
            "subject": subject,
            "time": time,
            "datacontenttype": "application/json",
            "data": data,
        }
    )


def _written(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=True, sort_keys=True)


def told_at(delivery: Delivery) -> str:
    """Return the moment at which what a delivery tells was seen; "" for one whose words are gone."""
    try:
        return str(json.loads(delivery.payload)["data"]["updated"])
    except (ValueError, KeyError, TypeError):
        return ""


def message_text(data: Mapping[str, Any], now: datetime) -> str:
    """Return what a message tells as plain text, for a mail or a feed; `now` is when it is told."""
    if "alerts" in data:
        told = (f"{number}. {_one_text(one, now)}" for number, one in enumerate(data["alerts"], start=1))
        return "\n\n".join((f"{len(data['alerts'])} alerts, the most urgent first.", *told))
    if "text" in data:
        return str(data["text"])
    return _one_text(data, now)


def _one_text(data: Mapping[str, Any], now: datetime) -> str:
    quotes = [
        f"{_quotation(quoted['words'])}{quoted['outlet'] or 'unnamed outlet'} {quoted['url'] or ''}".rstrip()
        for quoted in data.get("evidence", ())
    ]
    head = "\n".join(filter(None, (data.get("standing", ""), moments_told(data, now))))
    parts = [
        data.get("passed_on", ""),
        data.get("summary", ""),
        head,
        data.get("reason", ""),
        *quotes,
        _how_to_acknowledge(data),
        f"Watch: {', '.join((data.get('watch', ''), *data.get('also', ())))}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def moments_told(data: Mapping[str, Any], now: datetime) -> str:
    """Return when what an alert tells was published, seen and told."""
    moments = {"published": data.get("published"), "seen": data.get("seen"), "told": now.isoformat()}
    return ", ".join(f"{what} {to_the_minute(at)}" for what, at in moments.items() if at)


def _quotation(words: str) -> str:
    return f"“{words}”\n    " if words else ""


def _how_to_acknowledge(data: Mapping[str, Any]) -> str:
    """Return how whoever reads a message says that he sees to it; "" where nobody waits for that."""
    told = data.get("acknowledge") or {}
    how = told.get("url") or told.get("command")
    return f"Acknowledge it, or the next is told: {how}" if how else ""


def standing(reports: int) -> str:
    """Return the sentence that says what kind of knowledge this is."""
    count = "1 report" if reports == 1 else f"{reports} reports"
    return f"machine-read from {count}, not verified"


def first_address(data: Mapping[str, Any]) -> str:
    """Return the address of the first report quoted that has one on the web; "" where none has."""
    return next((it for quoted in data.get("evidence", ()) if (it := web_address(quoted.get("url")))), "")


def whole_words(words: str) -> str:
    """Return words that XML can hold: without controls and half characters."""
    kept = (it if it in "\n\t" or (it >= " " and it not in "\x7f\ufffe\uffff") else " " for it in words)
    return "".join(kept).encode("utf-8", "replace").decode("utf-8")


def clipped(words: str) -> str:
    """Return `words` on one line, as an excerpt."""
    return excerpt(printable(" ".join(words.split())))


def _time(moment: str) -> str:
    """Return an RFC 3339 time of a moment that may be a day only."""
    at = instant_of(moment)
    return as_moment(at, "microseconds" if at.microsecond else "seconds")
