"""Renditions: one copy of an article, and what was refused instead of one."""

from __future__ import annotations

from dataclasses import dataclass

from watchfloor.model.events import Place
from watchfloor.model.handling import OPEN, Handling
from watchfloor.model.ids import RenditionId, TextId
from watchfloor.model.instruments import InstrumentRecord
from watchfloor.model.reasons import Flag, FlagCode
from watchfloor.model.text import Span, digest

_OF_AN_EXCERPT = {
    FlagCode.PAGE_NOT_READ,
    FlagCode.RESERVED,
    FlagCode.TITLE_ONLY,
    FlagCode.NOT_FREE,
    FlagCode.CUT_SHORT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One copy of an article, as read from one place at one time.

    `paragraphs` are the spans of the body: a title, a standfirst or a header line that stands inside the
    text is left out of them and has its own span. `published_from` and its fellows name the place the value
    was read in ("header line", "first line", "json-ld", "meta", "time element", "input", "url", ...).
    What our own people tell may say where it was `seen_at`.
    """

    id: RenditionId
    text_id: TextId
    text: str
    paragraphs: tuple[Span, ...]
    path: str | None = None
    url: str | None = None
    title: str | None = None
    title_from: str | None = None
    title_span: Span | None = None
    standfirst: str | None = None
    standfirst_from: str | None = None
    standfirst_span: Span | None = None
    byline: str | None = None
    byline_from: str | None = None
    credit: str | None = None
    section: str | None = None
    published: str | None = None
    published_from: str | None = None
    modified: str | None = None
    modified_from: str | None = None
    outlet: str | None = None
    language: str | None = None
    arrived: str | None = None
    given_id: str | None = None
    flags: tuple[Flag, ...] = ()
    handling: Handling = OPEN
    seen_at: Place | None = None
    record: InstrumentRecord | None = None

    @property
    def withheld(self) -> bool:
        """Tell whether its words were taken out."""
        return any(flag.code is FlagCode.WITHHELD for flag in self.flags)

    @property
    def is_excerpt(self) -> bool:
        """Tell whether it holds a part of the article's words because more were not to be had."""
        return any(flag.code in _OF_AN_EXCERPT for flag in self.flags)


def rendition_id(
    *, url: str | None, outlet: str | None, text_id: TextId, after: RenditionId | None = None
) -> RenditionId:
    """Return the id of a rendition: hash of its canonical URL, else outlet, else nothing, and its text.

    `after` is what stood at its address before, where the same words stood there earlier still.
    """
    back = () if after is None else (after,)
    return RenditionId(digest("rendition", url or outlet or "", text_id, *back))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """An input that was refused, with the reason a person can act on."""

    id: str
    where: str
    reason: str
    arrived: str
    text_id: TextId | None = None
    handling: Handling = OPEN
