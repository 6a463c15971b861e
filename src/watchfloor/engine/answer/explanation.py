"""Why something is where it is: the decisions as they were recorded, never reckoned anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from watchfloor.disclosure import name_of
from watchfloor.engine.answer.report_history import history_of
from watchfloor.exchange import Compared, ConsideredText, Explained, RecordedDecision, ToldSentence
from watchfloor.model import (
    WITHHELD,
    AlertId,
    Change,
    ChangeId,
    Event,
    EventId,
    EvidenceKind,
    Judgement,
    OriginId,
    Placement,
    RenditionId,
    Report,
    ReportId,
    StoryId,
    Subject,
    Text,
)
from watchfloor.store import Store
from watchfloor.store.held_values import AsOf
from watchfloor.store.rereadings import readings_of

_OPENING_WORDS = 9  # of a text without a headline, in its place
_LONGEST_LABEL = 90
_FLOOD = 50  # outlets within an hour; a large agency's text is taken up by fewer (own judgement)
_FLOOD_SPAN = timedelta(hours=1)
_READ = ("rendition", "report")  # kinds of ids that stand for a text
_EDITS = ("revised", "number revised", "denied", "withdrawn")


def explained(store: Store, any_id: str, *, as_of: AsOf = None) -> Explained | None:
    """Return what was decided about the id of a story, event, report, rendition, origin, act or alert."""
    with store.snapshot():
        for explain in _EXPLAINERS:
            found = explain(store, any_id, as_of)
            if found is not None:
                readings = readings_of(store, any_id, as_of=as_of) if found.kind in _READ else ()
                return replace(found, texts=_texts(store, found), readings=tuple(readings))
    return None


def _texts(store: Store, found: Explained) -> tuple[Text, ...]:
    """Return the texts that the evidence in an explanation points into, withheld ones as such."""
    evidence = [it for change in found.changes for it in change.evidence]
    if isinstance(found.held, Event):
        claims = (claim.evidence for claim in found.held.quantities)
        evidence += [*found.held.evidence, *claims]
    ids = dict.fromkeys(it.text_id for it in evidence)
    return tuple(store.text(id_) or Text(id=id_, text=WITHHELD) for id_ in ids)


def _story(store: Store, any_id: str, as_of: AsOf) -> Explained | None:
    story_id = StoryId(any_id)
    known = _first_known(store, "story", story_id)
    if known is None:
        return None
    leads = store.resolve("story", story_id, as_of=as_of)
    held = store.story(story_id, as_of=as_of)
    reports = store.reports(story=StoryId(leads), as_of=as_of)
    acts = _acts(store, lambda act: story_id in (act.about.id, act.value), as_of)
    decisions = tuple(it for report in reports for it in _decisions(store, report, first=True))
    return Explained(
        kind="story",
        id=story_id,
        known=known,
        held=held,
        leads_to=leads if leads != story_id else None,
        reports=tuple(report.id for report in reports),
        decisions=decisions,
        acts=acts,
        **_around(store, Subject("story", story_id), acts, reports, as_of, decisions=decisions),
    )


def _report(store: Store, any_id: str, as_of: AsOf) -> Explained | None:
    report_id = ReportId(any_id)
    known = _first_known(store, "report", report_id)
    if known is None:
        return None
    held = store.report(report_id, as_of=as_of)
    story = store.whole_of("report", report_id, as_of=as_of)
    acts = _acts(store, lambda act: report_id in act.members, as_of)
    reports = [held] if held else []
    home = [story] if story else []
    decisions = tuple(it for report in reports for it in _decisions(store, report))
    return Explained(
        kind="report",
        id=report_id,
        known=known,
        held=held,
        story=story,
        reports=tuple(report.id for report in reports),
        decisions=decisions,
        acts=acts,
        history=history_of(store, held, as_of=as_of) if held else None,
        **_around(store, Subject("report", report_id), acts, reports, as_of, *home, decisions=decisions),
    )


def _rendition(store: Store, any_id: str, as_of: AsOf) -> Explained | None:
    rendition_id = RenditionId(any_id)
    report = store.whole_of("rendition", rendition_id, as_of=as_of)
    return _report(store, report, as_of) if report else None


def _origin(store: Store, any_id: str, as_of: AsOf) -> Explained | None:
    origin_id = OriginId(any_id)
    reports = store.reports(origin=origin_id, as_of=as_of)
    if not reports:
        return None
    decisions = tuple(it for report in reports for it in _decisions(store, report)[:1])
    return Explained(
        kind="origin",
        flood=_flood(reports, decisions),
        author=next((report.origin_name for report in reports if report.origin_name), None),
        id=origin_id,
        known=_first_known(store, "report", reports[0].id) or "",
        held=None,
        reports=tuple(report.id for report in reports),
        decisions=decisions,
        **_around(store, Subject("origin", origin_id), (), reports, as_of, decisions=decisions),
    )


def _flood(reports: Sequence[Report], decisions: Iterable[RecordedDecision]) -> int:
    """Return by how many outlets at most a text was carried within an hour of arrivals; 0 for few."""
    outlets = {report.id: report.outlet for report in reports if report.outlet}
    arrived = sorted(
        (datetime.fromisoformat(decision.at), outlets[decision.placement.report])
        for decision in decisions
        if decision.placement.report in outlets
    )
    first = most = 0
    for last, (moment, _) in enumerate(arrived):
        while moment - arrived[first][0] > _FLOOD_SPAN:
            first += 1
        most = max(most, len({outlet for _, outlet in arrived[first : last + 1]}))
    return most if most >= _FLOOD else 0


def _event(store: Store, any_id: str, as_of: AsOf) -> Explained | None:
    event_id = EventId(any_id)
    known = _first_known(store, "event", event_id)
    if known is None:
        return None
    leads = store.resolve("event", event_id, as_of=as_of)
    held = store.event(event_id, as_of=as_of)
    members = held.members if held else ()
    reports = [report for id_ in dict.fromkeys(m.report for m in members) if (report := store.report(id_))]
    told = []
    for member in members:
        text = store.text(member.text_id)
        actor = store.actor(member.claimant) if member.claimant else None
        told.append(
            ToldSentence(
                member=member,
                words=member.span.of(text.text) if text else WITHHELD,
                claimant=name_of(actor) if actor else None,
            )
        )
    story = [held.story] if held else []
    subject = Subject("event", event_id)
    return Explained(
        kind="event",
        id=event_id,
        known=known,
        held=held,
        leads_to=leads if leads != event_id else None,
        reports=tuple(report.id for report in reports),
        told=tuple(told),
        wordings=_wordings(store, store.changes(about=subject, as_of=as_of)),
        **_around(store, subject, (), reports, as_of, *story),
    )


def _wordings(store: Store, changes: Iterable[Change]) -> dict[ChangeId, tuple[str, ...]]:
    """Return the words before and after, for the changes of an event that are edits of its words."""
    found = {}
    for change in changes:
        if change.type in _EDITS and len({evidence.text_id for evidence in change.evidence}) > 1:
            texts = [(store.text(evidence.text_id), evidence.span) for evidence in change.evidence]
            words = (" ".join(span.of(text.text).split()) if text else WITHHELD for text, span in texts)
            found[change.id] = tuple(words)
    return found


def _act(store: Store, act_id: str, as_of: AsOf) -> Explained | None:
    acts = _acts(store, lambda act: act_id in (act.id, act.undoes), as_of)
    mine = next((act for act in acts if act.id == act_id), None)
    if mine is None:
        return None
    reports = [report for id_ in mine.members if (report := store.report(id_))]
    return Explained(
        kind="act",
        id=act_id,
        known=mine.at,
        held=mine,
        reports=mine.members,
        acts=acts,
        **_around(store, Subject("act", act_id), acts, reports, as_of),
    )


_Explainer = Callable[[Store, str, AsOf], Explained | None]
_SUBJECTS: dict[str, _Explainer] = {"event": _event, "story": _story, "report": _report}


def _alert(store: Store, any_id: str, as_of: AsOf) -> Explained | None:
    """Explain what an alert is about by the changes that it told, and where they were told."""
    alert = store.alert(AlertId(any_id), as_of=as_of)
    found = _SUBJECTS[alert.about.kind](store, alert.about.id, as_of) if alert else None
    if alert is None or found is None:
        return None
    said = store.judgements(Subject("alert", alert.id), as_of=as_of)
    return replace(
        found,
        alert=alert,
        changes=tuple(change for change in found.changes if change.id in alert.changes),
        judgements=(*found.judgements, *said),
        deliveries=tuple(store.deliveries(alert=alert.id, as_of=as_of)),
    )


_EXPLAINERS: tuple[_Explainer, ...] = (_story, _event, _report, _rendition, _origin, _act, _alert)


def _around(
    store: Store,
    about: Subject,
    acts: Iterable[Judgement],
    reports: Iterable[Report],
    as_of: AsOf,
    *stories: StoryId,
    decisions: Iterable[RecordedDecision] = (),
) -> dict[str, Any]:
    """Return what is told of every kind of id: judgements, changes, alerts, and names of the ids."""
    reasons = [reason for decision in decisions for reason in decision.placement.reasons]
    ids = {
        *stories,
        *(id_ for reason in reasons for id_ in reason.ids()),
        *(id_ for act in acts for id_ in (act.about.id, act.value) if id_),
    }
    labels: dict[str, str] = {report.id: report_label(store, report) for report in reports}
    for id_ in sorted(ids - labels.keys()):
        story, report = (
            store.story(StoryId(id_)),
            store.report(store.whole_of("rendition", id_) or ReportId("")),
        )
        if story is not None:
            labels[id_] = story.title
        elif report is not None:
            labels[id_] = report_label(store, report)
    return {
        "judgements": tuple(
            act for act in store.judgements(about, as_of=as_of) if act.kind not in ("merge", "split")
        ),
        "changes": tuple(store.changes(about=about, as_of=as_of)),
        "alerts": tuple(alert for alert in store.alerts(as_of=as_of) if alert.about == about),
        "undone": _undoings(store, as_of),
        "labels": labels,
    }


def _first_known(store: Store, kind: str, row_id: str) -> str | None:
    born = store.born(kind, row_id)
    return store.moment_of(born[0]) if born else None


def _undoings(store: Store, as_of: AsOf) -> dict[str, str]:
    return undone_acts(_acts(store, lambda _: True, as_of))


def undone_acts(acts: Iterable[Judgement]) -> dict[str, str]:
    """Return which acts do not hold any more, and what undid them: the undoing may itself be undone."""
    undone: dict[str, str] = {}
    for act in reversed(list(acts)):
        if act.undoes is not None and act.id not in undone:
            undone.setdefault(act.undoes, act.id)
    return undone


def _acts(store: Store, wanted: Callable[[Judgement], bool], as_of: AsOf) -> tuple[Judgement, ...]:
    last = store.sequence_at(as_of) if isinstance(as_of, str) else as_of
    return tuple(act for number, act in store.acts() if wanted(act) and (last is None or number <= last))


def _decisions(store: Store, report: Report, *, first: bool = False) -> list[RecordedDecision]:
    """Return how a report's renditions were placed at their arrival, or the `first` of them."""
    renditions = report.renditions[:1] if first else report.renditions
    decisions = []
    for membership in renditions:
        [arrival, *_] = store.history("placement", membership.id)
        placement: Placement = arrival.value
        decisions.append(
            RecordedDecision(
                at=arrival.known,
                placement=placement,
                label=report_label(store, report),
                candidates=() if first else _candidates(store, placement),
                compared=() if first else _compared(store, placement),
            )
        )
    return decisions


