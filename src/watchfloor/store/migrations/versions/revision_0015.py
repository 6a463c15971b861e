"""What a thing has of its own is found apart from what its events say."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the index anew."""
    op.drop_index("scope_thing", "scope")
    op.create_index("scope_thing", "scope", ["kind", "id", "unit", "term"])
