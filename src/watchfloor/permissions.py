"""The only place that decides what somebody may do: one table, and answers with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from watchfloor.errors import NotAllowedError
from watchfloor.model import Owned, Principal, PrincipalRole, Subject


class Action(StrEnum):
    """What somebody may want to do."""

    READ = "read"
    KEEP_MARK = "keep a mark"
    JUDGE = "judge"
    MERGE = "merge stories"
    SPLIT = "split stories"
    UNDO = "undo a merge or split"
    LABEL = "label"
    ACKNOWLEDGE = "acknowledge"
    CHANGE_WATCH = "change a watch"
    CHANGE_SITUATION = "change a situation"
    USE_CHANNEL = "use a channel"
    WITHHOLD = "withhold"
    READMIT = "readmit"
    MANAGE_SOURCES = "manage sources"
    ADMIT = "add articles"
    NOTE = "note what our own people saw"
    REREAD = "read again"
    DELIVER = "deliver"
    SHARE = "share with partners"
    SET_CHANNEL = "set a channel"
    MANAGE_PEOPLE = "manage people"
    BACK_UP = "back up"
    ERASE = "erase a person"
    EXPIRE = "let go of what was kept long enough"
    EXPORT_FULL_TEXT = "export full text"
    OPERATE = "make or mend a floor"


# The least role that may, with a thing of one's own or of nobody; and with what somebody else owns.
_LEAST: Mapping[Action, tuple[PrincipalRole, PrincipalRole]] = MappingProxyType(
    {
        Action.READ: (PrincipalRole.VIEWER, PrincipalRole.VIEWER),
        Action.KEEP_MARK: (PrincipalRole.VIEWER, PrincipalRole.ADMINISTRATOR),
        Action.JUDGE: (PrincipalRole.ANALYST, PrincipalRole.ANALYST),
        Action.MERGE: (PrincipalRole.ANALYST, PrincipalRole.ANALYST),
        Action.SPLIT: (PrincipalRole.ANALYST, PrincipalRole.ANALYST),
        Action.UNDO: (PrincipalRole.ANALYST, PrincipalRole.ANALYST),
        Action.LABEL: (PrincipalRole.ANALYST, PrincipalRole.ANALYST),
        Action.ACKNOWLEDGE: (PrincipalRole.ANALYST, PrincipalRole.ANALYST),
        Action.CHANGE_WATCH: (PrincipalRole.ANALYST, PrincipalRole.EDITOR),
        Action.CHANGE_SITUATION: (PrincipalRole.ANALYST, PrincipalRole.EDITOR),
        Action.USE_CHANNEL: (PrincipalRole.EDITOR, PrincipalRole.EDITOR),
        Action.WITHHOLD: (PrincipalRole.EDITOR, PrincipalRole.EDITOR),
        Action.READMIT: (PrincipalRole.EDITOR, PrincipalRole.EDITOR),
        Action.MANAGE_SOURCES: (PrincipalRole.EDITOR, PrincipalRole.EDITOR),
        Action.ADMIT: (PrincipalRole.EDITOR, PrincipalRole.EDITOR),
        Action.NOTE: (PrincipalRole.ANALYST, PrincipalRole.ANALYST),
        Action.REREAD: (PrincipalRole.EDITOR, PrincipalRole.EDITOR),
        Action.DELIVER: (PrincipalRole.EDITOR, PrincipalRole.EDITOR),
        Action.SHARE: (PrincipalRole.EDITOR, PrincipalRole.EDITOR),
        Action.SET_CHANNEL: (PrincipalRole.ADMINISTRATOR, PrincipalRole.ADMINISTRATOR),
        Action.MANAGE_PEOPLE: (PrincipalRole.ADMINISTRATOR, PrincipalRole.ADMINISTRATOR),
        Action.BACK_UP: (PrincipalRole.ADMINISTRATOR, PrincipalRole.ADMINISTRATOR),
        Action.ERASE: (PrincipalRole.ADMINISTRATOR, PrincipalRole.ADMINISTRATOR),
        Action.EXPIRE: (PrincipalRole.ADMINISTRATOR, PrincipalRole.ADMINISTRATOR),
        Action.EXPORT_FULL_TEXT: (PrincipalRole.ADMINISTRATOR, PrincipalRole.ADMINISTRATOR),
        Action.OPERATE: (PrincipalRole.ADMINISTRATOR, PrincipalRole.ADMINISTRATOR),
    }
)
_RANK = {role: rank for rank, role in enumerate(PrincipalRole)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether somebody may do something, and why."""

    allowed: bool
    reason: str


def allowed(principal: Principal, action: Action, subject: Subject | Owned | None = None) -> Decision:
    """Decide whether `principal` may do `action` to `subject`; what is not in the table nobody may."""
    own, others = _LEAST[action]
    foreign = isinstance(subject, Owned) and subject.owner not in principal.signatures
    least = others if foreign else own
    held = max(principal.roles, key=_RANK.__getitem__, default=None)
    whose = f" of {subject.owner or 'nobody'}'s" if foreign and isinstance(subject, Owned) else ""
    if held is not None and _RANK[held] >= _RANK[least]:
        return Decision(allowed=True, reason=f"{principal.name} is {_a(held)}, who may {action}{whose}")
    standing = f"is {_a(held)}" if held else "has no role here"
    needed = f"to {action}{whose} needs {_a(least)}"
    return Decision(allowed=False, reason=f"{principal.name} {standing}; {needed}")


def require(principal: Principal, action: Action, subject: Subject | Owned | None = None) -> None:
    """Raise NotAllowedError with the reason where `principal` may not do `action` to `subject`."""
    decision = allowed(principal, action, subject)
    if not decision.allowed:
        raise NotAllowedError(decision.reason)


def _a(role: PrincipalRole) -> str:
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"
