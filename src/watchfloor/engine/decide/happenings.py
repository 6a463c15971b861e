"""What people do to happenings: join two, part one, add one by hand with its words; and the taking back.

What the machine made stays in the act: who was joined or parted is named there and goes back as it was. A
mention that a person added stays when its report is read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from watchfloor.engine.admit.unit import Unit
from watchfloor.engine.decide.slot_values import read_slot
from watchfloor.engine.decide.verdicts import Judged, Verdicts
from watchfloor.errors import UsageError
from watchfloor.model import (
    Change,
    Event,
    EventId,
    EventMember,
    EventSlot,
    Evidence,
    Judgement,
    JudgementKind,
    Reason,
    ReasonCode,
    Report,
    ReportId,
    SlotValue,
    Span,
    Subject,
    change_id,
    digest,
)
from watchfloor.store import Admission
from watchfloor.track import emptied, keys_of_event
from watchfloor.track.events.decided import decided
from watchfloor.track.events.events import fold_event
from watchfloor.track.events.identity import words_of
from watchfloor.track.events.members import member_begun

_CHANGES = {"join": "merged", "part": "split", "add": "new event"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signed:
    """Who does something, when and why, and the act that it takes back."""

    by: str
    at: str
    reason: str
    undoes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedEvent:
    """An event that a person adds: words of a report, its type, and what is written for its slots."""

    report_id: str
    words: str
    slots: Mapping[EventSlot, str]


class HappeningActs(Verdicts):
    """Verdicts, and what people do to happenings."""

    def join(self, event_id: str, into: str, *, reason: str, by: str, at: str) -> Judged:
        """Put two events of a story together under the older id; the other leads there from now on."""
        one, other = self._event(event_id), self._event(into)
        if one.id == other.id:
            return Judged(act=None, said=(f"{event_id} and {into} are one event already: {one.id}",))
        if one.story != other.story:
            merge = f"watchfloor merge {one.story} {other.story} --reason …"
            raise UsageError(f"these are events of two stories; first: {merge}")
        kept, gone = sorted((one, other), key=lambda it: (self.store.born("event", it.id) or (0, 0), it.id))
        return self._joined(gone, kept, _signed(reason, by, at))

    def part(self, event_id: str, names: Sequence[str], *, reason: str, by: str, at: str) -> Judged:
        """Take mentions out of an event into one of their own: those of a report, or by their ids."""
        event = self._event(event_id)
        going = [member for member in event.members if {member.id, member.report} & set(names)]
        known = {name for member in event.members for name in (member.id, member.report)}
        for name in names:
            if name not in known:
                see = f"watchfloor explain {event.id}"
                raise UsageError(f"{name} tells nothing of event {event.id}; see: {see}")
        if len(going) == len(event.members):
            raise UsageError(f"these are all that tell of event {event.id}; leave one there")
        return self._parted(event, going, self._name(going[0]), _signed(reason, by, at))

    def add(self, added: AddedEvent, *, reason: str, by: str, at: str) -> Judged:
        """Add an event by hand, in words that stand once in a stored text."""
        signed = _signed(reason, by, at)
        report = self.store.report(ReportId(added.report_id))
        story = self.store.whole_of("report", report.id) if report is not None else None
        if report is None or story is None:
            raise UsageError(f"there is no report {added.report_id}; list them with: watchfloor show reports")
        member = self._member(report, added, by)
        if self.store.event(EventId(member.id)) is not None:
            return Judged(act=None, said=(f"event {member.id} was added already",))
        event = decided(fold_event(EventId(member.id), story, (member,)), ())
        return self._carry_out("add", event, None, (member,), signed, saved=[event])

    def take_back(self, act: Judgement, *, reason: str, by: str, at: str) -> Judged:
        """Take back what was joined, parted or added; what came since stays where it is."""
        signed = replace(_signed(reason, by, at), undoes=act.id)
        if act.kind == "add":
            return self._removed(self._event(act.about.id), act, signed)
        if act.kind == "join":
            event = self._event(act.value or "")
            going = [member for member in event.members if member.id in act.mentions]
            if not going or len(going) == len(event.members):
                return Judged(act=None, said=(f"the events of act {act.id} are apart already",))
            return self._parted(event, going, EventId(act.about.id), signed)
        gone, kept = self._event(act.value or ""), self._event(act.about.id)
        if gone.id == kept.id:
            return Judged(act=None, said=(f"the events of act {act.id} are together already",))
        return self._joined(gone, kept, signed)

    # ------------------------------------------------------------------------------------------------ inside

    def _joined(self, gone: Event, kept: Event, signed: _Signed) -> Judged:
        told = self._folded(kept.id, kept, (*kept.members, *gone.members))
        leads = {Subject("event", gone.id): Subject("event", kept.id)}
        return self._carry_out(
            "join", told, gone, gone.members, signed, saved=[*emptied([gone], []), told], leads=leads
        )

    def _parted(self, event: Event, going: Sequence[EventMember], id_: EventId, signed: _Signed) -> Judged:
        if not all(any(it.grade == "strong" for it in some) for some in (going, _rest(event, going))):
            raise UsageError("one of the two would have no text that tells it in full; name others")
        left = self._folded(event.id, event, _rest(event, going))
        new = self._folded(id_, event, going)
        return self._carry_out("part", left, new, going, signed, saved=[left, new])

    def _removed(self, event: Event, act: Judgement, signed: _Signed) -> Judged:
        left = [member for member in event.members if member.id not in act.mentions]
        told = any(member.grade == "strong" for member in left)
        after = self._folded(event.id, event, left) if told else emptied([event], [])[0]
        members = [member for member in event.members if member.id in act.mentions]
        return self._carry_out("add", after, None, members, signed, saved=[after])

    def _folded(self, id_: EventId, event: Event, members: Sequence[EventMember]) -> Event:
        acts = self.store.judgements(Subject("event", id_))
        return decided(fold_event(id_, event.story, tuple(members)), acts)

    def _carry_out(
        self,
        kind: JudgementKind,
        about: Event,
        other: Event | None,
        members: Iterable[EventMember],
        signed: _Signed,
        *,
        saved: Sequence[Event],
        leads: Mapping[Subject, Subject] | None = None,
    ) -> Judged:
        """Keep an act on events and what it alters; `about` is what is left or joined, `other` the second."""
        story = self.store.story(about.story)
        assert story is not None, "an event is of a story"
        gone, into = (other, about.id) if kind == "join" and other else (about, other.id if other else None)
        with_whom = f" and {into}" if into else ""
        what = f"{kind} of event {gone.id}{with_whom}{' as it was' if signed.undoes else ''}"
        with self.store.admission(arrived=signed.at, kind="judgement", what=what) as admission:
            act = Judgement(
                id=digest("act", str(admission.sequence), kind, gone.id),
                kind=kind,
                about=Subject("event", gone.id),
                value=into,
                by=signed.by,
                at=signed.at,
                reason=signed.reason,
                mentions=tuple(member.id for member in members),
                undoes=signed.undoes,
            )
            admission.act(act)
            self._save(admission, saved, act if leads else None)
            change = _change(gone, act)
            unit = Unit(self.store, admission, self.watches)
            unit.tell([change], story=story, events=[event for event in saved if event.members])
            unit.lead_alerts(leads or {}, {})
        return Judged(act=act, said=(f"kept: {what}",), changes=(change,))

    def _save(self, admission: Admission, saved: Sequence[Event], joined: Judgement | None) -> None:
        for event in saved:
            if not event.members and joined is not None and joined.value:
                admission.save_event(event)
                reason = Reason(code=ReasonCode.DECIDED_BY_PERSON, by=joined.by, words=joined.reason)
                admission.record_redirect("event", event.id, joined.value, reason)
            else:
                admission.save_event(event, keys_of_event(event))

    def _member(self, report: Report, added: AddedEvent, by: str) -> EventMember:
        """Return a mention in a report's words, as a person reads them."""
        text = self.store.text(report.text_id)
        words = text.text if text is not None else ""
        if words.count(added.words) != 1:
            often = "more than once" if added.words in words else "not"
            where = f"in the text of report {report.id}"
            raise UsageError(f"these words stand {often} {where}; give a whole sentence of it")
        start = words.index(added.words)
        span = Span(start, start + len(added.words))
        slots = {slot: read_slot(self.store, slot, written) for slot, written in added.slots.items()}
        nothing = SlotValue()
        kind = slots["type"]
        assert kind.type is not None, "the type is asked for"
        member_id = digest(report.id, "by hand", kind.type, added.words, by)
        return replace(
            member_begun(report, report.text_id, span, member_id=member_id, kind=kind.type, mode=kind.mode),
            source=slots.get("doer", nothing).source,
            target=slots.get("target", nothing).target,
            terms=words_of(words, span, ()),
            place=slots.get("place", nothing).place,
            date=slots.get("day", nothing).date,
            by_desk=True,
        )

    def _name(self, member: EventMember) -> EventId:
        """Return the id of an event that a mention begins, which no event has or led from."""
        id_ = EventId(member.id)
        while self.store.event(id_) is not None:
            id_ = EventId(digest(id_, "again"))
        return id_

    def _event(self, event_id: str) -> Event:
        event = self.store.event(EventId(event_id))
        if event is None or not event.members:
            raise UsageError(f"{event_id} is no event here; list them with: watchfloor show events")
        return event


def _rest(event: Event, going: Sequence[EventMember]) -> list[EventMember]:
    return [member for member in event.members if member not in going]


def _signed(reason: str, by: str, at: str) -> _Signed:
    if not reason.strip():
        raise UsageError("an act needs its reason; give it with --note")
    return _Signed(by=by, at=at, reason=reason)


def _change(about: Event, act: Judgement) -> Change:
    kind = _CHANGES[act.kind]
    if act.kind == "add" and act.undoes:
        kind = "rejected"
    return Change(
        id=change_id("by hand", act.id),
        type=kind,  # type: ignore[arg-type] # the table's values are types of changes
        at=about.date.start if about.date else None,
        known=act.at,
        about=act.about,
        before=None,
        after=act.value,
        score=1.0,
        reason=Reason(code=ReasonCode.DECIDED_BY_PERSON, by=act.by, words=act.reason, details=(act.kind,)),
        evidence=tuple(Evidence(report=m.report, text_id=m.text_id, span=m.span) for m in about.members[:1]),
    )
