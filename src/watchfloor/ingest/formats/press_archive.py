"""Downloads of press archives (Nexis, Factiva) -> their articles, whichever file they came in.

An article is told from the next by what the archives print between them; its headline, outlet, day and author
by where they stand or by their labels. What is not found is left out, never guessed from the article's words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from watchfloor.ingest.dates import find_moment

_BLANK = re.compile(r"\s*")
_NUMBERED = re.compile(r"\d{1,4} of \d{1,4} DOCUMENTS?")
_END = re.compile(r"End of Document")
_NEXIS_FIELD = re.compile(
    r"(?P<label>section|length|byline|dateline|highlight|headline|series|correction|correction-date|edition"
    r"|url|load-date|language|publication-type|journal code|subject|graphic|notes|type|company|industry"
    r"|geographic|person|organization|organisation|classification|copyright|pub-type|distribution|state|city"
    r"|country)\s?:\s*+(?P<value>.*)",
    re.I,
)
_TAIL_LABELS = frozenset(
    ("load-date", "language", "publication-type", "journal code", "subject", "graphic", "company", "industry",
     "geographic", "person", "organization", "organisation", "classification", "copyright", "pub-type", "url",
     "distribution", "state", "city", "country", "type")
)  # fmt: skip
_TAIL_LINES = frozenset(("classification", "graphic", "notes"))
_EDITION = re.compile(r"\bedition$", re.I)
_COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright\b|all rights reserved)", re.I)
_WORD_COUNT = re.compile(r"[\d,.]{1,7}\s(?:words|mots|wörter|palabras|parole|palavras|woorden)", re.I)
_ACCESSION = re.compile(r"(?:AN\s{1,20})?Document\s{1,20}(?P<id>[A-Z0-9]{4,12}(?:19|20)\d{6}[a-z0-9]{6,12})")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?:\s?[AP]M)?(?:\s?[A-Z]{2,4})?", re.I)
_SOURCE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_LANGUAGE = re.compile(
    r"(?:english|german|french|spanish|italian|portuguese|dutch|russian|arabic|chinese|japanese|polish|swedish"
    r"|danish|norwegian|finnish|turkish|greek|czech|hungarian|indonesian|korean|hebrew|catalan|bulgarian|slovak"
    r"|malay|thai|vietnamese|chinese - (?:simplified|traditional))",
    re.I,
)
_FACTIVA_LABELS = (
    "SE|HD|CR|BY|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CO|IN|NS|RE|IPC|IPD|PUB|AN|ART|CLM|CX|DLN|RF|CT"
)
_LABELLED = re.compile(rf"(?P<label>{_FACTIVA_LABELS})(?:\s+(?P<value>\S.*))?")
_PERSON = re.compile(
    r"(?i:by\s+|von\s+|par\s+|por\s+)\S|[A-ZÀ-Þ][\w.'’-]+(?:\s(?:[a-z]{1,3}\s)?[A-ZÀ-Þ][\w.'’-]*){1,3}$"
)
_LONGEST_LINE = 300  # characters of a headline, an outlet or an author
_LONGEST_DATE = 60
_WRAPPED = range(50, 90)  # characters of lines that were broken to fit a page
_LIST_ONLY = re.compile(r"Documents? \(\d{1,4}\)")


@dataclass(slots=True)
class ArchivedArticle:
    """One article of a download, and what the archive says of it."""

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    date: str | None = None
    section: str | None = None
    standfirst: str | None = None
    key: str | None = None
    paragraphs: list[str] = field(default_factory=list)


def articles_of(lines: Sequence[str]) -> list[ArchivedArticle] | None:
    """Return the articles of a download, of which `lines` are all lines, "" for an empty one.

    None is what is no download of an archive.
    """
    lines = [line.strip() for line in lines]
    for ending, begins, read, marks in _ARCHIVES:
        if any(map(ending.fullmatch, lines)) and any(mark(line) for line in lines for mark in marks):
            return [read(part) for part in _parts(lines, ending, begins=begins)]
    return None


def is_list_only(lines: Sequence[str]) -> bool:
    """Tell whether it is the list of a download, whose articles stand in another file."""
    opening = [line.strip() for line in lines[:80]]
    named = any(line.startswith(("Job Number:", "User Name:")) for line in opening)
    return (
        named
        and any(map(_LIST_ONLY.fullmatch, opening))
        and not any(_END.fullmatch(line.strip()) for line in lines)
    )


def _parts(lines: Sequence[str], mark: re.Pattern[str], *, begins: bool) -> Iterator[list[str]]:
    """Yield the lines of each article: between marks that begin it, or before those that end it."""
    part: list[str] | None = None if begins else []
    for line in lines:
        if mark.fullmatch(line):
            if part is not None and any(not _BLANK.fullmatch(it) for it in part):
                yield [*part, line] if not begins else part
            part = []
        elif part is not None:
            part.append(line)
    if begins and part:
        yield part


# ------------------------------------------------------------------------------------------------- Nexis


def _of_nexis(part: list[str]) -> ArchivedArticle:
    """Read an article that ends in "End of Document", whose words stand behind "Body"."""
    lines = [line.strip() for line in part[:-1]]
    found = ArchivedArticle()
    body = next((at for at, line in enumerate(lines) if line == "Body"), None)
    head = [line for line in (lines if body is None else lines[:body]) if line]
    behind = _take_nexis_head(found, head)
    words = [[line] for line in head[behind:]] if body is None else _blocks(lines[body + 1 :])
    if found.title is None and body is not None and head:
        found.title = head[0]
    found.paragraphs = _until_tail([line for block in words for line in _unwrapped(block)])
    return found


def _take_nexis_head(found: ArchivedArticle, head: Sequence[str]) -> int:
    """Take headline, outlet, day and the labelled fields, and return where they end."""
    days = [at for at, line in enumerate(head) if _is_day(line)]
    behind = 0
    if days:
        title, outlet, found.date = [None, None, *head][days[-1] : days[-1] + 3]
        found.title, found.outlet = title, outlet
        behind = days[-1] + 1
    for at in range(behind, len(head)):
        if _take_field(found, head[at]):
            behind = at + 1
    return behind


def _is_day(line: str) -> bool:
    found = find_moment(line) if len(line) <= _LONGEST_DATE and not _NEXIS_FIELD.match(line) else None
    return found is not None and found.start <= 14


def _take_field(found: ArchivedArticle, line: str) -> bool:
    """Take what a labelled line says; False for one without a label of theirs."""
    match = _NEXIS_FIELD.fullmatch(line)
    if match is None:
        return bool(_COPYRIGHT.match(line)) and not found.paragraphs
    name = {"byline": "byline", "section": "section", "headline": "title", "highlight": "standfirst"}.get(
        match["label"].lower()
    )
    if name and match["value"].strip():
        setattr(found, name, match["value"].strip())
    return True


def _until_tail(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of an article without what the archive adds below."""
    begin = _tail_of_fields(lines)
    return list(takewhile(lambda line: line.lower() not in _TAIL_LINES, lines[:begin]))


