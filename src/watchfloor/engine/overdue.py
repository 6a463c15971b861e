"""What was due and nothing was told of since: a change, once, when its day is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from watchfloor.brief import same_matter
from watchfloor.engine.admit.unit import Unit
from watchfloor.engine.answer.ahead import DueHeld, dues, standing
from watchfloor.model import (
    Change,
    ChangeId,
    Moment,
    Reason,
    ReasonCode,
    Report,
    Scope,
    Subject,
    TimeBound,
    change_id,
)
from watchfloor.store import Store
from watchfloor.watch import Watch

_LOOKED_BACK = 14  # days: what was due before is an archive's, or was told by an earlier tick
_MOST_REPORTS = 200  # of a story, that are asked whether they tell of it
_SCORE = 0.5


def tell_overdue(store: Store, watches: Sequence[Watch], *, now: str) -> int:
    """Keep a change for each thing whose day is over and of which nothing was told; return how many."""
    today = date.fromisoformat(now[:10])
    asked = Scope(
        happened_from=_bound(today - timedelta(days=_LOOKED_BACK)),
        happened_to=_bound(today - timedelta(days=1)),
    )
    with store.snapshot():
        passed = [due for due in dues(store, asked) if not store.answers.changes([_change_id(due)])]
        late = [due for due in standing(store, passed, asked) if not _is_told(store, due)]
    count = 0
    for due in late:
        count += _tell(store, watches, due, now)
    return count


def _tell(store: Store, watches: Sequence[Watch], due: DueHeld, now: str) -> int:
    change = Change(
        id=_change_id(due),
        type="overdue",
        at=due.day,
        known=now,
        about=Subject("story", due.story),
        before=due.day,
        after=None,
        score=_SCORE,
        reason=Reason(code=ReasonCode.NOTHING_TOLD_SINCE, moment=due.day),
        evidence=due.evidence[:1],
    )
    what = f"due on {due.day}, nothing told since"
    with store.turn(), store.admission(arrived=now, kind="tick", what=what) as admission:
        story = store.story(due.story)
        if story is None or store.answers.changes([change.id]):  # somebody wrote in between
            return 0
        Unit(store, admission, watches).tell([change], story=story, events=[])
    return 1


def _is_told(store: Store, due: DueHeld) -> bool:
    """Tell whether a report of the story, from the day on, has a sentence that may be of the matter."""
    asked = Scope(stories=(due.story,), happened_from=_bound(date.fromisoformat(due.day)))
    found = store.answers.page("reports", asked, limit=_MOST_REPORTS)
    reports = store.held_values("report", Report, [it.id for it in found])
    words = store.answers.texts(report.text_id for report in reports.values())
    for report in reports.values():
        findings, text = store.findings_of(report, as_of=asked.as_of), words.get(report.text_id, "")
        if findings and any(same_matter(span.of(text), due.words) for span in findings.sentences):
            return True
    return False


def _change_id(due: DueHeld) -> ChangeId:
    return change_id("overdue", due.id)


def _bound(day: date) -> TimeBound:
    return TimeBound(instant=Moment(f"{day.isoformat()}T00:00:00Z"), day=day.isoformat())
