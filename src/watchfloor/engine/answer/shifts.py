"""What one shift leaves to the next: its decisions, open alerts, what is assigned and asked, what is due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from watchfloor.engine.answer.ahead import ahead
from watchfloor.engine.decide.desk_work import open_assignment, unsigned_of
from watchfloor.model import (
    UNTITLED,
    AlertId,
    Assignment,
    Judgement,
    Scope,
    ShiftState,
    StoryId,
    Subject,
    TimeBound,
    as_moment,
)
from watchfloor.store import Store

_LONGEST = timedelta(hours=12)  # of a shift that began with no signature
_AHEAD = timedelta(hours=36)
_MOST_DUE = 50


def shift_state(store: Store, *, own: Collection[str], now: str, as_of: str | None = None) -> ShiftState:
    """Return what stands at a moment for whoever signs with one of `own` names; `as_of` is a past one."""
    now = as_of or now
    with store.snapshot():
        acts = store.judgements(as_of=as_of)
        since = _since(acts, own, now)
        recent = [act for act in acts if act.at >= since]
        until = datetime.fromisoformat(now) + _AHEAD
        scope = Scope(happened_to=TimeBound(as_moment(until), until.date().isoformat()), as_of=as_of)
        due = ahead(store, scope, today=now[:10], limit=_MOST_DUE, cursor=None)
        return ShiftState(
            since=since,
            now=now,
            decisions=tuple(act for act in recent if act.by in own and act.kind not in _TALK),
            alerts=tuple(alert for alert in store.alerts(state="open", as_of=as_of)),
            assignments=tuple(_assignments(store, acts, as_of)),
            comments=tuple(_standing(recent, "comment")),
            due=tuple(row.value for row in due.rows),
            waiting=unsigned_of(acts),
        )


_TALK = ("comment", "hand over", "sign", "done", "assign")


def _since(acts: list[Judgement], own: Collection[str], now: str) -> str:
    """Return when the shift of somebody began: when they signed for it last, at most so long ago."""
    least = as_moment(datetime.fromisoformat(now) - _LONGEST)
    signed = [act.at for act in _standing(acts, "sign") if act.by in own]
    return max([least, *signed[-1:]])


def _standing(acts: list[Judgement], kind: str) -> list[Judgement]:
    undone = {act.undoes for act in acts if act.undoes}
    return [act for act in acts if act.kind == kind and not act.undoes and act.id not in undone]


def _assignments(store: Store, acts: list[Judgement], as_of: str | None) -> list[Assignment]:
    about = dict.fromkeys(act.about for act in acts if act.kind == "assign")
    by_subject = {it: [act for act in acts if act.about == it] for it in about}
    held = [(it, open_assignment(mine)) for it, mine in by_subject.items()]
    return [Assignment(act=act, title=_title(store, it, as_of)) for it, act in held if act is not None]


def _title(store: Store, about: Subject, as_of: str | None) -> str:
    if about.kind == "alert":
        alert = store.alert(AlertId(about.id), as_of=as_of)
        return f"alert of {alert.watch}" if alert else UNTITLED
    story = store.story(StoryId(about.id), as_of=as_of)
    return (story.title if story else "") or UNTITLED
