"""The words that tell of events, read from `data/events`; each file's header says what its columns are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal, Protocol

from watchfloor.model import EventType
from watchfloor.tables import Parted, read_lines, read_table

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


NEEDS = frozenset(
    ["source", "target", "people", "living", "person", "someone", "public", "state", "office", "armed",
     "ground", "crowd", "labour", "weapon", "force", "mob", "outlaw", "active", "attacker", "fighters",
     "harm", "violent", "lethal", "crowdish", "gathered", "court", "done", "act", "flip", "light", "swallow",
     "two", "weak", "shooter"]
)  # fmt: skip
"""What an entry may ask of those who take part, or say of itself; verbs.tsv tells what each means."""

CONDITIONS = frozenset(
    ["whole", "bare", "has", "else", "dignitary", "plain", "obj", "prt", "prep", "to", "that", "pass", "intr",
     "acomp", "not", "noun", "behind"]
)  # fmt: skip
"""What a pattern of verbs.tsv may ask to stand beside its verb."""


_SLOTS = frozenset(
    ["obj", "iobj", "owner", "clause", "within", "place", "first", "both", "none",
     "self", "purpose", "nation", "whose",
     "of", "against", "to", "by", "with", "on", "in", "from", "at", "for", "over", "between", "into", "upon",
     "before", "along", "toward", "outside", "near", "towards", "around", "across", "about", "out", "inside",
     "among"]
)  # fmt: skip
"""Where an actor of an entry may stand; all but the first thirteen are prepositions."""


_Slots = Annotated[tuple[str, ...], Parted(",", _SLOTS, within="|")]
_Words = Annotated[tuple[str, ...], Parted(";")]


class _Kinds(Protocol):
    """A row of words and what they are."""

    @property
    def kind(self) -> str: ...
    @property
    def words(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class _Actors:
    kind: Literal[
        "state",
        "court",
        "office",
        "armed",
        "crowd",
        "people",
        "labour",
        "body",
        "weapon",
        "paper",
        "ground",
        "outlaw",
    ]
    words: _Words


@dataclass(frozen=True, slots=True)
class _Field:
    kind: Literal["sport", "arts", "business", "nature"]
    words: _Words


@dataclass(frozen=True, slots=True)
class _Governors:
    kind: Literal[
        "planned", "stopped", "requested", "alleged", "charged", "failed", "hypothetical", "negated", "pass"
    ]
    words: _Words


@dataclass(frozen=True, slots=True)
class _Standing:
    kind: Literal[
        "press", "firm", "private", "cause", "loose", "figurative", "winning", "arms", "taking", "making",
        "venue", "unhurt", "many senses", "needs object",
    ]  # fmt: skip
    words: _Words


@dataclass(frozen=True, slots=True)
class _Verbs:
    type: EventType
    mode: str | None
    targets: _Slots
    needs: Annotated[tuple[str, ...], Parted(",", NEEDS)]
    patterns: Annotated[tuple[str, ...], Parted(";", CONDITIONS, after=" +", head="=")]


@dataclass(frozen=True, slots=True)
class _Nouns:
    type: EventType
    mode: str | None
    sources: _Slots
    targets: _Slots
    needs: Annotated[tuple[str, ...], Parted(",", NEEDS)]
    nouns: _Words


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
        lights=frozenset(read_lines("events/lights.txt")),
        actors=_kinds(read_table("events/actors.tsv", _Actors)),
        violence=frozenset(read_lines("events/violence.txt")),
        accidents=frozenset(read_lines("events/accidents.txt")),
        refusable=frozenset(read_lines("events/refusable.txt")),
        no_agents=frozenset(read_lines("events/no_agents.txt")),
        idioms=_idioms(),
        fields=_kinds(read_table("events/domains.tsv", _Field)),
        governors=_kinds(read_table("events/governors.tsv", _Governors)),
        standing=_kinds(read_table("events/standing.tsv", _Standing)),
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


def _kinds(rows: Iterable[_Kinds]) -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for word in row.words:
            kinds[word].add(row.kind)
    return {word: frozenset(found) for word, found in kinds.items()}


def _idioms() -> dict[str, tuple[tuple[str, ...], ...]]:
    idioms: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in read_lines("events/idioms.txt"):
        words = tuple(phrase.split())
        idioms[words[0]].append(words)
    return {first: tuple(phrases) for first, phrases in idioms.items()}


def _verbs() -> dict[str, tuple[Entry, ...]]:
    entries: dict[str, list[Entry]] = defaultdict(list)
    for row in read_table("events/verbs.tsv", _Verbs):
        for pattern in row.patterns:
            lemma, *conditions = pattern.split(" +")
            *before, key = lemma.split("-")
            entries[key].append(
                Entry(
                    lemma=key,
                    type=row.type,
                    mode=row.mode,
                    sources=("subject",),
                    targets=row.targets,
                    needs=frozenset(row.needs),
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
    return Condition(kind, frozenset(part.strip() for part in words.split("|") if part.strip()))


def _nouns() -> dict[str, tuple[Entry, ...]]:
    entries: dict[str, list[Entry]] = defaultdict(list)
    for row in read_table("events/nouns.tsv", _Nouns):
        for noun in row.nouns:
            *before, head = noun.replace("-", " ").split()
            entries[head].append(
                Entry(
                    lemma=head,
                    type=row.type,
                    mode=row.mode,
                    sources=row.sources,
                    targets=row.targets,
                    needs=frozenset(row.needs),
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
