"""What is known before and after one admission -> typed changes: the only thing watches look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watchfloor.model import (
    Change,
    ChangeType,
    Event,
    EventMember,
    Evidence,
    QuantityClaim,
    Reason,
    ReasonCode,
    Report,
    ReportId,
    Story,
    Subject,
    Teller,
    area_words,
    change_id,
)
from watchfloor.track.events.disagreements import number_disagreements
from watchfloor.track.events.events import Moved
from watchfloor.track.events.numbers import Revision, corrected, revisions, show
from watchfloor.track.events.retelling import Retelling


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
            reason=Reason(code=ReasonCode.FITS_NO_STORY),
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
            reason=Reason(code=ReasonCode.TEXT_PUBLISHED),
            evidence=evidence,
        )
    ]


def event_changes(
    before: Sequence[Event],
    after: Sequence[Event],
    *,
    known: str,
    retold: Sequence[Retelling] = (),
    rewritten: Mapping[str, Evidence] | None = None,
    revised: bool = True,
) -> list[Change]:
    """Return the changes between two states of a story's events, in the order of the events.

    `retold` are the mentions that a report tells otherwise than before, `rewritten` the words that stand
    where mentions stood that are no more, by the member's id; `revised` tells that it does so in a later
    version, and not only in a better copy.
    """
    old = {event.id: event for event in before}
    left = {event.id for event in after}
    by = Teller.LATER_VERSION if revised else Teller.ANOTHER_COPY
    return [
        *(
            change
            for event in after
            for change in _one_event(old.get(event.id), event, known, retold=retold, by=by)
        ),
        *(
            _withdrawn(event, known, rewritten or {}, by=by)
            for event in before
            if event.members and event.id not in left
        ),
    ]


def move_changes(
    kind: str,
    story: Story,
    into: str,
    before: Sequence[Event],
    events: Moved,
    *,
    known: str,
    reason: Reason,
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


def page_gone(report: Report, *, known: str, status: int, evidence: Sequence[Evidence]) -> Change:
    """Return the change that it is when an outlet's page of a report is not there any more."""
    return _change(
        "withdrawn",
        Subject("report", report.id),
        known=known,
        reason=Reason(code=ReasonCode.PAGE_GONE, value=float(status)),
        evidence=evidence,
    )


def rejection(about: Subject, event: Event | None, *, known: str, reason: Reason) -> Change:
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


def _reports(event: Event) -> set[ReportId]:
    return {member.report for member in event.members}


def _withdrawn(event: Event, known: str, rewritten: Mapping[str, Evidence], *, by: Teller) -> Change:
    now = [rewritten[member.id] for member in event.members if member.id in rewritten]
    reason = Reason(code=ReasonCode.NOT_TOLD_ANY_MORE)
    if now:
        reason = Reason(code=ReasonCode.WORDED_OTHERWISE, teller=by)
    return _change(
        "withdrawn",
        Subject("event", event.id),
        known=known,
        at=event.date.start if event.date else None,
        before=event.type,
        reason=reason,
        evidence=(*event.evidence, *now),
    )


def _told_by_more(before: Event | None, after: Event, known: str) -> list[Change]:
    """Return that an event is new, or told by more who wrote apart."""
    subject, at = Subject("event", after.id), after.date.start if after.date else None
    if before is None:
        reason = Reason(code=ReasonCode.FITS_NO_EVENT, details=(after.type.value,))
        return [
            _change("new event", subject, known=known, at=at, after=after.type, reason=reason,
                    evidence=after.evidence[:1])
        ]  # fmt: skip
    told, tells = len(_telling(before)), len(_telling(after))
    if not 0 < told < tells:
        return []
    reason = Reason(code=ReasonCode.REPORTED_BY_ANOTHER)
    return [
        _change("corroborated", subject, known=known, at=at, before=str(told), after=str(tells),
                score=float(tells), reason=reason, evidence=_new_evidence(before, after))
    ]  # fmt: skip


def _denied(
    before: Event | None, after: Event, known: str, own: Sequence[Retelling], *, by: Teller
) -> Change:
    """Return that an event is denied: by edits of its `own` tellings, or by others."""
    reason = Reason(code=ReasonCode.DENIED_BY_REPORT, teller=by)
    if not own:
        reason = Reason(code=ReasonCode.DENIED_BY_CLAIMANT)
    return _change(
        "denied",
        Subject("event", after.id),
        known=known,
        at=after.date.start if after.date else None,
        after=str(len(after.origins.denied)),
        reason=reason,
        evidence=(*(_words(pair.before) for pair in own), *_new_evidence(before, after)),
    )


def _one_event(
    before: Event | None, after: Event, known: str, *, retold: Sequence[Retelling], by: Teller
) -> list[Change]:
    if before == after:
        return []
    changes = _told_by_more(before, after, known)
    pairs = _edits_within(before, after, retold)
    denied = set(after.origins.denied) - set(before.origins.denied if before else ())
    if denied and (_telling(after) or (before is not None and _telling(before))):  # "no arrests" denies none
        own = [pair for pair in pairs if pair.after.denied and not pair.before.denied]
        changes.append(_denied(before, after, known, own, by=by))
        pairs = [pair for pair in pairs if pair not in own]
    numbers = _number_changes(before, after, known, by=by)
    by_numbers = any(change.type == "number revised" for change in numbers)
    return changes + _retold(after, pairs, known, by=by, by_numbers=by_numbers) + numbers


