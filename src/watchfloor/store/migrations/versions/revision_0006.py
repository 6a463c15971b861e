"""What was fetched is kept whole, is read again, and stays away once it was withheld."""

import hashlib
import re

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_DIGEST = re.compile("[0-9a-f]{16}")


def upgrade() -> None:
    """Make the tables; link the bytes that are kept to the renditions that were read in them."""
    op.add_column("body", sa.Column("base", sa.Text(), nullable=True))
    op.create_index("body_base", "body", ["base"])
    for name in ("kind", "content_type", "final"):
        op.add_column("fetched", sa.Column(name, sa.Text(), nullable=True))
    op.create_table(
        "read_in",
        sa.Column("rendition_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("body_id", sa.Text(), nullable=False),
        sa.Column("text_id", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("rendition_id", "url", "body_id", name="read_in_pk"),
    )
    op.create_index("read_in_text", "read_in", ["text_id"])
    op.create_index("read_in_body", "read_in", ["body_id"])
    _make_readings()
    _make_kept_away()
    here = sa.text("removed IS NULL")
    op.create_index("text_here", "text", ["known_from"], sqlite_where=here, postgresql_where=here)
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE fetched SET kind = 'page', final = url"))
    connection.execute(
        sa.text(
            "INSERT INTO read_in (rendition_id, url, body_id, text_id)"
            " SELECT rendition.id, fetched.url, fetched.body_id, fetched.text_id FROM fetched"
            " JOIN rendition ON rendition.text_id = fetched.text_id"
        )
    )
    _digest_items(connection)


def _make_readings() -> None:
    op.create_table(
        "reading",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("text_id", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("born", sa.BigInteger(), nullable=False),
        sa.Column("born_order", sa.BigInteger(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("row", name="reading_pk"),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name="reading_text_id_fk"),
        sa.ForeignKeyConstraint(["born"], ["admission.sequence"], name="reading_born_fk"),
        sa.ForeignKeyConstraint(["known_from"], ["admission.sequence"], name="reading_known_from_fk"),
        sa.ForeignKeyConstraint(["known_until"], ["admission.sequence"], name="reading_known_until_fk"),
    )
    is_open = sa.text("known_until IS NULL")
    op.create_index("reading_id", "reading", ["id", "known_from"])
    op.create_index("reading_alias", "reading", ["alias"])
    op.create_index(
        "reading_open", "reading", ["id"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_table(
        "rereading",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("begun", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("rendition_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name="rereading_pk"),
    )


def _make_kept_away() -> None:
    op.create_table(
        "kept_away",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("sample", sa.Text(), nullable=True),
        sa.Column("shown", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.Column("known_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("row", name="kept_away_pk"),
        sa.ForeignKeyConstraint(["known_from"], ["admission.sequence"], name="kept_away_known_from_fk"),
        sa.ForeignKeyConstraint(["known_until"], ["admission.sequence"], name="kept_away_known_until_fk"),
    )
    op.create_index("kept_away_key", "kept_away", ["kind", "key"])


def _digest_items(connection: sa.Connection) -> None:
    """Keep digests of what sources call their items: addresses tell whom an article is about."""
    for row in connection.execute(sa.text("SELECT source_id, key FROM item")).all():
        if _DIGEST.fullmatch(row.key):
            continue
        digest = hashlib.sha256(b"item\0" + row.key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        connection.execute(
            sa.text("UPDATE item SET key = :digest WHERE source_id = :source_id AND key = :key"),
            {"digest": digest, "source_id": row.source_id, "key": row.key},
        )
