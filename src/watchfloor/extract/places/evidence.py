"""Evidence that a name means a place: labels and grammar of the parse, words beside it, what it may mean."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from watchfloor.extract.article import Article, Paragraph
from watchfloor.extract.places.lexicon import cues, facilities, words
from watchfloor.extract.places.names import PlaceName, is_capital
from watchfloor.extract.places.word_lists import place_words
from watchfloor.gazetteer.countries import demonym_of
from watchfloor.gazetteer.names import key_of
from watchfloor.gazetteer.places import GazetteerPlace

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

ACCEPT = 0.5
_LARGE = 400_000  # people of a town that is known everywhere
STRONG = 2.5
_WELL_KNOWN = {"country": 0, "area": 0, "region": 1_000_000, "city": 100_000}  # people, by kind
_OWN = 2.0  # a place of the floor's own table: the desk awaits news of it
_LONGEST_HEADLINE = 60  # words
_PLACE_LABELS = frozenset({"GPE", "LOC"})
_FIRE = place_words("fire")
_BETWEEN = place_words("between")
_LINKS = place_words("links")
_ENDS = frozenset('.!?”")’')
_DASHES = frozenset({"-", "--", "–", "—", "―"})


@dataclass(frozen=True, slots=True)
class NameSurroundings:
    """What stands around a name in its paragraph."""

    tokens: Doc
    start: int
    end: int

    def before(self, steps: int = 1) -> str:
        """Return the word before the name, or an empty one."""
        at = self.start - steps
        return self.tokens[at].text if at >= 0 else ""

    def after(self, steps: int = 1) -> str:
        """Return the word after the name, or an empty one."""
        at = self.end + steps - 1
        return self.tokens[at].text if at < len(self.tokens) else ""


def surroundings(paragraph: Paragraph, name: PlaceName) -> NameSurroundings | None:
    """Return the tokens around a name."""
    tokens = paragraph.tokens(name.span)
    return NameSurroundings(paragraph.doc, tokens.start, tokens.end) if tokens is not None else None


_LABEL_SCORES = {
    "same": {"GPE": 3.0, "LOC": 3.0, "FAC": 2.0, "PERSON": -1.5, "ORG": -0.3, "NORP": -1.0},
    "larger": {"GPE": 1.5, "LOC": 1.5, "FAC": 1.0, "PERSON": -4.0, "ORG": -2.0, "NORP": -2.0},
}


def _label_score(around: NameSurroundings) -> float:
    first = around.tokens[around.start]
    if not first.ent_type_:
        return -0.3
    inside = [t for t in around.tokens[around.start : around.end] if t.ent_type_ == first.ent_type_]
    goes_on = around.end < len(around.tokens) and around.tokens[around.end].ent_iob_ == "I"
    if goes_on and around.after() in ("'s", "’s", "'"):
        goes_on = False
    begins_before = (
        first.ent_iob_ == "I"
        and around.before().lower() != "the"
        and around.before() not in cues("auxiliaries")
    )
    extent = "larger" if goes_on or begins_before else "same"
    if extent == "same" and len(inside) > 1 and first.ent_type_ == "PERSON":
        return -0.3  # a full name of the gazetteer is rarely a person's
    if not inside:
        return -0.3
    return _LABEL_SCORES[extent].get(first.ent_type_, -1.5)


def _word_before(around: NameSurroundings) -> str:
    """Return the word before a name and its article, but for a direction that is a part of the name."""
    before = around.before().lower()
    if before == "the":
        before = around.before(2).lower() if around.start > 1 else ""
    if before in cues("directions") and around.before().istitle():
        return ""  # "Northern Alliance" is a name, "northern Syria" is none
    return before


def _preposition_score(around: NameSurroundings, before: str, *, known: bool) -> float:
    """Return what a preposition, or the article of a noun behind it, says of a name."""
    arrived = before == "to" and around.before(2).lower() in cues("travels")
    if arrived or before in cues("prepositions") or before in cues("motion"):
        return _behind_preposition(around, before, known=known)
    described = around.end < len(around.tokens) and around.tokens[around.end].pos_ == "NOUN"
    if before in ("a", "an") and described:
        return 1.5
    return 0.4 if before in cues("weak prepositions") else 0.0


def _behind_preposition(around: NameSurroundings, before: str, *, known: bool) -> float:
    score = 1.5 + (1.5 if before in cues("blows") else 0.0)
    first = around.tokens[around.start]
    if around.start and first.ent_type_ == "PERSON" and first.ent_iob_ != "I":
        score += 1.3 if known else 1.0  # the small parser takes foreign towns for people
    if around.end - around.start == 1 and first.lower_ in words("common_words"):
        score += 1.0
    return score


def _grammar_score(around: NameSurroundings, *, known: bool) -> float:
    before, after = _word_before(around), around.after()
    score = _preposition_score(around, before, known=known)
    if before in cues("titles"):
        score -= 4.0
    if before == "-" and around.before(2) in cues("parties"):
        score += 5.0
    if after.lower() in cues("civic nouns") and not is_capital(after):
        score += 2.0
    words_inside = around.tokens[around.start : around.end]
    score -= 1.5 if all(t.pos_ != "PROPN" for t in words_inside) else 0.0
    if after in ("said", "says", "told", "added", "was", "who", "has") and around.end - around.start == 1:
        score -= 0.4
    score += 4.0 if _is_struck(around) else 0.0
    return score + _dateline_score(around)


def _dateline_score(around: NameSurroundings) -> float:
    """Return what it says of a name that it opens a sentence as datelines do ("OSLO -", "Oslo (Wire)")."""
    opens = around.start == 0 or around.before() in _ENDS
    after = around.after()
    if opens and (after in _DASHES or (after == "(" and around.after(3) == ")")):
        return 5.0 if around.tokens[around.start].is_upper else 3.0
    return 0.0


def _is_large(name: PlaceName) -> bool:
    """Tell a name that means a large town before anything else."""
    return any(place.kind == "city" and place.people >= _LARGE for place in name.meanings[:1])


def _is_struck(around: NameSurroundings) -> bool:
    """Tell whether what happens to towns happens to the name: "Odesa was shelled", "came under fire"."""
    following = [token.lower_ for token in around.tokens[around.end : around.end + 4]]
    if following[:2] == ["came", "under"] or following[:2] == ["comes", "under"]:
        return following[2:3] != [] and following[2] in _FIRE
    if not following or following[0] not in ("was", "were", "is", "has", "had", "being"):
        return False
    rest = [word for word in following[1:] if word not in _BETWEEN]
    return bool(rest) and rest[0] in cues("struck")


def _neighbour_score(around: NameSurroundings, *, headline: bool) -> float:
    """Return what capitalised words beside the name say: part of a larger name, or an office there."""
    following = _following(around)
    linked = around.before() in _LINKS and is_capital(around.before(2))  # "the Tour de France"
    if linked or any(word in words("bodies") for word in following):
        return -3.5
    score = _leading_score(around, headline=headline)
    office = following[0] if following and following != ["City"] else ""
    common = around.end - around.start == 1 and around.tokens[around.start].lower_ in words("common_words")
    if (
        office
        and not common
        and (office in words("authorities") or office.rstrip("s.") in words("authorities"))
    ):
        return score + 2.5
    if following and not headline and around.tokens[around.end].pos_ in ("PROPN", "NOUN", "ADJ"):
        score -= 2.5
    return score


def _following(around: NameSurroundings) -> list[str]:
    """Return the capitalised words that go on right after the name, at most four."""
    found: list[str] = []
    for token in around.tokens[around.end : around.end + 4]:
        if not is_capital(token.text) or _sentence_starts(token):
            break
        found.append(token.text)
    return found


def _leading_score(around: NameSurroundings, *, headline: bool) -> float:
    before = around.before()
    if before.lower() == "of" and around.start > 1:
        body = around.before(2)
        if body in words("bodies") or around.before(3) in words("bodies"):
            return -3.5
        return 1.5 if body in cues("of places") else 0.0
    if not before or not is_capital(before) or headline or before.lower() in cues("prepositions"):
        return 0.0
    leading = around.tokens[around.start - 1]
    if before in words("bodies"):
        return -4.0
    if _sentence_starts(leading) or before in words("authorities"):
        return 0.0
    return -2.0 if leading.pos_ == "PROPN" or leading.ent_type_ == "PERSON" else 0.0


def _sentence_starts(token: Token) -> bool:
    return bool(token.is_sent_start)


_KIND_SCORES = {"country": 3.0, "area": 2.5, "region": 1.5}
_COUNTY_WORDS = ("County", "Parish", "District", "Prefecture")


def _kind_score(name: PlaceName) -> float:
    best = max((_meaning_score(place, name.text) for place in name.meanings[:12]), default=0.0)
    if " " not in name.key and name.key in words("common_words"):
        best -= 2.0 if not _may_be_country(name) else 1.0
    return best


def _meaning_score(place: GazetteerPlace, text: str) -> float:
    """Return what a place that a name may mean says for it: large ones are meant without more words."""
    if place.kind == "county":
        score = _county_score(place, text)
    else:
        score = _KIND_SCORES.get(place.kind, min(1.5, (_magnitude(place.people) - 5.0) * 0.7))
        score = max(score, _OWN) if place.own is not None else score
    if place.kind == "region" and place.people > 1_000_000:
        score += 1.0
    return score - 1.0 if place.lesser else score


def _county_score(place: GazetteerPlace, text: str) -> float:
    if text.endswith(_COUNTY_WORDS):
        return 3.0
    return 0.8 if place.people > 100_000 else -0.5  # "Kent", "Fife" need no "County"


def _magnitude(people: int) -> float:
    """Return how many digits a number has, less one, and its first digit as a tenth."""
    digits = str(people)
    return len(digits) - 1 + int(digits[0]) / 10


def _may_be_country(name: PlaceName) -> bool:
    return any(place.kind == "country" for place in name.meanings)


@dataclass(frozen=True, slots=True)
class _TextWords:
    """The words of a text in lower case, and the keys of its people's names."""

    lower: frozenset[str]
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class _NameInText:
    """A name with what stands around it and what the whole text says of its words."""

    name: PlaceName
    around: NameSurroundings
    text: _TextWords


