"""What a thing is in scope by is found by its id first."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the index anew."""
    op.drop_index("scope_thing", "scope")
    op.create_index("scope_thing", "scope", ["id", "kind", "unit", "term"])
