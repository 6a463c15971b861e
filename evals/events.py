"""Events: the PLOVER type of a text, who acts and who is acted on.

Data (for measuring): PLOVER's gold records, CAMEO sentences with source and target spans, every sentence of
Indian police reports of 2002, five sample snippets of CASE 2021; `evals/own/events.jsonl` (invented for this
project; a third of it tells of no event at all). The definitions are those of the scorer that came with the
data: one primary type a snippet, the most frequent and of equals the one told first; words of actors without
stop words; tokens of source and target spans; for the police reports a sentence is right for its label when
an event of the mapped type stands in it whose source is the police.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.parses import CachedParser
from evals.spans import covered, prf, tighten, tokens
from watchfloor.extract.extractor import Extractor
from watchfloor.model import EventMention, Findings, Span

OWN = Path(__file__).parent / "own" / "events.jsonl"
_STOP = frozenset(("the", "a", "an", "of", "and", "in", "on", "to", "by", "for", "with", "from", "at", "s"))
_ROLES = ("source", "target")
_POLICE = re.compile(
    r"\b(police(men|man|woman)?|cops?|constables?|officers?|inspector|superintendent|commissioner|dsp|dcp|acp"
    r"|sp|ips|srp|crpf|rpf|raf|bsf|rapid action force|security (forces?|personnel)|jawans?|troops|army"
    r"|forces?|personnel|commandos?|sleuths|cbi|cid|crime branch|lathi)",
    re.IGNORECASE,
)
_INDIA = {"KILL": {"ASSAULT"}, "ARREST": {"COERCE"}, "FORCE": {"COERCE", "ASSAULT"}}
_NO_FALSE_ALARM = {
    "KILL": {"FORCE"},
    "ARREST": {"FORCE", "ANY_ACTION"},
    "FORCE": {"KILL", "ARREST", "ANY_ACTION"},
}

Record = dict[str, Any]


def measure(data: Path) -> dict[str, float]:
    """Return the figures of the four dev sets, PLOVER's first."""
    dev = data / "dev"
    return {
        **_records(_read(dev / "events-gsr" / "gold.jsonl"), "gsr"),
        "cameo actor token F1": _spans(_read(dev / "events-cameo" / "gold.jsonl")),
        **_sentences(_read(dev / "events-india" / "gold.jsonl")),
        "case type macro-F1": _macro(_read(dev / "events-case" / "gold.jsonl")),
    }


def measure_own() -> dict[str, float]:
    """Return the figures on the labelled set written for this project."""
    pairs = list(_read(OWN))
    silent = [findings for record, findings in pairs if not record["types"]]
    told = [pair for pair in pairs if pair[0]["types"]]
    invented = sum(
        any(event.grade == "strong" and event.polarity == "asserted" for event in findings.events)
        for findings in silent
    )
    return {**_records(told, "own"), "texts without event left alone": 1 - invented / len(silent)}


def primary(events: Sequence[EventMention]) -> str | None:
    """Return the type of a snippet: the most frequent one, of equals the one whose trigger stands first."""
    ordered = sorted(events, key=lambda event: event.trigger[0].start)
    counts = Counter(event.type.value for event in ordered)
    first = list(dict.fromkeys(event.type.value for event in ordered))
    return min(counts, key=lambda kind: (-counts[kind], first.index(kind))) if counts else None


def words_of(names: Iterable[str]) -> Counter[str]:
    """Return the words of actors' names, stop words left out."""
    found: Counter[str] = Counter()
    for name in names:
        found.update(word for word in re.findall(r"\w+", name.casefold()) if word not in _STOP)
    return found


def _read(path: Path) -> Iterator[tuple[Record, Findings]]:
    extractor = Extractor(CachedParser())
    for line in path.read_text("utf-8").splitlines():
        record: Record = json.loads(line)
        yield record, extractor.read(record["text"])


def _spans_of(event: EventMention, role: str) -> tuple[Span, ...]:
    return event.source_spans if role == "source" else event.target_spans


def _actors(record: Record, findings: Findings, event: EventMention, role: str) -> list[str]:
    """Return the words of an event's actors: their spans, else the names that the cast gives them."""
    spans = _spans_of(event, role)
    if spans:
        return [span.of(record["text"]) for span in spans]
    names = {chain.id: chain.name for chain in findings.actors}
    return [names.get(one, "") for one in (event.source if role == "source" else event.target)]


