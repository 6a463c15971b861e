"""What partners give: which row of which share was read when, and what was made of it."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Make the table."""
    is_open = sa.text("known_until IS NULL")
    op.create_table(
        "received",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("partner", "share", "kind", "id")),
        sa.Column("rendition_id", sa.Text, nullable=False),
        sa.Column("known_from", sa.BigInteger, nullable=False),
        sa.Column("known_until", sa.BigInteger),
        sa.ForeignKeyConstraint(["rendition_id"], ["rendition.id"], name="received_rendition_id_fk"),
        *(
            sa.ForeignKeyConstraint([name], ["admission.sequence"], name=f"received_{name}_fk")
            for name in ("known_from", "known_until")
        ),
        sa.PrimaryKeyConstraint("row", name="received_pk"),
    )
    op.create_index("received_rendition_id", "received", ["rendition_id"])
    op.create_index(
        "received_open",
        "received",
        ["partner", "share", "kind", "id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
