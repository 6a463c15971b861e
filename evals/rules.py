"""The ledger of the event coder: how often each rule and table row fired, decided, was right and was wrong.

`python -m evals rules` prints it, the most harmful first. A rule is a doubt, a condition or need of an entry,
or a reason for which what an entry found is dropped; a row is an entry of verbs.tsv, nouns.tsv or
natural.tsv, or a phrase of idioms.txt.

    fired    rows: events told by it; rules: events doubted or entries refused
    decided  rows: the strong events; doubts: the events that would be strong but for it alone; what refuses:
             the entries that it alone refused
    right    decided, and the text tells no event of that type (rows: it does)
    wrong    decided, and the text tells one that nothing else finds (rows: it tells none)

Data: events-gsr and events-case (types a text), events-india (what police did, a sentence), evals/own and the
invented pictures (types a text). events-cameo has no types: there only `fired` and `decided` count. The gold
of a text names the types that its annotators coded, not all it tells: `wrong` of a row is a place to look.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evals import events
from evals.parses import CachedParser
from watchfloor.extract.events.doubts import RULES
from watchfloor.extract.events.judge import DOUBTED, STRONG, JudgedEvent, judgements_heard
from watchfloor.extract.events.lexicon import lexicon
from watchfloor.extract.events.refusals import RefusedEntry, refusals_heard
from watchfloor.extract.extractor import Extractor
from watchfloor.model import EventMention, EventType, Findings

PICTURES = Path("cases") / "picture" / "dev" / "sentences.gold.jsonl"
_FIRST = 60  # rows printed
_POLICE = {"ASSAULT": {"KILL", "FORCE"}, "COERCE": {"ARREST", "FORCE"}}
_ENTRY = re.compile(r"\s+\+not=\S+")

Told = Callable[[str, EventType], bool | None]
"""Whether the text tells an event of a type beside these words; None where nobody labelled that."""


@dataclass(slots=True)
class Tally:
    """What the dev data tells of one rule."""

    rule: str
    fired: int = 0
    decided: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def harm(self) -> int:
        """Return how much more often it was wrong than right."""
        return self.wrong - self.right


@dataclass(frozen=True, slots=True)
class Heard:
    """What was found in a text, what the coder refused on the way, and how sure it was."""

    findings: Findings
    refusals: Sequence[RefusedEntry]
    judged: Sequence[JudgedEvent]


def hear(extractor: Extractor, text: str) -> Heard:
    """Read a text and listen."""
    with refusals_heard() as refusals, judgements_heard() as judged:
        findings = extractor.read(text)
    return Heard(findings, refusals, judged)


class Ledger:
    """The tallies of all rules, by the name of the rule."""

    def __init__(self) -> None:
        self._found: dict[str, Tally] = {}
        words = lexicon()
        for doubt in RULES:
            self._of(f"doubt {doubt}")
        for entry in (entry for table in (words.verbs, words.nouns) for it in table.values() for entry in it):
            self._of(_row(entry.type, entry.name))
        for phrase in (phrase for phrases in words.idioms.values() for phrase in phrases):
            self._of(f"idiom {' '.join(phrase)}")

    def _of(self, rule: str) -> Tally:
        return self._found.setdefault(rule, Tally(rule))

    def rows(self) -> list[Tally]:
        """Return the tallies, the most harmful first."""
        return sorted(self._found.values(), key=lambda it: (-it.wrong, it.right, -it.fired, it.rule))

    def read(self, heard: Heard, text: str, told: Told) -> None:
        """Add what one text tells."""
        findings = heard.findings
        sure = {(it.start, it.type): it.judgement.sureness for it in heard.judged}
        strong: dict[EventType, set[str]] = defaultdict(set)
        for event in findings.events:
            if event.grade == "strong":
                strong[event.type].add(event.sentence.of(text))
        for event in findings.events:
            known = told(event.sentence.of(text), event.type)
            alone = len(event.doubts) == 1 and sure[event.trigger[0].start, event.type] + DOUBTED >= STRONG
            self._event(event, told=known, found=bool(strong[event.type]), alone=alone)
        for refusal in heard.refusals:
            known = told(refusal.sentence, refusal.entry.type)
            self._refusal(refusal, told=known, found=bool(strong[refusal.entry.type]))

    def _event(self, event: EventMention, *, told: bool | None, found: bool, alone: bool) -> None:
        if event.rule is None:
            return
        row = self._of(_row(event.rule.type, event.rule.entry))
        row.fired += 1
        if event.grade == "strong":
            row.decided += 1
            row.right += told is True
            row.wrong += told is False
        for doubt in event.doubts:
            _refused(self._of(f"doubt {doubt}"), told=told, alone=alone, found=found)

    def _refusal(self, refusal: RefusedEntry, *, told: bool | None, found: bool) -> None:
        for rule in refusal.rules:
            _refused(self._of(rule), told=told, alone=len(refusal.rules) == 1, found=found)


def _row(kind: str, entry: str) -> str:
    return f"row {kind} {_ENTRY.sub('', entry)}"


def _refused(tally: Tally, *, told: bool | None, alone: bool, found: bool) -> None:
    """Count what was refused: rightly where none of the kind is told, wrongly where nothing else finds it."""
    tally.fired += 1
    if alone:
        tally.decided += 1
        tally.right += told is False
        tally.wrong += told is True and not found


@cache
def ledger(data: Path | None) -> Ledger:
    """Return what the labelled sets tell of each rule: evals/own, and the dev data where there is some."""
    found = Ledger()
    extractor = Extractor(CachedParser())
    for text, told in _texts(data):
        found.read(hear(extractor, text), text, told)
    return found


def measure(data: Path) -> dict[str, float]:
    """Return how many rules the dev data tries, and how often those that weaken an event are right."""
    return _figures(ledger(data).rows())


def report(data: Path | None, *, as_json: bool) -> str:
    """Return the ledger, as a table for people or as JSON."""
    rows = ledger(data).rows()
    if as_json:
        return json.dumps([asdict(row) | {"harm": row.harm} for row in rows], indent=1, ensure_ascii=False)
    lines = [f"{'fired':>7} {'decided':>8} {'right':>6} {'wrong':>6}  rule"]
    shown = [row for row in rows if row.fired and row.rule.startswith(("row ", "idiom "))][:_FIRST]
    rules = [row for row in rows if not row.rule.startswith(("row ", "idiom "))]
    lines += [
        f"{row.fired:>7} {row.decided:>8} {row.right:>6} {row.wrong:>6}  {row.rule}"
        for row in (*rules, *shown)
    ]
    lines.append(f"(of {len(rows) - len(rules)} rows the first {len(shown)}; --json prints all)")
    return "\n".join(lines)


def _figures(rows: Sequence[Tally]) -> dict[str, float]:
    doubts = [row for row in rows if row.rule.startswith("doubt ")]
    right, wrong = (sum(getattr(row, name) for row in doubts) for name in ("right", "wrong"))
    entries = [row for row in rows if row.rule.startswith("row ")]
    return {
        "doubts that decide": sum(row.decided > 0 for row in doubts) / len(doubts),
        "deciding doubts precision": right / max(right + wrong, 1),
        "strong rows precision": sum(it.right for it in entries) / sum(it.right + it.wrong for it in entries),
    }


def _texts(data: Path | None) -> Iterator[tuple[str, Told]]:
    """Yield the texts of all sets, each with what its labels tell."""
    for record in _records(events.OWN):
        yield record["text"], _types(record["types"])
    if data is None:
        return
    for name in ("gsr", "case"):
        for record in _records(data / "dev" / f"events-{name}" / "gold.jsonl"):
            yield record["text"], _types(record["types"])
    for record in _records(data.parent / PICTURES):
        yield record["text"], _types(_of_picture(record))
    for record in _records(data / "dev" / "events-india" / "gold.jsonl"):
        yield record["text"], _police(record)
    for record in _records(data / "dev" / "events-cameo" / "gold.jsonl"):
        yield record["text"], lambda _sentence, _kind: None


def _records(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def _types(types: Iterable[str]) -> Told:
    known = frozenset(types)
    return lambda _, kind: kind in known


def _of_picture(record: Mapping[str, Any]) -> Iterator[str]:
    for event in (*record["events"], *record["optional"]):
        yield event["type"]
        yield from event.get("type_also", ())


def _police(record: Mapping[str, Any]) -> Told:
    """Return what the labels of police reports tell: what police did, and of nobody else."""
    text: str = record["text"]
    labelled = [(text[slice(*it["span"])], set(it["labels"])) for it in record["sentences"]]

    def told(sentence: str, kind: EventType) -> bool | None:
        words = sentence.strip()
        labels = next((labels for whole, labels in labelled if words and words in whole), None)
        if labels is None or kind not in _POLICE:
            return None
        return True if labels & _POLICE[kind] else None

    return told
