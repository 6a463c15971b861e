"""What somebody noted of our own is taken back: the words go, and with them the events that they told."""

from __future__ import annotations

from watchfloor.engine.admit.unit import Unit
from watchfloor.engine.decide.verdicts import Judged, Verdicts
from watchfloor.errors import UsageError
from watchfloor.model import Change, Judgement, ReportId, StoryId, digest
from watchfloor.store import Admission
from watchfloor.store.withholding import renditions_of_reports, scope_of, take_out
from watchfloor.track import emptied, event_changes


class OwnReportActs(Verdicts):
    """Verdicts, and the taking back of what was noted of our own."""

    def take_back(self, act: Judgement, *, reason: str, by: str, at: str) -> Judged:
        """Take back a note, or a day of a chat; what was alerted of it is corrected at the desk."""
        if not reason.strip():
            raise UsageError("an act needs its reason; give it with --reason")
        if act.undoes:
            raise UsageError("what was taken back is gone; note it again: watchfloor note")
        reports = self._reports(act)
        scope = scope_of(self.store, renditions=renditions_of_reports(self.store, reports))
        what = f"own {act.about.kind} {act.about.id} taken back"
        with self.store.admission(arrived=at, kind="act", what=what) as admission:
            admission.log()
            take_out(admission, scope, reason=f"taken back by {by}: {reason}", labels=True)
            changes = [change for story in scope.stories for change in self._emptied(admission, story, at)]
            Unit(self.store, admission).withhold(scope.reports, scope.stories)
            undone = Judgement(
                id=digest("act", str(admission.sequence), "told", act.about.kind, act.about.id),
                kind="told",
                about=act.about,
                value=None,
                by=by,
                at=at,
                reason=reason,
                undoes=act.id,
            )
            admission.act(undone)
            admission.settle_search()
        self.store.wipe(whole=False)
        count = "1 report" if len(reports) == 1 else f"{len(reports)} reports"
        return Judged(act=undone, said=(f"taken back: {count} of our own",), changes=tuple(changes))

    def _reports(self, act: Judgement) -> list[ReportId]:
        if act.about.kind == "report":
            return [ReportId(act.about.id)]
        return list(self.store.members("report", act.about.id))

    def _emptied(self, admission: Admission, story_id: StoryId, at: str) -> list[Change]:
        """Let the events of a story hold nothing any more; nobody else tells of them."""
        story = self.store.story(story_id)
        before = [event for event in self.store.events(story=story_id) if event.members]
        if story is None:
            return []
        for event in emptied(before, []):
            admission.save_event(event)
        changes = event_changes(before, [], known=at)
        Unit(self.store, admission, self.watches).tell(changes, story=story, events=[])
        return changes
