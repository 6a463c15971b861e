"""Revision 0036: what a floor held before is asked for by its contexts as what came since is."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from tests.store.before import set_back
from watchfloor.engine.admit.admission import Floor
from watchfloor.ingest import rendition_of_line
from watchfloor.model import EventId, Scope
from watchfloor.store import Store, schema

AT = "2026-03-03T00:00:00Z"
TOLD = (
    "A court in Lima sentenced the dockers' leader Ramiro Ulloa to four years in prison on Monday.",
    "The dockers' leader Ramiro Ulloa was sentenced to four years in prison by a court in Lima on Monday.",
    "An earthquake killed 12 people in Antofagasta, Chile on Monday.",
    "Thousands protested in Nairobi on Monday over the price of bread.",
)


def rows(store: Store) -> list[tuple[object, ...]]:
    table = schema.scope
    columns = (table.c.kind, table.c.id, table.c.unit, table.c.term, table.c.basis, table.c.born)
    dated = (table.c.known_from, table.c.known_until)
    wanted = sa.select(*columns, *dated).where(table.c.term.like("context:%"))
    return sorted((tuple(row) for row in store.rows(wanted)), key=repr)


def test_the_rows_of_contexts_are_made_of_those_of_types(tmp_path: Path) -> None:
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
        fresh = rows(store)
        with store.transaction() as connection:
            connection.execute(sa.delete(schema.scope).where(schema.scope.c.term.like("context:%")))
            set_back(connection, "0035")
    assert {row[0] for row in fresh} == {"event", "story", "report", "change"}
    with Store.upgrade(tmp_path) as store:
        assert rows(store) == fresh
        found = store.answers.page("events", Scope(contexts=("legal",)), limit=9)
        assert [store.events(ids=[EventId(it.id)])[0].contexts for it in found] == [("legal",)]