def _tail_of_fields(lines: Sequence[str]) -> int:
    """Return where the fields of an archive begin that end an article: two or more, no sentence among them.

    A sentence of the article may begin like one of them.
    """
    begin, fields = len(lines), 0
    for at in range(len(lines) - 1, -1, -1):
        match = _NEXIS_FIELD.match(lines[at])
        if match or _COPYRIGHT.match(lines[at]):
            fields += 1
        elif _is_sentence(lines[at]):
            break
        if match and match["label"].lower() in _TAIL_LABELS and fields >= 2:
            begin = at
    return begin


def _is_sentence(line: str) -> bool:
    return len(line) > 60 and line.rstrip("\"'”’»)").endswith((".", "!", "?"))


def _of_older_nexis(part: list[str]) -> ArchivedArticle:
    """Read an article that "1 of 20 DOCUMENTS" heads: outlet, day, headline, labelled fields, words."""
    found = ArchivedArticle()
    blocks = [block for block in _blocks(part) if not _COPYRIGHT.match(block[0])]
    day = next((at for at, block in enumerate(blocks) if _is_day(block[0])), None)
    behind = 0
    if day is not None:
        found.date = blocks[day][0]
        found.outlet = _one(blocks[day - 1]) if day else None
        behind = _take_older_head(found, blocks, day + 1)
    found.paragraphs = _until_tail([line for block in blocks[behind:] for line in _unwrapped(block)])
    return found


def _take_older_head(found: ArchivedArticle, blocks: Sequence[list[str]], start: int) -> int:
    """Take the headline and the labelled fields behind the day, and return where they end."""
    first, last = _labelled_blocks(blocks, start)
    for block in blocks[first:last]:
        for line in _fields(block):
            _take_field(found, line)
    headlines = [_one(block) for block in blocks[start:first] if not _EDITION.search(block[0])]
    found.title = found.title or next(iter(headlines), None)
    return last


def _labelled_blocks(blocks: Sequence[list[str]], start: int) -> tuple[int, int]:
    """Return where the first blocks of labelled fields begin and end; a tail is none of them."""
    first = next((at for at in range(start, len(blocks)) if _is_of_head(blocks[at])), start)
    last = first
    while last < len(blocks) and _is_of_head(blocks[last]):
        last += 1
    return first, last


def _is_of_head(block: Sequence[str]) -> bool:
    label = _NEXIS_FIELD.match(block[0])
    return label is not None and label["label"].lower() not in _TAIL_LABELS


