"""Saved pages -> renditions: the order in which a page is read, and nothing else."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from functools import cache

from lxml.html import HtmlElement

from watchfloor.errors import InputError
from watchfloor.ingest.build import LONGEST_TEXT, Draft, finish
from watchfloor.ingest.credits import credit_line, split_dateline, without_credits
from watchfloor.ingest.decoding import decode
from watchfloor.ingest.page.body import Body, read_body
from watchfloor.ingest.page.bylines import agencies_of, read_byline
from watchfloor.ingest.page.dates import PageDates, read_visible_date, unusable_date
from watchfloor.ingest.page.embedded import read_embedded, scripts_of
from watchfloor.ingest.page.fields import (
    Read,
    read_language,
    read_outlet,
    read_section,
    read_standfirst,
    read_title,
    read_url,
)
from watchfloor.ingest.page.near_headline import lines_near_headline
from watchfloor.ingest.page.paywall import is_sold
from watchfloor.ingest.page.structured import Structured, read_structured
from watchfloor.ingest.page.tree import declared_charset, parse_page
from watchfloor.model import Flag, FlagCode, Rendition, Span

_SHORT_BODY = 300  # characters: below, the page's data is looked into
_SHORTEST_ARTICLE = 40  # characters; a brief in Chinese has as few
_LONG_NUMBER = re.compile(r"(?<!\d)\d{7,}(?!\d)")
_LONGEST_CHALLENGE = 900
_CHALLENGE = re.compile(
    r"(?:enable|activate|turn on|requires) (?:javascript|cookies)|checking your browser"
    r"|are (?:you|not) a robot|verify(?:ing)? (?:that )?you are (?:a )?human|^access denied|captcha"
    r"|access to this page has been denied|unusual traffic from|attention required|request unsuccessful",
    re.I,
)


def read_page(
    data: bytes, *, where: str, path: str | None = None, url: str | None = None, arrived: str
) -> Rendition:
    """Return the rendition of a page; raise InputError where no article text is found.

    `url` is the address it was fetched from, where that is known.
    """
    decoded = decode(data, where=where, declared=declared_charset(data))
    tree, flags = parse_page(decoded.text, where=where)
    if len(decoded.text) > 4 * LONGEST_TEXT and _length(tree) > 4 * LONGEST_TEXT:
        raise InputError(where, "the page holds millions of words; one page holds one article")
    draft = Draft(text="", path=path, flags=[*decoded.flags, *flags])
    stated = read_structured(tree, url=url)
    _read_fields(draft, tree, stated, decoded.text, url=url, arrived=arrived)
    if is_sold(tree, stated):
        draft.flags.append(Flag(FlagCode.NOT_FREE))
    scripts = scripts_of(tree)
    body = read_body(
        tree, title=draft.title, summary=draft.standfirst, byline=draft.byline, outlet=draft.outlet
    )
    if sum(map(len, body.paragraphs)) < _SHORT_BODY:
        body = _from_data(body, scripts, stated, draft)
    _check(body, where)
    _set_text(draft, body)
    return finish(draft, where=where, arrived=arrived)


def _length(tree: HtmlElement) -> int:
    return sum(len(words) for words in tree.find("body").itertext())


def _check(body: Body, where: str) -> None:
    words = " ".join(body.paragraphs)
    if len(words) < _SHORTEST_ARTICLE:
        raise InputError(where, "no article text found: the page holds no running text")
    if len(words) < _LONGEST_CHALLENGE and _CHALLENGE.search(words):
        raise InputError(where, "no article text found: the site asked for proof of a human reader instead")


def _from_data(body: Body, scripts: Sequence[str], stated: Structured, draft: Draft) -> Body:
    """Return the article that the page holds as data, where that is longer than the one it shows."""
    embedded = read_embedded(scripts, stated)
    if sum(map(len, embedded)) <= 2 * sum(map(len, body.paragraphs)):
        return body
    draft.flags.append(Flag(FlagCode.BODY_FROM_DATA))
    return Body(embedded)


def _read_fields(
    draft: Draft, tree: HtmlElement, stated: Structured, raw: str, *, url: str | None, arrived: str
) -> None:
    draft.url = read_url(tree, stated, url)
    draft.outlet = _value(read_outlet(stated, draft.url))
    title, standfirst = read_title(tree, stated, draft.outlet), read_standfirst(tree, stated)
    draft.title, draft.title_from = title or (None, None)
    draft.standfirst, draft.standfirst_from = standfirst or (None, None)
    lines = cache(lambda: lines_near_headline(tree, draft.title))
    draft.byline, draft.byline_from = read_byline(tree, stated, draft.outlet, lines) or (None, None)
    dates = PageDates(tree, stated, raw, draft.url, draft.title)
    published = dates.published()
    if unusable := unusable_date(stated):
        draft.flags.append(Flag(FlagCode.NO_DATE, unusable, part="published"))
    elif published is None:
        published = _guessed_date(dates.own, arrived, draft.url)
    draft.published, draft.published_from = published or read_visible_date(dates.own) or (None, None)
    draft.modified, draft.modified_from = dates.modified() or (None, None)
    draft.section = read_section(tree, stated)
    draft.declared_language = read_language(tree, stated)
    draft.credit = agencies_of(draft.byline)


def _value(read: Read | None) -> str | None:
    return read.value if read else None


def _guessed_date(tree: HtmlElement, arrived: str, url: str | None) -> Read | None:
    """Return htmldate's finding; its latest possible date is the arrival, never the clock."""
    import htmldate  # noqa: PLC0415 - it takes half a second to load, and most pages state their date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    for element in tree.xpath("//style | //template"):  # it would read the dates of programmers' notes
        element.drop_tree()
    for element in tree.find("body").iter():  # and numbers of cases, licences and telephones
        if element.text and _LONG_NUMBER.search(element.text):
            element.text = _LONG_NUMBER.sub("", element.text)
        if element.tail and _LONG_NUMBER.search(element.tail):
            element.tail = _LONG_NUMBER.sub("", element.tail)
    found = htmldate.find_date(tree, original_date=True, max_date=arrived[:10], url=url)
    if not found or found.endswith("-01-01"):  # what it makes of a bare year
        return None
    return Read(found, "visible text")


def _set_text(draft: Draft, body: Body) -> None:
    """Join the paragraphs; the standfirst stands in the text, but is none of the body's paragraphs."""
    spans, at = [], 0
    for paragraph in body.paragraphs:
        spans.append(Span(at, at + len(paragraph)))
        at += len(paragraph) + 2
    draft.text = "\n\n".join(body.paragraphs)
    if body.standfirst is not None and len(spans) > 1:
        draft.standfirst_span = spans.pop(body.standfirst)
        draft.standfirst, draft.standfirst_from = draft.standfirst_span.of(draft.text), "visible text"
    paragraphs, named = split_dateline(draft.text, tuple(spans))
    draft.credit = draft.credit or named or body.credit or credit_line(draft.text, paragraphs)
    draft.paragraphs = without_credits(draft.text, paragraphs)
