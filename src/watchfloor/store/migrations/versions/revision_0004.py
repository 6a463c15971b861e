"""Which sources were followed when, and the spells in which each was read; items and sites know their age."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NOW_KNOWN = "SELECT sequence, known FROM admission ORDER BY sequence DESC LIMIT 1"


def upgrade() -> None:
    """Make the tables, and fill them from the sources and visits that the floor holds."""
    op.create_table(
        "watched",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("born", sa.BigInteger(), nullable=False),
        sa.Column("born_order", sa.BigInteger(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("row", name="watched_pk"),
        sa.ForeignKeyConstraint(["born"], ["admission.sequence"], name="watched_born_fk"),
        sa.ForeignKeyConstraint(["known_from"], ["admission.sequence"], name="watched_known_from_fk"),
        sa.ForeignKeyConstraint(["known_until"], ["admission.sequence"], name="watched_known_until_fk"),
    )
    op.create_index("watched_id", "watched", ["id", "known_from"])
    is_open = sa.text("known_until IS NULL")
    op.create_index(
        "watched_open", "watched", ["id"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_table(
        "spell",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("begun", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("fresh", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("row", name="spell_pk"),
    )
    op.create_index("spell_source", "spell", ["source_id", "begun"])
    op.create_index("visit_at", "visit", ["at"])
    op.add_column("item", sa.Column("listed", sa.Text(), nullable=True))
    op.add_column("site", sa.Column("asked", sa.Text(), nullable=True))
    connection = op.get_bind()
    _follow(connection)
    _spell(connection)


def _follow(connection: sa.Connection) -> None:
    """Let every source be followed since the first admission after it was added."""
    held = connection.execute(
        sa.text("SELECT id, value, json_extract(value, '$.added') AS added FROM source ORDER BY id")
        if connection.dialect.name == "sqlite"
        else sa.text("SELECT id, value, value::json->>'added' AS added FROM source ORDER BY id")
    ).all()
    first = sa.text("SELECT min(sequence) FROM admission WHERE known >= :added")
    for place, row in enumerate(held):
        sequence = connection.scalar(first, {"added": row.added or ""}) or _admitted(connection, row.added)
        connection.execute(
            sa.text(
                "INSERT INTO watched (id, value, born, born_order, known_from)"
                " VALUES (:id, :value, :sequence, :place, :sequence)"
            ),
            {"id": row.id, "value": row.value, "sequence": sequence, "place": 1_000_000 + place},
        )


def _admitted(connection: sa.Connection, added: str | None) -> int:
    """Append one admission for what was added after the last one, and return its number."""
    last = connection.execute(sa.text(_NOW_KNOWN)).one_or_none()
    moment = max(added or "", last.known if last else "") or "1970-01-01T00:00:00.000000Z"
    if len(moment) == len("2026-02-01T08:00:00Z"):
        moment = moment.replace("Z", ".000000Z")
    sequence = last.sequence + 1 if last else 1
    connection.execute(
        sa.text("INSERT INTO admission VALUES (:sequence, :at, :at, :at, 'act', 'sources followed')"),
        {"sequence": sequence, "at": moment},
    )
    return int(sequence)


def _spell(connection: sa.Connection) -> None:
    """Sum up the visits of each source: one row for as long as it stayed as it was."""
    visits = connection.execute(sa.text("SELECT * FROM visit ORDER BY source_id, row")).all()
    spells: list[dict[str, object]] = []
    for visit in visits:
        last = spells[-1] if spells else {}
        if last.get("source_id") == visit.source_id and last.get("status") == visit.status:
            last["last"] = max(str(last["last"]), visit.at)
            last["visits"] = int(str(last["visits"])) + 1
            last["fresh"] = int(str(last["fresh"])) + visit.fresh
            last["note"] = visit.note
            continue
        spells.append(
            {"source_id": visit.source_id, "status": visit.status, "begun": visit.at, "last": visit.at,
             "visits": 1, "fresh": visit.fresh, "note": visit.note}
        )  # fmt: skip
    for spell in spells:
        connection.execute(
            sa.text(
                "INSERT INTO spell (source_id, status, begun, last, visits, fresh, note)"
                " VALUES (:source_id, :status, :begun, :last, :visits, :fresh, :note)"
            ),
            spell,
        )
