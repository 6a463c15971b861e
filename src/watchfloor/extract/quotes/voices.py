"""Whose words stand between quotation marks, as far as pronouns need it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.article import Article, Paragraph
from watchfloor.extract.quotes.marks import Run, Runs, find_runs
from watchfloor.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_SAYING = frozenset(
    (
        *(
            "say",
            "tell",
            "add",
            "explain",
            "note",
            "recall",
            "write",
            "tweet",
            "argue",
            "admit",
            "ask",
            "reply",
        ),
        *("continue", "conclude", "state", "declare", "claim", "insist", "warn", "stress", "comment", "joke"),
        *("announce", "respond", "remark", "observe", "answer", "acknowledge", "confirm", "deny", "suggest"),
        *("read", "post", "shout", "quip", "recount", "emphasize", "emphasise", "assert", "describe", "call"),
        *(
            "urge",
            "vow",
            "promise",
            "complain",
            "boast",
            "caution",
            "concede",
            "contend",
            "reiterate",
            "quote",
        ),
    )
)
_NEAR = 80  # characters between a quotation mark and the verb of saying; longer ones belong to others
_SHORT = 25  # characters: a shorter run is a title or a scare quote and has no voice of its own


@dataclass(frozen=True)
class Voices:
    """The quoted runs of a text and the offset of the word that names the speaker of each."""

    runs: Runs
    speakers: Mapping[int, int]

    def run_at(self, offset: int) -> Run | None:
        """Return the run that a code point stands in, or None; short runs do not count."""
        run = self.runs.at(offset)
        return run if run is not None and run.span.end - run.span.start >= _SHORT else None

    def speaker_of(self, run: Run) -> int | None:
        """Return the text offset of the subject whose words a run gives, or None."""
        return self.speakers.get(run.span.start)


def find_voices(article: Article) -> Voices:
    """Return who speaks in which quoted run: the subject of the nearest verb of saying.

    A paragraph that is nothing but a quote goes on with the speaker before.
    """
    spans = [Span(p.start, p.start + len(p.text)) for p in article.paragraphs]
    runs = find_runs(article.text, spans)
    speakers: dict[int, int] = {}
    if not runs.all:
        return Voices(runs, speakers)
    before: int | None = None
    for paragraph, span in zip(article.paragraphs, spans, strict=True):
        for run, told in _told_in(paragraph, runs, span):
            goes_on = told is None and run.span.start <= span.start + 2
            subject = before if goes_on else told
            if subject is not None:
                speakers[run.span.start] = before = subject
    return Voices(runs, speakers)


def _told_in(paragraph: Paragraph, runs: Runs, span: Span) -> Iterator[tuple[Run, int | None]]:
    """Yield the quoted runs of a paragraph, each with its speaker as the paragraph itself tells."""
    here = runs.between(span.start, span.end)
    verbs = [token for token in paragraph.doc if _says(token, paragraph, runs)] if here else []
    for run in here:
        yield run, _nearest(run, verbs, paragraph)


def _says(token: Token, paragraph: Paragraph, runs: Runs) -> bool:
    return (
        token.lemma_ in _SAYING
        and token.pos_ in ("VERB", "AUX")
        and runs.at(paragraph.start + token.idx) is None
    )


def _subject_of(verb: Token) -> Token | None:
    """Return the subject of a verb, its own or the one it shares with the verb above."""
    own = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if own is None and verb.dep_ in ("conj", "advcl", "xcomp"):
        return next((child for child in verb.head.children if child.dep_ == "nsubj"), None)
    return own


def _nearest(run: Run, verbs: list[Token], paragraph: Paragraph) -> int | None:
    best: tuple[int, int] | None = None
    first = bisect_left(verbs, run.span.start - _NEAR, key=lambda verb: paragraph.start + verb.idx)
    last = bisect_right(verbs, run.span.end + _NEAR, key=lambda verb: paragraph.start + verb.idx)
    for verb in verbs[first:last]:
        offset = paragraph.start + verb.idx
        gap = run.span.start - offset if offset < run.span.start else offset - run.span.end
        subject = _subject_of(verb)
        if subject is not None and gap <= _NEAR and (best is None or gap < best[0]):
            best = (gap, paragraph.start + subject.idx)
    return best[1] if best else None
