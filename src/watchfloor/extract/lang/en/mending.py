"""Mends in the English parse: clauses that the parser takes for one noun phrase.

"A court jailed reporter X on Monday" is to the parser a reporter, jailed by court. Every finder reads the
mended parse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.attrs import DEP, HEAD, POS, TAG

from watchfloor.extract.lang.en.words import clause_words, past_forms

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan
    from thinc.types import Ints2d

_DOERS = frozenset({"nsubj", "npadvmod"})
_BEFORE = frozenset({"nmod", "compound", "amod", "npadvmod", "nsubj"})
_TIMES = frozenset(
    (
        *(
            "night",
            "morning",
            "afternoon",
            "evening",
            "day",
            "weekend",
            "dawn",
            "midday",
            "overnight",
            "daytime",
            "eve",
            "midnight",
            "noon",
            "predawn",
        ),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    )
)
_SUBJECTS = frozenset({"csubj", "nsubj"})
_HUNG = frozenset({"acl", "advcl", "csubj"})
_NOUN_ROLES = {role: role for role in ("nsubj", "nsubjpass", "dobj", "pobj", "conj")} | {
    "pcomp": "pobj",
    "csubj": "nsubj",
}
_OF_VERBS = frozenset({"dobj", "dative", "aux", "auxpass", "nsubj", "nsubjpass", "neg", "xcomp", "ccomp"})
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_BEFORE_YEARS = frozenset({"in", "since", "during", "by", "until", "after", "before"})
_JOINING = frozenset({"as", "after", "before", "until"})
_LONGEST_HEADLINE = 16  # words
_TITLES = frozenset({"compound", "amod", "nmod"})


@dataclass(frozen=True, slots=True)
class LostClause:
    """A verb that the parser hung before a name, with the noun before it and the name after it."""

    verb: Token
    doer: Token
    name: Token
    over: Token  # what the parser made the head of all


def mend(doc: Doc) -> Doc:
    """Return a parse with the clauses that the parser lost, and those that it made up, set right."""
    for lost in [found for token in doc if (found := lost_clause(token)) is not None]:
        _set_right(doc, lost)
    _set_nouns_right(doc)
    _set_deeds_of_places_right(doc)
    _set_years_right(doc)
    if parted := {token.i: "conj" for token in doc if _is_parted_clause(token)}:
        _rewrite(doc, {}, parted, {})
    for verb in [token for token in doc if token.tag_ == "VBD" and token.dep_ in ("advcl", "conj")]:
        _set_joined_right(doc, verb)
    for sentence in list(doc.sents):
        root = sentence.root
        if root.pos_ == "VERB" and root.tag_ == "VB":
            _set_call_right(doc, root)
        elif _is_headline(sentence):
            _set_headline_right(doc, root)
    return doc


def _set_nouns_right(doc: Doc) -> None:
    """Set right what the tagger took for verbs: deeds named by gerunds, and what only describes a subject."""
    for deed in [token for token in doc if _is_deed_of_night(token)]:
        _set_noun(doc, deed)
    for deed in [token for token in doc if _is_noun_of_deed(token)]:
        _rewrite(doc, {}, {deed.i: _NOUN_ROLES[deed.dep_]}, {deed.i: ("NOUN", "NN")})
        deed.lemma_ = deed.lower_
    for verb in [token for token in doc if _is_found_done(token)]:
        subject = next(child for child in verb.lefts if child.dep_ == "nsubj")
        _rewrite(doc, {}, {subject.i: "nsubjpass"}, {})
    for clause in [token for token in doc if _is_described_subject(token)]:
        _set_subject_right(doc, clause)


def _is_year_of_clause(token: Token) -> bool:
    """Tell a year that the parser took for a count of those who do it: "In 2003 rebels abducted a priest"."""
    if token.dep_ != "nummod" or not _YEAR.fullmatch(token.text) or token.i == token.sent.start:
        return False
    word, noun = token.nbor(-1), token.head
    if word.lower_ not in _BEFORE_YEARS or noun.i < token.i or noun.pos_ not in ("NOUN", "PROPN"):
        return False
    if word.i > word.sent.start and not (word.nbor(-1).is_punct or word.nbor(-1).lower_ == "that"):
        return False  # "They came in 1500 trucks"
    if noun.dep_ in ("nsubj", "nsubjpass"):
        return True
    verb = word.head
    done = verb.pos_ == "VERB" and noun.i < verb.i
    lacks_doer = not any(child.dep_ in ("nsubj", "nsubjpass", "csubj") for child in verb.children)
    return noun.dep_ == "pobj" and noun.head == word and done and lacks_doer


def _set_years_right(doc: Doc) -> None:
    for year in [token for token in doc if _is_year_of_clause(token)]:
        _set_year_right(doc, year)


def _set_year_right(doc: Doc, year: Token) -> None:
    """Hang the year on its preposition, and make the noun behind it the subject."""
    word, noun = year.nbor(-1), year.head
    verb = noun.head if noun.head != word else word.head
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    roles = {year.i: "pobj", word.i: "prep", noun.i: "nsubjpass" if passive else "nsubj"}
    _rewrite(doc, {year.i: word.i, word.i: verb.i, noun.i: verb.i}, roles, {})


def _is_deed_of_night(token: Token) -> bool:
    """Tell whether a deed named by its time was taken for what the time does ("a Sunday night shooting")."""
    if token.tag_ != "VBG" or token.dep_ not in _HUNG | _SUBJECTS or token.i == token.sent.start:
        return False
    time: Token = token.doc[token.i - 1]
    if token.dep_ in _SUBJECTS:
        return (
            time.lower_ in _TIMES
            and time.head in (token, token.head)
            and token.lower_ in clause_words()["gerund deeds"]
        )
    return (
        time.lower_ in _TIMES
        and any(child.dep_ == "det" for child in time.children)
        and time.dep_ in ("dobj", "pobj", "nsubj", "nsubjpass")
        and time.head.lemma_ != "spend"  # "spent the night marching"
        and not any(child.dep_ in ("dobj", "dative") for child in token.children if not _named_by(child))
    )


def _named_by(noun: Token) -> bool:
    """Tell a noun that a deed right before it names ("a Sunday night shooting | death")."""
    beside = noun.i == noun.head.i + 1 and noun.dep_ == "dobj" and noun.head.tag_ == "VBG"
    return beside and noun.lower_ in clause_words()["named by deeds"]


def _set_noun(doc: Doc, deed: Token) -> None:
    """Make a deed the noun that its time only qualifies."""
    time: Token = doc[deed.i - 1]
    named = next((child for child in deed.children if _named_by(child)), None)
    if named is not None:
        heads = {token.i: named.i for token in (*time.children, *deed.children) if token != deed}
        heads |= {named.i: time.head.i, time.i: named.i, deed.i: named.i}
        roles = {named.i: time.dep_, time.i: "compound", deed.i: "compound"}
        _rewrite(doc, heads, roles, {deed.i: ("NOUN", "NN")})
        return
    heads = {token.i: deed.i for token in time.children if token != deed}
    whole = time if deed.dep_ not in _SUBJECTS else deed
    heads |= {deed.i: whole.head.i, time.i: deed.i}
    role = time.dep_ if whole == time else "nsubj"
    _rewrite(doc, heads, {deed.i: role, time.i: "compound"}, {deed.i: ("NOUN", "NN")})
    deed.lemma_ = deed.lower_


def _is_noun_of_deed(token: Token) -> bool:
    """Tell a deed named by its gerund that was tagged as a verb ("in a drive-by shooting")."""
    if token.tag_ != "VBG" or token.dep_ not in _NOUN_ROLES or token.pos_ != "VERB":
        return False
    if token.lower_ not in clause_words()["gerund deeds"]:
        return False
    bare = token.head.lower_ in ("after", "following") and not any(True for _ in token.rights)
    behind = token.dep_ == "pcomp" and (token.head.lower_ == "in" or bare)
    alone = token.dep_ not in ("pcomp", "csubj") or behind
    described = any(child.dep_ in ("det", "compound") for child in token.children)
    return (alone or described) and not any(child.dep_ in _OF_VERBS for child in token.children)


def _is_deed_of_place(token: Token) -> bool:
    """Tell the end of a headline that was taken for its verb ("Two injured in Lirn shooting")."""
    if token.dep_ != "ROOT" or token.tag_ != "VBG" or token.lower_ not in clause_words()["gerund deeds"]:
        return False
    if token.i < token.sent.start + 2 or any(
        child.i > token.i and not child.is_punct for child in token.children
    ):
        return False
    place = token.nbor(-1)
    return place.dep_ == "pobj" and place.pos_ == "PROPN" and place.head.lower_ in ("in", "after")


def _set_deeds_of_places_right(doc: Doc) -> None:
    for deed in [token for token in doc if _is_deed_of_place(token)]:
        _set_deed_of_place_right(doc, deed)


def _set_deed_of_place_right(doc: Doc, deed: Token) -> None:
    """Hang the deed on its preposition, and make what the headline tells of it the head."""
    place, subjects = deed.nbor(-1), [child for child in deed.children if child.dep_ == "nsubj"]
    if not subjects:
        return
    preposition, told = place.head, subjects[-1]
    heads = {place.i: deed.i, deed.i: preposition.i, told.i: told.i}
    heads |= {child.i: told.i for child in deed.children if child.i not in heads}
    roles = {place.i: "compound", deed.i: "pobj", told.i: "ROOT"}
    roles |= {child.i: "dep" for child in deed.children if child.dep_ == "nsubj" and child != told}
    _rewrite(doc, heads, roles, {deed.i: ("NOUN", "NN")})
    deed.lemma_ = deed.lower_


def _is_found_done(verb: Token) -> bool:
    """Tell what had been done to somebody who was found ("found six people shot")."""
    if verb.tag_ != "VBN" or verb.dep_ != "ccomp" or verb.head.lemma_ != "find":
        return False
    own = [child.dep_ for child in verb.children if child.dep_ in ("nsubj", "aux", "auxpass", "mark", "dobj")]
    return own == ["nsubj"]


def _is_described_subject(token: Token) -> bool:
    """Tell a participle that the parser took for the subject: "A deputy interviewing a woman was shot"."""
    if token.tag_ != "VBG" or token.dep_ not in ("csubj", "csubjpass") or token.head.i < token.i:
        return False
    own = [child for child in token.lefts if child.dep_ in ("nsubj", "nsubjpass")]
    return len(own) == 1 and own[0].pos_ in ("NOUN", "PROPN", "PRON")


def _is_parted_clause(token: Token) -> bool:
    """Tell a clause of its own that the parser took for what the next one tells: "A blames B; B blames A"."""
    if token.dep_ != "ccomp" or token.head.i < token.i or token.pos_ != "VERB" or token.head.pos_ != "VERB":
        return False
    subjects = [child for child in token.head.children if child.dep_ in ("nsubj", "nsubjpass")]
    parted = any(c.text == ";" and token.i < c.i < token.head.i for c in token.head.children)
    own = any(child.dep_ in ("nsubj", "nsubjpass") for child in token.children)
    return parted and own and bool(subjects) and subjects[0].i > token.i


def _set_subject_right(doc: Doc, clause: Token) -> None:
    """Make the noun the subject of the verb, and the participle what describes it."""
    noun = next(child for child in clause.lefts if child.dep_ in ("nsubj", "nsubjpass"))
    role = "nsubjpass" if clause.dep_ == "csubjpass" else "nsubj"
    _rewrite(doc, {noun.i: clause.head.i, clause.i: noun.i}, {noun.i: role, clause.i: "acl"}, {})


def _set_joined_right(doc: Doc, verb: Token) -> None:
    """Read "died as a bus plunged" as a clause: to the parser they died as a bus, and something plunged."""
    if any(c.dep_ in ("nsubj", "nsubjpass", "mark", "aux", "auxpass") for c in verb.children):
        return
    for word in verb.head.children:
        noun = next((c for c in word.children if c.dep_ == "pobj"), None)
        if word.lower_ in _JOINING and noun is not None and noun.right_edge.i == verb.i - 1:
            heads = {noun.i: verb.i, word.i: verb.i}
            _rewrite(doc, heads, {noun.i: "nsubj", word.i: "mark", verb.i: "advcl"}, {})
            return


def _is_headline(sentence: TokenSpan) -> bool:
    """Tell a short line that no stop ends."""
    return len(sentence) <= _LONGEST_HEADLINE and not sentence[-1].is_punct


def lost_clause(verb: Token) -> LostClause | None:
    """Return the clause of a verb taken for a word before its object ("A sniper wounded reporter Ana H.")."""
    if verb.lower_ in past_forms() and verb.dep_ == "ROOT" and verb.pos_ in ("NOUN", "PROPN"):
        return _bare_root(verb)
    past = verb.dep_ == "amod" and verb.tag_ in ("VBD", "VBN")
    if not (past or (verb.dep_ == "compound" and verb.lower_ in past_forms())):
        return None
    noun: Token = verb.head
    over: Token = noun.head if noun.dep_ == "compound" else noun
    if over.dep_ == "appos":
        return _before_appositive(verb, over)
    if over.dep_ != "ROOT" or over.pos_ not in ("NOUN", "PROPN"):
        return None
    name, doer = _name(over, noun), _doer(verb)
    return LostClause(verb, doer, name, over) if name is not None and doer is not None else None


def _before_appositive(verb: Token, name: Token) -> LostClause | None:
    """Return the clause of a verb taken for a word of a name in apposition ("A court jailed editor A B")."""
    doer: Token = name.head
    parted = verb.doc[verb.i - 1].is_punct
    whole = doer.dep_ == "ROOT" and doer.pos_ in ("NOUN", "PROPN") and doer.i < verb.i and not parted
    return LostClause(verb, doer, name, doer) if whole and name.pos_ == "PROPN" else None


def _bare_root(verb: Token) -> LostClause | None:
    """Return the clause of a verb taken for the noun that all hangs on ("The army retook Tarvel")."""
    doers = [c for c in verb.lefts if c.dep_ in _BEFORE and c.pos_ in ("NOUN", "PROPN")]
    names = [c for c in verb.rights if c.pos_ in ("NOUN", "PROPN") and c.dep_ != "conj"]
    return LostClause(verb, doers[-1], names[0], verb) if doers and names else None


def _name(over: Token, noun: Token) -> Token | None:
    if over.pos_ == "PROPN" and over != noun:
        return over
    return next((child for child in over.children if child.dep_ == "appos" and child.pos_ == "PROPN"), None)


def _doer(verb: Token) -> Token | None:
    own = [c for c in verb.children if c.dep_ in _DOERS and c.pos_ in ("NOUN", "PROPN")]
    if own:
        return own[0]
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
    beside = before is not None and before.head in (verb, verb.head) and before.dep_ in _BEFORE
    return before if beside else None


def _set_right(doc: Doc, lost: LostClause) -> None:
    heads = {token.i: token.head.i for token in lost.verb.sent}
    words = {token.i: token.dep_ for token in lost.verb.sent}
    inside = (lost.over.i, lost.verb.head.i, lost.verb.i)
    for token in lost.verb.sent:
        if token.head.i not in inside or token in (lost.doer, lost.name, lost.verb):
            continue
        if token.i < lost.verb.i:
            heads[token.i] = lost.doer.i
        elif token.i < lost.name.i:
            heads[token.i] = lost.name.i
            words[token.i] = token.dep_ if token.dep_ in _TITLES else "compound"
        elif token.dep_ in ("prep", "punct", "advcl", "npadvmod", "advmod"):
            heads[token.i] = lost.verb.i
        else:
            heads[token.i] = lost.name.i
    heads |= {lost.verb.i: lost.verb.i, lost.doer.i: lost.verb.i, lost.name.i: lost.verb.i}
    words |= {lost.verb.i: "ROOT", lost.doer.i: "nsubj", lost.name.i: "dobj"}
    _write(doc, heads, words, lost)


def _write(doc: Doc, heads: dict[int, int], words: dict[int, str], lost: LostClause) -> None:
    tags = {lost.verb.i: ("VERB", "VBD")}
    if lost.doer.pos_ not in ("NOUN", "PROPN"):
        tags[lost.doer.i] = ("NOUN", "NN")
    _rewrite(doc, heads, words, tags)
    lost.verb.lemma_ = past_forms().get(lost.verb.lower_, lost.verb.lemma_)


def _rewrite(
    doc: Doc, heads: dict[int, int], words: dict[int, str], tags: dict[int, tuple[str, str]]
) -> None:
    """Write other heads, relations and tags into a parse."""
    columns = [HEAD, DEP, POS, TAG]
    rows: Ints2d = doc.to_array(columns)  # type: ignore[assignment]  # the stubs say floats; ids are whole
    strings = doc.vocab.strings
    for at, head in heads.items():
        rows[at, 0] = (head - at) & 0xFFFFFFFFFFFFFFFF
    for at, word in words.items():
        rows[at, 1] = strings.add(word)
    for at, (part, tag) in tags.items():
        rows[at, 2], rows[at, 3] = strings.add(part), strings.add(tag)
    doc.from_array(columns, rows)


def _set_headline_right(doc: Doc, root: Token) -> None:
    """Read the headline "Army chief sacked in Tarvel" as a passive, "Thousands march" as a clause."""
    doer = next((c for c in root.lefts if c.dep_ in ("nsubj", "nummod", "compound")), None)
    if doer is None:
        return
    if root.tag_ in ("VBD", "VBN") and doer.dep_ == "nsubj":
        if root.lemma_.lower() in clause_words()["undergone"] and not _has_more(root):
            _rewrite(doc, {}, {doer.i: "nsubjpass"}, {root.i: ("VERB", "VBN")})
    elif root.tag_ == "NN" and doer.tag_ == "NNS" and root.lower_ in clause_words()["crowds do"]:
        _rewrite(doc, {}, {doer.i: "nsubj"}, {root.i: ("VERB", "VBP")})


def _has_more(verb: Token) -> bool:
    """Tell a verb with an object or a clause of its own, or with an auxiliary."""
    return any(c.dep_ in ("dobj", "ccomp", "xcomp", "aux", "auxpass", "prt", "dative") for c in verb.children)


def _set_call_right(doc: Doc, infinitive: Token) -> None:
    """Read "Councillors called on the mayor to resign" as a call: to the parser the councillors resign."""
    callers = [c for c in infinitive.lefts if c.dep_ == "nsubj"]
    calls = [c for c in callers[0].children if c.dep_ == "acl" and c.lower_ == "called"] if callers else []
    if len(callers) != 2 or not calls or not any(c.tag_ == "TO" for c in infinitive.children):
        return
    (call, caller), sentence = (calls[0], callers[0]), infinitive.sent
    on = next((c for c in call.children if c.lower_ in ("on", "upon")), None)
    if on is None or sentence.root != infinitive:
        return
    heads = {call.i: call.i, caller.i: call.i, infinitive.i: call.i, callers[1].i: on.i}
    heads |= {c.i: call.i for c in infinitive.children if c.dep_ == "punct"}
    words = {call.i: "ROOT", infinitive.i: "xcomp", callers[1].i: "pobj"}
    _rewrite(doc, heads, words, {call.i: ("VERB", "VBD")})
