"""Names in a text that may be places, and the evidence for it; no coordinates yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from watchfloor.extract.article import Article, Paragraph
from watchfloor.gazetteer.countries import demonym_of
from watchfloor.gazetteer.names import key_of
from watchfloor.gazetteer.places import Place, gazetteer
from watchfloor.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST_NAME = 7  # tokens
ACCEPT = 0.5
STRONG = 2.5

_INSIDE = frozenset(
    "of the de la le les du des del della di do da dos das al el upon on and under by in sur en ez az an ad as ar ash y am der den"
    " bin ben - – ' ’ 's ’s & / d' l' le-".split()
)
_PLACE_LABELS = frozenset({"GPE", "LOC"})
_PREPOSITIONS = frozenset(
    "in at near from outside across throughout around inside into toward towards via leaving entering between"
    " through visit visiting visited reach reached north south east west northeast northwest southeast southwest off"
    " central northern southern eastern western downtown neighbouring neighboring nearby".split()
)
_MOTION = frozenset(
    "left leave leaves fled flee entered enter enters bombed seized seize captured recaptured shelled besieged evacuated"
    " retook attacked overran invaded bombarded".split()
)
_AUXILIARIES = frozenset("Will Can Could Should Would Has Have Is Are Was Does Do Did May Might Must".split())
_WEAK_PREPOSITIONS = frozenset("to of for with within over by against on and".split())
_TITLES = frozenset(
    "mr mr. mrs mrs. ms ms. dr dr. miss sir lord lady dame prof prof. rev rev. sgt sgt. lt lt. capt capt. col col."
    " gen gen. maj maj. cpl cpl. pvt king queen prince princess pope saint judge justice detective officer coach"
    " senator sen sen. rep rep. congressman".split()
)
_PARTIES = frozenset({"D", "R", "I", "DFL", "Con", "Lab", "Lib", "Dem", "Rep"})  # "D-Ohio", "R-Texas"
CIVIC_NOUNS = frozenset(
    "police mayor man woman men women resident residents native natives teen teenager boy girl couple family officer officers"
    " firefighters firefighter fire city council councilman school schools sheriff homeowner business businesses restaurant"
    " store shop area attorney motorist driver student students teacher church hospital street neighborhood neighbourhood"
    " chamber campus suburb suburbs metro-based based mother father taxpayers voters".split()
)
_OF_PLACES = frozenset(
    {"City", "Town", "Village", "Republic", "Government", "Kingdom", "State", "Province", "County", "Port"}
)
_ENDS = frozenset('.!?”")’')
_DASHES = frozenset({"-", "--", "–", "—", "―"})


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch of text that may name a place.

    `key` is its key in the gazetteer; `meanings` what the gazetteer has; `within` the key of the region or
    country that a qualifier names ("Paris, Texas"); `score` the evidence that it is a place at all;
    `listed` that its form alone makes it one ("Dane and Rock counties").
    """

    span: Span
    text: str
    key: str
    meanings: tuple[Place, ...]
    paragraph: int
    score: float = 0.0
    within: tuple[Place, ...] = ()
    qualifies: bool = False
    listed: bool = False


