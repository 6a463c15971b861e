"""The bytes of pages, feeds and files as they came: packed, once each, gone with what was read in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa

from watchfloor.model import RenditionId, TextId
from watchfloor.store import schema
from watchfloor.store.blocklist import holds_name, keeps_url
from watchfloor.store.moments import shown
from watchfloor.store.values import spelt

if TYPE_CHECKING:
    from zstandard import ZstdCompressionDict

BodyKind = Literal["page", "feed", "file"]

_LEVEL = 6  # of zstd: a saved page shrinks to a fifth, in a millisecond
_LARGEST = 64 * 2**20  # bytes; more than any fetch may bring
_NO_TEXT = TextId("")
_DEPENDENTS = 30  # bodies of a feed that are packed as what they have beyond one other


@dataclass(frozen=True, slots=True)
class ReadIn:
    """A rendition that was read in some bytes; `item` is what the feed calls it that it was read from."""

    rendition_id: RenditionId
    text_id: TextId
    item: str | None = None


@dataclass(frozen=True, slots=True)
class PageBytes:
    """Packed bytes as they came, with what is needed to read them again and the id of the text read in them.

    `url` is the address asked, or a file's path; `final` that of the answer; `text_id` is "" for a feed,
    whose items are in `read`; `at` is the moment they came. `mentions` are the addresses that a feed
    leads to.
    """

    url: str
    text_id: TextId
    body_id: str
    packed: bytes
    size: int
    kind: BodyKind = "page"
    content_type: str = ""
    final: str | None = None
    read: tuple[ReadIn, ...] = ()
    mentions: tuple[str, ...] = ()
    base: bytes | None = None
    at: str | None = None

    def data(self) -> bytes:
        """Return the bytes as they came."""
        import zstandard  # noqa: PLC0415

        dictionary = _dictionary(self.base) if self.base is not None else None
        return zstandard.ZstdDecompressor(dict_data=dictionary).decompress(
            self.packed, max_output_size=_LARGEST
        )


def _dictionary(data: bytes) -> ZstdCompressionDict:
    import zstandard  # noqa: PLC0415

    return zstandard.ZstdCompressionDict(data, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def pack(
    url: str,
    data: bytes,
    text_id: TextId = _NO_TEXT,
    *,
    kind: BodyKind = "page",
    content_type: str = "",
    final: str | None = None,
    read: tuple[ReadIn, ...] = (),
    mentions: tuple[str, ...] = (),
) -> PageBytes:
    """Return bytes, packed; a page and a file hold one text, a feed those of `read`."""
    # Late, because only what polls needs the packer.
    import zstandard  # noqa: PLC0415

    return PageBytes(
        spelt(url),
        text_id,
        hashlib.sha256(data).hexdigest(),
        zstandard.ZstdCompressor(level=_LEVEL).compress(data),
        len(data),
        kind,
        spelt(content_type),
        spelt(final or url),
        read,
        mentions,
    )


def keep(connection: sa.Connection, page: PageBytes, at: str) -> bool:
    """Keep bytes, unless they hold what was withheld: what was taken down does not come back."""
    table, body, text = schema.fetched, schema.body, schema.text
    texts = {page.text_id, *(it.text_id for it in page.read)} - {""}
    removed = sa.select(sa.literal(1)).where(text.c.id.in_(texts), text.c.removed.is_not(None))
    if connection.scalar(removed.limit(1)):
        return False
    if keeps_url(connection, (page.url, page.final or ""), page.mentions):
        return False
    same = sa.and_(table.c.url == page.url, table.c.body_id == page.body_id)
    known = connection.scalar(sa.select(sa.literal(1)).where(same))
    if not known:
        if page.kind != "file" and holds_name(connection, page.data):
            return False
        if not connection.scalar(sa.select(sa.literal(1)).where(body.c.id == page.body_id)):
            connection.execute(sa.insert(body), _shrunk(connection, page))
        row = {"url": page.url, "body_id": page.body_id, "text_id": page.text_id, "at": at}
        more = {"kind": page.kind, "content_type": page.content_type or None, "final": page.final}
        connection.execute(sa.insert(table), {**row, **more})
    for one in page.read:
        _link(connection, one, page)
    return not known


def _link(connection: sa.Connection, one: ReadIn, page: PageBytes) -> None:
    table = schema.read_in
    mine = (
        table.c.rendition_id == one.rendition_id,
        table.c.url == page.url,
        table.c.body_id == page.body_id,
    )
    if not connection.scalar(sa.select(sa.literal(1)).where(*mine)):
        row = {"rendition_id": one.rendition_id, "url": page.url, "body_id": page.body_id}
        connection.execute(sa.insert(table), {**row, "text_id": one.text_id, "item": one.item})


def _shrunk(connection: sa.Connection, page: PageBytes) -> dict[str, object]:
    """Return the row of a body; a feed is packed as what it has beyond an earlier state of itself.

    Measured on feeds of thirty items with two new ones: a tenth of what it takes alone.
    """
    alone: dict[str, object] = {"id": page.body_id, "packed": page.packed, "size": page.size, "base": None}
    base = _base_of(connection, page.url) if page.kind == "feed" else None
    if base is None:
        return alone
    import zstandard  # noqa: PLC0415

    dictionary = _dictionary(base.data())
    beyond = zstandard.ZstdCompressor(level=_LEVEL, dict_data=dictionary).compress(page.data())
    # What has changed altogether is worth a beginning of its own, for those that come after it.
    return {**alone, "packed": beyond, "base": base.body_id} if len(beyond) * 2 < len(page.packed) else alone


def _base_of(connection: sa.Connection, url: str) -> PageBytes | None:
    """Return the body that the next one of a feed may lean on; None where a new beginning is due."""
    table, body = schema.fetched, schema.body
    found = connection.execute(
        sa.select(body.c.id, body.c.packed, body.c.size)
        .join(table, table.c.body_id == body.c.id)
        .where(table.c.url == url, table.c.kind == "feed", body.c.base.is_(None))
        .order_by(table.c.at.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    leaning = connection.scalar(sa.select(sa.func.count()).where(body.c.base == found.id))
    return (
        PageBytes(url, _NO_TEXT, found.id, found.packed, found.size) if (leaning or 0) < _DEPENDENTS else None
    )


_WHOLE = (
    schema.fetched,
    schema.body.c.packed,
    schema.body.c.size,
    schema.body.c.base.label("base_id"),
)


def stored(connection: sa.Connection, url: str, body_id: str) -> PageBytes | None:
    """Return the stored bytes of a page; None where none are kept."""
    table, body = schema.fetched, schema.body
    row = connection.execute(
        sa.select(*_WHOLE)
        .join(body, body.c.id == table.c.body_id)
        .where(table.c.url == url, table.c.body_id == body_id)
    ).one_or_none()
    if row is None:
        return None
    base = None
    if row.base_id is not None:
        held = connection.execute(
            sa.select(body.c.packed, body.c.size).where(body.c.id == row.base_id)
        ).one_or_none()
        if held is None:
            return None
        base = PageBytes(url, _NO_TEXT, row.base_id, held.packed, held.size).data()
    return PageBytes(
        row.url,
        row.text_id,
        row.body_id,
        row.packed,
        row.size,
        row.kind or "page",
        row.content_type or "",
        row.final,
        base=base,
        at=shown(row.at),
    )


def read_from(connection: sa.Connection, rendition_id: RenditionId) -> Iterator[tuple[PageBytes, str | None]]:
    """Yield the bytes that a rendition was read in, the last ones first, each with the feed's item."""
    table, link = schema.fetched, schema.read_in
    rows = connection.execute(
        sa.select(link.c.url, link.c.body_id, link.c.item)
        .join(table, sa.and_(table.c.url == link.c.url, table.c.body_id == link.c.body_id))
        .where(link.c.rendition_id == rendition_id)
        .order_by(table.c.at.desc(), link.c.url, link.c.body_id)
    ).all()
    for row in rows:
        page = stored(connection, row.url, row.body_id)
        if page is not None:
            yield page, row.item


