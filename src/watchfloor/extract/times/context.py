"""What the surroundings tell about an expression of time: its tense, and whether it is a time at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from watchfloor.extract.article import Paragraph
from watchfloor.extract.lang.en.words import clause_words
from watchfloor.extract.times.patterns import TimeCandidate
from watchfloor.extract.times.pieces import calendar
from watchfloor.extract.times.word_lists import time_words
from watchfloor.model import Span
from watchfloor.tables import Parted, read_table

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class _WordList:
    name: Literal[
        "ahead", "calendar verbs", "counted people", "dated nouns", "dating", "numbered things", "tried",
        "words and names",
    ]  # fmt: skip
    words: Annotated[tuple[str, ...], Parted(" ")]


def _listed(name: str) -> frozenset[str]:
    return frozenset(
        next(row.words for row in read_table("times/context.tsv", _WordList) if row.name == name)
    )


Tense = Literal["past", "past thing", "future", "none"]

_AHEAD = _listed("ahead")
_TRIED = _listed("tried")
_NAMES = frozenset(("PERSON", "GPE", "LOC", "FAC", "NORP"))
_TITLED = frozenset(("ORG", "WORK_OF_ART", "PRODUCT"))
_WORDS_AND_NAMES = _listed("words and names")
_CALENDAR_VERBS = _listed("calendar verbs")
_DATED_NOUNS = _listed("dated nouns")
_DATING = _listed("dating")
_FUTURE_HELPERS = time_words("future helpers")
_PERFECT_HELPERS = frozenset(("have", "has", "'ve", "’ve"))
_BE_PRESENT = time_words("be present")
_BE_PAST = frozenset(("was", "were", "been"))
_UNTIL = re.compile(r"\b(?:until|by|till|before|starting|beginning|effective|from) (?:the )?$", re.IGNORECASE)
# "Postponed until Monday", "adjourned the case to Thursday": the verb moves on to what comes.
_MOVED = re.compile(
    r"\b(?:postpon|adjourn|defer|delay|reschedul|extend|prolong|put(?:ting|s)? (?:\w+ ){0,3}off|"
    r"push(?:ed|es|ing)? (?:\w+ ){0,3}back|mov(?:ed|es|ing)|suspend|remand|stay(?:ed|s)? closed|held over|"
    r"carried over|brought forward)[^.;!?]{0,50}\b(?:until|till|to|for)(?: \w+)? (?:the )?$",
    re.IGNORECASE,
)
# "Called a strike for Monday": what is called for a day lies ahead of the call.
_CALLED = re.compile(
    r"\b(?:call|schedul|plan|announc|fix|set|arrang|convok|summon|book)\w*\b[^.;!?]{0,50}\bfor (?:the )?$",
    re.IGNORECASE,
)
# "Called for a strike on 3 December", "called a vote for 3 December".
_CALLED_ON = re.compile(
    r"\b(?:call(?:s|ed|ing)? (?:for )?|schedul\w+ |plan(?:s|ned|ning)? |announc\w+ )"
    r"(?:an?|the|new|their|its)\b"
    r"[^.;!?]{0,40}\b(?:for|on) (?:the )?$",
    re.IGNORECASE,
)
# "Gave the rebels until Sunday", "have until Friday": a last day lies ahead, but for "lasted until Sunday".
_LAST_DAY = re.compile(
    r"\b(?:giv(?:e|es|en|ing)|gave|has|have|had|set|grant(?:s|ed)?|allow(?:s|ed)?)\b[^.;!?]{0,40}"
    r"\b(?:until|till)(?: \w+)? (?:the )?$",
    re.IGNORECASE,
)
_DUE = time_words("due")
_DAYS_OF_MONTHS = ("day month", "month day")
_FOR = re.compile(r"\bfor (?:the )?$", re.IGNORECASE)
_TILL = re.compile(r"\b(?:until|till) (?:the )?$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince (?:the )?$", re.IGNORECASE)


# --------------------------------------------------------------------------------------------------- tense


def tense_at(paragraph: Paragraph, candidate: TimeCandidate) -> Tense:
    """Return the tense of the nearest verb above a candidate, or what the word before it says.

    A "past thing" is told in the past, but dates a thing rather than the telling ("dropped the May 9 vote").
    """
    before = paragraph.text[max(0, candidate.start - 90) : candidate.start]
    if _SINCE.search(before):
        return "past"
    if candidate.form == "weekday" and _is_of_telling(
        before, paragraph.text[candidate.end : candidate.end + 8]
    ):
        return "past"
    owned = paragraph.text[candidate.end : candidate.end + 2] in ("'s", "’s")
    ahead = (_MOVED, _CALLED, _LAST_DAY)
    if not owned and candidate.form == "weekday" and any(pattern.search(before) for pattern in ahead):
        return "future"
    if (
        not owned
        and candidate.form in _DAYS_OF_MONTHS
        and (_MOVED.search(before) or _CALLED_ON.search(before))
    ):
        return "future"
    tense, verb = _tense_above(paragraph, candidate)
    # "Has kept the exchange closed until Friday": what has been done so far lasts till then.
    lasting = tense == "past" and verb is not None and _is_perfect(verb) and _TILL.search(before)
    return "future" if lasting or (tense == "none" and _UNTIL.search(before)) else tense


def _is_of_telling(before: str, after: str) -> bool:
    """Tell the day behind a verb of telling ("said on Monday it would help", not "said Monday will")."""
    return _TOLD.search(before) is not None and _GOES_ON.match(after) is None


_TOLD = re.compile(
    r"\b(?:said|announced|added|confirmed|declared|insisted|pledged|promised|stated|vowed|warned) "
    r"(?:(?:late|early) )?(?:on )?$"
)
_GOES_ON = re.compile(r"(?:'s|’s| (?:will|would|is|was|may|might|could)\b)")


def _tokens(candidate: TimeCandidate, paragraph: Paragraph) -> TokenSpan | None:
    start = paragraph.start
    return paragraph.tokens(Span(start + candidate.start, start + candidate.end))


def _tense_here(token: Token, *, inside_noun: bool) -> Tense | None:
    """Return the tense of a word that is a verb; inside a noun an infinitive is none."""
    tense = _tense_of(token) if token.pos_ in ("VERB", "AUX") else None
    return None if inside_noun and tense == "future" and not _will(token) else tense


def _tense_above(paragraph: Paragraph, candidate: TimeCandidate) -> tuple[Tense, Token | None]:
    """Return the tense of the nearest verb above a candidate that has one, and that verb."""
    span = _tokens(candidate, paragraph)
    token = span.root if span is not None else None
    # "to watch Monday's debate": the infinitive dates the watching, not the debate.
    inside_noun = token is not None and token.dep_ in ("poss", "compound", "nmod", "amod")
    # What "a New Year's Eve shooting left four dead" dates has been done as surely as the verb says.
    done = inside_noun and span is not None and span.root.head.lemma_.lower() in clause_words()["crimes"]
    for _ in range(12):  # deeper trees are parsing errors
        if token is None:
            break
        tense = _tense_here(token, inside_noun=inside_noun)
        if tense == "past" and not done and (inside_noun or _intended(paragraph, candidate)):
            return "past thing", token
        if tense is not None:
            return tense, token
        token = token.head if token.head is not token else None
    return "none", None


def _intended(paragraph: Paragraph, candidate: TimeCandidate) -> bool:
    """Tell whether a date is what something is meant for ("called a strike for 29 April")."""
    return bool(_FOR.search(paragraph.text[max(0, candidate.start - 20) : candidate.start]))


def _will(verb: Token) -> bool:
    return any(child.lower_ in _FUTURE_HELPERS for child in verb.children)


def _tense_of(verb: Token) -> Tense | None:
    """Return the tense of one verb with its helpers, None where the verb above it has to tell."""
    helpers = {child.lower_: child.tag_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if _FUTURE_HELPERS & helpers.keys():
        return "future"
    if "VBD" in helpers.values() or _PERFECT_HELPERS & helpers.keys():
        planned = verb.lemma_ in _AHEAD and verb.tag_ == "VBN"
        return "none" if planned and _BE_PAST & helpers.keys() else "past"
    if "MD" in helpers.values() or "to" in helpers:
        return None if "MD" not in helpers.values() and _is_done(verb) else "future"
    return _tense_by_form(verb, going=verb.tag_ == "VBG" and bool(_BE_PRESENT & helpers.keys()))


def _is_perfect(verb: Token) -> bool:
    """Tell whether a verb tells of what has been done up to now ("has closed"; not "may have", "has not")."""
    children = list(verb.children)
    helped = any(child.dep_ in ("aux", "auxpass") and child.lower_ in _PERFECT_HELPERS for child in children)
    return helped and not any(child.tag_ == "MD" or child.dep_ == "neg" for child in children)


def _tense_by_form(verb: Token, *, going: bool) -> Tense | None:
    """Return the tense that the form of a verb tells; `going` is "is ...ing"."""
    planned = verb.lemma_ in _AHEAD
    coming: Tense = "future" if planned or _scheduled(verb) else "none"
    meeting = planned or verb.lemma_ in _CALENDAR_VERBS  # "is meeting on Monday", but "are searching"
    bare_participle: Tense | None = "past" if verb.dep_ in ("acl", "amod", "advcl", "relcl") else None
    by_tag: dict[str, Tense | None] = {
        "VBD": "past",
        "VBN": "future" if planned else bare_participle,
        "VBZ": coming,
        "VBP": coming,
        "VBG": ("future" if meeting else "none") if going else None,
    }
    return by_tag.get(verb.tag_)


def _is_done(infinitive: Token) -> bool:
    """Tell what was done, tried or meant on the day of the verb above ("tried to storm it on Monday").

    A purpose lies ahead where that verb has a day of its own ("arrived on Sunday to sign on Monday").
    """
    above: Token = infinitive.head
    if infinitive.dep_ == "conj" and above.pos_ == "VERB":
        return "to" in {child.lower_ for child in above.children} and _is_done(above)
    if infinitive.dep_ in ("xcomp", "ccomp") and above.lemma_ in _TRIED:
        return True
    past = above.tag_ == "VBD" and above.pos_ == "VERB"
    dated = any(child.ent_type_ in ("DATE", "TIME") for child in _adverbials(above))
    return infinitive.dep_ == "advcl" and past and above.lemma_ not in _AHEAD and not dated


def _adverbials(verb: Token) -> Iterator[Token]:
    """Yield the nouns by which a verb tells when and where."""
    for child in verb.children:
        if child.dep_ in ("npadvmod", "advmod"):
            yield child
        elif child.dep_ == "prep":
            yield from child.children


def _scheduled(verb: Token) -> bool:
    """Tell whether a present tense tells of a fixed plan ("the court meets on Friday"), no headline."""
    if verb.lemma_ == "be":
        return any(child.dep_ in ("acomp", "attr") and child.lower_ in _DUE for child in verb.children)
    return verb.lemma_ in _CALENDAR_VERBS and verb.sent.text.rstrip()[-1:] in '.”"'


# --------------------------------------------------------------------------------------------- is it a time

_CALENDAR_WORDS = frozenset((*calendar("weekday"), *calendar("month")))
_NAMED_DAYS = re.compile(r"\b(?:Black|Bloody|Cyber|Super|Ash|Holy|Palm|Maundy|Giving|Fat|Shrove) $")
_MONEY_OR_NUMBER = re.compile(
    r"[$€£¥#№]\s?$|\b(?:no|number|page|flight|route|highway|section|article|apollo|boeing|airbus)\.? $",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|by|until|till|from|to|between|and|before|after|during|through|early|late|mid|year|"
    r"the|for|around|circa|back|than|as)[ -]|[(/–—-] ?|^|['’])$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\b(?:in|since|during|by|until|after|before) $", re.IGNORECASE)
_NUMBERED_BEFORE = re.compile(
    rf"\b(?:{'|'.join(sorted(_listed('numbered things')))}|nos?\.|pp?\.) $", re.IGNORECASE
)
_PEOPLE_AFTER = re.compile(rf" (?:\w+ )?(?:{'|'.join(sorted(_listed('counted people')))})\b")
_COUNTED_AFTER = re.compile(
    r"[-–]?(?:\d|\w*(?:km|kg|mph|hp|mm|cc|ft)\b)|\s?(?:%|per ?cent|people|million|billion|miles|"
    r"met(?:re|er)s|feet|km|kilomet|troops|soldiers|points|tonnes|tons|dollars|euros|pounds|others|hours|days|jobs|words|"
    r"barrels|men|women|children|cases|homes|houses|votes|students|members|workers|staff|seats|shares)"
)
_YEAR_RANGE_AFTER = re.compile(r"[-–](?:\d\d|(?:1[5-9]|20)\d\d)\b(?![-–])")
_BEFORE_DEFINITE = re.compile(
    r"\b(?:end|beginning|start|middle|close|rest|remainder|course|half|(?:later|earlier|early|late) in|late|"
    r"throughout|end(?:ed|ing)?|finish(?:ed|ing)?|closed?|over|during|for) (?:of )?$",
    re.IGNORECASE,
)
_BEFORE_UNITS = re.compile(
    r"\b(?:for|in|over|after|within|recent|several) (?:the |just |only )?$", re.IGNORECASE
)
_RATE_BEFORE = re.compile(
    r"(?:\d[\d.,]*(?: (?:million|billion|\w+s))?|\b(?:times|once|twice|thrice)|\b\w+s) $", re.IGNORECASE
)
_NO_RATE_AFTER = re.compile(r"[- ](?:ago|later|earlier|after|before|of|when|long|old)\b")
_AGES_AND_DEGREES = re.compile(
    r"\b(?:his|her|their|my|our|your|highs?|lows?|temperatures?|scores?|people|men|women)\b[^.]*$",
    re.IGNORECASE,
)
_SEASON_BEFORE = re.compile(
    r"\b(?:in|by|until|since|during|early|late|mid|last|of)[ -](?:the )?$", re.IGNORECASE
)
_PERIOD_AFTER = re.compile(r"\s+(?:(?:\w+\s+){0,2})(?:year|month|week|day|decade|hour|minute|centur|quarter)")


def stands(candidate: TimeCandidate, paragraph: Paragraph) -> bool:
    """Tell whether the surroundings let a candidate be a time."""
    text = paragraph.text
    before, after = (
        text[max(0, candidate.start - 40) : candidate.start],
        text[candidate.end : candidate.end + 24],
    )
    test = _TESTS.get(candidate.form)
    if test is not None:
        return test(candidate, paragraph, before, after)
    return not _MONEY_OR_NUMBER.search(before)


def _is_in_name(token: Token, *, figures: bool) -> bool:
    """Tell a word of a name, or the last one of a programme's or a newspaper's ("The Late Friday")."""
    inner = token.ent_iob_ == "I"
    if token.ent_type_ in _NAMES:
        return not figures or inner
    return token.ent_type_ in _TITLED and inner and not figures


def _calendar_word(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    """Tell a weekday or a month from a verb ("may"), a person ("April", "Dong Jun") and a place."""
    span = _tokens(candidate, paragraph)
    words = re.findall(r"[A-Za-z]+", paragraph.text[candidate.start : candidate.end])
    if span is None or _NAMED_DAYS.search(before):
        return False
    if any(word.islower() and word in _CALENDAR_WORDS for word in words):
        return False
    token = next((t for t in span if t.lower_.strip(".") in _CALENDAR_WORDS), None)
    if token is None:
        return True  # a season or a holiday with its own words around it
    figures = any(letter.isdigit() for letter in span.text)
    if token.text.islower() or _is_in_name(token, figures=figures):
        return False
    word = token.lower_.strip(".")
    if word not in _WORDS_AND_NAMES or figures or candidate.form == "which named":
        return True
    return _dates_here(token, word, before, after)


def _dates_here(token: Token, word: str, before: str, after: str) -> bool:
    """Tell a word for a day or month that is a name or a verb too from those, by what stands beside it."""
    dating = (before.split() or [""])[-1].lower().strip("(,") in _DATING
    if (len(word) == 3 and word != "may") or re.match(r" [A-Z][a-z]", after):
        return dating and token.ent_type_ == "DATE"
    return (dating or token.ent_type_ == "DATE") and token.pos_ not in ("VERB", "AUX", "ADJ")


def _year(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    """Tell four digits that are a year from a count: by the entity tagger, or by the words around."""
    if re.search(r"[$€£¥#:\d]\s?$|[.,]$", before) or (before.endswith(", ") and before[-3:-2].isdigit()):
        return bool(re.search(r"\b[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?, $", before))
    span = _tokens(candidate, paragraph)
    if span is None or span[0].ent_type_ in ("MONEY", "QUANTITY", "PERCENT"):
        return False
    if span[0].dep_ == "pobj" and span[0].ent_type_ == "DATE" and _OPENING.search(before):
        return True  # "In 1994 soldiers killed"
    if _NUMBERED_BEFORE.search(before) or _PEOPLE_AFTER.match(after):
        return False
    if _COUNTED_AFTER.match(after) and not _YEAR_RANGE_AFTER.match(after):
        return False
    counted = (
        span[0].dep_ == "nummod"
        and span[0].head.tag_ in ("NNS", "NNPS")
        and span[0].head.i == span[0].i + 1
        and span[0].head.lemma_.lower() not in _DATED_NOUNS
    )
    if counted and not re.search(r"(?:\bthe|\bits|'s|’s) $", before):
        return False
    return span[0].ent_type_ in ("DATE", "EVENT") or bool(_YEAR_BEFORE.search(before))


def _season(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    """Tell a season from a fall, a spring and the Winter Olympics."""
    words = paragraph.text[candidate.start : candidate.end].lower()
    if re.match(r"\s+(?:Olympic|Paralympic|Games|Palace)", after) or re.search(
        r"\b(?:Arab|Prague) $", before
    ):
        return False
    if words.endswith(("fall", "spring")):
        dated = _SEASON_BEFORE.search(before) and not re.match(r"\s+of\s+(?!\d)", after)
        return bool(dated) and (words.startswith("the ") or words.endswith("spring"))
    return not words[:1].isupper() or bool(_SEASON_BEFORE.search(before))


def _clock(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    """Tell an hour from a score, a ratio and a decimal number."""
    words = paragraph.text[candidate.start : candidate.end]
    if re.search(r"[a-z]", words, re.IGNORECASE):
        return not _MONEY_OR_NUMBER.search(before)
    led = re.search(
        r"\b(?:at|around|about|until|till|by|from|to|before|after|since|between|of|and) $", before
    )
    return (
        bool(led) and (":" in words or bool(re.search(r"\bat $", before))) and not re.match(r"\s?\w*%", after)
    )


def _short_year(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    return bool(re.search(r"\b(?:in|since|of|by|until|from|the|summer|winter|spring|fall) ['’]$", before))


def _definite(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    return bool(_BEFORE_DEFINITE.search(before)) and not re.match(r" (?:of|that|when|after|before)\b", after)


def _units(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    words = paragraph.text[candidate.start : candidate.end].lower()
    counted = words.endswith(("ago", "later", "earlier")) or _BEFORE_UNITS.search(before)
    return bool(counted or re.match(r" (?:of|after|before|since)\b", after))


def _rate(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    words = paragraph.text[candidate.start : candidate.end].lower()
    return words.startswith("per ") or (bool(_RATE_BEFORE.search(before)) and not _NO_RATE_AFTER.match(after))


def _decade(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    """Tell "the 80s" from "in her 20s" and from "highs in the 50s"."""
    words = paragraph.text[candidate.start : candidate.end]
    if re.search(r"\d{4}|[A-Za-z]{4}", words):
        return True
    led = words.lower().startswith("the ") or re.search(
        r"(?:\bthe|early|late|mid|\ds and|\ds or|\ds to)[- ]['’]?$", before
    )
    return bool(led) and not _AGES_AND_DEGREES.search(before)


def _the_part(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    return bool(re.search(r"\b(?:in|during|through|later in|earlier in|late in|early in) $", before))


def _noon(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    return bool(re.search(r"\b(?:at|around|by|until|till|before|after|past|since|from|to) $", before))


def _day_only(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    return bool(re.search(r"\b(?:on|by|until|since|from) $", before, re.IGNORECASE))


def _first_of_range(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    """Tell "from 3 to 5 May" from "killed 3 and 5 May follow"."""
    return bool(re.search(r"\b(?:from|between|on|until|by) (?:the )?$", before, re.IGNORECASE))


def _which_unit(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    """Tell "last week" from "at last", "that day" from a clause ("said that day care …")."""
    words = paragraph.text[candidate.start : candidate.end].lower()
    return not (words.startswith("that ") and re.match(r"[- ](?:care|one|two|job|school|trip)", after))


def _reference(candidate: TimeCandidate, paragraph: Paragraph, before: str, after: str) -> bool:
    """Tell "soon" from "as soon as", "daily" from a newspaper, "the past" from "the past year"."""
    text = paragraph.text
    words = text[candidate.start : candidate.end]
    lower = words.lower()
    if re.match(r"[-–]\w", after) or (lower == "soon" and before.lower().endswith("as ")):
        return False
    if lower in ("the past", "in the past"):
        return not _PERIOD_AFTER.match(after)
    if lower == "recent":
        return not _PERIOD_AFTER.match(after)
    named = words[0].isupper() and bool(re.search(r"[A-Z]\w{0,60} $", before))
    mid_sentence = words[0].isupper() and bool(before) and before[-2:-1] not in '.!?:”"'
    if named or (mid_sentence and lower not in ("today", "yesterday")):
        return False  # the last word of a newspaper's name
    return candidate.type != "SET" or not words[0].isupper() or not before


_Test = Callable[[TimeCandidate, Paragraph, str, str], bool]
_TESTS: dict[str, _Test] = {
    "month": _calendar_word,
    "weekday": _calendar_word,
    "weekdays": _calendar_word,
    "holiday": _calendar_word,
    "month day": _calendar_word,
    "month year": _calendar_word,
    "day month": _calendar_word,
    "which named": _calendar_word,
    "season": _season,
    "year": _year,
    "clock": _clock,
    "short year": _short_year,
    "definite": _definite,
    "units": _units,
    "decade": _decade,
    "rate": _rate,
    "the part": _the_part,
    "noon": _noon,
    "day range": _calendar_word,
    "day only": _day_only,
    "first of range": _first_of_range,
    "which unit": _which_unit,
    "reference": _reference,
}
