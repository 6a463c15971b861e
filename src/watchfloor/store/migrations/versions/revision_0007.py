"""Reasons, scores and notes become records; the sentences that held them are read here for the last time."""

import re

from alembic import op

from watchfloor.store.migrations.rows import Json, rewrite

revision = "0007"
down_revision = "0006"

_ID = r"[0-9a-f]{16}"
_FIELDS = (
    "subject_id", "other_id", "value", "second", "needed", "moment", "language", "outlet", "other_outlet",
    "words",
)  # fmt: skip
_NUMBERS = frozenset({"value", "second", "needed"})
_AS_RECORDED = "as recorded"  # a sentence of an older version that is in no table here

# A sentence, and the code that it was made of. `share` and `spread` are per cent, for value and second.
_COMPARED = (
    (r"only (?P<value>\d+) words in common that are not page furniture", "few shared words"),
    (
        r"one passage of (?P<value>\d+) words in common, the openings differ: a statement both quote",
        "quoted statement",
    ),
    (
        (
            r"(?P<share>\d+)% of the words in common, but the outlet's of another day with other words and "
            r"numbers in between: a form that is filled in again"
        ),
        "form of another day",
    ),
    (r"(?P<share>\d+)% of the words in common, spread over (?P<spread>\d+)% of the text", "shared words"),
    (r"the same address, (?P<share>\d+)% of the words in common", "same address"),
    (r"(?P<share>\d+)% of the words in common: too few", "too few shared words"),
    (
        (
            r"(?P<share>\d+)% of the words in common but (?P<spread>\d+)% of the numbers: "
            r"one form filled in twice"
        ),
        "form with other numbers",
    ),
    (
        (
            r"(?P<share>\d+)% of the words in common, but (?P<second>\d+) other names or numbers between "
            r"them: one form filled in twice"
        ),
        "form with other names",
    ),
)
_VERSIONS = (
    (r"it carries a note of correction", "correction note"),
    (r"(?P<value>\d+) numbers? changed", "numbers changed"),
    (r"reworded in (?P<value>\d+) places", "reworded"),
    (
        r"(?P<value>\d+) passages? edited, and the outlet dates the change: (?P<moment>\S+)",
        "edited and dated",
    ),
    (
        r"words put in or taken out, and the outlet dates the change: (?P<moment>\S+)",
        "words moved and dated",
    ),
    (r"(?P<value>\d+) passages? edited, seen later at the same address", "edited, seen later"),
    (r"(?P<value>\d+) words in a row added", "words added"),
    (r"another opening", "other opening"),
    (r"edited", "edited"),
    (r"the same words", "same words"),
)
_PLACED = (
    (r"seen before: the same words at the same address", "seen before"),
    (r"published before all others of its family", "published first"),
    (r"the same words, kept before without an outlet", "kept without outlet"),
    (r"the same words apart from page furniture", "same but furniture"),
    (
        (
            r"the outlet filed it again more than (?P<needed>\d+) hours later, edited and at no shared "
            r"address: a report of its own"
        ),
        "filed again",
    ),
    (
        (
            r"(?:somebody edited it, no outlet named|(?P<outlet>.+) carries it): another report than "
            r"(?:the one without an outlet|(?P<other_outlet>.+)'s)"
        ),
        "another outlet",
    ),
    (rf"its family is in story (?P<subject_id>{_ID})", "family moved"),
    (rf"story (?P<subject_id>{_ID}) became part of (?P<other_id>{_ID})", "story merged"),
    (rf"story (?P<subject_id>{_ID}) was split, this went to (?P<other_id>{_ID})", "story split"),
    (
        rf"read again at (?P<moment>\S+): text (?P<subject_id>{_ID}) instead of (?P<other_id>{_ID})",
        "read again",
    ),
    *_VERSIONS,
)
_TOLD = (
    (r"no story near", "no story near"),
    (rf"nearest story (?P<subject_id>{_ID}) at (?P<value>\S+), needs (?P<needed>\S+)", "nearest story"),
    (rf"tells of story (?P<subject_id>{_ID}) \((?P<value>\S+), needs (?P<needed>\S+)\)", "joined story"),
)
_TOLD_BESIDES = (
    (
        r"it is about other names: those of the story are missing, another stands out",
        "other main names",
    ),
    (r"means another", "means another"),
    (
        (
            rf"means the same as (?P<subject_id>{_ID}) in (?P<language>\S+) "
            r"\((?P<value>\S+), needs (?P<needed>\S+)\)"
        ),
        "means the same",
    ),
)
_CAUSES = (
    (r"its members fall into two groups that resemble each other little", "two groups"),
    (
        r"its members fall into two groups about other names that resemble each other less than themselves",
        "two groups by names",
    ),
    (
        r"a report tells of both, and their reports resemble each other as much as among themselves",
        "witnessed",
    ),
)
_MOVED = re.compile(rf"(merge|split) of story ({_ID}): (.*)", re.S)
_BESIDE = re.compile(rf"({_ID}): (.*)", re.S)
_NO_OUTLET = "no outlet named; "
_SHARED = "words shared with "
_KINDS = frozenset(
    {
        "resemblance", "opening known", "names known", "its names", "other main names", "quiet", "total",
    }
)  # fmt: skip


