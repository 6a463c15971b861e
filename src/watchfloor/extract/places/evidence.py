"""Evidence that a name means a place: labels and grammar of the parse, words beside it, what it may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from watchfloor.extract.article import Article, Paragraph
from watchfloor.extract.places.lexicon import cues, facilities, words
from watchfloor.extract.places.names import PlaceName, is_capital
from watchfloor.extract.places.word_lists import place_words
from watchfloor.gazetteer.countries import demonym_of
from watchfloor.gazetteer.names import key_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

ACCEPT = 0.5
_LARGE = 400_000  # people of a town that is known everywhere
STRONG = 2.5
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
    opens = around.start == 0 or around.before() in _ENDS
    if opens and (after in _DASHES or (after == "(" and around.after(3) == ")")):
        score += 5.0 if words_inside[0].is_upper else 3.0
    return score


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


def _kind_score(name: PlaceName) -> float:
    best = 0.0
    first = True
    for place in name.meanings[:12]:
        people = len(str(place.people)) - 1 + int(str(place.people)[0]) / 10
        value = {"country": 3.0, "own": 2.5, "region": 1.5}.get(place.kind, min(1.5, (people - 5.0) * 0.7))
        if place.own is not None:
            value = max(value, _OWN)
        if place.kind == "region" and place.people > 1_000_000:
            value += 1.0
        if place.kind == "county":
            plain = 0.8 if place.people > 100_000 else -0.5  # "Kent", "Fife" need no "County"
            value = 3.0 if name.text.endswith(("County", "Parish", "District", "Prefecture")) else plain
        if place.lesser:
            value -= 1.0
        best = value if first else max(best, value)
        first = False
    if " " not in name.key and name.key in words("common_words"):
        best -= 2.0 if not any(p.kind == "country" for p in name.meanings) else 1.0
    return best


def weigh(article: Article, names: Sequence[PlaceName]) -> list[PlaceName]:
    """Return the names with the evidence for their being places."""
    lower = {t.text for p in article.paragraphs for t in p.doc if t.text.islower()}
    people = _people(article)
    foreign = article.context.language not in ("en", "und")
    weighed = []
    for name in names:
        paragraph = article.paragraphs[name.paragraph]
        around = surroundings(paragraph, name)
        if around is None:
            continue
        if demonym_of(name.text) and not any(p.kind == "country" for p in name.meanings):
            continue
        if foreign:
            weighed.append(replace(name, score=_foreign_score(name, around)))
            continue
        headline = _is_headline(around)
        beside = _neighbour_score(around, headline=headline)
        label = _label_score(around)
        score = (
            (max(label, 0.0) if beside > 2 else label)
            + beside
            + _grammar_score(around, known=_is_large(name))
            + _kind_score(name)
        )
        if " " not in name.key and name.key in lower:
            score -= 2.0
        if name.key.startswith("saint ") and around.tokens[around.start].ent_type_ not in _PLACE_LABELS:
            score -= 1.5
        if name.text.split()[-1] in facilities() or name.text.split()[0] in ("Fort", "Camp", "Lake", "Mount"):
            score += 1.5
        if name.key in people and not any(p.kind == "country" and not p.lesser for p in name.meanings):
            score -= 2.5
        if name.qualifies:
            score += 2.0
        if name.listed:
            score += 6.0
        if name.within:
            score += 3.0
        struck = _is_struck(around) or around.before().lower() in cues("blows")
        weighed.append(replace(name, score=score, struck=struck))
    return weighed


def _foreign_score(name: PlaceName, around: NameSurroundings) -> float:
    """Return the evidence where the parse cannot be trusted: only well-known names, by themselves, count."""
    score = -1.0
    for place in name.meanings:
        large = place.people >= (1_000_000 if place.kind == "region" else 100_000)
        if place.kind in ("country", "own") or (place.kind in ("region", "city") and large):
            score = 2.6
            break
    if name.within or name.qualifies:
        score += 2.0
    if " " not in name.key and name.key in words("common_words"):
        score -= 3.0
    if len(name.key) < 4 or any(word in words("bodies") for word in _following(around)):
        score -= 2.0
    return score


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
