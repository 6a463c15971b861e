"""Questions as values: what is in scope, in which order, and page by page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.store.told import SPEAKER, Told, event_id, tell
from watchfloor.errors import UsageError
from watchfloor.model import (
    ChangeId,
    EventId,
    EventType,
    Moment,
    Reason,
    ReportId,
    Scope,
    Span,
    StoryId,
    TimeBound,
    digest,
)
from watchfloor.store import Store, schema, upgrade
from watchfloor.store.backends import backend_at, backend_of
from watchfloor.store.derive import derive_anew
from watchfloor.store.fresh_tables import REVISION
from watchfloor.store.lists import LISTS as LISTS_OF
from watchfloor.store.queries import PageEnd, Question

pytestmark = pytest.mark.usefixtures("each_backend")

LISTS = ("reports", "stories", "events", "quotes", "changes", "actors", "timeline")
ACCUSE, ASSAULT, PROTEST = EventType.ACCUSE, EventType.ASSAULT, EventType.PROTEST


def ids(store: Store, what: str, scope: Scope, limit: int = 100) -> list[str]:
    return [found.id for found in store.answers.page(what, scope, limit=limit)]


@pytest.fixture
def store() -> Store:
    return Store.memory()


def test_conditions_on_events_are_met_by_one_event(store: Store) -> None:
    both = tell(store, 0, [Told(key="a", type=ASSAULT, country="IE"), Told(key="b", country="FR")])
    one = tell(store, 1, [Told(key="c", type=ASSAULT, country="FR")], story="two")
    scope = Scope(countries=("FR",), types=("ASSAULT",))
    assert ids(store, "reports", scope) == [one]
    assert ids(store, "events", scope) == [event_id("c")]
    assert ids(store, "stories", scope) == [digest("story", "two")]
    assert ids(store, "reports", Scope(countries=("FR",))) == [one, both]
    assert ids(store, "reports", Scope(countries=("FR", "IE"), outlets=("port gazette",))) == [one, both]
    assert ids(store, "reports", replace(scope, outlets=("Valley Wire",))) == []


def test_without_a_strong_event_the_lead_decides(store: Store) -> None:
    led = tell(store, 0, lead="CL")
    assert ids(store, "reports", Scope(countries=("CL",))) == [led]
    assert ids(store, "stories", Scope(countries=("CL",))) == [digest("story", "one")]
    strong = tell(store, 1, [Told(key="a", country="BR")], lead="CL")
    assert ids(store, "reports", Scope(countries=("CL",))) == [led]
    assert ids(store, "reports", Scope(countries=("BR",))) == [strong]
    # The story has a strong event now, so it is about that and about no place of a lead.
    assert ids(store, "stories", Scope(countries=("CL",))) == []
    assert ids(store, "stories", Scope(countries=("CL",), as_of=1)) == [digest("story", "one")]


def test_weak_events_count_only_where_they_are_asked_for(store: Store) -> None:
    report = tell(store, 0, [Told(key="a", grade="weak")])
    for what in ("reports", "events", "stories", "changes"):
        assert ids(store, what, Scope(types=("PROTEST",))) == []
    assert ids(store, "events", Scope()) == []
    weak = Scope(types=("PROTEST",), weak=True)
    assert ids(store, "reports", weak) == [report]
    assert ids(store, "events", weak) == [event_id("a")]
    tell(store, 1, [Told(key="a", grade="strong")])
    assert ids(store, "events", Scope(types=("PROTEST",))) == [event_id("a")]
    assert len(ids(store, "reports", Scope(types=("PROTEST",)))) == 2
    assert ids(store, "events", Scope(types=("PROTEST",), as_of=1)) == []


@pytest.mark.parametrize("what", LISTS)
def test_pages_are_the_list_newest_known_first(store: Store, what: str) -> None:
    for number in range(12):
        country = "IE" if number % 3 else "FR"
        tell(
            store,
            number,
            [Told(key=f"{number}", country=country)],
            story=f"{number // 4}",
            words=f"w{number}",
        )
    for scope in (Scope(), Scope(countries=("IE",)), Scope(countries=("IE", "FR")), Scope(words="account")):
        every = store.answers.page(what, scope, limit=100)
        assert every or what == "actors"
        assert every == sorted(every, key=lambda found: (-found.born, found.id))
        paged, place = [], None
        while some := store.answers.page(what, scope, limit=2, after=place):
            paged += some
            place = PageEnd.read(PageEnd(some[-1].born, some[-1].id).written())
        assert paged == every


@pytest.mark.parametrize("what", ["quotes", "timeline"])
@pytest.mark.parametrize(
    "scope",
    [
        Scope(countries=("IE",)),
        Scope(countries=("IE", "CL"), types=("PROTEST",)),
        Scope(words="harbour"),
        Scope(words="account -harbour"),
    ],
)
def test_what_newest_reports_lead_to_is_the_list(store: Store, what: str, scope: Scope) -> None:
    """Whether the newest of forty reports lead to it, or it came with another reading of an old one."""
    reports = [
        tell(
            store,
            number,
            [Told(key=f"{number}", country=("IE", "CL", "FR")[number % 3])],
            story=f"{number}",
            words="" if number % 3 else "harbour",
        )
        for number in range(40)
    ]
    for reread in (reports[3], reports[4], reports[18]):
        report = store.report(ReportId(reread))
        assert report is not None
        found = store.findings_of(report)
        assert found is not None
        said, before = found.quotes[0], found.times[0]
        other = Span(said.content[0].start + 2, said.content[0].end)
        with store.admission(arrived="2026-02-04T00:00:00Z", kind="act", what="reread") as admission:
            read = replace(
                found,
                extractor="2",
                quotes=(said, replace(said, content=(other,))),
                times=(replace(before, value="2026-02-03"),),
            )
            admission.save_findings(read, outlet=report.outlet)
            admission.save_report(report)
    table = schema.quote if what == "quotes" else schema.statement
    with store.reading() as connection:
        late = set(connection.scalars(sa.select(table.c.report).where(table.c.late.is_not(None))))
        assert late >= {reports[3], reports[18]}
        in_scope = Question(connection, LISTS_OF[what], replace(scope, until="2027-01-01"))
        walked = in_scope.page(100, None)  # with a bound of time it is walked
    for limit in (1, 2, 5, 9, 20, 100):
        assert store.answers.page(what, scope, limit=limit) == walked[:limit]
    assert len(walked) > (14 if what == "quotes" else 1)


def test_days_are_walked_along_and_merged(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is dated by a month or a year lies in its days; many days are sorted, to the same end."""
    days = ["2026-01-09", "2026-01-10", "2026-01-11", "2026-01", "2026", "2026-02-01", "2025-12-31", "2025"]
    for number, day in enumerate(days * 2):
        tell(store, number, [Told(key=f"{number}", day=day)])
    for begin, end, asked in (
        ("2026-01-09", "2026-01-10", {"2026-01-09", "2026-01-10", "2026-01", "2026"}),
        ("2026-01-10", "2026-01-10", {"2026-01-10", "2026-01", "2026"}),
        ("2025-12-31", "2026-01-09", {"2025-12-31", "2026-01-09", "2026-01", "2026", "2025"}),
        ("2024-01-01", "2024-12-31", set[str]()),
    ):
        first, last = (TimeBound(Moment(f"{day}T00:00:00Z"), day) for day in (begin, end))
        scope = Scope(happened_from=first, happened_to=last)
        along = store.answers.page("changes", scope, limit=100)
        told = {change.at for change, _ in store.answers.changes([ChangeId(found.id) for found in along])}
        assert told == asked, (begin, end)
        assert along == sorted(along, key=lambda found: (-found.born, found.id))
        with monkeypatch.context() as patched:
            patched.setattr("watchfloor.store.queries._DAYS", -1)
            assert store.answers.page("changes", scope, limit=100) == along


