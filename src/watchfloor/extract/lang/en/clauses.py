"""From the English parse to clauses: each predicate with its own time, place, voice, tense and standing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.clauses import Adverbial, Clause, Discourse, Tense
from watchfloor.extract.lang.en.attachment import Route, outcome_of, route_of
from watchfloor.extract.lang.en.words import clause_words

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONG = frozenset({"year", "decade", "month", "century"})
_HARMS = frozenset({"kill", "wound", "injure", "hurt"})  # of one blow, however the parser hangs them
_LAST = 9  # the rank of what is only taken to belong together
_BEGIN = clause_words()["begin"]
_STRIKING = clause_words()["striking"]
_COURSE = clause_words()["course"]
_GATHERINGS = clause_words()["gatherings"]
_NEXT_TO = frozenset({"before", "after", "by", "while"})  # "shot two before killing himself on Thursday"
_ABOUT_AN_HOUR = frozenset({"after", "before", "past"})  # "just after 9 p.m. on Monday" is Monday
_OUTCOMES = frozenset({"conj", "ccomp", "xcomp", "oprd", "acomp", "advcl"})
_AWAY = clause_words()["away"]  # one stays away from where it is
_CALLING_FORTH = clause_words()["calling forth"]
_BELOW = 5  # the rank of what a clause right below tells
_AROUND = 16  # times or places on either side of a predicate that are looked at; no sentence needs more
_TEMPORAL = frozenset({"when", "as", "while"})
_STEPS = 8  # up the tree, from a deed to the noun that calls it to mind


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate of the parse: its word, the verb that carries its tense, and whether it tells of speech.

    `trigger` and `anchor` are one word for a verb; for the noun of a deed `anchor` is its light verb.
    """

    trigger: Token
    anchor: Token
    verbal: bool = False

    @property
    def nominal(self) -> bool:
        """Tell whether the predicate is the noun of a deed."""
        return self.trigger.pos_ in ("NOUN", "PROPN")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A time or a place of the sentence: its index in the article, its head, how wide it is (0: exact).

    `clock` tells that a time names an hour.
    """

    index: int
    head: Token
    detail: int
    clock: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the other finders know of a sentence, and how it stands in the article."""

    times: Sequence[Mentioned]
    places: Sequence[Mentioned]
    durations: Sequence[Mentioned]
    lead: bool
    deed: Callable[[Token], bool]  # whether a noun tells of something done


def clause_of(predicate: Predicate, sentence: Sentence, span: Callable[[Token], object]) -> Clause:
    """Return the clause of a predicate."""
    trigger, anchor = predicate.trigger, predicate.anchor
    remembered = is_remembered(trigger)
    return Clause(
        predicate=span(trigger),  # type: ignore[arg-type]  # the caller's own spans
        lemma=trigger.lemma_.lower(),
        voice="passive" if _passive(anchor) else "active",
        tense=tense_of(_teller(predicate)),
        discourse="background" if remembered else _discourse(predicate, sentence),
        times=_settled(_time(predicate, found, sentence) for found in _beside(trigger, sentence.times)),
        gone_by=_gone_by(predicate, sentence),
        places=_settled(_place(predicate, found, sentence) for found in _beside(trigger, sentence.places)),
        remembered=remembered,
    )


def has_loose_day(predicate: Predicate, sentence: Sentence) -> bool:
    """Tell whether a day stands beside a predicate, or what it is coordinated with, that is not its own."""
    anchors = {predicate.anchor, *(child for child in predicate.anchor.children if child.dep_ == "conj")}
    routes = (route_of(found.head) for found in sentence.times if found.detail == 0)
    return any(route.verb in anchors and not any(map(sentence.deed, route.nouns)) for route in routes)


def _beside(trigger: Token, mentioned: Sequence[Mentioned]) -> Sequence[Mentioned]:
    """Return the times or places that may be a predicate's own: of a long list, those around it."""
    if len(mentioned) <= 2 * _AROUND:
        return mentioned
    at = bisect_left(mentioned, trigger.i, key=lambda one: one.head.i)
    return mentioned[max(0, at - _AROUND) : at + _AROUND]


def _settled(found: Iterator[Adverbial | None]) -> tuple[Adverbial, ...]:
    kept = [one for one in found if one is not None]
    return tuple(sorted(kept, key=_nearness))


