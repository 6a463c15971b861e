"""Where a text speaks of an actor: names, common nouns and pronouns, each with the token that heads it.

Names are spaCy's entities, repaired: edges trimmed, kinds decided by titles, heads of organisations' names,
the table of countries and the rest of the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from watchfloor.extract.actor_words import (
    Gender,
    first_names,
    nominals,
    organisation_words,
    ties,
    titles,
)
from watchfloor.extract.article import Article, Paragraph
from watchfloor.gazetteer import country_of, demonym_of, government_of
from watchfloor.model import ActorKind, PlaceMention, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Form = Literal["name", "nominal", "pronoun"]
NameKind = Literal["person", "organisation", "country", "group", "place", "other"]

_KINDS: dict[str, NameKind] = {
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
}
_PRONOUNS: dict[str, tuple[str, Gender | None]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("one", "male")),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("one", "female")),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("many", None)),
    **dict.fromkeys(("it", "its", "itself"), ("thing", None)),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), ("self", None)),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), ("selves", None)),
}
_EDGE = frozenset("\"'“”‘’«»`,.;:!?-–—()[]*#|/…")
_CASE = ("'s", "’s", "'", "’")
_SPEAKABLE = re.compile(r"\w")
_NAME_TAGS = frozenset(("NNP", "NNPS"))


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the text speaks of an actor.

    `head` is the text offset of the token that heads it, `name` the name without title, article and case;
    `place` counts sentences from the start of the text; `number` is one, many, thing, self or selves.
    """

    span: Span
    head: int
    form: Form
    kind: ActorKind
    name: str
    sentence: int
    paragraph: int
    words: tuple[str, ...] = ()
    number: str = "one"
    gender: Gender | None = None
    country: str | None = None
    acts_for: str | None = None
    lemma: str = ""
    standing: str = ""
    definite: bool = False
    title: str = ""
    title_of: str | None = None
    subject: bool = False
    token: Token | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NameSpan:
    """Tokens `start` to `end` of a paragraph's Doc that are a name of some kind."""

    start: int
    end: int
    kind: NameKind


def find_mentions(article: Article, places: tuple[PlaceMention, ...]) -> tuple[Mention, ...]:
    """Return the mentions of actors in the order of their heads."""
    names = [list(_names(paragraph.doc)) for paragraph in article.paragraphs]
    names = _agree(article, names)
    found: list[Mention] = []
    sentence = 0
    for index, paragraph in enumerate(article.paragraphs):
        numbers: dict[int, int] = {}
        for words in paragraph.doc.sents:
            numbers.update(dict.fromkeys(range(words.start, words.end), sentence))
            sentence += 1
        reader = _ParagraphReader(paragraph, index, numbers, names[index])
        found += sorted(reader.read(), key=lambda mention: (mention.head, mention.span))
    return tuple(found)


# ---------------------------------------------------------------------------------------------- names


def _names(doc: Doc) -> Iterator[NameSpan]:
    taken = 0
    for entity in doc.ents:
        kind = _KINDS.get(entity.label_)
        if kind is None:
            continue
        start, end = _trim_tokens(doc, max(entity.start, taken), entity.end)
        if start < end:
            yield NameSpan(start, end, _kind_by_words(doc, start, end, kind))
            taken = end


