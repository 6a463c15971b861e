"""One table answers for every type of event; the code asks it and keeps no list of types of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from importlib.resources import files
from pathlib import Path

import pytest

from watchfloor.extract.quantities.roles import roles
from watchfloor.model import EventType
from watchfloor.plover import TypeFacts, type_facts
from watchfloor.tables import read_table

_SOURCE = Path(str(files("watchfloor")))
_TABLE = _SOURCE / "data" / "events" / "plover.tsv"
_COLUMNS = [field.name for field in fields(TypeFacts)]
_TYPES = frozenset(kind.value for kind in EventType)


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(_SOURCE.rglob("*.py")):
        yield str(path.relative_to(_SOURCE)), ast.parse(path.read_text("utf-8"))


def _asked(tree: ast.Module) -> Iterator[str]:
    """Yield the columns that a module asks `type_facts` for, at once or by a name given to the row."""
    rows = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_row(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            named = isinstance(node.value, ast.Name) and node.value.id in rows
            if named or _is_row(node.value):
                yield node.attr


def _is_row(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "type_facts"


def _types_in(node: ast.AST) -> list[str]:
    """Return the types that a literal of several values names."""
    if isinstance(node, ast.Dict):
        values = [*(key for key in node.keys if key is not None), *node.values]
    elif isinstance(node, ast.Set | ast.Tuple | ast.List):
        values = node.elts
    else:
        return []
    return [name for value in values for name in [_type(value)] if name in _TYPES]


def _type(node: ast.expr) -> str | None:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "EventType":
        return node.attr
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_every_type_has_one_row_in_the_order_of_the_types() -> None:
    assert [row.type for row in read_table("events/plover.tsv", TypeFacts)] == list(EventType)


def test_the_header_tells_what_each_column_means() -> None:
    told = re.findall(r"^# +(\d+) (\w+) +\S.+$", _TABLE.read_text("utf-8"), re.M)
    assert told == [(str(number), name) for number, name in enumerate(_COLUMNS, start=1)]


def test_every_column_is_asked_for_and_told_apart_by() -> None:
    asked = {column for _, tree in _modules() for column in _asked(tree)}
    assert asked == set(_COLUMNS) - {"type"}
    same = [name for name in _COLUMNS if len({getattr(type_facts(kind), name) for kind in EventType}) == 1]
    assert not same, "columns that hold of all types, or of none, tell nothing"


def test_no_list_of_types_stands_in_the_code() -> None:
    found = [
        f"{name}:{getattr(node, 'lineno', 0)}: {_types_in(node)}"
        for name, tree in _modules()
        for node in ast.walk(tree)
        if len(_types_in(node)) > 1
    ]
    assert not found, "a fact about types is a column of data/events/plover.tsv: " + "; ".join(found)


def test_numbers_are_counted_in_roles_that_are_read() -> None:
    forms = ("object", "subject", "state", "noun", "deed", "toll")
    known = {role for form in forms for role in roles(form).values()} | {"attended"}
    asked = {role for kind in EventType for role in (*type_facts(kind).counts, *type_facts(kind).series)}
    assert asked <= known


@pytest.mark.parametrize(
    ("kind", "fact", "value"),
    [
        (EventType.AID, "intended", EventType.AGREE),
        (EventType.ASSAULT, "intended", EventType.THREATEN),
        (EventType.CONSULT, "intended", None),
        (EventType.SANCTION, "ended", "ease"),
        (EventType.ACCESS, "manner", "natural"),
        (EventType.REQUEST, "manner", "words"),
        (EventType.DISASTER, "harmful", True),
        (EventType.ACCESS, "harmful", False),
        (EventType.PROTEST, "asks", ("place",)),
    ],
)
def test_a_type_is_told_by_its_row(kind: EventType, fact: str, value: object) -> None:
    assert getattr(type_facts(kind), fact) == value
