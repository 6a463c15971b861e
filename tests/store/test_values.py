"""Every value of the vocabulary reads back exactly as it was stored."""

from __future__ import annotations

import dataclasses
import types
import typing
from enum import Enum
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor import model
from watchfloor.errors import StoreError
from watchfloor.model import OriginId, RenditionId, ReportId, StoryId
from watchfloor.store.schema import KINDS
from watchfloor.store.values import packed, unpacked

_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bytes: st.binary(max_size=12),
    bool: st.booleans(),
    type(None): st.none(),
}

STORED = [
    *(kind.type for kind in KINDS.values()),
    model.Rendition,
    model.Signature,
    model.Change,
    model.Judgement,
]


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for the values of a type of the vocabulary."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, typing.NewType):
        return values_of(kind.__supertype__)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return st.sampled_from(arguments)
    if origin in {typing.Union, types.UnionType}:
        return st.one_of(*map(values_of, arguments))
    if origin is dict:
        return st.dictionaries(*map(values_of, arguments), max_size=3)
    if origin is tuple and arguments[-1] is Ellipsis:
        return st.lists(values_of(arguments[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values_of, arguments))
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if issubclass(kind, msgspec.Struct):
        return _records_of(kind)
    assert dataclasses.is_dataclass(kind) or issubclass(kind, tuple)
    hints = typing.get_type_hints(kind)
    return st.builds(kind, **{name: values_of(hint) for name, hint in hints.items()})


@cache
def _records_of(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    # Once for each type, and late: a reason holds further reasons.
    return st.deferred(
        lambda: st.builds(
            kind, **{name: values_of(hint) for name, hint in typing.get_type_hints(kind).items()}
        )
    )


@pytest.mark.parametrize("kind", STORED, ids=lambda kind: kind.__name__)
def test_values_read_back_as_they_were(kind: type[Any]) -> None:
    @settings(max_examples=25, deadline=None)
    @given(values_of(kind))
    def reads_back(value: Any) -> None:
        assert unpacked(kind, packed(value)) == value

    reads_back()


def placement(near: float) -> model.Placement:
    score = model.EvidenceScore(model.EvidenceKind.RESEMBLANCE, "s", near)
    return model.Placement(
        rendition=RenditionId("r"),
        report=ReportId("p"),
        origin=OriginId("o"),
        story=StoryId("s"),
        relation="copy",
        scores=(score,),
    )


def test_what_a_reason_does_not_say_is_not_written() -> None:
    reason = model.Reason(code=model.ReasonCode.SAME_ADDRESS, value=0.5)
    assert packed(reason) == '{"code":"same address","value":0.5}'


def test_equal_values_are_written_equally_whatever_the_order_of_a_mapping() -> None:
    one, other = (
        model.Coverage(at=None, languages={"de": 1, "en": 2}),
        model.Coverage(at=None, languages={"en": 2, "de": 1}),
    )
    assert packed(one) == packed(other)


def test_what_does_not_read_back_is_refused() -> None:
    with pytest.raises(StoreError, match="read back as it was"):
        packed(model.Story(id="s", title="t", reports=["a"], origins=1, first=None, last=None))  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="scores"):
        packed(placement(float("nan")))
    with pytest.raises(StoreError, match="mend the stage"):
        packed(model.Signature(version="\ud800"))
    with pytest.raises(StoreError, match="watchfloor doctor"):
        unpacked(model.Signature, '{"version": 1}')
