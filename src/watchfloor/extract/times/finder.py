"""Times: what a text dates, kept unresolved until the day of publication is known.

`find_times` gives every expression with its meaning in the notation of extract/times/values.py;
`resolve_time` binds it to a day of publication, now or years later, from the expression alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from watchfloor.extract.article import Article, Paragraph
from watchfloor.extract.times.context import stands, tense_at
from watchfloor.extract.times.patterns import TimeCandidate, candidates, measure
from watchfloor.extract.times.pieces import calendar
from watchfloor.extract.times.values import derive, grain_of, resolve_expression
from watchfloor.model import Span, TimeMention

_FAR = 700  # characters: "the next day" reaches back no further than about two paragraphs
_SAME_DAY = 250  # characters: a bare hour belongs to a day named just before, else to the day of the report
_LONGEST = 160  # characters of an expression that others may still be anchored to
_NEAR = 80  # characters between an anniversary and its year
_LASTING = re.compile(r"\b(?:over|in|within|throughout) $", re.IGNORECASE)
_ON = re.compile(r"(?: local time)?,? ?(?:on )?(?:the )?", re.IGNORECASE)
_LEFT = re.compile(
    r"(?:\b(?:the )?(?:very |first )?(?P<edge>beginning|start|end|middle|close|turn|rest|remainder|course|"
    r"early part|latter part|last days|early days|first days|closing days|early hours) of (?:the )?"
    r"|\b(?:the )?(?P<when>early|late|mid|earlier|later)[- ](?:in )?(?:the )?"
    r"|\b(?:about|around|nearly|almost|more than|over|less than|at least|up to|just over|just under|roughly|"
    r"approximately|some)[ -](?:the )?"
    r"|\bthe )$",
    re.IGNORECASE,
)
_MODS = {
    "early": "START",
    "beginning": "START",
    "start": "START",
    "early part": "START",
    "first days": "START",
    "early days": "START",
    "mid": "MID",
    "middle": "MID",
    "late": "END",
    "end": "END",
    "close": "END",
    "latter part": "END",
    "last days": "END",
    "closing days": "END",
}
# Which way `?:` points. Without a tense a weekday lies behind (news tells what was), a date is the nearest.
_STEPS = {
    "past": ("last", "last"),
    "past thing": ("last", "behind"),
    "future": ("next", "ahead"),
    "none": ("last", "near"),
}
_AWAY = re.compile(r"ref [+-]\dY")
_GRAINS = "DWEMQHYAC"  # of the notation, from fine to coarse
_RANGED = re.compile(r" ?(?:to|and|or|through|until|till|-|–|—|,) ?(?:the )?", re.IGNORECASE)
_UNDATED = re.compile(r"pub \w+:(?P<day>\d\d(?:-\d\d)?)[1-7]?")
_DATED = re.compile(r"(?P<year>\d{4})-(?P<day>\d\d(?:-\d\d)?)$")
_SET_OF_DAYS = re.compile(r"XXXX-WXX-\d\w*")
_AND = re.compile(r"(?:,|,? (?:and|or)) ")
_SENTENCE_END = re.compile(r"[.!?]\s")


def find_times(article: Article) -> tuple[TimeMention, ...]:
    """Return the times of an article, in order of their spans, resolved as far as the article is dated."""
    found: list[TimeMention] = []
    for paragraph in article.paragraphs:
        for candidate in _chosen(paragraph):
            found.append(_mention(candidate, paragraph, found))
            _look_back(article.text, found)
    return tuple(resolve_time(time, article.context.published) for time in found)


def resolve_time(time: TimeMention, published: str | None) -> TimeMention:
    """Return `time` with its value (and derived value) bound to the day of publication."""
    if not time.expression:
        return time
    return replace(
        time,
        value=resolve_expression(time.expression, published),
        derived=derive(time.expression, published),
    )


def _chosen(paragraph: Paragraph) -> Iterator[TimeCandidate]:
    """Yield the longest candidates that do not overlap and stand the test of their context, in order."""
    taken = 0
    for candidate in sorted(candidates(paragraph.text), key=_order):
        if candidate.start >= taken and stands(candidate, paragraph):
            taken = candidate.end
            yield candidate


def _order(candidate: TimeCandidate) -> tuple[int, int, bool]:
    """Sort by place, the longest first; "a day" is a rate before it is a length of time."""
    return candidate.start, -candidate.end, candidate.form != "rate"


def _mention(candidate: TimeCandidate, paragraph: Paragraph, before: Sequence[TimeMention]) -> TimeMention:
    start, mod = candidate.start, ""
    left = _LEFT.search(paragraph.text, max(0, start - 40), start)
    if left is not None and candidate.form != "clock" and _free(left.start() + paragraph.start, before):
        start = left.start()
        mod = _MODS.get((left["edge"] or left["when"] or "").lower(), "")
    lasting = candidate.form == "which unit" and _lasting(candidate, paragraph)
    if lasting:
        return TimeMention(
            span=Span(paragraph.start + start, paragraph.start + candidate.end),
            type="DURATION",
            value="",
            expression=lasting,
            confidence=0.8,
        )
    expression = _bound(candidate, paragraph, before)
    if candidate.form == "weekday" and (weekday := _another_of_set(candidate, paragraph, before)):
        return _set(paragraph, candidate, weekday)
    if mod and " " in expression:
        expression += f" mod:{mod}"
    # "Now" and "previously" are half the inventions of a text's times (decision 5), and date nothing.
    unsure = "near:" in expression or expression.endswith("_REF")
    return TimeMention(
        span=Span(paragraph.start + start, paragraph.start + candidate.end),
        type=candidate.type,
        value="",
        expression=expression,
        confidence=0.6 if unsure else 0.9,
        grade="weak" if unsure else "strong",
    )


def _another_of_set(candidate: TimeCandidate, paragraph: Paragraph, before: Sequence[TimeMention]) -> str:
    """Return the set that a weekday goes on with ("every Tuesday and Friday"), "" where it is a day."""
    if not before or before[-1].type != "SET" or not _SET_OF_DAYS.fullmatch(before[-1].expression):
        return ""
    between = paragraph.text[max(0, before[-1].span.end - paragraph.start) : candidate.start]
    target = re.fullmatch(r"pub \S+:w(\d)", candidate.expression)
    return f"XXXX-WXX-{target[1]}" if target is not None and _AND.fullmatch(between) else ""


def _set(paragraph: Paragraph, candidate: TimeCandidate, expression: str) -> TimeMention:
    span = Span(paragraph.start + candidate.start, paragraph.start + candidate.end)
    return TimeMention(span=span, type="SET", value="", expression=expression, confidence=0.9)


def _lasting(candidate: TimeCandidate, paragraph: Paragraph) -> str:
    """Return the length of "over the next decade" and "in the last week", "" where a date is meant."""
    text = paragraph.text
    words = text[candidate.start : candidate.end].lower().split()
    running = len(words) == 3 and words[0] == "the" and words[1] in ("last", "next", "coming")
    if not running or not _LASTING.search(text, max(0, candidate.start - 12), candidate.start):
        return ""
    return measure("1", calendar("unit")[words[2]])


def _look_back(text: str, found: list[TimeMention]) -> None:
    """Let the newest mention date the one before it: "at 6 p.m. on 4 May", "the anniversary in 2021"."""
    if len(found) < 2:
        return
    before, date = found[-2], _date_of(found[-1])
    between = text[before.span.end : found[-1].span.start]
    if not date or len(between) > _NEAR or _SENTENCE_END.search(between):
        return
    if _RANGED.fullmatch(between):
        _date_range(text, found)
    head, at, hour = before.expression.partition(" at:")
    if before.type == "TIME" and at and _ON.fullmatch(between) and grain_of(date) == "D":
        named = hour.removesuffix(" mod:INTO")  # the night of a day that is named is of that day
        found[-2] = replace(before, expression=f"{date} at:{named}")
    elif head.startswith("pub 0Y anniversary:"):
        found[-2] = replace(before, expression=f"{date} 0Y {head.split(' ')[-1]}")


def _date_range(text: str, found: list[TimeMention]) -> None:
    """Give the months and days before the newest its year: "from January to March 2025"."""
    for place in range(len(found) - 2, -1, -1):
        first, second = _UNDATED.fullmatch(found[place].expression), _DATED.match(found[place + 1].expression)
        between = text[found[place].span.end : found[place + 1].span.start]
        if first is None or second is None or not _RANGED.fullmatch(between):
            return
        year = int(second["year"]) - (first["day"] > second["day"])
        found[place] = replace(found[place], expression=f"{year:04d}-{first['day']}", grade="strong")


def _free(start: int, before: Sequence[TimeMention]) -> bool:
    return not before or before[-1].span.end <= start


def _referred(expression: str, at: int, before: Sequence[TimeMention]) -> str:
    """Return an expression whose `ref` is the date that the text spoke of before position `at`."""
    hour = " at:" in expression
    grain = "D" if hour else expression[-1] if expression[-1] in _GRAINS else "M"
    expression = _reference(at, grain, before, _SAME_DAY if hour else _FAR) + expression[3:]
    return expression.replace(" 0D at:", " at:") if grain == "D" else expression


def _bound(candidate: TimeCandidate, paragraph: Paragraph, before: Sequence[TimeMention]) -> str:
    """Return the expression with its blanks filled: `?:` by tense, `ref` and `year` by the date before."""
    expression = candidate.expression
    if "?:" in expression:
        weekday, other = _STEPS[tense_at(paragraph, candidate)]
        expression = expression.replace("?:w", f"{weekday}:w").replace("?:", f"{other}:")
    if not re.search(r":\d\d-", expression):  # only days of the year can have just passed
        expression = expression.replace("ahead:", "next:").replace("behind:", "last:")
    counted = candidate.form in ("duration", "same of year") and _AWAY.fullmatch(expression)
    if counted and (date := _figured(paragraph.start + candidate.start, before)):
        return f"{date} {expression[4:-1]}y"
    if candidate.form == "day only" and tense_at(paragraph, candidate) == "future":
        expression = expression.replace("near:", "next:")  # "ends on the 15th"
    if expression.startswith("ref"):
        expression = _referred(expression, paragraph.start + candidate.start, before)
    if expression.startswith("year "):
        expression = _year_of(candidate, paragraph, before) + expression[4:]
    return expression


def _date_of(time: TimeMention) -> str:
    """Return the expression of a mention without its hour and its modifier, "" where it names no date."""
    if time.type not in ("DATE", "TIME") or "anniversary:" in time.expression:
        return ""
    head = time.expression.partition(" at:")[0].partition(" mod:")[0]
    return head if len(head) <= _LONGEST and grain_of(head) else ""


def _reference(offset: int, grain: str, before: Sequence[TimeMention], reach: int) -> str:
    """Return the date last spoken of that is at least as fine as `grain`, else the publication day."""
    for time in reversed(before):
        if offset - time.span.end > reach:
            break
        if (date := _date_of(time)) and _GRAINS.find(grain_of(date)) <= _GRAINS.find(grain):
            return date
    return "pub"


def _figured(offset: int, before: Sequence[TimeMention]) -> str:
    """Return the month or the quarter that "a year earlier" is counted from, "" where the text names none."""
    near = (_date_of(time) for time in reversed(before) if offset - time.span.end <= _SAME_DAY)
    date = next((date for date in near if date), "")
    return date if grain_of(date) in ("M", "Q", "H") else ""


def _year_of(candidate: TimeCandidate, paragraph: Paragraph, before: Sequence[TimeMention]) -> str:
    """Return the year an anniversary falls in: the one its sentence speaks of, else the present one."""
    text = paragraph.text
    sentence = max((m.end() for m in _SENTENCE_END.finditer(text, 0, candidate.start)), default=0)
    for time in reversed(before):
        if time.span.start < paragraph.start + sentence:
            break
        if date := _date_of(time):
            return date if date.endswith("Y") else f"{date} 0Y"
    return "pub 0Y"
