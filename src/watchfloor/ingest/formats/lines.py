"""JSON Lines of the interchange <-> renditions, one line at a time."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, BinaryIO

import zstandard

from watchfloor.errors import InputError
from watchfloor.ingest.build import Draft, finish, quarantine
from watchfloor.ingest.dates import given_moment
from watchfloor.ingest.decoding import clean, decode
from watchfloor.ingest.formats.pieces import Piece
from watchfloor.model import Flag, FlagCode, Quarantined, Rendition, Span

_MOST_BLANK = 10_000  # lines in a row
LONGEST_LINE = 16 * 2**20  # bytes; a text of two million characters fits, escaped or not
_FIELDS = ("title", "standfirst", "byline", "credit", "section", "outlet", "url", "language")


def read_lines(
    stream: BinaryIO, *, name: str, arrived: str, piped: bool = False
) -> Iterator[Rendition | Quarantined]:
    """Yield a rendition per line of `stream`, or the reason why a line was refused; memory is one line's.

    A rendition's path is the line it stands in; what is `piped` keeps the path that its record names.
    """
    pieces = read_line_pieces(stream, name=name, arrived=arrived, piped=piped)
    yield from (piece.item for piece in pieces if piece.item is not None)


def read_line_pieces(
    stream: BinaryIO,
    *,
    name: str,
    arrived: str,
    piped: bool = False,
    start: str = "",
    most: int | None = None,
) -> Iterator[Piece]:
    """Yield a piece per line of `stream`, as `read_lines` does; a last line without an end is cut.

    `start` is the place to begin at: the `then` of an earlier piece of the same file. `most` are the bytes
    that a packed file may hold.
    """
    at, number = _begin(stream, start)
    blank = 0
    while True:
        where = f"{name}:{number + 1}"
        item: Rendition | Quarantined | None = None
        ended = True
        try:
            line, length, ended = _next_line(stream, where)
            if not length:
                return
            _refuse_endless(where, unpacked=at, most=most)
            has_words = line is None or bool(line.strip(b" \t\r\n\xef\xbb\xbf"))
            blank = 0 if has_words else blank + 1
            _refuse_blank(where, blank)
            if has_words:
                item = _item(line, where=where, piped=piped, arrived=arrived)
        except BrokenStreamError as error:
            yield Piece(quarantine(error, arrived=arrived), f"{at}:{number}", cut=True)
            return
        except InputError as error:
            item = quarantine(error, arrived=arrived)
        at, number = at + length, number + 1
        yield Piece(item, f"{at}:{number}", cut=not ended)


def _refuse_endless(where: str, *, unpacked: int, most: int | None) -> None:
    if most is not None and unpacked > most:
        raise BrokenStreamError(
            where, f"it unpacks to more than {most:,} bytes, far more than texts do; unpack it yourself"
        )


def _refuse_blank(where: str, blank: int) -> None:
    if blank > _MOST_BLANK:
        raise BrokenStreamError(where, f"more than {_MOST_BLANK:,} blank lines in a row: no file of articles")


def _item(line: bytes | None, *, where: str, piped: bool, arrived: str) -> Rendition:
    """Return the rendition that a line is; None stands for a line that is too long to be read."""
    if line is None:
        raise InputError(where, f"the line is longer than {LONGEST_LINE:,} bytes; split the file")
    record = _record(line, where)
    named = record.get("path") if piped else None
    path = named if isinstance(named, str) else where
    return rendition_of_line(record, where=where, path=path, arrived=arrived)


class BrokenStreamError(InputError):
    """A stream breaks off: a packed file is cut or broken. Nothing more comes of it."""


def _begin(stream: BinaryIO, start: str) -> tuple[int, int]:
    """Go to a place in the stream and return it as bytes and lines before it."""
    at, _, number = start.partition(":")
    if not (at.isdecimal() and number.isdecimal()):
        return 0, 0
    if stream.seekable():
        stream.seek(int(at))
    else:
        left = int(at)
        while left and (passed := stream.read(min(left, 2**20))):
            left -= len(passed)
    return int(at), int(number)


def _next_line(stream: BinaryIO, where: str) -> tuple[bytes | None, int, bool]:
    """Return the next line (None if it is too long), its length in bytes, and whether it has an end."""
    try:
        line = stream.readline(LONGEST_LINE + 1)
        length = len(line)
        if length <= LONGEST_LINE:
            return line, length, line.endswith(b"\n")
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE)
            length += len(line)
        return None, length, bool(line)
    except (OSError, EOFError, zlib.error, zstandard.ZstdError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BrokenStreamError(where, f"the file cannot be read on from here: {reason}") from None


def _record(line: bytes, where: str) -> dict[str, Any]:
    text = decode(line, where=where).text
    doubled: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        record = dict(pairs)
        if len(record) < len(pairs):
            doubled.extend(key for key in record if sum(key == other for other, _ in pairs) > 1)
        return record

    try:
        record = json.loads(text, parse_constant=lambda _: None, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        raise InputError(where, f"not a JSON record: {error.msg} (column {error.colno})") from None
    except RecursionError:
        raise InputError(where, "the JSON is nested too deeply; a record is one flat object") from None
    except ValueError as error:  # an integer of more digits than Python reads
        raise InputError(where, f"not a JSON record: {error}") from None
    if not isinstance(record, dict):
        raise InputError(where, f"a JSON object was expected, this is a {type(record).__name__}")
    if doubled:
        names = ", ".join(sorted(set(doubled)))[:80]
        raise InputError(where, f"keys stand twice in the record: {names}; which one counts cannot be told")
    return record


def rendition_of_line(
    record: dict[str, Any], *, where: str = "input", path: str | None = None, arrived: str | None = None
) -> Rendition:
    """Return the rendition of an interchange record; raise InputError where it has no usable text.

    The text stays as given, but for NUL and lone surrogates. Values of a wrong type are left out and
    flagged. `paragraphs` (pairs of offsets) are honoured where they are given and fit the text.
    """
    words = record.get("text")
    if not isinstance(words, str):
        cause = "it has no text" if words is None else f"its text is a {type(words).__name__}, not a string"
        raise InputError(where, f'{cause}; a line needs "text"')
    decoded = clean(words)
    draft = Draft(text=decoded.text, path=path, flags=list(decoded.flags))
    flags = record.get("flags")
    given = flags if isinstance(flags, list) else []
    draft.flags += [Flag(FlagCode.AS_GIVEN, flag) for flag in given if isinstance(flag, str)]
    for name in _FIELDS:
        setattr(draft, name, _string(record, name, draft.flags))
    draft.title_from = "input" if draft.title else None
    draft.standfirst_from = "input" if draft.standfirst else None
    draft.byline_from = "input" if draft.byline else None
    draft.dates_given = True
    draft.published = _moment(record, "published", where)
    origin = record.get("published_from")
    draft.published_from = (origin if isinstance(origin, str) else "input") if draft.published else None
    draft.modified = _moment(record, "modified", where)
    draft.given_id = _string(record, "id", draft.flags)
    draft.path = path or _string(record, "path", draft.flags)
    draft.paragraphs = _paragraphs(record.get("paragraphs"), draft.text, draft.flags)
    return finish(draft, where=where, arrived=arrived)


def _string(record: dict[str, Any], name: str, flags: list[Flag]) -> str | None:
    value = record.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        if isinstance(value, list) and name == "byline" and all(isinstance(item, str) for item in value):
            return clean(", ".join(value)).text or None
        flags.append(Flag(FlagCode.NOT_A_STRING, part=name))
        return None
    return clean(str(value)).text.strip() or None


def _moment(record: dict[str, Any], name: str, where: str) -> str | None:
    """Return a moment as the record gives it; raise InputError where it gives none that can be."""
    value = record.get(name)
    if value is None or value == "":
        return None
    written = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    known = isinstance(value, str | int | float) and not isinstance(value, bool)
    moment = given_moment(written) if known else None
    if moment is None:
        raise InputError(
            where,
            f"{name} is no date: {str(value)[:80]}; write it as 2026-01-27, 2026-01-27T08:00:00Z, "
            "Tue, 27 Jan 2026 08:00:00 GMT or in seconds since 1970",
        )
    return moment


def _paragraphs(value: object, text: str, flags: list[Flag]) -> tuple[Span, ...] | None:
    if value is None:
        return None
    spans = _spans(value)
    ordered = spans is not None and all(a.end <= b.start for a, b in pairwise(spans))
    if not spans or not ordered or any(not 0 <= s.start < s.end <= len(text) for s in spans):
        flags.append(Flag(FlagCode.NO_SPANS, part="paragraphs"))
        return None
    return spans


def _spans(value: object) -> tuple[Span, ...] | None:
    if not isinstance(value, list):
        return None
    pairs = [p for p in value if isinstance(p, list) and len(p) == 2 and all(type(x) is int for x in p)]
    return tuple(Span(*pair) for pair in pairs) if len(pairs) == len(value) else None
