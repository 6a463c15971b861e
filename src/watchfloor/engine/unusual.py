"""More or less than usual in a situation, and silence in one: a change, once, where a watch asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from watchfloor.config import Config
from watchfloor.engine.admit.unit import Unit
from watchfloor.engine.answer.history import History, history
from watchfloor.engine.answer.situations import read_situations
from watchfloor.engine.answer.times import Clock
from watchfloor.model import (
    Change,
    ChangeId,
    EventId,
    Evidence,
    HistoryMark,
    MarkReason,
    Moment,
    Reason,
    ReasonCode,
    Scope,
    StoryId,
    Subject,
    change_id,
    instant_of,
)
from watchfloor.store import Store
from watchfloor.watch import Watch

_SCORE = 0.5
_AGAIN = 7  # days after which what still is more than usual is told again
_MOST_EVIDENCE = 5  # happenings whose words a change shows
_CODES: Mapping[HistoryMark, ReasonCode] = {
    "burst": ReasonCode.MORE_THAN_USUAL,
    "quiet": ReasonCode.LESS_THAN_USUAL,
    "escalation": ReasonCode.MORE_HOSTILE,
    "de-escalation": ReasonCode.LESS_HOSTILE,
}


def watched_situations(config: Config, watches: Iterable[Watch], *, now: str) -> dict[str, Scope]:
    """Return what those situations ask for whose history some watch looks at."""
    names = {watch.follows for watch in watches if watch.follows}
    if not names:
        return {}
    clock = Clock(instant_of(now), config.timezone)
    held = read_situations(config.folder).held
    return {name: held[name].scope(clock) for name in sorted(names) if name in held}


def tell_unusual(store: Store, watches: Sequence[Watch], situations: Mapping[str, Scope], *, now: str) -> int:
    """Keep a change for each situation that is more or less than usual now, or silent; return how many."""
    count = 0
    for name, scope in situations.items():
        with store.snapshot():
            held = history(store, scope, now=now)
            found = [*_unusual(store, name, held, now), *_silences(store, name, held, watches, now)]
        for change in found:
            count += _tell(store, watches, change)
    return count


def _unusual(store: Store, name: str, held: History, now: str) -> Iterator[Change]:
    """Yield what is marked today and was not told in the last week."""
    today = held.state.day
    for mark in held.state.marks:
        lately = [_id(name, mark.mark, day) for day in range(today - _AGAIN + 1, today + 1)]
        anchor = _anchor(store, mark.ids or _newest(held))
        if anchor is not None and not store.answers.changes(lately):
            reason = Reason(
                code=_CODES[mark.mark],
                details=(mark.mark, name),
                value=mark.found,
                second=mark.usual,
                moment=_written(mark.last),
            )
            yield _change(_id(name, mark.mark, today), reason, anchor, now, mark)


def _silences(store: Store, name: str, held: History, watches: Iterable[Watch], now: str) -> Iterator[Change]:
    """Yield each silence that some watch waits for, once from its last happening on."""
    counted = [it.day for it in held.points if it.day is not None]
    asked = sorted({watch.quiet_days for watch in watches if watch.follows == name and watch.quiet_days})
    if not counted or not asked:
        return
    last, today, read = max(counted), held.state.day, held.brought.difference(held.unread)
    silent = [day for day in range(last + 1, today) if day in read]
    for days in asked:
        own_id = change_id("unusual", name, "quiet_for", str(days), str(last))
        anchor = _anchor(store, _newest(held))
        if len(silent) >= days and anchor is not None and not store.answers.changes([own_id]):
            reason = Reason(
                code=ReasonCode.NOTHING_HAPPENED_SINCE,
                details=("quiet_for", name),
                value=days,
                moment=_written(last),
            )
            yield _change(own_id, reason, anchor, now, None)


def _change(
    own_id: ChangeId,
    reason: Reason,
    anchor: tuple[StoryId, tuple[Evidence, ...]],
    now: str,
    mark: MarkReason | None,
) -> Change:
    story, evidence = anchor
    return Change(
        id=own_id,
        type="unusual",
        at=reason.moment,
        known=now,
        about=Subject("story", story),
        before=f"{mark.usual:g}" if mark else None,
        after=f"{mark.found:g}" if mark else None,
        score=_SCORE,
        reason=reason,
        evidence=evidence,
    )


def _anchor(store: Store, ids: Sequence[str]) -> tuple[StoryId, tuple[Evidence, ...]] | None:
    """Return the story that most of some events are of, and the words that some of them rest on."""
    events = store.events(ids=[*map(EventId, ids)])
    if not events:
        return None
    stories = [event.story for event in events]
    story = max(sorted(set(stories)), key=stories.count)
    own = [event for event in events if event.story == story]
    return story, tuple(event.evidence[0] for event in own[:_MOST_EVIDENCE] if event.evidence)


def _newest(held: History) -> tuple[str, ...]:
    counted = [it.event for it in held.points if it.day is not None]
    return tuple(counted[-1:])


def _tell(store: Store, watches: Sequence[Watch], change: Change) -> int:
    what = f"{change.reason.details[0]} in the situation {change.reason.details[-1]}"
    with store.turn(), store.admission(arrived=change.known, kind="tick", what=what) as admission:
        story = store.story(StoryId(change.about.id))
        if story is None or store.answers.changes([change.id]):  # somebody wrote in between
            return 0
        Unit(store, admission, watches).tell([change], story=story, events=[])
    return 1


def _id(name: str, mark: str, day: int) -> ChangeId:
    return change_id("unusual", name, mark, str(day))


def _written(day: int) -> Moment:
    return Moment(date.fromordinal(day).isoformat())
