"""Reading again: the past stays, watches see nothing, what was alerted and does not stand is corrected."""

from __future__ import annotations

import json
import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.test_crash import forked
from tests.world import page
from watchfloor.engine.admit import unit
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.collect.page_bytes import keep_file
from watchfloor.engine.prepare import reading as preparing
from watchfloor.engine.reprocess import run as rereading
from watchfloor.engine.reprocess.run import ReprocessedText, ReprocessingRun
from watchfloor.errors import InputError
from watchfloor.exchange.wording import alert_words
from watchfloor.extract import EXTRACTOR_VERSION, Extractor
from watchfloor.ingest import read_paths, rendition_of_line
from watchfloor.ingest.formats.page import read_page
from watchfloor.journal import FILE_NAME, FileJournal
from watchfloor.merge import combine
from watchfloor.model import EventType, Findings, Judgement, Placement, ReasonCode, Rendition, Report, Subject
from watchfloor.store import Store
from watchfloor.watch import Watch
from watchfloor.watch.rules import FloorNames, parse_watches

DESK = FloorNames(channels=("desk",))

AT = "2026-05-12T09:00:00Z"
LATER = "2026-05-20T09:00:00Z"
BODY = (
    "Dockers walked out in Arica on Monday over unpaid wages. Some 3,000 people marched to the port.\n"
    "Peruvian Trade Minister Lucía Arrieta met Chilean Trade Minister Tomás Benavides in Arica on Tuesday."
)
WATCH = "name: strikes\ntype: PROTEST\nmode: strike-lim\nlevel: high\nchannels: [desk]\n"


class Better(Extractor):
    """Another version of the extractor, which reads no protests and is otherwise the same."""

    version = "later"
    unread: tuple[EventType, ...] = (EventType.PROTEST,)

    def read(self, *arguments: object, **named: object) -> Findings:
        findings = super().read(*arguments, **named)  # type: ignore[arg-type]
        kept = tuple(event for event in findings.events if event.type not in self.unread)
        quantities = tuple(replace(it, event=None) for it in findings.quantities)
        if kept == findings.events:
            quantities = findings.quantities
        return replace(findings, extractor=self.version, events=kept, quantities=quantities)


