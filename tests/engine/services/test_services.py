"""What doors may call: every call says who asks, is refused with a reason, and is signed."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from watchfloor.config import read_config, write_default_config
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.answer.situations import Situation
from watchfloor.engine.partners.kits import FloorKit
from watchfloor.engine.services.alerts import AlertDesk
from watchfloor.engine.services.briefings import BriefingDesk
from watchfloor.engine.services.desk import Desk
from watchfloor.engine.services.floors import FloorDesk
from watchfloor.engine.services.kits import KitDesk
from watchfloor.engine.services.looks import read_articles
from watchfloor.engine.services.notes import Noted, NotedChat, NoteDesk
from watchfloor.engine.services.outbox import OutboxDesk
from watchfloor.engine.services.own_tables import TableDesk
from watchfloor.engine.services.people import PeopleDesk
from watchfloor.engine.services.pools import HERE
from watchfloor.engine.services.questions import QuestionDesk
from watchfloor.engine.services.records import RecordDesk
from watchfloor.engine.services.shares import ShareDesk
from watchfloor.engine.services.sources import SourceDesk, SourceSettings, Wanted
from watchfloor.engine.services.watches import WatchDesk
from watchfloor.errors import NotAllowedError, UsageError
from watchfloor.ingest import rendition_of_line
from watchfloor.model import (
    Asked,
    Audience,
    EventId,
    PartnerShare,
    PersonId,
    Principal,
    PrincipalRole,
    ReportId,
    StoryId,
)
from watchfloor.store import Store
from watchfloor.watch.rules import parse_watches

AT = "2026-05-12T09:00:00Z"
TEXTS = (
    "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday.",
    "Bolivian Trade Minister Tomás Benavides met Ecuadorian Trade Minister Lucía Arrieta in Quito.",
)


def person(name: str, role: PrincipalRole) -> Principal:
    return Principal(id=PersonId(f"local:{name}"), name=name, roles={role})


VIEWER = person("vera", PrincipalRole.VIEWER)
ANA = person("ana", PrincipalRole.ANALYST)
BEN = person("ben", PrincipalRole.ANALYST)
EDITOR = person("eda", PrincipalRole.EDITOR)
ADMINISTRATOR = person("adam", PrincipalRole.ADMINISTRATOR)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    write_default_config(tmp_path)
    config = read_config(tmp_path)
    with Store.create(config.store, clock=lambda: AT) as store:
        items = [rendition_of_line({"text": text, "published": "2026-05-11"}, arrived=AT) for text in TEXTS]
        list(Floor(store).take(items, arrival=lambda _: AT))
    return Desk(config=config, clock=lambda: AT)


SHARE = PartnerShare(
    name="../x",
    asked=Asked(),
    audience=Audience.partner,
    format="csv",
    tables=("events",),
    out="x",
    by="",
    at="",
)
FISHING = Situation(name="fishing", asked=Asked(countries=("IE",)))
[EVERYTHING] = parse_watches("name: everything", where="rules.yaml")


def stories(desk: Desk) -> list[StoryId]:
    with Store.open(desk.config.store) as store:
        return [story.id for story in store.stories()]


def outbox(desk: Desk) -> OutboxDesk:
    return OutboxDesk(config=desk.config, clock=desk.clock, environment={})


def sources(desk: Desk) -> SourceDesk:
    return SourceDesk(config=desk.config, clock=desk.clock)


def floors(desk: Desk) -> FloorDesk:
    return FloorDesk(config=desk.config, clock=desk.clock)


def questions(desk: Desk) -> QuestionDesk:
    return QuestionDesk(config=desk.config, clock=desk.clock)


def alerts(desk: Desk) -> AlertDesk:
    return AlertDesk(config=desk.config, clock=desk.clock)


def watches(desk: Desk) -> WatchDesk:
    return WatchDesk(config=desk.config, clock=desk.clock)


def tables(desk: Desk) -> TableDesk:
    return TableDesk(config=desk.config, clock=desk.clock)


def briefings(desk: Desk) -> BriefingDesk:
    return BriefingDesk(config=desk.config, clock=desk.clock)


def shares(desk: Desk) -> ShareDesk:
    return ShareDesk(config=desk.config, clock=desk.clock)


def records(desk: Desk) -> RecordDesk:
    return RecordDesk(config=desk.config, clock=desk.clock)


def notes(desk: Desk) -> NoteDesk:
    return NoteDesk(config=desk.config, clock=desk.clock)


def people(desk: Desk) -> PeopleDesk:
    return PeopleDesk(config=desk.config, clock=desk.clock)


def kits(desk: Desk) -> KitDesk:
    return KitDesk(config=desk.config, clock=desk.clock)


def dump(desk: Desk) -> list[str]:
    with Store.open(desk.config.store) as store:
        return store.dump()


OWN_WATCH = f"name: x\nauthor: {BEN.id}\n"

CALLS: dict[str, tuple[Callable[[Desk, Principal], Any], Principal]] = {
    "merge": (lambda desk, who: desk.merge(who, *stories(desk), reason="one"), BEN),
    "split": (lambda desk, who: desk.split(who, stories(desk)[0], [ReportId("x")], reason="two"), BEN),
    "briefings": (lambda desk, who: briefings(desk).briefings(who), VIEWER),
    "next_due": (lambda desk, who: briefings(desk).next_due(who, "x"), VIEWER),
    "preview_briefing": (lambda desk, who: briefings(desk).preview_briefing(who, "x"), VIEWER),
    "send_briefing": (lambda desk, who: briefings(desk).send_briefing(who, "x"), EDITOR),
    "acknowledge": (lambda desk, who: alerts(desk).acknowledge(who, "x"), BEN),
    "close": (lambda desk, who: alerts(desk).close(who, "x"), BEN),
    "linked_alert": (lambda desk, who: alerts(desk).linked_alert(who, "x"), BEN),
    "acknowledge_link": (lambda desk, who: alerts(desk).acknowledge_link(who, "x"), BEN),
    "undo": (lambda desk, who: desk.undo(who, "last", reason="no"), BEN),
    "judge": (
        lambda desk, who: desk.judge(who, stories(desk)[0], status="checked", note=None, reject=False),
        BEN,
    ),
    "choose": (lambda desk, who: desk.choose(who, EventId("x"), "day", "2026-05-11", reason="seen"), BEN),
    "alert_wrong": (lambda desk, who: desk.alert_wrong(who, "x", "old"), BEN),
    "use_number": (lambda desk, who: desk.use_number(who, "x", "3", reason="list seen"), BEN),
    "withhold": (lambda desk, who: [*desk.withhold(who, ["example.org"], reason="asked")], EDITOR),
    "readmit": (lambda desk, who: [*desk.readmit(who, [1], reason="agreed")], EDITOR),
    "reread": (lambda desk, who: [*desk.reread(who).run()], EDITOR),
    "erase": (lambda desk, who: desk.erase(who, ["Ramiro Ulloa"], reason="request 12"), ADMINISTRATOR),
    "join_events": (lambda desk, who: desk.join_events(who, EventId("x"), EventId("y"), reason="one"), ANA),
    "part_event": (lambda desk, who: desk.part_event(who, EventId("x"), ["y"], reason="two"), ANA),
    "add_event": (lambda desk, who: desk.add_event(who, "x", "words", {}, reason="seen"), ANA),
    "expire": (lambda desk, who: desk.expire(who), ADMINISTRATOR),
    "tick": (lambda desk, who: desk.tick(who), ADMINISTRATOR),
    "create": (lambda desk, who: floors(desk).create(who), ADMINISTRATOR),
    "upgrade": (lambda desk, who: floors(desk).upgrade(who), ADMINISTRATOR),
    "move": (lambda desk, who: [*floors(desk).move(who, "floor.sqlite")], ADMINISTRATOR),
    "rebuild_search": (lambda desk, who: floors(desk).rebuild_search(who), ADMINISTRATOR),
    "set_clock_back": (lambda desk, who: floors(desk).set_clock_back(who), ADMINISTRATOR),
    "diagnose": (lambda desk, who: floors(desk).diagnose(who, {}), VIEWER),
    "metrics": (lambda desk, who: floors(desk).metrics(who), VIEWER),
    "explained": (lambda desk, who: floors(desk).explained(who, "x"), VIEWER),
    "admit": (
        lambda desk, who: [*floors(desk).admit(who, [], watches=(), as_published=False, pool=HERE)],
        EDITOR,
    ),
    "backfill": (
        lambda desk, who: [
            *floors(desk).backfill(who, [], watches=(), as_published=True, pool=HERE, tell=print)
        ],
        EDITOR,
    ),
    "plan_backfill": (lambda desk, who: floors(desk).plan_backfill(who, [], pool=HERE), EDITOR),
    "admit_upload": (
        lambda desk, who: [
            *floors(desk).admit_upload(who, Path("nowhere.txt"), watches=(), as_published=False)
        ],
        EDITOR,
    ),
    "check_tables": (lambda desk, who: tables(desk).check_tables(who), VIEWER),
    "take_tables": (lambda desk, who: tables(desk).take_tables(who), EDITOR),
    "reread_touched": (lambda desk, who: [*tables(desk).reread_touched(who)], EDITOR),
    "pause_sources": (lambda desk, who: sources(desk).pause_sources(who, ["x"]), EDITOR),
    "resume_sources": (lambda desk, who: sources(desk).resume_sources(who, ["x"]), EDITOR),
    "remove_sources": (lambda desk, who: sources(desk).remove_sources(who, ["x"]), EDITOR),
    "watches": (lambda desk, who: desk.watches(who), VIEWER),
    "situations": (lambda desk, who: desk.situations(who), VIEWER),
    "add_situation": (lambda desk, who: desk.add_situation(who, FISHING), ANA),
    "remove_situation": (lambda desk, who: desk.remove_situation(who, "x"), ANA),
    "preview_situation": (lambda desk, who: desk.preview_situation(who, "x"), VIEWER),
    "situation_now": (lambda desk, who: desk.situation_now(who, "x"), VIEWER),
    "situation_counts": (lambda desk, who: desk.situation_counts(who, "x"), VIEWER),
    "watch_named": (lambda desk, who: desk.watch_named(who, "x"), VIEWER),
    "ready_rules": (lambda desk, who: desk.ready_rules(who), VIEWER),
    "copy_ready_rule": (lambda desk, who: desk.copy_ready_rule(who, "x"), ANA),
    "last_known": (lambda desk, who: desk.last_known(who), VIEWER),
    "unknown_places": (lambda desk, who: desk.unknown_places(who, EVERYTHING), VIEWER),
    "backtest": (lambda desk, who: desk.backtest(who, EVERYTHING), VIEWER),
    "seen_by": (lambda desk, who: desk.seen_by(who, EVERYTHING, "x"), VIEWER),
    "label": (lambda desk, who: desk.label(who, "x", "y", "hit"), BEN),
    "back_up": (lambda desk, who: desk.back_up(who, desk.config.folder), ADMINISTRATOR),
    "withheld": (lambda desk, who: desk.withheld(who), VIEWER),
    "add": (lambda desk, who: [*sources(desk).add(who, ["/nowhere"], Wanted())], EDITOR),
    "seen": (lambda desk, who: sources(desk).seen(who, ["x"]), VIEWER),
    "set_up": (lambda desk, who: sources(desk).set_up(who, ["x"], SourceSettings()), EDITOR),
    "preview": (lambda desk, who: sources(desk).preview(who, "/nowhere", page=False, most=1), EDITOR),
    "import_list": (lambda desk, who: sources(desk).import_list(who, Path("nowhere.opml")), EDITOR),
    "import_written": (lambda desk, who: sources(desk).import_written(who, "<opml><body/></opml>"), EDITOR),
    "written_list": (lambda desk, who: sources(desk).written_list(who), VIEWER),
    "note_chat": (
        lambda desk, who: [*notes(desk).note_chat(who, NotedChat(path=Path(__file__)), tell=print)],
        ANA,
    ),
    "note": (lambda desk, who: notes(desk).note(who, Noted(words="Bridge closed.", role="driver")), ANA),
    "held": (lambda desk, who: sources(desk).held(who), VIEWER),
    "health": (lambda desk, who: sources(desk).health(who), VIEWER),
    "coverage": (lambda desk, who: sources(desk).coverage(who), VIEWER),
    "make_due": (lambda desk, who: sources(desk).make_due(who), EDITOR),
    "ask": (lambda desk, who: questions(desk).ask(who), VIEWER),
    "followed": (lambda desk, who: questions(desk).followed(who), VIEWER),
    "meant": (lambda desk, who: questions(desk).meant(who, Asked(since="7d")), VIEWER),
    "move_mark": (lambda desk, who: questions(desk).move_mark(who, 1, AT), VIEWER),
    "exported": (lambda desk, who: questions(desk).exported(who), ADMINISTRATOR),
    "shares": (lambda desk, who: shares(desk).shares(who), VIEWER),
    "add_share": (lambda desk, who: shares(desk).add_share(who, SHARE), EDITOR),
    "remove_share": (lambda desk, who: shares(desk).remove_share(who, "x"), EDITOR),
    "preview_share": (lambda desk, who: shares(desk).preview_share(who, "x"), VIEWER),
    "write_share": (lambda desk, who: shares(desk).write_share(who, "x"), EDITOR),
    "given_since": (lambda desk, who: shares(desk).given_since(who, "x", AT), VIEWER),
    "export_kit": (lambda desk, who: kits(desk).export_kit(who, desk.config.folder), ADMINISTRATOR),
    "put_up": (lambda desk, who: kits(desk).put_up(who, FloorKit()), ADMINISTRATOR),
    "story_record": (lambda desk, who: records(desk).story_record(who, StoryId("x")), VIEWER),
    "shift": (lambda desk, who: records(desk).shift(who), VIEWER),
    "comment": (lambda desk, who: records(desk).comment(who, "x", "why?"), BEN),
    "assign": (lambda desk, who: records(desk).assign(who, "x", "ana"), BEN),
    "done": (lambda desk, who: records(desk).done(who, "x"), BEN),
    "hand_over": (lambda desk, who: records(desk).hand_over(who, "ana"), BEN),
    "sign": (lambda desk, who: records(desk).sign(who), BEN),
    "import_share": (lambda desk, who: shares(desk).import_share(who, Path("x"), "ours"), EDITOR),
    "unshare": (lambda desk, who: shares(desk).unshare(who, "Lima", reason="a source"), BEN),
    "given_once": (lambda desk, who: shares(desk).given_once(who, "x"), VIEWER),
    "watch_files": (lambda desk, who: watches(desk).watch_files(who), VIEWER),
    "watch_file": (lambda desk, who: watches(desk).watch_file(who, "x"), VIEWER),
    "try_watch": (lambda desk, who: watches(desk).try_watch(who, "name: x"), VIEWER),
    "write_watch": (lambda desk, who: watches(desk).write_watch(who, "x", OWN_WATCH, before=""), BEN),
    "switch_watch": (lambda desk, who: watches(desk).switch_watch(who, "x", on=True), BEN),
    "deliver": (lambda desk, who: [*outbox(desk).deliver(who)], EDITOR),
    "retry": (lambda desk, who: outbox(desk).retry(who, ["x"]), EDITOR),
    "drop": (lambda desk, who: outbox(desk).drop(who, ["x"]), EDITOR),
    "due": (lambda desk, who: outbox(desk).due(who), EDITOR),
    "deliveries": (lambda desk, who: outbox(desk).deliveries(who), VIEWER),
    "kept_back": (lambda desk, who: outbox(desk).kept_back(who), VIEWER),
    "channels": (lambda desk, who: outbox(desk).channels(who), VIEWER),
    "test_channel": (lambda desk, who: outbox(desk).test_channel(who, "desk"), EDITOR),
    "switch_on": (lambda desk, who: outbox(desk).switch_on(who, "x"), ADMINISTRATOR),
    "switch_off": (lambda desk, who: outbox(desk).switch_off(who, "x", reason="it moves"), ADMINISTRATOR),
    "people": (lambda desk, who: people(desk).people(who), ADMINISTRATOR),
    "add_person": (
        lambda desk, who: people(desk).add_person(who, "zoe", PrincipalRole.VIEWER),
        ADMINISTRATOR,
    ),
    "reset_person": (lambda desk, who: people(desk).reset_person(who, "zoe"), ADMINISTRATOR),
    "set_person": (lambda desk, who: people(desk).set_person(who, "zoe", zone="UTC"), ADMINISTRATOR),
    "deactivate_person": (lambda desk, who: people(desk).deactivate_person(who, "zoe"), ADMINISTRATOR),
    "keys": (lambda desk, who: people(desk).keys(who), ADMINISTRATOR),
    "add_key": (lambda desk, who: people(desk).add_key(who, "wall", PrincipalRole.VIEWER), ADMINISTRATOR),
    "remove_key": (lambda desk, who: people(desk).remove_key(who, "wall"), ADMINISTRATOR),
}
_BELOW = {BEN.id: VIEWER, EDITOR.id: ANA, ADMINISTRATOR.id: EDITOR}


def test_every_service_says_first_who_asks_and_is_tried_here() -> None:
    services = {
        name: inspect.signature(call)
        for desk in (
            Desk,
            AlertDesk,
            BriefingDesk,
            FloorDesk,
            NoteDesk,
            OutboxDesk,
            KitDesk,
            RecordDesk,
            ShareDesk,
            PeopleDesk,
            SourceDesk,
            TableDesk,
            QuestionDesk,
            WatchDesk,
        )
        for name, call in inspect.getmembers(desk, inspect.isfunction)
        if not name.startswith("_")
    }
    assert services.keys() == CALLS.keys()
    for name, signature in services.items():
        assert [*signature.parameters][:2] == ["self", "principal"], name


@pytest.mark.parametrize("name", CALLS)
def test_whoever_may_not_is_told_why_and_nothing_is_changed(name: str, desk: Desk) -> None:
    call, may = CALLS[name]
    before = dump(desk)
    nobody = Principal(id=PersonId("x"), name="x")
    for who in (nobody, *([_BELOW[may.id]] if may.id in _BELOW else [])):
        with pytest.raises(NotAllowedError, match=r"needs an? "):
            call(desk, who)
    assert dump(desk) == before


@pytest.mark.parametrize("name", CALLS)
def test_whoever_may_is_not_refused(name: str, desk: Desk) -> None:
    call, may = CALLS[name]
    try:
        call(desk, may)
    except NotAllowedError:
        raise
    except UsageError:
        pass  # what is asked is not there; whether it may be asked was answered


def test_undo_last_takes_back_ones_own_act(desk: Desk) -> None:
    one, other = stories(desk)
    merged = desk.merge(ANA, one, other, reason="one happening")
    assert merged.act
    assert merged.act.by == "local:ana"
    assert desk.undo(BEN, "last", reason="no").said == ("there is no act by local:ben left to undo",)
    undone = desk.undo(ANA, "last", reason="two after all")
    assert undone.act
    assert (undone.act.by, undone.act.undoes) == ("local:ana", merged.act.id)
    again = desk.merge(ANA, one, other, reason="one after all")
    assert again.act
    assert desk.undo(BEN, again.act.id, reason="two").act, "any analyst may undo an act by its id"


def test_acts_of_older_floors_are_ones_own_by_name(desk: Desk) -> None:
    one, other = stories(desk)
    older = Principal(id=PersonId("ana"), name="ana", roles={PrincipalRole.ANALYST})
    desk.merge(older, one, other, reason="one happening")
    assert desk.undo(ANA, "last", reason="two").act


def test_articles_count_as_arrived_now_or_when_they_were_published(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    for words, as_published in (("The ferry sailed.", False), ("The port opened.", True)):
        file.write_text(f"URL: https://example.org/{as_published}\nDATE: 2026-05-02\n\n{words}", "utf-8")
        items = list(read_articles([str(file)], arrived=AT))
        [admitted] = floors(desk).admit(EDITOR, items, watches=(), as_published=as_published, pool=HERE)
        assert admitted.report
        with Store.open(desk.config.store) as store:
            [held] = store.renditions(report=admitted.report)
        assert held.arrived == (held.published if as_published else AT)
