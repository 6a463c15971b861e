"""Reasons of changes, alerts, redirects and the machine's acts become records; their sentences are read here
for the last time.
"""

import ast
import re

from alembic import op

from watchfloor.store.migrations.rows import Json, rewrite
from watchfloor.store.migrations.versions.revision_0007 import cause

revision = "0014"
down_revision = "0013"

_MACHINE = "watchfloor"
_BY = r"(?P<teller>the report's later version|another copy of the report)"
_TELLERS = {
    "the report's later version": "later version",
    "another copy of the report": "another copy",
}
_TYPES = (
    "new story|new event|corroborated|number revised|number disputed|denied|withdrawn|merged|split|rejected|"
    "revised|reread"
)
# A sentence, and the code that it was made of; groups whose names begin with `detail` are details in order.
_CHANGES = (
    (r"the report fits no story of the window", "fits no story"),
    (r"no event of the story fits this (?P<detail>\w+) mention", "fits no event"),
    (
        r"another separately written text reports it; independence not established",
        "reported by another",
    ),
    (r"the outlet published another text of this report", "text published"),
    (_BY + r" denies it", "denied by report"),
    (r"a claimant denies it", "denied by claimant"),
    (r"the report that told of it no longer does", "not told any more"),
    (
        _BY + r" words the sentence otherwise, which is not read as this event any more",
        "worded otherwise",
    ),
    (_BY + r" says otherwise: (?P<details>.+)", "told otherwise"),
    (_BY + r" tells it in other words", "told in other words"),
    (_BY + r" says (?P<detail>.+), the earlier said (?P<detail2>.+)", "number corrected"),
    (r"the same claimant now says otherwise of: (?P<detail>.*)", "claim revised"),
    (r"claims that cannot all be right of: (?P<detail>.*)", "claims disagree"),
    (r"rejected by (?P<by>.+?): (?P<words>.*)", "rejected by person"),
    (
        r"what was fetched was read again and gives other words; the outlet revised nothing",
        "other words fetched",
    ),
)
_READ = re.compile(r"read again by extractor (\S+) \(before: (\S+)\)(?:: (.+))?")
_READ_AS = (
    (r"the words are not read as this event any more", "not read any more"),
    (r"the words are read as a denial now", "read as denial"),
    (r"the words are read as (?P<detail>\w+) now, not as something that happened", "read as unreal"),
)
_SAME_WORDS = "the same words, read again: "
_OTHERWISE = (
    (r"(?P<second>\d+) → (?P<value>\d+) (?P<detail>\w+)", "count otherwise"),
    (r"(?P<detail>\w+) is read otherwise", "part otherwise"),
    (r"they had not been read", "not read before"),
)
_FIELDS = ("value", "second", "words", "by", "teller")
_FIRED = re.compile(
    rf"(?P<change>{_TYPES}): (?:(?P<event_type>[A-Z]+) event|(?P<kind>story|report)) reported by "
    r"(?P<origins>\d+) (?:text|separately written texts); watch (?P<watch>'.*?'|\".*?\")"
    r"(?: \(asks for (?P<asks>.*)\))?",
    re.S,
)
_CORRECTED = re.compile(
    rf"(?P<change>{_TYPES})(?: \((?P<before>.+?) → (?P<after>.+?)\))?: (?P<cause>.*)", re.S
)
_BEGINS = re.compile(rf"(?:\A|(?<=; ))(?:{_TYPES})(?: \([^;]+? → [^;]+?\))?: ")
_CORRECTION = "CORRECTION: "


def upgrade() -> None:
    """Write every change, alert, redirect and act anew where its reason is a record now."""
    connection = op.get_bind()
    rewrite(connection, "change", ("id",), change)
    rewrite(connection, "alert", ("row",), alert)
    rewrite(connection, "redirect", ("row",), redirect)
    rewrite(connection, "judgement", ("id",), judgement)


def change(value: Json) -> Json:
    """Return a stored change with its reason as a record."""
    return {**value, "reason": reason(value["reason"])}


