"""The words that actors are read by: titles, relations, organisations, common nouns, first names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from watchfloor.model import ActorKind

Gender = Literal["female", "male"]


@dataclass(frozen=True, slots=True)
class Title:
    """A noun for the office or calling of one person; `rank` is office, rank, calling or style.

    `full` is the noun written out, where it is an abbreviation.
    """

    noun: str
    rank: str
    gender: Gender | None
    full: str


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
class OfficeHolder:
    """A head of state or of government: `words` of the name in lower case, the surname among them."""

    words: tuple[str, ...]
    surname: str
    title: str
    country: str
    since: str


def _rows(name: str) -> list[list[str]]:
    table = files("watchfloor") / "data" / "actors" / name
    return [line.split("\t") for line in table.read_text("utf-8").splitlines() if line and line[0] != "#"]


def _gender(cell: str) -> Gender | None:
    return cast("Gender", cell) if cell in ("female", "male") else None


def _value(cell: str) -> str | None:
    return None if cell == "-" else cell


@cache
def titles() -> Mapping[str, Title]:
    """Return the titles by their noun, in lower case."""
    return {
        row[0]: Title(row[0], row[1], _gender(row[2]), row[0] if row[3] == "-" else row[3])
        for row in _rows("titles.tsv")
    }


@cache
def title_kin() -> Mapping[str, frozenset[str]]:
    """Return the offices whose holder a word may mean, by the word."""
    return {row[0]: frozenset(row[1].split("|")) for row in _rows("title_kin.tsv")}


@cache
def ties() -> Mapping[str, Tie]:
    """Return the nouns of relation by their singular."""
    return {row[0]: Tie(row[0], row[1], _gender(row[2]), row[3]) for row in _rows("relations.tsv")}


@cache
def nominals() -> Mapping[str, Nominal]:
    """Return the common nouns for actors as they are written, in lower case."""
    rows = _rows("nominals.tsv")
    return {
        row[0]: Nominal(row[0], row[1], cast("ActorKind", row[2]), row[3], _gender(row[4])) for row in rows
    }


@cache
def organisation_words() -> Mapping[str, str]:
    """Return the class of the words that head organisations' names, by the word as written in names."""
    return {row[0]: row[1] for row in _rows("organisation_words.tsv")}


@cache
def site_words() -> frozenset[str]:
    """Return the words that head names of places."""
    return frozenset(row[0] for row in _rows("site_words.tsv"))


@cache
def matter_words() -> frozenset[str]:
    """Return the words that head names of treaties, events and works."""
    return frozenset(row[0] for row in _rows("matter_words.tsv"))


@cache
def organisations() -> Mapping[str, Organisation]:
    """Return the well-known organisations by each of their names."""
    found: dict[str, Organisation] = {}
    for row in _rows("organisations.tsv"):
        organisation = Organisation(row[0], row[1], _value(row[2]))
        for name in (row[0], *filter(None, row[3].split("|"))):
            found.setdefault(name, organisation)
    return found


@cache
def first_names() -> Mapping[str, Gender]:
    """Return the gender that first names tell, by the name in lower case."""
    return {row[0]: gender for row in _rows("first_names.tsv") if (gender := _gender(row[1]))}


@cache
def office_holders() -> Mapping[str, tuple[OfficeHolder, ...]]:
    """Return the heads of state and government by surname, in lower case without accents."""
    found: dict[str, tuple[OfficeHolder, ...]] = {}
    for row in _rows("office_holders.tsv"):
        holder = OfficeHolder(tuple(row[0].lower().split()), row[1].lower(), row[2], row[3], row[4])
        found[holder.surname] = (*found.get(holder.surname, ()), holder)
    return found
