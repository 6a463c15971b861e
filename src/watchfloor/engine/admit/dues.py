"""What a report tells of what was due in its story: that it is moved, or called off; a change for each."""

from __future__ import annotations

from collections.abc import Iterator

from watchfloor.brief import DueFate, dues_in, fate_of, fates_in
from watchfloor.engine.admit.report_events import ReportText
from watchfloor.model import (
    Change,
    Due,
    Reason,
    ReasonCode,
    Report,
    ReportReading,
    StoryId,
    Subject,
    TextId,
    change_id,
)
from watchfloor.store import Store

_MOST_REPORTS = 60  # of a story, the newest, that are asked what they told as coming
_SCORE = 0.5
_REASONS = {"moved": ReasonCode.DUE_MOVED, "called off": ReasonCode.DUE_CALLED_OFF}


def changes_of_dues(store: Store, shown: ReportText, story: StoryId, *, known: str) -> list[Change]:
    """Return what a report tells of what was due before it, each once; few reports do, by their words."""
    if fate_of(shown.text) is None:
        return []
    texts: dict[TextId, str] = {}
    dues = list(_dues(store, shown, story, texts))
    reading = ReportReading(report=shown.report, findings=shown.findings)
    told = [_change(fate, story, known) for fate in fates_in(reading, shown.text, dues, texts)]
    found = {change.id: change for change in told}
    held = {change.id for change, _ in store.answers.changes([*found])} if found else set()
    return [change for id_, change in found.items() if id_ not in held]


def _dues(store: Store, shown: ReportText, story: StoryId, texts: dict[TextId, str]) -> Iterator[Due]:
    """Yield what earlier reports of a story told as coming; their words are put into `texts`."""
    told_on = _told_on(shown.report)
    for report_id in store.members("report", story)[-_MOST_REPORTS:]:
        report = store.report(report_id) if report_id != shown.report.id else None
        at = _told_on(report) if report is not None else ""
        findings = store.findings_of(report) if report is not None and at < told_on else None
        if report is None or findings is None:
            continue
        texts |= store.answers.texts([findings.text_id])
        text = texts.get(findings.text_id, "")
        yield from dues_in(report.id, report.outlet, text, findings, at[:10])


def _told_on(report: Report) -> str:
    return report.published.value if report.published else ""


def _change(fate: DueFate, story: StoryId, known: str) -> Change:
    return Change(
        id=change_id("fate", story, fate.due.day, fate.fate, fate.day or ""),
        type=fate.fate,
        at=fate.at,
        known=known,
        about=Subject("story", story),
        before=fate.due.day,
        after=fate.day,
        score=_SCORE,
        reason=Reason(code=_REASONS[fate.fate], moment=fate.due.day),
        evidence=(fate.evidence,),
    )
