"""Questions to a store, answered in pages: newest known first, each row with the moment it became known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from watchfloor.disclosure import Disclosed, disclose, excerpt, name_of
from watchfloor.engine.answer.coverage import coverage
from watchfloor.engine.answer.told_by import with_labels
from watchfloor.model import (
    WITHHELD,
    Actor,
    ActorId,
    Audience,
    Change,
    ChangeId,
    Coverage,
    DueTold,
    Event,
    EventId,
    Evidence,
    Judgement,
    NumberTold,
    QuoteTold,
    Report,
    ReportId,
    ReportReading,
    Scope,
    SituationReport,
    Story,
    StoryId,
    Text,
    TimelineEntry,
)
from watchfloor.store import AsOf, Store, unshared
from watchfloor.store.answers import Order, QuoteHeld
from watchfloor.store.queries import FoundRow, PageEnd
from watchfloor.store.values import Hit

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Generic[Value]):
    """A row of a page: a value, when it became known here, and whether it rests on a weak reading alone.

    `beside` is what our own people tell of the same, on the desk's row of it.
    """

    value: Value
    known: str
    weak: bool = False
    beside: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Value]):
    """A page of a list; `cursor` asks for the next one, None where there is no more.

    `actors` are those that its rows name, `judgements` what people decided on its rows, by their ids.
    """

    rows: tuple[Listed[Value], ...]
    cursor: str | None = None
    actors: Mapping[ActorId, Actor]
    judgements: Mapping[str, Sequence[Judgement]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rests:
    """The moment that an answer speaks of, how many admissions there were by then, and what it rests on."""

    moment: str | None
    admissions: int
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundText:
    """A text that a search found, and the report that has it now; None where none does."""

    hit: Hit
    text: Text
    report: ReportId | None


FetchedRows = list[tuple[str, Any, bool]]  # id, value, whether it is weak


def ask(store: Store, what: str, scope: Scope, *, limit: int = 50, cursor: str | None = None) -> Page[Any]:
    """Return a page of `what`: "reports", "stories", "events", "quotes", "changes", "actors", "timeline".

    `cursor` is that of the page before. Raises UsageError for what is no cursor.
    """
    with store.snapshot():
        found = store.answers.page(
            what, scope, limit=limit + 1, after=PageEnd.read(cursor) if cursor else None
        )
        more = found[limit - 1] if len(found) > limit else None
        end = PageEnd(more.born, more.id).written() if more else None
        return page_of(store, what, scope, found[:limit], cursor=end)


def page_of(
    store: Store, what: str, scope: Scope, found: Sequence[FoundRow], *, cursor: str | None
) -> Page[Any]:
    """Return the page of some rows of a list that were found, in their order."""
    known = store.answers.known(it.born for it in found)
    born = {it.id: known[it.born] for it in found}
    fetched = _FETCH[what](store, list(born), scope)
    return Page(
        rows=tuple(Listed(value=value, known=born[id_], weak=weak) for id_, value, weak in fetched),
        cursor=cursor,
        actors=_named(store, [value for _, value, _ in fetched], scope),
        judgements=_judged(store, what, [id_ for id_, _, _ in fetched], scope),
    )


def one(store: Store, what: str, id_: str, *, as_of: AsOf = None) -> Page[Any] | None:
    """Return the page that holds one thing of a list alone, or what it became part of; None where it is none.

    `what` is "reports", "stories", "events", "actors" or "changes".
    """
    kind = _KINDS.get(what)
    scope = Scope(as_of=as_of)
    with store.snapshot():
        found_id = store.resolve(kind, id_, as_of=as_of) if kind else id_
        fetched = _FETCH[what](store, [found_id], scope)
        if not fetched:
            return None
        [(_, value, weak)] = fetched
        return Page(
            rows=(Listed(value=value, known=_known(store, kind, found_id, value), weak=weak),),
            actors=_named(store, [value], scope),
            judgements=_judged(store, what, [found_id], scope),
        )


def _known(store: Store, kind: str | None, id_: str, value: Any) -> str:
    if kind is None:
        return str(value.known)
    born = store.born(kind, id_)
    return store.answers.known([born[0]])[born[0]] if born else ""


def words_of(store: Store, values: Iterable[Any]) -> Disclosed[SituationReport]:
    """Return what gives the words that the evidence of listed values points to, at the desk."""
    ids = sorted({evidence.text_id for value in values for evidence in _evidence(value)})
    held = store.answers.texts(ids)
    texts = tuple(Text(id=id_, text=held.get(id_, WITHHELD)) for id_ in ids)
    return disclose(SituationReport(texts=texts), Audience.desk)


def known_of(store: Store, values: Iterable[Any], *, as_of: AsOf = None) -> SituationReport:
    """Return the reports that listed values rest on, with what was read in them and their words."""
    values = list(values)
    evidence = [item for value in values for item in _evidence(value)]
    ids = {item.report for item in evidence} | {it.id for it in values if isinstance(it, Report)}
    held = store.held_values("report", Report, sorted(ids), as_of)
    readings = [
        ReportReading(report=report, findings=findings)
        for report, findings in store.readings_of([*held.values()], as_of=as_of)
        if findings is not None
    ]
    text_ids = sorted({*(it.text_id for it in evidence), *(report.text_id for report in held.values())})
    words = store.answers.texts(text_ids)
    texts = tuple(Text(id=id_, text=words.get(id_, WITHHELD)) for id_ in text_ids)
    return SituationReport(reports=tuple(readings), texts=texts, kept_back=unshared(store).ids)


def _evidence(value: Any) -> Iterator[Evidence]:
    if isinstance(value, Evidence):
        yield value
    if isinstance(value, Event | Change | TimelineEntry | DueTold):
        yield from value.evidence
    if isinstance(value, QuoteTold):
        for span in value.content:
            yield Evidence(report=value.report, text_id=value.text_id, span=span)
    if isinstance(value, NumberTold):
        yield from (point.claim.evidence for point in value.series.points)
    if isinstance(value, Event):
        yield from (claim.evidence for claim in value.quantities)


def search(
    store: Store, scope: Scope, *, limit: int = 20, cursor: str | None = None, order: Order = "newest"
) -> Page[FoundText]:
    """Return the texts that hold the words of `scope`, with the words found marked."""
    with store.snapshot():
        after = PageEnd.read(cursor) if cursor else None
        hits = store.answers.hits(scope, limit=limit + 1, after=after, order=order)
        shown = hits[:limit]
        known = store.answers.known(hit.known_from for hit in shown)
        words = store.answers.texts(hit.text_id for hit in shown)
        reports = store.answers.reports_of((hit.rendition for hit in shown), as_of=scope.as_of)
    last = PageEnd((after.born if after else 0) + limit, "") if order == "best" else None
    place = last or (PageEnd(shown[-1].row, "") if shown else None)
    return Page(
        rows=tuple(
            Listed(
                value=FoundText(
                    hit=hit,
                    text=Text(id=hit.text_id, text=words[hit.text_id]),
                    report=reports.get(hit.rendition),
                ),
                known=known[hit.known_from],
            )
            for hit in shown
            if hit.text_id in words
        ),
        cursor=place.written() if place and len(hits) > limit else None,
        actors={},
        judgements={},
    )


def rests_on(store: Store, scope: Scope, *, now: str) -> Rests:
    """Return what an answer rests on: as of which moment, which sources, days and languages."""
    as_of = scope.as_of
    with store.snapshot():
        sequence = store.sequence_at(as_of) if isinstance(as_of, str) else as_of or store.last_sequence()
        moment = as_of if isinstance(as_of, str) else store.moment_of(sequence)
        since = store.moment_of(scope.since) if isinstance(scope.since, int) else scope.since
        held = coverage(store, as_of=as_of, now=now, since=since)
    return Rests(moment=moment if sequence else None, admissions=sequence, coverage=held)


# ----------------------------------------------------------------------------------- what stands in the rows


def _reports(store: Store, ids: list[str], scope: Scope) -> FetchedRows:
    held = store.held_values("report", Report, ids, scope.as_of)
    return [(id_, held[id_], False) for id_ in ids if id_ in held]


def _stories(store: Store, ids: list[str], scope: Scope) -> FetchedRows:
    held = store.stories(ids=[*map(StoryId, ids)], as_of=scope.as_of)
    by_id: dict[str, Story] = {it.id: it for it in with_labels(store, held, as_of=scope.as_of)}
    return [(id_, by_id[id_], False) for id_ in ids if id_ in by_id]


def _events(store: Store, ids: list[str], scope: Scope) -> FetchedRows:
    held = store.events(ids=[*map(EventId, ids)], as_of=scope.as_of)
    by_id: dict[str, Event] = {event.id: event for event in held}
    return [(id_, by_id[id_], by_id[id_].grade == "weak") for id_ in ids if id_ in by_id]


def _changes(store: Store, ids: list[str], scope: Scope) -> FetchedRows:
    return [
        (change.id, change, grade == "weak") for change, grade in store.answers.changes([*map(ChangeId, ids)])
    ]


def _actors(store: Store, ids: list[str], scope: Scope) -> FetchedRows:
    held = store.held_values("actor", Actor, ids, scope.as_of)
    return [(id_, held[id_], False) for id_ in ids if id_ in held and held[id_].public]


def _quotes(store: Store, ids: list[str], scope: Scope) -> FetchedRows:
    held = store.answers.quotes(ids, as_of=scope.as_of)
    words = store.answers.texts(it.text_id for it in held)
    reports = store.held_values("report", Report, sorted({it.report for it in held}), scope.as_of)
    return [
        (it.id, _quote(it, words.get(it.text_id), reports.get(it.report)), it.quote.grade == "weak")
        for it in held
    ]


def _quote(held: QuoteHeld, words: str | None, report: Report | None) -> QuoteTold:
    chains = {it.id: it for it in held.findings.actors}
    chain, other = chains.get(held.quote.speaker or ""), chains.get(held.quote.addressee or "")
    said = " … ".join(span.of(words) for span in held.quote.content) if words is not None else WITHHELD
    published = report.published if report else None
    return QuoteTold(
        id=held.id,
        report=held.report,
        text_id=held.text_id,
        speaker=held.speaker,
        speaker_name=name_of(chain) if chain else "",
        act=held.quote.act,
        kind=held.quote.kind,
        words=excerpt(" ".join(said.split())),
        grade=held.quote.grade,
        outlet=report.outlet if report else None,
        published=held.quote.said or (published.value if published else None),
        content=held.quote.content,
        addressee=name_of(other) if other else "",
    )


def _timeline(store: Store, ids: list[str], scope: Scope) -> FetchedRows:
    held = store.answers.statements(ids, as_of=scope.as_of)
    words = store.answers.texts(evidence.text_id for it in held for evidence in it.evidence)
    found: FetchedRows = []
    for it in held:
        here = tuple(evidence for evidence in it.evidence if evidence.text_id in words)
        if here:
            text = excerpt(here[0].span.of(words[here[0].text_id]))
            entry = TimelineEntry(date=it.date, precision=it.precision, text=text, evidence=here)
            found.append((it.id, entry, False))
    return found


_FETCH: dict[str, Callable[[Store, list[str], Scope], FetchedRows]] = {
    "reports": _reports,
    "stories": _stories,
    "events": _events,
    "changes": _changes,
    "actors": _actors,
    "quotes": _quotes,
    "timeline": _timeline,
}


def _named(store: Store, values: Sequence[Any], scope: Scope) -> dict[ActorId, Actor]:
    """Return the actors that the events of a page name."""
    events = [value for value in values if isinstance(value, Event)]
    ids = {
        actor
        for event in events
        for actor in (*event.source, *event.target, *event.claimants, *event.attributed_to)
    }
    ids |= {member.claimant for event in events for member in event.members if member.claimant}
    return store.held_values("actor", Actor, sorted(ids), scope.as_of)


_KINDS = {"stories": "story", "events": "event", "actors": "actor", "reports": "report"}


def _judged(store: Store, what: str, ids: list[str], scope: Scope) -> dict[str, list[Judgement]]:
    kind = _KINDS.get(what)
    return store.answers.judged(kind, ids, as_of=scope.as_of) if kind else {}
