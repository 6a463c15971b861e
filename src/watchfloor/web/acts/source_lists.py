"""Sources before they are followed: a list of them taken in, and what one would give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from msgspec import Meta, Struct
from starlette.requests import Request

from watchfloor.engine.services.sources import SourcePreview
from watchfloor.model import Rendition, Source
from watchfloor.permissions import Action
from watchfloor.web.acts.act import ApiAct, act_row
from watchfloor.web.asking import floor_of_request, principal_of

_LONGEST_LIST = 200_000  # characters; longer ones on the command line


class OpmlIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A list of feeds as feed readers write it."""

    opml: Annotated[str, Meta(min_length=1, max_length=_LONGEST_LIST)]


class ImportedOut(Struct, kw_only=True):
    """The sources that are new, how many the list names, and what is no web address in it."""

    added: list[Source]
    listed: int
    unusable: list[str]


class PreviewIn(Struct, forbid_unknown_fields=True, kw_only=True):
    """A web address to look at; with `page` the page itself, not a feed that it names."""

    address: Annotated[str, Meta(pattern="^https?://[^/]", max_length=2_000)]
    page: bool = False
    items: Annotated[int, Meta(ge=1, le=10)] = 3


class PreviewedItemOut(Struct, kw_only=True):
    """An item as it would be taken in, or why it would not; `lacks` names what it does not say."""

    title: str | None
    published: str | None
    outlet: str | None
    url: str | None
    words: int
    lacks: list[str]
    refused: str | None


class SourcePreviewOut(Struct, kw_only=True):
    """What a source would give, the feeds offered beside it, and why it cannot be read, if so."""

    source: Source
    found: int
    items: list[PreviewedItemOut]
    beside: list[str]
    trouble: str | None


def _import_sources(request: Request, body: OpmlIn) -> Any:
    found = floor_of_request(request).sources.import_written(principal_of(request), body.opml)
    return ImportedOut(added=list(found.added), listed=found.listed, unusable=list(found.unusable))


def _preview_source(request: Request, body: PreviewIn) -> Any:
    sources, who = floor_of_request(request).sources, principal_of(request)
    seen = sources.preview(who, body.address, page=body.page, most=body.items)
    return SourcePreviewOut(
        source=seen.source,
        found=seen.visit.found,
        items=list(_items(seen)),
        beside=list(seen.beside),
        trouble=seen.trouble,
    )


def _items(seen: SourcePreview) -> Iterator[PreviewedItemOut]:
    for what in (it.what for it in seen.visit.brought):
        if isinstance(what, Rendition):
            yield PreviewedItemOut(
                title=what.title,
                published=what.published,
                outlet=what.outlet,
                url=what.url,
                words=sum(len(span.of(what.text).split()) for span in what.paragraphs),
                lacks=[it for it in ("title", "published", "byline", "url") if not getattr(what, it)],
                refused=None,
            )
        elif what is not None:
            yield PreviewedItemOut(
                title=None,
                published=None,
                outlet=None,
                url=what.where,
                words=0,
                lacks=[],
                refused=what.reason,
            )


ACTS: Sequence[ApiAct] = (
    act_row(
        "POST",
        "/opml",
        "Follow the feeds of a list",
        _import_sources,
        Action.MANAGE_SOURCES,
        body=OpmlIn,
        of=ImportedOut,
    ),
    act_row(
        "POST",
        "/previews",
        "Look at what a source would give; nothing is kept",
        _preview_source,
        Action.MANAGE_SOURCES,
        body=PreviewIn,
        of=SourcePreviewOut,
    ),
)
