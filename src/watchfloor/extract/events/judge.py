"""The judge: how probably an event is right, whether it is to be alerted on, and why not.

`confidence` is the probability that no filled slot of an event is wrong, as readers judged three thousand
of them (`train/`): the weights of the facts that hold, added up. An event is strong where the rules let it
be and the probability is high enough; what each brings, and where the line was drawn, is told in
docs/decisions/0042-the-judge-in-the-grade.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

from watchfloor.extract.events.arguments import is_passive
from watchfloor.extract.events.evidence import EventEvidence, facts_of
from watchfloor.extract.events.reading import Coded
from watchfloor.model import Doubt, EventType, Grade
from watchfloor.plover import type_facts
from watchfloor.tables import read_table

PROBABLE = 0.45  # below which an event is rather wrong than right; fits are true to within .05 (decision 42)
STRONG = 0.6  # sureness from which an event may be strong
DOUBTED = 0.3  # what a doubt costs: enough that no doubted event is strong
_SURE = 0.85  # of an event with both actors named in their own clause
_UNSURE = 0.55  # of a disaster or accident that affects nobody told of
_LEAST = 0.1
_BIAS = "bias"
_USUAL = "usual "  # before the doubt that is raised where facts of its kind say less for an event than usual
# By how the name of a fact begins, which doubt it is told by; facts of no kind tell of how it is told.
_KINDS = (
    (("source",), Doubt.UNSURE_DOER),
    (("target",), Doubt.UNSURE_SUFFERER),
    (("place", "time", "background", "since", "field"), Doubt.UNSURE_SETTING),
    (
        ("type", "manner", "mode", "entry", "lemma", "need", "condition", "retyped", "bare", "words"),
        Doubt.UNSURE_SENSE,
    ),
)
_DOUBTS = (*(kind for _, kind in _KINDS), Doubt.UNSURE_TELLING)
OF_THE_JUDGE = frozenset({Doubt.OLD_NEWS, Doubt.TOO_LITTLE_TOLD, *_DOUBTS})


@dataclass(frozen=True, slots=True)
class EventJudgement:
    """How probably an event is right, how sure the rules are, the grade by both, and why it is weak."""

    confidence: float
    sureness: float
    grade: Grade
    facts: frozenset[str]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class FactWeight:
    """What one fact adds to the odds, as a logarithm, that an event is right."""

    fact: str
    weight: float


@cache
def _weights() -> Mapping[str, float]:
    return {row.fact: row.weight for row in read_table("events/judge.tsv", FactWeight)}


def judge(seen: EventEvidence) -> EventJudgement:
    """Return the judgement on an event."""
    facts = facts_of(seen)
    confidence, sureness = probability(facts), sureness_of(seen)
    if sureness >= STRONG and confidence >= PROBABLE:
        return EventJudgement(confidence, sureness, "strong", facts)
    why = () if seen.doubts else (_why(seen, facts, sureness),)
    return EventJudgement(confidence, sureness, "weak", facts, why)


def _why(seen: EventEvidence, facts: frozenset[str], sureness: float) -> Doubt:
    """Return why an event is weak that no rule doubts: what is told, or the facts that say least for it."""
    if seen.setting.background:
        return Doubt.OLD_NEWS
    if sureness < STRONG:
        return Doubt.TOO_LITTLE_TOLD
    lacks = lacks_of(facts)
    return min(lacks, key=lambda kind: lacks[kind])


def lacks_of(facts: Iterable[str]) -> dict[Doubt, float]:
    """Return for each kind of fact by how much more than usual it speaks for an event."""
    weights = _weights()
    told = said_by_kind(facts, weights)
    return {kind: told[kind] - weights.get(usual_name(kind), 0.0) for kind in _DOUBTS}


def said_by_kind(facts: Iterable[str], weights: Mapping[str, float]) -> dict[Doubt, float]:
    """Return what the facts of each kind say together; of a pair of facts the last is what is told."""
    said: dict[Doubt, list[float]] = {kind: [] for kind in _DOUBTS}
    for fact in facts:
        if fact in weights:
            said[_kind_of(fact)].append(weights[fact])
    return {kind: math.fsum(parts) for kind, parts in said.items()}


def usual_name(kind: Doubt) -> str:
    """Return under what name the table holds what facts of a kind say on average."""
    return f"{_USUAL}{kind}"


def _kind_of(fact: str) -> Doubt:
    last = fact.rpartition(" & ")[2]
    return next((doubt for begins, doubt in _KINDS if last.startswith(begins)), Doubt.UNSURE_TELLING)


def probability(facts: Iterable[str]) -> float:
    """Return how probably an event of which these facts hold is right in each filled slot."""
    weights = _weights()
    score = weights[_BIAS] + math.fsum(weights[fact] for fact in facts if fact in weights)
    return round(min(max(1.0 / (1.0 + math.exp(-score)), 0.01), 0.99), 2)


def sureness_of(seen: EventEvidence) -> float:
    """Return how sure an event is; what each lack costs was set by reading output, not fitted."""
    item = seen.case.item
    sure = _of_nature(item) if type_facts(item.type).manner == "natural" else _of_deed(seen)
    if seen.setting.background or seen.hidden:
        sure = max(sure - DOUBTED, _LEAST)
    return round(sure, 2)


def _of_nature(item: Coded) -> float:
    aside = item.frame.anchor.dep_ in ("acl", "relcl") and not item.harms  # "areas ravaged by the storm"
    return _SURE if item.frame.targets and not aside else _UNSURE


def _of_deed(seen: EventEvidence) -> float:
    item = seen.case.item
    frame = item.frame
    placed = seen.setting.time is not None or seen.setting.place is not None
    aside = frame.trigger.dep_ in ("relcl", "acl") and frame.trigger.head.dep_ != "ROOT"
    aside = aside and not (placed and type_facts(item.type).forceful)
    both = bool(frame.sources and frame.targets)
    bare_noun = frame.light is None and frame.trigger.pos_ in ("NOUN", "PROPN")
    unknown = bool(frame.sources) and all(t.pos_ == "PRON" for t in frame.sources) and not seen.source_ids
    costs = (
        (0.35, "weak" in frame.entry.needs),
        (0.15, not frame.sources),
        (0.15, not frame.sources and type_facts(item.type).manner == "words" and not _agentless(item)),
        (0.3, unknown),
        (0.3, aside and not both),
        (0.1, not frame.targets),
        (0.2, not frame.targets and type_facts(item.type).recipient),
        (0.15, item.modality == "alleged"),
        (0.15, _is_nobodys_plan(item)),
        (DOUBTED, item.supposed),
        (0.2, bare_noun and not both and not _of_sufferer(item)),
        (DOUBTED, bool(seen.doubts)),
    )
    return round(max(_SURE - sum(cost for cost, holds in costs if holds), _LEAST), 2)


def _is_nobodys_plan(item: Coded) -> bool:
    """Tell force that is to come from nobody who is told ("if a country was involved in an attack on X")."""
    return item.modality == "planned" and not item.frame.sources and type_facts(item.type).forceful


def _agentless(item: Coded) -> bool:
    """Tell the passive of a step in a case, whose agent goes without saying ("was charged with")."""
    return is_passive(item.frame.trigger) and item.frame.entry.mode in ("allege", "convict")


def _of_sufferer(item: Coded) -> bool:
    """Tell a noun that names whom it was done to, or who struck ("the arrest of a bishop")."""
    if item.type is EventType.PROTEST:
        return bool(item.frame.sources) and item.frame.entry.mode == "strike-lim"
    return bool(item.frame.targets) and type_facts(item.type).forceful


@dataclass(frozen=True, slots=True)
class JudgedEvent:
    """A judgement with the event that it is of: where its trigger begins and its type."""

    start: int
    type: EventType
    judgement: EventJudgement


_LISTENER: ContextVar[list[JudgedEvent] | None] = ContextVar("judgements", default=None)


@contextmanager
def judgements_heard() -> Iterator[list[JudgedEvent]]:
    """Collect the judgements of the `with` block into the list that is given."""
    heard: list[JudgedEvent] = []
    token = _LISTENER.set(heard)
    try:
        yield heard
    finally:
        _LISTENER.reset(token)


def tell(judged: JudgedEvent) -> None:
    """Tell a listener, if there is one, of a judgement."""
    heard = _LISTENER.get()
    if heard is not None:
        heard.append(judged)
