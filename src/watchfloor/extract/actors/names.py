"""Names in a text and what they name: people, organisations, countries, peoples, other places, other things.

spaCy's entities propose; titles, first names, heads of organisations' names, tables of countries and
organisations, and the rest of the text vote. A name has one kind in a text unless its neighbours insist.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from watchfloor.extract.actors.bounds import (
    LOCATIVE,
    NAME_TAGS,
    OF_HEADS,
    NameKind,
    bounds_of,
    first_name_before,
    in_title_case,
    is_office,
    is_title,
)
from watchfloor.extract.actors.own import OwnActors, kind_of, own_actors
from watchfloor.extract.actors.word_lists import actor_words
from watchfloor.extract.actors.words import (
    first_names,
    matter_words,
    nominals,
    organisation_words,
    organisations,
    site_words,
    ties,
    titles,
)
from watchfloor.extract.article import Article, Paragraph
from watchfloor.gazetteer import country_of, demonym_of
from watchfloor.model import PlaceMention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Votes = dict[NameKind, float]

_LABELS: dict[str, NameKind] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
    "PRODUCT": "other",
    "WORK_OF_ART": "other",
    "EVENT": "other",
    "LAW": "other",
    "LANGUAGE": "other",
}
_ACRONYM = re.compile(r"[A-Z][A-Z&.]{1,6}$")
_LONGEST_LABEL = 7  # tokens of a title and a name in capitals, up to their colon
_TITLE_STARTS = actor_words("title starts")
SPEECH_VERBS = actor_words("speech verbs")
_LANDS_AS_NAMES = frozenset(
    ("India", "Kenya", "Georgia", "Israel", "Jordan", "Chad", "China", "Cuba", "Ireland")
)
_AGED = 5.0  # what an age beside a name weighs: nothing else has one


@dataclass(frozen=True, slots=True)
class NameSpan:
    """Tokens `start` to `end` of a paragraph's Doc that are a name of some kind."""

    start: int
    end: int
    kind: NameKind


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    text: str
    votes: Votes
    sure: bool = True


def find_names(article: Article, places: tuple[PlaceMention, ...]) -> list[list[NameSpan]]:
    """Return the names of each paragraph in order; they do not overlap."""
    located = {(place.span.start, place.span.end) for place in places}
    proposed = [_propose(paragraph, located) for paragraph in article.paragraphs]
    book = _Book.of(proposed)
    found: list[list[NameSpan]] = []
    own = own_actors(article.context.own.actors)
    for paragraph, candidates in zip(article.paragraphs, book.shorten(article, proposed), strict=True):
        names = [
            NameSpan(candidate.start, candidate.end, book.kind(candidate))
            for candidate in candidates
            if candidate.sure or candidate.text in book.known
        ]
        labelled = [*_labelled(paragraph.doc), *_own(paragraph.doc, own)]
        names = [name for name in names if not any(_overlap(name, label) for label in labelled)] + labelled
        found.append(sorted([*names, *_repeated(paragraph.doc, names, book)], key=lambda name: name.start))
    return found


def _own(doc: Doc, own: OwnActors) -> Iterator[NameSpan]:
    """Yield the names of the floor's own table: what the desk says of a name needs no vote."""
    for start, end, actor in own.named_in(doc):
        yield NameSpan(start, end, kind_of(actor))


# ------------------------------------------------------------------------------------------ candidates


def _propose(paragraph: Paragraph, located: set[tuple[int, int]]) -> list[_Candidate]:
    proposal = _Proposal(paragraph, located)
    for entity in paragraph.doc.ents:
        kind = _LABELS.get(entity.label_)
        if kind is not None:
            for start, end in bounds_of(paragraph.doc, entity.start, entity.end, kind):
                proposal.add(start, end, kind, entity_start=entity.start)
    return [*proposal.found, *_unseen(paragraph, proposal.taken, located)]