def forget_text(connection: sa.Connection, text_id: TextId) -> int:
    """Remove the bytes that a text was read in, with all that lean on them; return how many those were."""
    link, table = schema.read_in, schema.fetched
    linked = sa.select(link.c.body_id).where(link.c.text_id == text_id)
    first = sa.select(table.c.body_id).where(table.c.text_id == text_id)
    return purge(connection, set(connection.scalars(linked.union(first)).all()))


def forget(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> int:
    """Remove the bytes of the rows of `fetched` that meet `condition` and return how many rows those were."""
    table, link = schema.fetched, schema.read_in
    gone = connection.execute(sa.delete(table).where(condition)).rowcount
    if gone:
        kept = sa.exists(
            sa.select(sa.literal(1)).where(table.c.url == link.c.url, table.c.body_id == link.c.body_id)
        )
        connection.execute(sa.delete(link).where(~kept))
        _sweep(connection)
    return gone


def _sweep(connection: sa.Connection) -> None:
    """Remove bodies that nothing needs; one that others lean on stays as long as they."""
    table, body, leaning = schema.fetched, schema.body, schema.body.alias()
    used = sa.exists(sa.select(sa.literal(1)).where(table.c.body_id == body.c.id))
    leant_on = sa.exists(sa.select(sa.literal(1)).where(leaning.c.base == body.c.id))
    connection.execute(sa.delete(body).where(~used, body.c.base.is_not(None)))
    connection.execute(sa.delete(body).where(~used, ~leant_on))


def purge(connection: sa.Connection, body_ids: set[str]) -> int:
    """Remove bodies with all that lean on them, wherever they came from; return how many those were."""
    table, body, link = schema.fetched, schema.body, schema.read_in
    leaning = connection.scalars(sa.select(body.c.id).where(body.c.base.in_(body_ids))).all()
    every = sorted(body_ids | set(leaning))
    for start in range(0, len(every), 500):
        some = every[start : start + 500]
        connection.execute(sa.delete(table).where(table.c.body_id.in_(some)))
        connection.execute(sa.delete(link).where(link.c.body_id.in_(some)))
        connection.execute(sa.delete(body).where(body.c.id.in_(some)))
    return len(every)


@dataclass(frozen=True, slots=True)
class Weight:
    """How much bytes of one kind take: how many there are, as they came and as they are kept."""

    kind: str
    bodies: int
    size: int
    packed: int
    oldest: str | None


def weights(connection: sa.Connection) -> list[Weight]:
    """Return what the kept bytes weigh, by kind; bytes of two kinds count for the first by the alphabet."""
    table, body = schema.fetched, schema.body
    each = (
        sa.select(
            table.c.body_id,
            sa.func.min(sa.func.coalesce(table.c.kind, "page")).label("kind"),
            sa.func.min(table.c.at).label("at"),
        )
        .group_by(table.c.body_id)
        .subquery()
    )
    rows = connection.execute(
        sa.select(
            each.c.kind,
            sa.func.count().label("bodies"),
            sa.func.sum(body.c.size).label("size"),
            sa.func.sum(sa.func.length(body.c.packed)).label("packed"),
            sa.func.min(each.c.at).label("oldest"),
        )
        .join(body, body.c.id == each.c.body_id)
        .group_by(each.c.kind)
        .order_by(each.c.kind)
    )
    return [Weight(row.kind, row.bodies, row.size, row.packed, row.oldest) for row in rows]
