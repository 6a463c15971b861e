"""What an admission costs, without reading: as alerts are open, actors are known, and stories grow. CPU time.

Findings are prepared and written through the unit of work, in memory; a small and a large floor in turns.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Iterator

from benchmarks.pairs import Spread, in_turns
from watchfloor.engine.admit.admission import changes_of_admission
from watchfloor.engine.admit.unit import RetellOrder, Unit
from watchfloor.engine.prepare.reading import Prepared
from watchfloor.merge import combine
from watchfloor.model import (
    Actor,
    ActorChain,
    ActorId,
    Alert,
    AlertId,
    EventMention,
    EventType,
    Findings,
    OriginId,
    Placement,
    Rendition,
    Report,
    ReportId,
    Span,
    StoryId,
    Subject,
    TextId,
    change_id,
    digest,
    rendition_id,
)
from watchfloor.store import Store
from watchfloor.track import keys_of_event, members_of, story_of, track_events
from watchfloor.watch.rules import parse_watches

GROWTH = 1.3
_STORY = StoryId("story")
_AT = "2027-01-01T00:00:00Z"
_ROUNDS = 15
_WATCHES = parse_watches("{name: Talks, type: CONSULT}", where="benchmark")
_TYPES = (EventType.CONSULT, EventType.PROTEST, EventType.COERCE, EventType.AID)
Fill = Callable[[Store, int], None]


def figures() -> Iterator[tuple[str, float, str, bool]]:
    """Yield figure, value, what it is held against, and whether it holds."""
    plans: tuple[tuple[str, Fill, int, tuple[int, ...]], ...] = (
        ("open alerts", _fill_alerts, 100, (1_000, 10_000)),
        ("actors ever seen", _fill_actors, 100, (1_000, 20_000)),
        ("reports of its story, told of in a year", write_story, 10, (1_000, 4_000)),
        ("reports of the floor", _fill_floor, 1_000, (20_000 if os.environ.get("FULL") else 5_000,)),
    )
    for name, fill, small, larger in plans:
        for large in larger:
            growth = _growth(fill, small, large)
            yield growth.at_most(f"growth with {name}", GROWTH, f"{large:,} against {small:,}")


def _growth(fill: Fill, small: int, large: int) -> Spread:
    with Store.memory() as one, Store.memory() as other:
        for store, size in ((one, small), (other, large)):
            write_story(store, 10)
            fill(store, size)
        number = itertools.count()
        costs = in_turns(
            lambda: admit_one(one, next(number)), lambda: admit_one(other, next(number)), _ROUNDS
        )
    return Spread.of(there / here for here, there in costs[2:])  # the first are slower: nothing is at hand


def admit_one(store: Store, number: int) -> float:
    """Admit one more report to the story; return the seconds of CPU that it took."""
    prepared = prepared_of(1_000_000 + number)
    before = time.process_time()
    rendition = prepared.rendition
    placement = _placement(rendition)
    with store.admission(arrived=_AT, kind="rendition", what=rendition.id) as admission:
        admission.save_rendition(rendition)
        admission.save_placement(placement)
        admission.save_findings(prepared.findings, outlet=rendition.outlet)
        Unit(store, admission, _WATCHES).retell(
            RetellOrder(
                report_id=placement.report,
                story_id=_STORY,
                prepared=prepared,
                changes=changes_of_admission,
                arriving=rendition,
            )
        )
    return time.process_time() - before


def prepared_of(number: int, *, more: str = "") -> Prepared:
    """Return an invented report of a day of its own: two people and what they did, then `more` words."""
    day = f"2026-{1 + number // 28 % 12:02d}-{1 + number % 28:02d}"
    who, whom = f"Ana Quispe{number % 37}", f"Ben Ulloa{number % 41}"
    text = f"Minister {who} met police chief {whom} in Arica. It was talk number {number} of that year.{more}"
    rendition = Rendition(
        id=rendition_id(url=None, outlet=f"Gazette {number % 60}", text_id=TextId(digest(text))),
        text_id=TextId(digest(text)),
        text=text,
        paragraphs=(Span(0, len(text)),),
        title=f"{who} and {whom} talk in Arica, number {number}",
        published=day,
        language="en",
        outlet=f"Gazette {number % 60}",
        arrived=_AT,
    )
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in (who, whom, "met")]
    findings = Findings(
        text_id=rendition.text_id,
        language="en",
        extractor="benchmark",
        published=day,
        sentences=(Span(0, text.index(". ") + 1),),
        actors=(
            ActorChain(id="a1", name=who, kind="person", mentions=(spans[0],), public=True),
            ActorChain(id="a2", name=whom, kind="person", mentions=(spans[1],), public=True),
        ),
        events=(
            EventMention(
                type=_TYPES[number % len(_TYPES)],
                mode=None,
                trigger=(spans[2],),
                sentence=Span(0, text.index(". ") + 1),
                source=("a1",),
                target=("a2",),
                grade="strong",
            ),
        ),
    )
    return Prepared(rendition, findings)


def _placement(rendition: Rendition, story_id: StoryId = _STORY) -> Placement:
    return Placement(
        rendition=rendition.id,
        report=ReportId(digest("report", rendition.id)),
        origin=OriginId(digest("origin", rendition.id)),
        story=story_id,
        relation="original",
    )


def write_story(store: Store, reports: int, story_id: StoryId = _STORY, first: int = 0) -> None:
    """Write a story with so many reports at once: through the unit it would be written as often."""
    held: list[Report] = []
    with store.admission(arrived=_AT, kind="rendition", what="a story") as admission:
        for number in range(first, first + reports):
            prepared = prepared_of(number)
            rendition, placement = prepared.rendition, _placement(prepared.rendition, story_id)
            report = combine([rendition], [placement])
            ids = {chain.id: ActorId(digest("actor", chain.name)) for chain in prepared.findings.actors}
            admission.save_rendition(rendition)
            admission.save_placement(placement)
            admission.save_findings(prepared.findings, outlet=rendition.outlet)
            admission.save_report(report)
            for chain in prepared.findings.actors:
                words = chain.name.casefold().split()
                key = f"person::{words[0]} {words[-1]}"
                admission.save_actor(
                    Actor(id=ids[chain.id], name=chain.name, kind="person", key=key, public=True)
                )
                admission.join("cast", f"{story_id}#{ids[chain.id]}", story_id)
            members = members_of(report, prepared.findings, text=rendition.text, ids=ids)
            for event in track_events([], members, report=report.id, story=story_id):
                admission.save_event(event, keys_of_event(event))
            held.append(report)
        admission.save_story(story_of(story_id, held))


def _fill_floor(store: Store, reports: int) -> None:
    """Write reports of other stories, ten in each."""
    for number in range(0, reports, 10):
        write_story(store, 10, StoryId(digest("story", str(number))), 10_000 + number)


def _fill_alerts(store: Store, alerts: int) -> None:
    with store.admission(arrived=_AT, kind="rendition", what="alerts") as admission:
        for number in range(alerts):
            admission.save_alert(
                Alert(
                    id=AlertId(digest("alert", str(number))),
                    watch="Talks",
                    about=Subject("event", digest("event", str(number))),
                    state="open",
                    level="medium",
                    opened=_AT,
                    updated=_AT,
                    changes=(change_id("change", str(number)),),
                    reasons=(),
                )
            )


def _fill_actors(store: Store, actors: int) -> None:
    with store.admission(arrived=_AT, kind="rendition", what="actors") as admission:
        for number in range(actors):
            id_ = digest("actor", "somebody", str(number))
            admission.save_actor(
                Actor(id=ActorId(id_), name=f"Somebody {number}", kind="person", key=f"x{number}")
            )
