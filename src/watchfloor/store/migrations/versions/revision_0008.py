"""Flags become records; the sentences that held them are read here for the last time."""

import re

from alembic import op

from watchfloor.store.migrations.rows import Json, rewrite

revision = "0008"
down_revision = "0007"

_AS_GIVEN = "as given"  # in the words of an input line, or of a version before these tables

# A sentence, and the code that it was made of.
_FLAGS = (
    (r"reserved by the publisher.*", "reserved"),
    (r"no link to a page: read from the feed", "item without link"),
    (r"whole text in the feed", "whole text in feed"),
    (r"read from the feed", "read from feed"),
    (r"page not read: (?P<detail>.*)", "page not read"),
    (r"title only", "title only"),
    (r"the answer was cut short", "cut short"),
    (r"undated; archived (?P<detail>.*)", "undated"),
    (r"decoded as (?P<detail>.*) \(guessed\)", "encoding guessed"),
    (r"(?P<count>\d+) undecodable bytes replaced", "bytes replaced"),
    (r"(?P<count>\d+) NUL or surrogate characters replaced", "characters replaced"),
    (r"ill-formed feed: (?P<detail>.*)", "ill-formed feed"),
    (r"defective mail: (?P<detail>.*)", "defective mail"),
    (r"more than (?P<count>\d+) parts; the rest was left out", "parts left out"),
    (r"(?P<count>\d+) attachments left out", "attachments left out"),
    (r"only the first (?P<count>\d+) of (?P<of>\d+) pages were read", "pages left out"),
    (r"elements with hundreds of attributes: attributes left out", "attributes left out"),
    (r"nested deeper than (?P<count>\d+) elements: flattened", "flattened"),
    (r"body read from the page's data, not from its text", "body from data"),
    (r"(?P<part>\w+) is no date: (?P<detail>.*)", "no date"),
    (r"(?P<part>\w+) is no ISO 8601 date: (?P<detail>.*)", "no iso date"),
    (r"future date: (?P<detail>.*)", "future date"),
    (r"future date of modification: (?P<detail>.*)", "future modification"),
    (r"(?P<part>\w+) is the day on which the file was made", "date of file"),
    (r"(?P<part>\w+) left out: not a string", "not a string"),
    (r"(?P<part>\w+) left out: no ordered spans of the text", "no spans"),
    (r"language not read: (?P<detail>.*)", "language not read"),
    (r"finder failed: (?P<part>.*) \((?P<detail>.*)\)", "finder failed"),
)
_NUMBERS = frozenset({"count", "of"})
_FIELDS = ("detail", "part", "count", "of")


def upgrade() -> None:
    """Write every rendition and all findings anew where their flags are records now."""
    connection = op.get_bind()
    rewrite(connection, "rendition", ("id",), flagged)
    rewrite(connection, "reading", ("row",), flagged)
    rewrite(connection, "findings", ("row",), flagged)


def flagged(value: Json) -> Json:
    """Return a stored rendition or findings with the flags as records."""
    return (
        {**value, "flags": [flag(sentence) for sentence in value["flags"]]} if value.get("flags") else value
    )


def flag(sentence: str) -> Json:
    """Return the record that a flag was made of."""
    for pattern, code in _FLAGS:
        found = re.fullmatch(pattern, sentence, re.S)
        if found is not None:
            groups = found.groupdict()
            kept = {name: groups[name] for name in _FIELDS if groups.get(name) is not None}
            return {"code": code, **{name: _number(name, words) for name, words in kept.items()}}
    return {"code": _AS_GIVEN, "detail": sentence}


def _number(name: str, words: str) -> int | str:
    return int(words) if name in _NUMBERS else words
