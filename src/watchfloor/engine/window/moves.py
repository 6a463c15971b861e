"""Moves of reports between stories, as the window tells them and as it lets itself be bound by them."""

from __future__ import annotations

from dataclasses import dataclass

from watchfloor.model import MACHINE, Judgement, Reason, ReasonCode, ReportId, StoryId
from watchfloor.track.stories.bonds import BY_HAPPENING, Bonds


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMove:
    """Reports that went from one story to another by a split or a merge, and why."""

    kind: str
    story: StoryId
    into: StoryId
    reports: tuple[ReportId, ...]
    reason: Reason


def bind(bonds: Bonds, act: Judgement) -> None:
    """Let what an act joined or parted be so; what a person put together is held by the act."""
    assert act.value is not None, "a merge or split names the story it leads to"
    story, into = StoryId(act.about.id), StoryId(act.value)
    if act.kind == "merge":
        happening = BY_HAPPENING if act.code is ReasonCode.SAME_HAPPENING else None
        bonds.join(story, into, act=act.id if act.by != MACHINE else happening)
    else:
        bonds.part(story, into, undoes=act.undoes)
