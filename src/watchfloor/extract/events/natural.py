"""What happens without a doer: disasters, accidents, ways that are cut and opened again.

A hazard's noun codes where it does something ("floods have killed"), where somebody suffers of it ("died of
hunger", "killed in a crash"), or where a count stands of it ("the toll from the fire"); a verb codes by what
its subject is ("a bus plunged"). Those affected are the people of the harm told beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from watchfloor.extract.events.arguments import is_passive, objects, subjects
from watchfloor.extract.events.frames import EventFrame
from watchfloor.extract.events.habits import is_habit
from watchfloor.extract.events.lexicon import Entry, lexicon
from watchfloor.extract.events.modality import ModalReading, read
from watchfloor.extract.events.phrases import core, heads, kinds
from watchfloor.extract.events.reading import Coded
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.words import clause_words
from watchfloor.model import EventType
from watchfloor.tables import Parted, read_table

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_HARM = event_words("harm")
_SUFFERED = event_words("suffered")  # their subject suffers
_DECLARES = event_words("declares")
_STRIKES = _HARM | {
    "hit",
    "strike",
    "destroy",
    "damage",
    "rip",
    "tear",
    "flatten",
    "devastate",
    "ravage",
    "batter",
    "lash",
    "swamp",
    "submerge",
    "spread",
    "make",
    "break",
    "engulf",
    "gut",
    "sweep",
    "rage",
    "shake",
    "rock",
    "jolt",
    "bring",
    "cut",
    "close",
    "block",
    "halt",
    "ruin",
    "overturn",
    "kill",
    "inundate",
    "wash",
    "uproot",
    "topple",
    "wreck",
    "burn",
    "occur",
    "happen",
    "erupt",
    "cause",
    "prompt",
    "take",
    "raze",
    "consume",
    "blanket",
    "pound",
    "paralyse",
    "paralyze",
    "cripple",
    "disrupt",
    "shut",
    "knock",
    "land",
    "pass",
    "start",
    "begin",
    "reach",
    "rampage",
    "go",
}
_SUFFER_OF = event_words("suffer of")
_TOLLS = event_words("tolls")
_OUTCOMES = event_words("outcomes")
_ARSON = event_words("arson")
_UNMEANT = event_words("unmeant")
_FIGURATIVE = event_words("figurative")


@dataclass(frozen=True, slots=True)
class _Row:
    type: EventType
    mode: str | None
    form: Literal["noun", "verb", "of"]
    words: Annotated[tuple[str, ...], Parted(";")]
    beside: Annotated[tuple[str, ...], Parted(";")]


@dataclass(frozen=True, slots=True)
class Hazard:
    """One row's word: what it tells of and in what form."""

    type: EventType
    mode: str | None
    form: str
    beside: frozenset[str]
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happening:
    """A happening without a doer: its trigger, the verb that carries its tense, and whom it affects."""

    hazard: Hazard
    trigger: Token
    anchor: Token
    affected: tuple[Token, ...]
    harms: tuple[Token, ...]


@cache
def _hazards() -> dict[str, tuple[Hazard, ...]]:
    found: dict[str, list[Hazard]] = defaultdict(list)
    for row in read_table("events/natural.tsv", _Row):
        for word in row.words:
            *before, head = word.split()
            found[head].append(Hazard(row.type, row.mode, row.form, frozenset(row.beside), tuple(before)))
    return {word: tuple(sorted(rows, key=lambda row: -len(row.before))) for word, rows in found.items()}


def happenings_of(sentence: TokenSpan) -> list[Happening]:
    """Return what happens without a doer in a sentence, each hazard once."""
    found: list[Happening] = []
    for token in sentence:
        hazard = _hazard(token)
        anchor = _anchor(token) if hazard is not None and not _meant(token, hazard) else None
        if hazard is None or anchor is None or is_habit(anchor):
            continue
        told = any(one.hazard.type is not EventType.ACCESS for one in found)
        if told and hazard.type is not EventType.ACCESS:
            continue  # "a landslide after the storm": the first is told of, the others explain it
        found.append(_happening(hazard, token, anchor, sentence))
    return found


def _happening(hazard: Hazard, token: Token, anchor: Token, sentence: TokenSpan) -> Happening:
    """Return a hazard with those whom it affects."""
    harms = tuple(_harms(sentence, token)) if hazard.type is not EventType.ACCESS else ()
    affected = tuple(dict.fromkeys(t for verb in harms for t in _people(verb) if t != token))
    affected = affected or _toll(token) or _struck(anchor, token, hazard)
    return Happening(hazard, token, anchor, affected, harms)


