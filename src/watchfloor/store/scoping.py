"""What every admission leaves in the tables that questions are answered from: scope, quotes, statements.

They are derived from the rows of the same admission, by the things that it touched, so that no stage and no
order of the engine need know of them. What it costs depends on what was touched, never on the floor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from watchfloor import model
from watchfloor.dated import dated_sentences, same_words
from watchfloor.store import schema, terms
from watchfloor.store.ledger import open_in
from watchfloor.store.touched import Touched
from watchfloor.store.values import packed, unpacked

_OWN, _LEAD, _STRONG = "own", "lead", "strong"
_CHUNK = 500
Key = tuple[str, str]  # unit and term


def derive(connection: sa.Connection, sequence: int, touched: Touched, *, as_of: int | None = None) -> None:
    """Bring the derived tables up to date with an admission; `as_of` reads the others as they were then."""
    if touched:
        _Scoping(connection, sequence, as_of).derive(touched)


class _Scoping:
    def __init__(self, connection: sa.Connection, sequence: int, as_of: int | None) -> None:
        self._connection = connection
        self._sequence = sequence
        self._as_of = as_of
        self._lost: set[str] = set()  # stories that are told by a strong event less

    def derive(self, touched: Touched) -> None:
        for event in sorted(touched.events):
            self._event(event, touched)
        for report in sorted(touched.read):
            self._read(report)
        for report in sorted(touched.reports | touched.read):
            self._report(report, touched)
        for story in sorted(touched.stories | touched.left):
            self._story(story, touched)
        for actor in sorted(touched.actors):
            self._actor(actor)
        for change in touched.changes:
            self._change(change)

    # ------------------------------------------------------------------------------------------------- events

    def _event(self, event_id: str, touched: Touched) -> None:
        table = schema.event
        row = self._held_row(table, event_id, table.c.value, table.c.born, table.c.grade, table.c.story)
        held = self._held("event", event_id)
        if row is None:
            self._close(held.values())
            self._told_by_story(event_id, None, {}, touched)
            return
        event = unpacked(model.Event, row.value)
        whole = event_id in touched.ended
        members = self._members(event_id) if whole else touched.events[event_id]
        told = terms.event_terms(event) | terms.member_terms(members)
        own = {terms.story(row.story), *self._of_reports({member.report for member in members})}
        if not whole:
            # What mentions told that are there still need not be asked of them again.
            told |= {term for (_, term) in held if terms.is_of_place(term)}
            own |= {term for (_, term) in held if term.startswith(("outlet:", "language:"))}
        bases = {basis for _, basis, _ in held.values()} - {_OWN}
        if whole or bases - {row.grade}:
            touched.reports.update(self._reports_of(event_id))
        borne = {("", term): row.grade for term in told}
        self._set("event", event_id, row.born, {**{("", term): _OWN for term in own}, **borne}, held)
        self._told_by_story(event_id, row.story, {(event_id, term): row.grade for term in told}, touched)

    def _told_by_story(
        self, event_id: str, story: str | None, wanted: Mapping[Key, str], touched: Touched
    ) -> None:
        """Let a story, and no other, be in scope by an event."""
        table = schema.scope
        rows = self._all(
            sa.select(table).where(
                table.c.unit == event_id, table.c.kind == "story", table.c.known_until.is_(None)
            )
        )
        here = {(row.unit, row.term): (row.row, row.basis, row.known_from) for row in rows if row.id == story}
        elsewhere = [row for row in rows if row.id != story]
        still = _STRONG in wanted.values()
        self._lost.update(row.id for row in rows if row.basis == _STRONG and not (still and row.id == story))
        self._close([(row.row, row.basis, row.known_from) for row in elsewhere])
        touched.stories.update(row.id for row in elsewhere)
        if story is None:
            return
        stories = schema.story
        held = self._held_row(stories, story, stories.c.born)
        if held is not None:
            self._set("story", story, held.born, wanted, here)
            touched.stories.add(story)

    def _members(self, event_id: str) -> list[model.EventMember]:
        table = schema.mention
        statement = sa.select(table.c.value).where(table.c.event == event_id, open_in(table, self._as_of))
        return [unpacked(model.EventMember, row.value) for row in self._all(statement)]

    def _reports_of(self, event_id: str) -> list[str]:
        table = schema.mention
        statement = sa.select(table.c.report).where(table.c.event == event_id, open_in(table, self._as_of))
        return [row.report for row in self._all(statement.distinct())]

    def _of_reports(self, reports: Iterable[str]) -> set[str]:
        """Return the terms of the outlets and languages of some reports."""
        table, ids = schema.report, sorted(reports)
        found: set[str] = set()
        for start in range(0, len(ids), _CHUNK):
            some = table.c.id.in_(ids[start : start + _CHUNK])
            statement = sa.select(table.c.outlet, table.c.language).where(some, open_in(table, self._as_of))
            for row in self._all(statement.distinct()):
                found |= _own_terms(row.outlet, row.language)
        return found

    # ------------------------------------------------------------------------------------ reports and stories

    def _report(self, report_id: str, touched: Touched) -> None:
        table = schema.report
        row = self._held_row(table, report_id, table.c.value, table.c.born, table.c.outlet, table.c.language)
        held = self._held("report", report_id)
        if row is None:
            self._close(held.values())
            return
        story = self._whole("report", report_id)
        own = _own_terms(row.outlet, row.language)
        wanted: dict[Key, str] = {("", term): _OWN for term in own}
        if story is not None:
            wanted["", terms.story(story)] = _OWN
            touched.stories.add(story)
        borne = self._borne(report_id)
        if _STRONG not in borne.values():
            wanted |= {("", term): _LEAD for term in self._lead(unpacked(model.Report, row.value))}
        self._set("report", report_id, row.born, {**wanted, **borne}, held)

    def _borne(self, report_id: str) -> dict[Key, str]:
        """Return what a report is in scope by through the events that it tells of."""
        table, event = schema.mention, schema.event
        statement = (
            sa.select(table.c.event, table.c.value, event.c.grade)
            .join(event, sa.and_(event.c.id == table.c.event, open_in(event, self._as_of)))
            .where(table.c.report == report_id, open_in(table, self._as_of))
        )
        return {
            (row.event, term): row.grade
            for row in self._all(statement)
            for term in terms.mention_terms(unpacked(model.EventMember, row.value))
        }

    def _lead(self, report: model.Report) -> set[str]:
        findings, rendition = self._findings(report), self._rendition(report)
        return terms.lead_terms(findings, rendition) if findings and rendition else set()

    def _findings(self, report: model.Report) -> model.Findings | None:
        table = schema.findings
        published = report.published.value if report.published else None
        key = model.digest("findings", report.text_id, published or "", report.outlet or "")
        row = self._held_row(table, key, table.c.value)
        return None if row is None else unpacked(model.Findings, row.value)

    def _rendition(self, report: model.Report) -> model.Rendition | None:
        mine = next((it.id for it in report.renditions if it.text_id == report.text_id), None)
        if mine is None:
            return None
        again = self._held_row(schema.reading, mine, schema.reading.c.value)
        table = schema.rendition
        row = again or self._one(sa.select(table.c.value).where(table.c.id == mine))
        return None if row is None else unpacked(model.Rendition, row.value)

    def _story(self, story_id: str, touched: Touched) -> None:
        """Let a story be in scope by outlets and languages, and by leads while no strong event is told."""
        table, scope = schema.story, schema.scope
        row = self._held_row(table, story_id, table.c.born)
        held = self._held("story", story_id)
        if row is None:
            self._close(held.values())
            return
        events = {key: basis for key, (_, basis, _) in held.items() if basis not in (_OWN, _LEAD)}
        is_strong = _STRONG in events.values()
        whole = story_id in touched.left or (story_id in self._lost and not is_strong)
        member = schema.member
        statement = (
            sa.select(scope.c.term, scope.c.basis)
            .join(member, sa.and_(member.c.kind == "report", member.c.member == scope.c.id))
            .where(
                member.c.whole == story_id,
                open_in(member, self._as_of),
                scope.c.kind == "report",
                scope.c.basis.in_([_OWN, _LEAD]),
                scope.c.known_until.is_(None),
            )
        )
        if not whole:
            statement = statement.where(scope.c.id.in_(sorted(touched.reports | touched.read)))
        kept = {key: basis for key, (_, basis, _) in held.items() if basis in (_OWN, _LEAD)}
        wanted = {} if whole else kept
        wanted["", terms.story(story_id)] = _OWN
        for found in self._all(statement.distinct()):
            if not found.term.startswith("story:"):
                wanted["", found.term] = found.basis
        if is_strong:
            wanted = {key: basis for key, basis in wanted.items() if basis != _LEAD}
        self._set("story", story_id, row.born, {**wanted, **events}, held)

    def _actor(self, actor_id: str) -> None:
        table = schema.actor
        row = self._held_row(table, actor_id, table.c.born, table.c.country)
        held = self._held("actor", actor_id)
        if row is None:
            self._close(held.values())
            return
        own = {terms.actor(actor_id)} | ({terms.country(row.country)} if row.country else set())
        self._set("actor", actor_id, row.born, {("", term): _OWN for term in own}, held)

    # ------------------------------------------------------------------------------ quotes and sentences

    def _read(self, report_id: str) -> None:
        """Hold the quotes and dated sentences of a report's text."""
        row = self._held_row(schema.report, report_id, schema.report.c.value)
        quotes: dict[str, dict[str, Any]] = {}
        sentences: dict[str, dict[str, Any]] = {}
        if row is not None:
            report = unpacked(model.Report, row.value)
            findings = self._findings(report)
            text = schema.text
            words = self._one(sa.select(text.c.words).where(text.c.id == report.text_id))
            if words is None or words.words is None:
                return  # of words that went, what was found in them is not asked again
            if findings is not None:
                quotes = self._quotes(report, findings, words.words)
                sentences = _sentences(report, findings, words.words)
        self._hold(schema.quote, report_id, quotes)
        self._hold(schema.statement, report_id, sentences)

    def _quotes(
        self, report: model.Report, findings: model.Findings, words: str
    ) -> dict[str, dict[str, Any]]:
        chains = sorted({quote.speaker for quote in findings.quotes if quote.speaker})
        table = schema.member
        joined = [f"{report.id}#{chain}" for chain in chains]
        statement = sa.select(table.c.member, table.c.whole).where(
            table.c.kind == "actor", table.c.member.in_(joined), open_in(table, self._as_of)
        )
        actors = {row.member: row.whole for row in self._all(statement)} if joined else {}
        found: dict[str, dict[str, Any]] = {}
        published = report.published.value if report.published else None
        for position, quote in enumerate(findings.quotes):
            said = same_words(" ".join(span.of(words) for span in quote.content))
            speaker = actors.get(f"{report.id}#{quote.speaker}")
            id_ = model.digest("quote", report.id, speaker or "", said)
            found.setdefault(
                id_,
                {
                    "text_id": report.text_id,
                    "position": position,
                    "speaker": speaker,
                    "said": quote.said or published,
                    "grade": quote.grade,
                },
            )
        return found

    def _hold(self, table: sa.Table, report_id: str, wanted: Mapping[str, Mapping[str, Any]]) -> None:
        """Let a report have exactly the rows `wanted`, by ids; those that are held keep when they came."""
        statement = sa.select(table).where(table.c.report == report_id, table.c.known_until.is_(None))
        held = {row.id: row for row in self._all(statement)}
        gone, added = [], []
        for id_, row in held.items():
            if id_ not in wanted or any(row._mapping[name] != value for name, value in wanted[id_].items()):
                gone.append((row.row, "", row.known_from))
        going = {row for row, _, _ in gone}
        fresh = [id_ for id_ in wanted if id_ not in held or held[id_].row in going]
        births = self._births(table, fresh)
        for id_ in fresh:
            born = births.get(id_, self._sequence)
            added.append({"id": id_, "report": report_id, **wanted[id_], "born": born})
        self._close(gone, table)
        self._append(table, added)

    def _births(self, table: sa.Table, ids: list[str]) -> dict[str, int]:
        """Return since when some ids were known before, in whatever report."""
        if not ids:
            return {}
        statement = (
            sa.select(table.c.id, sa.func.min(table.c.born).label("born"))
            .where(table.c.id.in_(ids))
            .group_by(table.c.id)
        )
        return {row.id: row.born for row in self._all(statement)}

    # ------------------------------------------------------------------------------------------------ changes

    def _change(self, change_id: str) -> None:
        """Hold what a watch saw of a change; it is in scope by what its subject is in scope by now."""
        table, scope = schema.change, schema.scope
        row = self._one(
            sa.select(table.c.about_kind, table.c.about_id, table.c.known_from).where(table.c.id == change_id)
        )
        if row is None:
            return
        seen = self._scope_of_change(row.about_kind, row.about_id)
        self._connection.execute(
            sa.update(table).where(table.c.id == change_id).values(scope=packed(seen), grade=seen.grade)
        )
        statement = sa.select(scope.c.unit, scope.c.term, scope.c.basis).where(
            scope.c.kind == row.about_kind, scope.c.id == row.about_id, scope.c.known_until.is_(None)
        )
        about = self._all(statement)
        if row.about_kind == "story":
            own = terms.story(row.about_id)
            about = [*about, _Term("", own, _OWN)]
        self._append(
            scope,
            [
                {
                    "kind": "change",
                    "id": change_id,
                    "unit": it.unit,
                    "term": it.term,
                    "basis": it.basis,
                    "born": row.known_from,
                }
                for it in about
            ],
        )

    def _scope_of_change(self, kind: str, about: str) -> model.ChangeScope:
        if kind == "event":
            row = self._held_row(schema.event, about, schema.event.c.value)
            if row is not None:
                return change_scope(unpacked(model.Event, row.value), self._members_terms(about))
        if kind == "story":
            row = self._held_row(schema.story, about, schema.story.c.value)
            if row is not None:
                return model.ChangeScope(origins=unpacked(model.Story, row.value).origins)
        return model.ChangeScope()

    def _members_terms(self, event_id: str) -> list[str]:
        return [term for (_, term) in self._held("event", event_id)]

    # ------------------------------------------------------------------------------------------------- inside

    def _held(self, kind: str, id_: str) -> dict[Key, tuple[int, str, int]]:
        """Return the open rows of a thing by unit and term: row, basis and since when."""
        table = schema.scope
        statement = sa.select(
            table.c.row, table.c.unit, table.c.term, table.c.basis, table.c.known_from
        ).where(table.c.kind == kind, table.c.id == id_, table.c.known_until.is_(None))
        return {(row.unit, row.term): (row.row, row.basis, row.known_from) for row in self._all(statement)}

    def _set(
        self,
        kind: str,
        id_: str,
        born: int,
        wanted: Mapping[Key, str],
        held: Mapping[Key, tuple[int, str, int]],
    ) -> None:
        self._close([row for key, row in held.items() if wanted.get(key) != row[1]])
        self._append(
            schema.scope,
            [
                {"kind": kind, "id": id_, "unit": unit, "term": term, "basis": basis, "born": born}
                for (unit, term), basis in sorted(wanted.items())
                if (unit, term) not in held or held[unit, term][1] != basis
            ],
        )

    def _close(self, rows: Iterable[tuple[int, str, int]], table: sa.Table = schema.scope) -> None:
        """Close rows; those that this very admission wrote were never seen by anybody, and go."""
        for row, _, known_from in rows:
            mine = table.c.row == row
            if known_from == self._sequence:
                self._connection.execute(sa.delete(table).where(mine))
            else:
                self._connection.execute(sa.update(table).where(mine).values(known_until=self._sequence))

    def _append(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(
                sa.insert(table), [{**row, "known_from": self._sequence} for row in rows]
            )

    def _held_row(self, table: sa.Table, id_: str, *columns: sa.Column[Any]) -> sa.Row[Any] | None:
        return self._one(sa.select(*columns).where(table.c.id == id_, open_in(table, self._as_of)))

    def _whole(self, kind: str, member: str) -> str | None:
        table = schema.member
        row = self._one(
            sa.select(table.c.whole).where(
                table.c.kind == kind, table.c.member == member, open_in(table, self._as_of)
            )
        )
        return None if row is None else row.whole

    def _all(self, statement: sa.Select[Any]) -> list[Any]:
        return list(self._connection.execute(statement).all())

    def _one(self, statement: sa.Select[Any]) -> sa.Row[Any] | None:
        return self._connection.execute(statement.limit(1)).one_or_none()


@dataclass(frozen=True, slots=True)
class _Term:
    unit: str
    term: str
    basis: str


def change_scope(event: model.Event, told: Iterable[str]) -> model.ChangeScope:
    """Return what a watch sees of an event, without words; `told` are the terms that it is in scope by."""
    named = defaultdict(list)
    for term in sorted(told):
        name, _, value = term.partition(":")
        named[name].append(value)
    return model.ChangeScope(
        type=event.type.value,
        mode=event.mode,
        countries=tuple(named["country"]),
        places=tuple(int(value) for value in named["place"] if value.isdigit()),
        source=event.source,
        target=event.target,
        origins=len({*event.origins.own_voice, *event.origins.attributed}),
        grade=event.grade,
        polarity=event.polarity,
        modality=event.modality,
    )


def _own_terms(outlet: str | None, language: str | None) -> set[str]:
    found = {terms.outlet(outlet)} if outlet else set()
    return found | ({terms.language(language)} if language else set())


def _sentences(report: model.Report, findings: model.Findings, words: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for date, precision, span in dated_sentences(findings):
        id_ = model.digest("statement", date, same_words(span.of(words)))
        row = {"text_id": report.text_id, "date": date, "precision": precision}
        found.setdefault(id_, {**row, "start": span.start, "end": span.end})
    return found


def touched_by(connection: sa.Connection) -> dict[int, Touched]:
    """Return what every admission of a floor touched, to derive everything anew."""
    found: dict[int, Touched] = defaultdict(Touched)
    _mentions_touched(connection, found)
    for table, name in ((schema.report, "read"), (schema.story, "stories"), (schema.actor, "actors")):
        for id_, sequence in _written(connection, table):
            getattr(found[sequence], name).add(id_)
    for event_id, sequence in _written(connection, schema.event):
        found[sequence].events[event_id].extend(())
    member, change = schema.member, schema.change
    of_reports = sa.select(member.c.member, member.c.whole, member.c.known_from, member.c.known_until)
    for report, story, begun, ended in connection.execute(of_reports.where(member.c.kind == "report")):
        found[begun].reports.add(report)
        if ended is not None:
            found[ended].left.add(story)
            found[ended].reports.add(report)
    changes = sa.select(change.c.id, change.c.known_from).order_by(change.c.known_from, change.c.position)
    for id_, sequence in connection.execute(changes):
        found[sequence].changes.append(id_)
    return found


def _written(connection: sa.Connection, table: sa.Table) -> Iterator[tuple[str, int]]:
    """Yield the ids of a table with each admission that began or ended a row of them."""
    for id_, begun, ended in connection.execute(
        sa.select(table.c.id, table.c.known_from, table.c.known_until)
    ):
        yield id_, begun
        if ended is not None:
            yield id_, ended


def _mentions_touched(connection: sa.Connection, found: dict[int, Touched]) -> None:
    table = schema.mention
    columns = (table.c.event, table.c.report, table.c.value, table.c.known_from, table.c.known_until)
    for event, report, value, begun, ended in connection.execute(sa.select(*columns)):
        found[begun].events[event].append(unpacked(model.EventMember, value))
        found[begun].reports.add(report)
        if ended is not None:
            found[ended].events[event].extend(())
            found[ended].ended.add(event)
            found[ended].reports.add(report)


def derive_anew(connection: sa.Connection) -> None:
    """Make the derived tables again from everything that the floor was told."""
    for table in (schema.scope, schema.quote, schema.statement):
        connection.execute(sa.delete(table))
    found = touched_by(connection)
    for sequence in sorted(found):
        derive(connection, sequence, found[sequence], as_of=sequence)
