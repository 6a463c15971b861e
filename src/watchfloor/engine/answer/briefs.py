"""A situation -> the same with the brief of each story, its stories in order of news value."""

from __future__ import annotations

from dataclasses import replace

from watchfloor.brief import brief_of, materials, moment_of
from watchfloor.model import SituationReport


def with_briefs(situation: SituationReport, moment: str | None = None) -> SituationReport:
    """Return a situation with its briefs at a moment; without one the last arrival counts as now."""
    moment = moment or moment_of(situation)
    briefs = {it.story.id: brief_of(it, moment) for it in materials(situation)}
    known = {story.id: position for position, story in enumerate(situation.stories)}
    ordered = sorted(situation.stories, key=lambda story: (-briefs[story.id].value, known[story.id]))
    return replace(situation, stories=tuple(ordered), briefs=tuple(briefs[story.id] for story in ordered))
