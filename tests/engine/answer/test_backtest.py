"""A rule tried on the past tells what it would have told then: no more, no less, and without peeking."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.answer.backtest import backtest
from watchfloor.engine.answer.unfired import seen_by
from watchfloor.engine.decide.verdicts import Verdicts
from watchfloor.errors import UsageError
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Rendition
from watchfloor.store import Store
from watchfloor.watch import Watch, read_watches
from watchfloor.watch.rules import parse_watches

EXAMPLES = Path(__file__).parents[3] / "examples"
NOW = "2026-04-01T00:00:00Z"
RULES = """
- {name: by country, country: IE}
- {name: by place, place: Lisbon}
- {name: by actor, actor: Spain, type: [ACCUSE, THREATEN, ASSAULT, COERCE]}
- {name: by words, words: [quota, warning shots]}
- {name: stories, change: new story, when: 'about == "story" && title.contains("tram")'}
- {name: told twice, origins: 2}
- {name: numbers, change: [number revised, number disputed]}
"""


def watches() -> list[Watch]:
    return [*read_watches(EXAMPLES / "watches.yaml"), *parse_watches(RULES, where="rules.yaml")]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A floor that watched the examples as they came."""
    lines = [json.loads(line) for line in (EXAMPLES / "articles.jsonl").read_text().splitlines()]
    with Store.memory() as held:
        floor = Floor(held, watches())
        for line in sorted(lines, key=lambda line: str(line["published"])):
            at = line["published"] if "T" in line["published"] else f"{line['published']}T12:00:00Z"
            list(floor.take([rendition_of_line(line, arrived=at)], arrival=partial(_moment, at)))
        yield held


def _moment(at: str, _: Rendition) -> str:
    return at


@pytest.mark.parametrize("watch", watches(), ids=lambda watch: watch.name)
def test_it_tells_what_the_running_floor_told(store: Store, watch: Watch) -> None:
    opened = {(it.id, it.opened, it.about) for it in store.alerts(watch=watch.name)}
    found = backtest(store, watch, since=None, until=None, now=NOW)
    assert {(it.id, it.at, it.about) for it in found.alerts} == opened
    assert found.changes == len(store.changes())
    messages = {it.id: len(it.changes) for it in store.alerts(watch=watch.name)}
    assert {it.id: 1 + it.updates + it.corrections for it in found.alerts} == messages


def test_it_does_not_peek(store: Store) -> None:
    """Cut off at any moment it tells what it told until then."""
    [watch] = parse_watches("{name: by actor, actor: Spain}", where="rules.yaml")
    whole = backtest(store, watch, since=None, until=None, now=NOW)
    assert len(whole.alerts) > 2
    for moment in ("2026-03-04T23:59:59Z", "2026-03-09T13:00:00Z", "2026-03-12T00:00:00Z"):
        early = backtest(store, watch, since=None, until=moment, now=NOW)
        assert [it.id for it in early.alerts] == [it.id for it in whole.alerts if it.at <= moment]


def test_days_without_anything_read_are_told_and_do_not_count(store: Store) -> None:
    [watch] = parse_watches("name: everything", where="rules.yaml")
    found = backtest(store, watch, since="2026-03-01", until="2026-03-20", now=NOW)
    assert (found.coverage.days, found.coverage.of) == (9, 20)
    published = {"2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"}  # and so on: see examples/
    assert found.coverage.gaps[0] == ("2026-03-01", "2026-03-01")
    assert found.coverage.gaps[-1] == ("2026-03-16", "2026-03-20")
    assert not any(first <= day <= last for first, last in found.coverage.gaps for day in published)
    assert found.per_week == round(len(found.alerts) / 9 * 7, 2)
    assert [begin for begin, _ in found.weeks()] == ["2026-03-01", "2026-03-08", "2026-03-15"]
    assert sum(count for _, count in found.weeks()) == len(found.alerts)


