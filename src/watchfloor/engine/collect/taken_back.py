"""Words that stand at an address again: an edit that was taken back is a version with an id of its own.

A copy from a file says nothing of the kind, since anybody may add an old one: only what was asked for just
now tells what stands there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from watchfloor.engine.collect.page_bytes import read_as
from watchfloor.engine.collect.visit_result import VisitResult
from watchfloor.model import Rendition, RenditionId, rendition_id
from watchfloor.store import Revisits, Store

_MOST_TIMES = 3  # that the same words count as edited back: a site with two servers alternates for ever


def with_own_id(store: Store, page: Rendition) -> Rendition:
    """Return what an address gives, under an id of its own where it gave the same before, and else since."""
    known = store.known_as(page.id) if page.url is not None else None
    if known is None or page.url is None:
        return page
    there = Revisits(store).stood_at(page.url, page.outlet)
    latest, words = there[-1] if there else (known, page.text_id)
    if latest == known:
        return page
    if words == page.text_id:
        return replace(page, id=latest)
    times = sum(text_id == page.text_id for _, text_id in there)
    if times >= _MOST_TIMES or (page.is_excerpt and not _is_excerpt(store, latest)):
        return page
    back = rendition_id(url=page.url, outlet=page.outlet, text_id=page.text_id, after=latest)
    return replace(page, id=back)


def _is_excerpt(store: Store, rendition: RenditionId) -> bool:
    held = store.rendition(rendition)
    return held is not None and held.is_excerpt


def with_own_ids(store: Store, visit: VisitResult) -> VisitResult:
    """Return a visit with what it brought under such ids.

    Where several items share an address, as those of a live blog do, none of them tells what stands there.
    """
    if visit.held.source.kind in ("folder", "file"):
        return visit
    read = [it.what for it in visit.brought if isinstance(it.what, Rendition)]
    shared = Counter(page.url for page in read)
    own = {page.id: with_own_id(store, page).id for page in read if shared[page.url] == 1}
    if all(old == new for old, new in own.items()):
        return visit
    brought = tuple(
        replace(it, what=replace(it.what, id=own.get(it.what.id, it.what.id)), page=read_as(it.page, own))
        if isinstance(it.what, Rendition)
        else it
        for it in visit.brought
    )
    return replace(visit, brought=brought, feed=read_as(visit.feed, own))
