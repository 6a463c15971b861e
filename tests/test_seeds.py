"""The two copies the product starts from: one report, its people, words, times, events, in either order.

The copies are news text and stay outside the project; the expectations here are facts about them.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from watchfloor.engine.answer.one_off import look
from watchfloor.ingest import read_paths
from watchfloor.model import ActorChain, Findings, Quote, Report, SituationReport

SEEDS = Path(os.environ.get("DATA", "../shared/data")) / "seeds"
COPIES = ("belousov-dong-dated.txt", "belousov-dong-headed.txt")
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the seeds are not at {SEEDS}; set DATA")

NOW = "2026-02-01T00:00:00Z"
ORDERS = [pytest.param(COPIES, id="dated first"), pytest.param(COPIES[::-1], id="headed first")]


@cache
def seen(order: tuple[str, ...]) -> SituationReport:
    return look(read_paths([SEEDS / name for name in order], arrived=NOW), now=NOW)


def one(order: tuple[str, ...]) -> tuple[Report, Findings, str]:
    situation = seen(order)
    [reading] = situation.reports
    [text] = [text.text for text in situation.texts if text.id == reading.report.text_id]
    return reading.report, reading.findings, text


@pytest.mark.parametrize("order", ORDERS)
def test_two_copies_are_one_report_with_the_parts_of_both(order: tuple[str, ...]) -> None:
    report, _, _ = one(order)
    situation = seen(order)
    assert [story.origins for story in situation.stories] == [1]
    assert report.title
    assert report.standfirst
    assert report.published
    path = {member.id: Path(member.path or "").name for member in report.renditions}
    assert path[report.title.rendition] == path[report.standfirst.rendition] == COPIES[1]
    assert (report.published.value, path[report.published.rendition]) == ("2026-01-27", COPIES[0])
    assert [member.relation for member in report.renditions] == ["original", "rendition"]
    assert len(report.versions) == 1
    by_name = {path[member.id]: member for member in report.renditions}
    texts = {text.id: text.text for text in situation.texts}
    shown = texts[report.text_id]
    dated, headed = by_name[COPIES[0]], by_name[COPIES[1]]
    assert any("2026-01-27" in span.of(texts[dated.text_id]) for span in dated.added) or headed.missing
    words = " ".join(span.of(shown) for span in (*dated.missing, *headed.missing))
    assert (report.title.value in words) or any(
        report.title.value in span.of(texts[headed.text_id]) for span in headed.added
    )


def test_both_orders_read_the_same() -> None:
    (first, findings, text), (second, others, same) = (one(order.values[0]) for order in ORDERS)  # type: ignore[arg-type]
    assert text == same
    assert findings == others
    assert (first.title, first.published, first.text_id) == (second.title, second.published, second.text_id)


def name_of(findings: Findings, actor: str | None) -> str | None:
    return next((chain.name for chain in findings.actors if chain.id == actor), None)


QUOTES = [
    ("Andrey Belousov", "said", "mixed", "statement", None),
    ("Russian defence ministry", "According to", "indirect", "statement", None),
    ("Andrey Belousov", "said", "indirect", "statement", 1),
    ("Andrey Belousov", "said", "direct", "statement", None),
    ("Andrey Belousov", "added", "indirect", "statement", None),
    ("Andrey Belousov", "said", "direct", "statement", None),
    ("China’s Defence Ministry", "said", "mixed", "statement", None),
    ("Dong Jun", "reaffirmed", "mixed", "statement", 6),
    ("Dong Jun", "said", "mixed", "statement", None),
    ("Dong Jun", "noted", "mixed", "statement", None),
    ("Dong Jun", "also recalled", "indirect", "statement", None),
    ("Authorities", "have accused", "mixed", "accusation", None),
    ("Donald Trump", "threatened", "mixed", "threat", None),
]


def test_who_said_what() -> None:
    _, findings, text = one(COPIES)

    def told(quote: Quote) -> tuple[str | None, str, str, str, int | None]:
        cue = " ".join(span.of(text) for span in quote.cue)
        return name_of(findings, quote.speaker), cue, quote.kind, quote.act, quote.within

    assert [told(quote) for quote in findings.quotes] == QUOTES
    assert name_of(findings, findings.quotes[0].addressee) == "Dong Jun"
    assert findings.quotes[1].said == "2026-01-27"
    pronouns = [
        quote for quote in findings.quotes if quote.source and quote.source[0].of(text) in ("he", "He")
    ]
    assert [name_of(findings, quote.speaker) for quote in pronouns] == ["Andrey Belousov"] * 2 + ["Dong Jun"]


def test_times_and_where_anniversaries_lead() -> None:
    _, findings, text = one(COPIES)
    values = [(time.span.of(text), time.value) for time in findings.times if time.value[0].isdigit()]
    assert values == [
        ("Tuesday", "2026-01-27"),
        ("June last year", "2025-06"),
        ("today", "2026-01-27"),
        ("this year", "2026"),
        ("the 30th anniversary", "2026"),
        ("the 25th anniversary", "2026"),
        ("last year", "2025"),
        ("the 80th anniversary", "2025"),
        ("last year", "2025"),
        ("December 28", "2025-12-28"),
        ("January 3", "2026-01-03"),
    ]
    assert [time.derived.value for time in findings.times if time.derived] == ["1996", "2001", "1945"]


def test_actors_with_roles_countries_and_relations() -> None:
    _, findings, text = one(COPIES)
    chains: dict[str, ActorChain] = {chain.name: chain for chain in findings.actors}
    expected = {
        "Andrey Belousov": ("person", "RU", "defence minister"),
        "Dong Jun": ("person", "CN", "defence minister"),
        "Donald Trump": ("person", "US", "president"),
        "Nicolas Maduro": ("person", "VE", "president"),
    }
    for name, (kind, country, title) in expected.items():
        chain = chains[name]
        assert (chain.kind, chain.country) == (kind, country)
        assert [role.title.casefold() for role in chain.roles] == [title]
    assert [
        (
            chains["Nicolas Maduro"].relations[0].kind,
            name_of(findings, chains["Nicolas Maduro"].relations[0].to),
        )
    ] == [("spouse", "Cilia Flores")]
    ministries = {chain.country for chain in findings.actors if "inistry" in chain.name}
    assert ministries == {"RU", "CN"}
    assert {chains["Moscow"].acts_for, chains["Beijing"].acts_for} == {"RU", "CN"}
    short = {span.of(text) for span in chains["Andrey Belousov"].mentions}
    assert {"Belousov", "he"} <= short
    assert {"Dong", "He"} <= {span.of(text) for span in chains["Dong Jun"].mentions}


def test_events_and_nothing_else() -> None:
    situation = seen(COPIES)
    names = {actor.id: actor.name for actor in situation.actors}
    events = {
        (
            event.type.value,
            tuple(names[actor] for actor in event.source),
            tuple(names[actor] for actor in event.target),
            event.date.start if event.date else None,
            event.modality,
        )
        for event in situation.events
    }
    assert events == {
        ("CONSULT", ("Andrey Belousov",), ("Dong Jun",), "2026-01-27", "actual"),
        ("COOPERATE", ("Russia", "China"), ("Russia", "China"), None, "actual"),
        ("PROTEST", (), ("Iran",), "2025-12-28", "actual"),
        ("ACCUSE", ("Authorities",), ("United States", "Israel"), None, "actual"),
        ("THREATEN", ("Donald Trump",), ("Iran",), None, "conditional"),
        ("ASSAULT", ("United States",), ("Nicolas Maduro", "Cilia Flores"), "2026-01-03", "actual"),
    }
    places = {
        event.type.value: (event.place.name, event.place.country) for event in situation.events if event.place
    }
    assert places["PROTEST"] == ("Grand Bazaar", "IR")
    assert places["ASSAULT"] == ("Venezuela", "VE")
    _, findings, text = one(COPIES)
    [protest] = [event for event in findings.events if event.type == "PROTEST"]
    assert protest.since
    assert [span.of(text) for span in protest.about] == ["currency devaluation", "economic hardship"]


def test_trade_is_about_220_billion_dollars_in_2025() -> None:
    _, findings, _ = one(COPIES)
    [trade] = findings.quantities
    assert (trade.value, trade.unit, trade.bound, trade.what) == (2.2e11, "USD", "about", "trade")
    assert trade.time is not None
    assert findings.times[trade.time].value == "2025"


def test_the_timeline_runs_from_1945_to_the_day_of_the_talks() -> None:
    dates = [(entry.date, entry.precision) for entry in seen(COPIES).timeline]
    assert dates == sorted(dates)
    assert dates[0] == ("1945", "year")
    assert dates[-1] == ("2026-01-27", "day")
    assert {"1996", "2001", "2025", "2025-06", "2025-12-28", "2026", "2026-01-03"} <= {
        date for date, _ in dates
    }
