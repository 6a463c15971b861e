"""Pages: one paragraph with its quoted runs, which turns frames into drafts of quotes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from watchfloor.extract.actors.words import titles
from watchfloor.extract.article import Paragraph, trim
from watchfloor.extract.quotes.complements import SUBJECT, WordRange
from watchfloor.extract.quotes.cues import words_of
from watchfloor.extract.quotes.frames import PASSIVE, QuoteFrame, find_frames
from watchfloor.extract.quotes.marks import Run, Runs, inside
from watchfloor.extract.quotes.outside_marks import find_introducer, find_teller, speech_act
from watchfloor.model import QuoteAct, Span

_LOOSE = " \t\u00a0\n,.;:-–—―…\u200b"
_LONGEST_REPLY = 10  # words, with the name, of an answer without a verb
_COLON = re.compile(r":(?!\d)")  # none of "at 9:30"
_GAP = re.compile(r"[\s,:;\-–—―\u200b]*")
_LEAD = re.compile(r"[\s,]*(?:but|and|so|yet)\b[\s,]*", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]]*\s*")
_INTRODUCED = re.compile(
    r"(?: on \w+day| \w+day)? (?:that|he|she|they|there|his|her|their|it)\b", re.IGNORECASE
)
_REST = re.compile(r"[ \u00a0][^,;:—–―.!?()\n]+")
_MANNER = re.compile(
    r" (?:(?:on|in|at|during|after|before|when|while|as|by|last|this|earlier|late|early|just|and|but|or)\b"
    r"|\w+day\b|yesterday|today)",
    re.IGNORECASE,
)
_SAID_ON = re.compile(r"(?:on |late )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day (?=\w)")
_DATELINE = re.compile(
    r"[A-Z][A-Z .,'’/-]+(?:, [A-Z][a-z]+\.?(?: \d{1,2})?)?(?: \([A-Z][\w ]+\))? ?[—–―-]{1,2} ?"
)
_TAIL_NAME = re.compile(r"\s*(?P<dash>[―—–]|--?)\s*(?P<name>[A-Z@][^\n!?]{2,60}?)\.?\s*$")
_HEAD_NAME = re.compile(r"[\"“]?(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})(?P<colon>:)\s+(?=\S)")
_LATER_NAME = re.compile(
    r"(?<=[.!?”\"'’»] )(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})(?P<colon>:)\s+(?=\S)"
)
_OPENING = "\"“„«'‘`"
_NAME_BEFORE = re.compile(r"(?:^|[-–—.:] |\n)(?P<name>[A-Z][\w.'’-]*(?: (?:and |of )?[A-Z][\w.'’-]*){0,4})$")
_LONGEST_NAME = 60  # characters in marks within a source: a title, no quote
_LONGEST_SHOUT = 4  # words of a name in capitals, its title with it ("PRIME MINISTER REVE:")
_SHORTEST_TURN = 9  # tokens after which "NAME: …" is a turn in a transcript, not a label
LONGEST_LEAD = 90  # characters between a cue and the quote it introduces ("said in a statement on Friday:")


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    """An attribution in the making, in spans of the text."""

    act: QuoteAct
    head: int
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    rule: str
    speech: bool
    chunk: Span
    finite: bool = False
    loose: bool = False
    negated: bool = False
    bare: bool = False
    addressee: Span | None = None

    @property
    def order(self) -> tuple[int, int]:
        """Return where the content begins."""
        return self.content[0].start, self.head


class QuotedParagraph:
    """One paragraph with its runs: turns frames into drafts."""

    def __init__(
        self, text: str, paragraph: Paragraph, span: Span, runs: Runs, following: Sequence[Span]
    ) -> None:
        self.text, self.paragraph, self.span, self.runs = text, paragraph, span, runs
        self.following = following
        self.sentences = self._sentences()
        self.starts = [sentence.start for sentence in self.sentences]

    def _sentences(self) -> list[Span]:
        """Return the sentences, joined where a run goes over their edge."""
        joined: list[Span] = []
        for sentence in self.paragraph.doc.sents:
            span = self.paragraph.span(sentence)
            run = self.runs.at(span.start)
            if joined and run is not None and run.span.start < span.start:
                joined[-1] = Span(joined[-1].start, span.end)
            else:
                joined.append(span)
        return joined

    def sentence(self, offset: int) -> Span:
        """Return the sentence that holds a code point."""
        return self.sentences[max(0, bisect_right(self.starts, offset) - 1)]

    def drafts(self) -> Iterator[QuoteDraft]:
        """Return the drafts of the paragraph."""
        frames = list(find_frames(self.paragraph.doc))
        heads = sorted(self.at(frame.head) for frame in frames if frame.speech)
        for frame in frames:
            draft = self._draft(frame, heads)
            if draft is not None and draft.content:
                yield draft

    def verbless(self, known: frozenset[str]) -> Iterator[QuoteDraft]:
        """Return the words that a name with a colon, or a dash and a name, gives to somebody."""
        text, span = self.text, self.span
        turns = list(self._turns(known))
        for place, turn in enumerate(turns, start=1):
            source, colon = Span(*turn.span("name")), Span(*turn.span("colon"))
            end = turns[place].start("name") if place < len(turns) else span.end
            content = _tidy(text, Span(turn.end(), end), self.runs)
            yield QuoteDraft(
                "statement",
                colon.start,
                (colon,),
                (source,),
                (content,),
                "colon",
                speech=True,
                chunk=Span(source.start, colon.end),
            )
        last = self.runs.at(span.end - 1) or next(reversed(self.runs.between(span.start, span.end)), None)
        if last is None or last.span.end >= span.end:
            return
        tail = _TAIL_NAME.match(text, last.span.end, span.end)
        if tail and last.span.start - span.start < 3:
            source, dash = Span(*tail.span("name")), Span(*tail.span("dash"))
            yield QuoteDraft(
                "statement",
                dash.start,
                (dash,),
                (source,),
                (last.span,),
                "dash",
                speech=True,
                chunk=Span(dash.start, source.end),
            )

    def _turns(self, known: frozenset[str]) -> Iterator[re.Match[str]]:
        """Return the names with a colon that begin the paragraph, or what is said after another's turn."""
        head = _HEAD_NAME.match(self.text, self.span.start, self.span.end)
        if head is None or not self._speaks(head["name"], known):
            return
        yield head
        for later in _LATER_NAME.finditer(self.text, head.end(), self.span.end):
            if self.runs.at(later.start("name")) is None and self.text[later.end()] in _OPENING:
                yield later

    def beside(self, run: Run) -> QuoteDraft | None:
        """Return the attribution of a run by the words right after it ("…," said Smith, a lawyer)."""
        doc = self.paragraph.doc
        after = self.paragraph.tokens(Span(run.span.end, self.span.end))
        told = find_teller(after) if after is not None else None
        if told is None:
            return self._introduced(run)
        verb, words = told
        act, cue, source = speech_act(doc[verb]), self.words((verb, verb + 1)), self._source(words)
        chunk = Span(min(cue.start, source.start), max(cue.end, source.end))
        draft = QuoteDraft(
            act, cue.start, (cue,), (source,), (), "verb", speech=True, chunk=chunk, finite=True
        )
        return replace(draft, content=self._quoted_before(draft, run, self.sentence(run.span.start)))

    def _introduced(self, run: Run) -> QuoteDraft | None:
        """Return the attribution of a run by the words right before it ("Smith replied: “…”")."""
        sentence = self.sentence(run.span.start)
        before = self.paragraph.tokens(Span(max(sentence.start, run.span.start - 120), run.span.start))
        told = find_introducer(before) if before is not None and sentence.start < run.span.start else None
        if told is None:
            return self._after_name(run)
        verb, words = told
        cue, source = self.words((verb, verb + 1)), self._source(words)
        chunk = Span(min(cue.start, source.start), max(cue.end, source.end))
        act = speech_act(self.paragraph.doc[verb])
        return QuoteDraft(
            act, cue.start, (cue,), (source,), (run.span,), "verb", speech=True, chunk=chunk, finite=True
        )

    def _after_name(self, run: Run) -> QuoteDraft | None:
        """Return the attribution of a run by a name and a colon before it."""
        colon = run.span.start - 1
        while colon >= 0 and self.text[colon].isspace():
            colon -= 1
        if colon < 0 or self.text[colon] != ":":
            return None
        name = _NAME_BEFORE.search(self.text, max(0, colon - 60), colon)
        if name is None or colon <= self.span.start:
            return None
        source, cue = Span(*name.span("name")), Span(colon, colon + 1)
        chunk = Span(source.start, colon + 1)
        return QuoteDraft(
            "statement", colon, (cue,), (source,), (run.span,), "colon", speech=True, chunk=chunk
        )

    def colon_name(self) -> str | None:
        """Return the last word of what stands before a colon at the paragraph's beginning."""
        head = _HEAD_NAME.match(self.text, self.span.start, self.span.end)
        return head["name"].split()[-1] if head else None

    def _speaks(self, name: str, known: frozenset[str]) -> bool:
        """Tell whether the words before a colon name somebody, or something that tells."""
        words = name.split()
        if name.lower() in words_of("headings") or words[-1] in known:
            return True
        shouted = name.isupper() and len(words) <= _LONGEST_SHOUT and len(name) > 3
        told = self._tells((Span(self.span.start + len(name), self.span.end),))
        if shouted and not told and len(self.paragraph.doc) > _LONGEST_REPLY:
            return False  # a caption: "MARLO: Ann Roe on the shore of the lagoon"
        if any(token.ent_type_ == "PERSON" for token in self.paragraph.doc[: len(words)]):
            return True
        titled = len(words) > 1 and not titles().keys().isdisjoint((words[0].lower(), words[0].lower() + "."))
        return shouted and (titled or len(self.paragraph.doc) >= _SHORTEST_TURN)

    def at(self, index: int) -> int:
        """Return where a token begins in the text."""
        return self.paragraph.start + self.paragraph.doc[index].idx

    def _source(self, words: WordRange) -> Span:
        """Return a source's span without a dateline before it."""
        start, end = trim(self.text, self.words(words))
        dateline = _DATELINE.match(self.text, start, end)
        for run in self.runs.between(start + 1, end):
            if run.span.end > end or run.span.end - run.span.start > _LONGEST_NAME:
                end = trim(self.text, Span(start, run.span.start)).end
                break
        return Span(dateline.end() if dateline and dateline.end() < end else start, end)

    def words(self, words: WordRange) -> Span:
        """Return a range of tokens as a span of the text."""
        doc = self.paragraph.doc
        last = doc[words[1] - 1]
        return Span(self.at(words[0]), self.paragraph.start + last.idx + len(last.text))

    def _draft(self, frame: QuoteFrame, heads: list[int]) -> QuoteDraft | None:
        head = self.at(frame.head)
        cue = self.words(frame.cue)
        source = self._source(frame.source) if frame.source is not None else None
        begin = self._begin(self.sentence(cue.start))
        if source is not None and source.end <= begin < cue.start <= begin + _LONGEST_NAME:
            source = self._trimmed(Span(begin, cue.start))  # the parse took the dateline's town
        if source is not None and source.overlaps(cue):
            source = None
        if source is None and frame.speech and not frame.passive:
            source = self._source_by_order(frame, cue)
        chunk = _chunk(self.text, cue, source, heads)
        draft = QuoteDraft(
            act=frame.act,
            head=head,
            cue=(cue,),
            source=(source,) if source else (),
            content=(),
            rule=frame.kind,
            speech=frame.speech,
            chunk=chunk,
            finite=frame.finite,
            loose=frame.loose,
            negated=frame.negated,
            bare=frame.bare,
            addressee=self.words(frame.addressee) if frame.addressee is not None else None,
        )
        inside = self.runs.at(head)
        if inside is not None:
            return self._inside(frame, draft, inside)
        if frame.kind == "phrase":
            return replace(draft, content=self._around(chunk))
        content = self._content(frame, draft, heads)
        told = bool(frame.content) or self._tells(content)
        return replace(draft, content=content, bare=draft.bare or not told)

    def _trimmed(self, span: Span) -> Span | None:
        tidy = _tidy(self.text, span, self.runs)
        return tidy if tidy.end > tidy.start else None

    def _source_by_order(self, frame: QuoteFrame, cue: Span) -> Span | None:
        """Return the name after a cue that follows a quoted run, where the parse gave it none."""
        run = self._run_before(cue, self.sentence(cue.start))
        after = self.paragraph.tokens(Span(run.span.end, self.span.end)) if run is not None else None
        told = find_teller(after) if after is not None else None
        return self._source(told[1]) if told is not None and told[0] == frame.head else None

    def _inside(self, frame: QuoteFrame, draft: QuoteDraft, run: Run) -> QuoteDraft | None:
        """Return an attribution that stands inside a quoted run, where it is a plain one of others' words."""
        if not frame.speech or not frame.content or not draft.source or frame.kind != "verb":
            return None
        if draft.source[0].of(self.text).lower() in ("i", "we", "you", "it"):
            return None
        content = tuple(
            Span(max(span.start, run.span.start), min(span.end, run.span.end))
            for span in map(self.words, frame.content)
        )
        content = tuple(
            trimmed for span in content if (trimmed := _tidy(self.text, span, self.runs)).end > trimmed.start
        )
        return replace(draft, content=content)

    # -------------------------------------------------------------------------------------- content

    def _content(self, frame: QuoteFrame, draft: QuoteDraft, heads: list[int]) -> tuple[Span, ...]:
        sentence = self.sentence(draft.head)
        if frame.speech and not frame.passive:
            before = self._run_before(draft.chunk, sentence)
            anew = before is not None and self._anew(before, draft)
            if before is not None and not anew and not self._title(before, sentence, frame):
                return self._quoted_before(draft, before, sentence)
        if frame.content:
            return self._told(frame, draft, sentence)
        if not frame.speech or frame.passive:
            return ()
        return self._beside_speech(draft, frame, sentence, heads)

    def _told(self, frame: QuoteFrame, draft: QuoteDraft, sentence: Span) -> tuple[Span, ...]:
        """Return the words of a frame's clauses or phrases, as far as they are the speaker's."""
        spans = [self._cut(self.words(words), draft) for words in frame.content]
        spans = [_tidy(self.text, self._whole(s, draft), self.runs) for s in spans]
        said_on = _SAID_ON.match(self.text, spans[0].start, spans[0].end)
        if said_on and spans[0].start - draft.cue[0].end in (0, 1):
            spans[0] = Span(said_on.end(), spans[0].end)
        if frame.kind == "verb" and not frame.passive and spans[-1].start >= draft.cue[0].end:
            spans[-1] = self._reaching(spans[-1], draft, sentence)
        return tuple(span for span in spans if span.end > span.start)

    def _beside_speech(
        self, draft: QuoteDraft, frame: QuoteFrame, sentence: Span, heads: list[int]
    ) -> tuple[Span, ...]:
        """Return what is said beside a verb of speech that has no clause: quoted, introduced, around it."""
        after = self._runs_after(draft.chunk, sentence, heads)
        if after:
            return after
        if self._introduces(draft.chunk, sentence):
            return (_tidy(self.text, Span(draft.chunk.end, sentence.end), self.runs),)
        if any(child.tag_ == "WP" for child in self.paragraph.doc[frame.head].lefts):
            return ()  # "police in helmets, who responded with gas": what somebody did about it
        chunk = _with_as(self.text, draft.chunk)
        if self._parenthetical(chunk, sentence):
            return self._around(chunk, self.words(frame.clause) if frame.clause else None)
        return ()

    def _tells(self, spans: tuple[Span, ...]) -> bool:
        """Tell whether words hold a clause or a quoted run: "On Monday, officers responded" holds nothing."""
        if any(self.runs.between(span.start, span.end) for span in spans):
            return True
        inside = [words for span in spans if (words := self.paragraph.tokens(span)) is not None]
        return any(
            word.dep_ in SUBJECT | PASSIVE and word.head.pos_ in ("VERB", "AUX")
            for words in inside
            for word in words
        )

    def _run_before(self, chunk: Span, sentence: Span) -> Run | None:
        """Return the run that ends right before a chunk."""
        end = chunk.start
        while end > self.span.start and self.text[end - 1] in " \t\u00a0,-–—―\u200b":
            end -= 1
        run = self.runs.at(end - 1) if end > self.span.start else None
        if run is None or run.span.end != end:
            return None
        inner = inside(self.text, run.span)[-1:] or " "
        outer = self.text[run.span.end : run.span.end + 1]
        return run if inner in ",.!?…-—–" or outer in ",-—–" or run.span.start <= sentence.start else None

    def _begin(self, sentence: Span) -> int:
        """Return where a sentence's own words begin, after a dateline."""
        dateline = _DATELINE.match(self.text, sentence.start, sentence.end)
        return dateline.end() if dateline else sentence.start

    def _anew(self, run: Run, draft: QuoteDraft) -> bool:
        """Tell whether a chunk after a full stop begins a sentence of its own ("…” He did not explain.")."""
        stopped = inside(self.text, run.span).endswith(".") and bool(draft.source)
        return stopped and draft.source[0].start == draft.chunk.start and draft.chunk.start < draft.head

    def _title(self, run: Run, sentence: Span, frame: QuoteFrame) -> bool:
        """Tell whether a run before a chunk is a name in marks, the words said standing after the cue."""
        if not frame.content or frame.content[0][0] < frame.head:
            return False
        if inside(self.text, run.span).endswith((".", "?", "!")):
            return True
        return run.span.start > sentence.start and len(run.span.of(self.text).split()) <= 6

    def _quoted_before(self, draft: QuoteDraft, run: Run, sentence: Span) -> tuple[Span, ...]:
        start = min(run.span.start, self._begin(sentence))
        spans = [_tidy(self.text, Span(start, run.span.end), self.runs)]
        gap = _GAP.match(self.text, draft.chunk.end)
        position = gap.end() if gap else draft.chunk.end
        comma = (
            "," in self.text[draft.chunk.end - 1 : position] or "—" in self.text[draft.chunk.end : position]
        )
        lead = _LEAD.match(self.text, draft.chunk.end)
        at = lead.end() if lead else position
        following = self.runs.at(at) if at < self.span.end else None
        if comma and following is not None and following.span.start == at:
            first = position if lead else at
            spans.append(_tidy(self.text, Span(first, following.span.end), self.runs))
        return tuple(spans)

    def _runs_after(self, chunk: Span, sentence: Span, heads: list[int]) -> tuple[Span, ...]:
        """Return what stands in marks after a chunk that introduces it."""
        following = self.runs.between(chunk.end, sentence.end)
        if not following:
            return self._after_colon(chunk, sentence)
        first = following[0]
        between = self.text[chunk.end : first.span.start]
        if len(between) > LONGEST_LEAD or _holds_one(heads, chunk.end, first.span.start):
            return ()
        if between.strip() and not re.search(r"(?:[,:]|\bthat)\s*$", between):
            return ()
        last = first
        for run in following[1:]:
            if _holds_one(heads, last.span.end, run.span.start):
                break
            last = run
        start = first.span.start
        that = re.search(r"\bthat\s*$", between)
        if that:
            start = chunk.end + that.start()
        return (_tidy(self.text, Span(start, last.span.end), self.runs),)

    def _after_colon(self, chunk: Span, sentence: Span) -> tuple[Span, ...]:
        """Return the words after a colon: of the sentence, or the next paragraph after a last colon."""
        rest = self.text[chunk.end : self.span.end]
        found = _COLON.search(rest)
        if found is None or found.start() > LONGEST_LEAD or SENTENCE_END.search(rest[: found.start()]):
            return ()
        colon = found.start()
        if rest[colon + 1 :].strip():
            end = max(sentence.end, chunk.end + colon + 1)
            return (_tidy(self.text, Span(chunk.end + colon + 1, end), self.runs),)
        return tuple(_tidy(self.text, span, self.runs) for span in self.following)

    def _parenthetical(self, chunk: Span, sentence: Span) -> bool:
        """Tell whether a chunk stands between commas, or after one at the end: "..., he said."."""
        before = self.text[sentence.start : chunk.start].rstrip()
        if not before:
            return chunk.start < sentence.end and self.text[chunk.end : chunk.end + 1] == ","
        return before.endswith((",", "-", "–", "—", "―")) and len(before) > 8

    def _introduces(self, chunk: Span, sentence: Span) -> bool:
        """Tell whether the words right after a chunk are what it tells, for all that the parse says."""
        return bool(_INTRODUCED.match(self.text, chunk.end, sentence.end))

    def _around(self, chunk: Span, clause: Span | None = None) -> tuple[Span, ...]:
        """Return the sentence, from `clause` on where the parse knows it, without the chunk."""
        sentence = self.sentence(chunk.start)
        begin = min(max(self._begin(sentence), clause.start if clause else 0), chunk.start)
        before = _tidy(self.text, Span(begin, chunk.start), self.runs)
        after_start = chunk.end
        after = Span(after_start, after_start)
        if self.text[chunk.end : chunk.end + 1] in (",", "―", "—", "–") or before.end <= before.start:
            after = _tidy(self.text, Span(after_start, max(after_start, sentence.end)), self.runs)
        return tuple(span for span in (before, after) if span.end - span.start > 1)

    def _reaching(self, span: Span, draft: QuoteDraft, sentence: Span) -> Span:
        """Return a content span with the words up to the next comma, where they tell not how it was said."""
        rest = _REST.match(self.text, span.end, sentence.end)
        if rest is None or _MANNER.match(self.text, span.end, sentence.end):
            return span
        grown = _tidy(self.text, self._whole(Span(span.start, rest.end()), draft), self.runs)
        return span if any(grown.overlaps(own) for own in (*draft.cue, *draft.source)) else grown

    def _cut(self, span: Span, draft: QuoteDraft) -> Span:
        """Return a content span without the cue's words."""
        for own in (*draft.cue, *draft.source):
            if span.overlaps(own):
                if own.start <= span.start:
                    span = Span(min(own.end, span.end), span.end)
                elif own.end >= span.end or own.start - span.start >= span.end - own.end:
                    span = Span(span.start, own.start)
                else:
                    span = Span(own.end, span.end)
        return span

    def _whole(self, span: Span, draft: QuoteDraft) -> Span:
        """Return a span grown over the runs that it cuts, but never over the cue or the source."""
        start, end = span
        for offset in (start, max(start, end - 1)):
            run = self.runs.at(offset)
            if run is None:
                continue
            if not any(run.span.overlaps(own) for own in (*draft.cue, *draft.source)):
                start, end = min(start, run.span.start), max(end, run.span.end)
        following = self.runs.at(end) if end < self.span.end else None
        if (
            following is not None
            and following.span.start == end
            and not any(following.span.overlaps(own) for own in (*draft.cue, *draft.source))
        ):
            end = following.span.end
        return Span(start, end)


