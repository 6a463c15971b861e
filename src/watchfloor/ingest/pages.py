"""Saved pages -> renditions."""

from __future__ import annotations

from watchfloor.errors import InputError
from watchfloor.ingest.build import Draft, finish
from watchfloor.ingest.decoding import decode
from watchfloor.model import Rendition, Span


def read_page(
    data: bytes, *, where: str, path: str | None = None, url: str | None = None, arrived: str
) -> Rendition:
    """Return the rendition of a page; raise InputError where no article text is found."""
    import trafilatura  # noqa: PLC0415 - it takes a second to load, only pages need it

    decoded = decode(data, where=where)
    document = trafilatura.bare_extraction(
        decoded.text,
        url=url,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params={"max_date": arrived[:10], "extensive_search": True, "original_date": True},
    )
    if not isinstance(document, trafilatura.settings.Document) or not document.text:
        raise InputError(where, "no article text found: the page holds no running text")
    lines = [line.strip() for line in document.text.split("\n") if line.strip()]
    spans, at = [], 0
    for line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 2
    draft = Draft(text="\n\n".join(lines), paragraphs=spans, path=path, flags=list(decoded.flags))
    draft.url = document.url or url
    draft.title, draft.title_from = document.title, "meta" if document.title else None
    draft.standfirst, draft.standfirst_from = document.description, "meta" if document.description else None
    draft.byline, draft.byline_from = document.author, "meta" if document.author else None
    draft.outlet = document.sitename
    draft.published, draft.published_from = document.date, "meta" if document.date else None
    return finish(draft, where=where, arrived=arrived)
