"""Text files: the words stay as they are; headline, standfirst and header lines are recognised inside them.

It is conservative: what does not look like a headline in every respect stays a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from watchfloor.ingest.build import Draft, finish, split_lines, trimmed
from watchfloor.ingest.credits import agencies_in, credit_line, split_dateline, without_credits
from watchfloor.ingest.dates import FoundMoment, find_moment
from watchfloor.ingest.page.standfirst import is_restated
from watchfloor.model import Flag, FlagCode, Rendition, Span

_HEADER_LINES = 8  # header lines are looked for among this many first lines
_LONGEST_TITLE = 160  # characters
_LONGEST_STANDFIRST = 320
_ENDS_A_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_ENDS_A_TITLE_NOT = re.compile(r"[.;,:。][\"'”’»)\]]*$")
_LABEL = re.compile(
    r"(?P<label>date(?:line)?|published(?: on| at)?|publication date|posted(?: on)?|updated(?: on)?"
    r"|last (?:updated|modified)|modified"
    r"|title|headline|byline|by|author|source|agency|credit|outlet|publication|url|link|language|section)"
    r"(?P<mark>\s*[:=]\s*|\s+)(?P<value>\S.*)",
    re.I,
)
_FIELD_OF_LABEL = {
    **dict.fromkeys(("date", "published", "published on", "published at", "publication date"), "published"),
    **dict.fromkeys(("posted", "posted on", "dateline"), "published"),
    **dict.fromkeys(("updated", "updated on", "last updated", "last modified", "modified"), "modified"),
    **dict.fromkeys(("title", "headline"), "title"),
    **dict.fromkeys(("byline", "by", "author"), "byline"),
    **dict.fromkeys(("source", "agency", "credit"), "credit"),
    **dict.fromkeys(("outlet", "publication"), "outlet"),
    **dict.fromkeys(("url", "link"), "url"),
    "language": "language",
    "section": "section",
}
_NAME = r"[A-ZÀ-ÞŁŚŻČŠŽ][\w.'’\-]*(?:\s(?:[a-z]{1,3}\s)?[A-ZÀ-ÞŁŚŻČŠŽ][\w.'’\-]*){1,3}"
_BY = re.compile(
    rf"(?i:by|von|par|por|di|door|av|af)\s+(?P<names>{_NAME}(?:\s*(?:,|and|&|und|et|y|e|en)\s+{_NAME}){{0,4}})"
    r"(?P<rest>\s*(?:[,|–—-].{0,60})?)$"
)


@dataclass(slots=True)
class _Header:
    """What the first lines hold besides the body: values by field, and the spans that are no body."""

    values: dict[str, str] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    body_from: int = 0


def rendition_of_text(
    text: str, *, where: str, path: str | None, arrived: str, flags: tuple[Flag, ...] = ()
) -> Rendition:
    """Return the rendition of a plain text, its header read and left out of its paragraphs."""
    return rendition_of_draft(
        Draft(text=text, path=path, flags=list(flags), dates_given=True),
        split_lines(text),
        where=where,
        arrived=arrived,
    )


def rendition_of_draft(draft: Draft, spans: Iterable[Span], *, where: str, arrived: str) -> Rendition:
    """Return the rendition of a draft whose lines are `spans`: what it lacks is read in the first."""
    lines = _read_header(draft, list(spans))
    lines = _read_title(draft, lines)
    lines = _read_header(draft, lines)  # "By ..." and dates may also follow the headline
    paragraphs, named = split_dateline(draft.text, tuple(lines))
    draft.credit = draft.credit or named or credit_line(draft.text, paragraphs)
    draft.paragraphs = without_credits(draft.text, paragraphs)
    return finish(draft, where=where, arrived=arrived)


def _read_header(draft: Draft, lines: list[Span]) -> list[Span]:
    """Take labelled lines, bare dates and bylines off the front of `lines` and put them into `draft`."""
    taken = 0
    for span in lines[:_HEADER_LINES]:
        rest = _header_rest(draft, span)
        if rest is None:
            break
        if rest.start < rest.end:
            return [rest, *lines[taken + 1 :]]
        taken += 1
    return lines[taken:] if taken < len(lines) else lines


def _header_rest(draft: Draft, span: Span) -> Span | None:
    """Return what is left of a line after its header (mostly nothing), None if it has no header."""
    words = span.of(draft.text)
    label = _LABEL.match(words)
    if label:
        name = _FIELD_OF_LABEL[re.sub(r"\s+", " ", label["label"].lower())]
        if name in ("published", "modified"):
            if ":" in label["mark"] and len(label["value"]) <= 40 and find_moment(label["value"]) is None:
                draft.flags.append(Flag(FlagCode.NO_DATE, label["value"].strip(), part=name))
                return Span(span.end, span.end)
            return _date_rest(draft, span, name, label.start("value"))
        if len(words) <= _LONGEST_TITLE and (":" in label["mark"] or "=" in label["mark"]):
            return _labelled(draft, span, name, label)
    byline = _BY.match(words)
    if byline and len(words) <= 120 and draft.byline is None:
        draft.byline, draft.byline_from = byline["names"], "header line"
        agencies = agencies_in(byline["rest"].strip(" ,|–—-"))
        draft.credit = draft.credit or "/".join(agencies) or None
        return Span(span.end, span.end)
    if len(words) <= 60:
        return _date_rest(draft, span, "published", 0)
    return None


def _labelled(draft: Draft, span: Span, name: str, label: re.Match[str]) -> Span:
    value = label["value"].strip()
    if name == "title" and draft.title is None:
        draft.title, draft.title_from = value, "header line"
        draft.title_span = Span(span.start + label.start("value"), span.end)
    elif name == "byline" and draft.byline is None:
        draft.byline, draft.byline_from = value, "header line"
    elif getattr(draft, name) is None:
        setattr(draft, name, value)
    return Span(span.end, span.end)


def _date_rest(draft: Draft, span: Span, name: str, start: int) -> Span | None:
    """Read a date at `start` of a line; what follows it on the line is body if it is long, else header."""
    words = span.of(draft.text)
    found: FoundMoment | None = find_moment(words[start : start + 80])
    if found is None or found.start > 14 or getattr(draft, name) is not None:
        return None
    before, after = words[start : start + found.start], words[start + found.end :]
    if re.search(r"[^\W\d_]{3,}", before) and not re.search(
        r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|^\W*on\b", before, re.I
    ):
        return None
    if start == 0 and after.strip(" .|-–—()"):
        return None  # a sentence that opens with a date is no header line
    setattr(draft, name, found.moment)
    if name == "published":
        draft.published_from = "header line"
    rest = trimmed(draft.text, Span(span.start + start + found.end, span.end))
    return rest if len(rest.of(draft.text)) > 40 else Span(span.end, span.end)


def _read_title(draft: Draft, lines: list[Span]) -> list[Span]:
    """Take a headline, and a standfirst behind it, off the front of `lines`."""
    if draft.title is None:
        if len(lines) < 2 or not _is_title(draft.text, lines):
            return lines
        draft.title_span = lines[0]
        draft.title, draft.title_from = lines[0].of(draft.text), "first line"
        lines = lines[1:]
    if len(lines) > 1 and _is_standfirst(draft.text, lines):
        draft.standfirst_span = lines[0]
        draft.standfirst, draft.standfirst_from = lines[0].of(draft.text), "second line"
        lines = lines[1:]
    return lines


def _is_title(text: str, lines: list[Span]) -> bool:
    first = lines[0].of(text)
    words = first.split()
    if len(first) > _LONGEST_TITLE or len(words) < 3 or _ENDS_A_TITLE_NOT.search(first):
        return False
    if re.search(r"[.!?]\s+[A-Z“\"]", first) and _ENDS_A_SENTENCE.search(first):
        return False
    if (
        not first[0].isupper()
        and not first[0].isdigit()
        and first[0] not in "“\"‘'«¿¡$€£"
        and first[0].lower() != first[0].upper()
    ):
        return False
    following = [span.of(text) for span in lines[1:8]]
    prose = [line for line in following if _ENDS_A_SENTENCE.search(line) and len(line) > 60]
    return bool(prose) and max(map(len, prose)) > len(first)


def _is_standfirst(text: str, lines: list[Span]) -> bool:
    line, opening = lines[0].of(text), " ".join(span.of(text) for span in lines[1:3])
    if len(line) > _LONGEST_STANDFIRST or len(line) >= len(opening) or len(line.split()) < 5:
        return False
    if re.search(r"[.!?][\"”’]?\s+\S", line) or line[0] in '“"':
        return False  # more than one sentence, or a quotation: the body has begun
    return is_restated(line, opening)