def coded_happenings(sentence: TokenSpan, following: TokenSpan | None) -> list[Coded]:
    """Return what happens without a doer in a sentence, as it is told: not what may come or did not.

    Where the sentence names nobody affected, the one after it may ("Six people are dead.").
    """
    coded: list[Coded] = []
    for found in happenings_of(sentence):
        reading = read(found.anchor, found.trigger)
        if reading.polarity == "negated" or reading.modality not in ("actual", "alleged"):
            continue
        affected = found.affected
        if following is not None and not any(_person(t) for t in affected):
            affected = (affected_in(following) if not happenings_of(following) else ()) or affected
        hazard = found.hazard
        entry = Entry(
            lemma=found.trigger.lemma_.lower(),
            type=hazard.type,
            mode=hazard.mode,
            sources=("none",),
            targets=(),
            needs=frozenset(),
            conditions=(),
            name=" ".join((*hazard.before, found.trigger.lemma_.lower())),
        )
        words = tuple(sorted({found.trigger, found.anchor}, key=lambda t: t.i))
        light = found.anchor if found.anchor != found.trigger else None
        frame = EventFrame(found.trigger, entry, words, (), affected, light)
        harms = frozenset(verb.i for verb in found.harms)
        coded.append(Coded(frame, ModalReading(), hazard.type, "actual", harms=harms))
    return coded


def affected_in(sentence: TokenSpan) -> tuple[Token, ...]:
    """Return those whom a sentence tells harmed, where it names no cause: it goes on from the one before."""
    verbs = [t for t in sentence if t.lemma_.lower() in _HARM or t.lemma_.lower() in _OUTCOMES]
    return tuple(dict.fromkeys(t for verb in verbs for t in _people(_predicate(verb))))


def _hazard(token: Token) -> Hazard | None:
    """Return the row that a token fits, the longest compound first."""
    for row in _hazards().get(token.lemma_.lower(), ()) or _hazards().get(token.lower_, ()):
        noun = row.form == "noun" and token.pos_ in ("NOUN", "PROPN")
        if noun and _preceded(token, row.before) and _beside(token, row.beside) and not _of_affairs(token):
            return row
        if row.form == "verb" and token.pos_ == "VERB" and _undergone(token, row):
            return row
        if row.form == "of" and token.pos_ == "VERB" and _followed(token, row):
            return row
    return None


def _beside(noun: Token, words: frozenset[str]) -> bool:
    """Tell whether a noun happened at a place of its row ("an explosion at a coal mine"), if that has any."""
    if not words:
        return True
    places = [t for c in noun.children if c.dep_ == "prep" and c.lower_ in ("at", "in") for t in c.children]
    return any(t.lemma_.lower() in words for place in places for t in (place, *place.children))


def _of_affairs(noun: Token) -> bool:
    """Tell the collapse of what is not built ("of the housing market", "of talks"), and ills in general."""
    of = [t for c in noun.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.children]
    if noun.lower_ in ("diseases", "illnesses"):
        return True
    return noun.lemma_.lower() == "collapse" and any(core(t).lemma_.lower() in _AFFAIRS for t in of)


_AFFAIRS = event_words("affairs")


def _preceded(token: Token, before: tuple[str, ...]) -> bool:
    if not before:
        return token.dep_ not in ("compound", "amod") or _named(token)
    earlier = token.doc[max(0, token.i - len(before)) : token.i]
    return tuple(t.lower_ for t in earlier) == before or tuple(t.lemma_.lower() for t in earlier) == before


def _named(token: Token) -> bool:
    """Tell the noun of a name ("Cyclone Hadiza", "Hurricane Ida")."""
    return token.dep_ == "compound" and token.head.pos_ == "PROPN" and token.i < token.head.i


def _undergone(verb: Token, row: Hazard) -> bool:
    """Tell whether the subject, or for ways the object, is such as the row's verbs are told of."""
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    if row.type is EventType.ACCESS:
        return _is_cut(verb, subjects, row)
    if verb.dep_ == "relcl" and verb.head.pos_ == "NOUN":
        subjects = [verb.head if c.lower_ in ("that", "which") else c for c in subjects]
    if not any(_is_a(c, row.beside) for c in subjects) or is_passive(verb):
        return False
    return row.mode != "road" or _thrown(verb)


def _is_cut(verb: Token, subjects: Sequence[Token], row: Hazard) -> bool:
    """Tell whether a way or line is told as shut, damaged or open again, by nobody who is told."""
    done_by = any(kinds(c) & {"plain armed", "plain state", "plain crowd"} for c in subjects)
    suffered = is_passive(verb) or verb.lemma_.lower() in ("reopen", "close", "collapse")
    return suffered and not done_by and any(_is_a(c, row.beside) for c in subjects)


def _is_a(noun: Token, words: frozenset[str]) -> bool:
    return any(t.lemma_.lower() in words for t in heads(core(noun)))


