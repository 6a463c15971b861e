"""Events: who did what to whom, as PLOVER codes it, by a trigger lexicon over the dependency parse."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.actors.finder import Cast
from watchfloor.extract.article import Article, Paragraph, trim
from watchfloor.extract.clauses import Clause
from watchfloor.extract.events.anaphora import Pairs, pair_meant, pairs_named
from watchfloor.extract.events.claims import claimed_in
from watchfloor.extract.events.contexts import contexts_of
from watchfloor.extract.events.counts import tie_quantities
from watchfloor.extract.events.crowds import tie_crowds
from watchfloor.extract.events.domains import fields_of, is_plot, loose_fields_of
from watchfloor.extract.events.doubts import Case, doubts
from watchfloor.extract.events.evidence import EventEvidence
from watchfloor.extract.events.forces import force_place, lend_place
from watchfloor.extract.events.frames import EventFrame
from watchfloor.extract.events.index import MentionIndex, QuoteIndex, index_mentions
from watchfloor.extract.events.judge import JudgedEvent, judge, tell
from watchfloor.extract.events.later import Later, lend_settings, told_later
from watchfloor.extract.events.lexicon import standing
from watchfloor.extract.events.mishaps import as_mishap
from watchfloor.extract.events.naming import Naming, parties
from watchfloor.extract.events.natural import coded_happenings
from watchfloor.extract.events.reading import Coded, code_sentence
from watchfloor.extract.events.refusals import DropReason, drop
from watchfloor.extract.events.setting import about, setting_of
from watchfloor.extract.events.slots import is_deed
from watchfloor.extract.events.standing import Party
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.clauses import Mentioned, Predicate, Sentence, clause_of
from watchfloor.extract.lang.en.labels import mark_actors, mark_towns
from watchfloor.extract.lang.en.words import clause_words
from watchfloor.model import (
    ActorChain,
    CodingRule,
    EventMention,
    EventType,
    PlaceMention,
    Quantity,
    Quote,
    Span,
    TimeMention,
)
from watchfloor.plover import type_facts

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_TAKING = frozenset({"arms", "taking"})  # verbs whose object may be a town
_CHARGES = event_words("charges")
_SIGNED = frozenset({"sign", "ratify", "initial"})
_LEAD = 2  # sentences of the first paragraph that tell the news
_FEWEST_WORDS = 6  # below which a paragraph is a dateline or a label
_CLOCK = re.compile(r"T\d\d:\d\d")
_WIDTH = {10: 0, 8: 1, 7: 1, 4: 2}  # by the characters of a value: a day, a week, a month, a year
_PRECISION = {"point": 0, "town": 1, "region": 2, "country": 3}
_BODIES = frozenset({"GPE", "NORP", "ORG", "LOC", "FAC"})
_SHARED = 4  # clauses up, to the subject that a verb shares
_QUOTE_MARKS = frozenset('"“”„«»')


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the other finders know of the article."""

    article: Article
    cast: Cast
    times: tuple[TimeMention, ...]
    places: tuple[PlaceMention, ...]
    index: MentionIndex
    contents: QuoteIndex
    chains: dict[str, ActorChain]
    pairs: Pairs


def find_events(
    article: Article,
    cast: Cast,
    *,
    quotes: tuple[Quote, ...],
    times: tuple[TimeMention, ...],
    places: tuple[PlaceMention, ...],
    quantities: tuple[Quantity, ...],
) -> tuple[tuple[EventMention, ...], tuple[Quantity, ...]]:
    """Return the events of an article in order, and the quantities tied to them."""
    index = index_mentions(article, times, places)
    chains = {chain.id: chain for chain in cast.chains}
    _mark_towns(article, places, index, cast)
    _mark_actors(article, cast)
    pairs = pairs_named(article, cast)
    scene = _Scene(article, cast, times, places, index, QuoteIndex(quotes), chains, pairs)
    docs = [paragraph.doc for paragraph in article.paragraphs]
    fields = zip(fields_of(docs), loose_fields_of(docs), strict=True)
    lead = _lead(article)
    events: list[EventMention] = []
    told: list[Later] = []
    forces: list[int] = []
    seen: set[str] = set()
    for paragraph, (field, loose) in zip(article.paragraphs, fields, strict=True):
        for sentence, here, following in _sentences(scene, paragraph, lead=paragraph is lead):
            coded = [] if _is_repeated(sentence, seen) else _coded(sentence, following, field)
            events += [_mention(scene, paragraph, here, item, loose, beside=len(coded)) for item in coded]
            told += told_later(paragraph, sentence, here, times)
            forces += [place for place in [force_place(here)] if place is not None]
    ordered = sorted(events, key=lambda event: (event.trigger[0], event.type))
    settled = lend_place(lend_settings(ordered, told, times), forces, places)
    return settled, tie_crowds(article, settled, tie_quantities(article, settled, quantities))


