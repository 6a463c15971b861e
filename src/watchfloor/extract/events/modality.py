"""Whether a trigger tells of something done, denied, planned, asked for or merely possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from watchfloor.extract.events.arguments import is_reduced
from watchfloor.extract.events.lexicon import lexicon
from watchfloor.extract.events.unreal import unreal
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.once import once_a_sentence, once_a_token
from watchfloor.model import EventType, Modality, Polarity
from watchfloor.plover import type_facts

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_NO = event_words("no")
_FUTURE = event_words("future")
_POSSIBLE = event_words("possible")
_DUE = frozenset({"should", "must", "ought"})
_ALLEGEDLY = event_words("allegedly")
_IF = event_words("if")
_UNTIL = frozenset({"until", "till", "before"})


@dataclass(frozen=True, slots=True)
class ModalReading:
    """How a trigger is to be taken; `due` that it ought to be done, `spoken` that its clause is reported."""

    polarity: Polarity = "asserted"
    modality: Modality = "actual"
    due: bool = False
    governor: str = ""


_UNREAL = {
    "false": ModalReading(polarity="negated", governor="false"),
    "drill": ModalReading(modality="conditional", governor="drill"),
    "fiction": ModalReading(modality="conditional", governor="fiction"),
    "if": ModalReading(modality="conditional", governor="if"),
    "asked": ModalReading(modality="conditional", governor="asked"),
}


def read(trigger: Token, noun: Token | None = None) -> ModalReading:
    """Return the polarity and modality of what `trigger` tells, by its own words and those that govern it.

    `noun` is the event noun of a light verb ("no arrests were made").
    """
    why = unreal(trigger)
    if why == "asked":
        return _UNREAL[why]
    if why is None and _helps_to_come(trigger):
        return _told(trigger, noun, ModalReading(modality="planned", governor="will"))
    return _told(trigger, noun, _UNREAL[why] if why is not None else _governed(trigger))


def _helps_to_come(gerund: Token) -> bool:
    """Tell what is part of something to come ("will replace it in patrolling the gulf")."""
    part = gerund.dep_ == "pcomp" and gerund.tag_ == "VBG" and gerund.head.lower_ in ("in", "by", "with")
    return part and any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in gerund.head.head.children)


def _told(trigger: Token, noun: Token | None, above: ModalReading) -> ModalReading:
    """Return how a trigger is to be taken by its own words, and by what stands `above` it."""
    own = _own(trigger)
    if trigger.pos_ == "NOUN" and trigger.dep_ in ("nsubj", "nsubjpass") and _only_possible(trigger):
        return ModalReading(modality="conditional", governor="may")
    polarity: Polarity = "negated" if "negated" in (own.polarity, above.polarity) else "asserted"
    if _unexploded(trigger, noun, denied=polarity == "negated"):
        return ModalReading(modality="failed", governor="explode")
    if noun is not None and noun != trigger and any(child.lower_ in _NO for child in noun.children):
        polarity = "negated"
    modality = own.modality if own.modality != "actual" else above.modality
    marks = {d.lower_ for c in trigger.children if c.dep_ == "advcl" for d in c.children if d.dep_ == "mark"}
    if "unless" in marks:
        return ModalReading(polarity, modality, own.due, "unless")
    if "if" in marks and modality == "planned" and not _even_if(trigger):
        return ModalReading(polarity, modality, own.due, "if")
    return ModalReading(polarity, modality, own.due, above.governor)


def _only_possible(noun: Token) -> bool:
    """Tell a subject of which is said what may or ought to be ("an attack could follow"), or what it is like.

    "Deportation of millions is unlikely" tells of none.
    """
    verb = noun.head
    bare = not any(c.dep_ in ("det", "poss", "nummod") for c in noun.children)
    if bare and verb.lemma_ == "be" and any(c.dep_ in ("acomp", "attr") for c in verb.children):
        return True
    return any(c.dep_ == "aux" and c.lower_ in _POSSIBLE | _DUE | _FUTURE for c in verb.children)


def _unexploded(trigger: Token, noun: Token | None, *, denied: bool) -> bool:
    """Tell what was laid or thrown and did not go off."""
    if _goes_off(trigger):
        return denied
    weapon = trigger.head if trigger.dep_ in ("acl", "relcl") else None
    verb = weapon.head if weapon is not None and weapon.dep_ in ("nsubj", "nsubjpass") else trigger
    if verb == trigger and not any(c.dep_ in ("nsubj", "dobj", "nsubjpass") for c in trigger.children):
        return False
    for place in _explosions(verb):
        below = verb.doc[place]
        if verb.is_ancestor(below):
            words = {c.lower_ for c in below.children} | {c.lower_ for c in below.head.children}
            if below.head.lower_ == "without" or words & _NO or below.head.lemma_.lower() == "fail":
                return True
    return _goes_off(verb) and any(c.dep_ == "neg" for c in verb.children)


@once_a_sentence
def _explosions(sentence: TokenSpan) -> tuple[int, ...]:
    return tuple(token.i for token in sentence if _goes_off(token))


def _goes_off(verb: Token) -> bool:
    off = verb.lemma_.lower() == "go" and any(c.lower_ == "off" for c in verb.children)
    return off or verb.lemma_.lower() in ("explode", "detonate")


_NOUNS = frozenset({"nsubj", "nsubjpass", "dobj", "agent"})
_NONE = event_words("none")


def _denials(noun: Token) -> set[str]:
    """Return the words in a subject or object that say that nobody did it, or nothing was done."""
    words = {noun.lower_} | {c.lower_ for c in noun.children if c.dep_ in ("det", "preconj", "cc", "advmod")}
    single = any(c.lower_ in ("single", "a") for c in noun.children)
    not_one = (noun.lower_ == "one" or single) and any(
        c.dep_ in ("neg", "preconj", "advmod") for c in noun.children
    )
    return (words & _NONE) | ({"not"} if not_one and "not" in {c.lower_ for c in noun.children} else set())


class _WordBeside(NamedTuple):
    place: int
    dep: str
    lower: str


@once_a_token
def _words_beside(shared: Token) -> tuple[_WordBeside, ...]:
    """Return the words of a verb or noun that may hold for what is joined to it, too."""
    telling = (
        child
        for child in shared.children
        if child.dep_ in ("neg", "aux", "mark", "preconj") or child.lower_ in _ALLEGEDLY
    )
    return tuple(_WordBeside(child.i, child.dep_, child.lower_) for child in telling)


def _own(trigger: Token) -> ModalReading:
    words = {
        child.lower_
        for child in trigger.children
        if child.dep_ in ("neg", "aux", "advmod", "det", "mark", "amod", "preconj")
    }
    words |= {word for s in trigger.children if s.dep_ in _NOUNS for word in _denials(s)}
    words |= _shared_words(trigger) | ({"not"} if _is_behind_nor(trigger) else set())
    polarity: Polarity = "negated" if _denies(words, trigger) else "asserted"
    base = trigger.tag_ == "VB"
    bare = base and not words & _BEFORE_BASE and _bare(trigger)
    if words & _IF or bare or (base and {"for", "to"} <= words):
        return ModalReading(polarity, "conditional")
    if words & _DUE:
        return ModalReading(polarity, "requested", due=True)
    if words & _POSSIBLE or {"would", "have"} <= words:
        return ModalReading(polarity, "conditional")
    if words & _FUTURE:
        return ModalReading(polarity, "planned")
    return ModalReading(polarity, "alleged" if words & _ALLEGEDLY else "actual")


def _denies(words: set[str], trigger: Token) -> bool:
    """Tell words that deny a deed; not of what was done besides ("not only shot but robbed")."""
    if not words & _NO:
        return False
    verbs = (trigger, trigger.head) if trigger.dep_ == "conj" else (trigger,)
    denied = (c for verb in verbs for c in verb.children if c.lower_ in ("not", "n't"))
    return not any(c.i + 1 < len(c.doc) and c.nbor(1).lower_ in ("only", "just", "merely") for c in denied)


def _is_behind_nor(verb: Token) -> bool:
    """Tell a clause that "nor" opens ("nor have they demanded his release")."""
    first = verb.left_edge
    before = verb.doc[first.i - 1] if first.i > verb.sent.start else first
    return verb.pos_ == "VERB" and "nor" in (first.lower_, before.lower_)


def _shared_words(trigger: Token) -> set[str]:
    """Return the auxiliaries, marks and negations that a verb or noun shares with those before it."""
    words: set[str] = set()
    if _is_looked_into(trigger):
        return words
    has_own = any(child.dep_ in ("aux", "nsubj", "nsubjpass") for child in trigger.children)
    shared = trigger
    while shared.dep_ in ("conj", "dobj", "nsubjpass") and shared.head != shared:
        noun = shared.pos_ in ("NOUN", "PROPN")
        shared = shared.head
        listed = noun and shared.pos_ in ("NOUN", "PROPN")
        if not listed and (noun or not has_own):
            words |= _words_before(
                shared, trigger, ("neg", "aux", "mark") if noun else ("aux", "mark", "preconj")
            )
    return words


def _words_before(verb: Token, trigger: Token, kinds: tuple[str, ...]) -> set[str]:
    """Return the words of some kinds that a verb has before the trigger, and its "allegedly"."""
    beside = _words_beside(verb)
    told = {word.lower for word in beside if word.place < verb.i} & _ALLEGEDLY
    return told | {word.lower for word in beside if word.dep in kinds and word.place < trigger.i}


_BEFORE_BASE = frozenset({"to", "do", "did", "does"}) | _FUTURE | _POSSIBLE | _DUE


def _bare(trigger: Token) -> bool:
    """Tell whether a base form stands alone, like a second infinitive whose first the parser lost."""
    subject = any(child.dep_ in ("nsubj", "nsubjpass") for child in trigger.children)
    return not subject and trigger.dep_ in ("conj", "dep", "ccomp", "advcl")


_REPORTING = event_words("reporting")  # their clauses are told as done
_DOUBTING = frozenset({"doubt", "wonder", "fear", "exclude"})
_HOLDING = event_words("holding")
_ASKING = frozenset({"call", "urge", "press", "appeal"})
_ENABLING = event_words("enabling")
_EFFECTS: tuple[tuple[str, Modality], ...] = (
    ("planned", "planned"),
    ("failed", "failed"),
    ("stopped", "failed"),
    ("alleged", "alleged"),
    ("requested", "requested"),
    ("hypothetical", "conditional"),
)


def _governed(trigger: Token) -> ModalReading:
    """Climb from the trigger to the words whose complement it is; the nearest that means anything decides."""
    if _is_looked_into(trigger):
        return ModalReading()
    seen = trigger
    for _ in range(6):
        head = seen.head
        if head == seen:
            break
        step = _effect(trigger, seen, head) or _inherited(seen, head)
        if step is not None:
            return _unless_only_averted(head, step)
        if seen.dep_ == "advcl" and seen.tag_ == "VBG":
            return _alleged_with(head)
        if (
            seen.dep_ in ("relcl", "nsubj", "nsubjpass")
            or is_reduced(seen)
            or (seen.dep_ == "advcl" and not _conditional(seen))
            or seen.dep_ == "csubj"
        ):
            break
        seen = head
    return ModalReading()


def _is_looked_into(noun: Token) -> bool:
    """Tell a deed that was done before what is said of it: "will investigate the murder of two men".

    One that is told without its article may be any of its kind ("will investigate attacks on the press").
    """
    told = any(
        c.dep_ == "poss" or c.lower_ in ("the", "this", "that", "these", "those") for c in noun.children
    )
    if noun.pos_ != "NOUN" or not told:
        return False
    if noun.dep_ == "dobj":
        return noun.head.lemma_.lower() in _LOOKS_INTO
    about = noun.dep_ == "pobj" and noun.head.lower_ in ("for", "over", "in", "into", "about", "of")
    return about and noun.head.head.lemma_.lower() in _OF_A_CASE


_LOOKS_INTO = event_words("looks into")
_OF_A_CASE = event_words("of a case")


def _unless_only_averted(head: Token, step: ModalReading) -> ModalReading:
    """Return a step, unless one only may or wants to avert it ("has the right to prevent attacks")."""
    averts = step.polarity == "negated" and head.lemma_.lower() in _AVERTING and _infinitive(head)
    done = lexicon().governors.get(head.head.lemma_.lower(), frozenset()) & {"pass"}
    return ModalReading(modality="conditional", governor="to") if averts and not done else step


_AVERTING = frozenset({"avert", "avoid", "deter", "prevent", "stop"})


def _alleged_with(verb: Token) -> ModalReading:
    """Return how a participle is told with its verb: what is alleged of the one is of the other too.

    "They allege that he took a car, shooting a woman".
    """
    above = _governed(verb)
    return above if above.modality == "alleged" else ModalReading()


def _denier(trigger: Token, seen: Token, head: Token, effects: frozenset[str]) -> str:
    """Return the word above that says that something was not done, "" where there is none."""
    word = head.lemma_.lower()
    instead = head.lower_ == "of" and (
        head.head.lower_ == "instead" or any(c.lower_ == "instead" for c in head.children)
    )
    if instead or (seen.dep_ == "pcomp" and head.lower_ == "without"):
        return head.lower_
    if seen.dep_ in ("xcomp", "ccomp", "pcomp", "prep", "acl") and word in ("deny", "refute"):
        return word
    kept_from = seen.dep_ == "prep" and seen.lower_ == "from" and trigger.tag_ == "VBG"
    if kept_from and "negated" in effects:
        return word
    nothing = seen.dep_ == "pobj" and _none_of(head.head)
    return head.head.lemma_.lower() if nothing else ""


def _conditional(clause: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ in _IF for child in clause.children)


def _effect(trigger: Token, seen: Token, head: Token) -> ModalReading | None:
    """Return what the step from a word to its head means for the trigger below it, if anything."""
    if seen.dep_ == "advcl":
        stopped = lexicon().governors.get(head.lemma_.lower(), frozenset()) & {"stopped"}
        if stopped and not _follows(seen):
            return ModalReading(modality="failed", governor=head.lemma_.lower())
        return _of_count(seen, head) or _of_adverbial(seen, head)
    if seen.dep_ in ("csubj", "csubjpass"):
        return ModalReading(modality="conditional", governor="would") if _open(head) else None
    if seen.dep_ not in ("xcomp", "ccomp", "pcomp", "acl", "dobj", "pobj", "prep"):
        return None
    word = head.lemma_.lower()
    effects = lexicon().governors.get(word, frozenset())
    if (step := _supposed_or_rejected(seen, head)) is not None:
        return step
    denier = _denier(trigger, seen, head, effects)
    if denier:
        return ModalReading(polarity="negated", governor=denier)
    if (seen.dep_ in ("xcomp", "acl", "pcomp") and not is_reduced(seen)) or _infinitive_clause(seen):
        return _of_clause(seen, head, effects, word)
    modality = _of_content(trigger, seen, effects, word)
    return (
        ModalReading(modality=modality, governor=word) if modality else _of_noun(trigger, seen, head, effects)
    )


def _follows(clause: Token) -> bool:
    """Tell a participle that says what else was done ("foiled the raid, arresting six")."""
    begun = any(c.dep_ in ("mark", "nsubj", "nsubjpass", "prep") and c.i < clause.i for c in clause.children)
    return clause.tag_ == "VBG" and not begun


_GIVING_UP = frozenset({"abandon", "cancel", "drop", "scrap", "shelve"})  # plans
_REJECTING = event_words("rejecting")
_ASSERTIONS = event_words("assertions")


def _supposed_or_rejected(seen: Token, head: Token) -> ModalReading | None:
    """Return how what is supposed, rejected as untrue, or the means to what may be is to be taken."""
    if seen.dep_ == "acl" and head.dep_ == "dobj" and head.head.lemma_.lower() in _GIVING_UP:
        return ModalReading(polarity="negated", governor=head.head.lemma_.lower())
    if seen.dep_ == "ccomp" and head.lemma_.lower() in _SUPPOSING and _bids(head):
        return ModalReading(modality="conditional", governor="if")
    if seen.dep_ in ("acl", "ccomp", "relcl") and _is_rejected(head):
        return ModalReading(polarity="negated", governor=head.head.lemma_.lower())
    if seen.dep_ in ("acl", "ccomp") and _is_hearsay(head) and any(c.lower_ == "that" for c in seen.children):
        return ModalReading(modality="alleged", governor=head.lemma_.lower())
    if seen.dep_ == "pcomp" and head.lower_ == "for" and head.head.pos_ == "NOUN" and _is_plea(head.head):
        return ModalReading(modality="requested", governor="call for")
    if seen.dep_ == "pcomp" and head.lower_ == "by" and _own(head.head).modality == "conditional":
        return ModalReading(modality="conditional", governor="by")  # "might do better by cutting aid"
    return None


def _is_rejected(noun: Token) -> bool:
    """Tell a report or claim that somebody says is not so ("rejected reports that he had refused")."""
    told = noun.pos_ == "NOUN" and noun.lemma_.lower() in _ASSERTIONS
    return told and noun.dep_ == "dobj" and noun.head.lemma_.lower() in _REJECTING


def _is_hearsay(noun: Token) -> bool:
    """Tell a noun of what is only said to be so ("amid reports that troops attacked")."""
    return noun.pos_ == "NOUN" and noun.lemma_.lower() in _ASSERTIONS


def _is_plea(noun: Token) -> bool:
    return noun.lemma_.lower() in _PLEAS


_PLEAS = frozenset({"call", "appeal", "plea", "proposal", "request", "demand", "motion"})
_SUPPOSING = frozenset({"say", "suppose", "assume", "imagine"})


def _bids(verb: Token) -> bool:
    """Tell a verb that bids the reader do it ("Suppose they attacked")."""
    alone = not any(c.dep_ in ("nsubj", "nsubjpass", "aux", "expl") for c in verb.children)
    return verb.tag_ in ("VB", "VBP") and alone and verb.i <= verb.sent.start + 1


_LETTING = event_words("letting")


def _inherited(seen: Token, head: Token) -> ModalReading | None:
    """Return what is said of the verb that lets or makes it happen ("would let police detain")."""
    if seen.dep_ not in ("ccomp", "xcomp"):
        return None
    if head.lemma_.lower() == "see" and seen.tag_ == "VB" and _own(head).modality == "planned":
        return ModalReading(modality="planned", governor="see")  # "Friday will see nurses walk out"
    if head.lemma_.lower() not in _LETTING:
        return None
    verb = head.head if head.pos_ == "ADJ" else head
    above = _own(verb)
    if above == ModalReading():
        return None
    modality: Modality = "conditional" if above.modality == "planned" else above.modality
    return ModalReading(above.polarity, modality, governor=head.lemma_.lower())


def _infinitive_clause(seen: Token) -> bool:
    """Tell an infinitive that the parser took for a clause of its own ("need them to go")."""
    return seen.dep_ == "ccomp" and seen.tag_ in ("VB", "VBN") and _infinitive(seen)


def _none_of(noun: Token) -> bool:
    """Tell a noun that says there is nothing of what it governs ("no sign of a withdrawal")."""
    return noun.pos_ == "NOUN" and any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children)


def _of_content(trigger: Token, seen: Token, effects: frozenset[str], word: str) -> Modality | None:
    """Return how a clause of content is told: "accused of shelling", "demanded that the ban be lifted"."""
    if seen.dep_ == "prep" and seen.lower_ in _OF_CHARGES and trigger.tag_ in ("VBG", "VBN"):
        return "alleged" if effects & {"alleged", "charged"} else None
    if seen.dep_ != "ccomp":
        return None
    if "requested" in effects and _subjunctive(seen):
        return "requested"
    if word in _DOUBTING or (word in _HOLDING and any(c.dep_ == "neg" for c in seen.head.children)):
        return "conditional"
    return "alleged" if "alleged" in effects and word not in _REPORTING else None


def _is_topic(gerund: Token) -> bool:
    """Tell what something is only about ("no progress on easing the blockade")."""
    about = gerund.head.lower_ in ("on", "about", "over", "toward", "towards")
    return about and gerund.tag_ == "VBG" and gerund.head.head.pos_ == "NOUN"


_OF_CHARGES = event_words("of charges")


def _subjunctive(verb: Token) -> bool:
    """Tell a clause that says what ought to be ("that the ban be lifted", "that he leave")."""
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    plain = verb.tag_ == "VB" and not auxiliaries
    return plain or any(c.lower_ in ("be", "should", "must") for c in auxiliaries)


def _open(verb: Token) -> bool:
    """Tell a verb of what is not so, or not yet: "would be a mistake", "cannot begin", "will go on"."""
    return any(child.dep_ == "neg" or child.tag_ == "MD" for child in verb.children)


def _of_adverbial(clause: Token, head: Token) -> ModalReading | None:
    if _conditional(clause):
        return ModalReading(modality="conditional", governor="if")
    if _open(head) and any(child.lower_ in _UNTIL for child in clause.children):
        return ModalReading(modality="conditional", governor="until")
    return ModalReading(modality="conditional", governor="to") if _infinitive(clause) else None


def _of_count(clause: Token, head: Token) -> ModalReading | None:
    """Return how a deed is told that only says what somebody is charged with ("while committing murder")."""
    own = any(c.dep_ in ("nsubj", "nsubjpass") for c in clause.children)
    charged = head.lemma_.lower() in _CHARGING and clause.tag_ == "VBG" and not own
    return ModalReading(modality="alleged", governor=head.lemma_.lower()) if charged else None


_CHARGING = frozenset({"charge", "indict", "arraign", "prosecute"})


def _even_if(trigger: Token) -> bool:
    """Return whether a verb's condition changes nothing: "will withdraw even if the talks fail"."""
    clauses = [child for child in trigger.children if child.dep_ == "advcl"]
    return any(word.lower_ == "even" for clause in clauses for word in clause.children)


