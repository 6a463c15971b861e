"""Stories, their briefs and their actors, as every JSON shows them."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, Struct, UnsetType

from watchfloor.exchange.schema.common import EvidenceOut, Situation
from watchfloor.model import INTERNAL, Actor, ActorKind, Chapter, Handling, OwnCopy, Role, Story


class BriefLineOut(Struct, kw_only=True):
    """One thing that a brief says, with the words that it rests on."""

    text: str
    evidence: list[EvidenceOut]


class BriefOut(Struct, kw_only=True):
    """What a reader needs of a story first; what has nothing to say is an empty list."""

    title: BriefLineOut
    status: BriefLineOut
    lead: BriefLineOut
    new: list[BriefLineOut]
    numbers: list[BriefLineOut]
    disputed: list[BriefLineOut]
    took_back: list[BriefLineOut]
    said: list[BriefLineOut]
    access: list[BriefLineOut]
    terms: list[BriefLineOut]
    sides: list[BriefLineOut]
    ahead: list[BriefLineOut]
    background: list[BriefLineOut]
    not_told: list[BriefLineOut]
    rests_on: list[BriefLineOut]


class StoryOut(Struct, kw_only=True):
    """Reports of one happening or chain of happenings; `noted` counts those of our own people.

    `lead`, `chapters` and `brief` stand where the story is told whole.
    """

    id: str
    title: str
    reports: tuple[str, ...]
    origins: int
    first: str | None
    last: str | None
    lead: str | UnsetType | None = UNSET
    chapters: tuple[Chapter, ...] | UnsetType = UNSET
    labels: dict[str, int] | UnsetType = UNSET
    ours: OwnCopy | UnsetType = UNSET
    brief: BriefOut | UnsetType = UNSET
    noted: int | UnsetType = UNSET
    handling: Handling | UnsetType = UNSET


class ActorOut(Struct, kw_only=True):
    """Who acts in events; a private person stands here without a name."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    roles: tuple[Role, ...]
    public: bool


def story_out(story: Story) -> StoryOut:
    """Return a story."""
    return StoryOut(
        id=story.id,
        title=story.title,
        reports=story.reports,
        origins=story.origins,
        first=story.first,
        last=story.last,
        lead=story.lead if story.lead is not None else UNSET,
        chapters=story.chapters or UNSET,
        labels=dict(story.labels) or UNSET,
        ours=story.ours or UNSET,
        noted=story.noted or UNSET,
        handling=story.handling if story.handling == INTERNAL else UNSET,
    )


def actor_out(actor: Actor, situation: Situation) -> ActorOut:
    """Return an actor as it may stand in a list."""
    return msgspec.convert(situation.listed(actor), ActorOut, from_attributes=True)
