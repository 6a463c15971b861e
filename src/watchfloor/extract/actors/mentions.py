"""Where a text speaks of an actor: names, common nouns and pronouns, each with the token that heads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from watchfloor.extract.actors.names import SPEECH_VERBS, NameSpan, find_names, head_of
from watchfloor.extract.actors.roles import TitlePhrase, is_portfolio, role_in, title_before
from watchfloor.extract.actors.word_lists import actor_words
from watchfloor.extract.actors.words import (
    Gender,
    Nominal,
    Tie,
    first_names,
    nominals,
    organisations,
    ties,
    titles,
)
from watchfloor.extract.article import Article, Paragraph
from watchfloor.extract.lang.en.labels import is_aged
from watchfloor.extract.lang.en.telling import behind_heading
from watchfloor.extract.once import top_of
from watchfloor.gazetteer import country_of, demonym_of, government_of
from watchfloor.model import ActorKind, PlaceMention, Role, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

Form = Literal["name", "nominal", "pronoun"]
Number = Literal["one", "many", "thing", "self", "selves"]

_PRONOUNS: dict[str, tuple[Number, Gender | None]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("one", "male")),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("one", "female")),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("many", None)),
    **dict.fromkeys(("it", "its", "itself"), ("thing", None)),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), ("self", None)),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), ("selves", None)),
}
_INSIDE = frozenset(("det", "amod", "compound", "nmod", "nummod", "poss", "advmod", "quantmod"))
_KINDS_OF = frozenset(("amod", "compound", "nmod"))
_AGED = Nominal("old", "person", "person", "private", None)  # "a 17-year-old"
_SEVERAL_AGED = Nominal("olds", "person", "group", "private", None)
_BESIDE, _JOINED = frozenset({"conj", "appos"}), frozenset({"conj"})
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
_STANDS_FOR = _SUBJECTS | {"dobj", "pobj", "conj"}
# Nouns through which their owner speaks or acts: "a ministry statement", "an Israeli air strike".
VOICES = actor_words("voices")
DEEDS = frozenset(
    (
        *("operation", "strike", "airstrike", "attack", "raid", "offensive", "invasion", "bombing", "drone"),
        *(
            "shelling",
            "assault",
            "bombardment",
            "missile",
            "rocket",
            "fire",
            "incursion",
            "blockade",
            "sanctions",
        ),
        *("aid", "intervention", "advance", "threat", "pressure", "move", "effort", "support", "action"),
    )
)
PERSONAL_VERBS = SPEECH_VERBS | actor_words("personal verbs")
MOUTHS = actor_words("mouths")
# Words that make another place of a country's name: "New Jersey", "South American".
_OTHER_THAN = frozenset(
    ("New", "Latin", "North", "South", "Central", "West", "East", "Northern", "Southern", "Native")
)
# Nouns that are people only where the text treats them so: "the head of NATO", "a source said".
_MORE_OFTEN_THINGS = actor_words("more often things")
_DONE_TO_PERSONS = actor_words("done to persons")
_OF_A_TOWN = actor_words("of a town")
_INDEFINITE = actor_words("indefinite")
_ABBREVIATED = ("Jr.", "Sr.", "Inc.", "Corp.", "Co.", "Ltd.", "U.S.", "U.K.", "U.N.", "D.C.")
# Common nouns that are persons only beside a determiner or a name: alone they are titles, verbs or things.
_PARTS_OF_SPEECH = ("NOUN", "PROPN", "ADJ")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where the text speaks of an actor.

    `span` leaves out the names and pronouns of others that stand inside ("[his] wife"); `whole` has them.
    `head` is the text offset of the token that heads it, `name` the name or noun phrase without article;
    `sentence` and `paragraph` count from the start of the text.
    """

    span: Span
    whole: Span
    head: int
    form: Form
    kind: ActorKind
    name: str
    sentence: int
    paragraph: int
    number: Number = "one"
    gender: Gender | None = None
    likely_gender: Gender | None = None
    country: str | None = None
    acts_for: str | None = None
    lemma: str = ""
    standing: str = ""
    definite: bool = False
    role: Role | None = None
    ranks: frozenset[str] = frozenset()
    nouns: tuple[str, ...] = ()
    subject: bool = False
    token: Token | None = field(default=None, compare=False, repr=False)