def _edits_within(before: Event | None, after: Event, retold: Sequence[Retelling]) -> list[Retelling]:
    """Return the retellings of other words that are of one event's members."""
    old = {member.id for member in before.members} if before else set()
    new = {member.id for member in after.members}
    return [pair for pair in retold if pair.reworded and pair.before.id in old and pair.after.id in new]


def _retold(
    after: Event, pairs: Sequence[Retelling], known: str, *, by: Teller, by_numbers: bool
) -> list[Change]:
    """Return the change that an event is told in other words, if it is.

    Where a change of numbers tells of the edit too (groups are called by their numbers), and in a mere copy,
    only what is told otherwise is a change.
    """
    told = {name: values for pair in pairs for name, values in _differences(pair).items()}
    if by_numbers:
        told = {name: values for name, values in told.items() if any(values)}
    if not pairs or (not told and (by_numbers or by is not Teller.LATER_VERSION)):
        return []
    code = ReasonCode.TOLD_OTHERWISE if told else ReasonCode.TOLD_IN_OTHER_WORDS
    shown = [[values[side] for values in told.values() if any(values)] for side in (0, 1)]
    return [
        _change(
            "revised",
            Subject("event", after.id),
            known=known,
            at=after.date.start if after.date else None,
            before=", ".join(shown[0]) or None,
            after=", ".join(shown[1]) or None,
            reason=Reason(code=code, teller=by, details=tuple(told)),
            evidence=[_words(member) for pair in pairs for member in (pair.before, pair.after)],
        )
    ]


def _differences(pair: Retelling) -> dict[str, tuple[str, str]]:
    """Return what two tellings say otherwise, each with its short values; no names of actors.

    What one of them does not say, or what is not read in it, is not said otherwise.
    """
    one, other = pair.before, pair.after
    values = {
        "whether it happened": ("denied" if one.denied else "told", "denied" if other.denied else "told"),
        "mode": (one.mode or "", other.mode or ""),
        "modality": (one.modality, other.modality),
        "date": (_day(one), _day(other)),
        "place": (one.place.name if one.place else "", other.place.name if other.place else ""),
    }
    told = {name: value for name, value in values.items() if all(value) and value[0] != value[1]}
    actors = {
        "who": (one.source, other.source),
        "to whom": (one.target, other.target),
        "who says so": (one.claimant, other.claimant),
    }
    return told | {name: ("", "") for name, value in actors.items() if all(value) and value[0] != value[1]}


def _day(member: EventMember) -> str:
    return (member.date.start or member.date.end or "") if member.date else ""


def _words(member: EventMember) -> Evidence:
    return Evidence(report=member.report, text_id=member.text_id, span=member.span)


def _telling(event: Event) -> set[str]:
    return {*event.origins.own_voice, *event.origins.attributed}


def _new_evidence(before: Event | None, after: Event) -> list[Evidence]:
    old = set(before.evidence) if before else set()
    return [evidence for evidence in after.evidence if evidence not in old]


def _number_changes(before: Event | None, after: Event, known: str, *, by: Teller) -> list[Change]:
    subject = Subject("event", after.id)
    at = after.date.start if after.date else None
    place = after.place.name if after.place else None
    seen = {_revision_key(revision) for revision in revisions(before.quantities, place)} if before else set()

    def revised(revision: Revision, reason: Reason, evidence: Sequence[Evidence]) -> Change:
        return _change(
            "number revised",
            subject,
            known=known,
            at=at,
            before=show(revision.before),
            after=show(revision.after),
            of=revision.matter.words,
            reason=reason,
            evidence=evidence,
        )

    changes = []
    if before:
        for revision in corrected(before.quantities, after.quantities):
            seen.add(_revision_key(revision))
            numbers = (_counted(revision.after, place), show(revision.before))
            reason = Reason(code=ReasonCode.NUMBER_CORRECTED, teller=by, details=numbers)
            sentences = (_sentence(before, revision.before), _sentence(after, revision.after))
            changes.append(revised(revision, reason, sentences))
    changes += [
        revised(
            revision,
            Reason(
                code=ReasonCode.CLAIM_REVISED,
                details=tuple(filter(None, (*revision.matter[:3], area_words(revision.after.scope, place)))),
            ),
            (revision.before.evidence, revision.after.evidence),
        )
        for revision in revisions(after.quantities, place)
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
            reason=Reason(code=ReasonCode.CLAIMS_DISAGREE, details=(item.about,)),
            evidence=[evidence for version in item.versions for evidence in version.evidence],
        )
        for item in number_disagreements(after)
        if item.about not in disputed
    ]
    return changes


def _counted(claim: QuantityClaim, place: str | None) -> str:
    what = claim.role or (claim.what if claim.unit is None else None)
    return " ".join(filter(None, (show(claim), what, area_words(claim.scope, place))))


def _sentence(event: Event, claim: QuantityClaim) -> Evidence:
    """Return the sentence of an event's member that gives a number."""
    return next((_words(member) for member in event.members if claim in member.quantities), claim.evidence)


def _revision_key(revision: Revision) -> tuple[object, ...]:
    return (revision.matter, revision.before.value, revision.after.value)


def _change(
    type_: ChangeType,
    about: Subject,
    *,
    known: str,
    reason: Reason,
    at: str | None = None,
    before: str | None = None,
    after: str | None = None,
    score: float = 1.0,
    of: Sequence[str] = (),
    evidence: Sequence[Evidence] = (),
) -> Change:
    """Return a change; `of` tells it from others of its subject with the same values."""
    return Change(
        id=change_id("change", type_, about.kind, about.id, known, before or "", after or "", *of),
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
