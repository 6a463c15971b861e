"""Which mentions speak of the same actor: names by their parts, common nouns by their head, pronouns by
gender, number, distance and syntax.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from watchfloor.extract.actors.chains import (
    Chain,
    Chains,
    count_of,
    modifiers,
    name_key,
    same_organisation,
    same_person,
)
from watchfloor.extract.actors.mentions import PERSONAL_VERBS, Mention, is_subject
from watchfloor.extract.actors.roles import PORTFOLIOS
from watchfloor.extract.actors.word_lists import actor_words
from watchfloor.extract.actors.words import Tie, organisations, ties, title_kin, titles
from watchfloor.extract.article import Article
from watchfloor.extract.lang.en.words import clause_words
from watchfloor.extract.quotes.voices import Voices, find_voices

if TYPE_CHECKING:
    from spacy.tokens import Token

_SPEAKERS: dict[str, tuple[str, ...]] = {"self": ("person",), "selves": ("organisation", "group")}
_NEAR = 6  # mentions back, among which a bare surname stands that a full name does not mean
_REACH = 5  # sentences back in which a pronoun's antecedent is sought; nine of ten in GUM lie within three


def link(article: Article, mentions: Sequence[Mention]) -> list[Chain]:
    """Return the chains of `mentions`, in the order of their first mention.

    Pronouns between quotation marks come last: who "I" is, and who "he" cannot be, hangs on who speaks.
    """
    voices = find_voices(article)
    linker = _Linker(article, voices, _told(article, voices))
    quoted: list[Mention] = []
    for mention in mentions:
        if mention.form == "pronoun" and voices.run_at(mention.head) is not None:
            quoted.append(mention)
        else:
            linker.take(mention)
    for mention in quoted:
        linker.take(mention)
    return list(linker.chains)


def _with_fitness(score: float, chain: Chain, mention: Mention) -> float:
    """Return a score with how well an actor fits a pronoun by its names, its gender, how often it stands."""
    if chain.kind != "person":
        return score + (0.5 * bool(chain.names) + min(len(chain.mentions), 4) * 0.1)
    score += 1.5 * bool(chain.names) + (0.8 if chain.told_gender or chain.likely_gender else 0.0)
    score += min(2, chain.heard_genders[mention.gender]) * 0.5 if mention.gender else 0.0
    score -= 2.5 if chain.gender not in (None, mention.gender) else 0.0
    score -= 6.0 if chain.likely_gender not in (None, mention.gender) else 0.0
    return score + min(len(chain.mentions), 5) * 0.25


@dataclass
class _Linker:
    article: Article
    voices: Voices
    told: Sequence[int]
    chains: Chains = field(default_factory=Chains)

    def take(self, mention: Mention) -> None:
        find = {"name": self._named, "nominal": self._nominal, "pronoun": self._pronoun}[mention.form]
        chain = find(mention)
        if chain is None:
            if mention.form == "pronoun" or (mention.form == "nominal" and mention.kind == "country"):
                return
            chain = self.chains.begin(mention.kind)
        self.chains.take(chain, mention)
        if mention.form == "nominal" and mention.lemma in ties():
            self._relate(mention, ties()[mention.lemma], chain)

    def _at(self, mention: Mention, token: Token) -> Chain | None:
        """Return the chain of a token in the mention's paragraph."""
        assert mention.token is not None
        return self.chains.at(mention.head - mention.token.idx + token.idx)

    # ------------------------------------------------------------------------------------------ names

    def _named(self, mention: Mention) -> Chain | None:
        key = name_key(mention.name)
        among = self.chains.named_like(mention)
        alike = [c for c in among if c.kind == mention.kind and c.names and _same_name(c, mention, key)]
        apposed = self._apposed(mention)
        if apposed is not None and apposed.names:
            apposed = None
        if not alike:
            return apposed
        best = max(alike, key=lambda chain: (key in chain.names, chain.last.head))
        if apposed is not None and apposed is not best:
            self.chains.merge(best, apposed)
        return best

    def _apposed(self, mention: Mention) -> Chain | None:
        """Return the chain of the noun that the mention explains, or that explains it ("X, the mayor")."""
        token = mention.token
        assert token is not None
        chain = next((self._at(mention, head) for head in _explained(token, mention)), None)
        other = chain is None or chain.kind != mention.kind
        if other and token.dep_ == "appos" and mention.form == "name":
            holder = _holder_above(token.head)
            chain = self._at(mention, holder) if holder is not None else None
        return chain if chain is not None and chain.kind == mention.kind else None

    # --------------------------------------------------------------------------------------- nominals

    def _nominal(self, mention: Mention) -> Chain | None:
        apposed = self._apposed(mention)
        if apposed is not None and (not mention.country or _agree(apposed.country, mention.country)):
            return apposed
        owner = self._owner(mention)
        if owner is not None and mention.lemma in ties():
            return self._kin(mention, owner)
        if _is_another(mention):
            return None
        if mention.number == "many":
            alike = self.chains.of_noun({mention.lemma})
            return _latest(alike, mention, lambda chain: _same_group(chain, mention))
        if not mention.definite:
            return None
        if mention.kind == "country":
            near = self.chains.spoken_of(lambda last: mention.sentence - last.sentence <= 2)
            return max(
                (c for c in near if c.kind == "country" and _agree(c.country, mention.country)),
                key=lambda chain: (chain.last.subject, not is_modifier(chain.last.token), chain.last.head),
                default=None,
            )
        kin = title_kin().get(mention.lemma, frozenset())
        return (
            _latest(
                self.chains.of_noun({mention.lemma, *kin}),
                mention,
                lambda chain: (
                    (mention.lemma in chain.nouns and _same_office(chain, mention))
                    or bool(kin & chain.nouns)
                    or (chain.kind != "person" and any(mention.lemma in name for name in chain.names))
                ),
            )
            or self._sort_of(mention)
            or self._epithet(mention)
        )

    def _kin(self, mention: Mention, owner: Chain) -> Chain | None:
        """Return who is so tied to the owner; "his son's mother" is not whom "his" means, nor a man."""
        kind, inside = ties()[mention.lemma].kind, self._inside(mention)
        return next(
            (
                other
                for tie, other, _ in owner.relations
                if tie == kind and not any(other is one for one in inside) and _same_gender(mention, other)
            ),
            None,
        )

    def _inside(self, mention: Mention) -> list[Chain]:
        """Return whose mentions stand inside a phrase, as owners of owners."""
        assert mention.token is not None
        chains = (self._at(mention, token) for token in mention.token.subtree if token.i < mention.token.i)
        return [chain for chain in chains if chain is not None]

    def _epithet(self, mention: Mention) -> Chain | None:
        """Return the person who was just the subject, where "the Texas governor" says more of them."""
        fresh = mention.name.lower() != mention.lemma and mention.ranks & {"office", "expert"}
        token = mention.token
        if mention.kind != "person" or not (fresh and mention.subject) or token is None:
            return None
        plain = any(left.lower_ == "the" for left in token.lefts) and not any(
            t.dep_ == "appos" for t in token.rights
        )
        if (
            not plain
            or token.head.lemma_ not in PERSONAL_VERBS
            or mention.name.lower().startswith(("former", "deputy", "vice"))
        ):
            return None
        near = [
            chain
            for chain in self.chains.spoken_of(lambda last: self._distance(last, mention, inside=False) <= 2)
            if chain.kind == "person"
            and chain.names
            and chain.last.subject
            and not chain.involved
            and _agree(chain.country, mention.country)
        ]
        return max(near, key=lambda chain: chain.last.head, default=None)

    def _sort_of(self, mention: Mention) -> Chain | None:
        """Return the organisation just named that "the company", "the agency" may mean."""
        standings = _SORTS.get(mention.lemma)
        if standings is None or mention.name.lower() != mention.lemma:
            return None
        near = [
            chain
            for chain in self.chains.spoken_of(lambda last: mention.sentence - last.sentence <= 3)
            if chain.kind == "organisation" and chain.names and chain.standings & standings
        ]
        return max(near, key=lambda chain: (chain.last.subject, chain.last.head), default=None)

    def _owner(self, mention: Mention) -> Chain | None:
        assert mention.token is not None
        token = mention.token
        heads = (token, token.head) if token.dep_ == "compound" else (token,)
        owner = next((left for head in heads for left in head.lefts if left.dep_ == "poss"), None)
        return self._at(mention, owner) if owner is not None else None

    def _relate(self, mention: Mention, tie: Tie, chain: Chain) -> None:
        owner = self._owner(mention)
        if owner is None or owner is chain or owner.kind != "person":
            return
        if not any(kind == tie.kind and other is chain for kind, other, _ in owner.relations):
            owner.relations.append((tie.kind, chain, mention))
            chain.relations.append((tie.inverse, owner, mention))

    # --------------------------------------------------------------------------------------- pronouns

    def _pronoun(self, mention: Mention) -> Chain | None:
        run = self.voices.run_at(mention.head)
        voice = self.voices.speaker_of(run) if run is not None else None
        speaker = self.chains.at(voice) if voice is not None else None
        if mention.number in _SPEAKERS:
            return speaker if speaker is not None and speaker.kind in _SPEAKERS[mention.number] else None
        if mention.number == "thing" and (_pleonastic(mention) or not _takes_up(mention)):
            return None
        inside = run is not None
        near = self.chains.spoken_of(
            lambda last: self._distance(last, mention, inside=inside) <= _REACH, mention.head
        )
        barred = speaker if mention.number == "one" else None
        best, best_score = self._best_of(near, mention, barred, inside=inside)
        if mention.number == "one":
            best = _known_beside(near, mention, best)
            return self._last_subject(near, mention, best, inside=inside)
        if best is None:
            return None
        return best if best_score > self._best_thing(mention, best) else None

    def _last_subject(
        self, near: Sequence[Chain], mention: Mention, best: Chain | None, *, inside: bool
    ) -> Chain | None:
        """Return the person who is the subject in between, where the likeliest stands farther back."""
        last = best.before(mention.head) if best is not None else None
        if best is None or last is None or inside or last.sentence == mention.sentence:
            return best
        between = [
            chain
            for chain in near
            if chain is not best
            and _may_be(chain, mention)
            and chain.likely_gender in (None, mention.gender)
            and (seen := chain.before(mention.head)) is not None
            and seen.subject
            and last.sentence < seen.sentence
            and last.head < seen.head
            and self.voices.run_at(seen.head) is None
            and mention.sentence - seen.sentence <= 1
        ]
        return max(between, key=lambda chain: chain.last.head, default=best)

    def _best_of(
        self, near: Iterable[Chain], mention: Mention, barred: Chain | None, *, inside: bool
    ) -> tuple[Chain | None, float]:
        """Return the actor of those near that a pronoun fits best, with its score; never the one `barred`."""
        best, best_score = None, 0.0
        for chain in near:
            score = 0.0 if chain is barred else self._score(chain, mention, inside=inside)
            if score > best_score:
                best, best_score = chain, score
        return best, best_score

    def _score(self, chain: Chain, mention: Mention, *, inside: bool) -> float:
        if not _may_be(chain, mention):
            return 0.0
        last = chain.before(mention.head)
        if last is None:
            return 0.0
        distance = self._distance(last, mention, inside=inside)
        if distance > _REACH:
            return 0.0
        if mention.number == "thing" and not (
            chain.names and last.subject and last.sentence == mention.sentence
        ):
            return 0.0  # farther "it" is seldom an actor: one in five in GUM
        score = 10.0 - 1.6 * distance + _prominence(last.token, mention.token)
        score = _with_fitness(score, chain, mention) - _only_told_by(last.token, mention.token)
        if _is_told_by(chain, mention.token):
            score -= 6.0
        if not inside and self.voices.run_at(last.head) is not None:
            score -= 2.5
        if last.paragraph != mention.paragraph:
            score -= 0.5
        if distance == 0:
            score += _same_sentence(last.token, mention.token)
        return score

    def _distance(self, last: Mention, mention: Mention, *, inside: bool) -> int:
        """Return how many sentences lie between; what others say in quotes is not counted from outside."""
        if inside:
            return mention.sentence - last.sentence
        return self.told[mention.sentence] - self.told[last.sentence]

    def _best_thing(self, mention: Mention, best: Chain) -> float:
        """Return the score of the best noun that is no actor, so that "they" need not be anybody."""
        assert mention.token is not None
        tags = ("NNS", "NNPS") if mention.number == "many" else ("NN",)
        doc, top = mention.token.doc, 0.0
        base = mention.head - mention.token.idx
        for token in reversed(list(doc[max(0, mention.token.i - 60) : mention.token.i])):
            pair = mention.number == "many" and _is_pair(token)
            known = self.chains.at(base + token.idx) is not None
            if not pair and (token.tag_ not in tags or token.dep_ not in _ARGUMENTS or known):
                continue
            if token.ent_type_ in ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY") or token.lemma_ in _TIMES:
                continue
            distance = sum(1 for t in doc[token.i : mention.token.i + 1] if t.is_sent_start and t.i > token.i)
            score = 10.0 - 1.6 * distance + _prominence(token, mention.token)
            top = max(top, score)
        return top