# ---------------------------------------------------------------------------------------- whole articles


def _chunk(text: str, cue: Span, source: Span | None, heads: Sequence[int]) -> Span:
    """Return the cue with its source where they stand together, no other cue between them."""
    if source is None:
        return cue
    first, last = min(cue.end, source.end), max(cue.start, source.start)
    if len(text[first:last]) > 120 or _holds_one(heads, first, last):
        return cue
    return Span(min(cue.start, source.start), max(cue.end, source.end))


def _holds_one(heads: Sequence[int], first: int, last: int) -> bool:
    """Tell whether one of the heads, in order, stands in a range of the text."""
    at = bisect_left(heads, first)
    return at < len(heads) and heads[at] < last


def _with_as(text: str, chunk: Span) -> Span:
    """Return a chunk with the "as" before it ("as he said")."""
    lead = text[max(0, chunk.start - 4) : chunk.start].lower()
    if lead.strip() == "as" or lead.endswith((" as ", "\nas ", ",as ")):
        return Span(chunk.start - 3, chunk.end)
    return chunk


def _tidy(text: str, span: Span, runs: Runs) -> Span:
    """Return a span without loose punctuation at its edges; what stands inside marks stays."""
    start, end = trim(text, span)
    while start < end and text[start] in _LOOSE and runs.at(start) is None:
        start += 1
    while end > start and text[end - 1] in _LOOSE and runs.at(end - 1) is None:
        end -= 1
    return Span(start, end)
