"""A hash chain over the log; for a floor that is there already it begins with what comes next."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the seals, and where they begin."""
    op.add_column("admission", sa.Column("seal", sa.Text))
    op.create_table(
        "chain_head",
        sa.Column("only", sa.BigInteger, autoincrement=False),
        sa.Column("begun", sa.BigInteger, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("only", name="chain_head_pk"),
    )
    op.execute(
        "INSERT INTO chain_head (only, begun, sequence, seal) "
        "SELECT 1, max(sequence), max(sequence), '' FROM admission HAVING max(sequence) IS NOT NULL"
    )
