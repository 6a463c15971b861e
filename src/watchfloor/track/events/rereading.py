"""What reading the same words again with better eyes changes: `reread`, and nothing else.

A change of an event whose `after` is None overturns what was told of it: nobody says it any more, the text
denies it, or it has not happened yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from watchfloor.model import (
    Change,
    Event,
    EventId,
    Evidence,
    Findings,
    Reason,
    ReasonCode,
    Report,
    Subject,
    change_id,
)

_KINDS = ("actors", "quotes", "times", "places", "quantities", "events")
_REAL = frozenset({"actual", "alleged"})


def reread_changes(
    before: Sequence[Event],
    after: Sequence[Event],
    *,
    known: str,
    versions: tuple[str, str],
) -> list[Change]:
    """Return what re-reading changed in a story's events; `versions` are the extractors, old and new."""
    old, new = _with_members(before), _with_members(after)
    read = Reason(code=ReasonCode.OTHER_VERSION_READS, details=versions)
    rest: dict[str, Any] = {"known": known, "versions": versions}
    changes = [
        _change(Subject("event", event.id), (None, told(event)), read, evidence=event.evidence[:1], **rest)
        for event in new.values()
        if event.id not in old
    ]
    for id_, was in old.items():
        now = new.get(id_)
        if now is not None and told(now) == told(was):
            continue
        how = _overturned(was, now)
        values = (told(was), told(now) if now is not None and how is None else None)
        reason = read.with_further(how) if how else read
        evidence = (now or was).evidence[:1]
        changes.append(_change(Subject("event", id_), values, reason, evidence=evidence, **rest))
    return changes


def _with_members(events: Iterable[Event]) -> dict[EventId, Event]:
    return {event.id: event for event in events if event.members}


def _overturned(was: Event, now: Event | None) -> Reason | None:
    if now is None:
        return Reason(code=ReasonCode.NOT_READ_ANY_MORE)
    if was.polarity == "asserted" and now.polarity == "negated":
        return Reason(code=ReasonCode.READ_AS_DENIAL)
    if was.modality in _REAL and now.modality not in _REAL:
        return Reason(code=ReasonCode.READ_AS_UNREAL, details=(now.modality,))
    return None


def told(event: Event) -> str:
    """Return what is told of an event, in one line that two readings are compared by."""
    date = event.date
    parts = (
        event.type,
        event.mode,
        "not" if event.polarity == "negated" else None,
        event.modality if event.modality != "actual" else None,
        f"by {','.join(event.source)}" if event.source else None,
        f"to {','.join(event.target)}" if event.target else None,
        f"at {event.place.name}" if event.place else None,
        f"on {date.start or ''}/{date.end or ''}" if date else None,
        *sorted(f"{it.role or it.what or it.unit or 'number'} {it.value:g}" for it in event.quantities),
    )
    return " ".join(part for part in parts if part)


def report_reread(
    before: Report, after: Report, *, known: str, findings: tuple[Findings | None, Findings]
) -> Change | None:
    """Return the change of a report whose text, parts or findings are read otherwise; None where none are."""
    old, new = findings
    versions = (old.extractor if old else "none", new.extractor)
    about = Subject("report", after.id)
    if before.text_id != after.text_id:
        reason = Reason(code=ReasonCode.OTHER_WORDS_FETCHED)
        return _change(about, (before.text_id, after.text_id), reason, known=known, versions=versions)
    counts = [
        Reason(
            code=ReasonCode.COUNT_OTHERWISE,
            second=len(getattr(old, kind)),
            value=len(getattr(new, kind)),
            details=(kind,),
        )
        for kind in _KINDS
        if old is not None and getattr(old, kind) != getattr(new, kind)
    ]
    parts = [
        Reason(code=ReasonCode.PART_OTHERWISE, details=(name,))
        for name in ("title", "standfirst", "byline", "credit", "section", "published", "modified", "outlet")
        if getattr(before, name) != getattr(after, name)
    ]
    if not counts and not parts and old is not None:
        return None
    told_otherwise = (*counts, *parts) or (Reason(code=ReasonCode.NOT_READ_BEFORE),)
    reason = Reason(code=ReasonCode.SAME_WORDS_READ, further=told_otherwise)
    values = (f"extractor {versions[0]}", f"extractor {versions[1]}")
    return _change(about, values, reason, known=known, versions=versions)


def upheld(before: Sequence[Event], after: Sequence[Event], *, judged: Collection[str]) -> list[Event]:
    """Return the events of a story, those put back that people judged and that would go."""
    left = {event.id for event in after if event.members}
    kept = [event for event in before if event.members and event.id in judged and event.id not in left]
    ids = {event.id for event in kept}
    return [*(event for event in after if event.id not in ids), *kept]


def _change(
    about: Subject,
    values: tuple[str | None, str | None],
    reason: Reason,
    *,
    known: str,
    versions: tuple[str, str],
    evidence: Sequence[Evidence] = (),
) -> Change:
    before, after = values
    parts = (about.kind, about.id, known, before or "", after or "", *versions)
    return Change(
        id=change_id("change", "reread", *parts),
        type="reread",
        at=None,
        known=known,
        about=about,
        before=before,
        after=after,
        score=1.0,
        reason=reason,
        evidence=tuple(evidence),
    )
