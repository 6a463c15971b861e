"""Findings -> stories, events and changes: what is known, by how many origins, and what is new in it.

`assign` places reports in stories without the parse; `link_actors`, `members_of` and `track_events` turn
a report's findings into the story's actors and events; `event_changes` and its fellows compare states.
All are pure; the engine keeps the state.
"""

from watchfloor.track.actors import Linked, fold, keys_of, link_actors
from watchfloor.track.changes import event_changes, move_changes, report_changes, story_changes
from watchfloor.track.events.disagreements import disagreements
from watchfloor.track.events.events import emptied, members_of, move_events, track_events
from watchfloor.track.events.rereading import report_reread, reread_changes, upheld
from watchfloor.track.events.retelling import IN_PLACE, Retelling, dated_claims, folded, retellings, rewritten
from watchfloor.track.stories.chapters import chapters_of
from watchfloor.track.stories.titles import story_of
from watchfloor.track.timeline import timeline

__all__ = [
    "IN_PLACE",
    "Linked",
    "Retelling",
    "chapters_of",
    "dated_claims",
    "disagreements",
    "emptied",
    "event_changes",
    "fold",
    "folded",
    "keys_of",
    "link_actors",
    "members_of",
    "move_changes",
    "move_events",
    "report_changes",
    "report_reread",
    "reread_changes",
    "retellings",
    "rewritten",
    "story_changes",
    "story_of",
    "timeline",
    "track_events",
    "upheld",
]
