"""The date that stands beside a headline: where people look for it, and where most pages show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from watchfloor.ingest.dates import find_moment
from watchfloor.ingest.structured import plain

_AFTER = 90  # elements behind the headline; a bar of buttons between it and the date has some sixty
_BEFORE = 15  # elements before it
_CLOSE = 30  # elements: a date so near behind the headline comes before one above it
_LONGEST = 160  # characters of a line that dates an article; behind two longer ones dates are the text's
_LABEL = 40  # characters before a date that may tell what it dates
_MOST_WORDS = 10  # besides the date: name, place, "published"; more of them are a sentence
_MOST_HEADINGS = 40  # that are looked at
_LONGEST_HEADING = 1_000  # characters
_ELSEWHERE_TAGS = frozenset(
    (
        *(
            "script",
            "style",
            "template",
            "noscript",
            "aside",
            "nav",
            "footer",
            "form",
            "figure",
            "blockquote",
        ),
        *("iframe", "svg", "select"),
    )
)
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:rel(?:ated)?|recommend\w*|comments?|sidebar|widget|popular|trending|most-read|latest|teasers?"
    r"|footer|nav|menu|copyright|weather|today|current-date|archives?|calendar|carousel|slider|ticker|breaking"
    r"|promo|newsletter|cookie|banner|author-bio|next|previous|prev)(?:$|[\s_-])",
    re.I,
)
_CHANGED = re.compile(
    r"updated?|modified|edited|aktualisiert|stand:|geändert|mis à jour|modifié|actualizad|atualizad"
    r"|aggiornat|bijgewerkt|gewijzigd|oppdatert|uppdaterad|opdateret|päivitetty|aktualizowan|aktualizován"
    r"|обновлен|изменен|оновлено|güncelle|diperbarui|cập nhật|更新|最終|수정|تحديث|به‌روز",
    re.I,
)
_OF_OTHERS = re.compile(  # dates of the reader, the recording, the licence: not of the article
    r"joined|member since|registered|mitglied seit|dabei seit|inscrit|miembro desde|verfügbar bis"
    r"|available until|expires?|disponible jusqu|hasta el|©|copyright|all rights reserved|deadline|born on",
    re.I,
)
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MOST_UNSPACED = 25  # letters besides the date, in scripts without spaces between words
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d(?::\d\d)?")


class _Line(NamedTuple):
    """A line that dates something, by its distance in elements from the headline."""

    moment: str
    distance: int
    changed: bool = False
    of_others: bool = False


def read_beside_headline(tree: HtmlElement, title: str | None) -> Iterator[str]:
    """Yield the date in a short line near the headline; a date of change only where there is no other."""
    body = tree.find("body")
    heading = _heading(tree, title)
    if body is None or heading is None:
        return
    lines = list(_lines(body, heading))
    after = [line for line in lines if line.distance > 0]
    close = [line for line in after if line.distance <= _CLOSE]
    above = [line for line in reversed(lines) if line.distance < 0]
    places = (_unchanged(close), close, _unchanged(above), _unchanged(after), after, above)
    chosen = next((line for place in places for line in place), None)
    if chosen is not None:
        yield chosen.moment


def _unchanged(lines: list[_Line]) -> list[_Line]:
    return [line for line in lines if not line.changed]


def _heading(tree: HtmlElement, title: str | None) -> HtmlElement | None:
    """Return the element of the headline: the one with the title's words, else the page's longest h1."""
    wanted = _letters(title or "")
    for tag in ("h1", "h2", "h3"):
        for element in islice(tree.iter(tag), _MOST_HEADINGS):
            shown = _letters(element.text_content()[:_LONGEST_HEADING])
            if min(len(wanted), len(shown)) > 8 and (
                shown.startswith(wanted) or wanted.startswith(shown[:200])
            ):
                return element
    return max(islice(tree.iter("h1"), _MOST_HEADINGS), key=lambda h1: len(h1.text_content()), default=None)


def _lines(body: HtmlElement, heading: HtmlElement) -> Iterator[_Line]:
    elements = list(_shown(body, heading))
    at = next((index for index, element in enumerate(elements) if element is heading), None)
    if at is None:
        return
    paragraphs = 0
    muted: set[HtmlElement] = set()
    for index in range(max(0, at - _BEFORE), min(len(elements), at + _AFTER)):
        element = elements[index]
        words = _short_text(element)
        if words is None:
            paragraphs += index > at and element.tag == "p"
            if paragraphs > 1:
                return
        elif index != at and element not in muted and (line := _dated(words, index - at)):
            if line.of_others:
                muted.update(element.iter())
            else:
                yield line


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
        if length > _LONGEST:
            return None
    return plain(" ".join(parts))


def _dated(words: str, distance: int) -> _Line | None:
    """Return what a line dates; None for a sentence and for a line without a date."""
    if len(words) > _LONGEST or not any(character.isdigit() for character in words):
        return None
    found = find_moment(words)
    if found is None:
        return None
    rest = _CLOCK.sub(" ", words[: found.start] + " " + words[found.end :])
    if len(re.findall(r"[^\W\d_]+", rest)) > _MOST_WORDS or len(_UNSPACED.findall(rest)) > _MOST_UNSPACED:
        return None
    before, behind = words[: found.start], words[found.end :]
    if _OF_OTHERS.search(before[-_LABEL:]):
        return _Line(found.moment, distance, of_others=True)
    changed = _CHANGED.search(before[-_LABEL:])
    other = find_moment(behind) if changed else None
    if other and not _CHANGED.search(behind[: other.start]):
        return _Line(other.moment, distance)
    return _Line(found.moment, distance, changed=changed is not None)


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))