def _is_word_too(it: _NameInText) -> bool:
    return " " not in it.name.key and it.name.key in it.text.lower


def _is_saint(it: _NameInText) -> bool:
    first = it.around.tokens[it.around.start]
    return it.name.key.startswith("saint ") and first.ent_type_ not in _PLACE_LABELS


def _has_word_of_features(it: _NameInText) -> bool:
    parts = it.name.text.split()
    return parts[-1] in facilities() or parts[0] in _LEADING_FEATURES


def _is_somebodys(it: _NameInText) -> bool:
    country = any(place.kind == "country" and not place.lesser for place in it.name.meanings)
    return it.name.key in it.text.people and not country


_LEADING_FEATURES = frozenset({"Fort", "Camp", "Lake", "Mount"})
# What else speaks for and against a place, and how much.
_SIGNS: tuple[tuple[Callable[[_NameInText], bool], float], ...] = (
    (_is_word_too, -2.0),
    (_is_saint, -1.5),
    (_has_word_of_features, 1.5),
    (_is_somebodys, -2.5),
    (lambda it: it.name.qualifies, 2.0),
    (lambda it: it.name.listed, 6.0),
    (lambda it: bool(it.name.within), 3.0),
)


def weigh(article: Article, names: Sequence[PlaceName]) -> list[PlaceName]:
    """Return the names with the evidence for their being places."""
    lower = frozenset(t.text for p in article.paragraphs for t in p.doc if t.text.islower())
    text = _TextWords(lower, _people(article))
    score = _foreign_score if article.context.language not in ("en", "und") else _score
    return [
        replace(it.name, score=score(it), struck=score is _score and _is_under_attack(it.around))
        for it in _names_in_text(article, names, text)
    ]