def redirect(value: Json) -> Json:
    """Return a stored redirect with its reason as a record."""
    return {**value, "reason": cause(value["reason"])}


def judgement(value: Json) -> Json:
    """Return a stored act; the machine's has a code in place of a reason in words."""
    found = cause(value["reason"]) if value["by"] == _MACHINE else {"code": None}
    if found["code"] in (None, "said by person"):
        return {**value, "code": None}
    return {**value, "reason": "", "code": found["code"]}


def alert(value: Json) -> Json:
    """Return a stored alert with its reason as records."""
    words = value["reason"]
    if value.get("correction"):
        words = words.removeprefix(_CORRECTION)
    read = {name: held for name, held in value.items() if name != "reason"}
    kind = value["about"][0] if isinstance(value["about"], list) else value["about"]["kind"]
    reasons = _alert_reasons(words, kind) or [{"type": "recorded", "words": words}]
    # In the order in which an alert is written.
    return {
        name: reasons if name == "reasons" else read[name]
        for name in (*(it for it in read if it != "correction"), "reasons", "correction")
        if name == "reasons" or name in read
    }


def reason(sentence: str) -> Json:
    """Return the record that the reason of a change was made of: else a person gave it, or it is older."""
    read = _READ.fullmatch(sentence)
    if read is not None:
        how = _found(read[3], _READ_AS) if read[3] else None
        if how is not None or not read[3]:
            return {
                "code": "other version reads",
                "details": [read[2], read[1]],
                **({"further": [how]} if how else {}),
            }
    if sentence.startswith(_SAME_WORDS):
        parts = [_found(part, _OTHERWISE) for part in sentence.removeprefix(_SAME_WORDS).split("; ")]
        if None not in parts:
            return {"code": "same words read", "further": parts}
    return _found(sentence, _CHANGES) or cause(sentence)


def _found(sentence: str, table: tuple[tuple[str, str], ...]) -> Json | None:
    for pattern, code in table:
        found = re.fullmatch(pattern, sentence, re.S)
        if found is not None:
            return _record(code, found.groupdict())
    return None


def _record(code: str, groups: Json) -> Json:
    fields: Json = {name: groups[name] for name in _FIELDS if groups.get(name)}
    for name in ("value", "second"):
        if name in fields:
            fields[name] = float(fields[name])
    if "teller" in fields:
        fields["teller"] = _TELLERS[fields["teller"]]
    details = [groups[name] for name in ("detail", "detail2") if groups.get(name)]
    details = groups["details"].split(", ") if groups.get("details") else details
    return {"code": code, **fields, **({"details": details} if details else {})}


def _alert_reasons(words: str, kind: str) -> list[Json] | None:
    """Return what an alert told of, None where some of it is in no table here."""
    begins = [found.start() for found in _BEGINS.finditer(words)]
    if not begins or begins[0]:
        return None
    ends = [*(begin - len("; ") for begin in begins[1:]), len(words)]
    found = [_one(words[begin:end], kind) for begin, end in zip(begins, ends, strict=True)]
    return [one for one in found if one is not None] if None not in found else None


def _one(words: str, kind: str) -> Json | None:
    fired = _FIRED.fullmatch(words)
    if fired is not None:
        origins = int(fired["origins"])
        return {
            "type": "fired",
            "change": fired["change"],
            "kind": fired["kind"] or kind,
            **({"event_type": fired["event_type"]} if fired["event_type"] else {}),
            **({"origins": origins} if origins != 1 else {}),
            "watch": ast.literal_eval(fired["watch"]),
            **({"asks": fired["asks"]} if fired["asks"] else {}),
        }
    corrected = _CORRECTED.fullmatch(words)
    if corrected is None:
        return None
    values = {name: corrected[name] for name in ("before", "after") if corrected[name]}
    return {"type": "corrected", "change": corrected["change"], **values, "cause": reason(corrected["cause"])}
