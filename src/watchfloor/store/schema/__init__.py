"""The tables, by noun.

Time is kept twice. When things happened is a value inside the row. When the floor learned them is
`known_from` and `known_until`, admission sequence numbers; only the table `admission` knows what time that
was. Dated rows are appended, and only their `known_until` is ever written later. Words stand in `text` (and
in the search index) alone; everything else holds spans.
"""

from __future__ import annotations

from watchfloor.store.schema.alerts import alert, attempt, channel_off, delivery, quoted
from watchfloor.store.schema.bodies import body, fetched, read_in
from watchfloor.store.schema.columns import metadata
from watchfloor.store.schema.events import actor, change, event, event_key, mention
from watchfloor.store.schema.kinds import KINDS, KeptKind
from watchfloor.store.schema.log import admission, chain_head
from watchfloor.store.schema.people import access_key, judgement, owned, person
from watchfloor.store.schema.readings import own_table, read_by, reader, reading, rereading
from watchfloor.store.schema.reports import findings, placement, quarantine, quote, report, statement
from watchfloor.store.schema.shares import given, received, share
from watchfloor.store.schema.sources import backfill, item, revisit, site, source, spell, visit, watched
from watchfloor.store.schema.stories import member, redirect, scope, story, story_tally
from watchfloor.store.schema.texts import kept_away, remembered, rendition, searchable, signature, text

__all__ = [
    "KINDS",
    "KeptKind",
    "access_key",
    "actor",
    "admission",
    "alert",
    "attempt",
    "backfill",
    "body",
    "chain_head",
    "change",
    "channel_off",
    "delivery",
    "event",
    "event_key",
    "fetched",
    "findings",
    "given",
    "item",
    "judgement",
    "kept_away",
    "member",
    "mention",
    "metadata",
    "own_table",
    "owned",
    "person",
    "placement",
    "quarantine",
    "quote",
    "quoted",
    "read_by",
    "read_in",
    "reader",
    "reading",
    "received",
    "redirect",
    "remembered",
    "rendition",
    "report",
    "rereading",
    "revisit",
    "scope",
    "searchable",
    "share",
    "signature",
    "site",
    "source",
    "spell",
    "statement",
    "story",
    "story_tally",
    "text",
    "visit",
    "watched",
]
