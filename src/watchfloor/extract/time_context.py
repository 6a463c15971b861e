"""What the parse tells about an expression of time: its tense, and whether it is somebody's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from watchfloor.extract.article import Paragraph
from watchfloor.extract.time_patterns import Candidate, calendar

if TYPE_CHECKING:
    from spacy.tokens import Token

Tense = Literal["past", "future", "none"]

_AHEAD = frozenset(
    "expect schedule plan set due slate intend aim hope want propose agree promise vow pledge prepare seek "
    "await ask urge decide order".split()
)
_NAMES = frozenset(("PERSON", "GPE", "LOC", "FAC", "NORP"))
_AMBIGUOUS = frozenset(
    "may march april june august mar jun jan sun sat mon wed fri thu spring fall dec".split()
)
_DATING = frozenset(
    "in since until till by of from last this next to between before after during through early late mid on "
    "and or for around about as every each previous past coming".split()
)
_DEMANDED = re.compile(
    r"\b(?:until|by|till|before|starting|beginning|effective|from) (?:the )?$", re.IGNORECASE
)


def tense_at(paragraph: Paragraph, start: int, end: int) -> Tense:
    """Return the tense that governs the characters `start` to `end` of a paragraph."""
    span = paragraph.doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return "none"
    token = span.root
    for _ in range(12):
        if token.pos_ in ("VERB", "AUX"):
            tense = _tense_of(token)
            if tense is not None:
                return _corrected(tense, paragraph.doc.text[max(0, start - 20) : start])
        if token.head is token or token.dep_ == "ROOT":
            break
        token = token.head
    return "future" if _DEMANDED.search(paragraph.doc.text[max(0, start - 20) : start]) else "none"


def _corrected(tense: Tense, before: str) -> Tense:
    if tense == "none" and re.search(r"\bsince (?:the )?$", before):
        return "past"
    return "future" if tense == "none" and _DEMANDED.search(before) else tense


def _tense_of(verb: Token) -> Tense | None:
    helpers = {child.lower_: child.tag_ for child in verb.children if child.dep_ in ("aux", "auxpass", "cop")}
    if any(word in ("will", "shall", "'ll", "’ll", "wo") for word in helpers):
        return "future"
    if any(tag == "VBD" for tag in helpers.values()) or "have" in helpers or "has" in helpers:
        if verb.lemma_ in _AHEAD and verb.tag_ == "VBN" and {"was", "were", "been"} & set(helpers):
            return "none"
        return "past"
    if verb.tag_ == "VBD":
        return "past"
    if "to" in helpers:
        return "future"
    if any(tag == "MD" for tag in helpers.values()):
        return "future"
    if verb.tag_ == "VBN":
        return (
            "future" if verb.lemma_ in _AHEAD else "past" if verb.dep_ in ("acl", "amod", "advcl") else None
        )
    if verb.tag_ in ("VBZ", "VBP"):
        return "future" if verb.lemma_ in _AHEAD else "none"
    if verb.tag_ == "VBG" and {"is", "are", "'s", "’s", "'re", "am"} & set(helpers):
        return "future"
    return None


def is_name(paragraph: Paragraph, candidate: Candidate) -> bool:
    """Tell whether a word of the calendar is a verb, or (part of) a name, where it stands."""
    text = paragraph.doc.text
    span = paragraph.doc.char_span(candidate.start, candidate.end, alignment_mode="expand")
    if span is None:
        return True
    words = text[candidate.start : candidate.end]
    first = next((t for t in span if t.lower_.strip(".") in _WORDS), span[0])
    word = first.lower_.strip(".")
    if candidate.form in ("season",):
        return not _season_stands(text, candidate)
    if word in _LOWER and first.text.islower():
        return True
    figures = any(ch.isdigit() for ch in words)
    if first.ent_type_ in _NAMES and not figures:
        return True
    if first.ent_type_ == "PERSON" and first.ent_iob_ == "I":
        return True
    if (
        first.i > 0
        and not figures
        and first.nbor(-1).ent_type_ == "PERSON"
        and first.nbor(-1).text[:1].isupper()
        and first.ent_type_ == "PERSON"
    ):
        return True
    if word not in _AMBIGUOUS or figures or candidate.form == "which named":
        return False
    before = text[: candidate.start].rstrip().rpartition(" ")[2].lower().strip("(,")
    dated = before in _DATING or first.ent_type_ == "DATE"
    if len(word) == 3 and word != "may":
        return not (first.ent_type_ == "DATE" and before in _DATING)
    return not dated or first.pos_ in ("VERB", "AUX", "ADJ")


_LOWER = frozenset((*calendar("weekday"), *calendar("month")))
_WORDS = frozenset((*calendar("weekday"), *calendar("month"), *calendar("season")))
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|by|until|till|from|to|between|and|before|after|during|through|early|late|mid|year|the|"
    r"for|around|circa|back|than|as|mid-|early-|late-)[ -]|[(,/–—-] ?|^|[\n'’]|\b(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December) )$",
    re.IGNORECASE,
)


def is_year(paragraph: Paragraph, candidate: Candidate) -> bool:
    """Tell whether four digits are a year: by the entity tagger, or by the word before them."""
    text = paragraph.doc.text
    before, after = (
        text[max(0, candidate.start - 14) : candidate.start],
        text[candidate.end : candidate.end + 16],
    )
    if re.search(r"[$€£¥#:.,\d]\s?$", before) and not re.search(r"[a-z.)], $", before):
        return False
    if re.match(
        r"[-–]?(?:\d|\w*(?:km|kg|mph|hp|mm)\b)|\s?(?:%|per ?cent|people|million|billion|miles|metres|meters|feet|"
        r"km|kilomet|troops|soldiers|points|tonnes|tons|dollars|euros|pounds|others|hours|days|jobs|words|barrels)",
        after,
    ) and not re.match(r"[-–]\d{2}(?:\d\d)?\b", after):
        return False
    span = paragraph.doc.char_span(candidate.start, candidate.end, alignment_mode="expand")
    if span is None:
        return False
    kind = span[0].ent_type_
    if kind in ("DATE", "EVENT"):
        return True
    if kind in ("MONEY", "QUANTITY", "PERCENT"):
        return False
    return bool(_YEAR_BEFORE.search(before))


def _season_stands(text: str, candidate: Candidate) -> bool:
    before, words = (
        text[max(0, candidate.start - 24) : candidate.start],
        text[candidate.start : candidate.end].lower(),
    )
    after = text[candidate.end : candidate.end + 12]
    if re.match(r"\s+(?:Olympic|Paralympic|Games|Palace)", after) or re.search(
        r"\b(?:Arab|Prague) $", before
    ):
        return False
    if "fall" in words or "spring" in words:
        return (
            bool(re.search(r"\b(?:in|by|until|since|during|early|late|mid|last) (?:the )?$", before))
            and not re.match(r" of (?!\d)", after)
            and (words.startswith("the ") or "fall" not in words or "the " in before[-5:])
        )
    return not text[candidate.start : candidate.end].split()[-1][:1].isupper() or before.rstrip().endswith(
        ("in", "the", "this", "by")
    )
