"""Settings in TOML: where each key and value stands, and what is said of what cannot be used."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchfloor.errors import ConfigError
from watchfloor.settings import Days, Secret, String, Strings, Table, entries, lines_of, read_settings

WRITTEN = '''\
store = "a # no comment"  # secret = "x"
"odd key" = 1
retention.text_days = 3

[channels]
desk = { kind = "webhook", to = ["a", 'b'], "u r l" = "x=y, z" }
words = """
[no.table]
secret = "in words"
"""

[[channels.list]]  # behind a header
dates = [
  1979-05-27 07:32:00,  # one, [two]
  { at = 1, of = [] },
]
last = 'quoted # no comment'
'''


def test_keys_stand_where_they_are_written() -> None:
    assert lines_of(WRITTEN) == {
        ("store",): 1,
        ("odd key",): 2,
        ("retention",): 3,
        ("retention", "text_days"): 3,
        ("channels",): 5,
        ("channels", "desk"): 6,
        ("channels", "desk", "kind"): 6,
        ("channels", "desk", "to"): 6,
        ("channels", "desk", "u r l"): 6,
        ("channels", "words"): 7,
        ("channels", "list"): 12,
        ("channels", "list", "dates"): 13,
        ("channels", "list", "dates", "at"): 15,
        ("channels", "list", "dates", "of"): 15,
        ("channels", "list", "last"): 17,
    }


def test_comments_are_told_from_words() -> None:
    told = [WRITTEN[it.start : it.end] for it in entries(WRITTEN) if not it.keys]
    assert told == ['# secret = "x"', "# behind a header", "# one, [two]"]


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8)
VALUES: st.SearchStrategy[Any] = st.recursive(
    WORDS | st.integers(-99, 99) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


def toml(value: Any) -> str:
    """Return a value as TOML, tables inline."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{toml(key)} = {toml(it)}" for key, it in value.items()) + " }"
    if isinstance(value, list):
        return "[ # a, list\n" + ", ".join(map(toml, value)) + "]"
    return msgspec.json.encode(value).decode()


@given(st.dictionaries(WORDS, VALUES, max_size=4))
def test_what_stands_where_a_value_is_said_to_stand_is_that_value(settings: dict[str, Any]) -> None:
    text = "".join(f"{toml(key)} = {toml(value)}  # and so on\n" for key, value in settings.items())
    assert tomllib.loads(text) == settings
    found = {it.keys[0]: text[it.start : it.end] for it in entries(text) if len(it.keys) == 1}
    assert {key: tomllib.loads(f"it = {value}")["it"] for key, value in found.items()} == settings


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """Toy settings."""

    key: Secret
    open_days: Days = 1
    names: Strings = ()
    colour: String | None = None


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "gate.toml:4: gate: key is missing; a gate needs key"),
        ({"key": "k", "colur": "red"}, "gate.toml:9: gate: unknown key 'colur'; did you mean 'colour'?"),
        ({"key": 7}, "gate.toml:5: gate: key is not shown; it must be a text"),
        ({"key": "k", "open_days": 0}, "gate.toml:4: gate: open_days is 0; it must be a number of days"),
        ({"key": "k", "open_days": True}, "open_days is True; it must be a number of days"),
        ({"key": "k", "names": "a"}, "names is 'a'; it must be a list of texts"),
        ({"key": "k", "names": [1]}, "names is [1]; it must be a list of texts"),
        ({"key": "k", "colour": 3}, "colour is 3; it must be a text"),
        ({"key": "environment:KEY"}, "gate.toml:5: gate: key is to come from KEY, which is not set; set it"),
    ],
)
def test_what_cannot_be_used_is_named(settings: dict[str, Any], told: str) -> None:
    lines = {("gate",): 4, ("gate", "key"): 5, ("gate", "colur"): 9}
    with pytest.raises(ConfigError) as refused:
        read_settings(
            Gate, Table(settings, ("gate",), Path("gate.toml"), lines), what="a gate", environment={}
        )
    assert told in str(refused.value)


def test_settings_become_a_struct_that_shows_no_secret() -> None:
    settings = {"key": "environment:KEY", "names": ["a", "b"]}
    gate = read_settings(Gate, Table(settings), what="a gate", environment={"KEY": "sesame"})
    assert gate == Gate(key=Secret("sesame"), names=("a", "b"))
    assert "sesame" not in repr(gate)
