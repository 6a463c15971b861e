"""Reports of our own people: where they stand, beside what others tell and never mixed with it.

Each has a story of its own, and the messages of a chat have one a day: nothing that others tell is joined,
counted, titled or placed by what is written here, so that it may be taken away whole.
"""

from __future__ import annotations

from watchfloor.model import (
    Judgement,
    OriginId,
    Placement,
    Reason,
    ReasonCode,
    Rendition,
    ReportId,
    StoryId,
    Subject,
    digest,
)

REFUSED = (
    "it says that it is of our own staff, which only what is noted at the desk may be; "
    "note it with `watchfloor note`, or name the outlet otherwise"
)


def own_placement(rendition: Rendition) -> Placement:
    """Return where a report of our own people belongs."""
    return Placement(
        rendition=rendition.id,
        report=ReportId(digest("report", rendition.id)),
        origin=OriginId(digest("origin", rendition.id)),
        story=_story(rendition),
        relation="original",
        reasons=(Reason(code=ReasonCode.TOLD_BY_OUR_OWN),),
    )


def _story(rendition: Rendition) -> StoryId:
    if rendition.section is None:
        return StoryId(digest("story", rendition.id))
    day = (rendition.published or "")[:10]
    return StoryId(digest("story", rendition.outlet or "", rendition.handling, rendition.section, day))


def signed(rendition: Rendition, placement: Placement, *, by: str, at: str) -> Judgement:
    """Return the act by which somebody notes a report, or a day of a chat: what he may take back."""
    about = Subject("report", placement.report)
    if rendition.section is not None:
        about = Subject("story", placement.story)
    return Judgement(
        id=digest("act", at, "told", about.kind, about.id, by),
        kind="told",
        about=about,
        value=None,
        by=by,
        at=at,
        reason=rendition.handling,
    )
