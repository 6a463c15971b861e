"""Quotes: who says, believes, wants or shows what, and in which words.

Frames come from the parse (`quote_frames`), quoted runs from the marks (`quote_marks`); where they disagree
the marks win (`quote_pages`). `quote_flow` joins what goes on over sentences and paragraphs; speakers are
read from the cast at the source (`quote_speakers`).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from watchfloor.extract.actors.finder import Cast
from watchfloor.extract.article import Article
from watchfloor.extract.quotes.flow import VERBLESS, by_marks, continued, nesting, speaking
from watchfloor.extract.quotes.marks import Runs, find_runs
from watchfloor.extract.quotes.paragraph import QuotedParagraph, QuoteDraft
from watchfloor.extract.quotes.speakers import with_speakers
from watchfloor.extract.quotes.things import is_of_thing
from watchfloor.extract.quotes.word_lists import quote_words
from watchfloor.model import Quote, QuoteAct, QuoteKind, Span, TimeMention

_BY_ACT: dict[QuoteAct, float] = {
    "statement": 0.9,
    "accusation": 0.8,
    "question": 0.8,
    "denial": 0.75,
    "threat": 0.75,
    "demand": 0.7,
    "promise": 0.7,
    "intention": 0.65,
    "evidence": 0.6,
    "belief": 0.55,
}
_BY_RULE = {"phrase": 0.9, "colon": 0.75, "dash": 0.8, "noun": 0.5, "adjective": 0.6}
_BESIDE = 40  # characters from a cue to the time of saying
_STRONG = 0.7
_WITHOUT_WORDS = 0.6  # at most: what was not said, and what only names whom it is about
_UNNAMED = quote_words("unnamed of finder")


def find_quotes(article: Article, cast: Cast, times: tuple[TimeMention, ...]) -> tuple[Quote, ...]:
    """Return the attributions of an article in order, with speakers from `cast`.

    `times` are the article's time mentions: `said_time` is the index of the one that dates the saying.
    """
    spans = tuple(Span(p.start, p.start + len(p.text)) for p in article.paragraphs)
    runs = find_runs(article.text, spans)
    pages = [
        QuotedParagraph(article.text, paragraph, spans[index], runs, spans[index + 1 : index + 2])
        for index, paragraph in enumerate(article.paragraphs)
    ]
    drafts = [draft for page in pages for draft in page.drafts()]
    drafts += by_marks(article.text, pages, runs, drafts)
    known = speaking(article.text, drafts, pages)
    named = {draft.cue[0].start for draft in drafts if draft.rule in VERBLESS and draft.cue}
    drafts += [draft for page in pages for draft in page.verbless(known) if draft.cue[0].start not in named]
    drafts = continued(article.text, runs, [draft for draft in map(_solid, drafts) if draft.content])
    nested = nesting(drafts)
    quotes = tuple(_quote(article.text, runs, times, draft, within) for draft, within in nested)
    spoken = with_speakers(article, cast, quotes, [draft.addressee for draft, _ in nested])
    return tuple(_unless_thing(article, quote) for quote in spoken)


def _unless_thing(article: Article, quote: Quote) -> Quote:
    """Return a quote as a weak one where no mouth but a thing has it: "the plane promises less noise"."""
    if quote.grade == "weak" or quote.speaker is not None or not is_of_thing(article, quote):
        return quote
    return replace(quote, confidence=min(quote.confidence, _WITHOUT_WORDS), grade="weak")


def _solid(draft: QuoteDraft) -> QuoteDraft:
    """Return a draft without spans that hold no word."""
    content = tuple(span for span in draft.content if span.end > span.start)
    source = tuple(span for span in draft.source if span.end > span.start)
    return replace(draft, content=content, source=source)


def _quote(
    text: str, runs: Runs, times: tuple[TimeMention, ...], draft: QuoteDraft, within: int | None
) -> Quote:
    kind: QuoteKind = "direct" if draft.rule in VERBLESS else _kind(runs, draft.content)
    confidence = _confidence(text, draft, within, kind)
    return Quote(
        kind=kind,
        act=draft.act,
        content=draft.content,
        cue=draft.cue,
        source=draft.source,
        said_time=_said_time(draft, times),
        within=within,
        polarity="negated" if draft.negated else "asserted",
        confidence=confidence,
        grade="strong" if confidence >= _STRONG else "weak",
    )


def _kind(runs: Runs, content: tuple[Span, ...]) -> QuoteKind:
    quoted = [run for span in content for run in runs.between(span.start, span.end)]
    inside = all(
        any(run.span.contains(span) for run in runs.between(span.start, span.end)) for span in content
    )
    if inside and quoted:
        return "direct"
    return "mixed" if quoted else "indirect"


def _confidence(text: str, draft: QuoteDraft, within: int | None, kind: QuoteKind) -> float:
    """Return how often such a quote was right: shares of cues matched, read on PolNeAR's train part."""
    confidence = _BY_RULE.get(draft.rule) or _BY_ACT[draft.act]
    if kind == "direct":
        confidence += 0.05
    if draft.loose:
        confidence -= 0.2
    if draft.negated or (draft.bare and kind == "indirect"):
        confidence = min(confidence, _WITHOUT_WORDS)
    if not draft.source:
        confidence -= 0.25
    elif draft.source[0].of(text).lower() in _UNNAMED and within is None:
        confidence -= 0.3  # the writer, or an interview's parties, to each other
    return round(max(0.05, confidence - (0.1 if within is not None else 0.0)), 2)


def _said_time(draft: QuoteDraft, times: tuple[TimeMention, ...]) -> int | None:
    """Return the time that stands in the cue or right beside it, outside the content."""
    first = bisect_left(times, draft.chunk.start, key=lambda time: time.span.start)
    for index in range(first, len(times)):
        time = times[index]
        if time.span.start >= draft.chunk.end + _BESIDE:
            return None
        if time.type in ("DATE", "TIME") and not any(span.overlaps(time.span) for span in draft.content):
            return index
    return None