def _nearness(found: Adverbial) -> tuple[bool, int, int, int, int]:
    """Order adverbials: the predicate's own first, of those the most precise, then the nearest."""
    return (found.rank > 1, found.rank // 2, found.detail, found.rank, found.distance)


def _time(predicate: Predicate, found: Mentioned, sentence: Sentence) -> Adverbial | None:
    route = route_of(found.head)
    words = clause_words()
    if predicate.verbal and not route.modifier and _word_before(found.head) == predicate.anchor:
        return Adverbial(found.index, route.relation, 0, found.detail, 1)  # "said on Monday it would"
    bare = route.modifier or found.head.dep_ != "pobj"  # "jailed for a week Tuesday"
    relation, outer = ("", route.relations) if bare else (route.relation, route.relations[1:])
    undated = relation in words["undated"] and not (found.clock and relation in _ABOUT_AN_HOUR)
    own = predicate.nominal and route.nouns[:1] == (predicate.trigger,)
    if undated or (not own and _over_topic(route, outer)) or _dates_another(found.head, route, predicate):
        return None
    rank = _rank(predicate, route, sentence.deed)
    loose = relation not in ("", "on", "at", "since") or found.detail > 0
    if rank is None or (loose and _plain_nouns(route, predicate)) or _spoken_below(predicate, route, rank):
        return None
    return Adverbial(found.index, relation, rank, found.detail, abs(found.head.i - predicate.trigger.i))


def _dates_another(head: Token, route: Route, predicate: Predicate) -> bool:
    """Tell a day of the telling, of a purpose, of a noun beside the deed, or of a look at what was filmed."""
    telling = _is_of_saying(head, predicate) or _purpose(head, predicate)
    return telling or _names_another(head, route, predicate) or _is_of_a_look(route, predicate)


def _is_of_a_look(route: Route, predicate: Predicate) -> bool:
    """Tell the day on which a recording was seen ("watched a video on Monday of the moment he was shot")."""
    anchor = predicate.anchor
    below = [t for t in anchor.ancestors if route.verb in t.ancestors]
    if route.verb in anchor.ancestors and anchor.left_edge.i > anchor.sent.start:
        below.append(anchor.doc[anchor.left_edge.i - 1])
    return any(t.lemma_.lower() in _RECORDINGS and t.pos_ == "NOUN" for t in below)


def _spoken_below(predicate: Predicate, route: Route, rank: int) -> bool:
    """Tell the day of what was done beside words ("condemned the launch as the army fired on Monday")."""
    return predicate.verbal and rank >= _BELOW and _own_subject(route.verb)


def _is_of_saying(head: Token, predicate: Predicate) -> bool:
    """Tell a day right behind the verb that tells of a deed: "said on Monday they had arrested two men"."""
    before = _word_before(head)
    told = before != predicate.anchor and before in predicate.anchor.ancestors
    return told and before.pos_ == "VERB" and before.lemma_.lower() in clause_words()["speech"]


def _word_before(head: Token) -> Token:
    """Return the word before a day and its preposition."""
    first = head.head if head.dep_ == "pobj" else head
    return head.doc[max(min(first.i, head.left_edge.i) - 1, 0)]


def _over_topic(route: Route, outer: Sequence[str]) -> bool:
    """Tell a time or place within what is only spoken of; "a man armed with a knife in X" is in X himself."""
    words = clause_words()
    own = route.verb.dep_ == "acl" and route.verb.lower_ in words["accompanying"]
    return bool(set(outer) & words["topics"]) and not own


def _names_another(head: Token, route: Route, predicate: Predicate) -> bool:
    """Tell a day in apposition to what is spoken of ("investigate shootings that occurred Friday, May 8")."""
    words = clause_words()
    crime = bool(route.nouns) and route.nouns[0].lemma_.lower() in words["crimes"]
    if route.modifier and _is_feast(head) and predicate.trigger not in route.nouns[:1]:
        return True  # "gunned down at their Christmas party"
    if route.modifier and crime and predicate.anchor.lemma_.lower() in words["steps"]:
        return True  # "suspects in the Sunday homicide have been arrested"
    return head.dep_ == "appos" and bool(route.nouns) and predicate.trigger not in route.nouns


def _is_feast(head: Token) -> bool:
    """Tell the name of a feast, with or without "the" before it."""
    return any(t.lower_ in _FEASTS for t in head.doc[head.i : head.i + 2])


_RECORDINGS = clause_words()["recordings"]
_FEASTS = clause_words()["feasts"]


def _purpose(head: Token, predicate: Predicate) -> bool:
    """Tell a day that an infinitive names ("to mark the coup of 1973") from one that dates the deed."""
    return predicate.verbal and any(
        seen.dep_ in ("ccomp", "xcomp")
        and seen.i > predicate.trigger.i
        and predicate.anchor in seen.ancestors
        for seen in head.ancestors
        if seen.pos_ in ("VERB", "AUX")
    )


def _plain_nouns(route: Route, predicate: Predicate) -> bool:
    """Tell whether a noun stands between a time and the deed; what stands above the deed is none."""
    nouns = route.nouns
    if predicate.nominal and predicate.trigger in nouns:
        nouns = nouns[: nouns.index(predicate.trigger)]
    return any(noun != predicate.trigger for noun in nouns)


def _place(predicate: Predicate, found: Mentioned, sentence: Sentence) -> Adverbial | None:
    words = clause_words()
    route = route_of(found.head, lambda noun: noun.lemma_.lower() in words["place nouns"])
    relation = route.relation
    exact_on = relation == "on" and (found.detail == 0 or route.inside)
    aloft = relation == "over" and predicate.trigger.lemma_.lower() in words["aloft"]
    if relation not in words["places"] and not exact_on and not aloft:
        return None
    if _over_topic(route, route.relations[1:]) or _is_elsewhere(found.head, route, predicate):
        return None
    rank = _rank(predicate, route, sentence.deed)
    if rank is None or _spoken_of(predicate, route, found.head, sentence.deed):
        return None
    one_blow = {route.verb.lemma_, predicate.anchor.lemma_} <= _HARMS
    beside = route.verb.dep_ == "conj" or any(c.lower_ == "while" for c in route.verb.children)
    if rank >= _BELOW and beside and _own_subject(route.verb) and not one_blow:
        return None  # "families clashed, and gunmen fired on a patrol in X"
    return Adverbial(found.index, relation, rank, found.detail, abs(found.head.i - predicate.trigger.i))


def _is_elsewhere(place: Token, route: Route, predicate: Predicate) -> bool:
    """Tell where those harmed were brought, and of a list of places all but the first."""
    brought = route.verb != predicate.anchor and route.verb.lemma_.lower() in _BRINGING
    first = place
    while first.dep_ == "conj" and first.head != first:
        first = first.head
    return brought or (first != place and first.ent_type_ in ("GPE", "LOC"))


_BRINGING = clause_words()["bringing"]


def _spoken_of(predicate: Predicate, route: Route, place: Token, deed: Callable[[Token], bool]) -> bool:
    """Tell a place within what is only spoken of: "condemned the arrest of a reporter in Baku"."""
    away = predicate.anchor.lemma_.lower() in _AWAY
    if not (predicate.verbal or away) or predicate.trigger in route.nouns:
        return False
    if not route.nouns:
        objects = [c for c in predicate.anchor.children if c.dep_ == "dobj" and c.i > predicate.anchor.i]
        behind = place.head.i - 1 if place.dep_ == "pobj" else place.i - 1
        return any((deed(noun) and noun.i < place.i) or noun.i == behind for noun in objects)
    return route.verb != predicate.anchor or route.role not in ("nsubj", "nsubjpass")


def _rank(predicate: Predicate, route: Route, deed: Callable[[Token], bool]) -> int | None:
    """Return how near a time or place is to a predicate, None where it belongs to another one."""
    if predicate.nominal and predicate.trigger in route.nouns:
        between = route.nouns[: route.nouns.index(predicate.trigger)]
        return None if any(deed(noun) for noun in between) else 0
    antecedent = _antecedent(predicate)
    if antecedent is not None and antecedent in route.nouns and deed(antecedent):
        return 1
    if _of_another(predicate, route, deed):
        return None
    if predicate.nominal and _describes(route.verb, predicate.trigger):
        return 1
    if predicate.nominal and predicate.anchor == predicate.trigger:
        return _of_bare_noun(predicate, route)
    return _of_verb(route) if _carries(route.verb, predicate.anchor) else _shared(predicate, route)


def _of_verb(route: Route) -> int | None:
    """Return how near a time or place is to the verb that carries a predicate, by the nouns between."""
    if any(noun.dep_ == "appos" for noun in route.nouns):
        return None  # "Ana Ruiz, a teacher at a school in X, was charged"
    return 1 if route.nouns else 0


def _of_another(predicate: Predicate, route: Route, deed: Callable[[Token], bool]) -> bool:
    """Tell what belongs to another deed, unless the predicate holds in its course ("at a summit in X")."""
    deeds = [noun for noun in route.nouns if deed(noun) or noun.lemma_.lower() in _GATHERINGS]
    if not deeds:
        return False
    last = route.nouns[-1]
    words = clause_words()
    if last.lemma_.lower() in words["crimes"] and predicate.anchor.lemma_.lower() in words["steps"]:
        return True  # "indicted in the Sunday death of"
    argument = route.role in ("nsubj", "nsubjpass", "dobj") and last == deeds[0]
    away = predicate.anchor.lemma_.lower() in _AWAY
    if argument and _carries(route.verb, predicate.anchor) and not (predicate.verbal or away):
        return False  # "an operation on May 3 led to", "signed a pact in Lisbon"
    course = (
        route.role in ("prep", "agent") and bool(route.relations) and len(deeds) == 1 and deeds[0] == last
    )
    return not (course and (route.relations[-1] in _COURSE or last.lemma_.lower() in _GATHERINGS))


def _carries(verb: Token, anchor: Token) -> bool:
    """Tell whether a verb is the anchor, or "leaves" what the anchor tells ("left four wounded")."""
    outcome = anchor.head == verb and anchor.dep_ in _OUTCOMES
    return anchor == verb or (outcome and verb.lemma_.lower() == "leave")


def _antecedent(predicate: Predicate) -> Token | None:
    """Return the noun that a relative clause describes ("Friday's raid, which killed 11 people")."""
    anchor = predicate.anchor
    head: Token = anchor.head
    return head if anchor.dep_ == "relcl" and head.pos_ in ("NOUN", "PROPN") else None


def _describes(verb: Token, noun: Token) -> bool:
    """Tell a relative clause of the noun, or of a day beside it ("protests since May, which began at")."""
    if verb.dep_ != "relcl":
        return False
    return verb.head == noun or (verb.lemma_.lower() in _BEGIN and noun.i < verb.head.i < verb.i)


def _of_bare_noun(predicate: Predicate, route: Route) -> int | None:
    """Return the rank for a noun without a light verb: it shares what its verb tells of its outcome."""
    noun, verb = predicate.trigger, route.verb
    happening = verb.lemma_.lower() in clause_words()["happening"]
    subject = noun.dep_ in ("nsubj", "nsubjpass") and _heads(verb, noun.head)
    if verb.lemma_.lower() in _CALLING_FORTH and any(c.dep_ == "dobj" for c in verb.children):
        return None  # "the expulsion drew anger in Moscow"
    if subject and happening:
        return 1
    if _called_to(noun, verb):
        return 2
    if noun.lemma_.lower() in _GATHERINGS and noun.dep_ == "pobj" and noun.head.lower_ in ("at", "during"):
        return 2 if noun.head.head == verb else None  # "spoke today at a meeting of the board"
    beside = (
        noun.dep_ == "pobj" and noun.head.head == verb and noun.head.lower_ in ("in", "during", "by", "from")
    )
    return 1 if beside and happening else None


def _heads(verb: Token, first: Token) -> bool:
    """Tell whether a verb is the first one or coordinated with it: "killed one and injured 11 on Friday"."""
    return verb == first or (verb.dep_ == "conj" and verb.head == first and not _own_subject(verb))


def _called_to(noun: Token, verb: Token) -> bool:
    """Tell whether a verb calls somebody to a deed: "officers responded at 8 p.m. Monday to a shooting"."""
    prep, above = noun.head, noun.head.head
    report = prep.lower_ == "of" and above.lemma_.lower() in ("report", "reports")
    if report and above.dep_ == "pobj":
        above = above.head.head  # "responded to a report of a shooting"
    return noun.dep_ == "pobj" and above == verb and verb.lemma_.lower() in clause_words()["calling"]


def _shared(predicate: Predicate, route: Route) -> int | None:
    """Return the rank of what two clauses of one sentence share: coordination, "when", aspect, manner."""
    if route.role == "nsubj" and route.nouns:
        return None
    verb, anchor = route.verb, predicate.anchor
    for step, above in enumerate(_above(anchor), start=2):
        if above == verb:
            return step
    if _is_launch(verb, anchor):
        return _BELOW
    if anchor in verb.ancestors:
        return _from_below(anchor, verb) or (_LAST if {anchor.lemma_, verb.lemma_} <= _HARMS else None)
    return None


def _above(anchor: Token) -> Iterator[Token]:
    """Yield the verbs above whose time and place a verb shares, the nearest first."""
    seen = anchor
    outcome = outcome_of(anchor)
    if outcome is not None:
        yield outcome
        return
    if anchor.dep_ == "relcl" and _marked(anchor) and anchor.head.ent_type_ in ("DATE", "TIME"):
        yield from _verbs_above(anchor.head)  # "injured on Monday when two boats collided"
        return
    for _ in range(4):
        head = seen.head
        if head == seen or head.pos_ not in ("VERB", "AUX") or not _shares(seen, head):
            return
        yield head
        seen = head


def _verbs_above(word: Token) -> Iterator[Token]:
    """Yield the verb that a word hangs on, and what that verb is coordinated with."""
    verb = next((seen for seen in word.ancestors if seen.pos_ in ("VERB", "AUX")), None)
    while verb is not None:
        yield verb
        verb = verb.head if verb.dep_ == "conj" and verb.head != verb else None


def _shares(below: Token, above: Token) -> bool:
    speech = above.lemma_.lower() in clause_words()["speech"]
    match below.dep_:
        case "conj":
            return not speech or not _own_subject(below)
        case "advcl":
            return (below.tag_ == "VBG" and not speech) or _marked(below)
        case "xcomp" | "ccomp":
            found = below.dep_ == "ccomp" and above.lemma_.lower() in clause_words()["finding"]
            return above.lemma_.lower() in clause_words()["aspect"] or found
    return False


def _marked(verb: Token) -> bool:
    return any(child.lower_ in _TEMPORAL and child.dep_ in ("mark", "advmod") for child in verb.children)


def _own_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)


