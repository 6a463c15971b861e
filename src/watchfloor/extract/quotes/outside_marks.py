"""Beside the marks: the verb of saying and the name next to a quoted run, by the order of the words alone.

For paragraphs whose parse is lost among quotation marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.extract.quotes.complements import EDGES, WordRange
from watchfloor.extract.quotes.cues import cue_lexicon
from watchfloor.extract.quotes.frames import act_of_speech
from watchfloor.extract.quotes.word_lists import quote_words
from watchfloor.model import QuoteAct

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_FARTHEST_VERB = 9  # words between a closing mark and its verb of saying
_NAME = frozenset({"PROPN", "NOUN", "PRON", "DET", "ADJ", "NUM", "PART"})


def speech_act(verb: Token) -> QuoteAct:
    """Return what saying something with this verb does."""
    return act_of_speech(cue_lexicon().verbs.get(_stem(verb)) or {"clause": "statement"})


def find_teller(after: TokenSpan) -> tuple[int, WordRange] | None:
    """Return the verb of saying and the name beside it that follow a closing mark, by their order alone."""
    words = list(after[: _FARTHEST_VERB + 25])
    while words and words[0].text in EDGES:
        words.pop(0)
    place = next((n for n, word in enumerate(words[:_FARTHEST_VERB]) if _says(word)), None)
    if place is None:
        return None
    verb = words[place]
    if place == 0:
        end = _name_end(words[1:])
        return (verb.i, (verb.i + 1, verb.i + 1 + end)) if end else None
    before = [word for word in words[:place] if word.pos_ != "ADV"]
    named = before and all(word.pos_ in _NAME or word.text in (",", ".", "of", "the") for word in before)
    return (verb.i, (before[0].i, before[-1].i + 1)) if named else None


def find_introducer(before: TokenSpan) -> tuple[int, WordRange] | None:
    """Return the verb of saying and the name before it that lead to an opening mark, by their order alone."""
    words = list(before)[-_FARTHEST_VERB - 8 :]
    if not words or words[-1].text not in (",", ":"):
        return None
    place = next((n for n in range(len(words) - 2, -1, -1) if _says(words[n])), None)
    if not place or any(word.text in (".", '"', "”", "''") for word in words[place:]):
        return None
    start = place
    while start and (words[start - 1].pos_ in _NAME or words[start - 1].lower_ in ("of", "also")):
        start -= 1
        if words[start].pos_ == "PRON":
            break
    end = place - sum(word.pos_ == "ADV" for word in words[start:place])
    named = any(word.pos_ in ("PROPN", "NOUN", "PRON") for word in words[start:end])
    return (words[place].i, (words[start].i, words[end - 1].i + 1)) if named else None


def _says(word: Token) -> bool:
    frames = cue_lexicon().verbs.get(_stem(word))
    if not frames or "clause" not in frames or frames["clause"] in ("belief", "intention"):
        return False
    return word.tag_ in ("VBD", "VBZ", "VBP", "VBN") or (word.tag_ == "NNS" and word.lower_ in _NOUN_LIKE)


def _stem(word: Token) -> str:
    return word.lemma_.lower()


_NOUN_LIKE = quote_words("noun like")


def _name_end(words: list[Token]) -> int:
    """Return how many of the words that follow are a name, with one apposition."""
    end = 0
    while end < len(words) and (words[end].pos_ in _NAME or words[end].lower_ == "of"):
        if words[end].pos_ == "PRON":
            return end + 1
        end += 1
    explained = end and end < len(words) and words[end].text == ","
    return _apposition_end(words, end) if explained else end


def _apposition_end(words: list[Token], comma: int) -> int:
    """Return where an apposition behind a comma ends, the comma itself where none does."""
    for close in range(comma + 1, len(words)):
        if words[close].pos_ in ("VERB", "AUX") or words[close].text in ("“", '"', "''", "``"):
            break
        if words[close].text in (",", "."):
            return close + (words[close].text == ",")
    return comma