def test_times_of_knowing_and_of_happening_are_two(store: Store) -> None:
    early = tell(store, 0, [Told(key="a", day="2026-01-10")], published="2026-01-11T08:00:00Z")
    late = tell(store, 60, [Told(key="b", day="2026-01-20")], published="2026-01-20")
    assert ids(store, "reports", Scope(since="2026-02-02T00:30:00Z")) == [late]
    assert ids(store, "reports", Scope(until="2026-02-02T00:30:00Z")) == [early]
    assert ids(store, "reports", Scope(since=1)) == [late]
    day = (
        TimeBound(Moment("2026-01-11T00:00:00Z"), "2026-01-11"),
        TimeBound(Moment("2026-01-11T23:59:59Z"), "2026-01-11"),
    )
    assert ids(store, "reports", Scope(happened_from=day[0], happened_to=day[1])) == [early]
    # In Honolulu the eleventh begins ten hours later: the moment is still the tenth there.
    assert ids(
        store, "reports", Scope(happened_from=TimeBound(Moment("2026-01-11T10:00:00Z"), "2026-01-11"))
    ) == [late]
    later = Scope(happened_from=TimeBound(Moment("2026-01-15T00:00:00Z"), "2026-01-15"))
    assert ids(store, "events", later) == [event_id("b")]
    assert ids(store, "reports", later) == [late]
    assert len(ids(store, "changes", later)) == 1