def _latest(among: Sequence[Chain], mention: Mention, fits: Callable[[Chain], bool]) -> Chain | None:
    near = [
        chain
        for chain in among
        if chain.kind == mention.kind and fits(chain) and _agree(chain.country, mention.country)
    ]
    return max(near, key=lambda chain: chain.last.head, default=None)


def _known_beside(near: Sequence[Chain], mention: Mention, best: Chain | None) -> Chain | None:
    """Return who stands beside the likeliest and alone has a name of the pronoun's gender.

    "Alex Marrow met Martha Dunn. She ..."
    """
    last = best.before(mention.head) if best is not None else None
    if best is None or last is None or best.told_gender or best.likely_gender or best.heard_genders:
        return best
    beside = [
        chain
        for chain in near
        if mention.gender in (chain.told_gender, chain.likely_gender)
        and (seen := chain.before(mention.head)) is not None
        and seen.sentence == last.sentence
        and seen.form == last.form == "name"
        and _may_be(chain, mention)
    ]
    return beside[0] if len(beside) == 1 else best


def _told(article: Article, voices: Voices) -> list[int]:
    """Return for each sentence how many before it are the text's own, not words that it quotes."""
    counts: list[int] = []
    own = 0
    for paragraph in article.paragraphs:
        for words in paragraph.doc.sents:
            span = paragraph.span(words)
            run = voices.run_at(span.start)
            own += run is None or run.span.end < span.end - 2 or not counts
            counts.append(own)
    return counts


