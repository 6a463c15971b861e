"""The words that tell of events, read from `data/events`; each file's header says what its columns are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from watchfloor.model import EventType

_VOWELS = "aeiou"
_IRREGULAR = {
    "beat": ("beat", "beaten"), "begin": ("began", "begun"), "bring": ("brought",), "catch": ("caught",),
    "fight": ("fought",), "flee": ("fled",), "fly": ("flew", "flown"), "forbid": ("forbade", "forbidden"),
    "freeze": ("froze", "frozen"), "give": ("gave", "given"), "hit": ("hit",), "hold": ("held",),
    "leave": ("left",), "meet": ("met",), "overrun": ("overran", "overrun"), "pay": ("paid",),
    "quit": ("quit",), "retake": ("retook", "retaken"), "send": ("sent",), "shoot": ("shot",),
    "slay": ("slew", "slain"), "speak": ("spoke", "spoken"), "strike": ("struck", "stricken"),
    "take": ("took", "taken"), "throw": ("threw", "thrown"), "withdraw": ("withdrew", "withdrawn"),
    "lead": ("led",), "find": ("found",), "lay": ("laid",), "burst": ("burst",), "set": ("set",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """What must stand beside a trigger: a relation ("obj", "prt", ...) and the words allowed in it."""

    kind: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to tell of an event: the trigger, what must stand beside it, and where its actors stand."""

    lemma: str
    type: EventType
    mode: str | None
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    needs: frozenset[str]
    conditions: tuple[Condition, ...]
    name: str
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists of the event coder, ready to look up by lemma."""

    verbs: dict[str, tuple[Entry, ...]]
    nouns: dict[str, tuple[Entry, ...]]
    forms: dict[str, str]
    lights: frozenset[str]
    actors: dict[str, frozenset[str]]
    violence: frozenset[str]
    accidents: frozenset[str]
    refusable: frozenset[str]
    no_agents: frozenset[str]
    idioms: dict[str, tuple[tuple[str, ...], ...]]
    fields: dict[str, frozenset[str]]
    governors: dict[str, frozenset[str]]
    standing: dict[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, read once."""
    verbs = _verbs()
    return Lexicon(
        verbs=verbs,
        nouns=_nouns(),
        forms={form: lemma for lemma in sorted(verbs) for form in inflected(lemma)},
        lights=frozenset(_words("lights.txt")),
        actors=_kinds("actors.tsv"),
        violence=frozenset(_words("violence.txt")),
        accidents=frozenset(_words("accidents.txt")),
        refusable=frozenset(_words("refusable.txt")),
        no_agents=frozenset(_words("no_agents.txt")),
        idioms=_idioms(),
        fields=_kinds("domains.tsv"),
        governors=_kinds("governors.tsv"),
        standing=_kinds("standing.tsv"),
    )


def inflected(lemma: str) -> tuple[str, ...]:
    """Return the forms of an English verb that end in -s, -ed and -ing, or its irregular ones."""
    base = lemma[:-1] if lemma.endswith("e") else lemma
    doubled = lemma + lemma[-1] if _doubles(lemma) else base
    present = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    past = _IRREGULAR.get(lemma, (doubled + "ed",))
    if lemma.endswith("y") and len(lemma) > 2 and lemma[-2] not in _VOWELS:
        present = lemma[:-1] + "ies"
        past = _IRREGULAR.get(lemma, (lemma[:-1] + "ied",))
    return (present, doubled + "ing", *past)


def _doubles(lemma: str) -> bool:
    if len(lemma) < 3 or lemma[-1] in _VOWELS + "wxy" or lemma[-2] not in _VOWELS or lemma[-3] in _VOWELS:
        return False
    return sum(letter in _VOWELS for letter in lemma) == 1


def _rows(name: str) -> Iterator[list[str]]:
    text = files("watchfloor").joinpath("data").joinpath("events").joinpath(name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def _words(name: str) -> Iterator[str]:
    return (row[0].strip() for row in _rows(name))


def _split(cell: str, by: str = ";") -> list[str]:
    return [part.strip() for part in cell.split(by) if part.strip() and part.strip() != "-"]


def _kinds(name: str) -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind, words in _rows(name):
        for word in _split(words):
            kinds[word].add(kind)
    return {word: frozenset(found) for word, found in kinds.items()}


def _idioms() -> dict[str, tuple[tuple[str, ...], ...]]:
    idioms: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in _words("idioms.txt"):
        words = tuple(phrase.split())
        idioms[words[0]].append(words)
    return {first: tuple(phrases) for first, phrases in idioms.items()}


def _verbs() -> dict[str, tuple[Entry, ...]]:
    entries: dict[str, list[Entry]] = defaultdict(list)
    for kind, mode, targets, needs, patterns in _rows("verbs.tsv"):
        for pattern in _split(patterns):
            lemma, *conditions = pattern.split(" +")
            *before, key = lemma.split("-")
            entries[key].append(
                Entry(
                    lemma=key,
                    type=EventType(kind),
                    mode=None if mode == "-" else mode,
                    sources=("subject",),
                    targets=tuple(_split(targets, ",")),
                    needs=frozenset(_split(needs, ",")),
                    conditions=tuple(_condition(condition) for condition in conditions),
                    name=pattern,
                    before=tuple(before),
                )
            )
    return {lemma: tuple(sorted(found, key=_looseness)) for lemma, found in entries.items()}


def _looseness(entry: Entry) -> int:
    """Order entries of one verb: those that ask for more stand first."""
    return -sum(condition.kind != "not" for condition in entry.conditions) - len(entry.before)


def _condition(text: str) -> Condition:
    kind, _, words = text.strip().partition("=")
    return Condition(kind, frozenset(_split(words, "|")))


def _nouns() -> dict[str, tuple[Entry, ...]]:
    entries: dict[str, list[Entry]] = defaultdict(list)
    for kind, mode, sources, targets, needs, nouns in _rows("nouns.tsv"):
        for noun in _split(nouns):
            *before, head = noun.replace("-", " ").split()
            entries[head].append(
                Entry(
                    lemma=head,
                    type=EventType(kind),
                    mode=None if mode == "-" else mode,
                    sources=tuple(_split(sources, ",")),
                    targets=tuple(_split(targets, ",")),
                    needs=frozenset(_split(needs, ",")),
                    conditions=(),
                    name=noun,
                    before=tuple(before),
                )
            )
    return {
        head: tuple(sorted(found, key=lambda entry: -len(entry.before))) for head, found in entries.items()
    }


def standing(word: str) -> frozenset[str]:
    """Return what the lexicon says of the standing of a word: press, firm, private, cause and so on."""
    return lexicon().standing.get(word, frozenset())
