"""What is due: everything told with a coming time, each with the words that tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchfloor.brief.fate import fate_of, moved_to
from watchfloor.dated import dated_spans
from watchfloor.model import Due, DueKind, Evidence, Findings, ReportId, Span

# What kind of time a sentence tells, by its words; the first that fits. All else is planned.
_KINDS: tuple[tuple[re.Pattern[str], DueKind], ...] = (
    (re.compile(r"\bcurfew\b", re.I), "curfew"),
    (re.compile(r"\b(?:ultimatum|or else|otherwise)\b", re.I), "ultimatum"),
    (
        re.compile(
            r"\b(?:deadline|no later than|at the latest|(?:must|ha(?:ve|s) to)\b.{0,200}\b(?:by|before))\b",
            re.I,
        ),
        "deadline",
    ),
    (
        re.compile(r"\b(?:hearing|trial|court|magistrates|sentenc\w+|verdict|inquest|arraign\w+)\b", re.I),
        "hearing",
    ),
    (re.compile(r"\b(?:vote[sd]?|voting|election\w*|referendum|ballot|poll(?:s|ing)?)\b", re.I), "vote"),
    (re.compile(r"\b(?:expire[sd]?|expiry|runs? out|until|ends?|lapse[sd]?)\b", re.I), "expiry"),
)
# A coming day beside none of these is one that something began or happened on by another reckoning.
_COMING = re.compile(
    r"\b(?:will|'ll|shall|would|won't|is to|are to|was to|were to|due|scheduled|set (?:to|for)|"
    r"plan(?:s|ned)?|expected|intend\w*|going to|deadline|call(?:s|ed)? (?:on|for)|ask(?:s|ed)?|urg\w+|"
    r"vow\w*|promis\w+|tomorrow|must|ends?|expires?|starts?|begins?|opens?|meets?|resumes?|returns?|"
    r"signs?|visits?|arrives?|goes|go to|takes? (?:place|effect)|comes? into force)\b",
    re.I,
)
_LIMIT = re.compile(
    r"\b(?:(?:until|till|before|no later than)\W+(?:\w+\W+){0,3}|"
    r"(?:by|from)\W+(?:(?:early|late|noon|on)\W+)*)$",
    re.I,
)
# Where a part of a sentence begins that has a predicate of its own: what was "captured the next day" is not
# ahead because a court will sit.
_PART = re.compile(
    r"[;:()“”\"\u2014\u2013]|,|\s-\s|"
    r"\b(?:after|when|while|since|which|who|whose|that|but|because|although|though|if|unless|and)\b",
    re.I,
)
_PAST = re.compile(r"\b(?:was|were|had|did|has|have|\w+ed)\b", re.I)
_VERBLESS = 6  # words of a part up to which it is taken to be the adverbial of the part before


def dues_in(report: ReportId, outlet: str | None, text: str, findings: Findings, told: str) -> Iterator[Due]:
    """Yield what a report of the day `told` tells of days after its own."""
    dated = [it for it in dated_spans(findings) if it[1] == "day"] if told else []
    for value, precision, sentence, time in dated:
        if value <= told:
            continue
        words = sentence.of(text)
        days = [day for day, _, span, _ in dated if span == sentence]
        if _is_coming(text, sentence, time, is_moved_to=moved_to(words, days) == value):
            yield Due(
                kind=next((kind for pattern, kind in _KINDS if pattern.search(words)), "planned"),
                day=value,
                precision=precision,
                evidence=Evidence(report=report, text_id=findings.text_id, span=sentence),
                outlet=outlet,
            )


def _is_coming(text: str, sentence: Span, time: Span, *, is_moved_to: bool) -> bool:
    """Tell whether a day is told as coming: not one that something is moved away from, or called off on."""
    fate = fate_of(sentence.of(text))
    if fate is not None:
        return fate == "moved" and is_moved_to
    return lies_ahead(text, sentence, time)


def lies_ahead(text: str, sentence: Span, time: Span) -> bool:
    """Tell whether what a time belongs to is told as coming, by its own part of the sentence."""
    before, after = text[sentence.start : time.start], text[time.end : sentence.end]
    if _LIMIT.search(before):
        return True
    starts = [0, *(match.end() for match in _PART.finditer(before))]
    end = next((match.start() for match in _PART.finditer(after)), len(after))
    own = before[starts[-1] :] + text[time.start : time.end] + after[:end]
    if _COMING.search(own) or not _is_adverbial(own):
        return _COMING.search(own) is not None
    if len(starts) == 1:  # "On Friday, voters go to the polls": the part after has the verb
        return _COMING.search(after) is not None
    # "They will return to court, his lawyer said, on Friday": a part before has it.
    reach = 3 if len(starts) > 2 and len(before[starts[-2] : starts[-1]].split()) <= _VERBLESS else 2
    return _COMING.search(before[starts[-reach] :]) is not None


def _is_adverbial(part: str) -> bool:
    return len(part.split()) <= _VERBLESS and not _PAST.search(part)
