"""What is counted of a story's reports is kept, so that one more report does not read the others."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the table; it fills as stories are told."""
    op.create_table(
        "story_tally",
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("known_from", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("story_id", name="story_tally_pk"),
    )
