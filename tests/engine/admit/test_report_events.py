"""A later version of a report: what it tells otherwise is corrected, and stays the same event."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.engine.admit.test_alerting import clock
from tests.watch.channels.test_sending import Receiver, receiver
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.answer.report_history import history_of
from watchfloor.engine.deliver.outbox import Courier
from watchfloor.engine.prepare import reading as preparing
from watchfloor.engine.reprocess import run as rereading
from watchfloor.engine.reprocess.run import ReprocessingRun
from watchfloor.exchange.renditions import history_json, history_lines
from watchfloor.exchange.wording import reason_words
from watchfloor.extract import Extractor
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Change, Event
from watchfloor.store import Store
from watchfloor.watch import Watch
from watchfloor.watch.rules import FloorNames, parse_watches

DESK = FloorNames(channels=("desk",))

ARREST = "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday."
SWEEP = "Police arrested 12 miners in Calama on Thursday after a blockade of the copper mine."
TALKS = (
    "Peruvian Trade Minister Lucía Arrieta met Chilean Trade Minister Tomás Benavides in Arica on Tuesday."
)
CHARGE = "“Peru's soldiers attacked our drivers,” Chilean Trade Minister Tomás Benavides said on Friday."
REST = (
    "Ships have been waiting outside the harbour since the strike began.\nThe port is to open again in May."
)
RULE = "name: All\ntype: [COERCE, CONSULT, ASSAULT]\nchannels: [desk]\n"
FIRST, SECOND, THIRD = "2026-04-04T08:00:00Z", "2026-04-04T12:00:00Z", "2026-04-04T18:00:00Z"


def body(*sentences: str) -> str:
    return "\n".join((*sentences, REST))


def watches(rule: str = RULE) -> list[Watch]:
    return parse_watches(rule, where="all.yaml", names=DESK)


def add(store: Store, text: str, at: str, outlet: str = "Quay Times") -> tuple[Change, ...]:
    line = {"text": text, "outlet": outlet, "published": FIRST, "modified": at,
            "url": f"https://{outlet.partition(' ')[0].lower()}.example.org/port"}  # fmt: skip
    [admitted] = Floor(store, watches()).take([rendition_of_line(line, arrived=at)], arrival=lambda _: at)
    return admitted.changes


def held(store: Store, as_of: str | None = None) -> dict[str, Event]:
    return {event.id: event for event in store.events(as_of=as_of) if event.members}


def of_events(changes: Sequence[Change]) -> list[Change]:
    return [change for change in changes if change.about.kind == "event"]


def words(store: Store, change: Change) -> list[str]:
    found = [(store.text(it.text_id), it.span) for it in change.evidence]
    return [span.of(text.text) for text, span in found if text is not None]


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        (SWEEP, SWEEP.replace("12", "15"), "number revised"),
        (ARREST, ARREST.replace("arrested", "have arrested"), "revised"),
        (ARREST, ARREST.replace("Ulloa", "Ullova"), "revised"),
        (ARREST, ARREST.replace("Wednesday", "Tuesday"), "revised"),
        (ARREST, ARREST.replace("Valparaíso", "Antofagasta"), "revised"),
        (CHARGE, CHARGE.replace("our drivers", "two of our drivers"), "revised"),
        (ARREST, "Chilean police did not arrest the dockers' leader Ramiro Ulloa in Valparaíso.", "denied"),
    ],
)
def test_an_edited_sentence_is_one_correction_of_the_same_event(was: str, now: str, kind: str) -> None:
    with Store.memory() as store:
        add(store, body(TALKS, was), FIRST)
        before = held(store)
        changes = add(store, body(TALKS, now), SECOND)
        assert set(held(store)) == set(before), [change.reason for change in changes]
        [change] = of_events(changes)
        assert change.type == kind
        assert words(store, change)[-1] == now
        if kind != "denied":
            assert words(store, change) == [was, now]
            assert "later version" in reason_words(change.reason)
        assert held(store, as_of=FIRST) == before


def test_whoever_was_alerted_is_told_once() -> None:
    def sent(desk: Receiver) -> list[str]:
        for _, outcome in Courier(store=store, channels={"desk": desk.channel}, clock=clock).work():
            assert outcome.delivered, outcome.error
        return [message["type"].rpartition(".")[2] for message in desk.accepted]

    with Store.memory() as store, receiver() as desk:
        add(store, body(ARREST), FIRST)
        assert sent(desk) == ["opened"]
        edited = ARREST.replace("Wednesday", "Tuesday").replace("Ulloa", "Ullova")
        add(store, body(edited), SECOND)
        assert sent(desk) == ["opened", "corrected"]
        add(store, body(edited), THIRD, "Bay Herald")
        assert sent(desk) == ["opened", "corrected"]
        assert len({message["subject"] for message in desk.accepted}) == 1


def test_what_is_removed_is_withdrawn_and_what_is_new_is_new() -> None:
    with Store.memory() as store:
        add(store, body(TALKS, ARREST), FIRST)
        before = held(store)
        changes = of_events(add(store, body(TALKS, SWEEP), SECOND))
        assert sorted(change.type for change in changes) == ["new event", "withdrawn"]
        [kept] = set(before) & set(held(store))
        assert before[kept].type == "CONSULT"


def test_a_sentence_that_is_only_taken_out_is_withdrawn() -> None:
    with Store.memory() as store:
        add(store, body(TALKS, ARREST), FIRST)
        [change] = of_events(add(store, body(TALKS), SECOND))
        assert (change.type, words(store, change)) == ("withdrawn", [ARREST])
        assert [event.type for event in held(store).values()] == ["CONSULT"]


def test_an_edited_sentence_that_tells_of_it_no_more_is_withdrawn_with_both_wordings() -> None:
    spoke = ARREST.replace("arrested", "spoke with")
    with Store.memory() as store:
        add(store, body(TALKS, ARREST), FIRST)
        withdrawn = [c for c in of_events(add(store, body(TALKS, spoke), SECOND)) if c.type == "withdrawn"]
        [change] = withdrawn
        assert words(store, change) == [ARREST, spoke]
        assert "not read as this event any more" in reason_words(change.reason)


def test_another_happening_told_in_the_same_words_is_another_event() -> None:
    other = "Chilean police arrested the miners' lawyer Elsa Pardo in Calama on 12 March."
    with Store.memory() as store:
        add(store, body(TALKS, ARREST), FIRST)
        changes = of_events(add(store, body(TALKS, other), SECOND))
        assert sorted(change.type for change in changes) == ["new event", "withdrawn"]


def test_quotation_marks_and_line_breaks_correct_nothing() -> None:
    straight = CHARGE.replace("“", '"').replace("”", '"')
    with Store.memory() as store:
        add(store, body(CHARGE, ARREST), FIRST)
        before = held(store)
        changes = add(store, body(straight, ARREST, "The harbour master has resigned."), THIRD)
        assert set(held(store)) == set(before)
        assert of_events(changes) == []


def test_versions_one_after_the_other_keep_the_id_and_so_does_the_way_back() -> None:
    with Store.memory() as store:
        add(store, body(SWEEP), FIRST)
        before = set(held(store))
        for number, at in (("13", SECOND), ("15", THIRD), ("12", "2026-04-04T20:00:00Z")):
            add(store, body(SWEEP.replace("12", number)), at)
            assert set(held(store)) == before


def test_an_edited_quote_is_a_changed_quote_of_its_speaker() -> None:
    private = "“I heard 3 shots,” said Elena Ruz, who sells fruit at the gate."
    was = (CHARGE, private)
    now = (CHARGE.replace("our drivers", "four drivers"), private.replace("3", "5"))
    with Store.memory() as store:
        add(store, body(*was), FIRST)
        add(store, body(*now), SECOND)
        [report] = store.reports()
        told = list(history_lines(history_of(store, report)))
        quotes = [line.strip() for line in told if line.strip().startswith("quote of")]
        said = "quote of Tomás Benavides: “Peru's soldiers attacked {} drivers,”".format
        assert quotes[0] == f"{said('our')} → {said('four').partition(': ')[2]}"
        assert quotes[1:] == ["quote of a private person: “I heard 3 shots,” → “I heard 5 shots,”"]
        [step] = history_json(history_of(store, report))["versions"]
        speakers = [quote["after"]["speaker"] for quote in step["quotes"]]
        assert speakers == ["Tomás Benavides", "a private person"]


def test_words_that_are_given_to_another_speaker_are_a_changed_quote() -> None:
    other = CHARGE.replace("Tomás Benavides", "Rosa Aguirre")
    with Store.memory() as store:
        add(store, body(TALKS, CHARGE), FIRST)
        add(store, body(TALKS, other), SECOND)
        [report] = store.reports()
        [step] = history_of(store, report).steps
        assert [quote.speakers for quote in step.quotes] == [("Tomás Benavides", "Rosa Aguirre")]


def test_an_edit_stays_with_the_event_that_others_tell_of() -> None:
    second = (
        "The dockers' leader Ramiro Ulloa was arrested by Chilean police in Valparaíso on Wednesday.\n"
        "A court is to hear him."
    )
    with Store.memory() as store:
        add(store, body(ARREST), FIRST)
        add(store, second, FIRST, "Bay Herald")
        [(id_, event)] = held(store).items()
        assert len(event.members) == 2
        [change] = of_events(add(store, body(ARREST.replace("Valparaíso", "Antofagasta")), SECOND))
        assert (change.type, change.about.id) == ("revised", id_)
        assert len(held(store)[id_].members) == 2


def test_who_repeated_the_earlier_number_since_does_not_take_the_correction_back() -> None:
    repeated = "Twelve people, all of them miners, were arrested by police in Calama on Thursday.\nMore soon."
    with Store.memory() as store:
        add(store, body(SWEEP), FIRST)
        line = {"text": repeated, "outlet": "Bay Herald", "published": "2026-04-04T10:00:00Z"}
        item = rendition_of_line(line, arrived="2026-04-04T10:00:00Z")
        list(Floor(store).take([item], arrival=lambda _: "2026-04-04T10:00:00Z"))
        changes = of_events(add(store, body(SWEEP.replace("12", "15")), SECOND))
        revised = [change for change in changes if change.type == "number revised"]
        assert [(change.before, change.after) for change in revised] == [("12", "15")]


def test_reading_again_gives_the_same_ids(
    tmp_path: Path, extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Later(Extractor):
        version = "later"

    monkeypatch.setattr(preparing, "_extractor", extractor)
    Store.create(tmp_path / "floor", clock=lambda: FIRST).close()
    with Store.open(tmp_path / "floor", write=True) as store:
        add(store, body(TALKS, ARREST, SWEEP), FIRST)
        edited = (ARREST.replace("Valparaíso", "Calama"), SWEEP.replace("12", "15"))
        add(store, body(TALKS, *edited), SECOND)
        before = held(store)
    monkeypatch.setattr(preparing, "_extractor", Later(extractor.parser))
    monkeypatch.setattr(rereading, "are_of_today", lambda *_: False)
    list(ReprocessingRun(place=str(tmp_path / "floor"), clock=lambda: THIRD).run())
    with Store.open(tmp_path / "floor") as store:
        assert held(store) == before
