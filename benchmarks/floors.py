"""Large floors, of invented findings written through the admission: kept in .cache, checked by doctor."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from watchfloor.model import (
    Actor,
    ActorChain,
    ActorId,
    Change,
    ChangeId,
    DateRange,
    Event,
    EventId,
    EventMember,
    EventType,
    Evidence,
    Findings,
    Grade,
    Membership,
    OriginId,
    Part,
    Place,
    Placement,
    PlaceMention,
    Quantity,
    Quote,
    Reason,
    ReasonCode,
    Rendition,
    Report,
    ReportId,
    Signature,
    Span,
    Story,
    StoryId,
    Subject,
    Text,
    TimeMention,
    digest,
    rendition_id,
)
from watchfloor.store import Admission, Store, diagnose
from watchfloor.store.fresh_tables import REVISION

CACHE = Path(__file__).parents[1] / ".cache" / "floors"
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_COUNTRIES = tuple(f"{one}{two}" for one in "ABCDEFGH" for two in "KLMNR")
_PLACES = tuple(
    (f"Port {number}", _COUNTRIES[number % len(_COUNTRIES)], 9000 + number) for number in range(200)
)
_OUTLETS = tuple(f"Gazette {number}" for number in range(120))
_LANGUAGES = ("en",) * 18 + ("de", "fr")
_VOCABULARY = tuple(f"word{number}" for number in range(6000))
_SENTENCES = 14
_LARGEST_STORY, _LARGEST_EVENT = 800, 120


@dataclass
class _World:
    """What the invented reports share so far."""

    random: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - no secret
    stories: list[Story] = field(default_factory=list)
    events: dict[str, list[Event]] = field(default_factory=dict)
    actors: set[str] = field(default_factory=set)


def floor(reports: int) -> Path:
    """Return a floor of so many invented reports; it is made once for each version of the tables."""
    made_by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    folder = CACHE / f"{reports}-{REVISION}-{made_by}"
    if not folder.is_dir():
        part = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        fill(part, reports)
        wrong = [found for found in diagnose(part) if found.level == "error"]
        assert not wrong, wrong
        part.rename(folder)
    return folder


def fill(folder: Path, reports: int) -> None:
    """Make a floor of so many invented reports."""
    world = _World()
    with Store.create(folder) as store:
        with store.reading() as connection:
            raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA synchronous = OFF")  # a floor that is half made is thrown away
        for number in range(reports):
            arrived = (_BEGIN + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
            with store.admission(arrived=arrived, kind="rendition", what=f"{number}.txt") as admission:
                _admit(admission, world, number, arrived)


def _admit(admission: Admission, world: _World, number: int, arrived: str) -> None:
    outlet, language = world.random.choice(_OUTLETS), world.random.choice(_LANGUAGES)
    text, sentences = _words(world, number)
    given = Rendition(
        id=rendition_id(url=None, outlet=outlet, text_id=text.id),
        text_id=text.id,
        text=text.text,
        paragraphs=(sentences[0], Span(sentences[1].start, sentences[-1].end)),
        title=f"Notice {number}",
        outlet=outlet,
        language=language,
        published=arrived,
    )
    report = digest("report", given.id)
    story = _story(world, report, number, arrived)
    chains = tuple(_chains(world))
    admission.save_rendition(given)
    admission.save_signature(given.id, Signature(version="1"))
    admission.save_findings(_findings(world, given, sentences, chains), outlet=outlet)
    admission.save_report(_report(given, report))
    admission.save_placement(
        Placement(
            rendition=given.id,
            report=ReportId(report),
            origin=OriginId(digest("origin", report)),
            story=story.id,
            relation="original",
        )
    )
    admission.save_story(story)
    for position, actor in enumerate(chains):
        _save_actor(admission, world, actor, report, f"a{position}")
    for position in range(2):
        sentence = sentences[position + 1]
        _save_event(admission, world, story, given, report=report, sentence=sentence, chains=chains)


def searched_word(drawn: random.Random) -> str:
    """Return a word as the texts hold them: a few are in most of them, most in few."""
    return _VOCABULARY[int(len(_VOCABULARY) * drawn.random() ** 3)]


def _words(world: _World, number: int) -> tuple[Text, list[Span]]:
    words: list[str] = []
    spans: list[Span] = []
    at = 0
    for position in range(_SENTENCES):
        chosen = [searched_word(world.random) for _ in range(18)]
        sentence = f"{number} {position} {' '.join(chosen)}."
        words.append(sentence)
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    return Text.of("\n".join(words)), spans


def _story(world: _World, report: str, number: int, arrived: str) -> Story:
    """Return the story of a report: one of the latest, or a new one; some grow large."""
    recent = [story for story in world.stories[-60:] if len(story.reports) < _LARGEST_STORY]
    if recent and world.random.random() < 0.7:
        held = max(world.random.sample(recent, min(2, len(recent))), key=lambda story: len(story.reports))
        world.stories.remove(held)
        story = replace(
            held, reports=(*held.reports, ReportId(report)), origins=held.origins + 1, last=arrived[:10]
        )
    else:
        story = Story(
            id=StoryId(digest("story", str(number))),
            title=f"Story {number}",
            reports=(ReportId(report),),
            origins=1,
            first=arrived[:10],
            last=arrived[:10],
        )
    world.stories.append(story)
    return story


def _chains(world: _World) -> Iterator[Actor]:
    for _ in range(4):
        number = int(900 * world.random.random() ** 2)
        country = _COUNTRIES[number % len(_COUNTRIES)]
        yield Actor(
            id=ActorId(digest("actor", str(number))),
            name=f"Person {number}" if number % 3 else f"Office {number}",
            kind="person" if number % 3 else "organisation",
            country=country,
            key=f"key {number}",
        )


def _save_actor(admission: Admission, world: _World, actor: Actor, report: str, local: str) -> None:
    if actor.id not in world.actors:
        world.actors.add(actor.id)
        admission.save_actor(actor)
    admission.join("actor", f"{report}#{local}", actor.id)


def _findings(world: _World, given: Rendition, sentences: list[Span], chains: tuple[Actor, ...]) -> Findings:
    places = []
    for sentence in sentences[:5]:
        name, country, geonames = world.random.choice(_PLACES)
        span = Span(sentence.start, sentence.start + 4)
        places.append(PlaceMention(span=span, name=name, country=country, geonames=geonames))
    day = (_BEGIN + timedelta(days=world.random.randrange(60))).strftime("%Y-%m-%d")
    return Findings(
        text_id=given.text_id,
        language=given.language or "en",
        extractor="1",
        published=given.published,
        sentences=tuple(sentences),
        actors=tuple(
            ActorChain(id=f"a{number}", name=actor.name, kind=actor.kind, mentions=(sentences[number],))
            for number, actor in enumerate(chains)
        ),
        quotes=tuple(
            Quote(
                kind="direct",
                act="statement",
                content=(sentences[number + 5],),
                speaker=f"a{number}",
                grade=_grade(world),
            )
            for number in range(4)
        ),
        times=tuple(
            TimeMention(span=Span(sentence.start, sentence.start + 3), type="DATE", value=day)
            for sentence in sentences[2:6]
        ),
        quantities=(_killed(given, sentences[1]),),
        places=tuple(places),
    )


def _killed(given: Rendition, sentence: Span) -> Quantity:
    number = 1 + int(given.text_id[:6], 16) % 60
    return Quantity(
        span=Span(sentence.start, sentence.start + 4), value=float(number), what="people", role="killed"
    )


def _grade(world: _World) -> Grade:
    return "weak" if world.random.random() < 0.35 else "strong"


def _report(given: Rendition, report: str) -> Report:
    return Report(
        id=ReportId(report),
        text_id=given.text_id,
        versions=(given.text_id,),
        renditions=(Membership(id=given.id, text_id=given.text_id, relation="original"),),
        origin=OriginId(digest("origin", report)),
        title=Part(value=given.title or "", rendition=given.id, how="title"),
        published=Part(value=given.published or "", rendition=given.id, how="meta"),
        outlet=given.outlet,
        language=given.language,
    )


def _save_event(
    admission: Admission,
    world: _World,
    story: Story,
    given: Rendition,
    *,
    report: str,
    sentence: Span,
    chains: tuple[Actor, ...],
) -> None:
    """Save an event that a report tells of: one of its story's, or a new one, with its change."""
    held = world.events.setdefault(story.id, [])
    told = next((it for it in held if world.random.random() < 0.3 and len(it.members) < _LARGEST_EVENT), None)
    name, country, geonames = world.random.choice(_PLACES)
    place = told.place if told else Place(name=name, country=country, geonames=geonames)
    kind = told.type if told else world.random.choice(list(EventType))
    source, target = (told.source, told.target) if told else ((chains[0].id,), (chains[1].id,))
    event_id = told.id if told else digest("event", report, str(sentence.start))
    member = EventMember(
        id=digest("mention", event_id, report, str(sentence.start)),
        report=ReportId(report),
        origin=OriginId(digest("origin", report)),
        text_id=given.text_id,
        outlet=given.outlet,
        published=given.published,
        type=kind,
        mode=None,
        span=sentence,
        trigger=(Span(sentence.start, sentence.start + 4),),
        source=source,
        target=target,
        countries=tuple(sorted({place.country or "", chains[0].country or ""})) if place else (),
        place=place,
    )
    members = (*(told.members if told else ()), member)
    day = (given.published or "")[:10]
    event = Event(
        id=EventId(event_id),
        type=kind,
        mode=None,
        story=story.id,
        members=members,
        source=source,
        target=target,
        place=place,
        date=told.date if told else DateRange(start=day, end=day, precision="day"),
        grade="strong" if told else _grade(world),
        evidence=(Evidence(report=ReportId(report), text_id=given.text_id, span=sentence),),
    )
    if told:
        held.remove(told)
    held.append(event)
    del held[:-12]
    admission.save_event(event)
    admission.save_change(
        Change(
            id=ChangeId(digest("change", member.id)),
            type="corroborated" if told else "new event",
            at=day,
            known=admission.known,
            about=Subject("event", event_id),
            before=str(len(members) - 1) if told else None,
            after=str(len(members)) if told else kind.value,
            score=1.0,
            reason=Reason(code=ReasonCode.REPORTED_BY_ANOTHER),
            evidence=event.evidence,
        )
    )