def _infinitive(clause: Token) -> bool:
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in clause.children)


def _of_clause(seen: Token, head: Token, effects: frozenset[str], word: str) -> ModalReading | None:
    """Return what the verb, adjective or noun means that an infinitive or a gerund completes."""
    told = word == "about" and seen.dep_ == "pcomp" and seen.tag_ != "VBG"  # "a report about how"
    done = seen.dep_ == "xcomp" and head.lower_ in ("had", "having") and word == "have"
    if (done and not _not_yet(seen, head)) or told:
        return None  # what one had to do, one did
    return _of_helper(seen, head, word) or _of_governor(seen, head, effects, word)


def _not_yet(seen: Token, head: Token) -> bool:
    return _infinitive(seen) and any(child.lower_ == "yet" for child in head.children)


def _of_helper(seen: Token, head: Token, word: str) -> ModalReading | None:
    """Return what "has yet to", "was able to", "is to" and "is going to" mean for their infinitive."""
    if _not_yet(seen, head):
        return ModalReading(modality="failed", governor="yet")
    if seen.dep_ == "pcomp" and _is_topic(seen):
        return ModalReading(modality="conditional", governor=word)
    if _only_sought(seen, word):
        return ModalReading(modality="conditional", governor=word)
    if seen.dep_ != "xcomp":
        return None
    if _infinitive(seen) and _supposes(head):
        return ModalReading(modality="conditional", governor="would")
    if word in _ENABLING and _denied(head):
        return ModalReading(polarity="negated", governor=word)
    if _infinitive(seen) and word == "be":
        due: Modality = "planned" if head.lower_ in ("is", "are", "'s", "’s") else "conditional"
        return ModalReading(modality=due, governor="be to")
    going = _infinitive(seen) and head.lower_ == "going"
    return ModalReading(modality="planned", governor="go") if going else None


