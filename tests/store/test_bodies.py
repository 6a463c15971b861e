"""The bytes that are kept: once each, small, read back as they came, and gone with what was read in them."""

from __future__ import annotations

import random

import pytest
import sqlalchemy as sa

from tests.store.floor import admit, arrived, rendition
from watchfloor.model import RenditionId, TextId
from watchfloor.store import PageBytes, ReadIn, Store, bytes_of, keep_bytes, pack, schema, weights
from watchfloor.store import bodies as bodies_module
from watchfloor.store.bodies import forget, purge

pytestmark = pytest.mark.usefixtures("each_backend")

AT = "2026-02-01T08:00:00Z"
FEED = "https://outlet1.example/feed"


def body_of_feed(*numbers: int) -> bytes:
    """Return something like a feed: items with words of their own, newest first."""
    items = []
    for number in numbers:
        draw = random.Random(number)
        said = " ".join(f"{draw.choice('bcdfgklmnprst')}{draw.randrange(9999)}" for _ in range(60))
        items.append(f"<item><title>Item {number}</title><description>{said}</description></item>")
    return f"<rss>{''.join(items)}</rss>".encode()


def feed(*numbers: int, url: str = FEED, text_id: str = "t") -> PageBytes:
    read = (ReadIn(RenditionId(f"r{numbers[0]}"), TextId(text_id), f"i{numbers[0]}"),)
    return pack(url, body_of_feed(*numbers), kind="feed", read=read)


def rows(store: Store, table: sa.Table) -> int:
    with store.reading() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


def test_what_came_is_read_back_with_how_it_came() -> None:
    data = "Ünïcode".encode("latin-1")
    page = pack(
        "https://a.example/1",
        data,
        TextId("t"),
        content_type="text/html; charset=latin-1",
        final="https://a.example/one",
        read=(ReadIn(RenditionId("r"), TextId("t")),),
    )
    with Store.memory() as store:
        assert keep_bytes(store, page, at=AT)
        assert not keep_bytes(store, page, at=AT)
        found = bytes_of(store, RenditionId("r"))
        assert found is not None
        kept, item = found
        assert (kept.data(), kept.content_type, kept.final, kept.kind, item) == (
            data,
            "text/html; charset=latin-1",
            "https://a.example/one",
            "page",
            None,
        )
        assert bytes_of(store, RenditionId("other")) is None


def test_a_feed_costs_what_is_new_in_it() -> None:
    with Store.memory() as store:
        for last in range(30, 40):
            assert keep_bytes(store, feed(*range(last, last - 30, -1)), at=AT)
        for last in range(30, 40):
            found = bytes_of(store, RenditionId(f"r{last}"))
            assert found is not None
            assert found[0].data() == body_of_feed(*range(last, last - 30, -1))
            assert found[1] == f"i{last}"
        [weight] = weights(store)
        alone = sum(len(feed(*range(last, last - 30, -1)).packed) for last in range(30, 40))
        assert (weight.kind, weight.bodies) == ("feed", 10)
        assert weight.packed < alone / 3
        assert weight.size > weight.packed


def test_a_chain_of_feeds_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies_module, "_DEPENDENTS", 2)
    with Store.memory() as store:
        for number in range(30, 36):
            keep_bytes(store, feed(*range(number, number - 30, -1)), at=f"2026-02-01T08:{number}:00Z")
        with store.reading() as connection:
            bases = connection.scalars(sa.select(schema.body.c.base)).all()
        assert bases.count(None) == 2
        assert all(bytes_of(store, RenditionId(f"r{number}")) for number in range(30, 36))


def test_what_others_lean_on_stays_as_long_as_they() -> None:
    with Store.memory() as store:
        keep_bytes(store, feed(*range(30, 0, -1)), at="2026-02-01T08:00:00Z")
        keep_bytes(store, feed(*range(31, 1, -1)), at="2026-02-02T08:00:00Z")
        with store.transaction() as connection:
            assert forget(connection, schema.fetched.c.at < "2026-02-02") == 1
        found = bytes_of(store, RenditionId("r31"))
        assert found is not None
        assert found[0].data() == body_of_feed(*range(31, 1, -1))
        assert bytes_of(store, RenditionId("r30")) is None
        with store.transaction() as connection:
            assert forget(connection, schema.fetched.c.at < "2026-02-03") == 1
        assert rows(store, schema.body) == rows(store, schema.read_in) == 0


def test_what_leans_on_removed_bytes_goes_with_them() -> None:
    with Store.memory() as store:
        keep_bytes(store, feed(*range(30, 0, -1)), at=AT)
        keep_bytes(store, feed(*range(31, 1, -1)), at="2026-02-01T09:00:00Z")
        with store.transaction() as connection:
            first = connection.scalars(sa.select(schema.body.c.id).where(schema.body.c.base.is_(None))).one()
            assert purge(connection, {first}) == 2
        assert rows(store, schema.body) == rows(store, schema.fetched) == rows(store, schema.read_in) == 0


def test_bytes_of_all_that_was_read_in_them_go_with_a_withheld_text() -> None:
    with Store.memory() as store:
        admit(store, 0)
        withheld = rendition(0)
        keep_bytes(store, feed(1, text_id=withheld.text_id), at=AT)
        keep_bytes(store, feed(2, url="https://outlet2.example/feed"), at=AT)
        with store.admission(arrived=arrived(1), kind="act", what="takedown") as admission:
            admission.withhold(withheld.text_id, "asked for")
        assert [(weight.kind, weight.bodies) for weight in weights(store)] == [("feed", 1)]
        assert not keep_bytes(store, feed(1, text_id=withheld.text_id), at=AT)
