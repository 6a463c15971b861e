"""XML of others -> a tree: nothing in it is expanded, looked up or followed."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from typing import Any

from lxml import etree

from watchfloor.errors import InputError

LARGEST_DOCUMENT = 20 * 2**20  # bytes, unpacked: its tree takes some ten times as much memory
_CDATA = b"<![CDATA["
_BARE_AMPERSAND = re.compile(rb"&(?!(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{0,31});)")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)


def parse_xml(data: bytes, *, where: str, whole: bool = False) -> Any:
    """Return the root element of an XML document, mended where it is ill-formed.

    Raises InputError for what is no XML, and for what declares a document type: neither sitemaps nor OPML
    need one, and entities hide in them. What must be `whole` is not mended but for bare ampersands.
    """
    if _DECLARED.search(data.replace(b"\0", b"")):
        raise InputError(where, "it declares a document type or entities; sitemaps and OPML need neither")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=not whole, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(with_escaped_ampersands(data.strip()), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(where, f"it is no XML, or broken: {error}") from None
    if root is None:
        raise InputError(where, "it is no XML")
    return root


def with_escaped_ampersands(characters: bytes) -> bytes:
    """Return XML whose bare ampersands ("AT&T") are written as XML wants them; sections of CDATA stay."""
    first, *sections = characters.split(_CDATA)
    parts = [_BARE_AMPERSAND.sub(b"&amp;", first)]
    for section in sections:
        words, end, rest = section.partition(b"]]>")
        parts += (_CDATA, words, end, _BARE_AMPERSAND.sub(b"&amp;", rest))
    return b"".join(parts)


def unzipped(data: bytes, *, where: str) -> bytes:
    """Return `data`, unpacked where it is gzip; raise InputError where it is broken or beyond the cap."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            found = stream.read(LARGEST_DOCUMENT + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(where, f"the packed file is broken: {error}") from None
    if len(found) > LARGEST_DOCUMENT:
        raise InputError(where, f"unpacked, it is larger than {LARGEST_DOCUMENT:,} bytes")
    return found


def local_name(element: Any) -> str:
    """Return an element's name without its namespace, in lower case; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
