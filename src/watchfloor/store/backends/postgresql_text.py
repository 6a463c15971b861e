"""Text as PostgreSQL can hold it: a NUL, which it refuses, is written as two characters, and read back."""

from __future__ import annotations

from functools import cache
from typing import Any

_NUL = "\0"
# A character that Unicode keeps out of texts for ever begins what is written otherwise; where a text has it
# all the same, it is written otherwise too, so that every text reads back as it was.
_MARK = "\ufdd0"
_MARKED_MARK, _MARKED_NUL = f"{_MARK}\ufdd1", f"{_MARK}\ufdd2"


def written(text: str) -> str:
    """Return a text as the server is given it."""
    if _NUL not in text and _MARK not in text:
        return text
    return text.replace(_MARK, _MARKED_MARK).replace(_NUL, _MARKED_NUL)


def read(text: str) -> str:
    """Return a text as it was before it was written."""
    if _MARK not in text:
        return text
    return text.replace(_MARKED_NUL, _NUL).replace(_MARKED_MARK, _MARK)


def speak_text(raw: Any) -> None:
    """Let a connection of psycopg's write and read text so."""
    dumper, loader = _adapters()
    raw.adapters.register_dumper(str, dumper)
    raw.adapters.register_loader("text", loader)


@cache
def _adapters() -> tuple[type[Any], type[Any]]:
    """Return what writes and what reads text, for every connection."""
    from psycopg.types.string import StrDumper, TextLoader  # noqa: PLC0415 - an extra

    class Written(StrDumper):
        def dump(self, obj: str) -> Any:
            return super().dump(written(obj))

    class Read(TextLoader):
        def load(self, data: Any) -> Any:
            return read(str(super().load(data)))

    return Written, Read