def _from_below(anchor: Token, verb: Token) -> int | None:
    """Return the rank of what stands in a clause below: "died when a bus crashed on Monday"."""
    seen = verb
    for step in range(_BELOW, _BELOW + 4):
        if seen == anchor:
            return step
        if not _lends_upward(seen, anchor):
            return None
        seen = next(
            above for above in seen.ancestors if above.pos_ in ("VERB", "AUX") or above == seen.sent.root
        )
    return None


def _lends_upward(below: Token, anchor: Token) -> bool:
    """Tell whether a clause below another one tells its time and place too."""
    speech = clause_words()["speech"]
    match below.dep_:
        case "conj":
            return below.lemma_.lower() not in speech and not _is_next_step(below, anchor)
        case "advcl":
            return _accompanies(below) and not _is_long_before(below, anchor)
        case "pcomp":
            return below.tag_ == "VBG" and below.head.lower_ in _NEXT_TO
        case "xcomp":
            return anchor.lemma_.lower() not in speech
        case "acl" if below.lower_ in clause_words()["accompanying"]:
            return anchor.lemma_.lower() not in speech
        case "relcl" | "acl":
            return _infinitive(below) and below.head.lower_ == "way"
    return False


def _is_next_step(below: Token, anchor: Token) -> bool:
    """Tell another step of a case, which has a day of its own ("was convicted and was sentenced Monday")."""
    steps = clause_words()["steps"]
    own = any(child.dep_ == "auxpass" for child in below.children)
    return own and below.lemma_ != anchor.lemma_ and {below.lemma_.lower(), anchor.lemma_.lower()} <= steps