def _trim_tokens(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and (
        doc[start].text in _EDGE
        or doc[start].tag_ in ("DT", "PRP$", "POS")
        or not _SPEAKABLE.search(doc[start].text)
    ):
        start += 1
    while end > start and (doc[end - 1].text in _EDGE or doc[end - 1].text in _CASE):
        end -= 1
    # a title belongs to the mention, not to the name
    while end - start > 1 and doc[start].lower_ in titles() and doc[end - 1].lower_ not in titles():
        if titles()[doc[start].lower_].rank == "style" or doc[start + 1].text[:1].isupper():
            start += 1
        else:
            break
    return start, end


def _kind_by_words(doc: Doc, start: int, end: int, kind: NameKind) -> NameKind:
    text = doc[start:end].text
    if kind != "person" and country_of(text) and not demonym_of(text):
        return "country"
    if end - start > 1 and doc[end - 1].text in organisation_words():
        return "organisation"
    return kind


def _agree(article: Article, names: list[list[NameSpan]]) -> list[list[NameSpan]]:
    """Let a text speak with one voice: a name has one kind; a surname of a known person is a person."""
    votes: dict[str, Counter[NameKind]] = {}
    surnames: set[str] = set()
    for paragraph, spans in zip(article.paragraphs, names, strict=True):
        for span in spans:
            words = paragraph.doc[span.start : span.end]
            votes.setdefault(words.text, Counter())[span.kind] += 1
            if span.kind == "person" and len(words) > 1:
                surnames.update((words[-1].text, words[0].text))
    agreed = []
    for paragraph, spans in zip(article.paragraphs, names, strict=True):
        row = []
        for span in spans:
            text = paragraph.doc[span.start : span.end].text
            kind = span.kind
            if kind not in ("person", "country") and text in surnames:
                kind = "person"
            else:
                best = votes[text].most_common(1)[0]
                if best[1] > votes[text][kind] and kind != "country":
                    kind = best[0]
            row.append(NameSpan(span.start, span.end, kind))
        agreed.append(row)
    return agreed


# ------------------------------------------------------------------------------------------ paragraphs


@dataclass(frozen=True, slots=True)
class _ParagraphReader:
    paragraph: Paragraph
    index: int
    sentences: dict[int, int]
    names: list[NameSpan]

    def read(self) -> Iterator[Mention]:
        taken: set[int] = set()
        for name in self.names:
            mention = self._name(name)
            if mention is not None:
                yield mention
            if name.kind != "group" or mention is not None:
                taken.update(range(name.start, name.end))
        for token in self.paragraph.doc:
            if token.i in taken:
                continue
            mention = self._pronoun(token) or self._nominal(token)
            if mention is not None:
                yield mention

    def _span(self, start: int, end: int) -> Span:
        words = self.paragraph.doc[start:end]
        return Span(self.paragraph.start + words.start_char, self.paragraph.start + words.end_char)

    def _name(self, name: NameSpan) -> Mention | None:
        doc = self.paragraph.doc
        words = doc[name.start : name.end]
        head = words.root
        text = words.text.rstrip("".join(_EDGE))
        country, acts_for, kind = None, None, name.kind
        start, title, gender = name.start, "", None
        if kind == "country":
            country = country_of(text)
        elif kind == "place":
            acts_for = country = government_of(text)
            if country is None or not acts(head):
                return None
            kind = "country" if head.ent_type_ == "GPE" else "organisation"
        elif kind == "group":
            country = demonym_of(text)
            if head.tag_ not in ("NNS", "NNPS", "NNP") or head.dep_ in ("amod", "compound", "nmod"):
                return None
        elif kind == "person":
            start, title = self._title_before(name)
            gender = self._gender(title, words[0].lower_ if len(words) > 1 else "")
            country = self._country_of_title(start, name.start)
        elif kind == "organisation":
            country = self._country_in(name.start, name.end) or government_of(text)
        else:
            return None
        if kind not in ("person", "organisation", "country", "group"):
            return None
        return Mention(
            span=self._clean(start, name.end),
            head=self.paragraph.start + head.idx,
            form="name",
            kind=kind,
            name=text,
            words=tuple(text.split()),
            sentence=self.sentences.get(head.i, 0),
            paragraph=self.index,
            number="many" if kind == "group" else ("one" if kind == "person" else "thing"),
            gender=gender,
            country=country,
            acts_for=acts_for,
            title=title,
            title_of=country,
            definite=True,
            subject=is_subject(head),
            token=head,
        )

    def _clean(self, start: int, end: int) -> Span:
        span = self._span(start, end)
        text = self.paragraph.doc.text
        last = span.end - self.paragraph.start
        while (
            last > span.start - self.paragraph.start + 1
            and text[last - 1] in ".,;:"
            and not text[:last].endswith(
                ("Jr.", "Sr.", "Inc.", "Corp.", "Co.", "Ltd.", "U.S.", "U.K.", "U.N.")
            )
        ):
            last -= 1
        return Span(span.start, self.paragraph.start + last)

    def _title_before(self, name: NameSpan) -> tuple[int, str]:
        doc = self.paragraph.doc
        start = name.start
        while start > 0:
            token = doc[start - 1]
            if token.is_sent_end and start < name.start:
                break
            lower = token.lower_
            known = titles().get(lower)
            if start == name.start:
                if known is None:
                    break
            elif (
                not (
                    known
                    or token.tag_ in ("NNP", "NNPS", "JJ", "NN")
                    or token.text in ("-", "and", "&")
                    or country_of(token.text)
                )
                or token.tag_ == "CD"
            ):
                break
            start -= 1
        while start < name.start and doc[start].text in ("-", "and", "&", "’s", "'s"):
            start += 1
        return start, doc[start : name.start].text

    def _country_of_title(self, start: int, end: int) -> str | None:
        doc = self.paragraph.doc
        found = self._country_in(start, end)
        if found is None and start >= 2 and doc[start - 1].text in _CASE:
            found = country_of(doc[start - 2].text)
        return found

    def _country_in(self, start: int, end: int) -> str | None:
        doc = self.paragraph.doc
        for first in range(start, end):
            for last in (first + 2, first + 1):
                if last <= end and (code := country_of(doc[first:last].text)):
                    return code
        return None

    def _gender(self, title: str, first: str) -> Gender | None:
        for word in title.lower().split():
            if word in titles() and (gender := titles()[word].gender):
                return gender
        return first_names().get(first)

    def _pronoun(self, token: Token) -> Mention | None:
        known = _PRONOUNS.get(token.lower_)
        if known is None or token.text == "US":
            return None
        return Mention(
            span=self.paragraph.span(token),
            head=self.paragraph.start + token.idx,
            form="pronoun",
            kind="person",
            name=token.text,
            sentence=self.sentences.get(token.i, 0),
            paragraph=self.index,
            number=known[0],
            gender=known[1],
            lemma=token.lower_,
            subject=is_subject(token),
            token=token,
        )

    def _nominal(self, token: Token) -> Mention | None:
        if token.pos_ not in ("NOUN", "PROPN", "ADJ") or token.dep_ in ("compound", "nmod", "amod"):
            return None
        lower = token.lower_
        nominal, tie, title = nominals().get(lower), ties().get(lower), titles().get(lower)
        if nominal is None and tie is None and (title is None or title.rank == "style"):
            return None
        start = min([token.i, *(left.left_edge.i for left in token.lefts if left.dep_ in _INSIDE)])
        if any(left.dep_ == "poss" for left in token.lefts):
            start = min(
                left.left_edge.i for left in token.lefts if left.dep_ == "poss" or left.dep_ in _INSIDE
            )
        determiner = next((left for left in token.lefts if left.dep_ in ("det", "poss")), None)
        kind: ActorKind = nominal.kind if nominal else "person"
        words = self.paragraph.doc[start : token.i + 1]
        name_start = next(
            (t.i for t in words if t.dep_ not in ("det", "poss", "case") or t.head.i != token.i), token.i
        )
        gender = (nominal and nominal.gender) or (tie and tie.gender) or (title and title.gender) or None
        return Mention(
            span=self._span(start, token.i + 1),
            head=self.paragraph.start + token.idx,
            form="nominal",
            kind=kind,
            name=self.paragraph.doc[name_start : token.i + 1].text,
            sentence=self.sentences.get(token.i, 0),
            paragraph=self.index,
            number={"group": "many", "person": "one"}.get(kind, "thing"),
            gender=gender,
            country=self._country_of_nominal(token, start),
            lemma=nominal.lemma if nominal else lower,
            standing=nominal.standing if nominal else ("office" if title else ""),
            definite=determiner is not None
            and determiner.lower_ not in ("a", "an", "some", "any", "no", "another"),
            subject=is_subject(token),
            token=token,
        )

    def _country_of_nominal(self, token: Token, start: int) -> str | None:
        found = self._country_in(start, token.i)
        if found:
            return found
        for preposition in token.children:
            if preposition.dep_ == "prep" and preposition.lower_ in ("of", "in", "from"):
                for thing in preposition.children:
                    if thing.dep_ == "pobj" and (code := country_of(thing.text)):
                        return code
        return None


_INSIDE = frozenset(("det", "amod", "compound", "nmod", "nummod", "poss", "advmod", "quantmod"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
_WITH = frozenset(("with", "between", "by", "against", "for", "from", "to"))


def is_subject(token: Token) -> bool:
    """Tell whether a token is the subject of its clause, alone or coordinated."""
    while token.dep_ in ("conj", "appos") and token.head.i != token.i:
        token = token.head
    return token.dep_ in _SUBJECTS


def acts(token: Token) -> bool:
    """Tell whether a place name stands where an actor would: as subject, agent, owner of a will, or party."""
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    if token.dep_ in ("nsubj", "agent"):
        return True
    if token.dep_ in ("dobj", "dative", "iobj"):
        return any(child.dep_ in ("xcomp", "ccomp", "prep") for child in token.head.children)
    if token.dep_ == "poss":
        return token.head.pos_ == "NOUN"
    if token.dep_ == "pobj":
        return token.head.lower_ in ("with", "between", "by", "against")
    return False
