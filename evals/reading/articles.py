"""The real articles of the dev data, each by a key that stands for it: "set:id"."""

from __future__ import annotations

import io
import json
import lzma
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SHORTEST = 600  # characters: what is shorter is a teaser, and tells a reader too little


@dataclass(frozen=True, slots=True)
class Article:
    """A real article: its key, when it was published (a day or a moment), its title and words."""

    key: str
    published: str | None
    title: str | None
    text: str


def articles(data: Path) -> Mapping[str, Article]:
    """Return every article of the sets by its key; sets that are not there are left out."""
    found: dict[str, Article] = {}
    for name, (path, reader) in _SETS.items():
        if (data / path).exists():
            for record in reader(data / path):
                article = Article(
                    f"{name}:{record['id']}",
                    record.get("published") or record.get("date"),
                    record.get("title"),
                    record["text"],
                )
                if len(article.text) >= _SHORTEST:
                    found[article.key] = article
    return found


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as lines:
        yield from map(json.loads, lines)


def _archived(path: Path) -> Iterator[dict[str, Any]]:
    with tarfile.open(path) as archive:
        member = archive.extractfile("dev/incidents.jsonl")
        assert member is not None
        yield from map(json.loads, io.TextIOWrapper(member, "utf-8"))


_SETS: Mapping[str, tuple[str, Callable[[Path], Iterator[dict[str, Any]]]]] = {
    "incidents": ("incidents/incidents-dev.tar.xz", _archived),
    "galaxy": ("group/stories_galaxy.mixed.jsonl.xz", _lines),
    "ecb": ("group/stories_ecb.plain.jsonl.xz", _lines),
    "quotes": ("dev/quotes/input.jsonl", _lines),
    "speakers": ("dev/speakers/input.jsonl", _lines),
    "places": ("dev/places/input.jsonl", _lines),
    "gum": ("dev/entities-gum/input.jsonl", _lines),
}