@pytest.fixture
def place(tmp_path: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(preparing, "_extractor", extractor)
    Store.create(tmp_path / "floor", clock=lambda: AT).close()
    monkeypatch.setattr(rereading, "are_of_today", lambda *_: False)
    return tmp_path / "floor"


def rendition(text: str = BODY, **parts: str) -> Rendition:
    return rendition_of_line({"text": text, "published": "2026-05-12", **parts}, arrived=AT)


def watches() -> list[Watch]:
    return parse_watches(WATCH, where="strikes.yaml", names=DESK)


def admit(place: Path, *items: Rendition, watched: bool = False) -> None:
    with Store.open(place, write=True, clock=lambda: AT) as store:
        floor = Floor(store, watches() if watched else ())
        for admitted in floor.take(items, arrival=lambda _: AT):
            assert admitted.rendition
            keep_file(store, admitted.rendition, at=AT)


def again(place: Path, *ids: str, watched: bool = False) -> list[ReprocessedText]:
    held = watches() if watched else []
    journal = FileJournal(place)
    run = ReprocessingRun(place=str(place), clock=lambda: LATER, ids=ids, watches=held, journal=journal)
    return list(run.run())


def fired(place: Path) -> list[str]:
    """Return the alerts of which the journal was told that a rule fired."""
    facts = [json.loads(line) for line in (place / FILE_NAME).read_text("utf-8").splitlines()]
    return [fact["alert"] for fact in facts if fact["fact"] == "rule fired"]


def better(monkeypatch: pytest.MonkeyPatch, extractor: Extractor, *unread: EventType) -> None:
    other = Better(extractor.parser)
    other.unread = unread
    monkeypatch.setattr(preparing, "_extractor", other)


def dump(place: Path) -> list[str]:
    with Store.open(place) as store:
        return store.dump()


def events_of(store: Store, as_of: str | None = None) -> set[str]:
    return {event.type for event in store.events(as_of=as_of) if event.members}


def test_the_same_code_reads_the_same_and_changes_nothing(place: Path) -> None:
    admit(place, rendition(outlet="Arica Star"), rendition("Rain fell in Tacna on Friday, police said."))
    before = dump(place)
    assert [one.became for one in again(place)] == ["same", "same"]
    assert dump(place) == before


def test_another_version_is_known_from_now_on(
    place: Path, monkeypatch: pytest.MonkeyPatch, extractor: Extractor
) -> None:
    admit(place, rendition())
    better(monkeypatch, extractor)
    [one] = again(place)
    assert (one.became, one.versions, one.changes) == ("same", (EXTRACTOR_VERSION, "later"), ())
    with Store.open(place) as store:
        [(_, now)], [(_, then)] = store.readings(), store.readings(as_of=AT)
        assert now is not None
        assert then is not None
        assert (then.extractor, now.extractor) == (EXTRACTOR_VERSION, "later")
        assert store.changes(LATER) == []
    before = dump(place)
    again(place)
    assert dump(place) == before


def test_what_is_not_read_any_more_goes_and_the_past_keeps_it(
    place: Path, monkeypatch: pytest.MonkeyPatch, extractor: Extractor
) -> None:
    admit(place, rendition(), watched=True)
    with Store.open(place) as store:
        assert {"PROTEST", "CONSULT"} <= events_of(store)
        [alert] = store.alerts()
        assert len(store.deliveries()) == 1
    better(monkeypatch, extractor, EventType.PROTEST)
    [one] = again(place, watched=True)
    assert one.became == "reread"
    with Store.open(place) as store:
        assert "PROTEST" not in events_of(store)
        assert "PROTEST" in events_of(store, as_of="2026-05-12")
        assert {change.type for change in store.changes(LATER)} == {"reread"}
        [held] = store.alerts()
        assert held.id == alert.id
        assert held.correction
        assert alert_words(held).startswith("OUR MISREADING: ")
        assert fired(place) == [alert.id]
        first, second = store.deliveries()
        assert (first.channel, second.channel) == ("desk", "desk")
        assert '"correction": true' in second.payload
        assert store.alert(alert.id, as_of=AT) == alert


def test_what_is_read_for_the_first_time_alerts_nobody(
    place: Path, monkeypatch: pytest.MonkeyPatch, extractor: Extractor
) -> None:
    worse = Better(extractor.parser)
    worse.version = "0"
    monkeypatch.setattr(preparing, "_extractor", worse)
    admit(place, rendition(), watched=True)
    monkeypatch.setattr(preparing, "_extractor", extractor)
    [one] = again(place, watched=True)
    assert one.became == "reread"
    with Store.open(place) as store:
        assert "PROTEST" in events_of(store)
        assert {change.type for change in store.changes(LATER)} == {"reread"}
        assert store.alerts() == []
        assert store.deliveries() == []


def test_what_people_judged_stands(
    place: Path, monkeypatch: pytest.MonkeyPatch, extractor: Extractor
) -> None:
    admit(place, rendition())
    with Store.open(place, write=True) as store:
        protests = [event for event in store.events() if event.type == "PROTEST"]
        with store.admission(arrived=AT, kind="act", what="checked") as admission:
            for number, event in enumerate(protests):
                about = Subject("event", event.id)
                admission.act(
                    Judgement(
                        id=f"j{number}",
                        kind="status",
                        about=about,
                        value="checked",
                        by="ana",
                        at=AT,
                        reason="seen",
                    )
                )
    better(monkeypatch, extractor, EventType.PROTEST)
    again(place)
    with Store.open(place) as store:
        assert [event for event in store.events() if event.type == "PROTEST"] == protests


class Other:
    """A reader of pages that leaves out the last paragraph, as a better one leaves out boilerplate."""

    def __enter__(self) -> Other:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read_page(self, data: bytes, **named: str) -> Rendition:
        return read_page(data.replace(b"<p>Read more", b"<p hidden>Read more"), **named)

    def refuse(self, data: bytes, **named: str) -> Rendition:
        raise InputError(named["where"], "no article text found")


@pytest.fixture
def saved(place: Path, tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_bytes(
        page("Dockers walk out", *BODY.split("\n"), "Read more about trains and ships, and the sea.")
    )
    return path


def test_another_text_of_the_same_bytes_is_no_revision(
    place: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shorter(data: bytes, **named: object) -> Rendition:
        return read_page(data.replace(b"<p>Read more about trains and ships, and the sea.</p>", b""), **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Other, "read_page", staticmethod(shorter))
    [old] = read_paths([saved], arrived=AT)
    assert isinstance(old, Rendition)
    admit(place, old)
    saved.unlink()
    monkeypatch.setattr(rereading, "GuardedReader", Other)
    [one] = again(place)
    assert one.became == "new text"
    with Store.open(place) as store:
        [report], [then] = store.reports(), store.reports(as_of="2026-05-12")
        assert report.text_id != then.text_id == old.text_id
        assert report.versions == (report.text_id,)
        text, before = store.text(report.text_id), store.text(old.text_id)
        assert text is not None
        assert before is not None
        assert "Read more" in before.text
        assert "Read more" not in text.text
        assert {change.type for change in store.changes(LATER)} == {"reread"}
        assert [hit.text_id for hit in store.search("dockers")] == [report.text_id]
        assert [hit.text_id for hit in store.search("dockers", as_of="2026-05-12")] == [old.text_id]
        for event in store.events(as_of="2026-05-12"):
            assert {evidence.text_id for evidence in event.evidence} <= {old.text_id}
        explained = store.explain(old.id)
        assert explained is not None
        again_read = explained.placements[-1].value.reasons[-1]
        assert (again_read.code, again_read.other_id) == (ReasonCode.READ_AGAIN, old.text_id)
    assert [one.became for one in again(place)] == ["same"]
    # What today's code makes of the page is known already: no second report, no revision by the outlet.
    fresh = shorter(page("Dockers walk out", *BODY.split("\n")), where="x", path=str(saved), arrived=AT)
    admit(place, fresh)
    with Store.open(place) as store:
        assert len(store.renditions()) == 1
        assert "revised" not in {change.type for change in store.changes()}
        assert store.rendition(old.id, as_of="2026-05-12") == replace(old, arrived=AT)


def test_bytes_that_give_nothing_any_more_leave_the_stored_text(
    place: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    admit(place, *(it for it in read_paths([saved], arrived=AT) if isinstance(it, Rendition)))
    monkeypatch.setattr(Other, "read_page", Other.refuse)
    monkeypatch.setattr(rereading, "GuardedReader", Other)
    before = dump(place)
    [one] = again(place)
    assert one.became == "same"
    assert one.note is not None
    assert "no article text found" in one.note
    assert dump(place) == before


def test_only_what_is_meant_is_read_again(place: Path) -> None:
    items = [
        rendition(f"Ship {name} left Split on Monday, the port said.") for name in ("Ana", "Bora", "Cres")
    ]
    admit(place, *items)
    with Store.open(place) as store:
        report = store.whole_of("rendition", items[1].id)
    assert report is not None
    assert [one.rendition for one in again(place, report)] == [items[1].id]
    assert [one.rendition for one in again(place, items[2].text_id)] == [items[2].id]
    assert again(place, "nothing") == []
    held = ReprocessingRun(place=str(place), clock=lambda: LATER, since="2026-05-13")
    assert list(held.run()) == []


def test_a_withheld_text_is_not_read_again(place: Path, saved: Path) -> None:
    admit(place, *(it for it in read_paths([saved], arrived=AT) if isinstance(it, Rendition)))
    with Store.open(place, write=True) as store:
        [held] = store.renditions()
        with store.admission(arrived=AT, kind="act", what="takedown") as admission:
            admission.withhold(held.text_id, "asked for")
    before = dump(place)
    assert [one.became for one in again(place)] == ["withheld"]
    assert dump(place) == before


def test_one_that_was_killed_goes_on_where_it_was(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extractor: Extractor
) -> None:
    admit(
        place,
        *(rendition(f"Some {number},000 people marched in Arica on Monday.") for number in range(3, 11)),
    )
    calm = tmp_path / "calm"
    shutil.copytree(place, calm)
    better(monkeypatch, extractor, EventType.PROTEST)
    monkeypatch.setattr(rereading, "_BATCH", 1)

    def read_and_die() -> None:
        for number, _ in enumerate(ReprocessingRun(place=str(place), clock=lambda: LATER).run()):
            if number == 3:
                os.kill(os.getpid(), signal.SIGKILL)

    _, status = os.waitpid(forked(read_and_die), 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    rest = ReprocessingRun(place=str(place), clock=lambda: LATER)
    assert sum(rest.counts_before().values()) == 4
    assert len(list(rest.run())) == 4
    assert rest.counts_before() == {}
    again(calm)
    assert [line for line in dump(place) if '"rereading"' not in line] == dump(calm)


def test_what_one_text_does_to_a_stage_costs_that_text(
    place: Path, monkeypatch: pytest.MonkeyPatch, extractor: Extractor
) -> None:
    other = rendition(
        "Teachers walked out in Tacna on Tuesday. Some 200 people marched.", outlet="Tacna Post"
    )
    admit(place, rendition(outlet="Arica Star"), other)
    better(monkeypatch, extractor, EventType.PROTEST)

    def broken(members: list[Rendition], placements: list[Placement]) -> Report:
        if any(member.outlet == "Tacna Post" for member in members):
            raise ZeroDivisionError("seven by nought")
        return combine(members, placements)

    monkeypatch.setattr(unit, "combine", broken)
    first, second = again(place)
    assert (first.became, second.became) == ("reread", "unread")
    assert second.note == "taking it in failed: ZeroDivisionError: seven by nought"
    with Store.open(place) as store:
        assert events_of(store) == {"PROTEST", "CONSULT"}
