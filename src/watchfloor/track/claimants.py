"""Who answers for a number: whoever is quoted with it, else who counted ("police put the crowd at 1,500")."""

from __future__ import annotations

import re

from watchfloor.model import Findings, Quote, Span

_COUNTED = re.compile(
    r"\s*+(?:,[^,.;]{1,60},\s*+)?(?:(?:has|have|had|now|later|also)\s++)*+"
    r"(?:put|puts|estimated?|estimates|counted|counts|gave|gives|placed|recorded|reported|reports|registered|"
    r"spoke of|speaks of|claimed|claims|lowered|raised|revised|corrected|cut|said|says|confirmed|announced)\b"
    r"[^.;]{0,120}$"
)
_NAMELESS = re.compile(
    r"(?:^|[;,.]|\b(?:and|but|while|whereas|though)\b)\s*(?P<who>the (?:[a-z]+ ){1,3}?|[a-z]+ )"
    r"(?:(?:has|have|had|now|later)\s+)?"
    r"(?:puts?|estimated?|estimates|counted|counts|gave|gives|placed|spoke of)\b"
    r"[^.;,]{0,60}$"
)


_SAID_BEHIND = re.compile(
    r"^[^;:.\"“”]*,\s*(?:the )?(?P<who>(?!(?:he|she|they|it|we|who|which)\b)[a-z]+(?: [a-z]+){0,2}) "
    r"(?:said|says|announced|reported)\b[^,;]{0,40}$"
)


def who_counted(findings: Findings, span: Span, text: str | None) -> str | None:
    """Return the local actor who answers for the number at `span`; None where it is the text's own.

    Without the text only quotes tell. Where quotes are nested the innermost does; a count inside somebody's
    words is the counter's ("the mayor said the police put it at 900").
    """
    innermost = _innermost_quote(findings, span)
    counter = _counter(findings, span, text) if text is not None else None
    if text is not None and nameless_counter(findings, span, text) is not None:
        return None
    if innermost is None or counter is None:
        return innermost.speaker if innermost else counter and counter[0]
    within = any(content.contains(counter[1]) for content in innermost.content)
    return counter[0] if within else innermost.speaker


def _innermost_quote(findings: Findings, span: Span) -> Quote | None:
    """Return the innermost words of somebody that hold a number; what somebody denies, nobody claims."""
    holding = [
        quote
        for quote in findings.quotes
        if quote.speaker
        and quote.act != "denial"
        and any(content.contains(span) for content in quote.content)
    ]
    return min(holding, key=lambda quote: sum(end - start for start, end in quote.content), default=None)


def nameless_counter(findings: Findings, span: Span, text: str) -> str | None:
    """Return the words for whoever counts in a clause of its own and is no actor: "port authority"."""
    sentence = next((it for it in findings.sentences if it.contains(span)), None)
    if sentence is None:
        return None
    found = _NAMELESS.search(text[sentence.start : span.start])
    if found is not None:
        counter = _counter(findings, span, text)
        named = counter is not None and counter[1].end > sentence.start + found.start()
        return None if named else found["who"].strip().removeprefix("the ")
    spoken = any(q.speaker and any(part.contains(span) for part in q.content) for q in findings.quotes)
    behind = None if spoken else _SAID_BEHIND.search(text[span.end : sentence.end])
    return behind["who"] if behind else None


def _counter(findings: Findings, span: Span, text: str) -> tuple[str, Span] | None:
    """Return who counts in the words before a number, with where that stands."""
    sentence = next((it for it in findings.sentences if it.contains(span)), None)
    if sentence is None:
        return None
    before = [
        (mention, chain.id)
        for chain in findings.actors
        for mention in chain.mentions
        if sentence.contains(mention) and mention.end <= span.start
        if _COUNTED.match(text[mention.end : span.start])
    ]
    if not before:
        return None
    mention, actor = max(before, key=lambda pair: pair[0].end)
    return actor, mention