def find_mentions(article: Article, places: tuple[PlaceMention, ...]) -> tuple[Mention, ...]:
    """Return the mentions of actors in the order of their heads."""
    names = find_names(article, places)
    found: list[Mention] = []
    sentence = 0
    for index, paragraph in enumerate(article.paragraphs):
        numbers: list[int] = [0] * len(paragraph.doc)
        for words in paragraph.doc.sents:
            numbers[words.start : words.end] = [sentence] * (words.end - words.start)
            sentence += 1
        reader = _ParagraphReader(paragraph, index, numbers, names[index])
        found += sorted(reader.read(), key=lambda mention: (mention.head, mention.span))
    return tuple(found)


def _held_over(title: Token) -> Token | None:
    """Return what an office is held over: the noun behind the "of" or "for" right beside it."""
    beside = (c for c in title.rights if c.dep_ == "prep" and c.lower_ in ("of", "for"))
    things = (
        next((inner for inner in child.children if inner.dep_ == "pobj"), None)
        for child in beside
        if child.i <= title.i + 2
    )
    return next((it for it in things if it is not None and it.i - title.i < _LONGEST_ROLE), None)


_Facts = tuple[ActorKind, str | None, str | None]
"""Kind, country and the country acted for of a name."""


def _facts_of_place(text: str, head: Token) -> _Facts | None:
    """Return the facts of a place that stands for its government, None of one that only lies there."""
    government = government_of(text)
    if government is None or not acts(head):
        return None
    return ("country" if head.ent_type_ == "GPE" else "organisation"), government, government


def _facts_of_group(text: str, head: Token) -> _Facts | None:
    """Return the facts of a people, or of the country whose deed it names ("the Sarlish attack")."""
    if head.dep_ not in ("amod", "compound", "nmod", "poss"):
        return ("group", demonym_of(text), None) if head.tag_ in ("NNS", "NNPS", "NNP") else None
    code = demonym_of(text) if head.head.lemma_.lower() in DEEDS else None
    return ("country", code, None) if code else None


