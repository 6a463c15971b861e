"""Invented reports with what was read in them, admitted by hand: what questions are asked of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    Findings,
    Grade,
    Membership,
    OriginId,
    Part,
    Place,
    Placement,
    PlaceMention,
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
    TextId,
    TimeMention,
    digest,
    rendition_id,
)
from watchfloor.store import Store

SPEAKER = Actor(
    id=ActorId("speaker0speaker0"), name="Mara Quill", kind="person", country="IE", key="person::mara quill"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event that a report tells of; `key` makes it the same in several reports."""

    key: str
    type: EventType = EventType.PROTEST
    country: str = "IE"
    place: str | None = None
    geonames: int | None = None
    source: tuple[ActorId, ...] = ()
    day: str = "2026-02-01"
    grade: Grade = "strong"


def tell(
    store: Store,
    number: int,
    events: Sequence[Told] = (),
    *,
    story: str = "one",
    outlet: str = "Port Gazette",
    language: str = "en",
    lead: str | None = None,
    published: str = "2026-02-01",
    words: str = "",
) -> str:
    """Admit report `number`, one a minute, and return its id; `lead` is a country in its first paragraph."""
    text = Text.of(f"Account {number} from {lead or 'nowhere'}. {words} “We wait”, she said on Sunday.\n")
    given = Rendition(
        id=rendition_id(url=None, outlet=outlet, text_id=text.id),
        text_id=text.id,
        text=text.text,
        paragraphs=(Span(0, len(text.text) - 1),),
        outlet=outlet,
        published=published,
        language=language,
    )
    report, story_id = digest("report", str(number)), digest("story", story)
    arrived = f"2026-02-{2 + number // 1440:02}T{number // 60 % 24:02}:{number % 60:02}:00Z"
    with store.admission(arrived=arrived, kind="rendition", what=f"{number}.txt") as admission:
        admission.save_rendition(given)
        admission.save_signature(given.id, Signature(version="1"))
        admission.save_findings(_findings(text, language, published, lead), outlet=outlet)
        admission.save_report(
            Report(
                id=ReportId(report),
                text_id=text.id,
                versions=(text.id,),
                renditions=(Membership(id=given.id, text_id=text.id, relation="original"),),
                origin=OriginId(digest("origin", str(number))),
                published=Part(value=published, rendition=given.id, how="meta"),
                outlet=outlet,
                language=language,
            )
        )
        admission.save_placement(
            Placement(
                rendition=given.id,
                report=ReportId(report),
                origin=OriginId(digest("origin", str(number))),
                story=StoryId(story_id),
                relation="original",
            )
        )
        held = store.story(StoryId(story_id))
        reports = (*(held.reports if held else ()), ReportId(report))
        admission.save_story(
            Story(
                id=StoryId(story_id),
                title=story,
                reports=reports,
                origins=1,
                first=published[:10],
                last=published[:10],
            )
        )
        admission.save_actor(SPEAKER, chains=[(report, "a1")])
        for event in events:
            admission.save_event(_event(store, event, report=report, text_id=text.id, story=story_id))
            admission.save_change(_change(event, number, arrived))
    return report


def event_id(key: str) -> str:
    """Return the id of the event with a key."""
    return digest("event", key)


def _event(store: Store, told: Told, *, report: str, text_id: str, story: str) -> Event:
    held = store.event(EventId(event_id(told.key)))
    place = Place(name=told.place, country=told.country, geonames=told.geonames) if told.place else None
    member = EventMember(
        id=digest("mention", told.key, report),
        report=ReportId(report),
        origin=OriginId(digest("origin", report)),
        text_id=TextId(text_id),
        outlet=None,
        published=None,
        type=told.type,
        mode=None,
        span=Span(0, 7),
        trigger=(Span(0, 7),),
        source=told.source,
        countries=(told.country,),
        place=place,
    )
    return Event(
        id=EventId(event_id(told.key)),
        type=told.type,
        mode=None,
        story=StoryId(story),
        members=(*(held.members if held else ()), member),
        source=told.source,
        place=place,
        date=DateRange(start=told.day, end=told.day, precision="day"),
        grade=told.grade,
    )


def _change(told: Told, number: int, arrived: str) -> Change:
    return Change(
        id=ChangeId(digest("change", told.key, str(number))),
        type="new event",
        at=told.day,
        known=arrived,
        about=Subject("event", event_id(told.key)),
        before=None,
        after=told.type.value,
        score=1.0,
        reason=Reason(code=ReasonCode.FITS_NO_EVENT, details=(told.type.value,)),
    )


def _findings(text: Text, language: str, published: str, lead: str | None) -> Findings:
    said = text.text.index("“We wait”")
    sunday = text.text.index("Sunday")
    places: tuple[PlaceMention, ...] = ()
    if lead is not None:
        start = text.text.index(lead)
        places = (PlaceMention(span=Span(start, start + len(lead)), name=lead, country=lead),)
    return Findings(
        text_id=text.id,
        language=language,
        extractor="1",
        published=published,
        sentences=(Span(said, len(text.text) - 1),),
        actors=(ActorChain(id="a1", name="Mara Quill", kind="person", mentions=()),),
        quotes=(Quote(kind="direct", act="statement", content=(Span(said, said + 9),), speaker="a1"),),
        times=(TimeMention(span=Span(sunday, sunday + 6), type="DATE", value="2026-02-01"),),
        places=places,
    )
