"""What is left of a situation without the reports that are internal or kept back, and all that rests on them.

Internal reports have stories, events and actors of their own, so that nothing that others tell is mixed with
them: what is taken away here is taken away whole. `disclosure` decides for whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any, TypeVar

from watchfloor.model import INTERNAL, Evidence, ReportReading, SituationReport, Subject, TimelineEntry

Value = TypeVar("Value")

_HANDLED = ("stories", "events", "changes", "alerts", "actors", "quarantined")
_RESTING = ("numbers", "disagreements", "judgements", "briefs")


def without_internal(situation: SituationReport) -> tuple[SituationReport, frozenset[str]]:
    """Return a situation without what is internal, and the ids of what was taken out of it."""
    hidden = _handled(situation) | situation.kept_back
    if not hidden:
        return situation, frozenset()
    ids = hidden | {it.id for it in situation.numbers if not hidden.isdisjoint(rests_on(it))}
    kept = tuple(it for it in situation.reports if it.report.id not in ids)
    texts = _texts(it for it in situation.reports if it.report.id in ids) - _texts(kept)
    parts: dict[str, Any] = {
        name: tuple(_standing(getattr(situation, name), ids)) for name in (*_HANDLED, *_RESTING)
    }
    told = {it.id for it in parts["stories"]}
    parts["briefs"] = tuple(it for it in parts["briefs"] if it.story in told)
    left = replace(
        situation,
        reports=kept,
        texts=tuple(it for it in situation.texts if it.id not in texts),
        timeline=tuple(_entries(situation.timeline, ids)),
        **parts,
    )
    return left, frozenset(ids)


def _standing(values: Iterable[Value], hidden: set[str]) -> Iterator[Value]:
    """Yield what neither is hidden nor rests on what is."""
    return (it for it in values if hidden.isdisjoint(rests_on(it)))


def _entries(timeline: Iterable[TimelineEntry], hidden: set[str]) -> Iterator[TimelineEntry]:
    """Yield the dated statements that a report left tells in the same words."""
    for entry in timeline:
        evidence = tuple(it for it in entry.evidence if it.report not in hidden)
        if evidence:
            yield replace(entry, evidence=evidence)


def _handled(situation: SituationReport) -> set[str]:
    """Return the ids of what is handled as internal."""
    ids = {it.report.id for it in situation.reports if it.report.handling == INTERNAL}
    return ids.union(
        *({it.id for it in getattr(situation, name) if it.handling == INTERNAL} for name in _HANDLED)
    )


def _texts(readings: Iterable[ReportReading]) -> set[str]:
    """Return the ids of all texts that some reports have or had."""
    reports = [it.report for it in readings]
    members = (member.text_id for report in reports for member in report.renditions)
    return {*(report.text_id for report in reports), *members, *chain(*(it.versions for it in reports))}


_IDS = ("id", "story", "event", "report")  # fields that hold the id of something, each where a value has it


def rests_on(value: object) -> Iterator[str]:
    """Yield the ids of what a value is, is about and rests on."""
    for name in _IDS:
        if isinstance(held := getattr(value, name, None), str):
            yield held
    about = getattr(value, "about", None)
    if isinstance(about, Subject):
        yield about.id
        yield from _decided(value)
    for name in ("evidence", "reports"):
        yield from _reports(getattr(value, name, ()))
    for name in ("quantities", "points", "versions"):
        for part in getattr(value, name, ()):
            yield from _reports(getattr(getattr(part, "claim", part), "evidence", ()))
    series = getattr(value, "series", None)
    if series is not None:
        yield from rests_on(series)


def _decided(value: object) -> Iterator[str]:
    """Yield what a person's act joins with what it is about."""
    if isinstance(other := getattr(value, "value", None), str):
        yield other
    yield from getattr(value, "members", ())


def _reports(held: object) -> Iterator[str]:
    """Yield the ids of the reports of evidence, of one piece of it, or given as ids."""
    for item in (held,) if isinstance(held, Evidence) else held if isinstance(held, tuple) else ():
        if isinstance(item, Evidence):
            yield item.report
        elif isinstance(item, str):
            yield item