def _is_launch(verb: Token, anchor: Token) -> bool:
    """Tell the launch of what the deed stops: "shot down the drones that were launched on Monday"."""
    weapon = verb.head
    stopped = weapon.dep_ in ("dobj", "nsubjpass") and weapon.head == anchor
    counted = weapon.dep_ == "pobj" and weapon.head.head.head == anchor  # "shot down 45 of 60 drones that"
    words = clause_words()
    return (
        verb.dep_ in ("relcl", "acl")
        and (stopped or counted)
        and verb.lemma_.lower() in words["launches"]
        and weapon.lemma_.lower() in words["missiles"]
    )


def _accompanies(verb: Token) -> bool:
    """Tell an adverbial clause that holds at the same time and place."""
    purpose = _infinitive(verb) and not _passive(verb)  # "a summit to be held in X" is another's place
    return _marked(verb) or _broke_out(verb) or verb.tag_ == "VBG" or purpose


def _is_long_before(below: Token, anchor: Token) -> bool:
    """Tell what a step of a case only follows ("charged after he shot a boy Sunday"), or days later."""
    after = next((c for c in below.children if c.dep_ == "mark" and c.lower_ == "after"), None)
    if after is None:
        return False
    counted = after.i > after.sent.start and after.nbor(-1).lemma_.lower() in _SPANS
    return counted or anchor.lemma_.lower() in _LATER_STEPS