def upgrade() -> None:
    """Write every placement and signature anew where its sentences are records now."""
    connection = op.get_bind()
    rewrite(connection, "placement", ("row",), placement)
    rewrite(connection, "signature", ("rendition_id", "version"), signature)


def placement(value: Json) -> Json:
    """Return a stored placement with its reasons and scores as records."""
    reasons = [reason(sentence) for sentence in value["reasons"]]
    scores = [score for name, number in value["scores"].items() if (score := _score(name, number))]
    return {**value, "reasons": reasons, "scores": scores}


def signature(value: Json) -> Json:
    """Return a stored signature with its notes as records."""
    return {**value, "notes": [_note(note) for note in value.get("notes", ())]}


def reason(sentence: str) -> Json:
    """Return the record that a sentence was made of; one that is not known is kept as it was recorded."""
    moved = _MOVED.fullmatch(sentence)
    if moved is not None:
        return _record(f"moved by {moved[1]}", {"subject_id": moved[2]}, [cause(moved[3])])
    beside = _BESIDE.fullmatch(sentence)
    if beside is not None:
        found = _read(beside[2], _COMPARED) or _record(_AS_RECORDED, {"words": beside[2]})
        return _record(found.pop("code"), {**found, "subject_id": beside[1]})
    if sentence.startswith(_NO_OUTLET):
        version = _read(sentence.removeprefix(_NO_OUTLET), _VERSIONS)
        if version is not None:
            return _record("no outlet named", {}, [version])
    return _story(sentence) or _read(sentence, _PLACED) or _record(_AS_RECORDED, {"words": sentence})


def cause(sentence: str) -> Json:
    """Return why reports were moved, as a record: a code of the machine's, or a person's words."""
    return _read(sentence, _CAUSES) or _record("said by person", {"words": sentence})


def _story(sentence: str) -> Json | None:
    """Return the decision about a story with what goes with it, None where the sentence is another."""
    first, *others = sentence.split("; ")
    found = _read(first, _TOLD)
    besides = [_read(other, _TOLD_BESIDES) for other in others]
    if found is None or None in besides:
        return None
    return _record(found.pop("code"), found, [one for one in besides if one is not None])


def _read(sentence: str, table: tuple[tuple[str, str], ...]) -> Json | None:
    for pattern, code in table:
        found = re.fullmatch(pattern, sentence, re.S)
        if found is not None:
            return _record(code, _measured(found.groupdict()))
    return None


def _measured(groups: Json) -> Json:
    fields: Json = {}
    for name, words in groups.items():
        if words is None:
            continue
        if name in ("share", "spread"):
            fields["value" if name == "share" else "second"] = int(words) / 100
        else:
            fields[name] = float(words) if name in _NUMBERS else words
    return fields


def _record(code: str, fields: Json, further: list[Json] | None = None) -> Json:
    """Return a record with its fields in the order in which they are kept; what is empty is left out."""
    kept = {name: fields[name] for name in _FIELDS if name in fields}
    return {"code": code, **kept, **({"further": further} if further else {})}


def _score(name: str, number: float) -> Json | None:
    """Return a score as a record; kinds that no released version gave are dropped."""
    if name.startswith(_SHARED):
        return {"kind": "words shared", "other_id": name.removeprefix(_SHARED), "value": number}
    kind, _, other_id = name.rpartition(" ")
    return {"kind": kind, "other_id": other_id, "value": number} if kind in _KINDS else None


def _note(note: str) -> Json:
    kind, _, shingle = note.partition(" ")
    return {"kind": kind, "shingle": int(shingle)} if shingle else {"kind": kind}
