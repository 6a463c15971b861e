"""The search index, filled from what a floor holds already."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the index and put every text into it, under each heading it was seen with."""
    op.create_table(
        "searchable",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text_id", sa.Text(), nullable=False),
        sa.Column("rendition_id", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["known_from"], ["admission.sequence"], name="searchable_known_from_fk"),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name="searchable_text_id_fk"),
        sa.PrimaryKeyConstraint("row", name="searchable_pk"),
        sa.UniqueConstraint("text_id", "heading", name="searchable_text_id_heading_uq"),
    )
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE words USING fts5(heading, body, tokenize = 'unicode61 remove_diacritics 2')"
        )
        _fill(connection)


def _fill(connection: sa.Connection) -> None:
    held = connection.execute(
        sa.text(
            "SELECT rendition.id, text_id, value, rendition.known_from FROM rendition"
            " JOIN text ON text.id = text_id WHERE words IS NOT NULL"
            " ORDER BY rendition.known_from, rendition.id"
        )
    )
    # What the index marks with, and NUL, is blanked, length kept (see search.py).
    blanked = str.maketrans("\ue000\ue001\0", "   ")
    done = set()
    for rendition_id, text_id, value, known_from in held:
        rendition = json.loads(value)
        heading = "\n".join(part for part in (rendition["title"], rendition["standfirst"]) if part)
        if (text_id, heading) in done:
            continue
        done.add((text_id, heading))
        row = len(done)
        connection.execute(
            sa.text("INSERT INTO searchable VALUES (:row, :text_id, :rendition_id, :heading, :known_from)"),
            {
                "row": row,
                "text_id": text_id,
                "rendition_id": rendition_id,
                "heading": heading,
                "known_from": known_from,
            },
        )
        words = connection.scalar(sa.text("SELECT words FROM text WHERE id = :id"), {"id": text_id})
        connection.execute(
            sa.text("INSERT INTO words (rowid, heading, body) VALUES (:row, :heading, :body)"),
            {"row": row, "heading": heading.translate(blanked), "body": words.translate(blanked)},
        )
