"""Who may do what: the whole table, and what is one's own."""

from __future__ import annotations

import pytest

from watchfloor.errors import NotAllowedError
from watchfloor.model import Owned, Principal, PrincipalRole
from watchfloor.permissions import Action, allowed, require

# What each role may beside what those before it may.
MAY = {
    PrincipalRole.VIEWER: {Action.READ, Action.KEEP_MARK},
    PrincipalRole.ANALYST: {
        Action.JUDGE,
        Action.MERGE,
        Action.SPLIT,
        Action.UNDO,
        Action.LABEL,
        Action.CHANGE_WATCH,
        Action.CHANGE_SITUATION,
    },
    PrincipalRole.EDITOR: {
        Action.USE_CHANNEL,
        Action.WITHHOLD,
        Action.READMIT,
        Action.MANAGE_SOURCES,
        Action.ADMIT,
        Action.REREAD,
        Action.DELIVER,
    },
    PrincipalRole.ADMINISTRATOR: {
        Action.SET_CHANNEL,
        Action.MANAGE_PEOPLE,
        Action.BACK_UP,
        Action.ERASE,
        Action.EXPIRE,
        Action.EXPORT_FULL_TEXT,
        Action.OPERATE,
    },
}


def somebody(*roles: PrincipalRole) -> Principal:
    return Principal(id="local:ana", name="ana", roles=frozenset(roles))


@pytest.mark.parametrize("role", PrincipalRole)
@pytest.mark.parametrize("action", Action)
def test_each_role_may_what_those_before_it_may_and_more(role: PrincipalRole, action: Action) -> None:
    order = [*PrincipalRole]
    may = set[Action]().union(*(MAY[one] for one in order[: order.index(role) + 1]))
    decision = allowed(somebody(role), action)
    assert decision.allowed == (action in may)
    assert "ana is a" in decision.reason
    assert action.value in decision.reason


@pytest.mark.parametrize("action", Action)
def test_whoever_has_no_role_may_nothing(action: Action) -> None:
    decision = allowed(somebody(), action)
    assert not decision.allowed
    assert decision.reason.startswith("ana has no role here; to ")


@pytest.mark.parametrize(
    ("action", "least"),
    [
        (Action.KEEP_MARK, PrincipalRole.ADMINISTRATOR),
        (Action.CHANGE_WATCH, PrincipalRole.EDITOR),
        (Action.CHANGE_SITUATION, PrincipalRole.EDITOR),
    ],
)
def test_what_others_own_needs_more(action: Action, least: PrincipalRole) -> None:
    theirs = Owned(kind="watch", id="w1", owner="local:ben")
    for role in PrincipalRole:
        assert allowed(somebody(role), action, theirs).allowed == (
            [*PrincipalRole].index(role) >= [*PrincipalRole].index(least)
        )
    mine = Owned(kind="watch", id="w2", owner="local:ana")
    assert allowed(somebody(PrincipalRole.ANALYST), action, mine).allowed
    older = Owned(kind="watch", id="w3", owner="ana")  # signed before principals had ids
    assert allowed(somebody(PrincipalRole.ANALYST), action, older).allowed


def test_a_refusal_says_what_it_needs() -> None:
    with pytest.raises(NotAllowedError) as refused:
        require(somebody(PrincipalRole.VIEWER), Action.ERASE)
    assert str(refused.value) == "ana is a viewer; to erase a person needs an administrator"
    with pytest.raises(NotAllowedError, match=r"to change a watch of ben's needs an editor"):
        require(
            somebody(PrincipalRole.ANALYST), Action.CHANGE_WATCH, Owned(kind="watch", id="w", owner="ben")
        )
    require(somebody(PrincipalRole.VIEWER, PrincipalRole.EDITOR), Action.WITHHOLD)