_SPANS = frozenset({"day", "week", "month", "year"})
_LATER_STEPS = frozenset({"acquit", "arraign", "charge", "convict", "imprison", "indict", "sentence", "try"})


def _broke_out(verb: Token) -> bool:
    """Tell what did the harm: "two were killed after a gunfight broke out on Friday"."""
    after = any(child.dep_ == "mark" and child.lower_ == "after" for child in verb.children)
    return after and verb.lemma_.lower() in _BEGIN | _STRIKING


def _infinitive(verb: Token) -> bool:
    return any(child.tag_ == "TO" for child in verb.children)


def _teller(predicate: Predicate) -> Token:
    """Return the verb whose tense tells when a deed was: its own, or for a bare noun that of its outcome."""
    noun, above = predicate.trigger, predicate.trigger.head
    bare = predicate.nominal and predicate.anchor == noun and noun.dep_ in ("nsubj", "nsubjpass")
    return above if bare and above.lemma_.lower() in clause_words()["happening"] else predicate.anchor


def _passive(verb: Token) -> bool:
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def tense_of(verb: Token) -> Tense:
    """Return the tense of a verb by its own and its auxiliaries' forms; a headline's present is past."""
    words = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if words & {"will", "'ll", "shall", "’ll", "wo"}:
        return "future"
    if verb.tag_ in ("VBD", "VBN") or words & {"has", "have", "was", "were", "did", "had"}:
        return "past"
    return "present" if verb.tag_ in ("VBZ", "VBP", "VBG") else "none"


