"""The real articles of the dev data, each by a key that stands for it: "set:id"."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.clusters import Record, read

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


def _archived(path: Path) -> Iterator[Record]:
    with tarfile.open(path) as archive:
        member = archive.extractfile("dev/incidents.jsonl")
        assert member is not None
        yield from map(json.loads, io.TextIOWrapper(member, "utf-8"))


_SETS: Mapping[str, tuple[str, Callable[[Path], Iterable[Record]]]] = {
    "incidents": ("incidents/incidents-dev.tar.xz", _archived),
    "galaxy": ("group/stories_galaxy.mixed.jsonl.xz", read),
    "ecb": ("group/stories_ecb.plain.jsonl.xz", read),
    "quotes": ("dev/quotes/input.jsonl", read),
    "speakers": ("dev/speakers/input.jsonl", read),
    "places": ("dev/places/input.jsonl", read),
    "gum": ("dev/entities-gum/input.jsonl", read),
}
