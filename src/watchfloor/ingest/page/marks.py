"""Marks of footnotes and lines broken within sentences: what glues numbers together and cuts sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

_NOTE = re.compile(r"\[?\s*(?:\d{1,3}(?:\s*[,–-]\s*\d{1,3})*|[a-z]|[*†‡§¶]{1,3})\s*\]?")
_OF_A_NOTE = re.compile(r"foot-?note|end-?note|noteref|reference|citation|\bcite\b|\bfn\b", re.I)
_UNIT = re.compile(
    r"(?:^|[\s\d(/·])(?:[kcdmµ]?m|ft|feet|yd|mi|in|inch(?:es)?|miles?|met(?:re|er)s?|s)$", re.I
)
_POWER_OF_TEN = re.compile(r"(?:^|[\s×x(])10$")
_ORDINARY_NOTE = 1  # the power that nobody writes: 10¹ is 10 with a note
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*\s*$")
_ENTRY = re.compile(r"[^.!?]{1,40}:\s*\S{1,20}\s*$")  # "Dead: 14", a line of a list
_JOINED_BY = re.compile(r"[a-zà-ÿ\d(“‘\"'$€£]")
_MOST_MARKS, _MOST_BREAKS = 5_000, 1_000  # of a page; more of them are a craft, and each costs its line
_OPEN = re.compile(  # words behind which a sentence goes on
    r"\b(?:a|an|the|of|in|on|at|to|by|for|from|with|and|or|but|as|that|der|die|das|und|in|von|mit|im|de|la|le|les"
    r"|du|et|en|el|los|del|y|con|di|il|e|da|do|o)$|[,–—-]$"
)
_LONG_LINE = 35  # characters: a line of running text, whatever its next one begins with


def mend_marks(tree: HtmlElement) -> None:
    """Take marks of notes out of a page's text, write powers as such, and join lines within sentences."""
    for element in islice([*tree.iter("sup", "a")], _MOST_MARKS):
        if element.getparent() is not None:
            _mend_mark(element)
    for line_break in islice([*tree.iter("br")], _MOST_BREAKS):
        if line_break.getparent() is not None and _breaks_a_sentence(line_break):
            line_break.tail = f" {(line_break.tail or '').lstrip()}"
            line_break.drop_tag()


def _mend_mark(element: HtmlElement) -> None:
    words = " ".join(element.text_content().split())
    if not words or len(words) > 12 or not _NOTE.fullmatch(words):
        return
    named = f"{element.get('class') or ''} {element.get('role') or ''} {element.get('href') or ''}"
    if element.tag == "a":
        if element.find("sup") is not None or (_OF_A_NOTE.search(named) and _is_glued(element)):
            _drop(element)
        return
    _mend_raised(element, words)


def _mend_raised(element: HtmlElement, words: str) -> None:
    """Mend a raised mark: a unit's or a power's is written so, that of a note goes."""
    before = _before(element)
    if element.find("a") is not None or "[" in words or not words.isdecimal():
        _drop_letter_marks(element, words)
    elif _UNIT.search(before) or (_POWER_OF_TEN.search(before) and int(words) > _ORDINARY_NOTE):
        element.text = words.translate(_SUPERSCRIPTS)
        for child in [*element]:
            child.drop_tree()
        element.drop_tag()
    elif before and not before[-1].isspace():
        _drop(element)


def _drop_letter_marks(element: HtmlElement, words: str) -> None:
    """Drop a mark that is linked, in brackets or a sign; letters alone end ordinals ("1er" is no note)."""
    if element.find("a") is not None or "[" in words or not words.isalpha():
        _drop(element)


def _is_glued(element: HtmlElement) -> bool:
    before = _before(element)
    return bool(before) and not before[-1].isspace()


def _drop(element: HtmlElement) -> None:
    tail = element.tail or ""
    if tail[:1].isalnum():  # what was one word but for the mark was none
        element.tail = f" {tail}"
    element.drop_tree()


def _before(element: HtmlElement) -> str:
    """Return the words just before an element, of its own block."""
    previous = element.getprevious()
    if previous is not None:
        inner = "" if previous.tag == "br" else previous.text_content()
        return f"{inner}{previous.tail or ''}"[-40:]
    parent = element.getparent()
    if parent is None:
        return ""
    own = parent.text or ""
    return own[-40:] if own or parent.tag not in ("a", "b", "i", "em", "strong", "span") else _before(parent)


def _breaks_a_sentence(line_break: HtmlElement) -> bool:
    """Tell whether a break stands alone, behind words that end no sentence and before words that go on."""
    before = "".join(_words_before(line_break)).rstrip(" \t")
    after = line_break.tail or ""
    following = line_break.getnext()
    if not after.strip() and following is not None and following.tag != "br":
        after = following.text_content()
    before, after = before.strip(), after.strip()
    if not before or not after or _SENTENCE_END.search(before) or _ENTRY.fullmatch(before):
        return False
    if _JOINED_BY.match(after) or _OPEN.search(before):
        return True
    return len(before) > _LONG_LINE and not _ENTRY.fullmatch(after)


def _words_before(line_break: HtmlElement) -> Iterator[str]:
    """Yield the words of the line that a break ends, in order; nothing where another break is just before."""
    parts: list[str] = []
    element = line_break
    while (previous := element.getprevious()) is not None:
        parts.append(previous.tail or "")
        if previous.tag == "br":
            break
        parts.append(previous.text_content())
        element = previous
    else:
        parent = line_break.getparent()
        parts.append((parent.text or "") if parent is not None else "")
    yield from reversed(parts)
