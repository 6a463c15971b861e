"""The situation report as JSON (docs/interchange.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from watchfloor.exchange.judgements import act_json
from watchfloor.exchange.lines import findings_json
from watchfloor.model import WITHHELD, Event, Evidence, Part, Report, ReportReading, SituationReport, Span

LONGEST_EXCERPT = 300  # characters of another's words in anything that leaves the floor (docs/interchange.md)
_PARTS = ("title", "standfirst", "byline", "credit", "section", "published", "modified")


def situation_json(situation: SituationReport) -> dict[str, Any]:
    """Return the situation report with the interchange's keys, in their order."""
    texts = {text.id: text.text for text in situation.texts}
    return {
        "texts": [{"id": text.id, "text": text.text} for text in situation.texts],
        "reports": [_report(reading) for reading in situation.reports],
        "stories": msgspec.to_builtins(situation.stories),
        "actors": [_without(msgspec.to_builtins(actor), "key") for actor in situation.actors],
        "events": [_event(event, texts) for event in situation.events],
        "timeline": [
            {**msgspec.to_builtins(entry), "evidence": _evidence(entry.evidence, texts)}
            for entry in situation.timeline
        ],
        "disagreements": [
            {
                "about": item.about,
                "event": item.event,
                "versions": [
                    {"value": v.value, "says": list(v.says), "evidence": _evidence(v.evidence, texts)}
                    for v in item.versions
                ],
            }
            for item in situation.disagreements
        ],
        "changes": [
            {
                **msgspec.to_builtins(change),
                "about": change.about._asdict(),
                "evidence": _evidence(change.evidence, texts),
            }
            for change in situation.changes
        ],
        "alerts": [
            {**_without(msgspec.to_builtins(alert), "correction"), "about": alert.about._asdict()}
            for alert in situation.alerts
        ],
        "quarantine": [{"where": item.where, "reason": item.reason} for item in situation.quarantined],
        "coverage": msgspec.to_builtins(situation.coverage),
        "judgements": [act_json(act) for act in situation.judgements],
    }


def _without(row: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys}


def _report(reading: ReportReading) -> dict[str, Any]:
    report = reading.report
    parts: dict[str, Part | None] = {name: getattr(report, name) for name in _PARTS}
    value = {name: part.value if part else None for name, part in parts.items()}
    return {
        "id": report.id,
        "title": value["title"],
        "standfirst": value["standfirst"],
        "byline": value["byline"],
        "credit": value["credit"],
        "published": value["published"],
        "published_from": _came_from(report, parts["published"]),
        "title_from": _came_from(report, parts["title"]),
        "standfirst_from": _came_from(report, parts["standfirst"]),
        "language": report.language,
        "outlet": report.outlet,
        "origin": report.origin,
        "origin_name": report.origin_name,
        "text_id": report.text_id,
        "versions": list(report.versions),
        "renditions": [
            {
                "id": member.id,
                **({"path": member.path} if member.path else {}),
                **({"url": member.url} if member.url else {}),
                "relation": member.relation,
                "text_id": member.text_id,
                "added": [list(span) for span in member.added],
                "missing": [list(span) for span in member.missing],
            }
            for member in report.renditions
        ],
        "parts": {
            name: {"value": part.value, "rendition": part.rendition, "from": part.how}
            for name, part in parts.items()
            if part
        },
        "conflicts": [
            {"part": name, "value": part.value, "rendition": part.rendition, "from": part.how}
            for name, part in report.conflicts
        ],
        "findings": findings_json(reading.findings),
    }


def _came_from(report: Report, part: Part | None) -> str | None:
    """Return where a part was read, for people: "header line of wire.txt"."""
    if part is None:
        return None
    member = next((member for member in report.renditions if member.id == part.rendition), None)
    place = (member.path or member.url) if member else None
    return f"{part.how} of {place}" if place else part.how


def _event(event: Event, texts: Mapping[str, str]) -> dict[str, Any]:
    plain = msgspec.to_builtins(event)
    return {
        **{key: plain[key] for key in ("id", "type", "mode", "story", "source", "target", "place", "date")},
        **{key: plain[key] for key in ("polarity", "modality", "attributed_to", "origins", "claimants")},
        "grade": event.grade,
        "quantities": [
            {**_without(row, "evidence"), "evidence": _evidence([claim.evidence], texts)}
            for row, claim in zip(plain["quantities"], event.quantities, strict=True)
        ],
        "evidence": _evidence(event.evidence, texts),
    }


def _evidence(evidence: Iterable[Evidence], texts: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "report": item.report,
            "text_id": item.text_id,
            "span": list(item.span),
            "text": excerpt(words_at(texts.get(item.text_id, ""), item.span)),
        }
        for item in evidence
    ]


def words_at(text: str, span: Span) -> str:
    """Return the words of a span; of a text that was withheld, that they are."""
    return text if text == WITHHELD else span.of(text)


def excerpt(words: str) -> str:
    """Return `words` cut to the longest excerpt that may leave the floor."""
    return words if len(words) <= LONGEST_EXCERPT else words[: LONGEST_EXCERPT - 1].rstrip() + "…"
