"""The hash chain over the log: whoever changes, cuts or removes a row of it breaks the chain.

Each admission is sealed with a SHA-256 over the seal before it, its number, kind and moment, and the ids of
the texts that it brought. Ids of texts are digests of their words and stay when the words go, so that what is
withheld or erased leaves the chain whole. The last seal stands once more in `chain_head`: rows that are
cut off the end are missed there. A backup keeps that head away from the floor.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from watchfloor.store import schema
from watchfloor.store.mended_clock import counted_from

_MOST_TOLD = 5  # breaks that are named


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last seal, of which admission it is, and the admission after which the chain began."""

    begun: int = 0
    sequence: int = 0
    seal: str = ""


def seal_of(before: str, sequence: int, kind: str, known: str, text_ids: Sequence[str]) -> str:
    """Return the seal of an admission that follows the one sealed with `before`."""
    told = "\n".join((before, str(sequence), kind, known, *sorted(text_ids)))
    return hashlib.sha256(told.encode()).hexdigest()


def head_of(connection: sa.Connection) -> ChainHead:
    """Return the seal of the last admission, on which the next one is built."""
    table = schema.chain_head
    row = connection.execute(sa.select(table.c.begun, table.c.sequence, table.c.seal)).one_or_none()
    return ChainHead(row.begun, row.sequence, row.seal) if row else ChainHead()


def seal(connection: sa.Connection, sequence: int, kind: str, known: str) -> None:
    """Seal an admission that is about to be committed."""
    admission, head = schema.admission, schema.chain_head
    before = head_of(connection)
    made = seal_of(before.seal, sequence, kind, known, _texts(connection, sequence))
    connection.execute(sa.update(admission).where(admission.c.sequence == sequence).values(seal=made))
    if before.sequence or before.begun:
        connection.execute(sa.update(head).values(sequence=sequence, seal=made))
    else:
        connection.execute(sa.delete(head))
        connection.execute(sa.insert(head).values(only=1, begun=0, sequence=sequence, seal=made))


def _texts(connection: sa.Connection, sequence: int) -> Sequence[str]:
    table = schema.text
    return connection.scalars(sa.select(table.c.id).where(table.c.known_from == sequence)).all()


def breaks(connection: sa.Connection) -> Iterator[str]:
    """Yield where the chain is broken, in words; the first few only, as one break hides those behind it."""
    head, entries = head_of(connection), _entries(connection)
    texts = _texts_of_all(connection)
    counted = counted_from((row.sequence, row.kind, row.stated) for row in entries)
    before, last, told = "", head.begun, 0
    for row in entries:
        if row.sequence <= head.begun:
            continue
        if row.sequence != last + 1:
            yield f"entries {last + 1} to {row.sequence - 1} of the log are gone"
            told += 1
        elif row.known != counted[row.sequence] or row.seal != seal_of(
            before, row.sequence, row.kind, row.stated, texts[row.sequence]
        ):
            yield f"entry {row.sequence} of the log is not what was written"
            told += 1
        before, last = row.seal or "", row.sequence
        if told >= _MOST_TOLD:
            return
    if (last, before) != (head.sequence, head.seal) and head.sequence:
        yield f"entries after {last} of the log are gone" if last < head.sequence else "the last seal differs"


def _entries(connection: sa.Connection) -> Sequence[Any]:
    """Return the log: `stated` is the moment that was sealed, `known` the one that an entry counts as."""
    table = schema.admission
    stated = sa.func.coalesce(table.c.stated, table.c.known).label("stated")
    columns = (table.c.sequence, table.c.kind, table.c.known, stated, table.c.seal)
    return connection.execute(sa.select(*columns).order_by(table.c.sequence)).all()


def _texts_of_all(connection: sa.Connection) -> dict[int, list[str]]:
    """Return the ids of the texts that each admission brought."""
    text, found = schema.text, defaultdict(list)
    for known_from, text_id in connection.execute(sa.select(text.c.known_from, text.c.id)):
        found[known_from].append(text_id)
    return found
