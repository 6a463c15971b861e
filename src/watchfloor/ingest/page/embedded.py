"""Articles that a page carries only as data for its scripts: in JSON-LD, or as markup in a JSON string."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.html import HtmlElement, fragments_fromstring

from watchfloor.ingest.page.structured import Structured, plain

_SHORTEST_SCRIPT = 2_000  # characters
_LONGEST_SCRIPT = 4_000_000
_SHORTEST_STRING = 400  # characters of markup that may be a short article
_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"', re.S)
_MARKED = re.compile(r"<p[\s>].*</p>", re.S | re.I)
_ESCAPED_MARK = re.compile(r"\\u003cp|<p", re.I)


def scripts_of(tree: HtmlElement) -> list[str]:
    """Return the page's longer scripts, to be looked into if no body is found."""
    return [text for s in tree.iter("script") if (text := s.text) and len(text) > _SHORTEST_SCRIPT]


def read_embedded(scripts: Iterable[str], stated: Structured) -> tuple[str, ...]:
    """Return the paragraphs of the longest article text among the page's data; empty where there is none."""
    stated_body = stated.article.get("articleBody")
    bodies = [_lines(stated_body)] if isinstance(stated_body, str) else []
    bodies += [_paragraphs(markup) for script in scripts for markup in _marked_strings(script)]
    return max(bodies, key=lambda body: sum(map(len, body)), default=())


def _lines(text: str) -> tuple[str, ...]:
    if "<p" in text:
        return _paragraphs(text)
    return tuple(line for part in re.split(r"\n+", text) if (line := plain(part)))


def _marked_strings(script: str) -> Iterator[str]:
    if len(script) > _LONGEST_SCRIPT or not _ESCAPED_MARK.search(script):
        return
    for match in _STRING.finditer(script):
        if len(match[1]) < _SHORTEST_STRING or not _ESCAPED_MARK.search(match[1]):
            continue
        try:
            text = json.loads(match[0], strict=False)
        except ValueError:
            continue
        if _MARKED.search(text):
            yield text


def _paragraphs(markup: str) -> tuple[str, ...]:
    try:
        fragments = fragments_fromstring(markup)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return ()
    found: list[str] = []
    for fragment in fragments:
        if isinstance(fragment, str):
            continue
        for element in fragment.iter("p", "h2", "h3", "h4", "li"):
            text = plain(element.text_content())
            if text:
                found.append(text)
    return tuple(found)
