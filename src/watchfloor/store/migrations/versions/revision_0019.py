"""What a thing is in scope by of its own is found without what its events say, whatever its kind."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the index anew."""
    op.drop_index("scope_thing", "scope")
    op.create_index("scope_thing", "scope", ["id", "unit", "kind", "term"])