def _explained(token: Token, mention: Mention) -> Iterator[Token]:
    """Yield the noun that a mention stands beside as its explanation, if it does."""
    if token.dep_ == "appos":
        yield token.head
    elif token.dep_ == "attr" and mention.form == "nominal":
        subject = next((t for t in token.head.lefts if t.dep_ == "nsubj"), None)
        if subject is not None:  # "X, who is also the mayor": whom the clause tells of
            yield token.head.head if subject.tag_ == "WP" else subject
    elif mention.form == "name" and token.i and token.nbor(-1).dep_ in ("compound", "nmod", "appos"):
        yield token.nbor(-1)
    elif mention.form == "nominal" and _is_second_office(token):
        yield token.head


def _is_second_office(token: Token) -> bool:
    """Tell whether an office is another of the same person: "founder and [director] of the fund"."""
    pair = token.dep_ == "conj" and token.lower_ in titles() and token.head.lower_ in titles()
    return pair and not any(left.dep_ in ("det", "poss") for left in token.lefts)


def _holder_above(token: Token) -> Token | None:
    """Return the office that a body stands in: "the [secretary] of the union Unit, Ann Roe"."""
    for _ in range(_HIGHEST):
        if token.dep_ in ("pobj", "prep", "compound", "appos"):
            token = token.head
        if token.lower_ in titles():
            return token
    return None


