"""How the values of each kind are kept: in which table, of which type, by which columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from watchfloor import model
from watchfloor.store.schema.alerts import alert
from watchfloor.store.schema.events import actor, event
from watchfloor.store.schema.readings import own_table, reading
from watchfloor.store.schema.reports import findings, placement, quarantine, report
from watchfloor.store.schema.shares import share
from watchfloor.store.schema.sources import watched
from watchfloor.store.schema.stories import story


@dataclass(frozen=True)
class KeptKind:
    """How the values of one kind are kept: their table, their type, and the columns queries need."""

    table: sa.Table
    type: type[Any]
    keys: Callable[[Any], dict[str, Any]]


def _part(part: model.Part | None) -> str | None:
    return part.value if part else None


KINDS: dict[str, KeptKind] = {
    "placement": KeptKind(
        placement,
        model.Placement,
        lambda it: {"report": it.report, "origin": it.origin, "story": it.story, "relation": it.relation},
    ),
    "findings": KeptKind(
        findings,
        model.Findings,
        lambda it: {
            "text_id": it.text_id,
            "published": it.published,
            "language": it.language,
            "extractor": it.extractor,
        },
    ),
    "report": KeptKind(
        report,
        model.Report,
        lambda it: {
            "origin": it.origin,
            "text_id": it.text_id,
            "outlet": it.outlet,
            "published": _part(it.published),
            "language": it.language,
        },
    ),
    "story": KeptKind(story, model.Story, lambda it: {"first": it.first, "last": it.last}),
    "actor": KeptKind(
        actor,
        model.Actor,
        lambda it: {
            "key": it.key,
            "name": it.name,
            "kind": it.kind,
            "country": it.country,
            "public": it.public,
        },
    ),
    "event": KeptKind(
        event,
        model.Event,
        lambda it: {
            "type": it.type.value,
            "story": it.story,
            "country": it.place.country if it.place else None,
            "start": it.date.start if it.date else None,
            "end": it.date.end if it.date else None,
            "grade": it.grade,
        },
    ),
    "alert": KeptKind(
        alert,
        model.Alert,
        lambda it: {
            "watch": it.watch,
            "about_kind": it.about.kind,
            "about_id": it.about.id,
            "state": it.state,
        },
    ),
    "reading": KeptKind(
        reading,
        model.Rendition,
        lambda it: {
            "text_id": it.text_id,
            "alias": model.rendition_id(url=it.url, outlet=it.outlet, text_id=it.text_id),
        },
    ),
    "quarantine": KeptKind(
        quarantine, model.Quarantined, lambda it: {"where": it.where, "text_id": it.text_id}
    ),
    "own_table": KeptKind(own_table, model.OwnTable, lambda it: {"digest": it.digest}),
    "watched": KeptKind(watched, model.Source, lambda it: {}),
    "share": KeptKind(share, model.PartnerShare, lambda it: {}),
}