def _mark_towns(article: Article, places: tuple[PlaceMention, ...], index: MentionIndex, cast: Cast) -> None:
    """Tell the parse which names are places ("captured Goma"), whatever its own labels say."""
    chains = {chain.id: chain for chain in cast.chains}
    heads: dict[int, list[int]] = defaultdict(list)
    for (start, _), found in index.places.items():
        heads[start] += [head.i for position, head in found if _is_town(places[position], head, cast, chains)]
    for paragraph in article.paragraphs:
        mark_towns(paragraph.doc, heads[paragraph.start])


def _mark_actors(article: Article, cast: Cast) -> None:
    """Tell the parse which words mean which actor, so that no pronoun is taken for another by its clause."""
    meant: dict[int, dict[int, ActorChain]] = defaultdict(dict)
    for chain in cast.chains:
        for mention in chain.mentions:
            paragraph = article.paragraph_at(mention.start)
            words = paragraph.tokens(mention) if paragraph is not None else None
            if paragraph is not None and words is not None:
                meant[paragraph.start][words.root.i] = chain
    for paragraph in article.paragraphs:
        mark_actors(paragraph.doc, meant[paragraph.start])


def _is_town(place: PlaceMention, head: Token, cast: Cast, chains: dict[str, ActorChain]) -> bool:
    known = chains.get(cast.at(place.span) or "")
    taken = head.dep_ in ("dobj", "nsubjpass", "advmod") and standing(head.head.lemma_.lower()) & _TAKING
    met = head.dep_ == "pobj" and head.head.lower_ == "of" and is_deed(head.head.head)
    sure = place.grade == "strong" or not head.ent_type_ or bool(taken) or met
    return sure and (known is None or known.kind != "person")


def _lead(article: Article) -> Paragraph | None:
    """Return the paragraph that tells the news: the first that is more than a dateline or a label."""
    return next((p for p in article.paragraphs if len(p.doc) >= _FEWEST_WORDS), None)


def _sentences(
    scene: _Scene, paragraph: Paragraph, *, lead: bool
) -> Iterator[tuple[TokenSpan, Sentence, TokenSpan | None]]:
    """Yield the sentences of a paragraph, what is known of each, and the one after it."""
    sentences = list(paragraph.doc.sents)
    for position, sentence in enumerate(sentences):
        here = _sentence(scene, paragraph, sentence, lead=lead and position < _LEAD)
        yield sentence, here, sentences[position + 1] if position + 1 < len(sentences) else None


def _is_repeated(sentence: TokenSpan, seen: set[str]) -> bool:
    """Tell a long sentence that stood in the article before, like one caption under many pictures.

    So is the caption of a film beside it, which is told elsewhere ("0:24 Police find a body Pause").
    """
    words = sentence.text.strip()
    repeated = len(sentence) >= _FEWEST_WORDS and words in seen
    seen.add(words)
    return repeated or _PLAYER.fullmatch(words) is not None


_PLAYER = re.compile(
    r"\d{1,2}:\d{2}\s.*\b(?:Pause|Play|Now Playing)|(?:Video|Audio) \(\d{1,2}:\d{2}\).*", re.DOTALL
)


def _coded(sentence: TokenSpan, following: TokenSpan | None, field: str | None) -> list[Coded]:
    """Return what a sentence tells of: what happens without a doer first, then what somebody does."""
    natural = coded_happenings(sentence, following) if field not in ("sport", "arts") else []
    taken = frozenset(i for item in natural for i in (*item.harms, *(t.i for t in item.frame.words)))
    told = natural + [as_mishap(item) for item in code_sentence(sentence, field, taken=taken)]
    return [item for item in told if not _is_plot(item) and not _is_retort(item.frame)]


def _is_retort(frame: EventFrame) -> bool:
    """Tell words that were shot back from shots: they stand beside what was said, and hit nobody."""
    trigger = frame.trigger
    back = any(child.lower_ == "back" for child in trigger.children)
    if not back or frame.targets or trigger.pos_ != "VERB":
        return False
    said = any(child.dep_ == "ccomp" for child in trigger.children)
    return said or any(token.text in _QUOTE_MARKS for token in trigger.sent)


def _is_plot(item: Coded) -> bool:
    """Tell what happens in a story that is told of ("in the film, a gunman shoots")."""
    plot = is_plot(item.frame.anchor)
    if plot:
        drop(item.frame.trigger, item.frame.entry, DropReason.PLOT)
    return plot