_HIGHEST = 4  # steps from a body's name up to the office that is of it
_ARGUMENTS = frozenset(("nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "appos", "ROOT"))
_TIMES = actor_words("times")
_SORTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("company", "firm", "corporation", "manufacturer", "retailer", "airline", "carrier", "bank"),
        frozenset(("company", "")),
    ),
    **dict.fromkeys(
        ("group", "organisation", "charity", "foundation", "association", "movement"),
        frozenset(("body", "armed", "party")),
    ),
    **dict.fromkeys(
        ("agency", "department", "bureau", "commission", "council", "watchdog"),
        frozenset(("state", "body", "")),
    ),
    **dict.fromkeys(("newspaper", "magazine", "broadcaster", "network"), frozenset(("media", ""))),
    **dict.fromkeys(("party",), frozenset(("party", ""))),
    **dict.fromkeys(("university", "college", "school", "institute"), frozenset(("education", ""))),
    **dict.fromkeys(("alliance", "bloc", "union"), frozenset(("body", ""))),
}


def _is_pair(token: Token) -> bool:
    """Tell whether a name stands with another ("X and Y"), whom "they" may mean together."""
    return token.tag_ == "NNP" and any(child.dep_ == "conj" and child.tag_ == "NNP" for child in token.rights)


def is_modifier(token: Token | None) -> bool:
    """Tell whether a name only qualifies a noun ("US troops")."""
    return token is not None and token.dep_ in ("compound", "nmod", "amod")