@dataclass(frozen=True, slots=True)
class _ParagraphReader:
    paragraph: Paragraph
    index: int
    sentences: list[int]
    names: list[NameSpan]

    def read(self) -> Iterator[Mention]:
        doc = self.paragraph.doc
        titled = {name.start: title_before(doc, name.start) for name in self.names if name.kind == "person"}
        titled.update(self._shared_titles(titled))
        in_title = {i for phrase in titled.values() if phrase for i in range(phrase.start, phrase.end)}
        taken: set[int] = set(in_title)
        for name in self.names:
            if name.start in in_title and not self._stands_in_title(name):
                continue
            mention = self._name(name, titled.get(name.start))
            if mention is not None:
                yield mention
            if mention is not None or name.kind != "group":
                taken.update(range(name.start, name.end))
        yield from self._unnamed(taken)

    def _unnamed(self, taken: set[int]) -> Iterator[Mention]:
        """Yield pronouns, and the nouns outside `taken` that stand for actors."""
        for token in self.paragraph.doc:
            pronoun = token.lower_ in _PRONOUNS and token.text != "US"
            mention = self._pronoun(token) if pronoun else None
            if not pronoun and token.i not in taken:
                mention = self._nominal(token) or self._some_of(token)
            if mention is not None:
                yield mention

    def _shared_titles(self, titled: dict[int, TitlePhrase | None]) -> dict[int, TitlePhrase]:
        """Return the titles of people named after "Sens. X": each has the title of the first."""
        doc = self.paragraph.doc
        heads = {
            name.start: head_of(doc, name.start, name.end) for name in self.names if name.start in titled
        }
        firsts = {
            head.i: start for start, head in heads.items()
        }  # of those who are named one after the other
        shared: dict[int, TitlePhrase] = {}
        for start, head in heads.items():
            above = head.head.i if head.dep_ == "conj" else head.i
            if above < head.i and above in firsts:
                firsts[head.i] = firsts[above]
            phrase = titled[firsts[head.i]] if firsts[head.i] != start else None
            if (
                phrase is not None
                and titled[start] is None
                and doc[phrase.end - 1].lower_.rstrip(".").endswith("s")
            ):
                shared[start] = replace(phrase, start=start, end=start)
        return shared

    def _stands_in_title(self, name: NameSpan) -> bool:
        doc = self.paragraph.doc
        text = doc[name.start : name.end].text
        if name.kind == "person" and name.end < len(doc) and doc[name.end].lower_ in _OF_A_TOWN:
            return False  # "Tarvel Police Chief Ann Roe"
        if text in organisations() or name.kind in ("country", "person"):
            return True
        return name.end - name.start > 1 and not is_portfolio(self.paragraph.doc[name.end - 1])

    def _span(self, start: int, end: int) -> Span:
        whole = self.paragraph.span(self.paragraph.doc[start:end])
        text = self.paragraph.text[whole.start - self.paragraph.start : whole.end - self.paragraph.start]
        last = len(text)
        while last > 1 and text[last - 1] in ".,;:’'\"” " and not text[:last].endswith(_ABBREVIATED):
            last -= 1
        return Span(whole.start, whole.start + last)

    # ------------------------------------------------------------------------------------------ names

    def _name(self, name: NameSpan, title: TitlePhrase | None) -> Mention | None:
        doc = self.paragraph.doc
        words = doc[name.start : name.end]
        head = head_of(doc, name.start, name.end)
        span = self._span(name.start, name.end)
        text = self.paragraph.text[span.start - self.paragraph.start : span.end - self.paragraph.start]
        facts = self._facts(name, text, head, title)
        if facts is None:
            return None
        kind, country, acts_for = facts
        whole = self._span(title.start, name.end) if title else span
        first = words[0].lower_ if len(words) > 1 else ""
        return Mention(
            span=whole,
            whole=whole,
            head=self.paragraph.start + head.idx,
            form="name",
            kind=kind,
            name=text,
            sentence=self.sentences[head.i],
            paragraph=self.index,
            number="many" if kind == "group" else ("one" if kind == "person" else "thing"),
            gender=title.gender if title and kind == "person" else None,
            likely_gender=first_names().get(first) if kind == "person" else None,
            country=country,
            acts_for=acts_for,
            standing=organisations()[text].standing if text in organisations() else "",
            definite=True,
            role=title.role if title else None,
            ranks=title.ranks if title else frozenset(),
            nouns=title.nouns if title else (),
            subject=is_subject(head),
            token=head,
        )

    def _facts(self, name: NameSpan, text: str, head: Token, title: TitlePhrase | None) -> _Facts | None:
        """Return kind, country and the country acted for of a name, or None where it is no actor."""
        if name.kind == "country":
            return "country", country_of(text), None
        if name.kind == "person":
            return "person", self._country_of_title(title), None
        if name.kind == "organisation":
            government = government_of(text)
            known = organisations().get(text)
            country = (
                self._country_in(name.start, name.end) or government or (known and known.country) or None
            )
            return "organisation", country, government
        if name.kind == "place":
            return _facts_of_place(text, head)
        return _facts_of_group(text, head) if name.kind == "group" else None

    def _country_of_title(self, title: TitlePhrase | None) -> str | None:
        if title is None:
            return None
        return self._country_in(title.start, title.end)

    def _country_in(self, start: int, end: int) -> str | None:
        doc = self.paragraph.doc
        for first in range(start, end):
            if not doc[first].text[:1].isupper() or (first > 0 and doc[first - 1].text in _OTHER_THAN):
                continue
            for last in range(min(first + 3, end), first, -1):
                if code := country_of(doc[first:last].text):
                    return code
        return None

    # -------------------------------------------------------------------------------- pronouns and nouns

    def _pronoun(self, token: Token) -> Mention:
        number, gender = _PRONOUNS[token.lower_]
        span = self.paragraph.span(token)
        return Mention(
            span=span,
            whole=span,
            head=span.start,
            form="pronoun",
            kind="person",
            name=token.text,
            sentence=self.sentences[token.i],
            paragraph=self.index,
            number=number,
            gender=gender,
            lemma=token.lower_,
            subject=is_subject(token),
            token=token,
        )

    def _nominal(self, token: Token) -> Mention | None:
        lower = token.lower_
        nominal, tie, title = nominals().get(lower), ties().get(lower), titles().get(lower)
        if nominal is None and is_aged(token):
            nominal = _AGED if token.tag_ != "NNS" else _SEVERAL_AGED
        if nominal is None and tie is None and (title is None or title.rank == "style"):
            return None
        kind: ActorKind = nominal.kind if nominal else "person"
        if not self._is_actor(token, nominal, tie) or (kind == "person" and not self._is_one(token, tie)):
            return None
        determiner = _determiner(token)
        start = _phrase_start(token)
        own = self._own_start(token, start)
        name = self._noun_phrase(token, start)
        genders = (nominal and nominal.gender, tie and tie.gender, title and title.gender)
        return Mention(
            span=self._span(own, token.i + 1),
            whole=self._span(start, token.i + 1),
            head=self.paragraph.start + token.idx,
            form="nominal",
            kind=kind,
            name=name,
            sentence=self.sentences[token.i],
            paragraph=self.index,
            number="many" if kind == "group" else ("one" if kind == "person" else "thing"),
            gender=next((gender for gender in genders if gender), None),
            country=self._country_of_nominal(token, start),
            lemma=title.full.lower() if title else (nominal.lemma if nominal else lower),
            standing=nominal.standing if nominal else "",
            definite=determiner is not None and determiner.lower_ not in _INDEFINITE,
            role=self._role(token, start) if title else None,
            ranks=frozenset((title.rank,)) if title else frozenset(),
            nouns=(title.full.lower(),) if title else (),
            subject=is_subject(token),
            token=token,
        )

    def _some_of(self, number: Token) -> Mention | None:
        """Return those whom a number takes from a group: "two of the four nuns"."""
        if number.tag_ != "CD" or number.lower_ in ("one", "1") or number.dep_ not in _STANDS_FOR:
            return None
        of = next(
            (child for child in number.rights if child.lower_ == "of" and child.i == number.i + 1), None
        )
        noun = next((child for child in of.children if child.dep_ == "pobj"), None) if of else None
        whole = self._nominal(noun) if noun is not None else None
        if noun is None or whole is None or whole.kind != "group":
            return None
        span = self._span(number.i, noun.i + 1)
        return replace(
            whole,
            span=span,
            whole=span,
            head=self.paragraph.start + number.idx,
            name=str(self.paragraph.doc[number.i : noun.i + 1].text),
            definite=False,
            subject=is_subject(number),
            token=number,
        )

    def _is_actor(self, token: Token, nominal: Nominal | None, tie: Tie | None) -> bool:
        """Tell whether a noun stands where it speaks of an actor, rather than qualifies, or denies one."""
        lower = token.lower_
        if token.pos_ not in _PARTS_OF_SPEECH or (lower == "public" and not _is_the_public(token)):
            return False
        if lower == "media" and token.i and token.nbor(-1).lower_ == "social":
            return False
        if lower == "authority" and not any(left.dep_ in _KINDS_OF for left in token.lefts):
            return False  # "the authority to fine" is nobody, "the port authority" is
        if token.dep_ == "attr" and any(child.dep_ == "neg" for child in token.head.children):
            return False  # "a bystander who is not a police officer"
        return (
            token.dep_ not in ("compound", "nmod", "amod", "npadvmod")
            or bool(tie and self._names_next(token))
            or bool(nominal and _speaks_through(token, nominal))
        )

    def _is_one(self, token: Token, tie: Tie | None) -> bool:
        """Tell whether a noun that may be a person is one here: by its article, its name or its verb."""
        explained = self._is_explained(token)
        if token.lower_ in _MORE_OFTEN_THINGS and not (explained or _treated_as_person(token)):
            return False
        if _determiner(token) is not None or _stands_alone(token):
            return True
        return bool(tie and self._names_next(token)) or (explained and token.lower_ in titles())

    def _names_next(self, token: Token) -> bool:
        return any(name.kind == "person" and name.start == token.i + 1 for name in self.names)

    def _is_explained(self, token: Token) -> bool:
        """Tell whether a person's name explains a noun: "council leader, Peter Thorne, said"."""
        heads = {child.i for child in token.rights if child.dep_ == "appos"}
        return any(
            name.kind == "person" and not heads.isdisjoint(range(name.start, name.end)) for name in self.names
        )

    def _own_start(self, token: Token, start: int) -> int:
        """Leave out whom the phrase names or owns by: "[the Saudi] officials", "[his] wife"."""
        doc = self.paragraph.doc
        others = [
            i
            for i in range(start, token.i)
            if doc[i].text in ("'s", "’s")
            or doc[i].tag_ == "PRP$"
            or (doc[i].text[:1].isupper() and doc[i].tag_ in ("NNP", "NNPS", "JJ"))
        ]
        return max(others) + 1 if others else start

    def _noun_phrase(self, token: Token, start: int) -> str:
        doc = self.paragraph.doc
        while start < token.i and (
            doc[start].tag_ in ("DT", "PRP$", "POS") or doc[start].text in ("'s", "’s")
        ):
            start += 1
        end = token.i + 1
        for child in token.rights:
            deed = any(it.dep_ == "pcomp" for it in child.children)  # "accused a man of arming the gang"
            if child.dep_ == "prep" and child.lower_ in ("of", "for") and child.i == end and not deed:
                last = max((t.i for t in child.subtree), default=end)
                end = last + 1 if last - token.i <= _LONGEST_TAIL else end
        return str(doc[start:end].text)

    def _role(self, token: Token, start: int) -> Role | None:
        """Return the role of a noun with what follows it: "chairman of the National Committee"."""
        end = token.i + 1
        doc = self.paragraph.doc
        thing = _held_over(token)
        if thing is None:
            return role_in(doc, start, end)
        found = role_in(doc, start, end)
        what = doc[thing.left_edge.i : thing.i + 1]
        code = self._country_in(what.start, what.end)
        if found is None or thing.text[:1].islower() or is_portfolio(thing):
            return role_in(doc, start, thing.i + 1)
        words = [t.text for t in what if t.tag_ != "DT"]
        return Role(title=found.title, of=found.of or code or " ".join(words))

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


