"""The bytes of pages as they were fetched: packed, once each, gone with the text that was read in them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa

from watchfloor.store import schema
from watchfloor.store.values import spelt

_LEVEL = 6  # of zstd: a saved page shrinks to a fifth, in a millisecond
_LARGEST = 64 * 2**20  # bytes; more than any fetch may bring


@dataclass(frozen=True, slots=True)
class PageBytes:
    """The packed bytes of a page as it was fetched, and the id of the text that was read in it."""

    url: str
    text_id: str
    body_id: str
    packed: bytes
    size: int

    def data(self) -> bytes:
        """Return the bytes as they were fetched."""
        import zstandard  # noqa: PLC0415

        return zstandard.ZstdDecompressor().decompress(self.packed, max_output_size=_LARGEST)


def pack(url: str, data: bytes, text_id: str) -> PageBytes:
    """Return a page's bytes, packed."""
    # Late, because only what polls needs the packer.
    import zstandard  # noqa: PLC0415

    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(data)
    return PageBytes(spelt(url), text_id, hashlib.sha256(data).hexdigest(), packed, len(data))


def keep(connection: sa.Connection, page: PageBytes, at: str) -> None:
    """Keep a page's bytes, unless its text was withheld: what was taken down does not come back."""
    table, body, text = schema.fetched, schema.body, schema.text
    removed = sa.select(sa.literal(1)).where(text.c.id == page.text_id, text.c.removed.is_not(None))
    if connection.scalar(removed):
        return
    same = sa.and_(table.c.url == page.url, table.c.body_id == page.body_id)
    if connection.scalar(sa.select(sa.literal(1)).where(same)):
        return
    if not connection.scalar(sa.select(sa.literal(1)).where(body.c.id == page.body_id)):
        shrunk = {"id": page.body_id, "packed": page.packed, "size": page.size}
        connection.execute(sa.insert(body), shrunk)
    row = {"url": page.url, "body_id": page.body_id, "text_id": page.text_id, "at": at}
    connection.execute(sa.insert(table), row)


def forget(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> int:
    """Remove the bytes of the rows of `fetched` that meet `condition` and return how many rows those were."""
    table, body = schema.fetched, schema.body
    gone = connection.execute(sa.delete(table).where(condition)).rowcount
    if gone:
        used = sa.exists(sa.select(sa.literal(1)).where(table.c.body_id == body.c.id))
        connection.execute(sa.delete(body).where(~used))
    return gone
