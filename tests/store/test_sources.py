"""What a floor remembers of its sources: whole visits, once each, and nothing that was taken down."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.store.floor import admit, arrived, clock, rendition
from watchfloor.errors import StoreError
from watchfloor.model import Source, SourceHealth, SourceId, TextId
from watchfloor.store import ItemState, Sources, Store, VisitRecord, pack, schema
from watchfloor.store.sources import item_key

pytestmark = pytest.mark.usefixtures("each_backend")

AT = "2026-02-01T08:00:00Z"
LATER = "2026-02-01T09:00:00Z"


def source(number: int = 1) -> Source:
    return Source(
        id=SourceId(f"s{number}"), url=f"https://outlet{number}.example/feed", kind="feed", title="Gazette"
    )


def visit(**changes: object) -> VisitRecord:
    record = VisitRecord(
        source=source(),
        health=SourceHealth(status="healthy", due=LATER, read=AT),
        at=AT,
        found=2,
        fresh=1,
        items={"a": ItemState("1"), "b": ItemState("1", 2)},
        sites={"https://outlet1.example": "{}"},
        pages=(pack("https://outlet1.example/a", b"<p>words</p>" * 50, rendition(0).text_id),),
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def rows(store: Store, table: sa.Table) -> int:
    with store.reading() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


def test_a_source_is_kept_once_and_due_at_once() -> None:
    with Store.memory() as store:
        sources = Sources(store)
        assert sources.add(source(), due=AT)
        assert not sources.add(replace(source(), id=SourceId("other")), due=AT)
        assert [held.source for held in sources.due(AT)] == [source()]
        assert sources.due("2026-02-01T07:59:59Z") == []
        assert sources.named(source().url) == sources.named("s1")


def test_a_paused_source_is_kept_and_not_due() -> None:
    with Store.memory() as store:
        sources = Sources(store)
        sources.add(source(), due=AT)
        sources.change(replace(source(), paused=True), SourceHealth(due=AT), at=AT)
        assert sources.due(LATER) == []
        assert [held.source.paused for held in sources.all()] == [True]


def test_a_source_that_is_gone_is_never_due() -> None:
    with Store.memory() as store:
        sources = Sources(store)
        sources.add(source(), due=AT)
        sources.change(source(), SourceHealth(status="gone", due=None), at=AT)
        assert sources.due("2099-01-01") == []


def test_a_visit_is_kept_whole() -> None:
    with Store.memory() as store:
        sources = Sources(store)
        sources.add(source(), due=AT)
        sources.record(visit())
        sources.record(
            visit(items={"b": ItemState("2")}, sites={"https://outlet1.example": "[]"}, note="x\ud800")
        )
        assert sources.items(SourceId("s1")) == {item_key("a"): ItemState("1"), item_key("b"): ItemState("2")}
        assert sources.sites() == {"https://outlet1.example": "[]"}
        assert [(past.fresh, past.note) for past in sources.visits(SourceId("s1"))] == [
            (1, "x\ufffd"),
            (1, None),
        ]
        assert [page.data() for page in sources.pages()] == [b"<p>words</p>" * 50]
        assert rows(store, schema.body) == 1
        held = sources.named("s1")
        assert held is not None
        assert held.health.status == "healthy"


def test_a_visit_that_cannot_be_kept_leaves_nothing() -> None:
    with Store.memory() as store:
        sources = Sources(store)
        with pytest.raises(StoreError):
            sources.record(visit())  # the source was never added
        assert rows(store, schema.item) == rows(store, schema.site) == 0


def test_no_visit_is_an_admission(tmp_path: Path) -> None:
    with Store.create(tmp_path, clock=clock) as store:
        admit(store, 0)
        sources = Sources(store)
        sources.add(source(), due=AT)
        sources.record(visit())
        assert store.last_sequence() == 2  # the article, and the act of adding
        before = store.dump()
        sources.record(visit(at=LATER, health=SourceHealth(status="failing", failures=3, due=LATER)))
        assert store.dump() == before


def test_bytes_go_with_their_text_and_do_not_come_back() -> None:
    with Store.memory() as store:
        admit(store, 0)
        sources = Sources(store)
        sources.add(source(), due=AT)
        sources.record(visit())
        with store.admission(arrived=arrived(1), kind="act", what="takedown") as admission:
            admission.withhold(rendition(0).text_id, "a court order")
        assert list(sources.pages()) == []
        assert rows(store, schema.body) == 0
        sources.record(visit(at=LATER))
        assert rows(store, schema.body) == 0


def test_bytes_expire_and_shared_ones_stay_as_long_as_needed() -> None:
    with Store.memory() as store:
        sources = Sources(store)
        sources.add(source(), due=AT)
        page = pack("https://outlet1.example/b", b"<p>words</p>" * 50, TextId("t"))
        sources.record(visit())
        sources.record(visit(at=LATER, pages=(page,)))
        assert sources.expire(LATER) == 1
        assert [page.url for page in sources.pages()] == ["https://outlet1.example/b"]
        assert sources.expire("2026-02-02") == 1
        assert rows(store, schema.body) == 0


def test_a_removed_source_takes_its_items_along() -> None:
    with Store.memory() as store:
        sources = Sources(store)
        sources.add(source(), due=AT)
        sources.record(visit())
        sources.remove(SourceId("s1"), at=LATER)
        assert sources.all() == []
        assert rows(store, schema.item) == rows(store, schema.visit) == 0


def test_a_hostile_key_is_bounded_and_storable() -> None:
    with Store.memory() as store:
        sources = Sources(store)
        sources.add(source(), due=AT)
        key = "\ud800\0" + "k" * 90_000
        sources.record(visit(items={key: ItemState("1")}))
        (kept,) = sources.items(SourceId("s1"))
        assert len(kept) < 300


def test_an_item_is_forgotten_two_months_after_it_was_listed_last() -> None:
    with Store.memory() as store:
        sources = Sources(store)
        sources.add(source(), due=AT)
        sources.record(visit(items={"a": ItemState("1"), "b": ItemState("1")}, listed=("a", "b")))
        sources.record(visit(at="2026-03-20T08:00:00Z", items={}, listed=("a",), pages=()))
        assert set(sources.items(SourceId("s1"))) == {item_key("a"), item_key("b")}
        sources.record(visit(at="2026-04-10T08:00:00Z", items={}, pages=()))  # it did not tell what it lists
        assert set(sources.items(SourceId("s1"))) == {item_key("a"), item_key("b")}
        sources.record(visit(at="2026-04-10T08:00:00Z", items={}, listed=("a",), pages=()))
        assert set(sources.items(SourceId("s1"))) == {item_key("a")}
        assert sources.items(SourceId("s1"), ["a", "b"]) == {item_key("a"): ItemState("1")}
        assert sources.items(SourceId("s1"), []) == {}


def test_visits_become_spells_and_go_one_by_one() -> None:
    with Store.memory() as store:
        sources = Sources(store)
        sources.add(source(), due=AT)
        for day, status in ((1, "healthy"), (2, "healthy"), (3, "failing"), (4, "healthy"), (8, "healthy")):
            health = SourceHealth(status=status, due=AT)  # type: ignore[arg-type]
            sources.record(visit(at=f"2026-02-0{day}T08:00:00Z", health=health, note=status))
        spells = [(it.status, it.begun[8:10], it.last[8:10], it.visits) for it in sources.spells()]
        assert spells == [
            ("healthy", "01", "02", 2),
            ("failing", "03", "03", 1),
            ("healthy", "04", "04", 1),
            ("healthy", "08", "08", 1),  # nothing was read in between
        ]
        assert [it.begun[8:10] for it in sources.spells(until="2026-02-03T09:00:00Z")] == ["01", "03"]
        sources.tidy("2026-02-20T08:00:00Z")
        assert [it.at[8:10] for it in sources.visits(SourceId("s1"))] == ["08"]
        sources.remove(SourceId("s1"), at="2026-02-20T08:00:00Z")
        assert len(sources.spells()) == 4  # how it did is still known


def test_what_sites_permit_is_forgotten_after_a_week() -> None:
    with Store.memory() as store:
        sources = Sources(store)
        sources.add(source(), due=AT)
        sources.record(visit(sites={"https://outlet1.example": "[]"}))
        sources.tidy("2026-02-07T08:00:00Z")
        assert sources.site("https://outlet1.example") == "[]"
        sources.tidy("2026-02-09T08:00:00Z")
        assert sources.site("https://outlet1.example") is None


def test_what_analysts_do_with_sources_is_in_the_log() -> None:
    with Store.memory() as store:
        sources = Sources(store)
        other = replace(source(), id=SourceId("s2"), url="https://outlet2.example/feed")
        assert sources.add_all([source(), other, source()], due="2026-02-01") == [source(), other]
        sources.change(replace(other, paused=True), SourceHealth(), at="2026-02-02")
        sources.change(replace(other, paused=True), SourceHealth(), at="2026-02-03")  # nothing new
        sources.remove(SourceId("s1"), at="2026-02-04")
        assert [(it["kind"], it["known"][:10], it["what"]) for it in store.admissions()] == [
            ("act", "2026-02-01", "followed 3 sources"),
            ("act", "2026-02-02", f"paused {other.url}"),
            ("act", "2026-02-04", f"removed {source().url}"),
        ]
        assert sources.followed(as_of="2026-01-31") == []
        assert [it.id for it in sources.followed(as_of="2026-02-01")] == ["s1", "s2"]
        assert [(it.id, it.paused) for it in sources.followed(as_of="2026-02-03")] == [
            ("s1", False),
            ("s2", True),
        ]
        assert [it.id for it in sources.followed()] == ["s2"]