def _thrown(verb: Token) -> bool:
    """Tell a crash from a journey ("the bus ran to Oran"): it leaves its way or meets somebody."""
    if verb.lemma_.lower() in ("crash", "collide", "overturn", "plunge", "skid", "veer", "swerve"):
        return True
    into = any(c.lower_ in ("into", "off", "over") and c.dep_ == "prep" for c in verb.children)
    struck = [t for t in objects(verb) if t.lemma_.lower() in ("mine", "landmine", "bomb")]
    return into or (verb.lemma_.lower() == "hit" and bool(objects(verb)) and not struck)


def _followed(verb: Token, row: Hazard) -> bool:
    words = list(objects(verb))
    words += [t for c in verb.children if c.dep_ == "prep" for t in c.children if t.dep_ == "pobj"]
    return any(t.lemma_.lower() in row.beside or t.lower_ in row.beside for t in words)


def _meant(token: Token, hazard: Hazard) -> bool:
    """Tell deeds of men and figures of speech from what only happens."""
    if hazard.type is EventType.ACCESS:
        return False
    sentence = token.sent
    if token.lemma_.lower() in _FIGURATIVE and _figure(token):
        return True
    if hazard.mode in ("fire", "wildfire") and _set(token):
        return True
    if hazard.mode == "mine" and any(t.lemma_.lower() in ("lay", "plant", "place") for t in sentence):
        return True
    if hazard.type is EventType.DISASTER or any(t.lower_ in _UNMEANT for t in sentence):
        return False
    own = {token.i, *(t.i for t in token.lefts), token.i + 1}
    violence = lexicon().violence - {
        "fire",
        "mine",
        "explosion",
        "blast",
        "police",
        "air",
        "jet",
        "jets",
        "tank",
    }
    violence -= {"tanks", "strike", "protest", "army", "military", "soldier", "troops", "troop"}
    beside = (t for t in sentence if t.i not in own and t.lemma_.lower() not in hazard.beside)
    return any(t.lemma_.lower() in violence or t.lower_ in violence for t in beside)


def _figure(noun: Token) -> bool:
    """Tell a "storm of protest" and a "landslide victory"; a word for how strong one was is no figure."""
    of = [t for c in noun.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.children]
    won = {t.lemma_.lower() for t in noun.sent} & {
        "election",
        "vote",
        "victory",
        "win",
        "poll",
        "party",
        "ballot",
    }
    return any(t.pos_ == "NOUN" and t.lemma_.lower() != "magnitude" for t in of) or (
        noun.lemma_.lower() in ("landslide", "avalanche") and bool(won)
    )


def _set(noun: Token) -> bool:
    """Tell gunfire, and a fire that somebody laid."""
    before = noun.doc[noun.i - 1].lower_ if noun.i > noun.sent.start else ""
    governed = noun.dep_ in ("dobj", "pobj") and noun.head.lemma_.lower() in (
        "open",
        "return",
        "exchange",
        "under",
        "cease",
        "draw",
        "hold",
        "on",
        "set",
        "light",
        "hang",
        "come",
        "trade",
        "fight",
        "extinguish",
        "contain",
        "to",
        "start",
        "with",
    )
    fuel = {
        "rocket",
        "mortar",
        "artillery",
        "gun",
        "tank",
        "small",
        "sniper",
        "friendly",
        "enemy",
        "rifle",
        "arms",
    }
    return governed or before in fuel or any(t.lower_ in _ARSON - {"on"} for t in noun.sent)


def _anchor(token: Token) -> Token | None:
    """Return the verb that says that it happened, None where the word only names what may or did once."""
    if token.pos_ == "VERB":
        return token
    noun = token.head if _named(token) else token
    if noun.dep_ in ("nsubj", "nsubjpass") and noun.head.pos_ == "VERB":
        return noun.head if noun.head.lemma_.lower() in _STRIKES or _headline(noun) else None
    if _is_declared(noun):
        return noun.head
    told = [c for c in noun.children if c.dep_ == "relcl" and c.lemma_.lower() in _STRIKES]
    if told and noun.dep_ in ("dobj", "attr", "appos", "ROOT"):
        return told[0]  # "rain triggered landslides that killed 19"
    return (_striking(noun) or _suffering(noun)) if noun.dep_ == "pobj" else None


def _is_declared(noun: Token) -> bool:
    """Tell whether somebody says that a hazard is there ("confirmed an outbreak of cholera")."""
    return noun.dep_ == "dobj" and noun.head.lemma_.lower() in _DECLARES and not _over(noun.head)


def _over(verb: Token) -> bool:
    """Tell whether a verb says that something has ended ("declared the outbreak over")."""
    return any(t.lower_ in ("over", "contained", "end", "ended") for t in verb.subtree if t.i > verb.i)


