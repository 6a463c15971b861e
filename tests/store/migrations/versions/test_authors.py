"""Revision 0037: what was held before is asked for by the agency that texts name, as what came since is."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from tests.store.before import set_back
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.answer.queries import ask
from watchfloor.ingest import rendition_of_line
from watchfloor.model import LabelledSource, OwnTable, Scope, SourceLabel
from watchfloor.store import Store, schema
from watchfloor.store.own_tables import source_labels_of

AT = "2026-03-03T00:00:00Z"
TOLD = (
    "LIMA (Reuters) - Gunmen killed four dockers at the port of Callao on Monday, police said.",
    "Four dockers were shot dead by gunmen in Callao on Monday, their union said.",
    "NAIROBI (Reuters) - Thousands protested in Nairobi on Monday over the price of bread.",
    "An earthquake killed 12 people in Antofagasta, Chile on Monday.",
)
LABELS = (
    LabelledSource(line=2, source="Reuters", label=SourceLabel.AGENCY),
    LabelledSource(line=3, source="Outlet 3", label=SourceLabel.AGENCY),
)


def rows(store: Store) -> list[tuple[object, ...]]:
    table = schema.scope
    columns = (table.c.kind, table.c.id, table.c.unit, table.c.term, table.c.basis, table.c.born)
    dated = (table.c.known_from, table.c.known_until)
    wanted = sa.select(*columns, *dated).where(table.c.term.like("author:%"))
    return sorted((tuple(row) for row in store.rows(wanted)), key=repr)


def test_the_rows_of_agencies_are_made_of_those_of_stories(tmp_path: Path) -> None:
    given = [
        rendition_of_line(
            {
                "title": f"News {number}",
                "text": text,
                "outlet": f"Outlet {number}",
                "published": "2026-03-02",
            },
            arrived=AT,
        )
        for number, text in enumerate(TOLD)
    ]
    with Store.create(tmp_path) as store:
        list(Floor(store, ()).take(given, arrival=lambda _: AT))
        with store.admission(arrived=AT, kind="tables", what="labels.csv") as admission:
            admission.save_own_table(OwnTable(name="labels", digest="1", labels=LABELS))
        fresh = rows(store)
        with store.transaction() as connection:
            connection.execute(sa.delete(schema.scope).where(schema.scope.c.term.like("author:%")))
            set_back(connection, "0036")
    assert {row[0] for row in fresh} == {"event", "story", "report", "change"}
    with Store.upgrade(tmp_path) as store:
        assert rows(store) == fresh
        labels = source_labels_of(store)
        counted = {it.id for it in store.reports() if SourceLabel.AGENCY in labels.of_report(it)}
        found = {row.value.id for row in ask(store, "reports", Scope(labels=("agency",))).rows}
        assert found == counted
        assert len(found) == 3, "two texts name the agency, one outlet is called one"