def _names_in_text(article: Article, names: Sequence[PlaceName], text: _TextWords) -> Iterator[_NameInText]:
    """Yield the names that stand on tokens, but for what names a people and no country."""
    for name in names:
        around = surroundings(article.paragraphs[name.paragraph], name)
        if around is not None and (_may_be_country(name) or not demonym_of(name.text)):
            yield _NameInText(name, around, text)


def _score(it: _NameInText) -> float:
    """Return the evidence that a name of an English text is a place."""
    beside = _neighbour_score(it.around, headline=_is_headline(it.around))
    label = _label_score(it.around)
    score = (
        (max(label, 0.0) if beside > 2 else label)
        + beside
        + _grammar_score(it.around, known=_is_large(it.name))
        + _kind_score(it.name)
    )
    return sum((weight for holds, weight in _SIGNS if holds(it)), start=score)


def _is_under_attack(around: NameSurroundings) -> bool:
    return _is_struck(around) or around.before().lower() in cues("blows")


def _foreign_score(it: _NameInText) -> float:
    """Return the evidence where the parse cannot be trusted: only well-known names, by themselves, count."""
    name = it.name
    score = 2.6 if any(_is_well_known(place) for place in name.meanings) else -1.0
    if name.within or name.qualifies:
        score += 2.0
    if " " not in name.key and name.key in words("common_words"):
        score -= 3.0
    if len(name.key) < 4 or any(word in words("bodies") for word in _following(it.around)):
        score -= 2.0
    return score


def _is_well_known(place: GazetteerPlace) -> bool:
    return place.people >= _WELL_KNOWN.get(place.kind, math.inf)


def _people(article: Article) -> frozenset[str]:
    """Return the keys of first and last names of the people that the parse sees with two names or more."""
    found = set()
    for paragraph in article.paragraphs:
        for entity in paragraph.doc.ents:
            if entity.label_ == "PERSON" and len(entity) > 1:
                parts = [t.text for t in entity if t.text not in ("'s", "’s")]
                found |= {key_of(parts[0]), key_of(parts[-1])}
    return frozenset(found)


def _is_headline(around: NameSurroundings) -> bool:
    """Return whether most words of the sentence are capitalised, so that capitals tell nothing."""
    sentence = around.tokens[around.start].sent[:_LONGEST_HEADLINE]
    long_words = [t.text for t in sentence if t.is_alpha and len(t.text) > 3]
    return len(long_words) > 3 and sum(w[0].isupper() for w in long_words) > 0.7 * len(long_words)