class _Proposal:
    """The names that a parser's entities propose, none over another: `taken` tells the tokens they cover."""

    def __init__(self, paragraph: Paragraph, located: set[tuple[int, int]]) -> None:
        self.found: list[_Candidate] = []
        self.taken = [False] * len(paragraph.doc)
        self._paragraph = paragraph
        self._located = located

    def add(self, start: int, end: int, kind: NameKind, *, entity_start: int) -> None:
        """Add a name unless one before it has its words, or it is an office."""
        if start < entity_start and self.taken[start] and not self._gives_way(start, entity_start):
            start = entity_start
        if any(self.taken[start:end]) or is_office(self._paragraph.doc, start, end):
            return
        self.taken[start:end] = [True] * (end - start)
        self.found.append(_candidate(self._paragraph, start, end, kind, self._located))

    def _gives_way(self, start: int, entity_start: int) -> bool:
        """Let go of the name that is only the first name of the next one, where it is no place's."""
        words = self._paragraph.doc[start:entity_start]
        alone = self.found and (self.found[-1].start, self.found[-1].end) == (start, entity_start)
        if not alone or tuple(self._paragraph.span(words)) in self._located:
            return False
        self.taken[start] = False
        self.found.pop()
        return True


def _unseen(paragraph: Paragraph, taken: list[bool], located: set[tuple[int, int]]) -> Iterator[_Candidate]:
    """Yield the runs of capitals that no entity covers, sure where they have signs of what they name."""
    doc = paragraph.doc
    for start, end in _runs(doc, taken):
        candidate = _candidate(paragraph, start, end, None, located)
        best = _best(candidate.votes)
        first = doc[start].is_sent_start and end - start == 1
        sure = candidate.votes.get(best, 0.0) >= 2.0 and best != "other" and not first
        yield replace(candidate, sure=sure)


