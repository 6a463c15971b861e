"""What a page writes around its article: the headline again, names and dates, invitations, contacts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from watchfloor.ingest.credits import agency
from watchfloor.ingest.page.bylines import is_signature
from watchfloor.ingest.page.headline_dates import is_dated_line
from watchfloor.tables import read_patterns
from watchfloor.telling import is_narrated, narrates, tells_something

_FIRST_LINES = 10  # among which a headline, dates and names stand
_HEADING_LINES = 6
_LONG_HEADING = 30  # characters: the same words are no subheading of the text
_LONG = 100  # characters: with so long a line the text has begun
_LAST_LINES = 4  # among which an article is signed, or tells who wrote it
_CLOSING_SHARE = 0.35  # of the characters, at most, stand behind the mark that ends an article
_LONGEST_NOTE = 400  # characters of a note about the author
_LONGEST_FRAME = 300
_PERSON = re.compile(
    r"[A-ZÀ-ÞŁŚŻŠČА-ЯЁІЇЄ][^\W\d_]+(?: [A-ZÀ-ÞŁŚŻŠČА-ЯЁІЇЄ][^\W\d_]+){1,2}"
)  # two or three names alone
_NOTE = re.compile(
    r"@|\b(?:follow|twitter|e-?mail|contact|reach(?:ed)?|covers?|reports? (?:on|for|from)"
    r"|writes? (?:about|for)"
    r"|is (?:an?|the) .{0,60}\b(?:editor|reporter|correspondent|writer|journalist|columnist|producer))\b",
    re.I,
)

_NUMBER_OR_NAME = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?)\b|(?-i:\s[A-ZÀ-ÞА-Я])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class KnownOfPage:
    """What is known of a page before its text is read: `headings` as letters, names as they are written."""

    headings: Collection[str] = ()
    names: Collection[str] = ()
    language: str = ""


def without_frame(lines: Sequence[str], known: KnownOfPage) -> list[str]:
    """Return `lines` without those that are the page's, not the article's."""
    kept: list[str] = []
    begun = False
    for index, line in enumerate(lines):
        if not begun and index < _FIRST_LINES and _opens(line, index, known):
            continue
        if is_boilerplate(line.removeprefix("- ")) or _is_whole_heading(line, known):
            continue
        begun = begun or len(line) > _LONG
        kept.append(line)
    return _without_end(kept, known) or list(lines)


def _is_whole_heading(line: str, known: KnownOfPage) -> bool:
    return len(line) > _LONG_HEADING and letters_of(line) in known.headings


def _opens(line: str, index: int, known: KnownOfPage) -> bool:
    """Tell whether a line above the text is the headline again, a date, or who wrote it."""
    if index < _HEADING_LINES and letters_of(line) in known.headings:
        return len(letters_of(line)) > 2
    return is_dated_line(line) or is_signature(line, known.names, known.language) or agency(line) is not None


def _without_end(lines: list[str], known: KnownOfPage) -> list[str]:
    """Return `lines` up to the mark that ends them, without signatures and notes about their author."""
    total = sum(map(len, lines))
    behind = 0
    for index in range(len(lines) - 1, 0, -1):
        behind += len(lines[index])
        if behind > _CLOSING_SHARE * total:
            break
        if _closing().fullmatch(line := lines[index][:_LONGEST_FRAME]) and not narrates(line):
            lines = lines[:index]
            break
    for index in range(len(lines) - 1, max(0, len(lines) - 1 - _LAST_LINES), -1):
        if (
            is_signature(lines[index], known.names, known.language)
            or _is_note(lines[index], known.names)
            or (index == len(lines) - 1 and _PERSON.fullmatch(lines[index]))
        ):
            lines = lines[:index] + lines[index + 1 :]
    return lines


def _is_note(line: str, names: Collection[str]) -> bool:
    """Tell whether a paragraph is about the author: a name of the byline, then an address or an office."""
    if len(line) > _LONGEST_NOTE:
        return False
    return any(len(name) > 4 and line.casefold().startswith(name.casefold()) for name in names) and bool(
        _NOTE.search(line)
    )


def is_boilerplate(line: str) -> bool:
    """Tell whether a line is one of those that pages write around any article."""
    if len(line) > _LONGEST_FRAME:
        return False
    folded = " ".join(line.split())
    if _boilerplate().fullmatch(folded):
        return True
    if label := _labels().match(folded):
        told = folded[label.end() :]
        return not (is_narrated(told) and _NUMBER_OR_NAME.search(told))
    return _openings().fullmatch(folded) is not None and not tells_something(folded)


def letters_of(text: str) -> str:
    """Return the letters and digits of a text alone, in lower case: what two spellings of a line share."""
    return _NO_LETTERS.sub("", text.casefold())


_NO_LETTERS = re.compile(r"\W+")


@cache
def _boilerplate() -> re.Pattern[str]:
    return _any_line_of("boilerplate.txt")


@cache
def _labels() -> re.Pattern[str]:
    return _any_line_of("boilerplate_labels.txt")


@cache
def _openings() -> re.Pattern[str]:
    return _any_line_of("boilerplate_openings.txt")


@cache
def _closing() -> re.Pattern[str]:
    return _any_line_of("closing_lines.txt")


def _any_line_of(table_name: str) -> re.Pattern[str]:
    return re.compile("|".join(read_patterns(f"ingest/{table_name}")), re.I)
