"""Whether a report tells, or opens with, a happening of another story than the one that its words chose.

Words alone could not tell; the same deed on the same day in the same town can, or the same person hurt there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from watchfloor.model import (
    ActorId,
    Event,
    EvidenceKind,
    Findings,
    Placement,
    Reason,
    ReasonCode,
    ReportId,
    StoryId,
)
from watchfloor.store import Store
from watchfloor.track import pointings_of, points_firmly, renamed, twins

_RESEMBLANCE = 0.45  # of texts that tell one happening; what joins by words alone has more


def twin_stories(store: Store, placement: Placement, findings: Findings) -> Iterator[tuple[StoryId, Reason]]:
    """Yield the stories that tell of what a report tells, the likest first, each with why it is so."""
    for story_id, resemblance in _near(placement):  # nearly always none: events are read for twins only
        others = [event for event in store.events(story=story_id) if event.members]
        found = _told_too(store, placement, others, story_id, resemblance)
        found = found or _opened_with(store, placement, findings, others)
        if found is not None:
            yield story_id, Reason(code=ReasonCode.SAME_HAPPENING, subject_id=found.id)


def _told_too(
    store: Store, placement: Placement, others: Sequence[Event], story_id: StoryId, resemblance: float
) -> Event | None:
    """Return which of another story's events a report tells too; None where it tells none of them."""
    told = [event for event in store.events(story=placement.story) if event.members]
    own = [event for event in told if any(it.report == placement.report for it in event.members)]
    ids = _namesakes(store, own, placement.story, story_id)
    mine = [renamed(event, ids) for event in own] if ids else own
    return next((it for it in others if _is_twin(it, mine, placement.report, resemblance)), None)


def _near(placement: Placement) -> list[tuple[StoryId, float]]:
    """Return the other stories that a report resembles enough, the likest first."""
    near = [
        (StoryId(score.other_id), score.value)
        for score in placement.scores
        if score.kind is EvidenceKind.RESEMBLANCE
        and score.value >= _RESEMBLANCE
        and score.other_id != placement.story
    ]
    return sorted(near, key=lambda it: (-it[1], it[0]))


def _is_twin(event: Event, mine: Sequence[Event], report_id: ReportId, resemblance: float) -> bool:
    return any(twins(event, one, report_id, resemblance) for one in mine)


def _namesakes(
    store: Store, events: Sequence[Event], story: StoryId, other: StoryId
) -> Mapping[ActorId, ActorId]:
    """Return who of some events bears the full name of somebody in another story, by their ids.

    A private person is one inside a story only; whether the stories are one is what is asked.
    """
    ids = {actor for event in events for it in event.members for actor in (*it.source, *it.target)}
    held = {actor.key: actor.id for id_ in sorted(ids) if (actor := store.actor(id_)) is not None}
    prefix = f"person:{story}:"
    wanted = {
        f"person:{other}:{key.removeprefix(prefix)}": id_
        for key, id_ in held.items()
        if key.startswith(prefix)
    }
    found = store.actors(keys=wanted) if wanted else []
    return {wanted[actor.key]: actor.id for actor in found}


def _opened_with(
    store: Store, placement: Placement, findings: Findings, events: Sequence[Event]
) -> Event | None:
    """Return the event that a report's first sentence points at, by its town and more; None where none is."""
    report, text = store.report(placement.report), store.text(findings.text_id)
    if report is None or text is None or not findings.sentences:
        return None
    first = findings.sentences[0]
    told = pointings_of(report, findings, text=text.text, ids={})
    passages = [passage for passage in told if passage.member.span == first]
    return next(
        (event for event in events for passage in passages if points_firmly(passage, event.members)), None
    )
