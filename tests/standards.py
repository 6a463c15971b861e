"""What others write goes by is asked by schemas of our own (tests/schemas): CAP 1.2, Atom and JSON Feed.

Each function raises AssertionError with what is wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
from lxml import etree

_SCHEMAS = Path(__file__).parent / "schemas"
_ATOM = "{http://www.w3.org/2005/Atom}"


def check_cap(written: bytes) -> None:
    """Hold a message against the schema of CAP 1.2, and what the standard says beside it."""
    root = _checked(written, _cap())
    found = {etree.QName(it).localname: it.text or "" for it in root}
    assert found["scope"] != "Restricted" or found.get("restriction"), "a restricted scope says to whom"
    assert found["scope"] != "Private" or found.get("addresses"), "a private one to whom it is addressed"
    assert found["msgType"] in ("Alert",) or found.get("references"), "it says which messages it is about"


def check_atom(written: bytes) -> None:
    """Hold a feed against RFC 4287 and RFC 6721."""
    root = _checked(written, _atom())
    entries = root.findall(f"{_ATOM}entry")
    ids = Counter(it.findtext(f"{_ATOM}id") for it in entries)
    assert max(ids.values(), default=1) == 1, f"ids that stand twice: {ids.most_common(3)}"
    for entry in entries:
        links = [it.get("rel", "alternate") for it in entry.findall(f"{_ATOM}link")]
        assert entry.find(f"{_ATOM}content") is not None or "alternate" in links, "an entry without content"


def check_json_feed(written: bytes) -> None:
    """Hold a feed against the rules of JSON Feed 1.1."""
    feed = json.loads(written.decode("utf-8"))
    wrong = [f"{it.json_path}: {it.message}" for it in _json_feed().iter_errors(feed)]
    assert not wrong, wrong[:5]
    ids = Counter(it["id"] for it in feed["items"])
    assert max(ids.values(), default=1) == 1, f"ids that stand twice: {ids.most_common(3)}"


def _checked(written: bytes, schema: Any) -> Any:
    root = etree.fromstring(written)
    assert schema.validate(root), schema.error_log
    return root


@cache
def _cap() -> Any:
    return etree.XMLSchema(etree.parse(_SCHEMAS / "cap.xsd"))


@cache
def _atom() -> Any:
    return etree.RelaxNG(etree.parse(_SCHEMAS / "atom.rng"))


@cache
def _json_feed() -> Any:
    schema = json.loads((_SCHEMAS / "json_feed.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)