def test_quotes_sentences_and_actors_hang_on_what_is_in_scope(store: Store) -> None:
    source = (SPEAKER.id,)
    tell(store, 0, [Told(key="a", country="IE", source=source)], language="en")
    tell(store, 1, [Told(key="b", country="FR")], language="fr", outlet="Valley Wire", words="otherwise")
    assert len(ids(store, "quotes", Scope(countries=("FR",)))) == 1
    assert len(ids(store, "quotes", Scope(actors=("mara quill",)))) == 2
    assert len(ids(store, "quotes", Scope(words="otherwise"))) == 1
    assert ids(store, "actors", Scope(types=("PROTEST",))) == [SPEAKER.id]
    assert ids(store, "actors", Scope(types=("ASSAULT",))) == []
    assert ids(store, "actors", Scope(countries=("IE",), outlets=("Valley Wire",))) == []
    assert ids(store, "events", Scope(actors=("Mara Quill",))) == [event_id("a")]
    assert ids(store, "events", Scope(languages=("fr",))) == [event_id("b")]
    [entry] = store.answers.statements(ids(store, "timeline", Scope(outlets=("Port Gazette",))))
    assert (entry.date, len(entry.evidence)) == ("2026-02-01", 2)  # the same words in both reports


CALAMA, TALTAL, TEMUCO = 3897347, 3870243, 3870011
ANTOFAGASTA, EL_LOA, ARAUCANIA = "3899537", "3891149", "3899463"  # two regions, and a province of the first


@pytest.mark.parametrize("what", LISTS)
def test_a_region_has_all_that_lies_in_it(store: Store, what: str) -> None:
    north = Told(key="a", place="Calama", geonames=CALAMA, country="CL", source=(SPEAKER.id,))
    tell(store, 0, [north])
    there = ids(store, what, Scope())
    tell(store, 1, [Told(key="b", place="Temuco", geonames=TEMUCO, country="CL")], story="two")
    for region in (ANTOFAGASTA, EL_LOA, str(CALAMA), "Calama"):
        assert ids(store, what, Scope(places=(region,))) == there != [], region
    assert ids(store, what, Scope(places=(ANTOFAGASTA,), types=("ASSAULT",))) == []
    south = ids(store, what, Scope(places=(ARAUCANIA,)))
    assert what == "timeline" or not set(south) & set(there)  # the same words are one entry
    assert len(south) == (0 if what == "actors" else 1)


def test_search_is_narrowed_by_a_region(store: Store) -> None:
    tell(store, 0, [Told(key="a", place="Calama", geonames=CALAMA, country="CL")], words="harbour walls")
    tell(store, 1, [Told(key="b", place="Temuco", geonames=TEMUCO, country="CL")], words="harbour lights")
    hits = store.answers.hits(Scope(words="harbour", places=(ANTOFAGASTA,)), limit=9)
    assert [hit.known_from for hit in hits] == [1]


def test_an_older_floor_learns_the_regions_of_its_places(tmp_path: Path) -> None:
    """What two towns of a region told, one after the other and at once, is told of the region as one."""
    calama = Told(key="a", place="Calama", geonames=CALAMA, country="CL")
    taltal = Told(key="a", place="Taltal", geonames=TALTAL, country="CL")
    with Store.create(tmp_path) as store:
        tell(store, 0, [calama])
        tell(store, 1, [calama, Told(key="b", place="Taltal", geonames=TALTAL, country="CL")])
        tell(store, 2, [taltal, Told(key="c", place="Temuco", geonames=TEMUCO, grade="weak")])
        event = store.event(EventId(event_id("a")))
        assert event is not None
        for members in (event.members[2:], event.members[:1]):
            with store.admission(arrived="2026-02-04T00:00:00Z", kind="act", what="reread") as admission:
                admission.save_event(replace(event, members=members))
        wanted = derived(store)
        with store.transaction() as connection:
            connection.execute(sa.delete(schema.scope).where(schema.scope.c.term.like("region:%")))
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '0025'"))
        assert derived(store) != wanted
    with backend_at(tmp_path / "floor.sqlite").connect(write=True) as connection:
        upgrade.upgrade(connection, "0026")
        with backend_of(connection).transaction(connection):
            number = {"number": REVISION}
            connection.execute(sa.text("UPDATE alembic_version SET version_num = :number"), number)
    with Store.open(tmp_path) as store:
        assert derived(store) == wanted


