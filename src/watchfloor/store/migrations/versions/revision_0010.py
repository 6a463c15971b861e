"""Alerts are found by what they are about: an admission costs the same however many are open."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the index."""
    op.create_index("alert_about", "alert", ["about_kind", "about_id"])