_LONGEST_TAIL = 6  # tokens that may follow in the name of a noun phrase: "spokesperson for the company"
_LONGEST_ROLE = 12  # tokens from "chairman" to the head of what it is chairman of


def _determiner(token: Token) -> Token | None:
    return next((left for left in token.lefts if left.dep_ in ("det", "poss")), None)


def _is_the_public(token: Token) -> bool:
    determiner = _determiner(token)
    return determiner is not None and determiner.i == token.i - 1


def _phrase_start(token: Token) -> int:
    """Return where the phrase of a noun begins, with what qualifies or owns it."""
    edges = [
        left.left_edge.i if left.left_edge.tag_ not in ("TO", "IN", "VB") else left.i
        for left in token.lefts
        if left.dep_ in _INSIDE
    ]
    start = behind_heading(token, min([token.i, *edges]))
    return _run_start(token, start) if token.dep_ == "compound" else start


def _speaks_through(token: Token, nominal: Nominal) -> bool:
    """Tell whether a noun speaks or acts through what it modifies: "a defence ministry statement"."""
    owns = nominal.kind in ("organisation", "group") and token.tag_[:2] == "NN"
    return owns and token.head.lemma_.lower() in VOICES | DEEDS | MOUTHS


def _run_start(token: Token, start: int) -> int:
    """Take in modifiers that the parse hangs on the next noun: "[a Danish foreign] ministry statement"."""
    while start > 0 and token.doc[start - 1].head.i == token.head.i and token.doc[start - 1].dep_ in _INSIDE:
        start -= 1
    return start