_SOUGHT = event_words("sought")


def _only_sought(participle: Token, word: str) -> bool:
    """Tell what a tip is to bring about ("a reward for information leading to the arrest of")."""
    leads = participle.tag_ == "VBG" and participle.lemma_.lower() in ("lead", "result")
    return leads and participle.dep_ == "acl" and word in _SOUGHT


def _supposes(verb: Token) -> bool:
    """Tell a verb that says of an infinitive what it would be ("it would not cost much to ask")."""
    about = any(c.dep_ in ("nsubj", "expl") and c.lower_ == "it" for c in verb.children)
    return about and any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.children)


def _by_effect(head: Token, effects: frozenset[str], word: str) -> ModalReading | None:
    """Return what the first effect of a governor that the table knows means."""
    effect = next((e for e in _EFFECTS if e[0] in effects and "pass" not in effects), None)
    if effect is not None:
        denied = effect[0] == "planned" and any(c.dep_ == "neg" for c in head.children)
        return ModalReading("negated" if denied else "asserted", effect[1], governor=word)
    return ModalReading(polarity="negated", governor=word) if "negated" in effects else None


def _of_governor(seen: Token, head: Token, effects: frozenset[str], word: str) -> ModalReading | None:
    """Return what the governors of the lexicon mean, or an infinitive that only describes."""
    infinitive = _infinitive(seen)
    reading = None if seen.dep_ == "pcomp" and infinitive else _by_effect(head, effects, word)
    if reading is not None:
        return reading
    loose = seen.dep_ == "acl" or (head.pos_ == "ADJ" and "pass" not in effects)
    return ModalReading(modality="conditional", governor=word) if infinitive and loose else None


