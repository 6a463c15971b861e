"""Who may do what: the whole table, and what is one's own."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest

from tests.faults.commands import command
from watchfloor.errors import NotAllowedError
from watchfloor.model import Owned, PersonId, Principal, PrincipalRole
from watchfloor.permissions import Action, allowed, require

# What each role may beside what those before it may.
MAY = {
    PrincipalRole.VIEWER: {Action.READ, Action.KEEP_MARK},
    PrincipalRole.ANALYST: {
        Action.JUDGE,
        Action.NOTE,
        Action.MERGE,
        Action.SPLIT,
        Action.UNDO,
        Action.LABEL,
        Action.ACKNOWLEDGE,
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
        Action.SHARE,
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
    return Principal(id=PersonId("local:ana"), name="ana", roles=frozenset(roles))


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
    theirs = Owned(kind="watch", id="w1", owner=PersonId("local:ben"))
    for role in PrincipalRole:
        assert allowed(somebody(role), action, theirs).allowed == (
            [*PrincipalRole].index(role) >= [*PrincipalRole].index(least)
        )
    mine = Owned(kind="watch", id="w2", owner=PersonId("local:ana"))
    assert allowed(somebody(PrincipalRole.ANALYST), action, mine).allowed
    older = Owned(kind="watch", id="w3", owner=PersonId("ana"))  # signed before principals had ids
    assert allowed(somebody(PrincipalRole.ANALYST), action, older).allowed


def test_a_refusal_says_what_it_needs() -> None:
    with pytest.raises(NotAllowedError) as refused:
        require(somebody(PrincipalRole.VIEWER), Action.ERASE)
    assert str(refused.value) == "ana is a viewer; to erase a person needs an administrator"
    with pytest.raises(NotAllowedError, match=r"to change a watch of ben's needs an editor"):
        require(
            somebody(PrincipalRole.ANALYST),
            Action.CHANGE_WATCH,
            Owned(kind="watch", id="w", owner=PersonId("ben")),
        )
    require(somebody(PrincipalRole.VIEWER, PrincipalRole.EDITOR), Action.WITHHOLD)


# The words that the page has for what somebody may do, and whether it is of somebody else.
PAGE = (Path(__file__).parents[1] / "docs" / "permissions.md").read_text("utf-8")
WORDS: dict[str, list[tuple[Action, bool]]] = {
    "note what our own people saw": [(Action.NOTE, False)],
    "read": [(Action.READ, False)],
    "keep marks of their own": [(Action.KEEP_MARK, False)],
    "judge": [(Action.JUDGE, False)],
    "merge": [(Action.MERGE, False)],
    "split": [(Action.SPLIT, False)],
    "undo": [(Action.UNDO, False)],
    "label": [(Action.LABEL, False)],
    "acknowledge": [(Action.ACKNOWLEDGE, False)],
    "change watches and situations of their own": [
        (Action.CHANGE_WATCH, False),
        (Action.CHANGE_SITUATION, False),
    ],
    "change watches and situations of others": [(Action.CHANGE_WATCH, True), (Action.CHANGE_SITUATION, True)],
    "use channels": [(Action.USE_CHANNEL, False)],
    "withhold and readmit": [(Action.WITHHOLD, False), (Action.READMIT, False)],
    "manage sources": [(Action.MANAGE_SOURCES, False)],
    "add": [(Action.ADMIT, False)],
    "read again": [(Action.REREAD, False)],
    "deliver": [(Action.DELIVER, False)],
    "share with partners": [(Action.SHARE, False)],
    "set channels": [(Action.SET_CHANNEL, False)],
    "manage people": [(Action.MANAGE_PEOPLE, False)],
    "back up": [(Action.BACK_UP, False)],
    "erase a person": [(Action.ERASE, False)],
    "let go by age": [(Action.EXPIRE, False)],
    "export full text": [(Action.EXPORT_FULL_TEXT, False)],
    "make and mend a floor": [(Action.OPERATE, False)],
}


def _may(role: PrincipalRole, action: Action, *, foreign: bool) -> bool:
    who = Principal(id=PersonId("local:ana"), name="Ana", roles=frozenset({role}))
    return allowed(
        who, action, Owned(kind="watch", id="w", owner=PersonId("Ben" if foreign else "local:ana"))
    ).allowed


def test_the_table_of_the_page_is_what_is_decided() -> None:
    rows = {
        PrincipalRole(role): [WORDS[words] for words in told.removeprefix("also ").split(", ")]
        for role, told in re.findall(r"^\| (\w+) \| ((?:also |read, )[^|]+) \|$", PAGE, re.M)
    }
    assert list(rows) == list(PrincipalRole)
    told = [it for row in rows.values() for words in row for it in words]
    assert {action for action, _ in told} == set(Action)
    assert len(told) == len(set(told))
    for place, role in enumerate(rows):
        for least, row in enumerate(rows.values()):
            for action, foreign in (it for words in row for it in words):
                assert _may(role, action, foreign=foreign) == (least <= place), (role, action, foreign)


def test_a_decision_bears_the_name_that_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    floor, article = tmp_path / "floor", tmp_path / "a.txt"
    article.write_text("Police in Split arrested two men on Monday, the interior ministry said.", "utf-8")
    assert command("init", floor).code == 0
    added = command("add", article, "--floor", floor)
    report = added.out.split("\t")[1]

    def judged(*more: str) -> str:
        said = command("judge", report, "--note", f"seen {more}", *more, "--floor", floor)
        assert said.code == 0, said.output
        return command("explain", report, "--floor", floor).out

    monkeypatch.delenv("WATCHFLOOR_ANALYST", raising=False)
    monkeypatch.setenv("LOGNAME", "mila")
    assert "local:mila" in judged()
    monkeypatch.setenv("WATCHFLOOR_ANALYST", "Desk Two")
    assert "Desk Two" in judged()
    assert "Night Shift" in judged("--by", "Night Shift")


def test_a_floor_is_shared_with_a_group_as_the_page_says(tmp_path: Path) -> None:
    """What is made later is for the group too, and a store that everybody can read is warned of."""
    floor, article = tmp_path / "floor", tmp_path / "a.txt"
    article.write_text("Police in Split arrested two men on Monday, the interior ministry said.", "utf-8")
    assert command("init", floor).code == 0
    assert "every user" not in command("doctor", "--floor", floor).out
    assert all(not path.stat().st_mode & 0o077 for path in (floor, *floor.rglob("*")))
    [steps] = re.findall(r"^\| to share a floor with a group \| ([^|;]+);", PAGE, re.M)
    for step in re.findall(r"`([^`]+)`", steps):
        done = step.replace("desk", str(os.getgid())).replace("DIR", str(floor))
        assert os.system(done) == 0, done
    assert command("add", article, "--floor", floor).code == 0
    situation = ("situation", "add", "croatia", "--country", "HR", "--floor", floor)
    assert command(*situation).code == 0
    for path in (floor, floor / "situations", *(it for it in floor.rglob("*") if it.is_file())):
        mode = path.stat().st_mode
        assert (mode & stat.S_IRGRP, mode & stat.S_IWGRP) == (stat.S_IRGRP, stat.S_IWGRP), path
        assert not mode & 0o007, path
        assert path.stat().st_gid == os.getgid()
    for path in (floor, floor / "floor.sqlite"):
        path.chmod(path.stat().st_mode | 0o005)
    warned = command("doctor", "--floor", floor)
    assert "every user of this machine can read" in warned.out
