"""What is admitted is there, once, in one transaction, and reads back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.floor import admit, arrived, clock, rendition, save_readings, words
from watchfloor.errors import FloorLockedError, StoreError, UsageError
from watchfloor.model import (
    AlertId,
    Delivery,
    EvidenceKind,
    EvidenceScore,
    Flag,
    FlagCode,
    Judgement,
    Membership,
    OriginId,
    Placement,
    Quarantined,
    RenditionId,
    Report,
    ReportId,
    Signature,
    Span,
    Story,
    StoryId,
    Subject,
    Text,
    digest,
)
from watchfloor.store import Outbox, Store

pytestmark = pytest.mark.usefixtures("each_backend")


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = Store.memory(clock=clock) if request.param == "memory" else Store.create(tmp_path, clock=clock)
    with made:
        yield made


def test_everything_of_an_article_reads_back(store: Store) -> None:
    assert admit(store, 0)
    given = rendition(0)
    assert store.rendition(given.id) == given
    assert store.text(given.text_id) == words(0)
    report = store.report(ReportId(digest("report", given.id)))
    assert report is not None
    assert report.renditions[0].id == given.id
    assert store.renditions(report=report.id) == [given]
    findings = store.findings(given.text_id, "2026-02-01", given.outlet)
    assert findings is not None
    assert list(store.readings()) == [(report, findings)]
    story = store.stories()[0]
    assert store.reports(story=story.id) == [report]
    event = store.events(story=story.id)[0]
    assert event.members[0].span == Span(0, 30)
    assert store.events_resting_on(given.text_id) == [event.id]
    assert store.actors(keys=["organisation board"])[0].name == "harbour board"
    assert store.actor_of(report.id, "a1") == store.actors()[0].id
    assert [change.about for change in store.changes()] == [Subject("event", event.id)]
    assert store.deliveries()[0].payload == '{"n":0}'
    assert store.counts() == {
        "rendition": 1,
        "text": 1,
        "change": 1,
        "delivery": 1,
        "judgement": 0,
        "report": 1,
        "story": 1,
        "event": 1,
        "actor": 1,
        "alert": 1,
        "quarantine": 0,
        "origin": 1,
    }


def test_the_same_article_again_only_moves_last_seen(store: Store) -> None:
    admit(store, 0)
    before = store.dump()
    with store.admission(arrived="2026-02-09", kind="rendition", what="0.txt") as admission:
        assert not admission.save_rendition(rendition(0))
    assert store.dump() == before
    assert store.last_sequence() == 1
    assert store.last_seen(rendition(0).id) == "2026-02-09T00:00:00Z"
    with store.admission(arrived="2026-02-05", kind="rendition", what="0.txt") as admission:
        admission.seen_again(rendition(0).id)
    assert store.last_seen(rendition(0).id) == "2026-02-09T00:00:00Z"


def test_saving_what_is_held_writes_nothing_and_takes_no_number(store: Store) -> None:
    admit(store, 0)
    before = store.dump()
    with store.admission(arrived="2026-02-09", kind="rendition", what="0.txt") as admission:
        assert not any(
            [
                admission.save_story(store.stories()[0]),
                admission.save_event(store.events()[0]),
                admission.save_report(store.reports()[0]),
                admission.save_actor(store.actors()[0]),
                admission.save_alert(store.alerts()[0]),
                admission.save_change(store.changes()[0]),
            ]
        )
    assert store.dump() == before
    admit(store, 1)
    assert store.last_sequence() == 2


def test_a_failing_admission_leaves_nothing(store: Store) -> None:
    admit(store, 0)
    before = store.dump()

    def fail() -> None:
        with store.admission(arrived="2026-02-09", kind="rendition", what="1.txt") as admission:
            admission.save_rendition(rendition(1))
            save_readings(admission, rendition(1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.dump() == before
    assert not store.knows_rendition(rendition(1).id)
    assert store.search("account 1") == []


def test_an_admission_sees_its_own_writes(store: Store) -> None:
    with store.admission(arrived="2026-02-09", kind="rendition", what="1.txt") as admission:
        admission.save_rendition(rendition(1))
        assert store.knows_rendition(rendition(1).id)
        save_readings(admission, rendition(1))
        assert store.placement(rendition(1).id) is not None


def test_two_values_of_one_admission_leave_one_row(store: Store) -> None:
    story = Story(
        id=StoryId("s"),
        title="first",
        reports=(ReportId("r1"), ReportId("r2")),
        origins=1,
        first=None,
        last=None,
    )
    with store.admission(arrived="2026-02-09", kind="act", what="") as admission:
        admission.save_story(story)
        admission.save_story(replace(story, title="second", reports=(ReportId("r2"), ReportId("r3"))))
    assert [dated.value.title for dated in store.history("story", "s")] == ["second"]
    held = store.story(StoryId("s"))
    assert held is not None
    assert held.reports == ("r2", "r3")


def test_only_a_logged_admission_keeps_an_empty_number(store: Store) -> None:
    with store.admission(arrived="2026-02-09", kind="tick", what="noon"):
        pass
    assert store.last_sequence() == 0
    with store.admission(arrived="2026-02-09", kind="tick", what="noon") as admission:
        admission.log()
    assert [(row["sequence"], row["kind"], row["what"]) for row in store.admissions()] == [
        (1, "tick", "noon")
    ]


def test_the_outbox_takes_each_payload_once_for_each_channel(store: Store) -> None:
    delivery = Delivery(id="d1", alert=AlertId("a"), channel="desk", payload="{}", due="2026-02-01T10:00:00Z")
    with store.admission(arrived="2026-02-01", kind="tick", what="") as admission:
        assert admission.save_delivery(delivery)
        assert not admission.save_delivery(delivery)
        assert not admission.save_delivery(replace(delivery, id="d2"))
        assert admission.save_delivery(replace(delivery, id="d3", channel="mail"))
        assert admission.save_delivery(replace(delivery, id="d4", payload="{1}", due=None))
    assert [it.id for it in store.deliveries(due_before="2026-02-01T09:59:59Z")] == ["d4"]
    assert [it.id for it in store.deliveries(due_before="2026-02-01T10:00:00Z")] == ["d1", "d3", "d4"]
    assert store.deliveries()[0] == delivery


def test_a_try_moves_a_delivery_and_not_the_floor(store: Store) -> None:
    with store.admission(arrived="2026-02-01", kind="tick", what="") as admission:
        admission.save_delivery(Delivery(id="d1", alert=AlertId("a"), channel="desk", payload="{}"))
    before = store.dump()
    tried = "2026-02-01T10:00:00Z"
    outbox = Outbox(store)
    assert outbox.claim("d1", at=tried)
    assert not outbox.claim("d1", at=tried)
    [claimed] = outbox.left_over()
    later = "2026-02-01T10:05:00Z"
    outbox.record(replace(claimed, state="failed", due=later, error="no answer"), at=tried)
    assert store.deliveries(due_before=tried) == []
    failed = store.deliveries(due_before=later)[0]
    assert (failed.state, failed.attempts, failed.error) == ("failed", 1, "no answer")
    assert outbox.claim("d1", at=later)
    outbox.record(replace(failed, state="delivered", due=None, error=None), at=later)
    assert store.deliveries(due_before="2026-03-01") == []
    assert [(it["number"], it["state"]) for it in store.attempts("d1")] == [(1, "failed"), (2, "delivered")]
    assert store.dump() == before
    assert not outbox.claim("d9", at=tried)


def test_signatures_come_in_order_of_admission(store: Store) -> None:
    for number in range(12):
        admit(store, number)
    placed = list(store.signatures())
    assert [it.rendition.id for it in placed] == [rendition(number).id for number in range(12)]
    assert [it.sequence for it in placed] == list(range(1, 13))
    assert all(it.rendition.text == "" and it.placement is not None for it in placed)
    assert [it.sequence for it in store.signatures(since=arrived(9))] == [10, 11, 12]
    assert list(store.signatures(version="2")) == []
    with store.admission(arrived="2026-02-09", kind="reread", what="") as admission:
        admission.save_signature(rendition(0).id, Signature(version="2"))
    assert [it.rendition.id for it in store.signatures(version="2")] == [rendition(0).id]


def test_signatures_are_read_in_pages_without_loss(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watchfloor.store.renditions.CHUNK", 3)
    with store.admission(arrived="2026-02-01", kind="import", what="archive") as admission:
        for number in range(10):
            admission.save_rendition(rendition(number))
            admission.save_signature(rendition(number).id, Signature(version="1"))
            admission.save_signature(rendition(number).id, Signature(version="2"))
    read = [(it.rendition.id, it.signature.version) for it in store.signatures()]
    assert len(read) == len(set(read)) == 20


def test_quarantine_keeps_the_first_reason_until_released(store: Store) -> None:
    refused = Quarantined(id="q", where="feed.jsonl:3", reason="no text", arrived="2026-02-01")
    with store.admission(arrived="2026-02-01", kind="quarantine", what="feed.jsonl:3") as admission:
        assert admission.quarantine(refused)
        assert not admission.quarantine(replace(refused, arrived="2026-02-02"))
    assert store.quarantine() == [refused]
    with store.admission(arrived="2026-02-03", kind="act", what="released") as admission:
        assert admission.release("q")
        assert not admission.release("q")
    assert store.quarantine() == []
    assert store.quarantine(as_of="2026-02-02") == [refused]


def test_explain_tells_recorded_placements_and_judgements(store: Store) -> None:
    admit(store, 0)
    placement = store.placement(rendition(0).id)
    assert placement is not None
    judgement = Judgement(
        id="j",
        kind="note",
        about=Subject("report", placement.report),
        value="seen",
        by="desk",
        at="2026-02-02",
        reason="routine",
    )
    with store.admission(arrived="2026-02-02", kind="act", what="note") as admission:
        assert admission.act(judgement)
        assert not admission.act(judgement)
    for any_id, kind in (
        (placement.rendition, "rendition"),
        (placement.report, "report"),
        (placement.story, "story"),
        (placement.origin, "origin"),
    ):
        explanation = store.explain(any_id)
        assert explanation is not None
        assert (explanation.kind, explanation.known) == (kind, "2026-02-01T00:00:00Z")
        assert explanation.placements[0].value == placement
        assert explanation.judgements == ((judgement,) if kind == "report" else ())
    assert store.explain("nothing") is None
    assert store.judgements() == [judgement]


def test_removed_words_are_gone_everywhere_and_stay_away(store: Store) -> None:
    admit(store, 0)
    given = rendition(0)
    with store.admission(arrived="2026-02-02", kind="act", what="takedown") as admission:
        assert admission.withhold(given.text_id, "asked by the publisher")
        assert not admission.withhold(given.text_id, "again")
    assert store.text(given.text_id) is None
    tombstone = store.tombstone(given.text_id)
    assert tombstone is not None
    assert (tombstone.length, tombstone.reason) == (len(given.text), "asked by the publisher")
    assert tombstone.removed == "2026-02-02T00:00:00Z"
    held = store.rendition(given.id)
    assert held is not None
    assert (held.text, held.flags) == ("", (Flag(FlagCode.WITHHELD),))
    assert held.withheld
    assert store.search("harbour") == []
    delivery = store.deliveries()[0]
    assert (delivery.payload, delivery.state) == ("", "dead")
    assert not any("harbour board said" in line for line in store.dump())
    with store.admission(arrived="2026-02-03", kind="rendition", what="elsewhere") as admission:
        admission.save_rendition(replace(given, id=RenditionId("copy")))
    assert store.text(given.text_id) is None
    assert store.search("harbour") == []


def test_a_value_that_would_not_read_back_is_refused(store: Store) -> None:
    def save() -> None:
        with store.admission(arrived="2026-02-01", kind="rendition", what="") as admission:
            admission.save_rendition(rendition(0))
            placement = Placement(
                rendition=rendition(0).id,
                report=ReportId(""),
                origin=OriginId(""),
                story=StoryId(""),
                relation="original",
                scores=(EvidenceScore(EvidenceKind.RESEMBLANCE, "", float("inf")),),
            )
            admission.save_placement(placement)

    with pytest.raises(StoreError, match="Placement cannot be stored"):
        save()
    assert store.counts()["rendition"] == 0


@pytest.mark.parametrize(
    "hostile", ["", "\0\0", "\ufffd", "\u200b\ue000x\ue001", "a" * 9000, "صباح \U0001f4a5"]
)
def test_hostile_words_are_kept_as_they_are(store: Store, hostile: str) -> None:
    text = Text.of(hostile)
    given = replace(rendition(0), id=RenditionId("h"), text=hostile, text_id=text.id, title=hostile)
    with store.admission(arrived="2026-02-01", kind="rendition", what=hostile) as admission:
        admission.save_rendition(given)
    assert store.rendition(RenditionId("h")) == given


def test_lone_surrogates_are_refused_by_name(store: Store) -> None:
    with (
        pytest.raises(StoreError, match="surrogate"),
        store.admission(arrived="2026-02-01", kind="rendition", what="") as admission,
    ):
        admission.save_text(Text.of("\ud800"))
    assert store.counts()["text"] == 0


def test_a_file_name_need_not_be_unicode(store: Store) -> None:
    path = "in/bad\udcff.txt"
    given = replace(rendition(0), path=path)
    with store.admission(arrived="2026-02-01", kind="rendition", what=path) as admission:
        admission.save_rendition(given)
        membership = Membership(id=given.id, text_id=given.text_id, relation="original", path=path)
        admission.save_report(
            Report(
                id=ReportId("r"),
                text_id=given.text_id,
                versions=(),
                renditions=(membership,),
                origin=OriginId("o"),
            )
        )
        admission.quarantine(Quarantined(id="q", where=path, reason=f"{path}: no", arrived="2026-02-01"))
    held = store.rendition(given.id)
    assert held == replace(given, path="in/bad\ufffd.txt")
    assert store.reports()[0].renditions[0].path == "in/bad\ufffd.txt"
    assert store.quarantine()[0].where == "in/bad\ufffd.txt"
    assert store.admissions()[0]["what"] == "in/bad\ufffd.txt"


def test_failures_of_others_pass_through(store: Store) -> None:
    assert store.report(ReportId("\udcff")) is None
    assert store.explain("\udcff") is None
    with pytest.raises(UnicodeEncodeError), store.snapshot():
        "é".encode("ascii")


def test_orders_that_cannot_be_are_refused(store: Store) -> None:
    with (
        pytest.raises(StoreError, match="contradict"),
        store.admission(arrived="2026-02-01", kind="rendition", what="") as admission,
    ):
        admission.save_signature(RenditionId("nobody"), Signature(version="1"))
    with (
        pytest.raises(StoreError, match="one transaction at a time"),
        store.admission(arrived="2026-02-01", kind="tick", what=""),
        store.admission(arrived="2026-02-01", kind="tick", what=""),
    ):
        pass
    with (
        pytest.raises(UsageError, match="no moment"),
        store.admission(arrived="yesterday", kind="tick", what=""),
    ):
        pass
    assert store.last_sequence() == 0


def test_a_second_writer_waits_then_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with Store.create(tmp_path) as first:
        with pytest.raises(FloorLockedError, match=r"process \d+ .*let it finish or stop it"):
            Store.open(tmp_path, write=True, wait_seconds=0.1)
        admit(first, 0)
        with Store.open(tmp_path) as reader:
            assert reader.counts()["rendition"] == 1
    with Store.open(tmp_path, write=True, wait_seconds=0) as second:
        assert admit(second, 1)


def test_readers_see_whole_admissions_only_and_cannot_write(tmp_path: Path) -> None:
    with Store.create(tmp_path) as writer, Store.open(tmp_path) as reader:
        with writer.admission(arrived="2026-02-01", kind="rendition", what="0.txt") as admission:
            admission.save_rendition(rendition(0))
            assert reader.counts()["rendition"] == 0
        with reader.snapshot():
            assert reader.counts()["rendition"] == 1
            admit(writer, 1)
            assert reader.counts()["rendition"] == 1
        assert reader.counts()["rendition"] == 2
        with (
            pytest.raises(StoreError, match="open for reading"),
            reader.admission(arrived="2026-02-01", kind="tick", what=""),
        ):
            pass


def test_memory_and_file_hold_the_same(tmp_path: Path) -> None:
    with Store.memory(clock=clock) as memory, Store.create(tmp_path, clock=clock) as file:
        for number in range(7):
            admit(memory, number)
            admit(file, number)
        assert memory.fingerprint() == file.fingerprint()
        admit(file, 7)
        assert memory.fingerprint() != file.fingerprint()


def test_a_backup_is_a_whole_floor(tmp_path: Path) -> None:
    with Store.create(tmp_path / "floor") as store:
        admit(store, 0)
        store.backup(tmp_path / "copy.sqlite")
        with Store.open(tmp_path / "copy.sqlite") as copy:
            assert copy.fingerprint() == store.fingerprint()
        with pytest.raises(UsageError, match="name a new file"):
            store.backup(tmp_path / "copy.sqlite")