def test_labels_measure_a_rule(store: Store) -> None:
    [watch] = parse_watches("{name: by type, type: THREATEN}", where="rules.yaml")
    before = backtest(store, watch, since=None, until=None, now=NOW)
    assert before.labels.precision is None
    assert before.labels.recall is None
    [alert] = before.alerts
    other = next(it.id for it in store.events() if it.type.value == "CONSULT" and it.grade == "strong")
    verdicts = Verdicts(store)
    verdicts.label("by type", alert.event, "hit", note="", by="ana", at=NOW)
    verdicts.label("by type", other, "hit", note="it was wanted", by="ana", at=NOW)
    verdicts.label("another", alert.event, "miss", note="", by="ana", at=NOW)
    said = backtest(store, watch, since=None, until=None, now=NOW)
    assert said.alerts[0].label == "hit"
    assert said.labels.precision is not None
    assert said.labels.recall is not None
    assert (said.labels.precision.value, said.labels.precision.n) == (1.0, 1)
    assert (said.labels.recall.value, said.labels.recall.n) == (0.5, 2)
    # Wilson's interval of 1 of 2, as statistics books give it.
    assert (said.labels.recall.low, said.labels.recall.high) == (0.095, 0.905)
    with pytest.raises(UsageError, match="'maybe' is no label"):
        verdicts.label("by type", alert.event, "maybe", note="", by="ana", at=NOW)


def test_what_kept_a_watch_from_firing_is_named(store: Store) -> None:
    [watch] = parse_watches("{name: x, type: [PROTEST, THREATEN], country: ES, origins: 2}", where="r.yaml")
    threat = next(it for it in store.events() if it.type.value == "THREATEN" and it.grade == "strong")
    [seen] = [it for it in seen_by(store, watch, threat.id) if it.change.type == "new event"]
    assert not seen.fired
    assert [(it.key, it.asks, it.had) for it in seen.kept] == [("origins", "2", "1")]
    [fires] = parse_watches("{name: x, type: THREATEN, country: ES}", where="r.yaml")
    assert seen_by(store, fires, threat.id)[0].fired
    with pytest.raises(UsageError, match="nothing changed about"):
        seen_by(store, watch, "0" * 16)


QUAKE = (
    "An earthquake killed 12 people in Lisbon on Monday. The earthquake killed 60 people across the country."
)
LATER = "An earthquake killed 19 people in Lisbon on Monday, the Civil Guard said."


@pytest.mark.parametrize(
    ("asked", "alerts"),
    [
        ("{role: killed, over: 50}", 1),
        ("{role: killed, scope: Lisbon, over: 10}", 1),
        ("{role: killed, scope: Lisbon, over: 50}", 0),
        ("{role: killed, scope: the country, over: 50}", 1),
        ("{role: killed, scope: [Porto, Braga], over: 1}", 0),
        ("{role: killed, scope: Lisbon, rises_by: 5}", 1),
        ("{role: killed, scope: Lisbon, rises_by: 8}", 0),
        ("{role: killed, scope: the country, rises_by: 5}", 0),
    ],
)
def test_a_number_can_be_asked_for_in_one_area(quake: Store, asked: str, alerts: int) -> None:
    [watch] = parse_watches(f"{{name: x, number: {asked}}}", where="r.yaml")
    assert len(backtest(quake, watch, since=None, until=None, now=NOW).alerts) == alerts


@pytest.fixture(scope="module")
def quake() -> Iterator[Store]:
    """A floor with one earthquake, its toll in a town and in the country, and the town's risen since."""
    with Store.memory() as held:
        floor = Floor(held, [])
        for at, text in (("2026-03-02T10:00:00Z", QUAKE), ("2026-03-02T18:00:00Z", LATER)):
            line = {"title": "Earthquake in Lisbon", "text": text, "outlet": "Wire", "published": at}
            line["url"] = "https://wire.example/quake"
            list(floor.take([rendition_of_line(line, arrived=at)], arrival=partial(_moment, at)))
        yield held


def test_an_empty_floor_says_so() -> None:
    [watch] = parse_watches("name: x", where="r.yaml")
    with Store.memory() as empty, pytest.raises(UsageError, match="knows nothing yet"):
        backtest(empty, watch, since=None, until=None, now=NOW)


def test_moments_in_the_wrong_order_are_refused(store: Store) -> None:
    [watch] = parse_watches("name: x", where="r.yaml")
    with pytest.raises(UsageError, match="earlier moment"):
        backtest(store, watch, since="2026-03-09", until="2026-03-02", now=NOW)
