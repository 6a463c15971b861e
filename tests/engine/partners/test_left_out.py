"""What people rejected or keep back goes out in no share, whatever became of its id since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.engine.partners.world import AT, article, floor_in, give, received, share_of
from watchfloor.config import Config
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.answer.numbers import story_numbers
from watchfloor.engine.decide.choices import DecidedChoices
from watchfloor.engine.decide.happenings import HappeningActs
from watchfloor.engine.decide.judgements import Judging
from watchfloor.engine.decide.unsharing import Unsharing
from watchfloor.engine.partners.giving import Giving
from watchfloor.engine.partners.left_out import LeftOut
from watchfloor.model import Event, GivenRow, NumberSeries, Report, RowDifference
from watchfloor.store import Store

DOCKERS = (
    "Gunmen killed seven dockers in Lima on Monday, police said. The mayor of Lima condemned the attack.\n\n"
    "Police arrested three fishermen in Lima on Tuesday. A court of the city will hear them."
)
STRIKERS = (
    "Protesters clashed with police in Quito on Friday. The clash wounded twelve people, a hospital said."
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Floor, Config]]:
    (tmp_path / "floor").mkdir()
    with floor_in(tmp_path / "floor") as made:
        made[0].admit(article(1, "Seven killed in Lima", DOCKERS), arrived=AT)
        made[0].admit(article(2, "Twelve wounded in Quito", STRIKERS), arrived=AT)
        yield made


def unshare(store: Store, what: str) -> None:
    Unsharing(store).unshare(what, reason="our source would be known", by="ben", at=AT)


def reject(store: Store, any_id: str) -> None:
    Judging(store).judge(any_id, status=None, note="a hoax", reject=True, by="ben", at=AT)


def event_of(store: Store, role: str) -> Event:
    """Return the one event of which so many are told to have been killed, or arrested."""
    [found] = [it for it in store.events() if it.members and role in {claim.role for claim in it.quantities}]
    return found


def by_age(store: Store, *events: Event) -> list[Event]:
    return sorted(events, key=lambda it: (store.born("event", it.id) or (0, 0), it.id))


def report_titled(store: Store, word: str) -> Report:
    [found] = [it for it in store.reports() if it.title and word in it.title.value]
    return found


def toll(store: Store, event: Event) -> NumberSeries:
    story = store.story(event.story)
    assert story
    [found] = [it for it in story_numbers(store, story) if it.about.id == event.id]
    return found


def rows(config: Config, store: Store, tmp_path: Path) -> dict[tuple[str, str], GivenRow | RowDifference]:
    """Return what a new share would give."""
    moves = Giving(store, config).moves(share_of("any", tmp_path / "any"), now=AT)
    return {(move.table, move.id): move for move in moves}


def test_what_was_kept_back_stays_so_under_the_id_that_it_was_joined_into(
    desk: tuple[Floor, Config], tmp_path: Path
) -> None:
    store, config = desk[0].store, desk[1]
    killed, arrested = event_of(store, "killed"), event_of(store, "arrested")
    assert killed.story == arrested.story
    older, younger = by_age(store, killed, arrested)
    unshare(store, younger.id)
    assert ("events", older.id) in rows(config, store, tmp_path)
    HappeningActs(store).join(younger.id, older.id, reason="one deed", by="ana", at=AT)
    assert store.resolve("event", younger.id) == older.id
    assert not {key for key in rows(config, store, tmp_path) if key[0] == "events"} & {
        ("events", older.id),
        ("events", younger.id),
    }


def test_a_number_that_was_kept_back_stays_so_when_its_event_is_joined(
    desk: tuple[Floor, Config], tmp_path: Path
) -> None:
    store, config = desk[0].store, desk[1]
    older, younger = by_age(store, event_of(store, "killed"), event_of(store, "arrested"))
    series = toll(store, younger)
    unshare(store, series.id)
    HappeningActs(store).join(younger.id, older.id, reason="one deed", by="ana", at=AT)
    told = rows(config, store, tmp_path)
    assert ("events", older.id) in told
    assert series.role not in {(row.cells or {}).get("role") for row in told.values()}
    joined = LeftOut(store).event(event_of(store, series.role))
    assert joined
    assert series.role not in {claim.role for claim in joined.quantities}


def test_a_rejected_story_stays_out_when_it_is_merged(desk: tuple[Floor, Config], tmp_path: Path) -> None:
    floor, config = desk
    store = floor.store
    one, other = report_titled(store, "Lima"), report_titled(store, "Quito")
    story, into = (store.whole_of("report", it.id) for it in (one, other))
    assert story
    assert into
    reject(store, story)
    Judging(store, floor.watches, floor.grouping).merge(story, into, reason="one", by="ana", at=AT)
    assert rows(config, store, tmp_path) == {}


def test_the_toll_that_the_desk_chose_is_kept_back_with_its_series(
    desk: tuple[Floor, Config], tmp_path: Path
) -> None:
    store, config = desk[0].store, desk[1]
    killed = event_of(store, "killed")
    series = toll(store, killed)
    DecidedChoices(store).use(series.id, "9", reason="rang them", by="ana", at=AT)
    told = rows(config, store, tmp_path)["events", killed.id].cells or {}
    assert (told["fatalities_best"], told["fatalities_rule"]) == (9, "chosen by the desk")
    unshare(store, series.id)
    told = rows(config, store, tmp_path)["events", killed.id].cells or {}
    assert (told["fatalities_best"], told["fatalities_high"], told["fatalities_rule"]) == (None, None, None)


def test_a_number_that_only_a_kept_back_report_tells_is_not_given_as_chosen(
    desk: tuple[Floor, Config], tmp_path: Path
) -> None:
    floor, config = desk
    store = floor.store
    words = "Gunmen killed nine dockers in Lima on Monday, the harbour office said. Seven of them were young."
    floor.admit(article(3, "Nine dockers killed in Lima", words), arrived=AT)
    killed = event_of(store, "killed")
    assert len({member.report for member in killed.members}) == 2, "both tell of one attack"
    DecidedChoices(store).use(toll(store, killed).id, "9", reason="rang them", by="ana", at=AT)
    unshare(store, report_titled(store, "Nine").id)
    told = rows(config, store, tmp_path)
    cells = told["events", killed.id].cells or {}
    assert (cells["fatalities_best"], cells["fatalities_rule"]) == (7, "latest claim")
    assert {(it.cells or {}).get("used") for key, it in told.items() if key[0] == "numbers"} == {None}


def test_a_status_lifts_a_rejection(desk: tuple[Floor, Config], tmp_path: Path) -> None:
    store, config = desk[0].store, desk[1]
    killed = event_of(store, "killed")
    reject(store, killed.id)
    assert ("events", killed.id) not in rows(config, store, tmp_path)
    Judging(store).judge(killed.id, status="checked", note=None, reject=False, by="ana", at=AT)
    assert ("events", killed.id) in rows(config, store, tmp_path)


def test_a_weak_event_of_which_no_report_is_left_is_left_out(desk: tuple[Floor, Config]) -> None:
    store = desk[0].store
    killed = event_of(store, "killed")
    reject(store, report_titled(store, "Lima").id)
    assert LeftOut(store).event(replace(killed, grade="weak")) is None


def test_every_report_that_names_a_place_is_kept_back_however_it_spells_it(
    desk: tuple[Floor, Config], tmp_path: Path
) -> None:
    floor, config = desk
    store = floor.store
    words = "Police arrested two drivers in Kiev on Thursday. The city's court will hear them on Friday."
    floor.admit(article(4, "Two drivers arrested", words), arrived=AT)
    report = report_titled(store, "drivers")
    assert ("reports", report.id) in rows(config, store, tmp_path)
    unshare(store, "Kyiv")
    assert not [row for row in rows(config, store, tmp_path).values() if row.report == report.id]
    left_out = LeftOut(store)
    given = GivenRow(table="quotes", id="x", cells={}, report=report.id)
    assert (left_out.hides_report(report.id), left_out.why(given)) == (True, "taken back")


@pytest.mark.parametrize("what", ["story", "event", "report"])
def test_the_reason_is_that_of_the_decision_that_keeps_a_row_out(
    desk: tuple[Floor, Config], tmp_path: Path, what: str
) -> None:
    store, config = desk[0].store, desk[1]
    giving = Giving(store, config)
    giving.add(share_of("why", tmp_path / "out"))
    give(giving, giving.share("why"))
    killed = event_of(store, "killed")
    reject(store, {"story": killed.story, "event": killed.id, "report": killed.members[0].report}[what])
    gone = [it for it in giving.moves(giving.share("why"), now=AT) if it.became == "withdrawn"]
    assert {it.table for it in gone} >= {"events", "numbers"}
    assert {it.why for it in gone} == {"rejected"}


def test_a_share_of_the_same_name_has_nothing_of_the_one_that_ended(
    desk: tuple[Floor, Config], tmp_path: Path
) -> None:
    store, config = desk[0].store, desk[1]
    giving = Giving(store, config)
    giving.add(share_of("sahel", tmp_path / "first"))
    give(giving, giving.share("sahel"))
    giving.end(giving.share("sahel"), by="ana", at=AT)
    assert "dockers" not in everything(tmp_path / "first"), "an end takes the words back"
    unshare(store, report_titled(store, "Lima").id)
    giving.add(share_of("sahel", tmp_path / "second"))
    give(giving, giving.share("sahel"))
    files = sorted(it.name for it in (tmp_path / "second" / "increments").iterdir())
    assert files == ["000001.jsonl"]
    assert "dockers" not in everything(tmp_path / "second")
    since = {(it.became, it.table, it.id) for it in giving.since(giving.share("sahel"), "2020-01-01")}
    assert since == {("new", *key) for key in received(tmp_path / "second")}
    giving.end(giving.share("sahel"), by="ana", at=AT)
    giving.add(share_of("sahel", tmp_path / "first"))
    give(giving, giving.share("sahel"))
    files = sorted(it.name for it in (tmp_path / "first" / "increments").iterdir())
    assert files == ["000001.jsonl", "000002.jsonl", "000003.jsonl"], "its receiver goes on where it was"
    held = received(tmp_path / "first")
    assert held
    assert held == received(tmp_path / "second") | held


def test_a_lost_increment_comes_back_without_what_was_taken_back(
    desk: tuple[Floor, Config], tmp_path: Path
) -> None:
    store, config = desk[0].store, desk[1]
    giving = Giving(store, config)
    giving.add(share_of("lost", tmp_path / "out"))
    give(giving, giving.share("lost"))
    unshare(store, report_titled(store, "Lima").id)
    (tmp_path / "out" / "increments" / "000001.jsonl").unlink()
    give(giving, giving.share("lost"))
    assert "dockers" not in everything(tmp_path / "out")
    assert "Quito" in (tmp_path / "out" / "increments" / "000001.jsonl").read_text("utf-8")


def everything(folder: Path) -> str:
    return "\n".join(file.read_text("utf-8") for file in sorted(folder.rglob("*")) if file.is_file())
