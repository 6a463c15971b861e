"""What is known before and after one admission -> typed changes: the only thing watches look at."""

from __future__ import annotations

from collections.abc import Sequence

from watchfloor.model import Change, ChangeType, Event, Evidence, Report, Story, Subject, digest
from watchfloor.track.disagree import number_disagreements
from watchfloor.track.events import Moved
from watchfloor.track.numbers import Revision, revisions, show


def story_changes(
    before: Story | None, after: Story, *, known: str, evidence: Sequence[Evidence]
) -> list[Change]:
    """Return the change that a new story is; a story that was known gives none."""
    if before is not None:
        return []
    return [
        _change(
            "new story",
            Subject("story", after.id),
            known=known,
            at=after.first,
            after=after.title,
            reason="the report fits no story of the window",
            evidence=evidence,
        )
    ]


def report_changes(
    before: Report | None, after: Report, *, known: str, evidence: Sequence[Evidence] = ()
) -> list[Change]:
    """Return the change that a new version of a known report is; `evidence` are the words that are new in it.

    A fuller copy of a version is no new one, though the report shows its text from then on.
    """
    if before is None or len(before.versions) >= len(after.versions):
        return []
    newest = after.versions[-1]
    return [
        _change(
            "revised",
            Subject("report", after.id),
            known=known,
            at=after.modified.value if after.modified else None,
            before=before.versions[-1],
            after=newest,
            reason="the outlet published another text of this report",
            evidence=evidence,
        )
    ]


def event_changes(before: Sequence[Event], after: Sequence[Event], *, known: str) -> list[Change]:
    """Return the changes between two states of a story's events, in the order of the events."""
    old = {event.id: event for event in before}
    left = {event.id for event in after}
    return [
        *(change for event in after for change in _one_event(old.get(event.id), event, known)),
        *(_withdrawn(event, known) for event in before if event.members and event.id not in left),
    ]


def move_changes(
    kind: str,
    story: Story,
    into: str,
    before: Sequence[Event],
    events: Moved,
    *,
    known: str,
    reason: str,
    revived: bool,
) -> list[Change]:
    """Return what a merge or split of stories changes: for the story that reports left, and for its events.

    `before` are the events of `story` before; `revived` tells that `into` was a story once and is
    one again. An event that goes whole to another story is the same event, and no change.
    """
    type_: ChangeType = "merged" if kind == "merge" else "split"
    changes = [
        _change(type_, Subject("story", story.id), known=known, at=story.first, after=into, reason=reason)
    ]
    if revived:
        changes.append(_change("split", Subject("story", into), known=known, before=story.id, reason=reason))
    after = {event.id: event for event in (*events.left, *events.arrived)}
    for event in before:
        fewer = event.id in after and not _reports(event) <= _reports(after[event.id])
        if event.id in events.merged or fewer:
            new = events.merged.get(event.id)
            changes.append(
                _change("merged" if new else "split", Subject("event", event.id), known=known, after=new,
                        at=event.date.start if event.date else None, reason=reason,
                        evidence=event.evidence[:1])
            )  # fmt: skip
    return changes


def rejection(about: Subject, event: Event | None, *, known: str, reason: str) -> Change:
    """Return the change that a person's rejection of an event or story is."""
    return _change(
        "rejected",
        about,
        known=known,
        at=event.date.start if event and event.date else None,
        before=event.type if event else None,
        reason=reason,
        evidence=event.evidence[:1] if event else (),
    )


def _reports(event: Event) -> set[str]:
    return {member.report for member in event.members}


def _withdrawn(event: Event, known: str) -> Change:
    return _change(
        "withdrawn",
        Subject("event", event.id),
        known=known,
        at=event.date.start if event.date else None,
        before=event.type,
        reason="the report that told of it no longer does",
        evidence=event.evidence,
    )


def _one_event(before: Event | None, after: Event, known: str) -> list[Change]:
    if before == after:
        return []
    subject = Subject("event", after.id)
    at = after.date.start if after.date else None
    told = _telling(before) if before else set()
    tells = _telling(after)
    changes: list[Change] = []
    if before is None:
        reason = f"no event of the story fits this {after.type} mention"
        changes.append(
            _change("new event", subject, known=known, at=at, after=after.type, reason=reason,
                    evidence=after.evidence[:1])
        )  # fmt: skip
    elif told and len(tells) > len(told):
        reason = "another separately written text reports it; independence not established"
        changes.append(
            _change("corroborated", subject, known=known, at=at, before=str(len(told)), after=str(len(tells)),
                    score=float(len(tells)), reason=reason, evidence=_new_evidence(before, after))
        )  # fmt: skip
    denied = set(after.origins.denied) - set(before.origins.denied if before else ())
    if denied and (before is not None or tells):
        changes.append(
            _change("denied", subject, known=known, at=at, after=str(len(after.origins.denied)),
                    reason="a claimant denies it", evidence=_new_evidence(before, after))
        )  # fmt: skip
    return changes + _number_changes(before, after, known)


def _telling(event: Event) -> set[str]:
    return {*event.origins.own_voice, *event.origins.attributed}


def _new_evidence(before: Event | None, after: Event) -> list[Evidence]:
    old = set(before.evidence) if before else set()
    return [evidence for evidence in after.evidence if evidence not in old]


def _number_changes(before: Event | None, after: Event, known: str) -> list[Change]:
    subject = Subject("event", after.id)
    at = after.date.start if after.date else None
    seen = {_revision_key(revision) for revision in revisions(before.quantities)} if before else set()
    changes = [
        _change(
            "number revised",
            subject,
            known=known,
            at=at,
            before=show(revision.before),
            after=show(revision.after),
            reason=f"the same claimant now says otherwise of: {' '.join(filter(None, revision.matter))}",
            evidence=(revision.before.evidence, revision.after.evidence),
        )
        for revision in revisions(after.quantities)
        if _revision_key(revision) not in seen
    ]
    disputed = {item.about for item in number_disagreements(before)} if before else set()
    changes += [
        _change(
            "number disputed",
            subject,
            known=known,
            at=at,
            after=" / ".join(version.value for version in item.versions),
            reason=f"claims that cannot all be right of: {item.about}",
            evidence=[evidence for version in item.versions for evidence in version.evidence],
        )
        for item in number_disagreements(after)
        if item.about not in disputed
    ]
    return changes


def _revision_key(revision: Revision) -> tuple[object, ...]:
    return (revision.matter, revision.before.value, revision.after.value)


def _change(
    type_: ChangeType,
    about: Subject,
    *,
    known: str,
    reason: str,
    at: str | None = None,
    before: str | None = None,
    after: str | None = None,
    score: float = 1.0,
    evidence: Sequence[Evidence] = (),
) -> Change:
    return Change(
        id=digest("change", type_, about.kind, about.id, known, before or "", after or ""),
        type=type_,
        at=at,
        known=known,
        about=about,
        before=before,
        after=after,
        score=score,
        reason=reason,
        evidence=tuple(dict.fromkeys(evidence)),
    )
