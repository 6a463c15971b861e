"""Findings -> stories, events and changes: what is known, by how many origins, and what is new in it.

`assign` places reports in stories without the parse; `link_actors`, `members_of` and `track_events` turn
a report's findings into the story's actors and events; `event_changes` and its fellows compare states.
All are pure; the engine keeps the state.
"""

from watchfloor.track.actors import Linked, fold, keys_of, link_actors
from watchfloor.track.changes import (
    event_changes,
    move_changes,
    page_gone,
    report_changes,
    story_changes,
)
from watchfloor.track.claimants import who_counted
from watchfloor.track.doers import doer_disagreements
from watchfloor.track.events.candidates import keys_of_event, search_for
from watchfloor.track.events.decided import contradicted, contradiction, decided
from watchfloor.track.events.disagreements import disagreements
from watchfloor.track.events.events import emptied, fold_event, move_events, renamed, track_events
from watchfloor.track.events.identity import twins
from watchfloor.track.events.members import claim_of, members_of
from watchfloor.track.events.ours import behind_ours
from watchfloor.track.events.references import pointings_of, points_firmly
from watchfloor.track.events.rereading import report_reread, reread_changes, upheld
from watchfloor.track.events.retelling import IN_PLACE, Retelling, dated_claims, folded, retellings, rewritten
from watchfloor.track.events.waiting import Waiting, joined_by_waiting, may_wait, waiting_reports
from watchfloor.track.lead import lead_of
from watchfloor.track.links import links_of
from watchfloor.track.series import (
    ReportNumbers,
    number_series,
    series_disagreements,
    series_id,
    without_series,
)
from watchfloor.track.stories.chapters import chapters_of
from watchfloor.track.stories.tally import counts_alike, tally_of, with_report
from watchfloor.track.stories.titles import story_of, story_told_by
from watchfloor.track.timeline import timeline

__all__ = [
    "IN_PLACE",
    "Linked",
    "ReportNumbers",
    "Retelling",
    "Waiting",
    "behind_ours",
    "chapters_of",
    "claim_of",
    "contradicted",
    "contradiction",
    "counts_alike",
    "dated_claims",
    "decided",
    "disagreements",
    "doer_disagreements",
    "emptied",
    "event_changes",
    "fold",
    "fold_event",
    "folded",
    "joined_by_waiting",
    "keys_of",
    "keys_of_event",
    "lead_of",
    "link_actors",
    "links_of",
    "may_wait",
    "members_of",
    "move_changes",
    "move_events",
    "number_series",
    "page_gone",
    "pointings_of",
    "points_firmly",
    "renamed",
    "report_changes",
    "report_reread",
    "reread_changes",
    "retellings",
    "rewritten",
    "search_for",
    "series_disagreements",
    "series_id",
    "story_changes",
    "story_of",
    "story_told_by",
    "tally_of",
    "timeline",
    "track_events",
    "twins",
    "upheld",
    "waiting_reports",
    "who_counted",
    "with_report",
    "without_series",
]
