"""An invented stream of articles as the engine would admit it, for the tests of the store."""

from __future__ import annotations

from pathlib import Path

from watchfloor.model import (
    Actor,
    ActorId,
    Alert,
    AlertId,
    Change,
    ChangeId,
    DateRange,
    Delivery,
    Event,
    EventId,
    EventMember,
    EventType,
    Evidence,
    EvidenceKind,
    EvidenceScore,
    Findings,
    Fired,
    Membership,
    OriginId,
    Part,
    Place,
    Placement,
    Reason,
    ReasonCode,
    Rendition,
    RenditionId,
    Report,
    ReportId,
    Signature,
    Span,
    Story,
    StoryId,
    Subject,
    Text,
    digest,
    rendition_id,
)
from watchfloor.store import Admission, Store

OUTLETS = ("Port Gazette", "Valley Wire", "The Ferryman")


def clock() -> str:
    """Return the same real time always."""
    return "2026-03-01T00:00:00.000000Z"


def words(number: int) -> Text:
    """Return the text of article `number`: five articles tell of one strike."""
    return Text.of(
        f"{number // 5:04} dockers in Arvenport walked out at noon. "
        f"Account {number}: the harbour board said that {number + 3} ships were waiting.\n"
    )


def rendition(number: int) -> Rendition:
    """Return article `number` as it was read."""
    text, outlet = words(number), OUTLETS[number % 3]
    return Rendition(
        id=rendition_id(url=None, outlet=outlet, text_id=text.id),
        text_id=text.id,
        text=text.text,
        paragraphs=(Span(0, len(text.text) - 1),),
        title=f"Strike, part {number}",
        outlet=outlet,
        published="2026-02-01",
        published_from="meta",
        arrived=arrived(number),
    )


def arrived(number: int) -> str:
    """Return when article `number` came: one a minute."""
    return f"2026-02-{1 + number // 1440:02}T{number // 60 % 24:02}:{number % 60:02}:00Z"


def admit(store: Store, number: int) -> bool:
    """Admit article `number` with everything that follows from it; False when it was seen already."""
    given = rendition(number)
    with store.admission(arrived=arrived(number), kind="rendition", what=f"{number}.txt") as admission:
        if not admission.save_rendition(given):
            return False
        save_readings(admission, given)
        save_happening(store, admission, given, number)
    return True


def save_readings(admission: Admission, given: Rendition) -> None:
    """Save what stands on the text alone."""
    report, story = digest("report", given.id), digest("story", given.text[:40])
    admission.save_signature(given.id, Signature(version="1", words=bytes((1, len(given.text) % 251))))
    admission.save_findings(
        Findings(text_id=given.text_id, language="en", extractor="1", published=given.published),
        outlet=given.outlet,
    )
    admission.save_report(
        Report(
            id=ReportId(report),
            text_id=given.text_id,
            versions=(given.text_id,),
            renditions=(Membership(id=given.id, text_id=given.text_id, relation="original"),),
            origin=OriginId(digest("origin", given.id)),
            title=Part(value=given.title or "", rendition=given.id, how="title"),
            published=Part(value="2026-02-01", rendition=given.id, how="meta"),
            outlet=given.outlet,
        )
    )
    admission.save_placement(
        Placement(
            rendition=given.id,
            report=ReportId(report),
            origin=OriginId(digest("origin", given.id)),
            story=StoryId(story),
            relation="original",
            reasons=(Reason(code=ReasonCode.NO_STORY_NEAR),),
            scores=(EvidenceScore(EvidenceKind.RESEMBLANCE, story, 0.1),),
        )
    )


def save_happening(store: Store, admission: Admission, given: Rendition, number: int) -> None:
    """Save the story, its event, the change, the alert and its delivery."""
    report, story_id = digest("report", given.id), digest("story", given.text[:40])
    held = store.story(StoryId(story_id))
    reports = (*(held.reports if held else ()), ReportId(report))
    admission.save_story(
        Story(
            id=StoryId(story_id),
            title="Strike",
            reports=reports,
            origins=len(reports),
            first="2026-02-01",
            last=arrived(number),
        )
    )
    actor = Actor(
        id=ActorId(digest("actor", "board")),
        name="harbour board",
        kind="organisation",
        key="organisation board",
    )
    admission.save_actor(actor, chains=[(report, "a1")])
    event_id = digest("event", story_id)
    event = store.event(EventId(event_id))
    member = EventMember(
        id=digest("mention", report),
        report=ReportId(report),
        origin=OriginId(digest("origin", given.id)),
        text_id=given.text_id,
        outlet=given.outlet,
        published=given.published,
        type=EventType.PROTEST,
        mode="strike",
        span=Span(0, 30),
        trigger=(Span(21, 31),),
        source=(actor.id,),
    )
    admission.save_event(
        Event(
            id=EventId(event_id),
            type=EventType.PROTEST,
            mode="strike",
            story=StoryId(story_id),
            members=(*(event.members if event else ()), member),
            place=Place(name="Arvenport", country="GB"),
            date=DateRange(start="2026-02-01", end=None, precision="day"),
            evidence=(Evidence(report=ReportId(report), text_id=given.text_id, span=Span(0, 30)),),
        )
    )
    change = Change(
        id=ChangeId(digest("change", given.id)),
        type="corroborated" if held else "new event",
        at=None,
        known=arrived(number),
        about=Subject("event", event_id),
        before=str(len(reports) - 1),
        after=str(len(reports)),
        score=1.0,
        reason=Reason(code=ReasonCode.REPORTED_BY_ANOTHER),
    )
    admission.save_change(change)
    alert = Alert(
        id=AlertId(digest("alert", event_id)),
        watch="strikes",
        about=change.about,
        state="open",
        level="high",
        opened="2026-02-01",
        updated=arrived(number),
        changes=(change.id,),
        reasons=(Fired(change=change.type, kind="event", event_type="PROTEST", watch="strikes"),),
    )
    admission.save_alert(alert)
    admission.save_delivery(
        Delivery(
            id=digest("delivery", change.id), alert=alert.id, channel="desk", payload=f'{{"n":{number}}}'
        ),
        quotes=[given.text_id],
    )


def undisturbed(folder: Path, count: int) -> list[str]:
    """Return the dump of a floor that took the first `count` articles in peace."""
    with Store.create(folder, clock=clock) as store:
        for number in range(count):
            admit(store, number)
        return store.dump()


def partial(store: Store) -> list[RenditionId]:
    """Return the renditions that were not admitted whole."""
    torn = []
    changes = [change.id for change in store.changes()]
    deliveries = {delivery.id for delivery in store.deliveries()}
    for given in store.renditions():
        report = digest("report", given.id)
        story = store.story(StoryId(digest("story", given.text[:40])))
        event = store.event(EventId(digest("event", digest("story", given.text[:40]))))
        whole = (
            store.placement(given.id) is not None
            and store.report(ReportId(report)) is not None
            and store.findings(given.text_id, given.published, given.outlet) is not None
            and story is not None
            and story.reports.count(report) == 1
            and event is not None
            and sum(member.report == report for member in event.members) == 1
            and store.actor_of(ReportId(report), "a1") is not None
            and changes.count(ChangeId(digest("change", given.id))) == 1
            and digest("delivery", digest("change", given.id)) in deliveries
        )
        if not whole:
            torn.append(given.id)
    return torn
