"""Words of strangers where a terminal or a page shows them: nothing in them steers what shows them.

Escape sequences, and marks that turn the direction of writing, come in headlines, outlets and file names.
Each such character becomes one visible character, so that offsets into the words stay true.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

_PICTURES = 0x2400  # "␀": the pictures of the control characters stand in their order
_DELETE = 0x7F
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# C1 controls, line and paragraph separators, embeddings, overrides and isolates of the writing direction.
# Plain marks of direction (U+200E, U+200F, U+061C) stay: they reach over no other text.
_STEERING = (*range(0x80, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SHOWN: Mapping[int, str] = {
    **{code: chr(_PICTURES + code) for code in range(0x20)},
    _DELETE: "␡",
    **dict.fromkeys(_STEERING, _REPLACEMENT),
    **dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT),
}
_SUSPECT = re.compile("[" + re.escape("".join(map(chr, _SHOWN))) + "]")
_IN_JSON = re.compile("[" + "".join(map(chr, (_DELETE, *_STEERING))) + "]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def printable(words: str, *, keep: str = "") -> str:
    """Return `words` of the same length with nothing that steers a terminal; characters of `keep` stay."""
    return _SUSPECT.sub(lambda found: found[0] if found[0] in keep else _SHOWN[ord(found[0])], words)


def printable_json(value: Any, *, indent: int = 0) -> str:
    """Return a value as JSON, keys in their order, on one line or indented.

    What would steer a terminal is escaped, so that readers get it as it was; a lone surrogate, which UTF-8
    does not have (a file name need not be Unicode), becomes U+FFFD.
    """
    try:
        written = msgspec.json.encode(value)
    except UnicodeEncodeError:
        written = msgspec.json.encode(_whole(msgspec.to_builtins(value)))
    if indent:
        written = msgspec.json.format(written, indent=indent)
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", written.decode())


def _whole(value: Any) -> Any:
    """Return a value without lone surrogates in its strings."""
    if isinstance(value, str):
        return _SURROGATE.sub(_REPLACEMENT, value)
    if isinstance(value, Mapping):
        return {_whole(key): _whole(held) for key, held in value.items()}
    if isinstance(value, Sequence):
        return [_whole(held) for held in value]
    return value
