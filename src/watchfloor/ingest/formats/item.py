"""Feed and sitemap items -> renditions, where the page itself cannot or must not be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import msgspec

from watchfloor.errors import InputError
from watchfloor.hosts import host_of
from watchfloor.ingest.build import Draft, finish, joined
from watchfloor.ingest.credits import agencies_in, credit_line
from watchfloor.ingest.formats.feed import FeedItem
from watchfloor.ingest.formats.instruments import is_measured
from watchfloor.ingest.formats.sitemap import SitemapEntry
from watchfloor.ingest.page.structured import plain
from watchfloor.ingest.page.tree import parse_page
from watchfloor.model import Flag, FlagCode, InstrumentRecord, Rendition, Span, digest

_WHOLE_TEXT = 1_200  # characters of running text: what summaries do not reach and few articles fall below
_BLOCKS = frozenset(
    ("p", "div", "li", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "tr", "td",
     "section", "article", "figure", "figcaption", "table", "pre", "body")
)  # fmt: skip
_UNSEEN = frozenset(("script", "style", "noscript", "template", "iframe", "svg", "head", "figcaption"))
_LANGUAGE = re.compile(r"[a-z]{2,3}(?![a-z])")
_WORD = re.compile(r"\w")
_CUT_SHORT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|read more|continue reading)\W*$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a source says of one article: enough to fetch its page, and to stand in for it.

    `key` is what the source calls it; `version` a digest of all that the source says of it. `lines` are the
    paragraphs of its markup once `lines_of` has read them.
    """

    key: str
    version: str
    url: str | None
    title: str | None
    summary: str | None = None
    markup: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    outlet: str | None = None
    no_date: str | None = None
    lines: tuple[str, ...] | None = None
    record: InstrumentRecord | None = None


def item_of_feed(item: FeedItem, *, language: str | None) -> Item | None:
    """Return a feed's item; None for one that neither leads anywhere nor says anything."""
    key = item.id or item.url or item.title
    if not key or not (item.url or item.title or item.summary):
        return None
    # Words and times only: links with tokens and markup that counts comments change with every look.
    said = (item.title, item.summary, plain(item.markup), item.published, item.modified)
    fields = (msgspec.json.encode(item.record).decode(),) if item.record else ()
    return Item(
        key=key,
        version=digest(*(part or "" for part in said), *fields),
        url=item.url,
        title=item.title,
        summary=item.summary,
        markup=item.markup,
        published=item.published,
        modified=item.modified,
        authors=item.authors,
        language=_code(language),
        outlet=item.outlet,
        no_date=item.no_date,
        record=item.record,
    )


def item_of_sitemap(entry: SitemapEntry) -> Item:
    """Return a sitemap's entry."""
    return Item(
        key=entry.url,
        version=digest(entry.url, entry.title or "", entry.published or "", entry.modified or ""),
        url=entry.url,
        title=entry.title,
        published=entry.published,
        modified=entry.modified,
        language=_code(entry.language),
    )


def is_whole(item: Item) -> bool:
    """Tell whether a feed carries an article's whole text, so that its page need not be fetched."""
    if item.markup and is_measured(item.record):
        return True
    if not item.markup or len(item.markup) < _WHOLE_TEXT:
        return False
    lines = _lines(item)
    return sum(map(len, lines)) >= _WHOLE_TEXT and len(lines) > 2 and not _CUT_SHORT.search(lines[-1])


def rendition_of_item(item: Item, *, where: str, arrived: str, flag: Flag, words: bool = True) -> Rendition:
    """Return the rendition of what the source itself says of an article; raise InputError if that is nothing.

    `flag` says why it stands for the page. Without `words` it holds title, address and time only.
    """
    lines = _lines(item) if words else ()
    if not any(_WORD.search(line) for line in lines):
        lines = ()
    text, spans = joined(lines or [item.title or ""])
    draft = Draft(
        text=text,
        url=item.url,
        title=item.title,
        title_from="feed" if item.title else None,
        byline=", ".join(item.authors) or None if words else None,
        byline_from="feed" if item.authors and words else None,
        published=item.published or item.modified,
        published_from="feed" if item.published or item.modified else None,
        modified=item.modified if item.published else None,
        outlet=item.outlet or host_of(item.url) or None,
        declared_language=item.language,
        record=item.record if words else None,
        flags=[flag, *(() if lines else (Flag(FlagCode.TITLE_ONLY),)), *no_date_flags(item)],
    )
    if lines:
        draft.paragraphs = tuple(spans)
        draft.credit = _credit(draft, item)
    else:
        draft.title_span = Span(0, len(draft.text)) if draft.text else None
    return finish(draft, where=where, arrived=arrived)


def no_date_flags(item: Item) -> tuple[Flag, ...]:
    """Return the flag of a date that the source states and that is none."""
    return (Flag(FlagCode.NO_DATE, item.no_date, part="published"),) if item.no_date else ()


def _code(language: str | None) -> str | None:
    """Return the language of "en-GB" and its like: two or three letters, else None."""
    match = _LANGUAGE.match(language.strip().lower()) if language else None
    return match[0] if match else None


def _credit(draft: Draft, item: Item) -> str | None:
    named = [name for author in item.authors for name in agencies_in(author)]
    return "/".join(dict.fromkeys(named)) or credit_line(draft.text, tuple(draft.paragraphs or ()))


def _lines(item: Item) -> tuple[str, ...]:
    return lines_of(item.markup or item.summary or "") if item.lines is None else item.lines


def lines_of(markup: str) -> tuple[str, ...]:
    """Return the paragraphs of an item's text, as plain words."""
    return tuple(_paragraphs(markup))


def _paragraphs(markup: str) -> list[str]:
    if "<" not in markup:
        return [line for part in markup.splitlines() if (line := plain(part))]
    try:
        tree, _ = parse_page(f"<html><body>{markup}</body></html>", where="item")
    except InputError:
        return [line] if (line := plain(markup)) else []
    found: list[str] = [""]
    _collect(tree.find("body"), found)
    return [line for part in found if (line := plain(part.replace("<", "&lt;")))]


def _collect(element: Any, found: list[str]) -> None:
    """Gather the words of `element` into lines; a block begins and ends one."""
    if not isinstance(element.tag, str):
        return
    block = element.tag in _BLOCKS
    if block:
        found.append("")
    if element.tag not in _UNSEEN:
        found[-1] += element.text or ""
        for child in element:
            _collect(child, found)
            found[-1] += child.tail or ""
    if block:
        found.append("")
