"""The tables, in the order in which a rendition fills them.

Time is kept twice. When things happened is a value inside the row. When the floor learned them is
`known_from` and `known_until`, admission sequence numbers; only the table `admission` knows what time that
was. Dated rows are appended, and only their `known_until` is ever written later. Words stand in `text` (and
in the search index) alone; everything else holds spans.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from watchfloor import model

metadata = sa.MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_name)s",
        "fk": "%(table_name)s_%(column_0_name)s_fk",
        "pk": "%(table_name)s_pk",
        "uq": "%(table_name)s_%(column_0_N_name)s_uq",
    }
)


def _row() -> sa.Column[int]:
    """A key without meaning, in order of writing."""
    return sa.Column("row", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)


def _sequence(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, sa.ForeignKey("admission.sequence"), nullable=nullable)


def _string(name: str, *, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _needed(name: str) -> sa.Column[str]:
    return _string(name, nullable=False)


def _sought(name: str) -> sa.Column[str]:
    """A needed column that rows are looked up by."""
    return sa.Column(name, sa.Text, nullable=False, index=True)


def _text_id() -> sa.Column[str]:
    return sa.Column("text_id", sa.Text, sa.ForeignKey("text.id"), nullable=False)


def _newest_index(name: str, *columns: str) -> sa.Index:
    """Lists are walked by it, newest first, without touching the rows: it holds all that they ask of one."""
    return sa.Index(f"{name}_newest", sa.text("born DESC"), "id", "known_from", "known_until", *columns)


def _dated(name: str, *keys: sa.Column[Any], newest: tuple[str, ...] | None = None) -> sa.Table:
    """A table of decisions: one open row for each id, closed rows for what was held before.

    `born` is the admission that first knew the id, `born_order` the id's place among those that it first
    knew; `value` is the whole value as JSON. `newest` are the columns that lists of it ask for besides.
    """
    # By an id too, lists find all that they ask of a row in the index: `born` stands behind the whole value.
    by_id = ("id", "known_from") if newest is None else ("id", "known_until", "known_from", "born", *newest)
    listed = [] if newest is None else [_newest_index(name, *newest)]
    return sa.Table(
        name,
        metadata,
        _row(),
        _needed("id"),
        *keys,
        _needed("value"),
        _sequence("born"),
        sa.Column("born_order", sa.BigInteger, nullable=False),
        _sequence("known_from"),
        _sequence("known_until", nullable=True),
        sa.Index(f"{name}_id", *by_id),
        _open_index(name, "id"),
        *listed,
    )


def _open_index(name: str, *columns: str) -> sa.Index:
    is_open = sa.text("known_until IS NULL")
    return sa.Index(f"{name}_open", *columns, unique=True, sqlite_where=is_open, postgresql_where=is_open)


# What happened to the floor, in order. `arrived` is the moment the input was given; `known` never goes
# back, even when clocks or archives do; `recorded` is the real clock, for audits only. Where a clock
# was ahead and was mended, `known` is when that was, and `stated` what the clock had said.
admission = sa.Table(
    "admission",
    metadata,
    sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
    _needed("arrived"),
    _needed("known"),
    _needed("recorded"),
    _needed("kind"),
    _needed("what"),
    _string("seal"),
    _string("stated"),
    sa.Index("admission_known", "known"),
)

# The end of the hash chain over the log, in its only row: which admission was sealed last, and after which
# one the chain began (0: with the floor).
chain_head = sa.Table(
    "chain_head",
    metadata,
    sa.Column("only", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("begun", sa.BigInteger, nullable=False),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    _needed("seal"),
)

_HERE = sa.text("removed IS NULL")

# A removed text keeps its row: the words go, `length`, `removed` and `reason` stay.
text = sa.Table(
    "text",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _string("words"),
    sa.Column("length", sa.BigInteger, nullable=False),
    _sequence("known_from"),
    _sequence("removed", nullable=True),
    _string("reason"),
    sa.Index("text_here", "known_from", sqlite_where=_HERE, postgresql_where=_HERE),
)

rendition = sa.Table(
    "rendition",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _text_id(),
    _string("url"),
    _string("outlet"),
    _string("published"),
    _string("raw"),
    _needed("value"),
    _needed("last_seen"),
    _sequence("known_from"),
    sa.Index("rendition_text", "text_id", "id"),
    sa.Index("rendition_url", "url"),
    sa.Index("rendition_known", "known_from"),
)

signature = sa.Table(
    "signature",
    metadata,
    sa.Column("rendition_id", sa.Text, sa.ForeignKey("rendition.id"), primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    _needed("value"),
    _sequence("known_from"),
    sa.Index("signature_known", "known_from"),
)

# What the grouping window keeps of its renditions beyond their signatures, by their numbers in the stream;
# rows go with the slice of the window.
remembered = sa.Table(
    "remembered",
    metadata,
    sa.Column("rendition_id", sa.Text, sa.ForeignKey("rendition.id"), primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("value", sa.LargeBinary, nullable=False),
    sa.Index("remembered_number", "number"),
)

# What is counted of a story's reports, for the story as it is held since the admission `known_from`.
story_tally = sa.Table(
    "story_tally",
    metadata,
    sa.Column("story_id", sa.Text, primary_key=True),
    _needed("value"),
    sa.Column("known_from", sa.BigInteger, nullable=False),
)

# What can be found by words: one row for each text under each heading it was seen with. The search index
# has its own tables, which point here by `row`.
searchable = sa.Table(
    "searchable",
    metadata,
    _row(),
    _text_id(),
    _needed("rendition_id"),
    _needed("heading"),
    _sequence("known_from"),
    sa.UniqueConstraint("text_id", "heading"),
)

placement = _dated("placement", _sought("report"), _sought("origin"), _sought("story"), _needed("relation"))
findings = _dated(
    "findings", _text_id(), _string("published"), _string("outlet"), _needed("language"), _needed("extractor")
)
report = _dated(
    "report",
    _sought("origin"),
    _text_id(),
    _string("outlet"),
    _string("published"),
    _string("language"),
    newest=("published",),
)
sa.Index("report_published", report.c.published)
sa.Index("report_text", report.c.text_id, report.c.known_until, report.c.known_from, report.c.id)
sa.Index("report_read", report.c.known_until, report.c.language, report.c.published, report.c.known_from)
story = _dated("story", _string("first"), _string("last"), newest=("first", "last"))
sa.Index("story_first", story.c.first)
actor = _dated(
    "actor",
    _sought("key"),
    _needed("name"),
    _needed("kind"),
    _string("country"),
    sa.Column("public", sa.Boolean),
    newest=("public",),
)
sa.Index("actor_named", sa.func.lower(actor.c.name))
event = _dated(
    "event",
    _needed("type"),
    _sought("story"),
    _string("country"),
    _string("start"),
    _string("end"),
    _string("grade"),
    newest=("grade", "start", "end"),
)
sa.Index(
    "event_start",
    event.c.start,
    event.c.end,
    event.c.known_until,
    event.c.known_from,
    event.c.born,
    event.c.id,
    event.c.grade,
)
alert = _dated(
    "alert",
    _needed("watch"),
    _needed("about_kind"),
    _needed("about_id"),
    _needed("state"),
    newest=("state",),
)
sa.Index("alert_about", alert.c.about_kind, alert.c.about_id)
sa.Index("alert_state", alert.c.state, alert.c.known_from)
quarantine = _dated("quarantine", _needed("where"), _string("text_id"))
redirect = _dated("redirect", _needed("kind"), _needed("old_id"), _needed("new_id"))

# Who belongs to what: a member has one whole of each kind at a time ("rendition" in a report, "report" in a
# story, "origin" of a report, "actor" of a mention chain). `position` keeps the order within the whole.
member = sa.Table(
    "member",
    metadata,
    _row(),
    _needed("kind"),
    _needed("member"),
    _needed("whole"),
    sa.Column("position", sa.BigInteger, nullable=False),
    _sequence("known_from"),
    _sequence("known_until", nullable=True),
    sa.Index("member_whole", "kind", "whole", "position"),
    sa.Index("member_member", "kind", "member", "known_until", "whole", "known_from"),
    _open_index("member", "kind", "member"),
)

# The mentions that an event holds, each with the text it stands in: a member of one event at a time.
mention = sa.Table(
    "mention",
    metadata,
    _row(),
    _needed("event"),
    _needed("member"),
    _needed("report"),
    _text_id(),
    sa.Column("position", sa.BigInteger, nullable=False),
    _needed("value"),
    _sequence("known_from"),
    _sequence("known_until", nullable=True),
    sa.Index("mention_event", "event", "known_until", "known_from"),
    sa.Index("mention_text", "text_id", "known_until", "event", "known_from"),
    sa.Index("mention_report", "report"),
    _open_index("mention", "event", "member"),
)

# What the events of a story are found by, as they are held now: their types, with the days that are told of,
# and the sentences that tell of them. `told` is the admission that wrote the event. Derived.
event_key = sa.Table(
    "event_key",
    metadata,
    _row(),
    _needed("event"),
    _needed("story"),
    _needed("key"),
    sa.Column("first", sa.BigInteger),
    sa.Column("last", sa.BigInteger),
    sa.Column("told", sa.BigInteger, nullable=False),
    sa.Index("event_key_event", "event"),
    sa.Index("event_key_days", "story", "key", "last", "first", "event"),
    sa.Index("event_key_told", "story", "key", sa.text("told DESC"), "event"),
)

# What is in scope by what, so that questions are answered from an index: one row for each thing ("event",
# "report", "story", "actor", "change"), each `term` that it can be asked by ("country:IE", "type:PROTEST", …)
# and the `unit` that says so: an event, or nothing. `basis` tells why: by "strong" or "weak" events, by the
# places of the "lead", or by what is its "own" (outlet, language, story). Derived, written with what it is
# derived from.
scope = sa.Table(
    "scope",
    metadata,
    _row(),
    _needed("kind"),
    _needed("id"),
    _needed("unit"),
    _needed("term"),
    _needed("basis"),
    sa.Column("born", sa.BigInteger, nullable=False),
    sa.Column("known_from", sa.BigInteger, nullable=False),
    sa.Column("known_until", sa.BigInteger),
    sa.Index(
        "scope_term", "kind", "term", sa.text("born DESC"), "id", "unit", "basis", "known_from", "known_until"
    ),
    sa.Index("scope_thing", "id", "unit", "kind", "term", "known_until"),
    sa.Index("scope_unit", "unit", "kind"),
)


_LATE = sa.text("late IS NOT NULL")


def _found_in_report(name: str, *columns: sa.Column[Any], newest: tuple[str, ...]) -> sa.Table:
    """A table of what reports tell, derived from what was read in them; words stay in `text`.

    `late` is the admission that first knew of a row, where that was after its report or its text became
    known.
    """
    return sa.Table(
        name,
        metadata,
        _row(),
        _needed("id"),
        _needed("report"),
        _needed("text_id"),
        *columns,
        sa.Column("born", sa.BigInteger, nullable=False),
        sa.Column("late", sa.BigInteger),
        sa.Column("known_from", sa.BigInteger, nullable=False),
        sa.Column("known_until", sa.BigInteger),
        sa.Index(f"{name}_id", "id"),
        # What the newest reports do not lead to, where what is newest is sought by them.
        sa.Index(f"{name}_late", sa.text("late DESC"), "id", sqlite_where=_LATE, postgresql_where=_LATE),
        # What a few reports or texts tell is sorted without touching the rows.
        sa.Index(f"{name}_report", "report", "known_until", "known_from", "born", "id", *newest),
        sa.Index(f"{name}_text", "text_id", "known_until", "known_from", "born", "id", *newest),
        _newest_index(name, *newest, "report"),
    )


# The quotes of reports: `position` is that in the findings of the text, `speaker` an actor, `said` the day of
# the saying or else the moment of publication.
quote = _found_in_report(
    "quote",
    sa.Column("position", sa.BigInteger, nullable=False),
    _string("speaker"),
    _string("said"),
    _needed("grade"),
    newest=("grade", "said"),
)
sa.Index(
    "quote_speaker",
    quote.c.speaker,
    quote.c.born,
    quote.c.known_until,
    quote.c.known_from,
    quote.c.id,
    quote.c.grade,
    quote.c.said,
    quote.c.report,
)
sa.Index(
    "quote_said",
    quote.c.said,
    quote.c.known_until,
    quote.c.known_from,
    quote.c.born,
    quote.c.id,
    quote.c.grade,
)

# The dated statements of reports, which timelines are made of: `id` is the same for the same words and date.
statement = _found_in_report(
    "statement",
    _needed("date"),
    _needed("precision"),
    sa.Column("start", sa.BigInteger, nullable=False),
    sa.Column("end", sa.BigInteger, nullable=False),
    newest=("date",),
)
sa.Index(
    "statement_date",
    statement.c.date,
    sa.text("born DESC"),
    statement.c.id,
    statement.c.known_until,
    statement.c.known_from,
)

# `scope` is what a watch saw of the change, without words, so that it can be replayed; `grade` that of the
# event which it is about.
change = sa.Table(
    "change",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _needed("type"),
    _needed("about_kind"),
    _needed("about_id"),
    _needed("value"),
    sa.Column("position", sa.BigInteger, nullable=False),
    _sequence("known_from"),
    _string("at"),
    _string("scope"),
    _string("grade"),
    sa.Index("change_newest", sa.text("known_from DESC"), "id", "grade", "at"),
    sa.Index("change_about", "about_kind", "about_id", "known_from", "id", "grade", "at"),
    sa.Index("change_known", "known_from"),
    sa.Index("change_at", "at", "known_from", "id", "grade"),
)

# What analysts decided, beside what the machine says; never closed, never changed.
judgement = sa.Table(
    "judgement",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _needed("kind"),
    _needed("about_kind"),
    _needed("about_id"),
    _needed("value"),
    _sequence("known_from"),
    sa.Index("judgement_about", "about_kind", "about_id"),
    sa.Index("judgement_known", "known_from", "id"),
)

# The outbox. A row is born in the admission that caused it; its state is that of the work, not of the world,
# and is written in place. `held` says why it is kept back until it is due, `within` what is told for it.
delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _needed("alert"),
    _needed("channel"),
    _string("payload"),
    _needed("payload_digest"),
    _needed("state"),
    sa.Column("attempts", sa.Integer, nullable=False),
    _string("due"),
    _string("error"),
    _sequence("known_from"),
    _string("held"),
    _string("within"),
    sa.UniqueConstraint("alert", "channel", "payload_digest"),
    sa.Index("delivery_due", "state", "due"),
)

# Which texts a payload quotes, so that it goes when they go.
quoted = sa.Table(
    "quoted",
    metadata,
    sa.Column("delivery_id", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
    sa.Column("text_id", sa.Text, sa.ForeignKey("text.id"), primary_key=True),
)

# Each try of a delivery, for the record.
attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("delivery_id", sa.Text, sa.ForeignKey("delivery.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    _needed("at"),
    _needed("state"),
    _string("error"),
)

# Channels to which nothing is sent until a person turns them on: a state of the work, like the outbox.
channel_off = sa.Table(
    "channel_off",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    _needed("since"),
    _needed("reason"),
)


# What is read again and again. `value` is the source as it was added, `state` how it is doing: a state of the
# work, not of the world, written in place like that of the outbox. `due` is empty where no visit is due.
source = sa.Table(
    "source",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _needed("url"),
    _needed("value"),
    _needed("state"),
    _string("due"),
    sa.UniqueConstraint("url"),
    sa.Index("source_due", "due"),
)


def _source_id() -> sa.Column[str]:
    return sa.Column("source_id", sa.Text, sa.ForeignKey("source.id"), primary_key=True)


# Which sources were followed when, as they were set: what analysts add, pause and remove are acts in the log.
watched = _dated("watched")

# The items of a source that were taken in: `version` is a digest of what the source said of them, `tries` how
# often a page that should be there was sought in vain (0: all is read), `listed` the day when it last was.
item = sa.Table(
    "item",
    metadata,
    _source_id(),
    sa.Column("key", sa.Text, primary_key=True),
    _needed("version"),
    sa.Column("tries", sa.Integer, nullable=False),
    _string("listed"),
)

# The pages of items that are asked again for some days, whatever their source says of them: `since` is when
# their age counts from, `text_id` what was read there last. Work, not the world; gone with the words.
revisit = sa.Table(
    "revisit",
    metadata,
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("source_id", sa.Text, sa.ForeignKey("source.id"), nullable=False),
    _needed("rendition_id"),
    _needed("text_id"),
    _needed("first_seen"),
    _needed("since"),
    _string("due"),
    sa.Column("steady", sa.Integer, nullable=False),
    sa.Column("missed", sa.Integer, nullable=False),
    sa.Column("edits", sa.Integer, nullable=False),
    _string("gone"),
    _string("etag"),
    _string("modified"),
    sa.Index("revisit_due", "due"),
    sa.Index("revisit_source", "source_id"),
    sa.Index("revisit_text", "text_id"),
    sa.Index("revisit_seen", "first_seen"),
)

# How a source did, one row for as long as it did the same without a pause: what coverage is computed from. It
# outlives the source, whose visits go one by one.
spell = sa.Table(
    "spell",
    metadata,
    _row(),
    _needed("source_id"),
    _needed("status"),
    _needed("begun"),
    _needed("last"),
    sa.Column("visits", sa.Integer, nullable=False),
    sa.Column("fresh", sa.Integer, nullable=False),
    _string("note"),
    sa.Index("spell_source", "source_id", "begun"),
)

# Each visit of a source of the last months, for people who look for what is wrong with it.
visit = sa.Table(
    "visit",
    metadata,
    _row(),
    sa.Column("source_id", sa.Text, sa.ForeignKey("source.id"), nullable=False),
    _needed("at"),
    _needed("status"),
    sa.Column("found", sa.Integer, nullable=False),
    sa.Column("fresh", sa.Integer, nullable=False),
    _string("note"),
    sa.Index("visit_source", "source_id", "at"),
    sa.Index("visit_at", "at"),
)

# What a site permits: its robots.txt and its reservation of text and data mining, and when it was asked.
site = sa.Table(
    "site",
    metadata,
    sa.Column("origin", sa.Text, primary_key=True),
    _needed("value"),
    _string("asked"),
)

# The bytes of pages, feeds and files as they came, packed, once each. Those of a feed may be packed as what
# they have beyond others: `base` are these.
body = sa.Table(
    "body",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("packed", sa.LargeBinary, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    _string("base"),
    sa.Index("body_base", "base"),
)

fetched = sa.Table(
    "fetched",
    metadata,
    _needed("url"),
    _needed("body_id"),
    _needed("text_id"),
    _needed("at"),
    _string("kind"),
    _string("content_type"),
    _string("final"),
    sa.PrimaryKeyConstraint("url", "body_id"),
    sa.Index("fetched_text", "text_id"),
    sa.Index("fetched_at", "at"),
    sa.Index("fetched_body", "body_id"),
)

# Which renditions were read in which bytes; `item` is what a feed calls the one that was read from it.
read_in = sa.Table(
    "read_in",
    metadata,
    _needed("rendition_id"),
    _needed("url"),
    _needed("body_id"),
    _needed("text_id"),
    _string("item"),
    sa.PrimaryKeyConstraint("rendition_id", "url", "body_id"),
    sa.Index("read_in_text", "text_id"),
    sa.Index("read_in_body", "body_id"),
)

# How a rendition is read since it was read again: `alias` is the id that it would have were it new.
reading = _dated("reading", _text_id(), _sought("alias"))
sa.Index("reading_text", reading.c.text_id)

# The reading-again that is under way, so that one that was killed goes on where it was; work, not the world.
rereading = sa.Table(
    "rereading",
    metadata,
    sa.Column("scope", sa.Text, primary_key=True),
    _needed("reader"),
    _needed("begun"),
    _needed("counts"),
    sa.Column("known_from", sa.BigInteger, nullable=False),
    _needed("rendition_id"),
)

# The floor's own tables of places, actors and labels, by their names: which rows were known when.
own_table = _dated("own_table", _needed("digest"))

# Which versions of the finders read a rendition last, and which those are: of the code, not of the world.
reader = sa.Table("reader", metadata, sa.Column("id", sa.Text, primary_key=True), _needed("versions"))
read_by = sa.Table(
    "read_by",
    metadata,
    sa.Column("rendition_id", sa.Text, primary_key=True),
    _needed("reader"),
    sa.Index("read_by_reader", "reader", "rendition_id"),
)

# What is not taken in any more. `key` is a digest: what is erased is not kept in the list of what was erased.
# `sample` holds some of the shingles of a text whose like is not taken in from the same address.
kept_away = sa.Table(
    "kept_away",
    metadata,
    _row(),
    _needed("kind"),
    _needed("key"),
    sa.Column("words", sa.Integer, nullable=False),
    _string("sample"),
    _string("shown"),
    _needed("reason"),
    _sequence("known_from"),
    _sequence("known_until", nullable=True),
    sa.Index("kept_away_key", "kind", "key"),
)

# What is given to others, as it was set up: acts in the log, like what is followed.
share = _dated("share")

# Which row of which share was given when, and until when the receiver holds it so. `value` are its cells,
# gone with the words that stand in them (`emptied`), which are those of `report`; `ended` tells why it was
# taken back, where that is known.
given = sa.Table(
    "given",
    metadata,
    _row(),
    _needed("share"),
    _needed("kind"),
    _needed("id"),
    _string("report"),
    _string("value"),
    _string("ended"),
    _sequence("known_from"),
    _sequence("known_until", nullable=True),
    _sequence("emptied", nullable=True),
    sa.Index("given_id", "id"),
    sa.Index("given_report", "report"),
    sa.Index("given_from", "share", "known_from"),
    sa.Index("given_until", "share", "known_until"),
    _open_index("given", "share", "kind", "id"),
)

# Which row of which share of a partner was read when, and until when the partner stands by it; `rendition_id`
# is what was made of it.
received = sa.Table(
    "received",
    metadata,
    _row(),
    _needed("partner"),
    _needed("share"),
    _needed("kind"),
    _needed("id"),
    sa.Column("rendition_id", sa.Text, sa.ForeignKey("rendition.id"), nullable=False, index=True),
    _sequence("known_from"),
    _sequence("known_until", nullable=True),
    _open_index("received", "partner", "share", "kind", "id"),
)

# Who may enter with a password (of which a hash is kept), until deactivated; `stamp` counts the passwords.
person = sa.Table(
    "person",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    _needed("role"),
    _string("zone"),
    _needed("secret"),
    sa.Column("stamp", sa.Integer, nullable=False),
    _needed("added"),
    _string("deactivated"),
)

# Keys of programs, by the digest of each.
access_key = sa.Table(
    "access_key",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    _needed("role"),
    _needed("digest"),
    _needed("added"),
    _needed("added_by"),
)

# Whose a watch, a situation or a channel is; what is not named here is nobody's.
owned = sa.Table(
    "owned",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    _needed("owner"),
)


@dataclass(frozen=True)
class KeptKind:
    """How the values of one kind are kept: their table, their type, and the columns queries need."""

    table: sa.Table
    type: type[Any]
    keys: Callable[[Any], dict[str, Any]]


def _part(part: model.Part | None) -> str | None:
    return part.value if part else None


KINDS: dict[str, KeptKind] = {
    "placement": KeptKind(
        placement,
        model.Placement,
        lambda it: {"report": it.report, "origin": it.origin, "story": it.story, "relation": it.relation},
    ),
    "findings": KeptKind(
        findings,
        model.Findings,
        lambda it: {
            "text_id": it.text_id,
            "published": it.published,
            "language": it.language,
            "extractor": it.extractor,
        },
    ),
    "report": KeptKind(
        report,
        model.Report,
        lambda it: {
            "origin": it.origin,
            "text_id": it.text_id,
            "outlet": it.outlet,
            "published": _part(it.published),
            "language": it.language,
        },
    ),
    "story": KeptKind(story, model.Story, lambda it: {"first": it.first, "last": it.last}),
    "actor": KeptKind(
        actor,
        model.Actor,
        lambda it: {
            "key": it.key,
            "name": it.name,
            "kind": it.kind,
            "country": it.country,
            "public": it.public,
        },
    ),
    "event": KeptKind(
        event,
        model.Event,
        lambda it: {
            "type": it.type.value,
            "story": it.story,
            "country": it.place.country if it.place else None,
            "start": it.date.start if it.date else None,
            "end": it.date.end if it.date else None,
            "grade": it.grade,
        },
    ),
    "alert": KeptKind(
        alert,
        model.Alert,
        lambda it: {
            "watch": it.watch,
            "about_kind": it.about.kind,
            "about_id": it.about.id,
            "state": it.state,
        },
    ),
    "reading": KeptKind(
        reading,
        model.Rendition,
        lambda it: {
            "text_id": it.text_id,
            "alias": model.rendition_id(url=it.url, outlet=it.outlet, text_id=it.text_id),
        },
    ),
    "quarantine": KeptKind(
        quarantine, model.Quarantined, lambda it: {"where": it.where, "text_id": it.text_id}
    ),
    "own_table": KeptKind(own_table, model.OwnTable, lambda it: {"digest": it.digest}),
    "watched": KeptKind(watched, model.Source, lambda it: {}),
    "share": KeptKind(share, model.PartnerShare, lambda it: {}),
}
