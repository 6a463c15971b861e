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
    """A page as it was fetched, and the id of the text that was read in it."""

    url: str
    data: bytes
    text_id: str


def keep(connection: sa.Connection, page: PageBytes, at: str) -> None:
    """Keep a page's bytes, unless its text was withheld: what was taken down does not come back."""
    # Late, like unpacking: only what polls needs the packer.
    import zstandard  # noqa: PLC0415

    table, body, text = schema.fetched, schema.body, schema.text
    removed = sa.select(sa.literal(1)).where(text.c.id == page.text_id, text.c.removed.is_not(None))
    if connection.scalar(removed):
        return
    body_id, url = hashlib.sha256(page.data).hexdigest(), spelt(page.url)
    if connection.scalar(sa.select(sa.literal(1)).where(table.c.url == url, table.c.body_id == body_id)):
        return
    if not connection.scalar(sa.select(sa.literal(1)).where(body.c.id == body_id)):
        shrunk = zstandard.ZstdCompressor(level=_LEVEL).compress(page.data)
        connection.execute(sa.insert(body), {"id": body_id, "packed": shrunk, "size": len(page.data)})
    row = {"url": url, "body_id": body_id, "text_id": page.text_id, "at": at}
    connection.execute(sa.insert(table), row)


def unpacked_body(connection: sa.Connection, body_id: str) -> bytes | None:
    """Return the bytes that are kept under an id; None where they are not, or no longer."""
    import zstandard  # noqa: PLC0415

    found = connection.scalar(sa.select(schema.body.c.packed).where(schema.body.c.id == body_id))
    if found is None:
        return None
    return zstandard.ZstdDecompressor().decompress(found, max_output_size=_LARGEST)


def forget(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> int:
    """Remove the bytes of the rows of `fetched` that meet `condition` and return how many rows those were."""
    table, body = schema.fetched, schema.body
    gone = connection.execute(sa.delete(table).where(condition)).rowcount
    if gone:
        used = sa.exists(sa.select(sa.literal(1)).where(table.c.body_id == body.c.id))
        connection.execute(sa.delete(body).where(~used))
    return gone
