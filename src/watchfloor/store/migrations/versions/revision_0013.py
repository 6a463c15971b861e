"""Alerts that rest are found by their state and since when they are in it."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the index."""
    op.create_index("alert_state", "alert", ["state", "known_from"])