def _candidates(store: Store, placement: Placement) -> tuple[ConsideredText, ...]:
    found: dict[str, dict[EvidenceKind, float]] = {}
    for score in sorted(placement.scores, key=lambda it: (it.other_id, it.kind)):
        if score.kind is not EvidenceKind.WORDS_SHARED:
            found.setdefault(score.other_id, {})[score.kind] = score.value
    return tuple(
        ConsideredText(
            story=StoryId(id_),
            title=story.title if (story := store.story(StoryId(id_))) else "",
            scores=scores,
        )
        for id_, scores in found.items()
    )


def _compared(store: Store, placement: Placement) -> tuple[Compared, ...]:
    found = []
    for score in sorted(placement.scores, key=lambda it: it.other_id):
        if score.kind is EvidenceKind.WORDS_SHARED:
            report_id = store.whole_of("rendition", score.other_id)
            report = store.report(report_id) if report_id else None
            if report is not None:
                label = report_label(store, report)
                found.append(Compared(report=report.id, label=label, share=score.value))
    return tuple(sorted(found, key=lambda it: -it.share))


def report_label(store: Store, report: Report) -> str:
    """Return a report as people know it: its headline, else its first words; its outlet and day."""
    title = report.title.value if report.title else _first_words(store, report)
    day = report.published.value[:10] if report.published else None
    where = ", ".join(part for part in (report.outlet, day) if part)
    return f"“{title}”{f' ({where})' if where else ''}"


def _first_words(store: Store, report: Report) -> str:
    text = store.text(report.text_id)
    words = text.text.split()[:_OPENING_WORDS] if text else [WITHHELD]
    return " ".join(words)[:_LONGEST_LABEL] + " …"