def _sentence(scene: _Scene, paragraph: Paragraph, sentence: TokenSpan, *, lead: bool) -> Sentence:
    """Return what the other finders know of a sentence."""
    times = [
        Mentioned(
            index,
            head,
            _WIDTH.get(len(scene.times[index].value[:10]), 1),
            clock=bool(_CLOCK.search(scene.times[index].value)),
        )
        for index, head in scene.index.times_beside(paragraph, sentence[0])
        if scene.times[index].type in ("DATE", "TIME")
        and (lead or not _is_bare_clock(scene, scene.times[index]))
        and scene.times[index].derived is None
        and "anniversary" not in scene.times[index].expression
    ]
    durations = [
        Mentioned(index, head, 0)
        for index, head in scene.index.times_beside(paragraph, sentence[0])
        if scene.times[index].type == "DURATION"
    ]
    places = [
        Mentioned(index, head, _PRECISION[scene.places[index].precision])
        for index, head in scene.index.places_beside(paragraph, sentence[0])
        if not (_is_person(scene, scene.places[index]) or _is_street(scene, index))
    ]
    return Sentence(times, places, durations, lead, is_deed)


def _is_bare_clock(scene: _Scene, time: TimeMention) -> bool:
    """Tell an hour that no day stands beside: later in a text it is of the day that is told of there."""
    return time.type == "TIME" and _DAY_TOLD.search(time.span.of(scene.article.text)) is None


_DAY_TOLD = re.compile(
    r"(?<!mid)day\b|(?<!mid)night|morning|evening|afternoon|tomorrow|dawn|\d{4}"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
    re.IGNORECASE,
)


def _is_street(scene: _Scene, index: int) -> bool:
    """Tell a street that bears a town's name ("in the 9500 block of South Loomis")."""
    start = scene.places[index].span.start
    return _BLOCK.search(scene.article.text[max(0, start - _BEFORE_A_STREET) : start]) is not None


_BLOCK = re.compile(r"\bblock of (?:(?:North|South|East|West|[NSEW]\.?) )?$")
_BEFORE_A_STREET = 24  # characters


def _is_person(scene: _Scene, place: PlaceMention) -> bool:
    """Tell a name that the cast knows as a person's ("Lena Marsh")."""
    known = scene.chains.get(scene.cast.at(place.span) or "")
    if known is None or known.kind != "person":
        return False
    return bool(known.roles) or len(known.mentions) > 1


def _mention(
    scene: _Scene, paragraph: Paragraph, here: Sentence, item: Coded, field: str | None, *, beside: int
) -> EventMention:
    sentence = item.frame.trigger.sent
    frame = item.frame
    sides = _sides(scene, paragraph, item)
    trigger = tuple(paragraph.span(token) for token in frame.words)
    predicate, clause = _clause_of(item, here, paragraph)
    clause = clause_of(predicate, here, paragraph.span)
    setting = setting_of(
        frame,
        predicate,
        clause,
        here,
        modality=item.modality,
        asserted=item.reading.polarity == "asserted",
    )
    case = Case(
        item,
        _cast_as(scene, paragraph, frame.sources),
        _cast_as(scene, paragraph, frame.targets),
        field,
    )
    against = doubts(case) if type_facts(item.type).manner != "natural" else ()
    attributed = scene.contents.innermost(trigger[0])
    judgement = judge(
        EventEvidence(
            case,
            clause,
            setting,
            sides.sources,
            sides.targets,
            hidden=sides.hidden,
            doubts=against,
            beside=beside,
            attributed=attributed is not None,
        )
    )
    tell(JudgedEvent(trigger[0].start, item.type, judgement))
    return EventMention(
        type=item.type,
        mode=(item.means or frame.entry.mode) if item.type is frame.entry.type else None,
        trigger=trigger,
        sentence=trim(scene.article.text, paragraph.span(sentence)),
        source=sides.sources,
        target=sides.targets,
        source_spans=sides.source_spans,
        target_spans=sides.target_spans,
        about=about(paragraph, frame),
        place=setting.place,
        time=setting.time,
        since=setting.since,
        recent=setting.recent,
        polarity="asserted" if item.type is EventType.REJECT else item.reading.polarity,
        modality=item.modality,
        contexts=contexts_of(item),
        attributed_to=claimed_in(frame, trigger[0], scene.contents, modality=item.modality),
        rule=_rule(item),
        doubts=(*against, *judgement.doubts),
        confidence=judgement.confidence,
        grade=judgement.grade,
    )