def _of_noun(trigger: Token, seen: Token, head: Token, effects: frozenset[str]) -> ModalReading | None:
    """Return what governs an event noun ("plans an attack", "the risk of a raid", "called for a strike")."""
    word = head.lemma_.lower()
    if seen.dep_ == "dobj" and seen == trigger:
        return _over_noun(effects, word)
    if seen.dep_ == "prep" and head.pos_ == "NOUN" and effects & {"hypothetical", "planned"}:
        return ModalReading(modality="conditional", governor=word)
    if (
        seen.dep_ == "pobj"
        and word == "for"
        and head.head.lemma_.lower() in ("call", "urge", "press", "appeal")
    ):
        return ModalReading(modality="requested", governor="call for")
    return None


def _denied(word: Token) -> bool:
    above = [word, word.head] if word.pos_ == "ADJ" else [word]
    return any(child.dep_ == "neg" for token in above for child in token.children)


def _over_noun(effects: frozenset[str], word: str) -> ModalReading | None:
    if "requested" in effects:
        return ModalReading(modality="requested", governor=word)
    if "planned" in effects:
        return ModalReading(modality="planned", governor=word)
    if "stopped" in effects:
        return ModalReading(modality="failed", governor=word)
    if "negated" in effects and word not in ("report",):
        return ModalReading(polarity="negated", governor=word)
    if "hypothetical" in effects:
        return ModalReading(modality="conditional", governor=word)
    return None


def coded(kind: EventType, reading: ModalReading, *, spoken: bool) -> tuple[EventType, Modality]:
    """Return the type of what is only intended: help to come is AGREE, force its doer speaks of THREATEN.

    `spoken` tells that the doer says it of itself; what others say will be done keeps its type, as planned
    (PLOVER's manual takes help told in the future as a statement of intent).
    """
    if reading.polarity == "negated" and reading.modality == "planned" and type_facts(kind).refusable:
        return EventType.REJECT, "actual"
    if reading.modality != "planned":
        return kind, reading.modality
    if reading.governor == "unless" and kind is not EventType.CONSULT:
        return EventType.THREATEN, "conditional"
    stated: Modality = "conditional" if reading.governor == "if" else "actual"
    coming: Modality = "conditional" if reading.governor == "if" else "planned"
    intended = type_facts(kind).intended
    if (intended is EventType.AGREE and coming == "planned") or (spoken and intended is EventType.THREATEN):
        return intended, stated
    return kind, coming
