"""The spine on a floor of its own: idempotent, the same in any order of copies, and open about the past."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from watchfloor.engine.admit.admission import Admitted, Floor
from watchfloor.engine.answer.situation_report import situation
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Quarantined, Rendition
from watchfloor.store import Store

BODY = (
    "Peruvian Trade Minister Lucía Arrieta met Chilean Trade Minister Tomás Benavides in Arica on Monday.\n"
    "“The border will stay open,” Arrieta said after the talks.\n"
    "The ministers discussed a new rail line, which is to carry 2 million tonnes of freight a year."
)


def rendition(text: str = BODY, **parts: str) -> Rendition:
    return rendition_of_line({"text": text, **parts}, arrived="2026-05-12T09:00:00Z")


def take(
    floor: Floor, *items: Rendition | Quarantined, arrived: str = "2026-05-12T09:00:00Z"
) -> list[Admitted]:
    return list(floor.take(items, arrival=lambda _: arrived))


def dump_of(batches: Iterable[Iterable[Rendition]]) -> str:
    with Store.memory(clock=lambda: "2026-05-12T09:00:00Z") as store:
        floor = Floor(store)
        for batch in batches:
            take(floor, *batch)
        return store.fingerprint()


@pytest.fixture
def dated() -> Rendition:
    return rendition(outlet="Arica Star", published="2026-05-11")


@pytest.fixture
def headed() -> Rendition:
    return rendition(
        BODY + "\nRead more about trains.", outlet="Arica Star", title="Ministers meet at the border"
    )


def test_two_copies_are_one_report_with_the_best_of_each(dated: Rendition, headed: Rendition) -> None:
    for copies in ((dated, headed), (headed, dated)):
        with Store.memory() as store:
            take(Floor(store), *copies)
            [reading] = situation(store).reports
            report = reading.report
            assert report.title
            assert report.title.rendition == headed.id
            assert report.published
            assert (report.published.value, report.published.rendition) == ("2026-05-11", dated.id)
            assert {time.value for time in reading.findings.times} >= {"2026-05-11"}


def test_a_date_learned_later_dates_the_events(dated: Rendition, headed: Rendition) -> None:
    with Store.memory() as store:
        floor = Floor(store)
        take(floor, headed)
        assert {event.date for event in situation(store).events if event.type == "CONSULT"} == {None}
        take(floor, dated)
        [talks] = [event for event in situation(store).events if event.type == "CONSULT"]
        assert talks.date
        assert talks.date.start == "2026-05-11"


def test_the_same_rendition_again_changes_nothing(dated: Rendition) -> None:
    assert dump_of([[dated]]) == dump_of([[dated], [dated]]) == dump_of([[dated, dated]])


def test_batches_and_restarts_change_nothing(dated: Rendition, headed: Rendition) -> None:
    other = rendition(
        "A ferry service between Oran and Alicante starts again in June, the port said.", outlet="Oran Post"
    )
    whole = dump_of([[dated, other, headed]])
    with Store.memory(clock=lambda: "2026-05-12T09:00:00Z") as store:
        for item in (dated, other, headed):
            take(Floor(store), item)  # a new Floor is what a restart is: all it knows is in the store
        assert store.fingerprint() == whole


def test_what_was_known_at_an_earlier_moment_stays_known_as_it_was(
    dated: Rendition, headed: Rendition
) -> None:
    with Store.memory() as store:
        floor = Floor(store)
        take(floor, headed, arrived="2026-05-12T09:00:00Z")
        take(floor, dated, arrived="2026-05-13T09:00:00Z")
        [before] = situation(store, as_of="2026-05-12T12:00:00Z").reports
        [after] = situation(store).reports
        assert before.report.published is None
        assert after.report.published
        assert situation(store, as_of="2026-05-11").reports == ()


def test_what_is_refused_is_kept_with_its_reason() -> None:
    refused = Quarantined(id="q", where="a.txt", reason="the file is empty", arrived="2026-05-12T09:00:00Z")
    with Store.memory() as store:
        [admitted] = take(Floor(store), refused)
        assert admitted.refused == "the file is empty"
        assert [item.where for item in situation(store).quarantined] == ["a.txt"]


def test_private_persons_have_no_profile_beyond_their_story() -> None:
    one = rendition(
        "“I saw the smoke,” said Ana Quispe, who lives near the station in Arica.",
        outlet="Arica Star",
        published="2025-05-12",
    )
    two = rendition(
        "“Prices have doubled,” said Ana Quispe, who sells fruit at the market of Tacna.",
        outlet="Tacna Day",
        published="2026-05-12",
    )
    with Store.memory() as store:
        take(Floor(store), one, two)
        people = [actor for actor in situation(store).actors if actor.name == "Ana Quispe"]
        assert len(people) == 2
        assert not any(actor.public for actor in people)
