"""The short lines around a headline: where most pages show who wrote an article, and when."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from watchfloor.ingest.page.structured import plain

LONGEST_LINE = 160  # characters of a line that dates or signs an article; longer ones are its text
_AFTER = 90  # elements behind the headline; a bar of buttons between it and the date has some sixty
_BEFORE = 15  # elements before it
_MOST_HEADINGS = 40  # that are looked at
_LONGEST_HEADING = 1_000  # characters
_ELSEWHERE_TAGS = frozenset(
    (
        *("script", "style", "template", "noscript", "aside", "nav", "footer", "form", "figure"),
        *("blockquote", "iframe", "svg", "select"),
    )
)
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:rel(?:ated)?|recommend\w*|comments?|sidebar|widget|popular|trending|most-read|latest|teasers?"
    r"|footer|nav|menu|copyright|weather|today|current-date|archives?|calendar|carousel|slider|ticker|breaking"
    r"|promo|newsletter|cookie|banner|author-bio|next|previous|prev)(?:$|[\s_-])",
    re.I,
)


class HeadlineLine(NamedTuple):
    """An element with one line of words, by its distance in elements from the headline."""

    words: str
    distance: int
    element: HtmlElement


Lines = Callable[[], tuple[HeadlineLine, ...]]
"""Gives the lines around a page's headline; they are looked for when they are first asked for."""


def lines_near_headline(tree: HtmlElement, title: str | None) -> tuple[HeadlineLine, ...]:
    """Return the short lines around the headline in document order, up to the text's second paragraph.

    A line that stands in an element of its own comes again as part of the elements around it.
    """
    body = tree.find("body")
    heading = headline_element(tree, title)
    return () if body is None or heading is None else tuple(_lines(body, heading))


def headline_element(tree: HtmlElement, title: str | None) -> HtmlElement | None:
    """Return the element of the headline: the one with the title's words, else the page's longest h1."""
    wanted = _letters(title or "")
    for tag in ("h1", "h2", "h3"):
        for element in islice(tree.iter(tag), _MOST_HEADINGS):
            shown = _letters(element.text_content()[:_LONGEST_HEADING])
            if min(len(wanted), len(shown)) > 8 and (
                shown.startswith(wanted) or wanted.startswith(shown[:200])
            ):
                return element
    longest = max(
        islice(tree.iter("h1"), _MOST_HEADINGS), key=lambda h1: len(h1.text_content()), default=None
    )
    return _by_words(tree, wanted) if longest is None and len(wanted) > 8 else longest


def _by_words(tree: HtmlElement, wanted: str) -> HtmlElement | None:
    """Return the first element of any kind with the title's words alone: old pages have no headings."""
    for element in tree.iter("b", "strong", "font", "div", "span", "p", "td"):
        if len(element) < 4 and _letters((element.text_content() or "")[:_LONGEST_HEADING]) == wanted:
            return element
    return None


def _lines(body: HtmlElement, heading: HtmlElement) -> Iterator[HeadlineLine]:
    elements = list(_shown(body, heading))
    at = next((index for index, element in enumerate(elements) if element is heading), None)
    if at is None:
        return
    paragraphs = 0
    for index in range(max(0, at - _BEFORE), min(len(elements), at + _AFTER)):
        element = elements[index]
        words = _short_text(element)
        if words is None:
            paragraphs += index > at and element.tag == "p"
            if paragraphs > 1:
                return
        elif index != at and words:
            yield HeadlineLine(words, index - at, element)


def _shown(body: HtmlElement, heading: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements in document order without those of other articles and of the page's frame."""
    around = {heading, *heading.iterancestors()}
    stack = [body]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str):
            continue
        if element not in around:
            words = f"{element.get('class') or ''} {element.get('id') or ''}"
            if element.tag in _ELSEWHERE_TAGS or (len(words) > 1 and _ELSEWHERE.search(words[:300])):
                continue
        yield element
        stack.extend(reversed(element))


def _short_text(element: HtmlElement) -> str | None:
    """Return the words of an element as one line; None where it holds running text."""
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(part)
        length += len(part.strip())
        if length > LONGEST_LINE:
            return None
    return plain(" ".join(parts))


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))