def _treated_as_person(token: Token) -> bool:
    high = token.lower_ == "general" and token.i and token.nbor(-1).lower_ in titles()
    if token.dep_ in ("appos", "attr", "nsubj", "agent") and (token.tag_ in ("NN", "NNP") or high):
        return token.dep_ != "nsubj" or token.head.lemma_ in PERSONAL_VERBS
    if token.dep_ in ("dobj", "nsubjpass") and token.tag_ == "NN" and token.head.lemma_ in _DONE_TO_PERSONS:
        return True
    return any(
        child.dep_ == "prep"
        and child.lower_ in ("of", "at", "for")
        and any(t.text[:1].isupper() for t in child.children)
        for child in token.rights
    )


def _stands_alone(token: Token) -> bool:
    """Tell whether a bare singular noun still speaks of a person ("President", "X, head of Y")."""
    if token.dep_ == "conj" and token.head.lower_ in titles():
        token = token.head  # "X, founder and head of Y"
    if token.dep_ in ("appos", "attr") or any(child.dep_ == "nummod" for child in token.lefts):
        return True
    return token.text[:1].isupper() and token.tag_ == "NNP" and not token.is_sent_start and is_subject(token)


def is_subject(token: Token) -> bool:
    """Tell whether a token is the subject of its clause, alone or coordinated."""
    return top_of(token, _BESIDE).dep_ in _SUBJECTS


def acts(token: Token) -> bool:
    """Tell whether a place name stands where an actor would: as subject, agent, owner of a will, or party."""
    token = top_of(token, _JOINED)
    head = token.head
    if token.dep_ in ("nsubj", "agent"):
        return True
    if token.dep_ in ("dobj", "dative", "iobj"):
        return any(child.dep_ in ("xcomp", "ccomp", "prep") for child in head.children)
    if token.dep_ == "poss":
        return head.pos_ == "NOUN"
    return token.dep_ == "pobj" and head.lower_ in ("with", "between", "by", "against")
