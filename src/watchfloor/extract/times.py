"""Times: what a text dates, kept unresolved until the day of publication is known.

`find_times` gives every expression with its meaning in the notation of extract/time_values.py; `resolve_time`
binds it to a day of publication, now or years later, from the expression alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from watchfloor.extract.article import Article, Paragraph
from watchfloor.extract.time_context import Tense, is_name, is_year, tense_at
from watchfloor.extract.time_patterns import Candidate, candidates
from watchfloor.extract.time_values import derive, grain_of, resolve_expression
from watchfloor.model import Grade, Span, TimeMention

_FAR = 700  # characters: "the next day" reaches back no further than about two paragraphs
_LONGEST = 160  # characters of an expression that others may still be anchored to
_LEFT = re.compile(
    r"(?:\b(?P<edge>(?:the )?(?:very |first )?(?:beginning|start|end|middle|close|turn|rest|remainder|course|"
    r"early part|latter part|last days|early days|first days|closing days) of (?:the )?)"
    r"|\b(?P<when>(?:in )?(?:the )?(?:early|late|mid|earlier|later)[- ](?:in )?(?:the )?)"
    r"|\b(?P<measure>(?:about|around|nearly|almost|more than|over|less than|at least|up to|just over|just under|"
    r"roughly|approximately|some) (?:the )?)"
    r"|\b(?P<article>the ))$",
    re.IGNORECASE,
)
_MODS = {
    "early": "START",
    "mid": "MID",
    "late": "END",
    "beginning": "START",
    "start": "START",
    "middle": "MID",
    "end": "END",
    "close": "END",
}
_STEPS: dict[Tense, dict[str, str]] = {
    "past": {"w": "last", "": "last"},
    "future": {"w": "next", "": "next"},
    "none": {"w": "last", "": "near"},
}


def find_times(article: Article) -> tuple[TimeMention, ...]:
    """Return the times of an article, in order of their spans, resolved as far as it is dated."""
    found: list[TimeMention] = []
    for paragraph in article.paragraphs:
        for candidate in _chosen(paragraph):
            found.extend(_mention(candidate, paragraph, found))
    return tuple(resolve_time(time, article.context.published) for time in found)


def resolve_time(time: TimeMention, published: str | None) -> TimeMention:
    """Return `time` with its value (and derived value) bound to the day of publication."""
    if not time.expression:
        return time
    value = resolve_expression(time.expression, published)
    return replace(time, value=value, derived=derive(time.expression, published))


def _chosen(paragraph: Paragraph) -> Iterator[Candidate]:
    """Yield the longest candidates that do not overlap and stand the test of their context, in order."""
    text = paragraph.doc.text
    taken = 0
    for candidate in sorted(candidates(text), key=lambda c: (c.start, -c.end)):
        if candidate.start < taken or not _stands(candidate, paragraph):
            continue
        taken = candidate.end
        yield candidate


def _mention(candidate: Candidate, paragraph: Paragraph, before: list[TimeMention]) -> Iterator[TimeMention]:
    text = paragraph.doc.text
    start, expression = candidate.start, candidate.expression
    left = _LEFT.search(text[max(0, start - 40) : start])
    mod = ""
    if left is not None and candidate.form not in ("clock",):
        start -= len(left[0])
        words = left[0].lower().replace("-", " ").split()
        mod = next((_MODS[word] for word in words if word in _MODS), "")
        if left["edge"] and text[start : start + 4].lower() == "the ":
            pass
    expression = _bound(expression, candidate, paragraph, before)
    if mod and " " in expression:
        expression += f" mod:{mod}"
    span = Span(paragraph.start + start, paragraph.start + candidate.end)
    weak = "near:" in expression
    yield TimeMention(
        span=span,
        type=candidate.type,
        value="",
        expression=expression,
        confidence=0.6 if weak else 0.9,
        grade="weak" if weak else "strong",
    )


def _bound(expression: str, candidate: Candidate, paragraph: Paragraph, before: list[TimeMention]) -> str:
    """Return `expression` with its blanks filled: the tense of `?:`, the date of `ref`, the year of `year`."""
    if "?:" in expression:
        tense = tense_at(paragraph, candidate.start, candidate.end)
        target = expression.split("?:")[1]
        step = _STEPS[tense]["w" if target[0] in "wW" else ""]
        expression = expression.replace("?:", f"{step}:")
    if expression.startswith("ref"):
        grain = "D" if " at:" in expression else expression[-1] if expression[-1].isalpha() else "M"
        expression = _reference(paragraph.start + candidate.start, grain, before) + expression[3:]
    if expression.startswith("year "):
        expression = _year_of(paragraph, candidate, before) + expression[4:]
    return expression


def _reference(offset: int, grain: str, before: list[TimeMention]) -> str:
    """Return the date the text last spoke of that is at least as fine as `grain`, else the publication day."""
    for time in reversed(before):
        if offset - time.span.end > _FAR:
            break
        head = time.expression.partition(" at:")[0].partition(" mod:")[0]
        if time.type in ("DATE", "TIME") and len(head) <= _LONGEST:
            fine = grain_of(head)
            if fine and "DWEMQSHYAC".find(fine) <= "DWEMQSHYAC".find(grain):
                return head
    return "pub"


def _year_of(paragraph: Paragraph, candidate: Candidate, before: list[TimeMention]) -> str:
    """Return the year that an anniversary falls in: one named nearby in the sentence, else the present one."""
    sentence = paragraph.doc.text.rfind(".", 0, candidate.start) + paragraph.start
    for time in reversed(before):
        if time.span.start < sentence:
            break
        head = time.expression.partition(" at:")[0].partition(" mod:")[0]
        if grain_of(head) and "anniversary" not in head:
            return f"{head} 0Y"
    return "pub 0Y"


_PLAIN_UNIT = re.compile(
    r"(?:the )(?:year|month|week|day|weekend|quarter|season|decade|century)", re.IGNORECASE
)
_BEFORE_DEFINITE = re.compile(
    r"\b(?:end|beginning|start|middle|close|rest|remainder|course|half|later in|earlier in|early in|late in|"
    r"late|for|throughout|ended?|ending|finish(?:ed|ing)?|closed?|over|during) (?:of )?$",
    re.IGNORECASE,
)
_BEFORE_BARE_UNITS = re.compile(r"\b(?:for|in|over|after|within|of|recent|several) (?:the )?$", re.IGNORECASE)
_RATE_BEFORE = re.compile(
    r"(?:\d[\d.,]*(?: (?:million|billion|\w+s))?|\btimes|\bonce|\btwice|\b\w+ barrels|\b\w+s) $",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$€£¥#№]\s?$|\b(?:no|number|page|flight|route|highway|section|article|apollo|boeing|airbus)\.? $",
    re.IGNORECASE,
)


def _stands(candidate: Candidate, paragraph: Paragraph) -> bool:
    """Tell whether the surroundings let `candidate` be a time."""
    text, form = paragraph.doc.text, candidate.form
    before, words = (
        text[max(0, candidate.start - 30) : candidate.start],
        text[candidate.start : candidate.end],
    )
    if form in (
        "month",
        "weekday",
        "season",
        "holiday",
        "month day",
        "month year",
        "day month",
        "which named",
    ):
        return not is_name(paragraph, candidate)
    if form == "year":
        return is_year(paragraph, candidate)
    if form == "clock":
        return (
            any(mark in words for mark in ":.")
            and not _MONEY.search(before)
            or bool(re.search(r"\d\s?[ap]\.?m|\d{4}", words, re.IGNORECASE))
        )
    if form == "short year":
        return before[-1:] in "'’" and bool(re.search(r"(?:^|\s)['’]$", before)) and before != ""
    if form == "definite":
        return bool(_BEFORE_DEFINITE.search(before))
    if form == "units":
        return words.lower().endswith(("ago", "later", "earlier")) or bool(_BEFORE_BARE_UNITS.search(before))
    if form == "rate":
        return bool(_RATE_BEFORE.search(before))
    if form == "the part":
        return bool(re.search(r"\b(?:in|during|through|later in|earlier in) $", before))
    if form == "day only":
        return (
            bool(re.search(r"\b(?:on|of|by|until|since|from|to) $", before))
            and not text[candidate.end : candidate.end + 2].strip().isalpha()
        )
    if form == "reference":
        return _reference_stands(words.lower(), text[candidate.end : candidate.end + 20], before)
    return not _MONEY.search(before)


_GENERIC = ("future", "near future")


def _reference_stands(words: str, after: str, before: str) -> bool:
    if words in ("the past", "in the past") and re.match(r"\s+\w", after):
        return not re.match(r"\s+(?:\w+\s+)?(?:year|month|week|day|decade|hour|minute|centur|quarter)", after)
    if words == "now" and re.match(r"[- ]?\w", after) and after.startswith("-"):
        return False
    return not (words in _GENERIC and before.lower().endswith("the "))


__all__ = ["find_times", "resolve_time", "Grade"]
