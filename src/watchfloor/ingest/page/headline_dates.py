"""The dates that stand beside a headline: where people look for them, and where most pages show them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from lxml.html import HtmlElement

from watchfloor.ingest.dates import FoundMoment, find_moment
from watchfloor.ingest.page.near_headline import LONGEST_LINE, HeadlineLine
from watchfloor.tables import read_patterns

_CLOSE = 30  # elements: a date so near behind the headline comes before one above it
_LABEL = 40  # characters before a date that may tell what it dates
_MOST_WORDS = 10  # besides the date: name, place, "published"; more of them are a sentence
_OF_OTHERS = re.compile(  # dates of the reader, the recording, the licence, the event: not of the article
    r"joined|member since|registered|mitglied seit|dabei seit|inscrit|miembro desde|verfügbar bis"
    r"|available until|expires?|disponible jusqu|hasta el|©|copyright|all rights reserved|deadline|born on"
    r"|valid until|gültig bis|comments? close",
    re.I,
)
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MOST_UNSPACED = 25  # letters besides the date, in scripts without spaces between words
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d(?::\d\d)?")
_SENTENCE = re.compile(r"(?<![^\W\d])[^\W\d]{2,}[.!?。।]\W*$")


class DatedLine(NamedTuple):
    """What a line dates, by its distance in elements from the headline."""

    moment: str
    distance: int
    changed: bool = False
    of_others: bool = False


def dated_lines(lines: Sequence[HeadlineLine], *, month_first: bool = False) -> list[DatedLine]:
    """Return what the lines date, without the dates of the reader, the licence or a recording."""
    dates = []
    muted: set[HtmlElement] = set()
    for line in lines:
        if line.element in muted:
            continue
        for dated in _dated(line.words, line.distance, month_first):
            if dated.of_others or dated.changed:  # its parts would be read without their label
                muted.update(line.element.iter())
            if not dated.of_others:
                dates.append(dated)
    return dates


def published_beside(dates: Sequence[DatedLine], *, close: bool) -> str | None:
    """Return the date of publication near the headline; a date of change only where there is no other.

    With `close` only what stands just behind the headline counts, else what stands above it or further on.
    """
    after = [line for line in dates if line.distance > 0]
    near = [line for line in after if line.distance <= _CLOSE]
    above = [line for line in reversed(dates) if line.distance < 0]
    far = (_unchanged(above), _unchanged(after), after, above)
    places = (_unchanged(near), near) if close else far
    chosen = next((line for place in places for line in place), None)
    return chosen.moment if chosen else None


def changed_beside(dates: Sequence[DatedLine]) -> str | None:
    """Return the date of the last change, where one is shown near the headline beside that of publication."""
    if not any(not line.changed for line in dates):
        return None
    return next((line.moment for line in dates if line.changed), None)


def is_dated_line(words: str) -> bool:
    """Tell whether a line is a date with at most a name, a place and a few labels: no sentence."""
    return not _SENTENCE.search(words) and any(True for _ in _dated(words, 0, month_first=False))


def _unchanged(lines: Sequence[DatedLine]) -> list[DatedLine]:
    return [line for line in lines if not line.changed]


def _dated(words: str, distance: int, month_first: bool) -> Iterator[DatedLine]:  # noqa: FBT001
    """Yield what a line dates; nothing for a sentence and for a line without a date."""
    if len(words) > LONGEST_LINE or not any(character.isdigit() for character in words):
        return
    found = find_moment(words, month_first=month_first)
    if found is None:
        return
    second = _behind(words, found, month_first)
    rest = words[: found.start] + " " + words[found.end :]
    if second:
        rest = f"{words[: found.start]} {words[found.end : second.start]} {words[second.end :]}"
    rest = _CLOCK.sub(" ", rest)
    if sum(map(_has_letter, rest.split())) > _MOST_WORDS or len(_UNSPACED.findall(rest)) > _MOST_UNSPACED:
        return
    label = words[max(0, found.start - _LABEL) : found.start]
    if _OF_OTHERS.search(label):
        yield DatedLine(found.moment, distance, of_others=True)
        return
    changed = _changed().search(label) is not None
    yield DatedLine(found.moment, distance, changed=changed)
    if second:
        later = _changed().search(words[found.end : second.start]) is not None
        if changed != later:
            yield DatedLine(second.moment, distance, changed=later)


def _has_letter(word: str) -> bool:
    return any(character.isalpha() for character in word)


def _behind(words: str, found: FoundMoment, month_first: bool) -> FoundMoment | None:  # noqa: FBT001
    """Return the second date of a line."""
    behind = find_moment(words[found.end :], month_first=month_first)
    if behind is None:
        return None
    return FoundMoment(behind.moment, behind.start + found.end, behind.end + found.end)


@cache
def _changed() -> re.Pattern[str]:
    return re.compile("|".join(read_patterns("ingest/changed_words.txt")), re.I)
