"""Lines as they stand on pages -> running text: paragraphs joined, heads, feet and page numbers left out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from watchfloor.frequency import text_shares
from watchfloor.words import hash_words

_MARGIN = 0.12  # of a page's height, above and below, in which heads and feet stand
_FURNITURE_SHARE = 0.25  # of the pages that bear a line, from which on it is a head or a foot
_SAME_HEIGHT = 6.0  # points
_LARGER = 1.15  # times the size of the body: a headline
_SAME_SIZE = 0.12  # of the size: letters of one font differ by so much between fonts' own measures
_SMALLER = 0.88  # times the size of the body: a note
_GAP = 1.4  # times the usual distance of lines: a new paragraph
_INDENT = 0.7  # times the size of letters
_ROOM = 1.2  # times the width of a word: it would have fitted on the line before, so the break was meant
_SHORT = 0.3  # of a column's width that is left free behind a headline or an item of a list
_NEIGHBOURS = 6  # lines before and after that tell how wide a column is
_LONGEST_TITLE = 220  # characters
_MOST_TITLE_LINES = 5
_ENDS_A_SENTENCE = re.compile(r"[.!?…:;。！？]['\"”’»)\]]*\d{0,2}$")
_BULLET = re.compile(r"[•●▪◦‣⁃■□]")
_ITEM = re.compile(r"(?:[–—*-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s")
_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|p[aá]gina|pagina|side|sida|strona|стр\w*|p|s)[.\s]*)?\d{1,4}"
    r"(?:\s*(?:/|of|von|de|di|sur|af|av|z|из|\|)\s*\d{1,4})?[\W_]*",
    re.I,
)
_HYPHEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u00ad\u2010\u0002\ufffe]$")
_HYPHENS_WITHIN = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:-[^\W\d_]+)+")
_WORD = re.compile(r"[^\W\d_]+")
_RARE = 0.002  # below: the share of texts that a word has which is not in the table of frequencies


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """A line of letters; lengths in points from the lower left corner of a page `height` points high."""

    text: str
    page: int
    height: float
    left: float
    right: float
    bottom: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PageParagraph:
    """Lines joined, and how large its letters are beside those of the body."""

    text: str
    scale: float
    page: int
    lines: int
    share: float  # of the page's height that lies below its first line


def running_text(lines: Sequence[PageLine]) -> list[PageParagraph]:
    """Return the paragraphs of a document in the order in which it writes them, notes at the end."""
    lines = without_furniture(lines)
    if not lines:
        return []
    body = _body_size(lines)
    notes = [line for line in lines if line.size < _SMALLER * body and line.bottom < line.height / 2]
    noted = set(map(id, notes))
    main = [line for line in lines if id(line) not in noted]
    words = DocumentWords(line.text for line in lines)
    return [*_paragraphs(main, body, words), *_paragraphs(notes, body, words)]


def title_of(paragraphs: Sequence[PageParagraph]) -> int | None:
    """Return the index of the paragraph that is the headline by its size; None where that is not sure.

    A name of a paper or an office in still larger letters is passed over where a longer line follows it.
    """
    candidates = [
        (index, paragraph)
        for index, paragraph in enumerate(paragraphs)
        if paragraph.page == 0
        and paragraph.scale >= _LARGER
        and paragraph.share > 1 / 3
        and paragraph.lines <= _MOST_TITLE_LINES
        and len(paragraph.text) <= _LONGEST_TITLE
    ]
    ranked = sorted(candidates, key=lambda it: (-round(it[1].scale, 1), it[0]))
    for least in (4, 2):
        for index, paragraph in ranked:
            if len(_WORD.findall(paragraph.text)) >= least:
                return index
    return None


# -------------------------------------------------------------------------------------- heads, feet, numbers


def without_furniture(lines: Sequence[PageLine]) -> list[PageLine]:
    """Return the lines without those that pages bear at their edges: heads, feet and page numbers."""
    pages = len({line.page for line in lines})
    repeated: defaultdict[str, list[PageLine]] = defaultdict(list)
    for line in lines:
        if _at_edge(line):
            repeated[_pattern(line.text)].append(line)
    dropped = {id(line) for same in repeated.values() for line in _borne(same, pages)}
    return [line for line in lines if id(line) not in dropped and not (_at_edge(line) and _is_number(line))]


def _borne(same: Sequence[PageLine], pages: int) -> Sequence[PageLine]:
    """Return those of like lines that stand at one height, where enough pages bear one."""
    usual = median(line.bottom for line in same)
    level = [line for line in same if abs(line.bottom - usual) < _SAME_HEIGHT]
    bearing = len({line.page for line in level})
    return level if bearing >= 2 and bearing >= _FURNITURE_SHARE * pages else ()


def _at_edge(line: PageLine) -> bool:
    return not _MARGIN * line.height < line.bottom < (1 - _MARGIN) * line.height


def _is_number(line: PageLine) -> bool:
    return _NUMBER.fullmatch(line.text.strip()) is not None


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.casefold().split()))


# ------------------------------------------------------------------------------------------------ paragraphs


def _body_size(lines: Sequence[PageLine]) -> float:
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size * 2) / 2] += len(line.text)
    return max(letters.items(), key=lambda it: (it[1], it[0]))[0] or 1.0


def _leading(lines: Sequence[PageLine]) -> float:
    """Return the usual distance of lines, in sizes of their letters."""
    distances = [
        (before.bottom - line.bottom) / line.size
        for before, line in pairwise(lines)
        if before.page == line.page and _same_size(before, line) and before.bottom > line.bottom
    ]
    usual = sorted(distance for distance in distances if distance < 3)
    return usual[len(usual) // 3] if usual else 1.2  # the smaller ones: between paragraphs it is larger


def _same_size(one: PageLine, other: PageLine) -> bool:
    return abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size)


def _paragraphs(lines: Sequence[PageLine], body: float, words: DocumentWords) -> list[PageParagraph]:
    leading = _leading(lines)
    groups: list[list[PageLine]] = []
    for index, line in enumerate(lines):
        if index and not _begins(lines, index, leading):
            groups[-1].append(line)
        else:
            groups.append([line])
    found = []
    for group in groups:
        text = words.joined([line.text for line in group])
        first = group[0]
        if text:
            scale = median(line.size for line in group) / body
            found.append(PageParagraph(text, scale, first.page, len(group), first.bottom / first.height))
    return found


def _begins(lines: Sequence[PageLine], index: int, leading: float) -> bool:
    """Tell whether a line begins a paragraph."""
    before, line = lines[index - 1], lines[index]
    if not _same_size(before, line) or before.bold != line.bold or _BULLET.match(line.text):
        return True
    left, _ = _column(lines, index)
    left_before, right_before = _column(lines, index - 1)
    ended = bool(_ENDS_A_SENTENCE.search(before.text.strip()))
    left_free = right_before - before.right
    fell_short = left_free > _ROOM * _first_word(line) + 0.3 * line.size
    indented = line.left > left + _INDENT * line.size
    if before.page != line.page or line.bottom >= before.bottom - 0.2 * line.size:  # over to the next column
        return ended and (fell_short or indented)
    distance = (before.bottom - line.bottom) / line.size
    if distance > _GAP * leading:
        return True
    if (ended and fell_short) or ((ended or fell_short) and (indented or _ITEM.match(line.text))):
        return True
    capital = line.text.lstrip("“\"'«‘(")[:1]
    very_short = left_free > _SHORT * (right_before - left_before)
    return fell_short and very_short and (capital.isupper() or capital.isdigit())


def _first_word(line: PageLine) -> float:
    """Return how wide the first word of a line is, about."""
    word = line.text.split(maxsplit=1)[0]
    return len(word) * (line.right - line.left) / max(1, len(line.text))


def _column(lines: Sequence[PageLine], index: int) -> tuple[float, float]:
    """Return how far left and right the lines around one reach that stand in its column."""
    line = lines[index]
    near = [
        other
        for other in lines[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1]
        if other.page == line.page
        and _same_size(other, line)
        and min(other.right, line.right) > max(other.left, line.left)
    ]
    return min(other.left for other in near), max(other.right for other in near)


# ---------------------------------------------------------------------------------------------- hyphenation


class DocumentWords:
    """The words of a document: what they tell about words that are divided at the end of a line."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._whole: set[str] = set()
        self._hyphened: set[str] = set()
        for line in lines:
            inner = line[:-1] if _HYPHEN.search(line) else line
            self._whole.update(word.casefold() for word in _WORD.findall(inner))
            self._hyphened.update(word.casefold() for word in _HYPHENS_WITHIN.findall(line))

    def joined(self, lines: Sequence[str]) -> str:
        """Return lines as one, divided words put together."""
        text = ""
        for line in filter(None, (" ".join(words.split()) for words in lines)):
            divided = _HYPHEN.search(text)
            if not text:
                text = line
            elif divided and line[0].islower():
                keeps = self._keeps_hyphen(divided[1], line, written=text[-1] in "-\u0002\ufffe")
                text = text[:-1] + ("-" if keeps else "") + line
            elif text.endswith(("\u00ad", "\u0002", "\ufffe")):
                text = text[:-1] + "-" + line
            elif text.endswith("-") and len(text) > 1 and not text[-2].isspace():
                text += line  # "2019-" "2020", "Trans-" "Pacific"
            else:
                text += " " + line
        return text.replace("\u00ad", "").replace("\u0002", "-").replace("\ufffe", "-")

    def _keeps_hyphen(self, first: str, line: str, *, written: bool) -> bool:
        """Tell whether a divided word has its hyphen anywhere; `written` that it may, by its character."""
        rest = _WORD.match(line)
        second = rest[0] if rest else ""
        one, two = f"{first}{second}".casefold(), f"{first}-{second}".casefold()
        if two in self._hyphened or one in self._whole:
            return two in self._hyphened and one not in self._whole
        if not written:
            return False
        common = text_shares(hash_words((one, first.casefold(), second.casefold()))) > np.float32(_RARE)
        return bool(not common[0] and common[1] and common[2] and min(len(first), len(second)) > 2)
