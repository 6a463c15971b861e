"""Values of the vocabulary as JSON columns, exactly as they were given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import msgspec

from watchfloor import model
from watchfloor.errors import RowsRefusedError, StoreError
from watchfloor.model import RenditionId, TextId

V = TypeVar("V")

_SURROGATE = re.compile("[\ud800-\udfff]")
_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODERS: dict[type[Any], msgspec.json.Decoder[Any]] = {}  # made once for each type: making one is slow


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Generic[V]):
    """A value with the moments between which the floor held it; `until` is None while it is held."""

    value: V
    known: str
    until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A rendition with what placed it, in order of `sequence`; its words are left out (`text` is "").

    `kept` are its number in the stream and what the grouping window remembers of it.
    """

    sequence: int
    rendition: model.Rendition
    signature: model.Signature
    placement: model.Placement | None
    kept: tuple[int, bytes] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """An id that was merged into another, with the reason."""

    kind: str
    old_id: str
    new_id: str
    reason: model.Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What is left of a removed text."""

    text_id: TextId
    length: int
    removed: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A text that answers a search.

    `snippet` is a span of the stored text and `marks` the matched words, spans of it too; `title_marks` are
    spans of `title`, which is what the text was headed with in its rendition; `row` and `known_from` are the
    place of the hit in the index and the admission that first knew the text under this heading.
    """

    text_id: TextId
    rendition: RenditionId
    title: str
    title_marks: tuple[model.Span, ...]
    snippet: model.Span
    marks: tuple[model.Span, ...]
    row: int = 0
    known_from: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The recorded decisions about one id: never a recomputation.

    `kind` is that of the id ("rendition", "report", "origin", "story"); `known` when the floor first knew it.
    """

    kind: str
    id: str
    known: str
    placements: tuple[Dated[model.Placement], ...]
    judgements: tuple[model.Judgement, ...]
    redirected: Redirect | None = None


def spelt(label: str) -> str:
    """Return `label` with U+FFFD for each lone surrogate: a file name need not be Unicode."""
    return _SURROGATE.sub("\ufffd", label)


def readable(value: V) -> V:
    """Return `value` with every string `spelt`; nearly always that is `value` itself."""
    try:
        _ENCODER.encode(value)
    except UnicodeEncodeError:
        return msgspec.convert(_respelt(msgspec.to_builtins(value)), type(value))
    except (TypeError, ValueError):
        pass  # `packed` says what is wrong with it
    return value


def _respelt(built: Any) -> Any:
    if isinstance(built, str):
        return spelt(built)
    if isinstance(built, dict):
        return {key: _respelt(value) for key, value in built.items()}
    return [_respelt(value) for value in built] if isinstance(built, list | tuple) else built


def packed(value: object, *, held: str | None = None) -> str:
    """Return `value` as JSON that reads back equal, or raise RowsRefusedError: nothing unreadable is stored.

    What equals `held`, which is stored already, is not read back again.
    """
    try:
        written = _ENCODER.encode(value)
        if written.decode() == held or _decoder(type(value)).decode(written) == value:
            return written.decode()
        cause = "it does not read back as it was: some value is not of the type it should be"
    except (TypeError, ValueError, UnicodeError, msgspec.MsgspecError) as error:
        cause = str(error)
    raise RowsRefusedError(
        f"a {type(value).__name__} cannot be stored: {cause}", "mend the stage that made it"
    )


def unpacked(kind: type[V], written: str) -> V:
    """Return the value of type `kind` that `written` holds."""
    try:
        return cast("V", _decoder(kind).decode(written))
    except (ValueError, msgspec.MsgspecError) as error:
        raise StoreError(
            f"a stored {kind.__name__} cannot be read: {error}", "run `watchfloor doctor`"
        ) from error


def _decoder(kind: type[Any]) -> msgspec.json.Decoder[Any]:
    if kind not in _DECODERS:
        _DECODERS[kind] = msgspec.json.Decoder(kind)
    return _DECODERS[kind]
