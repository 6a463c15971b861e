"""Questions are answered from indexes: what is in scope by what, quotes, dated sentences, newest first."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_NEWEST = {
    "report": ("published",),
    "story": ("first", "last"),
    "actor": ("public",),
    "event": ("grade", "start", "end"),
    "quote": ("grade", "said"),
    "statement": ("date",),
}


def upgrade() -> None:
    """Make columns, tables and indexes; `scoping.derive_anew` fills the tables when all revisions ran."""
    op.add_column("event", sa.Column("grade", sa.Text(), nullable=True))
    op.add_column("actor", sa.Column("public", sa.Boolean(), nullable=True))
    op.add_column("change", sa.Column("at", sa.Text(), nullable=True))
    op.add_column("change", sa.Column("scope", sa.Text(), nullable=True))
    op.add_column("change", sa.Column("grade", sa.Text(), nullable=True))
    _make_scope()
    _make_found(
        "quote",
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=False),
    )
    _make_found(
        "statement",
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
    )
    for table, columns in _NEWEST.items():
        newest: tuple[str | sa.TextClause, ...] = (
            sa.text("born DESC"),
            "id",
            "known_from",
            "known_until",
            *columns,
        )
        op.create_index(f"{table}_newest", table, newest)
    op.create_index("report_published", "report", ["published"])
    op.create_index("report_read", "report", ["known_until", "known_from", "language", "published"])
    op.create_index("story_first", "story", ["first"])
    op.create_index("actor_named", "actor", [sa.text("lower(name)")])
    op.create_index("event_start", "event", ["start"])
    op.create_index("mention_report", "mention", ["report"])
    op.create_index("quote_speaker", "quote", ["speaker", "born"])
    op.create_index("statement_date", "statement", ["date"])
    op.create_index("change_newest", "change", [sa.text("known_from DESC"), "id", "grade", "at"])
    _fill()


def _key() -> sa.Column[int]:
    return sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _make_scope() -> None:
    op.create_table(
        "scope",
        _key(),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "id", "unit", "term", "basis")),
        sa.Column("born", sa.BigInteger(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("row", name="scope_pk"),
    )
    columns = ("kind", "term", sa.text("born DESC"), "id", "unit", "basis", "known_from", "known_until")
    op.create_index("scope_term", "scope", columns)
    op.create_index("scope_thing", "scope", ["kind", "id", "term"])
    op.create_index("scope_unit", "scope", ["unit", "kind"])


def _make_found(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        _key(),
        *(sa.Column(column, sa.Text(), nullable=False) for column in ("id", "report", "text_id")),
        *columns,
        sa.Column("born", sa.BigInteger(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("row", name=f"{name}_pk"),
    )
    op.create_index(f"{name}_id", name, ["id"])
    op.create_index(f"{name}_report", name, ["report"])
    op.create_index(f"{name}_text", name, ["text_id"])


def _fill() -> None:
    """Promote what lists ask for out of the values."""
    connection = op.get_bind()
    for table, key, column, default in (
        ("event", "row", "grade", "strong"),
        ("actor", "row", "public", True),
        ("change", "id", "at", None),
    ):
        written = sa.table(table, *(sa.column(name) for name in (key, "value", column)))
        for row in connection.execute(sa.select(written.c[key].label("key"), written.c.value)).all():
            value = json.loads(row.value).get(column, default)
            mine = written.c[key] == row.key
            connection.execute(sa.update(written).where(mine).values({column: value}))
