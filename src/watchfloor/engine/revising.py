"""What a later text of a report says that the one before did not, and what it tells in other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from watchfloor.merge.difference import aligned, edits
from watchfloor.model import Event, EventMember, Evidence, Rendition, Report
from watchfloor.store import Store
from watchfloor.track import Retelling, dated_claims, retellings, track_events

_MOST = 5  # places of a version that a change points to; `explain` shows all


def is_revised(before: Report | None, after: Report) -> bool:
    """Tell whether a report has a version that it had not before."""
    return before is not None and len(before.versions) < len(after.versions)


def changed_at(before: Report | None, after: Report) -> str | None:
    """Return when the version was written that a report has and had not before; None where none is dated."""
    return after.modified.value if after.modified and is_revised(before, after) else None


def new_words(before: Report | None, after: Report, members: Sequence[Rendition]) -> tuple[Evidence, ...]:
    """Return the words of a report's latest version that are new in it; none where it has no new version."""
    if before is None or not is_revised(before, after):
        return ()
    texts = {member.text_id: member.text for member in members}
    old, new = texts.get(before.text_id), texts.get(after.text_id)
    if old is None or new is None:
        return ()
    spans = [edit.after for edit in edits(old, new) if edit.after is not None]
    return tuple(Evidence(report=after.id, text_id=after.text_id, span=span) for span in spans[:_MOST])


@dataclass(frozen=True, slots=True)
class Followed:
    """A story's events after a report's text was read, and which mentions of it are edits of earlier ones."""

    events: list[Event]
    edits: tuple[Retelling, ...]


def follow_report(
    store: Store,
    events: Sequence[Event],
    members: Sequence[EventMember],
    report: Report,
    text: str,
    *,
    story: str,
    changed: str | None = None,
) -> Followed:
    """Return what becomes of a story's `events` with what `report` tells in `text` now, by `members`.

    `changed` is when a version was written that the report had not before. What stood in words that are
    withheld by now is not found again.
    """
    held = [member for event in events for member in event.members if member.report == report.id]
    members = dated_claims(members, held, changed=changed)
    found = _edits(store, held, members, text)
    earlier = {pair.after.id: pair.before.id for pair in found}
    return Followed(track_events(events, members, report=report.id, story=story, earlier=earlier), found)


def _edits(
    store: Store, held: Sequence[EventMember], members: Sequence[EventMember], text: str
) -> tuple[Retelling, ...]:
    known = {member.id for member in held}
    fresh = {member.id for member in members}
    if known <= fresh or fresh <= known:
        return ()
    found: list[Retelling] = []
    for text_id in dict.fromkeys(member.text_id for member in held):
        stored = store.text(text_id)
        if stored is not None:
            found += retellings(
                [member for member in held if member.text_id == text_id],
                members,
                texts=(stored.text, text),
                aligned=tuple(aligned(stored.text, text)),
            )
    return tuple({pair.after.id: pair for pair in found}.values())
