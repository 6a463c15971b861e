"""The pages of every list, with what stands in them: what questions are answered with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from watchfloor import model
from watchfloor.model import ChangeId, RenditionId, ReportId, Scope, StoryId, TextId
from watchfloor.store import schema
from watchfloor.store.admission import findings_id
from watchfloor.store.ledger import open_in
from watchfloor.store.moments import shown
from watchfloor.store.queries import FoundRow, PageEnd, find, page
from watchfloor.store.search import parsed, snippet
from watchfloor.store.values import Hit, unpacked

if TYPE_CHECKING:
    from watchfloor.store.held_values import AsOf
    from watchfloor.store.readers import Readers

Order = Literal["newest", "best"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteHeld:
    """A quote with the findings that it is one of and the report that has it; `speaker` is an actor's id."""

    id: str
    report: ReportId
    text_id: TextId
    speaker: str | None
    quote: model.Quote
    findings: model.Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A dated sentence, with the words of each report that has it."""

    id: str
    date: str
    precision: model.DatePrecision
    evidence: tuple[model.Evidence, ...]


class Answers:
    """What a store answers to questions; every moment asked about is `scope.as_of`."""

    def __init__(self, store: Readers) -> None:
        self._store = store

    def page(self, kind: str, scope: Scope, *, limit: int, after: PageEnd | None = None) -> list[FoundRow]:
        """Return at most `limit` of what is in `scope`, newest known first, after a place.

        `kind` is a list: "reports", "stories", "events", "quotes", "changes", "actors", "timeline".
        """
        with self._store.reading() as connection, suppress(UnicodeEncodeError):
            asked = replace(scope, as_of=self._store.sequence_of(scope.as_of))
            return page(connection, kind, asked, limit=limit, after=after)
        return []  # asked for a lone surrogate, which nothing that is stored holds

    def known(self, admissions: Iterable[int]) -> dict[int, str]:
        """Return when some admissions became known."""
        table = schema.admission
        wanted = sorted(set(admissions))
        statement = sa.select(table.c.sequence, table.c.known).where(table.c.sequence.in_(wanted))
        return {row.sequence: shown(row.known) for row in self._rows(statement)}

    def changes(self, ids: Sequence[ChangeId]) -> list[tuple[model.Change, str | None]]:
        """Return changes in the order of `ids`, each with the grade of the event that it was about."""
        table = schema.change
        statement = sa.select(table.c.id, table.c.value, table.c.grade).where(table.c.id.in_(ids))
        found = {row.id: (unpacked(model.Change, row.value), row.grade) for row in self._rows(statement)}
        return [found[id_] for id_ in ids if id_ in found]

    def change_scope(self, change_id: ChangeId) -> model.ChangeScope | None:
        """Return the scope that was stored with a change for watches; None for an unknown change."""
        table = schema.change
        rows = self._rows(sa.select(table.c.scope).where(table.c.id == change_id))
        return unpacked(model.ChangeScope, rows[0].scope) if rows and rows[0].scope else None

    def quotes(self, ids: Sequence[str], *, as_of: AsOf = None) -> list[QuoteHeld]:
        """Return quotes in the order of `ids`; those whose findings are not held then are left out."""
        last = self._store.sequence_of(as_of)
        table = schema.quote
        rows = {
            row.id: row
            for row in self._rows(sa.select(table).where(table.c.id.in_(ids), open_in(table, last)))
        }
        reports = self._store.held_values(
            "report", model.Report, sorted({it.report for it in rows.values()}), last
        )
        keys = {
            id_: findings_id(it.text_id, it.published.value if it.published else None, it.outlet)
            for id_, it in reports.items()
        }
        findings = self._store.held_values("findings", model.Findings, sorted(keys.values()), last)
        found = []
        for row in (rows[id_] for id_ in ids if id_ in rows):
            read = findings.get(keys.get(row.report, ""))
            if read is not None and read.text_id == row.text_id and row.position < len(read.quotes):
                found.append(
                    QuoteHeld(
                        id=row.id,
                        report=row.report,
                        text_id=row.text_id,
                        speaker=row.speaker,
                        quote=read.quotes[row.position],
                        findings=read,
                    )
                )
        return found

    def statements(self, ids: Sequence[str], *, as_of: AsOf = None) -> list[Statement]:
        """Return dated sentences in the order of `ids`, each with all reports that have it."""
        table = schema.statement
        last = self._store.sequence_of(as_of)
        statement = sa.select(table).where(table.c.id.in_(ids), open_in(table, last))
        rows: dict[str, list[Any]] = {}
        for row in self._rows(statement.order_by(table.c.report, table.c.start)):
            rows.setdefault(row.id, []).append(row)
        return [
            Statement(
                id=id_,
                date=rows[id_][0].date,
                precision=rows[id_][0].precision,
                evidence=tuple(
                    model.Evidence(report=it.report, text_id=it.text_id, span=model.Span(it.start, it.end))
                    for it in rows[id_]
                ),
            )
            for id_ in ids
            if id_ in rows
        ]

    def texts(self, ids: Iterable[TextId]) -> dict[TextId, str]:
        """Return the words of some texts; those that were removed are left out."""
        table = schema.text
        statement = sa.select(table.c.id, table.c.words).where(
            table.c.id.in_(sorted(set(ids))), table.c.words.is_not(None)
        )
        return {row.id: row.words for row in self._rows(statement)}

    def reports_in(self, stories: Sequence[StoryId], *, as_of: AsOf = None) -> dict[str, int]:
        """Return how many reports some stories have."""
        table, last = schema.member, self._store.sequence_of(as_of)
        statement = (
            sa.select(table.c.whole, sa.func.count().label("count"))
            .where(table.c.kind == "report", table.c.whole.in_(stories), open_in(table, last))
            .group_by(table.c.whole)
        )
        return {row.whole: row.count for row in self._rows(statement)}

    def stories_told_since(self, day: str, *, as_of: AsOf = None) -> set[str]:
        """Return the stories of which something was told since a day, and those without a day."""
        table, last = schema.story, self._store.sequence_of(as_of)
        recent = sa.or_(table.c.last >= day, table.c.last.is_(None))
        return {row.id for row in self._rows(sa.select(table.c.id).where(open_in(table, last), recent))}

    def reports_of(
        self, renditions: Iterable[RenditionId], *, as_of: AsOf = None
    ) -> dict[RenditionId, ReportId]:
        """Return the reports that some renditions belong to."""
        table, last = schema.member, self._store.sequence_of(as_of)
        statement = sa.select(table.c.member, table.c.whole).where(
            table.c.kind == "rendition", table.c.member.in_(sorted(set(renditions))), open_in(table, last)
        )
        return {row.member: row.whole for row in self._rows(statement)}

    def judged(
        self, kind: str, ids: Sequence[str], *, as_of: AsOf = None
    ) -> dict[str, list[model.Judgement]]:
        """Return what people decided on some things of one kind, oldest first."""
        table, last = schema.judgement, self._store.sequence_of(as_of)
        statement = sa.select(table.c.about_id, table.c.value).where(
            table.c.about_kind == kind, table.c.about_id.in_(ids)
        )
        if last is not None:
            statement = statement.where(table.c.known_from <= last)
        found: dict[str, list[model.Judgement]] = {}
        for row in self._rows(statement.order_by(table.c.known_from, table.c.id)):
            found.setdefault(row.about_id, []).append(unpacked(model.Judgement, row.value))
        return found

    def hits(
        self, scope: Scope, *, limit: int, after: PageEnd | None = None, order: Order = "newest"
    ) -> list[Hit]:
        """Return the texts that hold the words of a scope, each once: newest known first, or best first."""
        last = self._store.sequence_of(scope.as_of)
        query = parsed(scope.words or "")
        if not query.groups:
            return []
        with self._store.reading() as connection, suppress(UnicodeEncodeError):
            rows = find(
                connection, replace(scope, as_of=last), limit=limit, after=after, best=order == "best"
            )
            marks = {match.row: match for match in self._store.backend.index.marked(connection, query, rows)}
            table = schema.searchable
            statement = (
                sa.select(table, schema.text.c.words)
                .join(schema.text, schema.text.c.id == table.c.text_id)
                .where(table.c.row.in_(rows))
            )
            held = {row.row: row for row in connection.execute(statement)}
            return [_hit(held[row], marks[row]) for row in rows if row in held and row in marks]
        return []

    def _rows(self, statement: sa.Select[Any]) -> list[Any]:
        with self._store.reading() as connection:
            return list(connection.execute(statement).all())


def _hit(row: Any, match: Any) -> Hit:
    title, _, _ = row.heading.partition("\n")
    return Hit(
        text_id=row.text_id,
        rendition=row.rendition_id,
        title=title,
        title_marks=tuple(mark for mark in match.heading_marks if mark.end <= len(title)),
        snippet=snippet(row.words, match.marks),
        marks=match.marks,
        row=row.row,
        known_from=row.known_from,
    )
