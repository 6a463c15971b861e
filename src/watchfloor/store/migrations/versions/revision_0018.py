"""The events of a story are found by type, days and sentence, so that one more report does not read all."""

import re
from datetime import date, timedelta

import msgspec
import sqlalchemy as sa
from alembic import op

from watchfloor.store.migrations.rows import Json

revision = "0018"
down_revision = "0017"

_REACH = timedelta(days=7), timedelta(days=1)  # of an undated mention, around the day of its report
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TOLD = ("actual", "alleged")


def upgrade() -> None:
    """Make the table and fill it; where a day is not a whole one, an event is found on any day."""
    op.create_table(
        "event_key",
        sa.Column("row", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("first", sa.BigInteger()),
        sa.Column("last", sa.BigInteger()),
        sa.Column("told", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("row", name="event_key_pk"),
    )
    op.create_index("event_key_event", "event_key", ["event"])
    op.create_index("event_key_days", "event_key", ["story", "key", "last", "first", "event"])
    op.create_index("event_key_told", "event_key", ["story", "key", sa.text("told DESC"), "event"])
    connection = op.get_bind()
    held = "SELECT id, story, known_from FROM event WHERE known_until IS NULL"
    told = sa.text("SELECT value FROM mention WHERE event = :event AND known_until IS NULL")
    insert = sa.text(
        "INSERT INTO event_key (event, story, key, first, last, told)"
        " VALUES (:event, :story, :key, :first, :last, :told)"
    )
    for event, story, known_from in connection.execute(sa.text(held)).all():
        members = [msgspec.json.decode(it) for it in connection.scalars(told, {"event": event})]
        common = {"event": event, "story": story, "told": known_from}
        if rows := [{**common, **key} for key in keys(members)]:
            connection.execute(insert, rows)


def keys(members: list[Json]) -> list[Json]:
    """Return what an event with these mentions is found by."""
    telling = [member for member in members if not member.get("pointing")]
    kinds = dict.fromkeys(member["type"] for member in telling)
    tellings = dict.fromkeys(member["telling"] for member in members if member.get("telling"))
    return [
        *(_of_kind(kind, [_days(member) for member in telling if member["type"] == kind]) for kind in kinds),
        *({"key": f"telling:{it}", "first": None, "last": None} for it in tellings),
    ]


def _of_kind(kind: str, days: list[tuple[int, int] | None]) -> Json:
    known = [it for it in days if it is not None]
    if len(known) < len(days):
        return {"key": f"type:{kind}", "first": None, "last": None}
    first, last = min(it[0] for it in known), max(it[1] for it in known)
    return {"key": f"type:{kind}", "first": first, "last": last}


def _days(member: Json) -> tuple[int, int] | None:
    try:
        when = member.get("date") or {}
        if when.get("start") or when.get("end"):
            told = [it for it in (when.get("start"), when.get("end")) if it]
            days = [date.fromisoformat(it) for it in told if _DAY.fullmatch(it)]
            if len(days) < len(told):
                return None
            return min(days).toordinal(), max(days).toordinal()
        if member.get("modality", "actual") not in _TOLD:
            return None
        day = date.fromisoformat((member.get("published") or "")[:10])
        return (day - _REACH[0]).toordinal(), (day + _REACH[1]).toordinal()
    except (ValueError, OverflowError):
        return None
