"""Floors of older versions come along; floors of newer ones are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.schema import CreateIndex, CreateTable

from tests.store.floor import admit, arrived, clock, rendition
from tests.store.test_crash import first_revision
from watchfloor.errors import StoreError
from watchfloor.store import Sources, Store, diagnose, schema, upgrade
from watchfloor.store.backends import backend_at, backend_of
from watchfloor.store.fresh_tables import REVISION
from watchfloor.store.values import packed

pytestmark = pytest.mark.usefixtures("each_sqlite")

_PLAIN = str.maketrans({'"': None, "(": " ", ")": " "})


def tables(store: Store) -> dict[str, list[str]]:
    """Return each table and index with the parts of its definition, in an order of their own."""
    with store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {row.name: sorted(row.sql.translate(_PLAIN).replace(",", " , ").split()) for row in rows}


def test_migrations_make_the_tables_that_the_code_speaks_of(tmp_path: Path) -> None:
    backend = backend_at(tmp_path)
    backend.make()
    with backend.connect(write=True) as connection:
        upgrade.upgrade(connection)
    made = tmp_path / "made"
    with Store.open(tmp_path) as migrated, Store.create(made) as born, Store.memory() as fleeting:
        of_revisions, of_code = tables(migrated), tables(born)
        assert "alembic_version" in of_revisions.keys() & of_code.keys()
        del of_revisions["alembic_version"], of_code["alembic_version"]
        assert of_revisions == of_code == tables(fleeting)


def test_the_tables_are_those_of_other_databases_too() -> None:
    other = sa.make_url("postgresql://").get_dialect()()
    for table in schema.metadata.sorted_tables:
        assert table.name in str(CreateTable(table).compile(dialect=other))
        for index in table.indexes:
            CreateIndex(index).compile(dialect=other)
    partial = next(index for index in schema.story.indexes if index.name == "story_open")
    assert str(CreateIndex(partial).compile(dialect=other)).endswith("known_until IS NULL")


def test_the_newest_revision_is_the_one_named_in_the_code() -> None:
    script = ScriptDirectory(str(Path(upgrade.__file__).parent / "migrations"))
    assert script.get_current_head() == REVISION
    assert [revision.revision for revision in script.walk_revisions()][-1] == "0001"


def test_a_floor_of_the_first_revision_becomes_searchable(tmp_path: Path) -> None:
    first_revision(tmp_path)
    given = rendition(0)
    with backend_at(tmp_path / "floor.sqlite").connect(write=True) as connection, connection.begin():
        for statement, values in (
            ("INSERT INTO admission VALUES (1, :at, :at, :at, 'rendition', '0.txt')", {"at": arrived(0)}),
            (
                "INSERT INTO text (id, words, length, known_from) VALUES (:id, :words, :length, 1)",
                {"id": given.text_id, "words": given.text, "length": len(given.text)},
            ),
            (
                "INSERT INTO rendition VALUES (:id, :text, NULL, NULL, NULL, NULL, :value, '', 1)",
                {"id": given.id, "text": given.text_id, "value": packed(given)},
            ),
        ):
            connection.execute(sa.text(statement), values)
    with pytest.raises(StoreError, match=rf"revision 0001, not {REVISION}; run `watchfloor upgrade`"):
        Store.open(tmp_path)
    assert "watchfloor upgrade" in diagnose(tmp_path)[0].remedy
    with Store.upgrade(tmp_path) as store:
        assert [hit.title for hit in store.search("harbour part")] == ["Strike, part 0"]
        assert not store.knows_rendition(rendition(1).id)
        assert admit(store, 1)
    with Store.upgrade(tmp_path) as store:
        assert len(store.search("harbour")) == 2


def test_a_floor_of_the_third_revision_knows_what_it_followed_and_how_that_did(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    path.touch()
    value = '{"id": "%s", "url": "https://%s.example/", "kind": "feed", "added": "%s"}'
    with backend_at(path).connect(write=True) as connection:
        upgrade.upgrade(connection, "0003")
        with backend_of(connection).transaction(connection):
            connection.execute(
                sa.text("INSERT INTO admission VALUES (1, :at, :at, :at, 'rendition', 'a')"),
                {"at": "2026-02-02T08:00:00.000000Z"},
            )
            for name, added in (("early", "2026-02-01T08:00:00Z"), ("late", "2026-02-05T08:00:00Z")):
                row = {"id": name, "value": value % (name, name, added)}
                connection.execute(
                    sa.text("INSERT INTO source VALUES (:id, 'https://' || :id, :value, '{}', NULL)"), row
                )
            for day, status in ((1, "healthy"), (2, "healthy"), (3, "failing"), (4, "healthy")):
                connection.execute(
                    sa.text(
                        "INSERT INTO visit (source_id, at, status, found, fresh, note)"
                        " VALUES ('early', :at, :status, 3, 1, :status)"
                    ),
                    {"at": f"2026-02-0{day}T08:00:00.000000Z", "status": status},
                )
    with Store.upgrade(tmp_path) as store:
        sources = Sources(store)
        assert [it.id for it in sources.followed(as_of="2026-02-01")] == []  # the log begins later
        assert [it.id for it in sources.followed(as_of="2026-02-02")] == ["early"]
        assert [it.id for it in sources.followed(as_of="2026-02-05")] == ["early", "late"]
        assert [(it.status, it.visits) for it in sources.spells()] == [
            ("healthy", 2),
            ("failing", 1),
            ("healthy", 1),
        ]
        assert [row["known"] for row in store.admissions()][-1] == "2026-02-05T08:00:00Z"


def test_a_floor_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    Store.create(tmp_path, clock=clock).close()
    with backend_at(tmp_path / "floor.sqlite").connect(write=True) as connection, connection.begin():
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for opening in (Store.open, Store.create):
        with pytest.raises(StoreError, match="newer Watchfloor"):
            opening(tmp_path)


def test_making_a_floor_twice_keeps_it(tmp_path: Path) -> None:
    with Store.create(tmp_path) as store:
        admit(store, 0)
    with Store.create(tmp_path) as store:
        assert store.counts()["rendition"] == 1
