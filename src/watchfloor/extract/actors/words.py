"""The words that actors are read by: titles, relations, organisations, common nouns, first names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from watchfloor.model import ActorKind
from watchfloor.tables import Parted, read_lines, read_table

Gender = Literal["female", "male"]
_Listed = Annotated[tuple[str, ...], Parted("|")]


@dataclass(frozen=True, slots=True)
class Title:
    """A noun for the office or calling of one person; `rank` is office, rank, calling or style.

    `full` is the noun written out, where it is an abbreviation.
    """

    noun: str
    rank: Literal["office", "rank", "calling", "style", "expert"]
    gender: Gender | None
    full: str


@dataclass(frozen=True, slots=True)
class _TitleRow:
    noun: str
    rank: Literal["office", "rank", "calling", "style", "expert"]
    gender: Gender | None
    full: str | None


@dataclass(frozen=True, slots=True)
class Tie:
    """A noun that ties a person to another, and what the other is to that person."""

    noun: str
    kind: str
    gender: Gender | None
    inverse: str


@dataclass(frozen=True, slots=True)
class Nominal:
    """A common noun for an actor without a name."""

    noun: str
    lemma: str
    kind: ActorKind
    standing: str
    gender: Gender | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that news names without saying what it is."""

    name: str
    standing: str
    country: str | None


@dataclass(frozen=True, slots=True)
class _OrganisationRow:
    name: str
    standing: Literal["armed", "body", "company", "court", "education", "media", "party", "state"]
    country: str | None
    other_names: _Listed


@dataclass(frozen=True, slots=True)
class _WordClass:
    word: str
    standing: Literal["armed", "body", "company", "court", "education", "media", "party", "state"]
    plural: str | None


@dataclass(frozen=True, slots=True)
class _Kin:
    word: str
    offices: _Listed


@dataclass(frozen=True, slots=True)
class _FirstName:
    name: str
    gender: Gender | None


@dataclass(frozen=True, slots=True)
class _Involving:
    verb: str
    who: Literal["doer", "sufferer", "both"]


@dataclass(frozen=True, slots=True)
class OfficeHolder:
    """A head of state or of government: `words` of the name in lower case, the surname among them."""

    words: tuple[str, ...]
    surname: str
    title: str
    country: str
    since: str


@dataclass(frozen=True, slots=True)
class _HolderRow:
    name: str
    surname: str
    title: str
    country: str
    since: str


@cache
def titles() -> Mapping[str, Title]:
    """Return the titles by their noun, in lower case."""
    rows = read_table("actors/titles.tsv", _TitleRow)
    return {row.noun: Title(row.noun, row.rank, row.gender, row.full or row.noun) for row in rows}


@cache
def former_leaders() -> frozenset[tuple[str, str]]:
    """Return first names and surnames of leaders and former ones, in lower case, without accents."""
    lines = read_lines("actors/former_leaders.txt")
    return frozenset((words[0], words[-1]) for line in lines if (words := line.split()))


@cache
def title_kin() -> Mapping[str, frozenset[str]]:
    """Return the offices whose holder a word may mean, by the word."""
    return {row.word: frozenset(row.offices) for row in read_table("actors/title_kin.tsv", _Kin)}


@cache
def ties() -> Mapping[str, Tie]:
    """Return the nouns of relation by their singular."""
    return {tie.noun: tie for tie in read_table("actors/relations.tsv", Tie)}


@cache
def nominals() -> Mapping[str, Nominal]:
    """Return the common nouns for actors as they are written, in lower case."""
    return {nominal.noun: nominal for nominal in read_table("actors/nominals.tsv", Nominal)}


@cache
def organisation_words() -> Mapping[str, str]:
    """Return the class of the words that head organisations' names, by the word as written in names."""
    return {row.word: row.standing for row in read_table("actors/organisation_words.tsv", _WordClass)}


@cache
def site_words() -> frozenset[str]:
    """Return the words that head names of places."""
    return frozenset(read_lines("actors/site_words.tsv"))


@cache
def matter_words() -> frozenset[str]:
    """Return the words that head names of treaties, events and works."""
    return frozenset(read_lines("actors/matter_words.tsv"))


@cache
def organisations() -> Mapping[str, Organisation]:
    """Return the well-known organisations by each of their names."""
    found: dict[str, Organisation] = {}
    for row in read_table("actors/organisations.tsv", _OrganisationRow):
        organisation = Organisation(row.name, row.standing, row.country)
        for name in (row.name, *row.other_names):
            found.setdefault(name, organisation)
    return found


@cache
def first_names() -> Mapping[str, Gender]:
    """Return the gender that first names tell, by the name in lower case."""
    return {row.name: row.gender for row in read_table("actors/first_names.tsv", _FirstName) if row.gender}


@cache
def involving() -> Mapping[str, Literal["doer", "sufferer", "both"]]:
    """Return by the verb, of violence or of the law, whether its doer or sufferer is a party."""
    return {row.verb: row.who for row in read_table("actors/involving.tsv", _Involving)}


@cache
def office_holders() -> Mapping[str, tuple[OfficeHolder, ...]]:
    """Return the heads of state and government by surname, in lower case without accents."""
    found: dict[str, tuple[OfficeHolder, ...]] = {}
    for row in read_table("actors/office_holders.tsv", _HolderRow):
        words = tuple(row.name.lower().split())
        holder = OfficeHolder(words, row.surname.lower(), row.title, row.country, row.since)
        found[holder.surname] = (*found.get(holder.surname, ()), holder)
    return found
