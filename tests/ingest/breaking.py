"""Readers that break as real parsers do, told how by the first word of what they read."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path

from watchfloor.errors import InputError
from watchfloor.ingest.formats.feed import Feed, parse_feed
from watchfloor.ingest.formats.page import read_page
from watchfloor.model import Rendition


def break_or_read(
    data: bytes, *, where: str, path: str | None = None, url: str | None = None, arrived: str
) -> Rendition:
    """Break as the first word of `data` says; read it if it says nothing known."""
    word, _, rest = data.decode("utf-8", "replace").partition(" ")
    if word == "exit":
        os._exit(3)
    if word == "crash":
        ctypes.string_at(0)
    while word == "loop":
        pass
    if word == "stall":
        time.sleep(600)
    if word == "hoard":
        hoard = [bytearray(700_000_000) for _ in range(1_000)]  # more than the limit at one go
        return read_page(bytes(hoard[0]), where=where, arrived=arrived)
    if word == "raise":
        raise RecursionError("half a \ud800 character")
    if word == "refuse":
        raise InputError(where, "no article text found: refused")
    if word == "once" and not Path(rest).exists():
        Path(rest).touch()
        os._exit(1)
    if word == "once":
        data = f"<html><body><p>{'The quay was mended after one crash. ' * 3}</p></body></html>".encode()
    return read_page(data, where=where, path=path, url=url, arrived=arrived)


def crash_on_feed(data: bytes, *, where: str, url: str | None = None) -> Feed:
    """End the process at "exit", else read the feed."""
    if data == b"exit":
        os._exit(3)
    return parse_feed(data, where=where, url=url)


def die_or_read(
    data: bytes, *, where: str, path: str | None = None, url: str | None = None, arrived: str
) -> Rendition:
    """End the process at a page that says "exit at once", else read the page."""
    if b"exit at once" in data:
        os._exit(3)
    return read_page(data, where=where, path=path, url=url, arrived=arrived)
