"""What is due, over the floor: told with a coming time, soonest first, and not moved or called off since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from watchfloor.brief import FATE_QUERY, dues_in, fates_in
from watchfloor.disclosure import excerpt, name_of
from watchfloor.engine.answer.queries import Listed, Page
from watchfloor.model import (
    Due,
    DueKind,
    DueTold,
    Evidence,
    Findings,
    Moment,
    Report,
    ReportId,
    ReportReading,
    Scope,
    StoryId,
    TextId,
    TimeBound,
)
from watchfloor.store import Store
from watchfloor.store.answers import Statement
from watchfloor.store.queries import PageEnd

_MOST = 5000  # dated sentences, and texts that tell of what became of things, that one answer looks at


@dataclass(frozen=True, slots=True, kw_only=True)
class DueHeld:
    """Something due as it is kept: the sentence, the story of the first report that has it, since when."""

    id: str
    kind: DueKind
    day: str
    born: int
    story: StoryId
    words: str
    evidence: tuple[Evidence, ...]
    reports: tuple[Report, ...]


def ahead(store: Store, scope: Scope, *, today: str, limit: int, cursor: str | None) -> Page[DueTold]:
    """Return a page of what is due from `today` on, or in the time that `scope` asks about."""
    with store.snapshot():
        begin = scope.happened_from or _day(today)
        found = standing(store, dues(store, replace(scope, happened_from=begin)), scope)
        after = PageEnd.read(cursor) if cursor else None
        if after is not None:
            found = [due for due in found if (_number(due.day), due.id) > (after.born, after.id)]
        shown, more = found[:limit], len(found) > limit
        known = store.answers.known(due.born for due in shown)
        stories = {it.id: it for it in store.stories(ids=[due.story for due in shown], as_of=scope.as_of)}
        rows = [
            DueTold(
                id=due.id,
                kind=due.kind,
                day=due.day,
                story=due.story,
                title=stories[due.story].title,
                text=excerpt(" ".join(due.words.split())),
                by=_speaker(store, due, scope),
                outlet=due.reports[0].outlet,
                evidence=due.evidence,
                known=known[due.born],
            )
            for due in shown
        ]
    last = shown[-1] if more else None
    return Page(
        rows=tuple(Listed(value=row, known=row.known) for row in rows),
        cursor=PageEnd(_number(last.day), last.id).written() if last else None,
        actors={},
        judgements={},
    )


def dues(store: Store, scope: Scope) -> list[DueHeld]:
    """Return what was told as coming of the days of `scope`, soonest first, whatever became of it."""
    born = {it.id: it.born for it in store.answers.page("timeline", scope, limit=_MOST)}
    dated = store.answers.statements([*born], as_of=scope.as_of)
    coming = _coming(store, dated, scope)
    found = (_held(store, it, coming, born[it.id], scope) for it in dated)
    return sorted(filter(None, found), key=lambda due: (due.day, due.id))


def _coming(
    store: Store, dated: Sequence[Statement], scope: Scope
) -> Mapping[tuple[Evidence, str], tuple[DueKind, str]]:
    """Return the kind and words of what reports tell as coming, by where they do, and the day."""
    ids = sorted({evidence.report for it in dated for evidence in it.evidence})
    reports = store.held_values("report", Report, ids, scope.as_of)
    words = store.answers.texts(report.text_id for report in reports.values())
    readings = store.readings_of([*reports.values()], as_of=scope.as_of)
    told = (due for report, findings in readings for due in _told(report, findings, words))
    return {(it.evidence, it.day): (it.kind, it.evidence.span.of(words[it.evidence.text_id])) for it in told}


def _held(
    store: Store,
    statement: Statement,
    coming: Mapping[tuple[Evidence, str], tuple[DueKind, str]],
    born: int,
    scope: Scope,
) -> DueHeld | None:
    """Return a dated sentence as something due in the story of the first report that tells it as coming."""
    telling = tuple(at for at in statement.evidence if (at, statement.date) in coming)
    story = store.whole_of("report", telling[0].report, as_of=scope.as_of) if telling else None
    if story is None:
        return None
    kind, words = coming[telling[0], statement.date]
    reports = store.held_values("report", Report, sorted({at.report for at in telling}), scope.as_of)
    return DueHeld(
        id=statement.id,
        kind=kind,
        day=statement.date,
        born=born,
        story=story,
        words=words,
        evidence=telling,
        reports=tuple(reports[at.report] for at in telling),
    )


def _told(report: Report, findings: Findings | None, words: Mapping[TextId, str]) -> Iterator[Due]:
    """Yield what a report tells of days after its own."""
    if findings is not None and findings.text_id in words:
        text = words[findings.text_id]
        yield from dues_in(report.id, report.outlet, text, findings, _told_on(report))


def standing(store: Store, found: Sequence[DueHeld], scope: Scope) -> list[DueHeld]:
    """Return what was neither moved nor called off in what later reports of its story tell."""
    if not found:
        return []
    by_story: dict[StoryId, list[DueHeld]] = {}
    for due in found:
        by_story.setdefault(due.story, []).append(due)
    texts = {due.evidence[0].text_id: "" for due in found}
    texts |= store.answers.texts(texts)
    gone: set[tuple[str, Evidence]] = set()
    for reading in _telling_fates(store, by_story, scope):
        story = store.whole_of("report", reading.report.id, as_of=scope.as_of) or StoryId("")
        at = _told_on(reading.report)
        earlier = [_as_due(due) for due in by_story.get(story, ()) if _told_on(due.reports[0]) < at]
        text = store.answers.texts([reading.findings.text_id]).get(reading.findings.text_id, "")
        gone |= {(fate.due.day, fate.due.evidence) for fate in fates_in(reading, text, earlier, texts)}
    return [due for due in found if (due.day, due.evidence[0]) not in gone]


def _telling_fates(store: Store, stories: Iterable[StoryId], scope: Scope) -> list[ReportReading]:
    """Return the reports of some stories whose words may tell that something is moved or called off."""
    asked = Scope(stories=tuple(stories), words=FATE_QUERY, as_of=scope.as_of)
    found: dict[ReportId, ReportReading] = {}
    for hit in store.answers.hits(asked, limit=_MOST):
        report_id = store.whole_of("rendition", hit.rendition, as_of=scope.as_of)
        report = store.report(report_id, as_of=scope.as_of) if report_id else None
        findings = store.findings_of(report, as_of=scope.as_of) if report else None
        if report is not None and findings is not None and findings.text_id == hit.text_id:
            found[report.id] = ReportReading(report=report, findings=findings)
    return list(found.values())


def _as_due(due: DueHeld) -> Due:
    return Due(
        kind=due.kind,
        day=due.day,
        precision="day",
        evidence=due.evidence[0],
        outlet=due.reports[0].outlet,
    )


def _speaker(store: Store, due: DueHeld, scope: Scope) -> str | None:
    """Return who says it where the sentence is somebody's words, as may stand in a list."""
    evidence, report = due.evidence[0], due.reports[0]
    findings = store.findings_of(report, as_of=scope.as_of)
    if findings is None or findings.text_id != evidence.text_id:
        return None
    quotes = [it for it in findings.quotes if it.speaker and any(map(evidence.span.overlaps, it.content))]
    chains = {chain.id: chain for chain in findings.actors}
    speaker = next((chains[it.speaker] for it in quotes if it.speaker in chains), None)
    return name_of(speaker) if speaker else None


def _told_on(report: Report) -> str:
    return report.published.value[:10] if report.published else ""


def _day(day: str) -> TimeBound:
    return TimeBound(instant=Moment(f"{day}T00:00:00Z"), day=day)


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()
