"""What analysts decide: merges and splits of stories, and their undoing, beside their words on findings.

Each is a dated act in the same log as the articles, kept beside what the machine says; done again it changes
nothing. A window that is open goes along; one that is opened later follows the log.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from watchfloor.engine.admit.story_moves import MoveOrder, MoveResult, move_reports
from watchfloor.engine.admit.unit import Unit
from watchfloor.engine.answer.explanation import undone_acts
from watchfloor.engine.decide.verdicts import Judged, Verdicts
from watchfloor.engine.window.grouping import Grouping
from watchfloor.engine.window.moves import StoryMove
from watchfloor.engine.window.restore import current
from watchfloor.errors import UsageError
from watchfloor.merge.fingerprint import title_of, words_of
from watchfloor.model import (
    MACHINE,
    Judgement,
    OriginId,
    Reason,
    Report,
    ReportId,
    Story,
    StoryId,
    digest,
)
from watchfloor.store import Store
from watchfloor.track.stories.rejoin import Reading, nearer
from watchfloor.watch import Watch


class Judging(Verdicts):
    """Verdicts, and acts on stories; `grouping` is the window of the floor, where one is open."""

    def __init__(self, store: Store, watches: Sequence[Watch] = (), grouping: Grouping | None = None) -> None:
        super().__init__(store, watches)
        self.grouping = grouping

    def merge(self, story: StoryId, into: StoryId, *, reason: str, by: str, at: str) -> Judged:
        """Put two stories together, under the older id; the other leads there from now on."""
        one, other = self._story(story), self._story(into)
        if story == into:
            raise UsageError("a story cannot be merged into itself; name two stories")
        if one.id == other.id:
            return Judged(act=None, said=(f"{story} and {into} are one story already: {one.id}",))
        kept, gone = self._by_age(one.id, other.id)
        move = StoryMove(
            kind="merge", story=gone, into=kept, reports=self._reports(gone), reason=Reason.said(reason)
        )
        done = self._carry_out(move, MoveOrder(by=by, at=at), f"merge {gone} into {kept}")
        older = () if kept == other.id else (f"{kept} is the older id and stays; {gone} leads to it",)
        return _judged(done, f"story {gone} is part of story {kept} now", *older)

    def split(self, story: StoryId, reports: Sequence[ReportId], *, reason: str, by: str, at: str) -> Judged:
        """Take reports, and the copies of their texts, out of a story into one of their own.

        The first report keeps the story's id: where it is among those named, the others go.
        """
        source = self._story(story)
        named = [self._report(id_) for id_ in dict.fromkeys(reports)]
        homes = {report.id: self.store.whole_of("report", report.id) for report in named}
        if all(home != source.id for home in homes.values()) and self._parted(source.id, homes.values()):
            return Judged(act=None, said=(f"they are out of story {source.id} already",))
        _require_home(homes, source.id)
        there = self.store.reports(story=source.id)
        families = {report.origin for report in named}
        going = [report for report in there if report.origin in families]
        if len(going) == len(there):
            raise UsageError(f"these are all the reports of story {source.id}; leave one there")
        said = _went_along(len(going) - len(named))
        if there[0].origin in families:
            going = [report for report in there if report.origin not in families]
            said.append(f"the first report keeps the id {source.id}, so the others went")
        into = self._name(source.id, going[0])
        move = StoryMove(
            kind="split",
            story=source.id,
            into=into,
            reports=tuple(report.id for report in going),
            reason=Reason.said(reason),
        )
        done = self._carry_out(move, MoveOrder(by=by, at=at), f"split {len(going)} out of {source.id}")
        count = "1 report" if len(going) == 1 else f"{len(going)} reports"
        return _judged(done, f"{count} of story {source.id} went to story {into}", *said)

    def undo(self, act_id: str, *, reason: str, by: str, at: str, own: Collection[str] = ()) -> Judged:
        """Take back a merge or split, a person's or the machine's.

        `last` is the last that was signed `by` who asks now, or with another of his `own` signatures.

        What arrived since goes to the side whose reports it resembles more.
        """
        acts = [act for _, act in self.store.acts()]
        undone = undone_acts(acts)
        act = self._act(acts, act_id, undone, {by, *own})
        if act is None:
            return Judged(act=None, said=(f"there is no act by {by} left to undo",))
        if act.id in undone:
            return Judged(act=None, said=(f"act {act.id} was undone already by act {undone[act.id]}",))
        move, said = self._unmerge(act, reason) if act.kind == "merge" else self._unsplit(act, reason)
        if move is None:
            return Judged(act=None, said=said)
        done = self._carry_out(move, MoveOrder(by=by, at=at, undoes=act.id), f"undo {act.id}")
        return _judged(done, f"undone: {act.kind} of story {act.about.id} by {_who(act.by)}", *said)

    # ------------------------------------------------------------------------------------------------ inside

    def _carry_out(self, move: StoryMove, order: MoveOrder, what: str) -> MoveResult:
        if not (move.reason.words or "").strip():
            raise UsageError("an act needs its reason; give it with --reason")
        with self.store.admission(arrived=order.at, kind="judgement", what=what) as admission:
            done = move_reports(Unit(self.store, admission, self.watches), move, order)
            assert done is not None, "what is ordered was looked at first"
        if self.grouping is not None:
            self.grouping.apply_move(done.act)
        return done

    def _unmerge(self, act: Judgement, reason: str) -> tuple[StoryMove | None, tuple[str, ...]]:
        assert act.value is not None
        home = self.store.resolve("story", act.value)
        there = self.store.reports(story=StoryId(home))
        before = {*act.members, *self._members_before(act)}
        origins = {report.origin for report in there if report.id in act.members}
        rest = {report.origin for report in there if report.id in before} - origins
        late = [report for report in there if report.origin not in origins | rest]
        nearest = self._nearer(late, _of_families(there, origins), _of_families(there, rest))
        origins |= nearest
        going = _of_families(there, origins)
        if not going or len(going) == len(there):
            return None, (f"the stories of act {act.id} are apart already; nothing was changed",)
        into = act.about.id if home != act.about.id else self._name(StoryId(home), going[0])
        said = [f"story {into} is a story of its own again, with {len(going)} of {len(there)} reports"]
        if late:
            came = sum(report.origin in nearest for report in late)
            said.append(f"{len(late)} came since: {came} resembled it more, {len(late) - came} stayed")
        move = StoryMove(
            kind="split",
            story=StoryId(home),
            into=StoryId(into),
            reports=tuple(report.id for report in going),
            reason=Reason.said(reason),
        )
        return move, tuple(said)

    def _unsplit(self, act: Judgement, reason: str) -> tuple[StoryMove | None, tuple[str, ...]]:
        assert act.value is not None
        one, other = (self.store.resolve("story", id_) for id_ in (act.about.id, act.value))
        if one == other or not self.store.members("report", one) or not self.store.members("report", other):
            return None, (f"the stories of act {act.id} are together already; nothing was changed",)
        kept, gone = self._by_age(StoryId(one), StoryId(other))
        move = StoryMove(
            kind="merge", story=gone, into=kept, reports=self._reports(gone), reason=Reason.said(reason)
        )
        return move, (f"story {gone} is part of story {kept} again",)

    def _members_before(self, act: Judgement) -> list[ReportId]:
        """Return the reports of the story that an act led to, as they were just before it."""
        sequence = next(sequence for sequence, known in self.store.acts() if known.id == act.id)
        return self.store.members("report", act.value or "", as_of=sequence - 1)

    def _nearer(
        self, late: Sequence[Report], ones: Sequence[Report], others: Sequence[Report]
    ) -> set[OriginId]:
        """Return the origins of those reports of `late` that resemble `ones` more than `others`."""
        if not late or not ones:
            return set()
        read = self._readings(late)
        chosen = nearer(
            [*read.values()], [*self._readings(ones).values()], [*self._readings(others).values()]
        )
        return {origin for origin, near in zip(read, chosen, strict=True) if near}

    def _readings(self, reports: Sequence[Report]) -> dict[OriginId, Reading]:
        """Return what the first text of each origin is compared by."""
        found: dict[OriginId, Reading] = {}
        for report in reports:
            signature = self.store.signature(report.renditions[0].id)
            if report.origin not in found and signature is not None:
                signature = current(self.store, report.renditions[0].id, signature)
                found[report.origin] = (words_of(signature), title_of(signature), signature)
        return found

    def _story(self, story_id: StoryId) -> Story:
        story = self.store.story(story_id)
        if story is None:
            raise UsageError(f"there is no story {story_id}; list them with: watchfloor show stories")
        return story

    def _report(self, report_id: ReportId) -> Report:
        report = self.store.report(self.store.whole_of("rendition", report_id) or report_id)
        if report is None:
            raise UsageError(f"there is no report {report_id}; list them with: watchfloor show reports")
        return report

    def _reports(self, story: StoryId) -> tuple[ReportId, ...]:
        return tuple(self.store.members("report", story))

    def _by_age(self, one: StoryId, other: StoryId) -> tuple[StoryId, StoryId]:
        older, younger = sorted((one, other), key=lambda id_: (self.store.born("story", id_), id_))
        return older, younger

    def _name(self, story: StoryId, first: Report) -> StoryId:
        """Return the id of a story that `first` begins: its own, or one that no story has."""
        id_ = StoryId(digest("story", first.renditions[0].id))
        while id_ == story or self.store.members("report", id_):
            id_ = StoryId(digest("story", "split", id_))
        return id_

    def _parted(self, story: StoryId, homes: Iterable[StoryId | None]) -> bool:
        """Tell whether one act took reports out of `story` to where they all are."""
        [*home] = {id_ for id_ in homes if id_}
        return len(home) == 1 and any(
            act.kind == "split" and act.about.id == story and act.value == home[0]
            for _, act in self.store.acts()
        )

    def _act(
        self, acts: Sequence[Judgement], act_id: str, undone: Mapping[str, str], own: Collection[str]
    ) -> Judgement | None:
        if act_id == "last":
            mine = (act for act in reversed(acts) if act.by in own)
            return next((act for act in mine if act.undoes is None and act.id not in undone), None)
        for act in acts:
            if act.id == act_id:
                return act
        raise UsageError(f"there is no merge or split {act_id}; `watchfloor explain STORY` lists a story's")


def _require_home(homes: Mapping[ReportId, StoryId | None], story: StoryId) -> None:
    for report, home in homes.items():
        if home != story:
            raise UsageError(f"report {report} is in story {home}, not in {story}; name that story")


def _of_families(reports: Iterable[Report], origins: Collection[OriginId]) -> list[Report]:
    return [report for report in reports if report.origin in origins]


def _went_along(count: int) -> list[str]:
    """Return the sentence that tells of copies that went with the reports that were named."""
    if not count:
        return []
    return [f"{count} more with the same text{'' if count == 1 else 's'} went along"]


def _judged(done: MoveResult, *said: str) -> Judged:
    return Judged(act=done.act, said=said, changes=done.changes)


def _who(by: str) -> str:
    return "the machine" if by == MACHINE else by
