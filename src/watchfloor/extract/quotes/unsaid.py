"""What is told not to have been said, and what tells of talk without a word of it: no statements of anybody.

"The general did not say that the war was over", "Nobody said so", "has yet to say", "declined to comment",
"spoke for two hours", "praised his side". Everything here works on tokens of one paragraph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.extract.quotes.cues import words_of
from watchfloor.extract.quotes.word_lists import quote_words

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

    from watchfloor.extract.quotes.complements import WordRange

_NOBODY = frozenset({"nobody", "none", "neither", "nothing"})
_NO = quote_words("no")
_MERELY = quote_words("merely")
_SILENT = quote_words("silent")
_TOLD_BY = quote_words("told by")
_LONGEST_BARE = 3  # words of an object that says only whom or what is spoken of: "his side", "the army chief"


def is_unsaid(verb: Token, outer: Token, source: Token | None) -> bool:
    """Tell whether a saying is denied: by "not", by nobody as its subject, by "has yet to", "refused to"."""
    return (
        is_negated(verb)
        or (outer is not verb and is_negated(outer))
        or (source is not None and _is_nobody(source))
        or _is_kept_back(verb)
    )


def is_negated(verb: Token) -> bool:
    """Tell whether a verb is negated, but for "not only said"."""
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in ("never", "neither"):
            after = child.nbor(1).lower_ if child.i + 1 < len(child.doc) else ""
            return after not in _MERELY
    return False


def _is_nobody(source: Token) -> bool:
    first = [child.lower_ for child in source.lefts if child.dep_ in ("det", "neg", "predet", "preconj")]
    return source.lower_ in _NOBODY or any(word in _NO for word in first)


def _is_kept_back(verb: Token) -> bool:
    """Tell whether what carries an infinitive keeps the words back: "has yet to say", "declined to say"."""
    head = verb.head
    aside = verb.dep_ == "advcl" and verb.tag_ == "VBG"  # "refused, saying that the law was clear"
    if aside or verb.dep_ not in ("xcomp", "advcl", "pcomp") or verb.tag_ not in ("VB", "VBG"):
        return False
    if head.lemma_ in _SILENT:
        return True
    return head.lemma_ in ("have", "be", "yet") and any(
        word.lower_ == "yet" for word in verb.doc[max(0, verb.i - 4) : verb.i]
    )


def is_silence(infinitive: Token) -> bool:
    """Tell whether what somebody declines is only to speak: "declined to comment", "refused to answer"."""
    told = any(child.dep_ in ("ccomp", "xcomp", "advcl") for child in infinitive.rights)
    return infinitive.lemma_.lower() in words_of("silences") and not told


def is_bare(verb: Token, words: WordRange) -> bool:
    """Tell whether an object only names whom or what is spoken of, or is a deed's: "praised his side"."""
    inside = verb.doc[words[0] : words[1]]
    lemma = verb.lemma_.lower()
    may_be = len(inside) == 1 or lemma in ("refuse", "decline", "find") or lemma in words_of("deeds")
    if may_be and _is_deed(verb, inside):
        return True
    named = len(inside) <= _LONGEST_BARE and inside[-1].pos_ in ("NOUN", "PROPN", "PRON")
    return named and words[0] > verb.i and not any(word.is_quote or word.pos_ == "VERB" for word in inside)


def _is_deed(verb: Token, inside: TokenSpan) -> bool:
    """Tell whether a verb of saying is a deed here: "found a gun", "wrote the song", "refused to stop"."""
    if any(word.is_quote or word.lower_ == "as" for word in inside):
        return False
    head = next((word for word in inside if not inside.start <= word.head.i < inside.end), inside[-1])
    lemma = verb.lemma_.lower()
    if lemma in ("refuse", "decline"):
        told = any(word.lower_ in _TOLD_BY for word in inside)  # "declined to say whether they would leave"
        return head.pos_ == "VERB" and not told
    if lemma == "find":
        return inside[0].lower_ not in _TOLD_BY
    if len(inside) == 1 and head.pos_ == "PRON":
        return True  # "as authorities described that"
    asked = any(word.lower_ == "to" and word.dep_ == "aux" for word in inside)  # "ordered the ship to stop"
    return lemma in words_of("deeds") and head.pos_ in ("NOUN", "PROPN", "PRON", "NUM") and not asked