def _runs(doc: Doc, taken: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield runs of capitalised proper nouns that no entity covers."""
    if in_title_case(doc):
        return
    start: int | None = None
    for token in doc:
        part = (
            not taken[token.i]
            and token.tag_ in NAME_TAGS
            and token.text[:1].isupper()
            and token.ent_type_ not in ("DATE", "TIME", "MONEY", "CARDINAL", "ORDINAL", "PERCENT", "QUANTITY")
            and not is_title(token)
        )
        if part and start is None:
            start = token.i
        elif start is not None and (not part or token.is_sent_start):
            yield start, token.i
            start = token.i if part else None
    if start is not None:
        yield start, len(doc)


def _candidate(
    paragraph: Paragraph, start: int, end: int, label: NameKind | None, located: set[tuple[int, int]]
) -> _Candidate:
    words = paragraph.doc[start:end]
    votes = _votes(paragraph.doc, start, end, label)
    if tuple(paragraph.span(words)) in located:
        votes["place"] = votes.get("place", 0.0) + 1.5
    elif votes.get("place", 0.0) < 2.0 and words.text not in site_words():
        votes["place"] = votes.get("place", 0.0) * 0.6  # spaCy says so, the gazetteer does not
    return _Candidate(start, end, _plain(words.text), votes)


def _plain(text: str) -> str:
    return (
        text.rstrip("'’\"”.,;:")
        if not text.endswith(("Inc.", "Corp.", "Co.", "Ltd.", "Jr.", "Sr.", "U.S.", "U.N."))
        else text
    )


def _votes(doc: Doc, start: int, end: int, label: NameKind | None) -> Votes:
    votes: Votes = defaultdict(float)
    text = _plain(doc[start:end].text)
    label = _label_of_words(label, text)
    if label is not None:
        votes[label] += 1.5 if end - start > 1 else 1.0
    country, demonym = country_of(text), demonym_of(text)
    if country and not demonym:
        votes["country"] += 3.0
        votes["place"] = 0.0
    if demonym:
        votes["group"] += 3.0
    if text in organisations():
        votes["organisation"] += 3.0
    sign = _sign_of_words(doc, start, end, label, text)
    if sign is not None:
        votes[sign[0]] += sign[1]
    _vote_by_neighbours(doc, start, end, label, votes)
    return votes


def _label_of_words(label: NameKind | None, text: str) -> NameKind | None:
    """Return a parser's label, or that of other things for what is written like no name of its kind."""
    if label is not None and (text.islower() or text.lower().startswith(("pro-", "anti-", "pan-", "non-"))):
        return "other"
    if label == "person" and any(mark in text for mark in "[]()@#0123456789"):
        return "other"
    return label


def _sign_of_words(
    doc: Doc, start: int, end: int, label: NameKind | None, text: str
) -> tuple[NameKind, float] | None:
    """Return what the words of a name themselves vote for, and how much: a head, a first name, capitals."""
    first, last, long = doc[start], doc[end - 1], end - start > 1
    if _is_headed(doc, start, end):
        return "organisation", 3.0
    if last.text in matter_words():
        return "other", 3.0
    if last.text in site_words() and long:
        return "place", 3.0
    given = long and first.lower_ in first_names() and not country_of(text)
    if given or (end - start == 2 and first.text in _LANDS_AS_NAMES and _is_ones_name(doc, start)):
        return "person", 2.5
    if _ACRONYM.match(text) and not long and label in (None, "organisation", "person"):
        return "organisation", 1.5
    return None


def _is_headed(doc: Doc, start: int, end: int) -> bool:
    """Tell a body by the head of its name: "Tarvel Council", "Ministry of", "Congress"."""
    first, last, long = doc[start], doc[end - 1], end - start > 1
    headed = last.text in organisation_words() and (long or last.text in ("Congress", "Senate", "Parliament"))
    return headed or (first.text in OF_HEADS and long and doc[start + 1].lower_ in ("of", "for"))


def _is_ones_name(doc: Doc, start: int) -> bool:
    """Tell whether a country's name is a first name: "India Brask said", but "India Rail said" is none."""
    last = doc[start + 1]
    plain = last.tag_ == "NNP" and last.text.istitle() and not last.text.endswith("s")
    speaks = last.dep_ == "nsubj" and last.head.lemma_ in SPEECH_VERBS
    return plain and speaks and last.lower_ not in titles()


def _vote_by_word_before(before: Token, head: Token, label: NameKind | None, votes: Votes) -> None:
    if before.lower_ == "the" and head.dep_ not in ("compound", "nmod", "amod", "poss"):
        votes["person"] -= 1.5  # people have no article, unlike ships, bands and bodies
        votes["organisation"] += 0.8 if label in ("person", "place") else 0.0
    title = titles().get(before.lower_)
    if title is not None and before.tag_ not in ("NNS", "VB", "VBP", "VBD", "IN"):
        votes["person"] += {"style": 4.0, "office": 2.0, "rank": 2.0}.get(title.rank, 1.5)
    elif before.text.islower() and before.text.capitalize() in site_words() and before.dep_ != "ROOT":
        votes["place"] += 1.5
    elif before.lower_ in LOCATIVE:
        votes["place"] += 0.5


def _vote_by_word_after(doc: Doc, end: int, votes: Votes) -> None:
    after = doc[end]
    if after.lower_ in ("who", "whose") or _explains_person(doc, end):
        votes["person"] += 2.0
        aged = after.text == "," and end + 1 < len(doc) and _is_age(doc, end + 1)
        votes["person"] += _AGED if aged else 0.0  # "Ford, 38," makes no cars
    if after.text.islower() and after.text.capitalize() in site_words():
        votes["place"] += 1.5


def _vote_by_neighbours(doc: Doc, start: int, end: int, label: NameKind | None, votes: Votes) -> None:
    head = head_of(doc, start, end)
    if start > 0 and not doc[start].is_sent_start:
        _vote_by_word_before(doc[start - 1], head, label, votes)
    if label == "place" and end - start == 2 and first_name_before(doc, start + 1, end):
        votes["person"] += 2.0
    if end < len(doc):
        _vote_by_word_after(doc, end, votes)
    if any(child.dep_ == "appos" and _is_person_noun(child) for child in head.rights) or (
        head.dep_ == "appos" and _is_person_noun(head.head)
    ):
        votes["person"] += 2.5
    if head.dep_ == "nsubj" and head.head.lemma_ in SPEECH_VERBS:
        unseen = label is None and 2 <= end - start <= 4 and not votes["organisation"]
        votes["person"] += 2.0 if unseen else 0.5
        votes["organisation"] += 0.3


def head_of(doc: Doc, start: int, end: int) -> Token:
    """Return the token that heads tokens `start` to `end` (Span.root looks at the whole Doc each time)."""
    return next((token for token in doc[start:end] if not start <= token.head.i < end), doc[end - 1])


def _explains_person(doc: Doc, comma: int) -> bool:
    """Tell whether ", who" or ", 45," follows."""
    follows = doc[comma].text == "," and comma + 1 < len(doc)
    return follows and (doc[comma + 1].lower_ == "who" or _is_age(doc, comma + 1))


def _is_person_noun(token: Token) -> bool:
    lower = token.lower_
    nominal = nominals().get(lower)
    if nominal is not None:
        return nominal.kind == "person"
    return token.tag_ in ("NN", "NNP") and (lower in titles() or lower in ties())


def _is_age(doc: Doc, index: int) -> bool:
    return (
        doc[index].text.isdigit()
        and len(doc[index].text) == 2
        and index + 1 < len(doc)
        and doc[index + 1].text in ",."
    )


# ------------------------------------------------------------------------------------------- agreement


@dataclass(frozen=True)
class _Book:
    """What a text's names are, by all their places together."""

    votes: dict[str, dict[NameKind, float]]
    parts: dict[str, float]
    known: dict[str, NameKind]

    @classmethod
    def of(cls, proposed: list[list[_Candidate]]) -> _Book:
        votes: dict[str, dict[NameKind, float]] = {}
        candidates = [candidate for each in proposed for candidate in each]
        for candidate in candidates:
            total = votes.setdefault(candidate.text, defaultdict(float))
            for kind, weight in candidate.votes.items():
                total[kind] += weight
        book = cls(votes, _parts_of(votes), {})
        book._learn(candidates)
        return book

    def _learn(self, candidates: Iterable[_Candidate]) -> None:
        """Note what may stand for whom elsewhere: sure names of people and bodies, and parts of names."""
        for candidate in candidates:
            kind = self.kind(candidate)
            if kind in ("person", "organisation") and (candidate.sure or candidate.text in self.parts):
                self.known.setdefault(candidate.text, kind)
        for word in self.parts:
            if len(word) > 2 and word[0].isupper() and word[-1].isalnum():
                self.known.setdefault(word, "person")

    def shorten(self, article: Article, proposed: list[list[_Candidate]]) -> Iterator[list[_Candidate]]:
        """Cut people's names that run on in a headline ("Ann Lee Names Former") to those known elsewhere."""
        for paragraph, candidates in zip(article.paragraphs, proposed, strict=True):
            yield [self._shortened(paragraph.doc, candidate) for candidate in candidates]

    def _shortened(self, doc: Doc, candidate: _Candidate) -> _Candidate:
        cut = candidate.start + 2
        short = doc[candidate.start : cut].text
        longer = candidate.end - candidate.start > 2 and self.kind(candidate) == "person"
        return (
            replace(candidate, end=cut, text=short)
            if longer and self.known.get(short) == "person"
            else candidate
        )

    def kind(self, candidate: _Candidate) -> NameKind:
        """Return what a candidate names: its own signs first, then those of its equals."""
        own = candidate.votes
        all_votes = self.votes.get(candidate.text, own)
        count = max(1.0, sum(all_votes.values()) / max(1.0, sum(own.values())))
        weights: dict[NameKind, float] = {
            kind: own.get(kind, 0.0) + 1.5 * (all_votes.get(kind, 0.0) / count)
            for kind in ("person", "organisation", "country", "group", "place", "other")
        }
        weights["person"] += self.parts.get(candidate.text, 0.0)
        return _best(weights)


def _parts_of(votes: dict[str, dict[NameKind, float]]) -> dict[str, float]:
    """Return the parts of people's names, each with what it weighs that it stands for one of them."""
    parts: dict[str, float] = defaultdict(float)
    for text, total in votes.items():
        words = text.split()
        if len(words) == 1 and total["person"] >= _AGED:
            parts[text] = max(parts[text], _AGED)
        if 2 <= len(words) <= 4 and _best(total) == "person":
            for word in (words[-1], words[0], " ".join(words[1:])):
                parts[word] = max(parts[word], 3.0 + 0.5 * total["person"])
    return parts


def _best(weights: dict[NameKind, float]) -> NameKind:
    order: tuple[NameKind, ...] = ("country", "person", "organisation", "place", "group", "other")
    return max(order, key=lambda kind: (weights.get(kind, 0.0), -order.index(kind)))


# Names of organisations that are common words or people's names too: alone they need spaCy's word for it.
_COMMON_WORDS = frozenset(
    (
        *(
            "IS",
            "Fed",
            "Apple",
            "Amazon",
            "Shell",
            "Meta",
            "Ford",
            "Fox",
            "Labour",
            "Anonymous",
            "Intel",
            "Nike",
        ),
        *(
            "Oracle",
            "Uber",
            "Amnesty",
            "Wagner",
            "Isis",
            "Yale",
            "Stanford",
            "Princeton",
            "Harvard",
            "Guardian",
        ),
        *(
            "Bing",
            "RT",
            "AP",
            "AU",
            "ICC",
            "Likud",
            "Daimler",
            "Barclays",
            "Disney",
            "Tesla",
            "GE",
            "GM",
            "BP",
        ),
        *(
            "SA",
            "Citi",
            "Tass",
            "Interfax",
            "Sputnik",
            "Newsweek",
            "Politico",
            "Spotify",
            "Senate",
            "Congress",
        ),
    )
)


def _known_organisation(doc: Doc, start: int) -> int | None:
    """Return the end of a well-known organisation's name that begins here, or None."""
    first = doc[start].text
    longest = min(start + 5, len(doc)) if first in _ORGANISATION_STARTS else start
    for end in range(longest, start + 1, -1):
        if doc[start:end].text in organisations():
            return end
    alone = (
        first in organisations()
        and first not in _COMMON_WORDS
        and doc[start].pos_ in ("PROPN", "NOUN", "X", "ADJ")
    )
    return start + 1 if alone else None


_ORGANISATION_STARTS = frozenset(name.split()[0] for name in organisations() if " " in name)


def _overlap(one: NameSpan, other: NameSpan) -> bool:
    return one.start < other.end and other.start < one.end


def _labelled(doc: Doc) -> Iterator[NameSpan]:
    """Yield the name that a transcript sets before a turn in capitals, with a title ("MS. SAND: No.")."""
    colon = next((token.i for token in doc[1:_LONGEST_LABEL] if token.text == ":"), 0)
    if not colon or not all(token.text.isupper() or token.text == "." for token in doc[:colon]):
        return
    start = 0
    while start < colon and (doc[start].text == "." or _titles(doc[start].lower_)):
        start += 1
    if 0 < start < colon:
        yield NameSpan(start, colon, "person")


def _titles(word: str) -> bool:
    """Tell whether a word is a title or begins one, its full stop written apart or not."""
    return not titles().keys().isdisjoint((word, f"{word}.")) or word in _TITLE_STARTS


def _repeated(doc: Doc, names: list[NameSpan], book: _Book) -> Iterator[NameSpan]:
    """Yield names known from elsewhere in the text that stand here unseen."""
    taken = {index for name in names for index in range(name.start, name.end)}
    for token in doc:
        if token.i in taken or token.ent_type_ in ("DATE", "TIME"):
            continue
        end = _known_organisation(doc, token.i)
        if end is not None and not taken & set(range(token.i, end)):
            taken.update(range(token.i, end))
            yield NameSpan(token.i, end, "organisation")
            continue
        kind = _known_kind(doc, token, book)
        if kind is not None and token.pos_ in ("PROPN", "NOUN", "ADJ", "X"):
            yield NameSpan(token.i, token.i + 1, kind)


def _known_kind(doc: Doc, token: Token, book: _Book) -> NameKind | None:
    """Return what a word with a capital names elsewhere in the text; an acronym in brackets names a body."""
    if not token.text[:1].isupper():
        return None
    kind = book.known.get(token.text)
    if kind is None and token.i and doc[token.i - 1].text == "(":
        return "organisation" if _ACRONYM.match(token.text) and len(token) > 2 else None
    return kind
