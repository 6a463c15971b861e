"""What may leave the floor: whole texts where a licence says so, else excerpts; no names of private people.

Excerpts are spans of at most 300 characters, so many for each report; everything else is spans and links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from watchfloor.config import Retention
from watchfloor.exchange.situation import LONGEST_EXCERPT, excerpt, situation_json
from watchfloor.model import WITHHELD, ReportReading, SituationReport

MOST_EXCERPTS = 10  # of one report in one export; beyond, its spans go without their words
UNSHOWN = "[…]"
PRIVATE = "[private person]"


def for_export(situation: SituationReport) -> SituationReport:
    """Return a situation in which nobody is named who has no public role in what is told."""
    return replace(
        situation,
        reports=tuple(_unnamed(reading) for reading in situation.reports),
        actors=tuple(
            actor if actor.public else replace(actor, name=PRIVATE, roles=()) for actor in situation.actors
        ),
    )


def _unnamed(reading: ReportReading) -> ReportReading:
    chains = tuple(
        chain if chain.public else replace(chain, name=PRIVATE, roles=(), relations=())
        for chain in reading.findings.actors
    )
    return replace(reading, findings=replace(reading.findings, actors=chains))


def export_json(situation: SituationReport, retention: Retention) -> dict[str, Any]:
    """Return the situation with the interchange's keys, as it may be given to others.

    A text whose licence is unknown, or does not say so, is there as its beginning, with `"excerpt": true`.
    """
    exported = situation_json(for_export(situation))
    whole = _whole_texts(situation, retention)
    exported["texts"] = [_text(text, whole.get(text["id"])) for text in exported["texts"]]
    shown: defaultdict[str, dict[tuple[Any, ...], str]] = defaultdict(dict)
    _cap(exported, shown, whole)
    for entry in exported["timeline"]:
        told = [held["text"] for held in entry["evidence"]]
        if UNSHOWN in told:
            entry["text"] = UNSHOWN
    return exported


def _whole_texts(situation: SituationReport, retention: Retention) -> Mapping[str, str]:
    """Return the texts that may go out whole, with the name of the licence that says so."""
    found = {}
    for reading in situation.reports:
        for member in reading.report.renditions:
            licence = retention.licence_of(reading.report.outlet, member.url)
            if licence is not None and licence.full_text:
                found[member.text_id] = licence.name
    return found


def _text(text: dict[str, Any], licence: str | None) -> dict[str, Any]:
    words = text["text"]
    if words == WITHHELD:
        return {**text, "withheld": True}
    if licence is not None:
        return {**text, "licence": licence}
    short = excerpt(words)
    return {**text, "text": short, "excerpt": True, "length": len(words), "licence": "unknown"}


def _cap(value: Any, shown: defaultdict[str, dict[tuple[Any, ...], str]], whole: Mapping[str, str]) -> None:
    """Leave the words out of evidence beyond so much of each report."""
    if isinstance(value, list):
        for held in value:
            _cap(held, shown, whole)
        return
    if not isinstance(value, dict):
        return
    if {"report", "text_id", "span", "text"} <= value.keys():
        kept, span = shown[value["report"]], (value["text_id"], *value["span"])
        if value["text_id"] in whole or span in kept or len(kept) < MOST_EXCERPTS:
            kept[span] = value["text"][:LONGEST_EXCERPT]
        else:
            value["text"] = UNSHOWN
        return
    for held in value.values():
        _cap(held, shown, whole)