def test_an_event_that_moves_takes_its_story_along(store: Store) -> None:
    tell(store, 0, [Told(key="a", country="IE")], story="one")
    tell(store, 1, [Told(key="b", country="FR")], story="two")
    event = store.event(EventId(event_id("a")))
    assert event is not None
    with store.admission(arrived="2026-02-03T00:00:00Z", kind="act", what="merge") as admission:
        admission.save_event(replace(event, story=StoryId(digest("story", "two"))))
    assert ids(store, "stories", Scope(countries=("IE",))) == [digest("story", "two")]
    assert ids(store, "stories", Scope(countries=("IE",), as_of=2)) == [digest("story", "one")]
    with store.admission(arrived="2026-02-04T00:00:00Z", kind="act", what="merge") as admission:
        admission.record_redirect("event", event.id, event_id("b"), Reason.said("they are one"))
    assert ids(store, "events", Scope(countries=("IE",))) == []
    assert ids(store, "stories", Scope(countries=("IE",))) == []


def test_hits_are_narrowed_like_everything(store: Store) -> None:
    tell(store, 0, [Told(key="a", country="IE")], words="harbour walls")
    tell(store, 1, [Told(key="b", country="FR")], words="harbour lights", outlet="Valley Wire")
    hits = store.answers.hits(Scope(words="harbour"), limit=10)
    assert [hit.known_from for hit in hits] == [2, 1]
    assert [
        hit.known_from for hit in store.answers.hits(Scope(words="harbour", countries=("IE",)), limit=9)
    ] == [1]
    assert [hit.known_from for hit in store.answers.hits(Scope(words="harbour", since=1), limit=9)] == [2]
    assert store.answers.hits(Scope(words="harbour", outlets=("Nobody",)), limit=9) == []


def test_what_is_derived_can_be_made_again(store: Store) -> None:
    for number in range(9):
        events = [Told(key=f"{number // 3}", grade="weak" if number < 4 else "strong")]
        tell(store, number, events, story=f"{number % 2}", lead="CL" if number % 2 else None)
    event = store.event(EventId(event_id("1")))
    assert event is not None
    with store.admission(arrived="2026-02-04T00:00:00Z", kind="act", what="reread") as admission:
        admission.save_event(replace(event, members=event.members[:1]))
    made = derived(store)
    with store.transaction() as connection:
        derive_anew(connection)
    assert derived(store) == made


def derived(store: Store) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        return [
            tuple(row)
            for table in (schema.scope, schema.quote, schema.statement)
            for row in sorted(
                connection.execute(sa.select(*(column for column in table.c if column.name != "row"))).all(),
                key=repr,
            )
        ]


def test_a_change_is_kept_with_what_a_watch_saw_of_it(store: Store) -> None:
    tell(store, 0, [Told(key="a", type=ACCUSE, country="IE", source=(SPEAKER.id,))])
    [change] = store.changes()
    seen = store.answers.change_scope(change.id)
    assert seen is not None
    assert (seen.type, seen.countries, seen.source, seen.grade) == (
        "ACCUSE",
        ("IE",),
        (SPEAKER.id,),
        "strong",
    )


def test_a_cursor_that_is_none_is_refused() -> None:
    for typed in ("", "x", "é", "AAAA", "🙂"):
        with pytest.raises(UsageError, match="is no cursor"):
            PageEnd.read(typed)


