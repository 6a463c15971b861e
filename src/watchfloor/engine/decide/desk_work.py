"""What the desk says among itself: comments, who sees to what, and a shift handed over and signed for."""

from __future__ import annotations

from collections.abc import Iterable

from watchfloor.engine.decide.verdicts import Judged, Verdicts
from watchfloor.errors import UsageError
from watchfloor.model import DESK_KINDS, AlertId, Judgement, StoryId, Subject, to_the_minute
from watchfloor.store import Store

WORK_KINDS = tuple(kind for kind in DESK_KINDS if kind != "unshare")
_LONGEST = 2_000  # characters of a comment


class DeskWork(Verdicts):
    """Verdicts, and the work on stories and alerts."""

    def comment(self, any_id: str, words: str, *, by: str, at: str) -> Judged:
        """Keep what somebody says of a story or alert."""
        return self._say("comment", self._work(any_id), None, reason=_said(words), by=by, at=at)

    def assign(self, any_id: str, to: str, *, note: str, by: str, at: str) -> Judged:
        """Let somebody see to a story or alert; whoever did so before need not."""
        about, whom = self._work(any_id), " ".join(to.split())
        if not whom or len(whom) > 80:
            raise UsageError("say who sees to it: watchfloor assign ID PERSON")
        held = self._open(about)
        if held is not None and held.value == whom:
            return Judged(act=None, said=(f"{about.kind} {about.id} is with {whom} already",))
        return self._say("assign", about, whom, reason=note, by=by, at=at)

    def done(self, any_id: str, *, note: str, by: str, at: str) -> Judged:
        """Say that what was assigned is done."""
        about = self._work(any_id)
        held = self._open(about)
        if held is None:
            return Judged(act=None, said=(f"{about.kind} {about.id} is with nobody",))
        return self._say("done", about, held.id, reason=note, by=by, at=at)

    def hand_over(self, to: str, *, note: str, by: str, at: str) -> Judged:
        """Leave a shift to somebody, with what there is to say of it."""
        whom = " ".join(to.split())
        if not whom or len(whom) > 80:
            raise UsageError("say who takes over: watchfloor shift over --to PERSON")
        waiting = unsigned(self.store)
        if waiting is not None:
            when = to_the_minute(waiting.at)
            raise UsageError(
                f"{waiting.by} handed over to {waiting.value} at {when} UTC and nobody signed; "
                "sign first: watchfloor shift sign"
            )
        return self._say("hand over", Subject("shift", at), whom, reason=note, by=by, at=at)

    def sign(self, *, note: str, by: str, at: str) -> Judged:
        """Take over what was handed over last; who handed it over cannot sign."""
        waiting = unsigned(self.store)
        if waiting is None:
            raise UsageError("no hand-over waits; one is left by: watchfloor shift over --to PERSON")
        if waiting.by == by:
            raise UsageError(f"{by} handed over and cannot sign; the next person signs with --by NAME")
        return self._say("sign", waiting.about, waiting.id, reason=note, by=by, at=at)

    def take_back(self, act: Judgement, *, reason: str, by: str, at: str) -> Judged:
        """Take back what was said, assigned, done, handed over or signed."""
        return self._say(act.kind, act.about, None, reason=reason, by=by, at=at, undoes=act.id)

    # ------------------------------------------------------------------------------------------------ inside

    def _work(self, any_id: str) -> Subject:
        alert = self.store.alert(AlertId(any_id))
        if alert is not None:
            return Subject("alert", alert.id)
        story = self.store.story(StoryId(any_id))
        if story is not None:
            return Subject("story", story.id)
        raise UsageError(
            f"{any_id} is no story or alert here; list them with: watchfloor show stories, show alerts"
        )

    def _open(self, about: Subject) -> Judgement | None:
        return open_assignment(self.store.judgements(about))


def open_assignment(acts: list[Judgement]) -> Judgement | None:
    """Return who sees to something by acts about it, oldest first; None where nobody does."""
    undone = {act.undoes for act in acts if act.undoes}
    standing = [act for act in acts if not act.undoes and act.id not in undone]
    ended = {act.value for act in standing if act.kind == "done"}
    assigned = [act for act in standing if act.kind == "assign"]
    return assigned[-1] if assigned and assigned[-1].id not in ended else None


def unsigned(store: Store) -> Judgement | None:
    """Return the hand-over that nobody has signed yet."""
    return unsigned_of(store.judgements())


def unsigned_of(judgements: Iterable[Judgement]) -> Judgement | None:
    """Return the hand-over that nobody had signed by some acts, oldest first."""
    acts = [act for act in judgements if act.kind in ("hand over", "sign")]
    undone = {act.undoes for act in acts if act.undoes}
    standing = [act for act in acts if not act.undoes and act.id not in undone]
    signed = {act.value for act in standing if act.kind == "sign"}
    waiting = [act for act in standing if act.kind == "hand over" and act.id not in signed]
    return waiting[-1] if waiting else None


def _said(words: str) -> str:
    said = words.strip()
    if not said:
        raise UsageError("a comment needs words")
    if len(said) > _LONGEST:
        raise UsageError(f"a comment has at most {_LONGEST:,} characters; this has {len(said):,}")
    return said
