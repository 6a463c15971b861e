"""Lists of sources as OPML: the form in which feed readers exchange them, folders kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from watchfloor.errors import InputError
from watchfloor.ingest.formats.xml import local_name, parse_xml
from watchfloor.ingest.page.structured import link_address, plain

_FEED_SCHEME = re.compile(r"feed:(?://)?(?=(https?://)?)", re.I)
_DEEPEST = 20  # folders
_LONGEST_TITLE = 300  # characters
_UNWRITABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "\ufffd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list: its address, its site's, its title, and the folders it is filed under.

    What is not `usable` has something else than a web address where its address should be.
    """

    url: str
    title: str | None = None
    site: str | None = None
    group: tuple[str, ...] = ()
    usable: bool = True


def parse_opml(data: bytes, *, where: str) -> list[Outline]:
    """Return the feeds of an OPML document in its order, each address once; raise InputError for no OPML.

    A list that is broken is refused: what a mended one lacks, nobody would see.
    """
    root = parse_xml(data, where=where, whole=True)
    body = next((node for node in root if local_name(node) == "body"), None)
    if local_name(root) != "opml" or body is None:
        raise InputError(where, "not OPML: there is no <opml> with a <body>")
    found: dict[str, Outline] = {}
    for outline in _outlines(body, ()):
        found.setdefault(outline.url, outline)
    return list(found.values())


def _outlines(node: Any, group: tuple[str, ...]) -> Iterator[Outline]:
    for child in node:
        if local_name(child) != "outline":
            continue
        given = {key.rpartition("}")[2].lower(): value for key, value in child.attrib.items()}
        title = plain(given.get("title") or given.get("text"))[:_LONGEST_TITLE] or None
        if "xmlurl" in given:
            stated = _FEED_SCHEME.sub(_as_http, given["xmlurl"].strip())
            url = link_address(stated)
            site = link_address(given.get("htmlurl"))
            yield Outline(
                url=url or stated[:_LONGEST_TITLE],
                title=title,
                site=site,
                group=group,
                usable=url is not None,
            )
        elif len(group) < _DEEPEST:
            yield from _outlines(child, (*group, title) if title else group)


def _as_http(scheme: re.Match[str]) -> str:
    """Return what stands for feed:, feed:// or feed:https://."""
    return "" if scheme[1] else "https://"


def render_opml(outlines: Iterable[Outline], *, title: str) -> str:
    """Return an OPML 2.0 document of `outlines`, folders nested, all in the order given."""
    tree: dict[Any, Any] = {}
    for outline in outlines:
        place = tree
        for name in outline.group:
            place = place.setdefault(("folder", name), {})
        place[("feed", outline.url)] = outline
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += ["  <head>", f"    <title>{_text(title)}</title>", "  </head>", "  <body>"]
    lines += [*_rendered(tree, "    "), "  </body>", "</opml>"]
    return "\n".join(lines) + "\n"


def _rendered(tree: dict[Any, Any], indent: str) -> Iterator[str]:
    for (kind, name), inside in tree.items():
        if kind == "folder":
            yield f"{indent}<outline text={_attribute(name)}>"
            yield from _rendered(inside, indent + "  ")
            yield f"{indent}</outline>"
        else:
            site = f" htmlUrl={_attribute(inside.site)}" if inside.site else ""
            label = _attribute(inside.title or inside.url)
            yield f'{indent}<outline type="rss" text={label} xmlUrl={_attribute(inside.url)}{site}/>'


def _text(value: str) -> str:
    return _attribute(value)[1:-1]


def _attribute(value: str) -> str:
    clean = value.translate(_UNWRITABLE).encode("utf-8", "replace").decode("utf-8")
    return quoteattr(clean, {'"': "&quot;"})