def _may_be(chain: Chain, mention: Mention) -> bool:
    """Tell whether number, kind and gender of a chain allow the pronoun."""
    if mention.number == "one":
        # Whoever was "she" is not "he": a text has one gender for one person.
        heard = chain.likely_gender != mention.gender and chain.heard_genders.keys() - {mention.gender}
        return chain.kind == "person" and chain.told_gender in (None, mention.gender) and not heard
    if mention.number == "many":
        return chain.kind in ("group", "organisation")
    return chain.kind in ("organisation", "country")


def _prominence(antecedent: Token | None, pronoun: Token | None) -> float:
    """Return what syntax adds: subjects are taken up first, most of all by subjects; owners last."""
    if antecedent is None or pronoun is None:
        return 0.0
    score = 0.0
    if antecedent.dep_ == "pobj" and antecedent.head.head.lower_ == "according":
        score -= 4.0  # who only tells it: "according to police, the victims ran when they were shot at"
    if is_subject(antecedent):
        score += 2.0 + (0.7 if pronoun.dep_ in ("nsubj", "nsubjpass") else 0.0)
    elif antecedent.dep_ in ("poss", "compound", "nmod"):
        score -= 0.7
    elif antecedent.dep_ == "dobj":
        score += 0.4
    return score


def _only_told_by(antecedent: Token | None, pronoun: Token | None) -> float:
    """Return what speaks against who only told what was said ("He gave up, Marsh said. He is 40.")."""
    if antecedent is None or pronoun is None:
        return 0.0
    if _speaks(pronoun):
        return -1.5 if _speaks(antecedent) else 0.0
    verb = antecedent.head
    after = any(c.dep_ == "ccomp" and c.i < verb.i for c in verb.children)
    return 3.0 if after and _speaks(antecedent) else 0.0


def _speaks(token: Token) -> bool:
    """Tell the subject of a verb of saying."""
    return token.dep_ == "nsubj" and token.head.lemma_.lower() in clause_words()["speech"]


def _is_told_by(chain: Chain, pronoun: Token | None) -> bool:
    """Tell whether what a pronoun stands in is told by the person himself, named only after it.

    "He gave up, Marsh said": not Marsh gave up.
    """
    if pronoun is None or not is_subject(pronoun):
        return False
    above = [t for t in pronoun.ancestors if t.pos_ == "VERB"]
    tellers = (c for verb in above for c in verb.children if c.i > pronoun.i and _speaks(c))
    return any(teller.lower_ == name[-1] for teller in tellers for name in chain.names if name)


def _same_sentence(antecedent: Token | None, pronoun: Token | None) -> float:
    """Return what speaks for or against an antecedent in the pronoun's own sentence."""
    if antecedent is None or pronoun is None or antecedent.doc is not pronoun.doc:
        return 0.0
    if pronoun.dep_ == "poss":
        owned = pronoun.head
        if owned.i == antecedent.i:
            return -20.0
        if owned.dep_ == "conj" and owned.head.i == antecedent.i:
            return 6.0  # "Maduro and his wife"
        return 0.0
    plain = not pronoun.lower_.endswith(("self", "selves"))
    if plain and antecedent.head.i == pronoun.head.i and antecedent.dep_ != "poss":
        return -8.0
    if antecedent.dep_ == "pobj" and antecedent.head.head.i == pronoun.head.i and is_subject(pronoun):
        return -8.0  # "Of Obama, he said"
    return 0.0


