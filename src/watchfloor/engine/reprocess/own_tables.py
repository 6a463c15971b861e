"""The tables of a floor's folder, held as they are from now on; what names what changed is to be read again.

Which table was known when stands in the log. A file that is no table leaves what the floor held before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

import sqlalchemy as sa

from watchfloor.engine.prepare.versions import versions_with
from watchfloor.errors import TableError
from watchfloor.gazetteer.names import key_of
from watchfloor.gazetteer.own import changed_keys
from watchfloor.model import OwnTable, OwnTables, RenditionId, TextId
from watchfloor.own_tables import FILES, ReadTable, file_digest, file_of, read_own_table
from watchfloor.store import Store, schema
from watchfloor.store.ledger import open_in
from watchfloor.store.own_tables import own_table_of, own_tables_of
from watchfloor.store.reader_versions import mark_touched

_CHUNK = 200  # texts that are looked through at a time
_STEM = 4  # letters by which a word of another language may be a name with an ending
_LONGEST = 12  # words of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenTable:
    """A table that the floor was given: how many rows hold from now on, and what is wrong with others.

    `touched` is how many renditions are to be read again for it; `refused` why it is no table at all.
    """

    file: str
    rows: int
    touched: int = 0
    refused: str | None = None
    faults: ReadTable | None = None

    @property
    def left_out(self) -> int:
        """How many rows do not hold."""
        return self.faults.left_out if self.faults else 0


def take_own_tables(store: Store, folder: Path, *, at: str) -> Iterator[TakenTable]:
    """Hold the tables of a folder as they are; yield those that changed, or are refused."""
    for name in FILES:
        try:
            data = file_of(folder, name)
            held = own_table_of(store, name)
            if (not data and not held.digest) or held.file == file_digest(data):
                continue
            read = read_own_table(name, data, held=held)
        except TableError as error:
            yield TakenTable(file=FILES[name], rows=0, refused=str(error))
            continue
        if read.table != held:
            touched = _take(store, held, read.table, at=at)
            yield TakenTable(file=read.file, rows=read.table.count, touched=touched, faults=read)


def _take(store: Store, held: OwnTable, table: OwnTable, *, at: str) -> int:
    """Hold a table from now on; return how many renditions are to be read again for it."""
    seen = store.last_sequence()
    is_read_with = table.name in {it.name for it in fields(OwnTables)}
    touched = list(_touched(store, _changed(held, table))) if is_read_with else []
    what = f"{FILES[table.name]}: {table.count:,} rows"
    with store.turn(), store.admission(arrived=at, kind="tables", what=what) as admission:
        before = own_tables_of(store)
        admission.save_own_table(table)
        if not is_read_with:
            return 0
        later = sa.select(schema.rendition.c.id).where(schema.rendition.c.known_from > seen)
        touched += admission.connection.scalars(later).all()
        mark_touched(
            admission.connection,
            touched,
            before=versions_with(before),
            now=versions_with(replace(before, **{table.name: table})),
        )
    return len(touched)


def _changed(held: OwnTable, table: OwnTable) -> Collection[str]:
    """Return the keys of the names that are read otherwise now."""
    if table.name == "places":
        return changed_keys(held, table)
    before, now = ({replace(row, line=0) for row in it.actors} for it in (held, table))
    names = {name for row in before ^ now for name in (row.name, *row.aliases)}
    return {key for name in names if (key := key_of(name))}


def _touched(store: Store, keys: Collection[str]) -> Iterator[RenditionId]:
    """Yield the renditions whose texts name one of some keys."""
    if not keys:
        return
    names = _Names(keys)
    told: dict[TextId, list[RenditionId]] = {}
    for rendition_id, text_id in _texts_of(store).items():
        told.setdefault(text_id, []).append(rendition_id)
    foreign = _foreign(store)
    ids = sorted(told)
    for start in range(0, len(ids), _CHUNK):
        for text_id, words in sorted(store.answers.texts(ids[start : start + _CHUNK]).items()):
            if names.are_in(words, inflected=text_id in foreign):
                yield from told[text_id]


def _texts_of(store: Store) -> Mapping[RenditionId, TextId]:
    """Return in which text each rendition is read now."""
    first, reading = schema.rendition, schema.reading
    found = {row.id: row.text_id for row in store.rows(sa.select(first.c.id, first.c.text_id))}
    later = sa.select(reading.c.id, reading.c.text_id).where(open_in(reading, None))
    return {**found, **{row.id: row.text_id for row in store.rows(later)}}


def _foreign(store: Store) -> frozenset[TextId]:
    """Return the texts that are not English."""
    table = schema.findings
    wanted = sa.select(table.c.text_id).where(open_in(table, None), table.c.language.not_in(("en", "und")))
    return frozenset(row.text_id for row in store.rows(wanted))


class _Names:
    """Names to look for in texts, by their keys."""

    def __init__(self, keys: Collection[str]) -> None:
        self._keys = frozenset(keys)
        self._firsts = frozenset(key.partition(" ")[0] for key in keys)
        self._stems = frozenset(first[:_STEM] for first in self._firsts)
        self._longest = min(_LONGEST, max(key.count(" ") for key in keys) + 1)

    def are_in(self, text: str, *, inflected: bool) -> bool:
        """Tell whether a text names one; where words are `inflected`, by their stems."""
        words = key_of(text).split()
        if inflected:
            return any(word[:_STEM] in self._stems or word[1 : _STEM + 1] in self._stems for word in words)
        return any(
            " ".join(words[at : at + length]) in self._keys
            for at, word in enumerate(words)
            if word in self._firsts
            for length in range(1, self._longest + 1)
        )