@dataclass(frozen=True, slots=True)
class _Sides:
    """Who does and who suffers: ids of the cast and spans; `hidden` tells that a name stood behind one."""

    sources: tuple[str, ...]
    source_spans: tuple[Span, ...]
    targets: tuple[str, ...]
    target_spans: tuple[Span, ...]
    hidden: bool


def _sides(scene: _Scene, paragraph: Paragraph, item: Coded) -> _Sides:
    """Return who takes part in an event, with whom other sentences name: "the two countries"."""
    frame, crime = item.frame, _is_crime(item)
    naming = Naming(scene.article.text, scene.cast, scene.chains, paragraph, frame.trigger, crime)
    sources, source_spans, of_source = parties(naming, naming.doers(frame), doing=True)
    targets, target_spans, of_target = parties(naming, frame.targets, alone=not frame.sources)
    targets = _but_the_doer(naming, frame, sources, targets)
    pair = pair_meant(scene.pairs, paragraph, frame.sources)
    if pair:
        sources, targets = pair, pair if frame.targets == frame.sources else targets
    if item.type is EventType.THREATEN and not target_spans:
        country = scene.index.country_above(paragraph, paragraph.span(frame.trigger.sent))
        if country is not None:
            known = scene.cast.at(country)
            targets, target_spans = (known,) if known else (), (country,)
    return _Sides(sources, source_spans, targets, target_spans, of_source or of_target)


def _but_the_doer(
    naming: Naming, frame: EventFrame, sources: tuple[str, ...], targets: tuple[str, ...]
) -> tuple[str, ...]:
    """Return whom a deed met without its doer, whom no "him" or "them" beside him means."""
    others = {naming.at(t) for t in frame.targets if t.lower_ in _OTHERS}
    return tuple(it for it in targets if it not in sources or it not in others)


_OTHERS = frozenset({"him", "her", "them"})


def _clause_of(item: Coded, here: Sentence, paragraph: Paragraph) -> tuple[Predicate, Clause]:
    """Return the predicate whose clause sets an event: of what somebody says he will do, else the saying."""
    frame, above = item.frame, item.frame.anchor.head
    predicate = Predicate(_deed_of(frame), _deed_of(frame, frame.anchor), verbal=_speaks(item))
    clause = clause_of(predicate, here, paragraph.span)
    facts = type_facts(item.type)
    words = item.modality == "planned" and facts.manner == "words" and not facts.meeting
    promised = (words or item.type is not frame.entry.type) and frame.anchor.dep_ in ("ccomp", "xcomp")
    said = above.pos_ == "VERB" and above.lemma_.lower() in clause_words()["speech"]
    if clause.times or not (promised and said):
        return predicate, clause
    saying = Predicate(above, above, verbal=True)
    return saying, clause_of(saying, here, paragraph.span)


def _deed_of(frame: EventFrame, anchor: Token | None = None) -> Token:
    """Return the word whose clause sets an event: what is claimed, for a claim of responsibility."""
    told = anchor or frame.trigger
    if frame.entry.lemma != "claim":
        return told
    claimed = (t for noun in frame.trigger.children for c in noun.children for t in c.children)
    return next((t for t in claimed if t.dep_ == "pobj" and is_deed(t)), told)


def _speaks(item: Coded) -> bool:
    """Tell words about a deed, which is elsewhere, from talks, pacts and signings, which are here."""
    met = type_facts(item.type).meeting or (item.frame.entry.mode or "").startswith(
        "strike"
    )  # work stops where the strike is
    return (
        type_facts(item.type).manner == "words"
        and not met
        and item.frame.trigger.lemma_.lower() not in _SIGNED
    )


def _is_crime(item: Coded) -> bool:
    """Tell violence, force and steps of a case: nobody is named in them who is not told of by name."""
    charged = item.frame.entry.mode == "convict" or item.frame.trigger.lemma_.lower() in _CHARGES
    return charged or type_facts(item.type).forceful


def _cast_as(scene: _Scene, paragraph: Paragraph, found: tuple[Token, ...]) -> tuple[Party, ...]:
    """Return those who take part, each with the actor of the cast that it is."""
    return tuple(Party(head, scene.chains.get(scene.cast.at(paragraph.span(head)) or "")) for head in found)


def _rule(item: Coded) -> CodingRule:
    frame = item.frame
    return CodingRule(
        word="noun" if frame.entry.sources != ("subject",) else "verb",
        entry=frame.entry.name,
        type=frame.entry.type,
        light=frame.light.lemma_.lower() if frame.light is not None else None,
        governor=item.reading.governor or None,
    )