def _striking(noun: Token) -> Token | None:
    """Return the passive verb of what a hazard struck ("the island was hit by a storm")."""
    verb: Token = noun.head.head
    by_it = noun.head.dep_ == "agent" and verb.pos_ == "VERB" and verb.lemma_.lower() in _STRIKES
    return verb if by_it else None


def _headline(noun: Token) -> bool:
    return noun.head.tag_ == "VBZ" and noun.head.dep_ == "ROOT" and not noun.sent.text.rstrip().endswith(".")


def _suffering(noun: Token) -> Token | None:
    """Return the verb of those who suffer of a hazard ("died of hunger"), or of its count ("the toll of")."""
    preposition = noun.head if noun.dep_ == "pobj" else None
    if preposition is None or preposition.lower_ not in _SUFFER_OF:
        return None
    above: Token = preposition.head
    if above.pos_ == "NOUN" and above.lemma_.lower() in _TOLLS:
        return next((t for t in above.ancestors if t.pos_ in ("VERB", "AUX")), None)
    above = above.head if above.pos_ == "ADJ" else above
    harmed = above.pos_ in ("VERB", "AUX") and above.lemma_.lower() in _HARM
    return above if harmed else None


def _harms(sentence: TokenSpan, trigger: Token) -> Iterator[Token]:
    """Yield the predicates of harm of a sentence that may tell what the happening did."""
    for token in sentence:
        if token == trigger and token.lemma_.lower() not in _HARM:
            continue
        if token.lemma_.lower() in _HARM and token.pos_ == "VERB" and not _armed(token):
            yield token
        elif token.lower_ in _OUTCOMES and token.pos_ in ("ADJ", "VERB", "ADV", "NOUN"):
            yield _predicate(token)


def _armed(verb: Token) -> bool:
    """Tell a deed of somebody armed, which no accident does."""
    suffered = verb.lemma_.lower() in _SUFFERED or is_passive(verb)
    return not suffered and any("plain armed" in kinds(t) for t in subjects(verb))


def _predicate(word: Token) -> Token:
    return word.head if word.dep_ in ("acomp", "oprd", "attr") else word


def _people(verb: Token) -> list[Token]:
    """Return the people that a predicate of harm tells of."""
    found = objects(verb)
    if verb.lemma_.lower() in _SUFFERED or verb.pos_ == "AUX" or verb.lower_ in _OUTCOMES:
        found = [h for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "nummod") for h in heads(c)]
    return [t for t in found if _person(t)]


def _person(noun: Token) -> bool:
    inner = core(noun)
    if _is_population(noun):
        return False
    counted = inner.pos_ == "NUM" or noun.lower_ in ("dozens", "hundreds", "thousands", "scores")
    return counted or (bool(kinds(inner) & {"people", "office"}) and inner.pos_ != "PRON")


def _is_population(people: Token) -> bool:
    """Tell those who only say how large a place is ("a city of 500,000 people that the quake shook")."""
    of = people.dep_ == "pobj" and people.head.lower_ == "of"
    return of and people.head.head.lemma_.lower() in clause_words()["place nouns"]


def _toll(noun: Token) -> tuple[Token, ...]:
    """Return the number that a toll stands at ("the toll from the quake has risen to 268")."""
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    if above.lemma_.lower() not in _TOLLS:
        return ()
    parts = [c for c in above.head.children if c.dep_ == "prep" and c.lower_ in ("to", "at", "past", "above")]
    return tuple(t for part in parts for t in part.children if t.pos_ == "NUM")


def _wrecked(verb: Token, hazard: Hazard) -> list[Token]:
    """Return the subject of an accident that is the news itself: what another clause is about is none."""
    looked_into = verb.dep_ == "advcl" and verb.head.lemma_.lower() in ("investigate", "probe")
    news = looked_into or verb.dep_ not in ("advcl", "relcl", "acl", "pcomp")
    if hazard.type is not EventType.ACCIDENT or hazard.form != "verb" or not news:
        return []
    return [c for c in verb.children if c.dep_ == "nsubj" and _is_a(c, hazard.beside)]


def _struck(anchor: Token, trigger: Token, hazard: Hazard) -> tuple[Token, ...]:
    """Return what the happening met, where no people are told of: the object of its verb, the way cut.

    An accident told by a verb met its subject ("the ferry sank").
    """
    if trigger == anchor:
        cut = [c for c in anchor.children if c.dep_ == "nsubjpass"]
        return tuple(cut or _wrecked(anchor, hazard))
    met = (
        t for t in objects(anchor) if t != trigger and t.pos_ in ("NOUN", "PROPN") and not _is_population(t)
    )
    return tuple(t for t in met if t.lower_ != "place")  # "stampedes have taken place"
