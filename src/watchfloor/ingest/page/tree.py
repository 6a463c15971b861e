"""Page bytes -> an element tree that loses no text and costs no unbounded time, whatever the page holds."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from watchfloor.errors import InputError
from watchfloor.ingest.page.marks import mend_marks
from watchfloor.model import Flag, FlagCode

DEEPEST = 200  # elements; libxml2 silently drops text below 256 (measured with 6.1.3 / 2.14.6)
MOST_ELEMENTS = 50_000  # of 299 saved news pages the largest has 4,098; the extractor needs 4 s for these
_MOST_COMPARED = 20_000_000  # pairs of attributes: libxml2 compares each with each (100,000: 12 s)
_LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)(\s[^<>]{300,})>")
_QUOTED = re.compile(r"=\s*(?:\"[^\"]*\"|'[^']*')")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)([^<>]*+)>")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,40})", re.I)
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]"
)  # by XML, and so by the extractor
_REFERENCE = re.compile(r"&#(?:0{0,20}(\d{1,5})|[xX]0{0,20}([0-9a-fA-F]{1,4}))(?![0-9a-fA-F]);?")
_WHOLE = ("script", "style", "noscript", "template", "iframe", "svg")
_VOID = frozenset(("br", "img", "hr", "meta", "link", "input", "source", "wbr", "area", "col", "embed"))
_BLOCKS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "article", "main", "title", "head")
)


def declared_charset(data: bytes) -> str | None:
    """Return the encoding that a page's own meta element names."""
    match = _CHARSET.search(data[:8192])
    return match[1].decode("ascii") if match else None


def parse_page(markup: str, *, where: str) -> tuple[HtmlElement, tuple[Flag, ...]]:
    """Return the tree of a page and flags that tell what had to be flattened; raise InputError for no page.

    Nesting beyond `DEEPEST` is flattened before the tree is built, because libxml2 would drop the text.
    """
    flags: list[Flag] = []
    markup = without_refused(_DECLARATION.sub("", markup))
    lightened = _lightened(markup)
    if len(lightened) < len(markup):
        flags.append(Flag(FlagCode.ATTRIBUTES_LEFT_OUT))
    tree = _parse(lightened)
    if tree is not None and tree.xpath("boolean(" + "/*" * DEEPEST + ")"):
        flags.append(Flag(FlagCode.FLATTENED, count=DEEPEST))
        tree = _parse(_flatten(lightened))
    if tree is None or tree.find("body") is None:
        raise InputError(where, "no article text found: not a page of HTML")
    if int(tree.xpath("count(//*)")) > MOST_ELEMENTS:
        raise InputError(
            where, f"the page has more than {MOST_ELEMENTS:,} elements; articles have a few thousand"
        )
    mend_marks(tree)
    return tree, tuple(flags)


def without_refused(markup: str) -> str:
    """Return `markup` with a space for each character that XML refuses, written as itself or as a reference.

    libxml2 keeps them, and then no text that holds one can be set in any tree that is made of this one.
    """
    return _REFERENCE.sub(_blank, _REFUSED.sub(" ", markup))


def _blank(reference: re.Match[str]) -> str:
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    return " " if code > 0xFFFF or not code or _REFUSED.match(chr(code)) else reference[0]


def _parse(markup: str) -> HtmlElement | None:
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _lightened(markup: str) -> str:
    """Return `markup` without the attributes of elements that have so many that the parser would stall."""
    left = _MOST_COMPARED

    def lighten(match: re.Match[str]) -> str:
        nonlocal left
        names = len(_QUOTED.sub(" ", match[2]).split())
        if names * names > left:
            return f"<{match[1]}>"
        left -= names * names
        return match[0]

    return _LONG_TAG.sub(lighten, markup)


def _flatten(markup: str) -> str:
    """Return `markup` without wrappers: blocks of text and headings stay, in order, and no word is lost."""
    parts: list[str] = []
    at = 0
    while match := _TAG.search(markup, at):
        if words := markup[at : match.start()].strip():
            parts.append(words)
        at = match.end()
        closing, name = match[1], match[2].lower()
        if not closing and name in _WHOLE:
            at = _after(markup, name, at)
        elif name in _VOID:
            parts.append(match[0] if name == "meta" else " ")
        elif name in _BLOCKS:
            parts.append(f"<{closing}{name}>")
        elif name in ("div", "td", "section") and parts[-1:] != ["<p>"]:
            parts.append("<p>")
    parts.append(markup[at:])
    return " ".join(parts)


def _after(markup: str, name: str, at: int) -> int:
    """Return the place behind the end tag of `name`, or the end of the page where it is never closed."""
    found = re.compile(rf"</{name}\s*>", re.I).search(markup, at)
    return found.end() if found else len(markup)