def _records(pairs: Iterable[tuple[Record, Findings]], name: str) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for record, findings in pairs:
        kind = primary(findings.events)
        counts["texts"] += 1
        counts["answered"] += kind is not None
        counts["right"] += kind in record["types"]
        counts["full"] += _full(record, findings)
        sure = primary([event for event in findings.events if event.grade == "strong"])
        counts["strong answered"] += sure is not None
        counts["strong right"] += sure in record["types"]
    right = prf(counts["right"], counts["answered"], counts["texts"])
    strong = prf(counts["strong right"], counts["strong answered"], counts["texts"])
    return {
        f"{name} type micro-F1": right[2],
        f"{name} type and both actors F1": prf(counts["full"], counts["answered"], counts["texts"])[2],
        f"{name} type precision": right[0],
        f"{name} type recall": right[1],
        f"{name} strong type precision": strong[0],
        f"{name} strong type recall": strong[1],
    }


def _full(record: Record, findings: Findings) -> bool:
    """Tell whether the event that shares most words with the gold actors has the type and both actors."""
    gold = {role: words_of(record[f"{role}_text"]) for role in _ROLES}
    best: tuple[int, bool] | None = None
    for event in sorted(findings.events, key=lambda event: event.trigger[0].start):
        if event.type not in record["types"]:
            continue
        shared = {
            role: (words_of(_actors(record, findings, event, role)) & gold[role]).total() for role in _ROLES
        }
        complete = all(shared[role] > 0 for role in _ROLES if record[f"{role}_text"])
        if best is None or sum(shared.values()) > best[0]:
            best = sum(shared.values()), complete
    return best is not None and best[1]


def _spans(pairs: Iterable[tuple[Record, Findings]]) -> float:
    counts: Counter[str] = Counter()
    for record, findings in pairs:
        text = record["text"]
        places = tokens(text)
        for role in _ROLES:
            spans = [span for event in findings.events for span in _spans_of(event, role)]
            predicted = covered(tighten(text, spans), places)
            gold = covered(tighten(text, record[f"{role}_spans"]), places)
            counts["right"] += len(predicted & gold)
            counts["predicted"] += len(predicted)
            counts["gold"] += len(gold)
    return prf(counts["right"], counts["predicted"], counts["gold"])[2]


def _sentence(record: Record, findings: Findings, sentence: Record) -> Counter[tuple[str, str]]:
    """Return what one labelled sentence adds, by label and for all strong events."""
    counts: Counter[tuple[str, str]] = Counter()
    start, end = sentence["span"]
    here = [event for event in findings.events if start <= event.trigger[0].start < end]
    labels = set(sentence["labels"])
    for label in _INDIA:
        told = [event for event in here if _by_police(record, findings, event, label)]
        asked = label in labels
        counts[label, "gold"] += asked
        counts["strong", "gold"] += asked
        scored = asked or not labels & _NO_FALSE_ALARM[label]
        for grade, found in ((label, told), ("strong", [e for e in told if e.grade == "strong"])):
            counts[grade, "right"] += bool(found) and asked
            counts[grade, "predicted"] += bool(found) and scored
    return counts


def _sentences(pairs: Iterable[tuple[Record, Findings]]) -> dict[str, float]:
    counts: Counter[tuple[str, str]] = Counter()
    for record, findings in pairs:
        for sentence in record["sentences"]:
            counts.update(_sentence(record, findings, sentence))
    whole = {what: sum(counts[label, what] for label in _INDIA) for what in ("right", "predicted", "gold")}
    every = prf(whole["right"], whole["predicted"], whole["gold"])
    strong = prf(*(counts["strong", what] for what in ("right", "predicted", "gold")))
    return {
        "india sentence macro-F1": sum(_f(counts, label) for label in _INDIA) / len(_INDIA),
        "india sentence precision": every[0],
        "india sentence recall": every[1],
        "india strong sentence precision": strong[0],
        "india strong sentence recall": strong[1],
    }


def _by_police(record: Record, findings: Findings, event: EventMention, label: str) -> bool:
    if event.type not in _INDIA[label] or event.polarity == "negated":
        return False
    if event.modality not in ("actual", "alleged"):
        return False  # the labels are of what the police did, not of what they will do or tried
    source = " ".join(_actors(record, findings, event, "source"))
    return bool(_POLICE.search(source)) or (label == "ARREST" and not source.strip())


def _macro(pairs: Iterable[tuple[Record, Findings]]) -> float:
    counts: Counter[tuple[str, str]] = Counter()
    for record, findings in pairs:
        kind = primary(findings.events)
        accepted: list[str] = record["types"]
        gold = kind if kind in accepted else accepted[0]
        counts[str(gold), "gold"] += 1
        if kind:
            counts[kind, "predicted"] += 1
            counts[kind, "right"] += kind in record["types"]
    classes = sorted({kind for kind, what in counts if what == "gold"})
    return sum(_f(counts, kind) for kind in classes) / len(classes)


def _f(counts: Mapping[tuple[str, str], int], kind: str) -> float:
    return prf(counts[kind, "right"], counts[kind, "predicted"], counts[kind, "gold"])[2]
