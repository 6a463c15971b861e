"""What people decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from watchfloor.model.changes import Subject
from watchfloor.model.reasons import ReasonCode

JudgementKind = Literal["note", "reject", "replace", "merge", "split", "status", "label"]
MACHINE = "watchfloor"  # who the merges and splits are by that nobody asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an analyst decided on a finding, event, story or actor: a dated act beside the machine's value.

    `value` is the note, the replacement, the status ("unchecked", "checked", "disputed") or the other id.
    A merge or split names the reports that went from `about` to `value` as `members`, and the act that it
    undoes, if any; those of the machine are kept in the same way, `by` "watchfloor", with the `code` of what
    decided in place of a person's `reason`. A label says of an event whether `watch` was right to tell it
    ("hit") or not ("miss").
    """

    id: str
    kind: JudgementKind
    about: Subject
    value: str | None
    by: str
    at: str
    reason: str
    members: tuple[str, ...] = ()
    undoes: str | None = None
    watch: str | None = None
    code: ReasonCode | None = None
