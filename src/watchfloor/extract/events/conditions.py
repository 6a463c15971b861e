"""What must stand beside a trigger for an entry of the lexicon to fit: one small test for each condition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from watchfloor.extract.events.arguments import is_passive, objects
from watchfloor.extract.events.lexicon import Condition, Entry
from watchfloor.extract.events.phrases import kinds, phrase
from watchfloor.extract.events.refusals import refuse
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.labels import label_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_WINDOW = 14  # tokens right of a trigger in which a "noun=" condition looks
_LEFT = 4  # and left of it
_CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "acl"})
_LOOSE = event_words("loose")

Check = Callable[["Token", frozenset[str]], "list[Token] | None"]


def fits(token: Token, entry: Entry) -> tuple[Token, ...] | None:
    """Return the tokens that make the trigger where all conditions hold, else None."""
    words: list[Token] = [token]
    if entry.before:
        earlier = token.doc[max(0, token.i - 2 * len(entry.before)) : token.i]
        found = [t for t in earlier if t.is_alpha]
        if [t.lower_ for t in found[-len(entry.before) :]] != list(entry.before):
            return None
    for condition in entry.conditions:
        found_words = _holds(token, condition)
        if found_words is None:
            refuse(token, entry, lambda: _failing(token, entry))
            return None
        words += found_words
    return tuple(sorted(set(words), key=lambda t: t.i))


def _failing(token: Token, entry: Entry) -> Iterator[str]:
    for condition in entry.conditions:
        if _holds(token, condition) is None:
            yield f"condition {condition.kind}"


def _holds(token: Token, condition: Condition) -> list[Token] | None:
    check = _CHECKS.get(condition.kind)
    return check(token, condition.words) if check else None


def _object(token: Token, words: frozenset[str]) -> list[Token] | None:
    for found in _object_words(token):
        if found.lemma_.lower() in words or found.lower_ in words:
            return [found]
    if "people" in words and any("people" in kinds(found) for found in objects(token)):
        return []
    return None


def _object_words(token: Token) -> list[Token]:
    """Return the heads of the object, what it counts or is made of, and the words compounded with it."""
    found: list[Token] = []
    for head in objects(token):
        found += [head, *_behind_of(head), *(c for c in head.children if c.dep_ == "compound")]
    return found + [inner for noun in found for inner in _behind_of(noun)]


def _behind_of(noun: Token) -> list[Token]:
    """Return the nouns behind the "of" of a noun."""
    return [t for c in noun.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.children]


def _particle(token: Token, words: frozenset[str]) -> list[Token] | None:
    for child in token.children:
        if child.lower_ in words and child.dep_ in ("prt", "advmod", "prep") and child.i > token.i:
            return [child]
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return [after] if after is not None and after.lower_ in words else None


def _preposition(token: Token, words: frozenset[str]) -> list[Token] | None:
    """Look on the verb, and for what parsers hang on its object ("to", "with") there too."""
    for anchor in [token, *objects(token)]:
        wanted = words if anchor == token else words & _LOOSE
        for child in anchor.children:
            if (
                child.lower_ in wanted
                and child.dep_ in ("prep", "dative", "prt", "agent")
                and child.i > anchor.i
                and not _of_time(child)
            ):
                return []
    return None


def _behind_on(token: Token, words: frozenset[str]) -> list[Token] | None:
    """Hold where "on" stands before one of the words ("went on a two-day strike")."""
    on = (c for c in token.children if c.lower_ == "on" and c.dep_ == "prep")
    found = [t for c in on for t in c.children if t.dep_ == "pobj" and t.lemma_.lower() in words]
    return found[:1] or None


def _of_time(preposition: Token) -> bool:
    """Tell a preposition of a day or hour: who called her "on Friday" called on nobody."""
    nouns = [c for c in preposition.children if c.dep_ == "pobj"]
    return bool(nouns) and all(label_of(noun) in ("DATE", "TIME") for noun in nouns)


def _infinitive(token: Token, _: frozenset[str]) -> list[Token] | None:
    for child in token.children:
        if child.dep_ in _CLAUSES and any(c.tag_ == "TO" for c in child.children):
            return []
        if child.dep_ in ("dobj", "dative", "prep") and any(
            c.dep_ in ("relcl", "acl", "xcomp", "ccomp") and any(d.tag_ == "TO" for d in c.children)
            for t in (child, *child.children)
            for c in t.children
        ):
            return []
    return None


def _clause(token: Token, _: frozenset[str]) -> list[Token] | None:
    return [] if any(child.dep_ == "ccomp" for child in token.children) else None


def _passive(token: Token, _: frozenset[str]) -> list[Token] | None:
    return [] if is_passive(token) else None


def _intransitive(token: Token, _: frozenset[str]) -> list[Token] | None:
    # "Video shot by": done to what it describes.
    by = any(child.dep_ == "agent" for child in token.children)
    described = token.tag_ == "VBN" and (by or token.dep_ == "acl")
    return None if described or objects(token) else []


def _complement(token: Token, words: frozenset[str]) -> list[Token] | None:
    roles = ("acomp", "oprd", "advmod", "attr", "ccomp")
    found = [child for child in token.children if child.dep_ in roles]
    found += [c for noun in objects(token) for c in noun.rights if c.dep_ == "amod"]  # "found him | guilty"
    return next(([child] for child in found if child.lemma_.lower() in words), None)


def _not_object(token: Token, words: frozenset[str]) -> list[Token] | None:
    found = {w for t in _object_words(token) for w in (t.lemma_.lower(), t.lower_)}
    return None if found & words else []


def _near(token: Token, words: frozenset[str]) -> list[Token] | None:
    sentence = token.sent
    start, end = max(sentence.start, token.i - _LEFT), min(sentence.end, token.i + _WINDOW)
    found = [
        t for t in token.doc[start:end] if (t.lemma_.lower() in words or t.lower_ in words) and t.i != token.i
    ]
    return [] if found else None


def _plain(token: Token, _: frozenset[str]) -> list[Token] | None:
    """Hold where a verb has a person for its object and calls him nothing ("called the president a liar")."""
    if any(
        c.dep_ in ("oprd", "ccomp", "prt") or (c.dep_ == "xcomp" and c.pos_ != "VERB") for c in token.children
    ):
        return None
    found = [t for t in objects(token) if kinds(t) & {"people", "office"}]
    if not found:
        return None
    end = phrase(found[-1]).end
    following = token.doc[end] if end < len(token.doc) else None
    if following is None or label_of(following) in ("DATE", "TIME"):
        return []
    return None if following.pos_ in ("DET", "ADJ", "NOUN", "PROPN") or following.is_quote else []


def _whole(token: Token, _: frozenset[str]) -> list[Token] | None:
    """Hold where no particle changes the verb ("called out")."""
    return None if any(c.dep_ == "prt" for c in token.children) else []


def _bare(token: Token, _: frozenset[str]) -> list[Token] | None:
    """Hold where a verb has nobody beside it: "the sides agreed", not "he agrees with me"."""
    return None if any(c.dep_ == "prep" and c.lower_ == "with" for c in token.children) else []


def _has(token: Token, _: frozenset[str]) -> list[Token] | None:
    return [] if objects(token) else None


def _else(token: Token, words: frozenset[str]) -> list[Token] | None:
    return None if any(c.dep_ == "xcomp" and c.lemma_.lower() in words for c in token.children) else []


def _dignitary(token: Token, _: frozenset[str]) -> list[Token] | None:
    found = [
        t
        for t in objects(token)
        if kinds(t) & {"plain office", "plain state"} or label_of(t) in ("PERSON", "NORP")
    ]
    return [] if found else None


_CHECKS: dict[str, Check] = {
    "whole": _whole,
    "bare": _bare,
    "has": _has,
    "else": _else,
    "dignitary": _dignitary,
    "plain": _plain,
    "obj": _object,
    "prt": _particle,
    "prep": _preposition,
    "behind": _behind_on,
    "to": _infinitive,
    "that": _clause,
    "pass": _passive,
    "intr": _intransitive,
    "acomp": _complement,
    "not": _not_object,
    "noun": _near,
}
