"""Archives for tests: records and whole files, written by hand so that they can be wrong."""

from __future__ import annotations

import gzip
from collections.abc import Iterable

FETCHED = "2026-03-14T06:30:00Z"
WORDS = (
    "The harbour office of Aldersund closed the northern quay on Friday after divers found two cracks in it.",
    "Ferries will leave from the fish market until the pillars are mended, which takes at least three weeks.",
    "Nobody was hurt, and the mayor said that the town would pay for the buses to the other side of the bay.",
)


def page(
    title: str = "Northern quay closed after divers find cracks",
    *,
    published: str = "2026-03-13T17:00:00Z",
    more: str = "",
) -> bytes:
    """Return a page of HTML with one article."""
    date = f"<meta property='article:published_time' content='{published}'>" if published else ""
    words = "".join(f"<p>{line} {more}</p>" for line in WORDS)
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
        f"{date}</head>"
        f"<body><article><h1>{title}</h1>{words}</article></body></html>"
    ).encode()


def answer(
    body: bytes,
    *,
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
    headers: Iterable[str] = (),
) -> bytes:
    """Return an HTTP answer as crawlers store it."""
    lines = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers, "", "")
    return "\r\n".join(lines).encode() + body


def record(
    body: bytes,
    *,
    url: str = "https://aldersund.example/news/quay",
    kind: str = "response",
    length: int | None = None,
    media: str = "application/http; msgtype=response",
    fetched: str = FETCHED,
    headers: Iterable[str] = (),
) -> bytes:
    """Return one WARC record; `length` is what its header says, where that is to be wrong."""
    lines = (
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {fetched}",
        "WARC-Record-ID: <urn:uuid:5d2a7c1e-0000-4000-8000-000000000001>",
        f"Content-Type: {media}",
        *headers,
        f"Content-Length: {len(body) if length is None else length}",
        "",
        "",
    )
    return "\r\n".join(lines).encode() + body + b"\r\n\r\n"


def in_members(records: Iterable[bytes]) -> bytes:
    """Return records packed as the standard wants: a gzip member each."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def in_one(records: Iterable[bytes]) -> bytes:
    """Return records packed as the standard does not want: one gzip over all."""
    return gzip.compress(b"".join(records), mtime=0)
