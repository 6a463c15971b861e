"""What is new in a story: the difference between what it told without some reports and what it tells now.

Over a longer span the difference is net by itself: a number that rose five times is one move of five steps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from watchfloor.brief.agenda import fates_of
from watchfloor.brief.material import Material, telling
from watchfloor.model import (
    Change,
    ChangeId,
    Event,
    EventMember,
    Evidence,
    News,
    NewsKind,
    NumberMove,
    NumberPoint,
    NumberSeries,
    ReportId,
)
from watchfloor.plover import type_facts

_RANKS: Mapping[NewsKind, int] = {
    "withdrawn": 0,
    "number": 1,
    "denied": 2,
    "misread": 3,
    "rejected": 3,
    "called off": 3,
    "moved": 3,
    "happening": 4,
    "told by more": 5,
    "decided": 2,
    "contradicted": 1,
    "ours is behind": 1,
    "overdue": 6,
    "edited": 7,
}
_BACKGROUND_RANK = 9
_ENOUGH = 3  # separately written texts: a fourth is no news of a happening
_STORED: Mapping[str, NewsKind] = {"withdrawn": "withdrawn", "reread": "misread", "rejected": "rejected"}


def news_of(
    material: Material, fresh: Collection[str], changes: Collection[ChangeId] = ()
) -> tuple[News, ...]:
    """Return what the reports `fresh` and the `changes` named by their ids made new, the weightiest first."""
    shown = {series.about.id for series in material.numbers}
    found = [
        *(news for event in material.events for news in _of_event(material, event, fresh, shown)),
        *(news for series in material.numbers for news in _of_number(material, series, fresh)),
        *_of_dues(material, fresh),
        *(news for change in material.changes if change.id in changes for news in _stored(material, change)),
    ]
    once = {(news.kind, news.evidence[:1] or news.event): news for news in found[::-1]}
    return tuple(sorted(once.values(), key=lambda it: (it.rank, -it.after, it.at, it.event or "", it.kind)))


def _news(kind: NewsKind, at: str, *, background: bool = False, later: int = 0, **values: object) -> News:
    rank = _BACKGROUND_RANK if background else _RANKS[kind] + later
    return News(kind=kind, rank=rank, at=at, background=background, **values)  # type: ignore[arg-type]


def _of_event(
    material: Material, event: Event, fresh: Collection[str], counted: Collection[str]
) -> Iterator[News]:
    """Yield that an event is told for the first time, by more who wrote for themselves, or denied."""
    new = [member for member in event.members if member.report in fresh]
    old = tuple(member for member in event.members if member.report not in fresh)
    at = min((member.published or "" for member in new), default="")
    background = material.is_background(event)
    told = [member for member in new if not member.denied]
    before, after = len(telling(old)), len(telling(event.members))
    if told and not before:
        later = 2 if type_facts(event.type).talk and event.id not in counted else 0
        yield _news(
            "happening", at, event=event.id, by=told[0].outlet, background=background, later=later,
            after=after, evidence=(_words(told[0]),),
        )  # fmt: skip
    elif before < after and before < _ENOUGH and not background:
        yield _news(
            "told by more", at, event=event.id, before=before, after=after,
            evidence=(*event.evidence[:1], _words(new[-1])),
        )  # fmt: skip
    yield from _denials(event, new, old, at, background=background)


def _denials(
    event: Event, new: Sequence[EventMember], old: Sequence[EventMember], at: str, *, background: bool
) -> Iterator[News]:
    """Yield that an event is denied; "no arrests have been made" denies nobody where nobody told of any."""
    denied = [member for member in new if member.denied]
    told = any(not member.denied for member in event.members)
    if denied and (told or denied[0].claimant) and not any(member.denied for member in old):
        first = denied[0]
        yield _news(
            "denied", at, event=event.id, by=first.claimant or first.outlet, background=background,
            evidence=(_words(first),),
        )  # fmt: skip


def _words(member: EventMember) -> Evidence:
    return Evidence(report=member.report, text_id=member.text_id, span=member.span)


def _of_number(material: Material, series: NumberSeries, fresh: Collection[str]) -> Iterator[News]:
    """Yield how a number moved, if it did."""
    points = series.points
    new = [point for point in points if point.claim.evidence.report in fresh]
    old = [point for point in points if point.claim.evidence.report not in fresh]
    if not new:
        return
    event = next((it for it in material.events if it.id == series.about.id), None)
    start = (old or points[:1])[-1]
    yield from _contradictions(series, new)
    moved = [point for point in new if point.claim.value != start.claim.value]
    if not moved and old:
        return
    if not moved and (event is None or event.id != material.story.lead):
        return
    steps = len({point.claim.value for point in moved})
    yield _news(
        "number",
        max(point.claim.at or "" for point in new),
        event=series.about.id if series.about.kind == "event" else None,
        background=event is not None and material.is_background(event),
        move=NumberMove(before=start.claim.value if moved else None, steps=steps, series=series),
        evidence=tuple(dict.fromkeys(point.claim.evidence for point in (moved or new)))[-3:],
    )


def _contradictions(series: NumberSeries, new: Sequence[NumberPoint]) -> Iterator[News]:
    """Yield that a newer number is told than the one that a person chose."""
    used = series.used
    since = [it.claim for it in new if used and it.claim.evidence.report not in used.known]
    newer = [it for it in since if used and it.value != used.value]
    if used and newer:
        yield _news(
            "contradicted",
            newer[-1].at or "",
            by=used.by,
            was=f"{used.value:g}",
            now=f"{newer[-1].value:g}",
            evidence=(newer[-1].evidence,),
        )


def _of_dues(material: Material, fresh: Collection[str]) -> Iterator[News]:
    """Yield what was moved or called off of what was due before; the same of several reports stands once."""
    seen: set[tuple[str, str | None]] = set()
    for fate in fates_of(material):
        known = (fate.due.day, fate.day)
        if fate.due.evidence.report in fresh or known in seen:
            continue
        seen.add(known)
        if fate.evidence.report in fresh:
            yield _news(
                fate.fate, fate.at, by=fate.outlet, was=fate.due.day, now=fate.day, evidence=(fate.evidence,)
            )


def _stored(material: Material, change: Change) -> Iterator[News]:
    """Yield what the floor recorded and no comparison of values shows: taken back, misread, edited."""
    event = change.about.id if change.about.kind == "event" else None
    outlets = {reading.report.id: reading.report.outlet for reading in material.readings}
    by = next((outlets.get(it.report) for it in change.evidence), None)
    if change.about.kind == "report":
        by = outlets.get(ReportId(change.about.id)) or by
    if (kind := _STORED.get(change.type)) is not None:
        yield _news(kind, change.known, event=event, by=by, evidence=change.evidence[:1])
    elif change.type in ("decided", "contradicted"):
        values = {"was": change.before, "now": change.after, "evidence": change.evidence[:1]}
        yield _news(change.type, change.known, event=event, by=change.reason.by, **values)  # type: ignore[arg-type]
    elif change.type == "ours is behind":
        yield _news(
            change.type,
            change.known,
            event=event,
            was=change.before,
            now=change.after,
            evidence=change.evidence,
        )
    elif change.type == "overdue":
        yield _news("overdue", change.known, was=change.before, evidence=change.evidence[:1])
    elif change.type == "revised" and change.about.kind == "report":
        yield _news("edited", change.known, by=by, evidence=change.evidence[:1])
