"""What the grouping window remembers of its renditions: a start reads the window and nothing older."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table; the first writer fills it from the signatures that the floor holds."""
    op.create_table(
        "remembered",
        sa.Column("rendition_id", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("rendition_id", name="remembered_pk"),
        sa.ForeignKeyConstraint(["rendition_id"], ["rendition.id"], name="remembered_rendition_id_fk"),
    )
    op.create_index("remembered_number", "remembered", ["number"])
