"""The JSON Schema of watches is made from the table of keys, and takes what the reader of rules takes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from watchfloor.watch.ready import ready_rules
from watchfloor.watch.rules import KEYS
from watchfloor.watch.schema import watch_schema

ROOT = Path(__file__).parents[2]
SCHEMA = watch_schema()


def fits(value: Any, shape: dict[str, Any]) -> bool:
    """Tell whether a value fits a shape: of JSON Schema, what the schema of watches uses."""
    if "$ref" in shape:
        return fits(value, SCHEMA["$defs"][shape["$ref"].rpartition("/")[2]])
    known: dict[str, Callable[[Any], bool]] = {
        "type": lambda it: any(_is(value, one) for one in ([it] if isinstance(it, str) else it)),
        "enum": lambda it: value in it,
        "anyOf": lambda it: any(fits(value, one) for one in it),
        "pattern": lambda it: not isinstance(value, str) or bool(re.search(it, value)),
        "minimum": lambda it: not _is(value, "number") or value >= it,
        "maximum": lambda it: not _is(value, "number") or value <= it,
        "maxLength": lambda it: not isinstance(value, str) or len(value) <= it,
        "items": lambda it: not isinstance(value, list) or all(fits(one, it) for one in value),
        "minItems": lambda it: not isinstance(value, list) or len(value) >= it,
        "maxItems": lambda it: not isinstance(value, list) or len(value) <= it,
        "required": lambda it: not isinstance(value, dict) or set(it) <= value.keys(),
        "properties": lambda it: all(fits(one, it[key]) for key, one in value.items() if key in it),
        "additionalProperties": lambda it: it or not value.keys() - shape["properties"].keys(),
    }
    told = {key: one for key, one in shape.items() if key not in ("$schema", "title", "$defs")}
    assert told.keys() <= known.keys()
    if "properties" in told and not isinstance(value, dict):
        return False
    return all(known[key](one) for key, one in told.items())


def _is(value: Any, name: str) -> bool:
    kinds = {
        "string": str,
        "number": (int, float),
        "integer": int,
        "boolean": bool,
        "object": dict,
        "array": list,
    }
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, kinds[name])  # type: ignore[arg-type]  # a class, or a tuple of them


def test_it_has_every_key_and_no_other() -> None:
    assert list(SCHEMA["$defs"]["watch"]["properties"]) == list(KEYS)
    held = json.loads((files("watchfloor") / "data" / "watches" / "schema.json").read_text("utf-8"))
    assert held == SCHEMA, "write it anew: python -m tools.json_schema"


def test_it_takes_the_ready_rules_and_those_of_the_docs() -> None:
    texts = [it.text for it in ready_rules()]
    texts.append((ROOT / "examples" / "watches.yaml").read_text("utf-8"))
    texts += re.findall(r"```yaml\n(name: .*?)```", (ROOT / "docs" / "watches.md").read_text("utf-8"), re.S)
    assert len(texts) > 14
    for text in texts:
        assert fits(yaml.safe_load(text), SCHEMA), text


@pytest.mark.parametrize(
    "written",
    [
        "{name: x, contry: IE}",
        "{country: IE}",
        "{name: x, country: Ireland}",
        "{name: x, type: WAR}",
        "{name: x, origins: 0}",
        "{name: x, within: a while}",
        "{name: x, number: {role: killed}}",
        "{name: x, number: {role: elves, over: 3}}",
        "{name: x, number: {role: killed, scope: Tarvel}}",
        "{name: x, pair: [Norland]}",
        "{name: x, burst: no}",
        "{name: x, level: loud}",
    ],
)
def test_it_refuses_what_the_rules_refuse(written: str) -> None:
    assert not fits(next(iter(yaml.safe_load_all(written))) or "nothing", SCHEMA)
