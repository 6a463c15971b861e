"""What people say of a finding: a status, a note, a rejection, kept beside what the machine says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.errors import UsageError
from watchfloor.model import (
    AlertId,
    Change,
    EventId,
    Judgement,
    JudgementKind,
    Reason,
    ReasonCode,
    ReportId,
    StoryId,
    Subject,
    digest,
)
from watchfloor.store import Admission, Store

if TYPE_CHECKING:
    from watchfloor.watch import Watch

STATUSES = ("unchecked", "checked", "disputed")
LABELS = ("hit", "miss")
JUDGED_KINDS = ("story", "event", "actor", "report")  # in the order in which an id is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What became of an act: the act itself, None where all was so already; and what to say of it."""

    act: Judgement | None
    said: tuple[str, ...]
    changes: tuple[Change, ...] = ()


class Verdicts:
    """A floor's store, open for writing, in which what people say is kept."""

    def __init__(self, store: Store, watches: Sequence[Watch] = ()) -> None:
        self.store = store
        self.watches = watches

    def judge(
        self, any_id: str, *, status: str | None, note: str | None, reject: bool, by: str, at: str
    ) -> list[Judged]:
        """Keep a status, a rejection or a note on a story, event, actor or report."""
        if status is not None and status not in STATUSES:
            raise UsageError(f"{status!r} is no status; use one of: {', '.join(STATUSES)}")
        if reject and not note:
            raise UsageError("a rejection needs its reason; give it with --note")
        about = self._subject(any_id)
        wishes: list[tuple[JudgementKind, str | None]] = []
        if reject:
            wishes.append(("reject", None))
        if status:
            wishes.append(("status", status))
        if not wishes and note:
            wishes.append(("note", note))
        if not wishes:
            raise UsageError("nothing is said of it; give --status, --note or --reject")
        return [self._say(kind, about, value, reason=note or "", by=by, at=at) for kind, value in wishes]

    def label(self, watch: str, any_id: str, label: str, *, note: str, by: str, at: str) -> Judged:
        """Keep whether a watch was right to tell of something, or should have told of it."""
        if label not in LABELS:
            raise UsageError(f"{label!r} is no label; use one of: {', '.join(LABELS)}")
        alert = self.store.alert(AlertId(any_id))
        about = alert.about if alert is not None else self._subject(any_id)
        return self._say("label", about, label, reason=note, by=by, at=at, watch=watch)

    def _say(
        self,
        kind: JudgementKind,
        about: Subject,
        value: str | None,
        *,
        reason: str,
        by: str,
        at: str,
        watch: str | None = None,
        undoes: str | None = None,
        members: tuple[ReportId, ...] = (),
    ) -> Judged:
        held = [act for act in self.store.judgements(about) if act.kind == kind and act.watch == watch]
        if (
            held
            and not undoes
            and not held[-1].undoes
            and (held[-1].value, held[-1].reason, held[-1].by) == (value, reason, by)
        ):
            return Judged(act=None, said=(f"{about.kind} {about.id}: that was said already",))
        shown = f" {value}" if kind in ("status", "label", "use") and value else ""
        what = f"{kind}{shown} of {about.kind} {about.id}{f' for watch {watch}' if watch else ''}"
        with self.store.admission(arrived=at, kind="judgement", what=what) as admission:
            act = Judgement(
                id=digest("act", str(admission.sequence), kind, about.kind, about.id),
                kind=kind,
                about=about,
                value=value,
                by=by,
                at=at,
                reason=reason,
                watch=watch,
                undoes=undoes,
                members=members,
            )
            admission.act(act)
            changes = self._reject(admission, about, act) if kind == "reject" else []
        return Judged(act=act, said=(f"kept: {what}",), changes=tuple(changes))

    def _reject(self, admission: Admission, about: Subject, act: Judgement) -> list[Change]:
        """Tell every channel that heard of what is rejected."""
        event = self.store.event(EventId(about.id)) if about.kind == "event" else None
        story = (
            self.store.story(StoryId(event.story) if event else StoryId(about.id))
            if about.kind in ("event", "story")
            else None
        )
        if story is None:
            return []
        # Late: a status or a note needs none of the stages, whose import is most of what it costs.
        from watchfloor.engine.admit.unit import Unit  # noqa: PLC0415
        from watchfloor.track.changes import rejection  # noqa: PLC0415

        change = rejection(about, event, known=act.at, reason=_rejected(act))
        unit = Unit(self.store, admission, self.watches)
        unit.tell([change], story=story, events=[event] if event else [])
        return [change]

    def _subject(self, any_id: str) -> Subject:
        for kind in JUDGED_KINDS:
            found = getattr(self.store, kind)(any_id)
            if found is not None:
                return Subject(kind, found.id)
        raise UsageError(
            f"{any_id} is no story, event, actor or report here; list ids with: watchfloor show events"
        )


def _rejected(act: Judgement) -> Reason:
    return Reason(code=ReasonCode.REJECTED_BY_PERSON, by=act.by, words=act.reason)