@cache
def words(table: str) -> frozenset[str]:
    """Return the words of one of the lists in data/places."""
    text = (files("watchfloor") / "data" / "places" / f"{table}.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


@cache
def facilities() -> Mapping[str, str]:
    """Return the last words of facilities' names with their kinds (street, nature, site)."""
    text = (files("watchfloor") / "data" / "places" / "facilities.txt").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return {row[0]: row[1] for row in rows}


@cache
def abbreviations() -> tuple[Mapping[str, Place], Mapping[str, Place]]:
    """Return regions by the post's and by the newspapers' abbreviation."""
    text = (files("watchfloor") / "data" / "gazetteer" / "abbreviations.tsv").read_text("utf-8")
    post: dict[str, Place] = {}
    press: dict[str, Place] = {}
    for line in text.splitlines():
        if line and line[0] != "#":
            _, geonames, short, others = line.split("\t")
            region = gazetteer().by_geonames(int(geonames))
            if region is not None:
                post.setdefault(short, region)
                press.update({other.replace(" ", ""): region for other in others.split("|") if other})
    return post, press


# ------------------------------------------------------------------------------------------------ candidates


def _is_capital(word: str) -> bool:
    return word[:1].isupper() or (word[:1] in "'‘’" and word[1:2].isupper())


@dataclass(frozen=True, slots=True)
class _Run:
    paragraph: int
    start: int
    end: int
    key: str


def _runs(article: Article) -> Iterator[_Run]:
    """Yield every run of tokens that begins and ends like a name, longest first at each place."""
    for number, paragraph in enumerate(article.paragraphs):
        tokens = list(paragraph.doc)
        texts = [t.text for t in tokens]
        capital = [_is_capital(text) for text in texts]
        for start in range(len(tokens)):
            if not capital[start] and not (texts[start] in ("al", "el") and start + 2 < len(tokens)):
                continue
            ends = []
            for end in range(start + 1, min(start + LONGEST_NAME, len(tokens)) + 1):
                last = texts[end - 1]
                if capital[end - 1] or (
                    end - start > 1 and (last.islower() or last.isdigit()) and last.isalnum()
                ):
                    ends.append(end)
                elif last.lower() not in _INSIDE:
                    break
                if last.islower() and last not in _INSIDE and end - start > 3:
                    break
            for end in reversed(ends):
                key = key_of(
                    paragraph.doc.text[tokens[start].idx : tokens[end - 1].idx + len(texts[end - 1])]
                )
                if key:
                    yield _Run(number, start, end, key)


def candidates(article: Article) -> list[Name]:
    """Return the longest runs that the gazetteer knows, in order, without overlaps."""
    sure = counties(article) + lone_regions(article)
    taken = sorted(name.span for name in sure)
    runs = list(_runs(article))
    table = gazetteer()
    unique = sorted({run.key for run in runs})
    known = {key for key, here in zip(unique, table.known(unique), strict=True) if here}
    found: list[Name] = []
    meanings: dict[str, tuple[Place, ...]] = {}
    used = (-1, 0)
    for run in runs:
        if run.key not in known or (run.paragraph == used[0] and run.start < used[1]):
            continue
        paragraph = article.paragraphs[run.paragraph]
        span = paragraph.span(paragraph.doc[run.start : run.end])
        if run.key not in meanings:
            meanings[run.key] = table.find_key(run.key)
        text = span.of(article.text)
        if not _spelled(text, meanings[run.key]) or any(
            span.start < t.end and t.start < span.end for t in taken
        ):
            continue
        used = (run.paragraph, run.end)
        found.append(Name(span, text, run.key, meanings[run.key], run.paragraph))
    return sorted([*found, *sure], key=lambda name: name.span)


def _spelled(text: str, meanings: Sequence[Place]) -> bool:
    """Return whether the writing fits: words of a name in lower case only where the name has them so."""
    last = text.split()[-1]
    if last.islower():
        return any(p.kind == "own" or p.name.split()[-1].islower() or p.kind == "country" for p in meanings)
    # "US" and "UK" are countries, "Us" and "Uk" words; two capital letters else are no village.
    if len(text) == 2:
        return text.isupper() and any(p.kind in ("country", "own") for p in meanings)
    key = key_of(text)
    return key not in words("directions") and not any(letter.isdigit() for letter in key)


# ------------------------------------------------------------------------------------------------ evidence


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a name in its paragraph."""

    tokens: Sequence[Token]
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


def surroundings(paragraph: Paragraph, name: Name) -> Surroundings | None:
    """Return the tokens around a name."""
    tokens = paragraph.tokens(name.span)
    return Surroundings(paragraph.doc, tokens.start, tokens.end) if tokens is not None else None


_LABEL_SCORES = {"same": {"GPE": 3.0, "LOC": 3.0, "FAC": 2.0, "PERSON": -1.5, "ORG": -0.3, "NORP": -1.0},
                 "larger": {"GPE": 1.5, "LOC": 1.5, "FAC": 1.0, "PERSON": -4.0, "ORG": -2.0, "NORP": -2.0}}  # fmt: skip


def _label_score(around: Surroundings) -> float:
    first = around.tokens[around.start]
    if not first.ent_type_:
        return -0.3
    inside = [t for t in around.tokens[around.start : around.end] if t.ent_type_ == first.ent_type_]
    goes_on = around.end < len(around.tokens) and around.tokens[around.end].ent_iob_ == "I"
    if goes_on and around.after() in ("'s", "’s", "'"):
        goes_on = False
    begins_before = (
        first.ent_iob_ == "I" and around.before().lower() != "the" and around.before() not in _AUXILIARIES
    )
    extent = "larger" if goes_on or begins_before else "same"
    if extent == "same" and len(inside) > 1 and first.ent_type_ == "PERSON":
        return -0.3  # a full name of the gazetteer is rarely a person's
    if not inside:
        return -0.3
    return _LABEL_SCORES[extent].get(first.ent_type_, -1.5)


def _grammar_score(around: Surroundings) -> float:
    before, after = around.before().lower(), around.after()
    score = 0.0
    if before == "the":
        before = around.before(2).lower() if around.start > 1 else ""
    if before in _PREPOSITIONS or before in _MOTION:
        score += 1.5
        if (
            around.tokens[around.start].ent_type_ == "PERSON"
            and around.start
            and not around.tokens[around.start].ent_iob_ == "I"
        ):
            score += 1.0  # the small parser takes foreign towns for people
        if around.end - around.start == 1 and around.tokens[around.start].lower_ in words("common_words"):
            score += 1.0
    elif (
        before in ("a", "an") and around.end < len(around.tokens) and around.tokens[around.end].pos_ == "NOUN"
    ):
        score += 1.5
    elif before in _WEAK_PREPOSITIONS:
        score += 0.4
    if before in _TITLES:
        score -= 4.0
    if before == "-" and around.before(2) in _PARTIES:
        score += 5.0
    if after.lower() in CIVIC_NOUNS and not _is_capital(after):
        score += 2.0
    words_inside = around.tokens[around.start : around.end]
    if all(t.pos_ != "PROPN" for t in words_inside):
        score -= 1.5
    if after in ("said", "says", "told", "added", "was", "who", "has") and around.end - around.start == 1:
        score -= 0.4
    opens = around.start == 0 or around.before() in _ENDS
    if opens and (after in _DASHES or (after == "(" and around.after(3) == ")")):
        score += 5.0 if words_inside[0].is_upper else 3.0
    return score


def _neighbour_score(around: Surroundings, *, headline: bool) -> float:
    """Return what capitalised words beside the name say: part of a larger name, or an office there."""
    following = _following(around)
    if following and any(word in words("bodies") for word in following):
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


def _following(around: Surroundings) -> list[str]:
    """Return the capitalised words that go on right after the name, at most four."""
    found: list[str] = []
    for token in around.tokens[around.end : around.end + 4]:
        if not _is_capital(token.text) or _sentence_starts(token):
            break
        found.append(token.text)
    return found


def _leading_score(around: Surroundings, *, headline: bool) -> float:
    before = around.before()
    if before.lower() == "of" and around.start > 1:
        body = around.before(2)
        if body in words("bodies") or around.before(3) in words("bodies"):
            return -3.5
        return 1.5 if body in _OF_PLACES else 0.0
    if not before or not _is_capital(before) or headline or before.lower() in _PREPOSITIONS:
        return 0.0
    leading = around.tokens[around.start - 1]
    if before in words("bodies"):
        return -4.0
    if _sentence_starts(leading) or before in words("authorities"):
        return 0.0
    return -2.0 if leading.pos_ == "PROPN" or leading.ent_type_ == "PERSON" else 0.0


def _sentence_starts(token: Token) -> bool:
    return bool(token.is_sent_start)


def _kind_score(name: Name) -> float:
    best = 0.0
    first = True
    for place in name.meanings[:12]:
        people = len(str(place.people)) - 1 + int(str(place.people)[0]) / 10
        value = {"country": 3.0, "own": 2.5, "region": 1.5}.get(place.kind, min(1.5, (people - 5.0) * 0.7))
        if place.kind == "region" and place.people > 1_000_000:
            value += 1.0
        if place.kind == "county":
            value = 3.0 if name.text.endswith(("County", "Parish", "District", "Prefecture")) else -0.5
        if place.lesser:
            value -= 1.0
        best = value if first else max(best, value)
        first = False
    if " " not in name.key and name.key in words("common_words"):
        best -= 2.0 if not any(p.kind == "country" for p in name.meanings) else 1.0
    return best


def weigh(article: Article, names: Sequence[Name]) -> list[Name]:
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
            (max(label, 0.0) if beside > 2 else label) + beside + _grammar_score(around) + _kind_score(name)
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
        weighed.append(replace(name, score=score))
    return weighed


def _foreign_score(name: Name, around: Surroundings) -> float:
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


def _is_headline(around: Surroundings) -> bool:
    """Return whether most words of the sentence are capitalised, so that capitals tell nothing."""
    sentence = around.tokens[around.start].sent
    long_words = [t.text for t in sentence if t.is_alpha and len(t.text) > 3]
    return len(long_words) > 3 and sum(w[0].isupper() for w in long_words) > 0.7 * len(long_words)


# ------------------------------------------------------------------------------------------------ qualifiers

_COUNTIES = re.compile(
    r"((?:[A-Z][\w.’']+(?: [A-Z][\w.’']+)?,? (?:(?:and|or) )?){1,12})(?:counties|Counties|parishes|Parishes)\b"
)
_ITEM = re.compile(r"[A-Z][\w.’']+(?: [A-Z][\w.’']+)?")
_LONE = re.compile(
    r"(?<![\w.,] )(?<![\w.])((?:[A-Z]\.){2}|W\. ?Va\.|Ill\.|Ind\.|Calif\.|Fla\.|Ky\.|Pa\.|Va\.|Tenn\.|Conn\.|Mich\."
    r"|Minn\.|Wis\.|Neb\.|Okla\.|Ariz\.|Colo\.|Kan\.|Mo\.)(?= [a-z])"
)


def counties(article: Article) -> list[Name]:
    """Return the counties of lists ("Dane and Rock counties"), each by its full name in the gazetteer."""
    found = []
    for number, paragraph in enumerate(article.paragraphs):
        line = paragraph.doc.text
        for match in _COUNTIES.finditer(line):
            for item in _ITEM.finditer(line, match.start(1), match.end(1)):
                kind = "parish" if "arishes" in match.group() else "county"
                meanings = gazetteer().find(f"{item.group()} {kind}")
                span = Span(paragraph.start + item.start(), paragraph.start + item.end())
                if meanings:
                    key = f"{key_of(item.group())} {kind}"
                    found.append(Name(span, item.group(), key, meanings, number, listed=True))
    return found


def lone_regions(article: Article) -> list[Name]:
    """Return abbreviated regions that follow no town ("a Calif. man", "in S.C.")."""
    _, press = abbreviations()
    found = []
    for number, paragraph in enumerate(article.paragraphs):
        for match in _LONE.finditer(paragraph.doc.text):
            region = press.get(match.group().replace(" ", ""))
            if region is not None:
                span = Span(paragraph.start + match.start(), paragraph.start + match.end())
                found.append(
                    Name(span, match.group(), f"{key_of(region.name)} region", (region,), number, listed=True)
                )
    return found


_COMMA = re.compile(r"\s*,\s*(?=\S)|\s+\((?=[A-Z])")
_SHORT = re.compile(r"(?:[A-Z][A-Za-z]*\.\s?){1,3}|[A-Z]{2,3}(?![\w.])")


def qualify(article: Article, names: Sequence[Name]) -> list[Name]:
    """Return the names with what qualifies them, and the abbreviations of regions as names of their own."""
    text, post, press = article.text, *abbreviations()
    by_start = {name.span.start: name for name in names}
    found: list[Name] = []
    taken: set[int] = set()
    for name in names:
        if name.span.start in taken:
            continue
        comma = _COMMA.match(text, name.span.end)
        if comma is None:
            found.append(name)
            continue
        short = _SHORT.match(text, comma.end())
        following = by_start.get(comma.end())
        region = None
        if short:
            written = short.group().strip().replace(" ", "")
            region = press.get(written) or post.get(written)
        if region and short:
            span = Span(comma.end(), comma.end() + len(short.group().rstrip()))
            found.append(replace(name, within=(region,)))
            qualifier = Name(span, span.of(text), f"{key_of(region.name)} region", (region,), name.paragraph)
            found.append(replace(qualifier, qualifies=True))
            taken.add(comma.end())
            continue
        if following is not None and _holds(following, name):
            found.append(replace(name, within=following.meanings))
            by_start[comma.end()] = replace(following, qualifies=True)
            continue
        found.append(name)
    return [replace(n, qualifies=True) if by_start.get(n.span.start, n).qualifies else n for n in found]


def _holds(larger: Name, smaller: Name) -> bool:
    """Return whether some meaning of one name lies inside some meaning of the other."""
    if any(place.kind == "country" and not place.lesser for place in smaller.meanings):
        return False
    inside = {number for place in smaller.meanings for number in place.regions}
    lands = {place.country for place in smaller.meanings}
    unknown = all(place.people < 100_000 for place in smaller.meanings)
    first = smaller.meanings[0] if smaller.meanings else None
    whole = first is not None and first.kind == "region" and first.people > 500_000
    for place in larger.meanings:
        if place.kind not in ("country", "region", "county", "own") or (whole and place.kind != "country"):
            continue
        if place.number in inside or (place.kind == "country" and place.country in lands):
            return True
        if unknown and place.kind in ("country", "region") and not place.lesser and place.people > 500_000:
            return True
    return False