def _takes_up(mention: Mention) -> bool:
    """Tell whether "it" or "its" stands where it may take up a subject: as subject or owner."""
    return mention.token is not None and mention.token.dep_ in ("nsubj", "nsubjpass", "poss")


def _pleonastic(mention: Mention) -> bool:
    """Tell whether "it" stands for nothing: "it is clear that", "it seems", "it rained"."""
    token = mention.token
    if token is None or token.dep_ not in ("nsubj", "nsubjpass") or token.lower_ != "it":
        return False
    verb = token.head
    return verb.lemma_ in ("be", "seem", "appear", "rain", "snow", "take", "become", "turn", "happen", "mean")


_DEFINING = actor_words("defining")


def _same_office(chain: Chain, mention: Mention) -> bool:
    """Tell whether an office may be the chain's: "the minister" is not the prime one, nor the foreign one.

    Words that define an office must be shared; where neither states a role, there is nothing to compare.
    """
    if mention.role is None:
        return True
    if mention.role.of and chain.bodies and mention.role.of not in chain.bodies:
        return False  # "Norland's attorney general", "Sarland's attorney general"
    words = set(mention.role.title.lower().split())
    mine = {word for word in words if word in _DEFINING or word in PORTFOLIOS}
    if not mine:
        return not chain.offices or any("prime" not in office for office in chain.offices)
    return any(mine <= office for office in chain.offices)


def _is_another(mention: Mention) -> bool:
    """Tell whether a noun says that it means somebody else: "the other man", "another woman"."""
    return mention.token is not None and any(left.lower_ in _OTHERS for left in mention.token.lefts)


_OTHERS = frozenset({"other", "another", "others"})


def _same_group(chain: Chain, mention: Mention) -> bool:
    """Tell whether a plural noun may speak of a chain: the same noun, no other modifiers."""
    if mention.lemma not in chain.nouns:
        return False
    if not mention.definite and count_of(mention) is None and chain.counts:
        return False  # "people came in tractors" are not the six people killed before
    count = count_of(mention)
    if count and chain.counts and count not in chain.counts:
        return False  # nor are "12 people" who were arrested the 30,000 who had marched
    mine = modifiers(mention.name)
    return not mine or mine in chain.modifiers


def _same_person_name(chain: Chain, mention: Mention, key: tuple[str, ...]) -> bool:
    if chain.gender and mention.gender and chain.gender != mention.gender:
        return False
    full = [other for other in chain.names if len(other) > 1] if len(key) > 1 else []
    if len(key) > 1 and not full and _is_beside_surname(chain, mention):
        return False
    return any(same_person(key, other) for other in full or chain.names)


def _is_beside_surname(chain: Chain, mention: Mention) -> bool:
    """Tell a full name behind a bare surname that is a subject: "Holt said his aunt, Tessa Holt"."""
    near = (m for m in chain.mentions[-_NEAR:] if m.form == "name" and m.subject)
    return any(m.sentence == mention.sentence and m.head < mention.head for m in near)


def _same_name(chain: Chain, mention: Mention, key: tuple[str, ...]) -> bool:
    if mention.kind == "country":
        if mention.acts_for or chain.acts_for:
            return key in chain.names
        return mention.country is not None and mention.country == chain.country
    if mention.kind == "person":
        return _same_person_name(chain, mention, key)
    if chain.known and mention.name in organisations() and organisations()[mention.name].name == chain.known:
        return True
    return any(same_organisation(key, other) for other in chain.names)


def _same_gender(mention: Mention, chain: Chain) -> bool:
    return mention.gender is None or chain.gender in (None, mention.gender)


def _agree(first: str | None, second: str | None) -> bool:
    return first is None or second is None or first == second
