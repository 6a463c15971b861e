"""HTTP answers as crawlers store them -> status, headers and the body unpacked, within caps (RFC 9112)."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from watchfloor.errors import InputError

_LONGEST_HEADER = 2**16  # bytes
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"\s*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_STEP = 2**16
_MOST_PACKINGS = 2  # on top of each other; servers use one


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """An HTTP answer; names of headers in lower case, the body still as it was sent."""

    status: int
    headers: dict[str, str]
    sent: bytes

    @property
    def media_type(self) -> str:
        """The type that the site names, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def parse_answer(data: bytes, *, where: str) -> StoredAnswer:
    """Return the answer in `data`; raise InputError where it is none."""
    status = _STATUS.match(data)
    if not status:
        raise InputError(where, "no HTTP answer begins here")
    end = _END_OF_HEADER.search(data, 0, _LONGEST_HEADER)
    head, sent = (data[: end.start()], data[end.end() :]) if end else (data[:_LONGEST_HEADER], b"")
    headers: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        name, colon, value = line.partition(":")
        key = name.strip().lower()
        if colon and key:
            headers[key] = f"{headers[key]}, {value.strip()}" if key in headers else value.strip()
    return StoredAnswer(status=int(status[1]), headers=headers, sent=sent)


def unpacked_body(answer: StoredAnswer, *, most: int, where: str) -> tuple[bytes, bool]:
    """Return an answer's body without chunks and packing, and whether all of it was there.

    Archives may hold a body unpacked whose headers call it packed: what does not look packed stays as it is.
    Raises InputError where it is broken, packed in an unknown way, or larger than `most` bytes.
    """
    body, complete = answer.sent, True
    if "chunked" in answer.headers.get("transfer-encoding", "").lower():
        body, complete = _joined(body)
    written = answer.headers.get("content-encoding", "").lower()
    names = [name.strip() for name in written.split(",") if name.strip() not in ("", "identity", "none")]
    if len(names) > _MOST_PACKINGS:
        raise InputError(where, f"the page is packed {len(names)} times over; that is not undone")
    for name in reversed(names):
        looks_packed, unpack = _PACKINGS.get(name, (None, None))
        if looks_packed is None or unpack is None:
            raise InputError(where, f"the page is packed as {name[:40]!r}, which is not known here")
        if looks_packed(body):
            body, whole = unpack(body, most, where)
            complete = complete and whole
    if len(body) > most:
        raise InputError(where, f"the page is larger than {most:,} bytes")
    return body, complete


def _joined(sent: bytes) -> tuple[bytes, bool]:
    """Return the chunks of a body joined, and whether the last was there; as it is where there are none."""
    joined, at = bytearray(), 0
    while match := _CHUNK_SIZE.match(sent, at):
        size = int(match[1], 16)
        if size == 0:
            return bytes(joined), True
        joined += sent[match.end() : match.end() + size]
        at = match.end() + size
    return (bytes(joined), False) if joined else (sent, True)


def _is_page(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _inflated(body: bytes, most: int, where: str) -> tuple[bytes, bool]:
    """Unpack gzip or deflate; both are sent under either name, and deflate with and without its header."""
    unpacker = zlib.decompressobj(wbits=47)
    try:
        found = unpacker.decompress(body, most + 1)
    except zlib.error:
        unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        try:
            found = unpacker.decompress(body, most + 1)
        except zlib.error as error:
            raise InputError(where, f"the packed page is broken: {error}") from None
    _check_size(found, most, where)
    return found, unpacker.eof


def _unbrotlied(body: bytes, most: int, where: str) -> tuple[bytes, bool]:
    import brotli  # noqa: PLC0415 - few pages need it

    unpacker = brotli.Decompressor()
    found = bytearray()
    try:
        piece = unpacker.process(body, output_buffer_limit=_STEP)
        while piece:
            found += piece
            _check_size(found, most, where)
            piece = unpacker.process(b"", output_buffer_limit=_STEP)
        return bytes(found), bool(unpacker.is_finished())
    except brotli.error as error:
        raise InputError(where, f"the packed page is broken: {error}") from None


def _unzstandard(body: bytes, most: int, where: str) -> tuple[bytes, bool]:
    import zstandard  # noqa: PLC0415 - few pages need it

    from watchfloor.ingest.formats.zstd import Unzstd  # noqa: PLC0415 - few pages need it

    unpacker = io.BufferedReader(Unzstd(io.BytesIO(body)), _STEP)
    found = bytearray()
    try:
        while piece := unpacker.read1(_STEP):
            found += piece
            _check_size(found, most, where)
    except EOFError:
        return bytes(found), False
    except zstandard.ZstdError as error:
        raise InputError(where, f"the packed page is broken: {error}") from None
    return bytes(found), True


def _check_size(found: bytes | bytearray, most: int, where: str) -> None:
    if len(found) > most:
        raise InputError(where, f"unpacked, the page is larger than {most:,} bytes")


Unpack = Callable[[bytes, int, str], tuple[bytes, bool]]
_PACKINGS: dict[str, tuple[Callable[[bytes], bool], Unpack]] = {
    **dict.fromkeys(("gzip", "x-gzip", "deflate"), (lambda body: not _is_page(body), _inflated)),
    "br": (lambda body: not _is_page(body), _unbrotlied),
    "zstd": (lambda body: body.startswith(b"\x28\xb5\x2f\xfd"), _unzstandard),
}
