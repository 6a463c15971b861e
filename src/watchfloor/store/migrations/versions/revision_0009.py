"""Rules and doubts of coded events become records; the lines that held both are read for the last time."""

import re

from alembic import op

from watchfloor.store.migrations.rows import Json, rewrite

revision = "0009"
down_revision = "0008"

_RULE = re.compile(
    r"(?P<word>verb|noun) (?P<entry>.+?)(?: with (?P<light>[^\s+:]+))?: (?P<type>[A-Z]+)"
    r"(?:; under (?P<governor>.+?))?(?:; doubted: (?P<doubts>.+))?"
)
_FIELDS = ("word", "entry", "type", "light", "governor")


def upgrade() -> None:
    """Write all findings anew where events have rules."""
    rewrite(op.get_bind(), "findings", ("row",), findings)


def findings(value: Json) -> Json:
    """Return stored findings with the rules of their events as records."""
    events = value.get("events")
    return {**value, "events": [event(one) for one in events]} if events else value


def event(value: Json) -> Json:
    """Return a stored event mention with its rule as a record and its doubts beside it."""
    read: Json = {}
    for name, held in value.items():
        if name != "rule":
            read[name] = held
            continue
        found = _RULE.fullmatch(held)
        groups = found.groupdict() if found else {}
        read["rule"] = {field: groups[field] for field in _FIELDS if groups.get(field)} or None
        read["doubts"] = groups["doubts"].split(", ") if groups.get("doubts") else []
    return read