def _fields(block: list[str]) -> list[str]:
    """Return the labelled lines of a block, each with the lines that go on from it."""
    found: list[str] = []
    for line in block:
        if found and not _NEXIS_FIELD.match(line):
            found[-1] += f" {line}"
        else:
            found.append(line)
    return found


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    """Return the lines that stand together, without those that are empty."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if stripped := line.strip():
            blocks[-1].append(stripped)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _one(block: Sequence[str]) -> str:
    return " ".join(block)


def _unwrapped(block: list[str]) -> list[str]:
    """Return a block as one paragraph where its lines were broken to fit, else its lines."""
    longest = max(map(len, block))
    fitted = [len(line) + 1 + len(after.split(maxsplit=1)[0]) for line, after in pairwise(block)]
    is_wrapped = len(block) > 1 and longest in _WRAPPED and min(fitted) > longest - 12
    return [_one(block)] if is_wrapped else block


# ----------------------------------------------------------------------------------------------- Factiva


def _of_factiva(part: list[str]) -> ArchivedArticle:
    """Read an article that ends in its number, with labels (HD, BY, PD …) or without."""
    number = _ACCESSION.fullmatch(part[-1])
    assert number is not None  # it is what parts are cut at
    labels = [
        line
        for line in part
        if (match := _LABELLED.fullmatch(line.strip())) and match["label"] in ("HD", "PD")
    ]
    found = _of_labels(part[:-1]) if len(labels) >= 2 else _of_places(part[:-1])
    found.key = number["id"]
    return found


def _of_labels(lines: Sequence[str]) -> ArchivedArticle:
    values: dict[str, list[str]] = {}
    label = ""
    for line in lines:
        match = _LABELLED.fullmatch(line.strip())
        if match is not None and match["label"] not in values:
            label = match["label"]
            values[label] = [match["value"] or ""]
        elif label:
            values[label].append(line)
    one = {name: " ".join(" ".join(it).split()) or None for name, it in values.items()}
    words = [*values.get("LP", []), "", *values.get("TD", [])]
    return ArchivedArticle(
        title=one.get("HD"),
        outlet=one.get("SN"),
        byline=one.get("BY"),
        date=one.get("PD"),
        section=one.get("SE"),
        paragraphs=[line for block in _blocks(words) for line in _unwrapped(block)],
    )


def _of_places(lines: Sequence[str]) -> ArchivedArticle:
    """Read an article by the order in which Factiva prints what it says of it."""
    blocks = _blocks(lines)
    flat = [line for block in blocks for line in block]
    count = next((at for at, line in enumerate(flat) if _WORD_COUNT.fullmatch(line)), None)
    if count is None:
        return ArchivedArticle(paragraphs=[line for block in blocks for line in _unwrapped(block)])
    found = ArchivedArticle()
    _take_head(found, [line for line in flat[:count] if len(line) <= _LONGEST_LINE])
    after = count + 1
    if after < len(flat) and _is_day(flat[after]):
        found.date, after = flat[after], after + 1
    if after < len(flat) and _CLOCK.fullmatch(flat[after]):
        after += 1
    if after < len(flat) and len(flat[after]) <= _LONGEST_LINE:
        found.outlet, after = flat[after], after + 1
    words = _behind(blocks, _end_of_head(flat, after))
    found.paragraphs = [line for block in words for line in _unwrapped(block)]
    return found


def _take_head(found: ArchivedArticle, head: list[str]) -> None:
    """Take headline, author and section from what stands before the count of words."""
    if len(head) > 1 and _PERSON.match(head[-1]):
        found.byline = re.sub(r"(?i)^by\s+", "", head.pop())
    if head:
        found.title = head.pop()
    if head:
        found.section = head[-1]


def _end_of_head(flat: Sequence[str], start: int) -> int:
    """Return where the words begin: behind code, edition, page, language and the copyright."""
    end = start
    for at in range(start, min(start + 7, len(flat))):
        if _COPYRIGHT.match(flat[at]):
            return at + 1
        if _LANGUAGE.fullmatch(flat[at]) or (at == start and _SOURCE_CODE.fullmatch(flat[at])):
            end = at + 1
    return end


def _behind(blocks: Sequence[list[str]], count: int) -> list[list[str]]:
    """Return the blocks without their first `count` lines."""
    left: list[list[str]] = []
    for block in blocks:
        if count < len(block):
            left.append(block[count:])
        count = max(0, count - len(block))
    return left


_Read = Callable[[list[str]], ArchivedArticle]
_Mark = Callable[[str], object]
_ARCHIVES: tuple[tuple[re.Pattern[str], bool, _Read, tuple[_Mark, ...]], ...] = (
    (_NUMBERED, True, _of_older_nexis, (_NEXIS_FIELD.match,)),
    (_END, False, _of_nexis, (re.compile(r"Body").fullmatch, re.compile(r"Load-Date:").match)),
    (_ACCESSION, False, _of_factiva, (_WORD_COUNT.fullmatch, re.compile(r"(?:WC|HD)\b").match)),
)