def test_what_hangs_on_a_report_asks_one_event_of_that_report(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where much is in scope, the list is walked, and every row asks its own report."""
    for few in ("_FEW", "_FEW_TO_TRY"):
        monkeypatch.setattr(f"watchfloor.store.scope_terms.{few}", 1)
    tell(store, 0, [Told(key="a", type=ASSAULT, country="IE"), Told(key="b", country="FR")])
    tell(store, 1, [Told(key="c", type=ASSAULT, country="FR")], words="otherwise")
    scope = Scope(countries=("FR",), types=("ASSAULT",))
    [quote] = store.answers.quotes(ids(store, "quotes", scope))
    assert quote.report == digest("report", "1")
    assert len(ids(store, "timeline", Scope(countries=("FR",)))) == 1  # one sentence in both reports
    assert ids(store, "reports", scope) == [digest("report", "1")]


@pytest.mark.parametrize("walked", [False, True])
def test_quotes_of_two_groups_are_the_same_gathered_or_walked(
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    walked: bool,  # noqa: FBT001 - a parameter of pytest
) -> None:
    """More things may be tried for a second group than are gathered for one."""
    monkeypatch.setattr("watchfloor.store.scope_terms._FEW", 1)
    if walked:
        monkeypatch.setattr("watchfloor.store.scope_terms._FEW_TO_TRY", 1)
    for number, (kind, country) in enumerate([(ASSAULT, "FR"), (ASSAULT, "IE"), (PROTEST, "FR")]):
        tell(store, number, [Told(key="a", type=kind, country=country)], words=f"words {number}")
    found = ids(store, "quotes", Scope(countries=("FR",), types=("ASSAULT",)))
    assert [it.report for it in store.answers.quotes(found)] == [digest("report", "0")]


@pytest.mark.parametrize("way", ["sort", "look up", "walk"])
def test_what_hangs_on_reports_is_the_same_sorted_looked_up_or_walked_to(
    store: Store, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    asked = []

    def chosen(*_: object) -> str:
        asked.append(way)
        return way

    monkeypatch.setattr("watchfloor.store.scope_terms.Terms.way_to", chosen)
    for number, country in enumerate(["FR", "IE", "FR", "FR"]):
        tell(store, number, [Told(key=f"event {number}", country=country)], words=f"words {number}")
    scope = Scope(countries=("FR",), until="2027-01-01")  # else the newest reports lead to it
    found = store.answers.quotes(ids(store, "quotes", scope))
    assert [it.report for it in found] == [digest("report", str(number)) for number in (3, 2, 0)]
    dated = store.answers.statements(ids(store, "timeline", scope))
    assert {at.report for it in dated for at in it.evidence} >= {it.report for it in found}
    assert asked == [way, way]


@pytest.mark.parametrize("most", [1, 6000])
def test_actors_of_some_days_are_the_same_by_their_events_or_walked_to(
    store: Store, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    for number, day in enumerate(["2026-01-10", "2026-01-20", "2026-01-12"]):
        told = Told(key=day, day=day, source=(SPEAKER.id,))
        tell(store, number, [told], published=day, words=f"words {number}")
    bounds = [TimeBound(Moment(f"{day}T00:00:00Z"), day) for day in ("2026-01-11", "2026-01-20")]
    scope = Scope(happened_from=bounds[0], happened_to=bounds[1])
    monkeypatch.setattr("watchfloor.store.scope_terms.Terms.are_few", lambda *_, **__: most > 1)
    assert ids(store, "actors", scope) == [SPEAKER.id]
    assert (
        ids(store, "actors", Scope(happened_from=TimeBound(Moment("2026-02-01T00:00:00Z"), "2026-02-01")))
        == []
    )


@pytest.mark.parametrize("most", [1, 10_000])
def test_some_days_are_answered_the_same_sorted_or_walked_to(
    store: Store, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("watchfloor.store.queries._FEW_DAYS", most)
    days = [f"2026-01-{day}" for day in ("10", "20", "12", "11", "25")]
    for number, day in enumerate(days):
        tell(store, number, [Told(key=day, day=day)], published=day, words=f"words {number}")
    bounds = [TimeBound(Moment(f"{day}T00:00:00Z"), day) for day in ("2026-01-11", "2026-01-20")]
    scope = Scope(happened_from=bounds[0], happened_to=bounds[1])
    reports = [digest("report", str(number)) for number in (3, 2, 1)]
    assert ids(store, "reports", scope) == reports
    assert ids(store, "events", scope) == [event_id(days[number]) for number in (3, 2, 1)]
    assert len(ids(store, "changes", scope)) == 3
    assert [it.report for it in store.answers.quotes(ids(store, "quotes", scope))] == reports
    first = store.answers.page("reports", scope, limit=2)
    end = PageEnd(first[-1].born, first[-1].id)
    assert [it.id for it in store.answers.page("reports", scope, limit=2, after=end)] == reports[2:]
