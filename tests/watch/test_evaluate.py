"""Alerts: one for each watch and subject, updated in place, corrected whatever was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from watchfloor.exchange.wording import alert_words
from watchfloor.model import Alert, Change, ChangeId, ChangeType, Grade, Reason, Subject
from watchfloor.watch.evaluate import ChangeContext, evaluate
from watchfloor.watch.rules import Watch, parse_watches

NOW, LATER = "2024-05-15T08:00:00Z", "2024-05-15T09:00:00Z"
WATCH: Watch = parse_watches(
    "name: Unrest\nlevel: high\ntype: PROTEST\ncountry: IR\norigins: 2\n", where="unrest.yaml"
)[0]
CONTEXT = ChangeContext(type="PROTEST", countries=("IR",), origins=2, title="Shops close in protest")


def change(kind: ChangeType, number: int = 1, event: str = "e1") -> Change:
    return Change(
        id=ChangeId(f"c{number}"),
        type=kind,
        at=None,
        known=NOW,
        about=Subject("event", event),
        before="12" if kind == "number revised" else None,
        after="15" if kind == "number revised" else None,
        score=0.5,
        reason=Reason.said("a second text tells of it"),
    )


def alerts(
    changes: list[Change], context: ChangeContext = CONTEXT, held: tuple[Alert, ...] = (), now: str = NOW
) -> tuple[Alert, ...]:
    return evaluate(changes, {one.id: context for one in changes}, [WATCH], held, now)


def test_a_wanted_change_opens_one_alert() -> None:
    (alert,) = alerts([change("new event")])
    assert (alert.watch, alert.level, alert.state, alert.about) == (
        "Unrest",
        "high",
        "open",
        Subject("event", "e1"),
    )
    assert (alert.opened, alert.updated, alert.changes, alert.correction) == (NOW, NOW, ("c1",), False)
    assert "reported by 2 separately written texts" in alert_words(alert)


def test_the_same_event_updates_its_alert_in_place() -> None:
    (first,) = alerts([change("new event")])
    (second,) = alerts([change("corroborated", 2)], held=(first,), now=LATER)
    assert second.id == first.id
    assert (second.opened, second.updated, second.changes) == (NOW, LATER, ("c1", "c2"))


def test_a_watch_on_an_actor_is_told_of_what_it_denies() -> None:
    (on_actor,) = parse_watches("name: N\nactor: Norland\n", where="w.yaml")
    (on_type,) = parse_watches("name: T\ntype: PROTEST\n", where="w.yaml")
    denied = replace(CONTEXT, polarity="negated", actor_names=("Norland",), claimant="Norland")
    opened = evaluate([change("denied")], {ChangeId("c1"): denied}, [on_actor, on_type], (), NOW)
    assert [alert.watch for alert in opened] == ["N"]


def test_a_watch_may_ask_for_weak_events() -> None:
    (both,) = parse_watches("name: B\ngrade: [strong, weak]\n", where="w.yaml")
    (weak,) = parse_watches("name: W\ngrade: weak\n", where="w.yaml")
    watches = [WATCH, both, weak]
    told = [
        [
            it.watch
            for it in evaluate(
                [change("new event")], {ChangeId("c1"): replace(CONTEXT, grade=grade)}, watches, (), NOW
            )
        ]
        for grade in GRADES
    ]
    assert told == [[WATCH.name, "B"], ["B", "W"]]


def test_another_event_is_another_alert() -> None:
    first, second = alerts([change("new event", 1, "e1"), change("new event", 2, "e2")])
    assert first.id != second.id


@pytest.mark.parametrize(
    "context",
    [
        replace(CONTEXT, grade="weak"),
        replace(CONTEXT, polarity="negated"),
        replace(CONTEXT, origins=1),
        replace(CONTEXT, countries=("US",)),
        replace(CONTEXT, type="AID"),
    ],
)
def test_what_is_weak_denied_or_unasked_opens_nothing(context: ChangeContext) -> None:
    assert alerts([change("new event")], context) == ()


def test_rereading_and_changes_without_context_open_nothing() -> None:
    assert alerts([change("reread")]) == ()
    assert evaluate([change("new event")], {}, [WATCH], (), NOW) == ()


GRADES: tuple[Grade, ...] = ("strong", "weak")
CHASED: Mapping[ChangeType, str] = {
    "denied": "DENIED BY Norland: ",
    "number revised": "UPDATED: 12 → 15: ",
    "number disputed": "DISPUTED: ",
    "withdrawn": "WITHDRAWN BY Wire: ",
}


@pytest.mark.parametrize("kind", CHASED)
def test_corrections_chase_their_alert(kind: ChangeType) -> None:
    (opened,) = alerts([change("new event")])
    weak = replace(CONTEXT, grade="weak", polarity="negated", origins=1, claimant="Norland", outlet="Wire")
    (corrected,) = alerts([change(kind, 2)], weak, held=(opened,), now=LATER)
    assert corrected.correction
    assert corrected.id == opened.id
    assert alert_words(corrected).startswith(CHASED[kind])
    assert corrected.corrects == (kind == "withdrawn")
    assert alerts([change(kind, 2)], weak) == ()


def test_a_correction_needs_no_watch_and_no_context() -> None:
    (opened,) = alerts([change("new event")])
    (corrected,) = evaluate([change("withdrawn", 2)], {}, [], (opened,), LATER)
    assert corrected.correction


def test_a_correction_does_not_drown_in_the_news_after_it() -> None:
    (opened,) = alerts([change("new event")])
    (after,) = alerts([change("number revised", 2), change("corroborated", 3)], held=(opened,), now=LATER)
    assert after.correction
    assert after.changes == ("c1", "c2", "c3")
    assert "12 → 15" in alert_words(after)
    (next_one,) = alerts([change("corroborated", 4)], held=(after,), now=LATER)
    assert not next_one.correction


def test_evaluating_again_changes_nothing() -> None:
    changes = [change("new event"), change("corroborated", 2), change("denied", 3)]
    once = alerts(changes)
    assert alerts(changes, held=once, now=LATER) == ()
    assert alerts(changes) == once


def test_a_closed_alert_is_not_altered() -> None:
    (opened,) = alerts([change("new event")])
    assert alerts([change("denied", 2)], held=(replace(opened, state="closed"),)) == ()


def test_no_surface_claims_a_fact() -> None:
    (alert,) = alerts([change("new event")])
    assert not {"fact", "confirmed", "verified"} & set(alert_words(alert).lower().split())


def test_an_event_told_otherwise_corrects_its_alert_once() -> None:
    (opened,) = alerts([change("new event")])
    (after,) = alerts([change("number revised", 2), change("revised", 3)], held=(opened,), now=LATER)
    assert after.correction
    assert after.changes == ("c1", "c2", "c3")
    assert alert_words(after).startswith("UPDATED: 12 → 15: ")
    assert alert_words(after).endswith("; CORRECTED: a second text tells of it")
    assert after.chase == "updated"
    assert after.corrects


def test_a_report_told_otherwise_corrects_nothing() -> None:
    about = Subject("report", "r1")
    watch = parse_watches("name: Edits\nchange: revised\n", where="edits.yaml")
    first, second = (replace(change("revised", number), about=about) for number in (1, 2))
    contexts = {one.id: CONTEXT for one in (first, second)}
    (opened,) = evaluate([first], contexts, watch, (), NOW)
    (updated,) = evaluate([second], contexts, watch, (opened,), LATER)
    assert not updated.correction


def test_an_edit_that_makes_an_event_fit_is_news_to_whoever_waits_for_new_events() -> None:
    abroad = replace(CONTEXT, countries=("US",))
    assert alerts([change("new event")], abroad) == ()
    (opened,) = alerts([change("revised", 2)], now=LATER)
    assert (opened.state, opened.correction, opened.changes) == ("open", False, ("c2",))
    waits = parse_watches("name: Tolls\nchange: number revised\n", where="tolls.yaml")
    assert evaluate([change("revised", 2)], {ChangeId("c2"): CONTEXT}, waits, (), LATER) == ()
