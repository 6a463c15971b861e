"""What is due: everything told with a coming time, each with the words that tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchfloor.brief.material import Material, published
from watchfloor.dated import dated_sentences, same_words
from watchfloor.model import Due, DueKind, Evidence, Findings

# What kind of time a sentence tells, by its words; the first that fits. All else is planned.
_KINDS: tuple[tuple[re.Pattern[str], DueKind], ...] = (
    (re.compile(r"\bcurfew\b", re.I), "curfew"),
    (re.compile(r"\b(?:ultimatum|or else|otherwise)\b", re.I), "ultimatum"),
    (
        re.compile(
            r"\b(?:deadline|no later than|at the latest|(?:must|ha(?:ve|s) to)\b.*\b(?:by|before))\b", re.I
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
    r"\b(?:will|'ll|shall|would|won't|is to|are to|was to|were to|due|scheduled|set (?:to|for)|plan\w*|"
    r"expected|intend\w*|going to|until|deadline|by|before|from|call(?:s|ed)? (?:on|for)|ask(?:s|ed)?|urg\w+|"
    r"vow\w*|promis\w+|tomorrow|next|must|ends?|expires?|starts?|begins?|opens?|meets?)\b",
    re.I,
)


def dues_of(material: Material, moment: str) -> tuple[Due, ...]:
    """Return what is due after a moment in a story, by day; what copies repeat stands once."""
    found: dict[tuple[str, str], Due] = {}
    for reading in material.readings:
        report, findings = reading.report, reading.findings
        told = published(report)[:10]
        text = material.texts.get(findings.text_id, "")
        for due in _told(report.id, report.outlet, text, findings, told):
            words = due.evidence.span.of(text)
            if due.day >= moment[: len(due.day)]:
                found.setdefault((due.day, same_words(words)), due)
    return tuple(sorted(found.values(), key=lambda due: (due.day, due.evidence.span.start)))


def _told(report: str, outlet: str | None, text: str, findings: Findings, told: str) -> Iterator[Due]:
    """Yield what a report tells of days after its own."""
    for value, precision, sentence in dated_sentences(findings):
        if precision == "day" and told and value > told and _COMING.search(words := sentence.of(text)):
            yield Due(
                kind=next((kind for pattern, kind in _KINDS if pattern.search(words)), "planned"),
                day=value,
                precision=precision,
                evidence=Evidence(report=report, text_id=findings.text_id, span=sentence),
                outlet=outlet,
            )