def _discourse(predicate: Predicate, sentence: Sentence) -> Discourse:
    """Tell what is news in the lead from what stands later or is told as gone by."""
    if is_background(predicate.anchor):
        return "background"
    return "lead" if sentence.lead and _told_as_news(predicate.anchor) else "later"


def _told_as_news(anchor: Token) -> bool:
    """Tell the main clause of a sentence, and what it reports, from what only describes a noun."""
    for seen in (anchor, *anchor.ancestors):
        headline = seen.dep_ == "acl" and seen.head.dep_ == "ROOT"
        if seen.dep_ in ("relcl", "acl", "pcomp", "csubj") and not headline:
            return False
        if seen.dep_ == "advcl" and not _marked(seen) and seen.tag_ != "VBG":
            return False
    return True


def is_background(anchor: Token) -> bool:
    """Tell what had happened before something else in the past: the pluperfect."""
    return any(child.lower_ == "had" and child.dep_ == "aux" for child in anchor.children)


def is_remembered(trigger: Token) -> bool:
    """Tell what is only called to mind: "the anniversary of the day when", "a memorial for the killed"."""
    seen = trigger
    for _ in range(_STEPS):
        if seen.head == seen or (seen != trigger and seen.pos_ in ("VERB", "AUX")):
            return False
        if seen.dep_ not in ("relcl", "acl", "pobj", "prep", "conj", "pcomp"):
            return False
        seen = seen.head
        if seen.lemma_.lower() in clause_words()["memory"]:
            return True
    return False


def _gone_by(predicate: Predicate, sentence: Sentence) -> int | None:
    """Return the time that has passed since a deed: "ten years after police shot", "after the raid"."""
    marks = [child for child in predicate.anchor.children if child.dep_ == "mark"]
    if predicate.nominal and predicate.trigger.dep_ == "pobj":
        marks.append(predicate.trigger.head)
    for mark in marks:
        if mark.lower_ not in ("after", "since"):
            continue
        for duration in sentence.durations:
            if duration.head.i == mark.i - 1 and duration.head.lemma_.lower() in _LONG:
                return duration.index
    return None
