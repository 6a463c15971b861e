"""The quotes and dated sentences of reports, as lists ask for them; words stay in `text`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from watchfloor import model
from watchfloor.dated import dated_sentences, same_words
from watchfloor.store import schema
from watchfloor.store.derived_rows import Rows
from watchfloor.store.values import unpacked


def findings_key(report: model.Report) -> str:
    """Return the key of what was read in the text of a report."""
    published = report.published.value if report.published else ""
    return model.digest("findings", report.text_id, published, report.outlet or "")


def hold_parts(rows: Rows, reports: Iterable[str]) -> None:
    """Hold the quotes and dated sentences of what some reports tell now; of words that went, leave them."""
    values = rows.held(schema.report, ("id", "value", "born"), "id", reports)
    since = {row.id: row.born for row in values}
    told: dict[str, model.Report] = {row.id: unpacked(model.Report, row.value) for row in values}
    keys: dict[str, str] = {report.id: findings_key(report) for report in told.values()}
    read = {
        row.id: unpacked(model.Findings, row.value)
        for row in rows.held(schema.findings, ("id", "value"), "id", keys.values())
    }
    text_ids = [report.text_id for report in told.values()]
    texts = {row.id: row for row in rows.held(schema.text, ("id", "words", "known_from"), "id", text_ids)}
    for report_id in sorted(set(reports)):
        report = told.get(report_id)
        if report is None:
            _hold(rows, schema.quote, report_id, {}, since=0)
            _hold(rows, schema.statement, report_id, {}, since=0)
            continue
        findings, text = read.get(keys[report_id]), texts.get(report.text_id)
        if text is not None and text.words is not None:
            known = min(since[report_id], text.known_from)
            quotes, sentences = (
                _quotes(rows, report, findings, text.words),
                _sentences(report, findings, text.words),
            )
            _hold(rows, schema.quote, report_id, quotes, since=known)
            _hold(rows, schema.statement, report_id, sentences, since=known)


def _quotes(
    rows: Rows, report: model.Report, findings: model.Findings | None, words: str
) -> dict[str, dict[str, Any]]:
    if findings is None:
        return {}
    chains = {f"{report.id}#{quote.speaker}" for quote in findings.quotes if quote.speaker}
    members = rows.held(schema.member, ("member", "whole"), "member", chains, kind="actor")
    actors = {row.member: row.whole for row in members}
    published = report.published.value if report.published else None
    found: dict[str, dict[str, Any]] = {}
    for position, quote in enumerate(findings.quotes):
        said = same_words(" ".join(span.of(words) for span in quote.content))
        speaker = actors.get(f"{report.id}#{quote.speaker}")
        id_ = model.digest("quote", report.id, speaker or "", said)
        row = {"position": position, "speaker": speaker, "said": quote.said or published}
        found.setdefault(id_, {"text_id": report.text_id, **row, "grade": quote.grade})
    return found


def _sentences(
    report: model.Report, findings: model.Findings | None, words: str
) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for date, precision, span in dated_sentences(findings) if findings else ():
        id_ = model.digest("statement", date, same_words(span.of(words)))
        row = {"text_id": report.text_id, "date": date, "precision": precision}
        found.setdefault(id_, {**row, "start": span.start, "end": span.end})
    return found


def _hold(
    rows: Rows, table: sa.Table, report_id: str, wanted: Mapping[str, Mapping[str, Any]], *, since: int
) -> None:
    """Let a report have exactly the rows `wanted`, by ids; it and its text are known `since` an admission.

    Those that are held keep when they came.
    """
    columns = [column.name for column in table.c if column.name != "known_until"]
    held = {row.id: row for row in rows.held(table, columns, "report", [report_id])}
    gone = {
        id_: row
        for id_, row in held.items()
        if id_ not in wanted or any(row._mapping[name] != value for name, value in wanted[id_].items())
    }
    fresh = [id_ for id_ in wanted if id_ not in held or id_ in gone]
    births = dict.fromkeys(fresh, rows.sequence) | _births(rows, table, fresh)
    late = {id_: born if born > since else None for id_, born in births.items()}
    rows.close(table, gone.values())
    rows.append(
        table,
        [
            {"id": id_, "report": report_id, **wanted[id_], "born": births[id_], "late": late[id_]}
            for id_ in fresh
        ],
    )


def _births(rows: Rows, table: sa.Table, ids: list[str]) -> dict[str, int]:
    """Return since when some ids were known before, in whatever report."""
    if not ids:
        return {}
    statement = (
        sa.select(table.c.id, sa.func.min(table.c.born).label("born"))
        .where(table.c.id.in_(ids))
        .group_by(table.c.id)
    )
    return {row.id: row.born for row in rows.connection.execute(statement)}
