"""What a message leaves the floor with: as much of it as the receivers of its channel may see."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from watchfloor.disclosure import Disclosed, disclose_delivery, disclose_digest
from watchfloor.engine.deliver.links import Links
from watchfloor.model import (
    Actor,
    Delivery,
    EventId,
    Findings,
    Report,
    ReportReading,
    SituationReport,
    StoryId,
    Subject,
)
from watchfloor.store import Outbox, Store, unshared
from watchfloor.watch import Channel, asks_to_acknowledge, filled_digest, with_content, with_link


def outgoing(
    store: Store,
    delivery: Delivery,
    channel: Channel,
    links: Links | None = None,
    *,
    within: Sequence[Delivery] | None = None,
) -> Disclosed[Delivery]:
    """Return a delivery as it is sent on a channel; one that is to be acknowledged, with a link for that.

    `within` are the messages of a digest that is not in the outbox.
    """
    if links is not None and asks_to_acknowledge(delivery):
        delivery = with_link(delivery, links.address_for(delivery))
    if delivery.is_digest:
        rows = Outbox(store).of_digest(delivery.id) if within is None else within
        return _outgoing_digest(store, delivery, rows, channel, links)
    with store.snapshot():
        told = disclose_delivery(delivery, _behind(store, delivery), channel.audience)
    return replace(told, value=with_content(told.value, channel.content))


def _outgoing_digest(
    store: Store, digest: Delivery, within: Sequence[Delivery], channel: Channel, links: Links | None
) -> Disclosed[Delivery]:
    """Return a digest with each of its messages as that is sent."""
    rows = [outgoing(store, row, channel, links) for row in within]
    return disclose_digest(digest, rows, channel.audience, filled=filled_digest)


def _behind(store: Store, delivery: Delivery) -> SituationReport:
    """Return what a message was made of; nothing for one that does not say what it is about."""
    try:
        body = json.loads(delivery.payload)
        about = Subject(*str(body["subject"]).split("/", 1))
        data: dict[str, Any] = body["data"]
    except (ValueError, KeyError, TypeError):
        return SituationReport()
    event = store.event(EventId(about.id)) if about.kind == "event" else None
    story = event.story if event else about.id if about.kind == "story" else None
    named = {*event.source, *event.target, *event.claimants, *event.attributed_to} if event else set()
    actors = store.held_values("actor", Actor, sorted(named))
    return SituationReport(
        reports=tuple(_readings(store, store.reports(story=StoryId(story)) if story else [], data)),
        actors=tuple(actors.values()),
        judgements=tuple(store.judgements(about)),
        kept_back=unshared(store).ids,
    )


def _readings(store: Store, reports: list[Report], data: dict[str, Any]) -> Iterator[ReportReading]:
    """Yield the reports whose words or headline a message carries, with what was read in them."""
    texts = {quoted.get("text_id") for quoted in data.get("evidence", ())}
    for report in reports:
        held = {report.text_id, *(it.text_id for it in report.renditions)}
        heads = report.title is not None and report.title.value in str(data.get("summary", ""))
        if heads or held & texts:
            findings = store.findings_of(report)
            unread = Findings(text_id=report.text_id, language=report.language or "und", extractor="none")
            yield ReportReading(report=report, findings=findings or unread)
