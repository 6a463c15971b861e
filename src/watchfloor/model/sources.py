"""Sources that are read again and again, and how they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from watchfloor.model.ids import SourceId

SourceKind = Literal["feed", "sitemap", "page", "folder", "file"]

# How often the pages of a source's items are asked again: "seldom" where each look is a burden.
RevisitRhythm = Literal["usual", "seldom", "never"]

SourceStatus = Literal["new", "healthy", "failing", "broken", "refused", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed, sitemap, page, folder or file, read again and again; `url` is its address or absolute path.

    `group` is the path of folders it is filed under; a paused source is kept and not read. `every` are the
    seconds between visits where a person set them; `revisit` is how often pages are asked again.
    """

    id: SourceId
    url: str
    kind: SourceKind
    title: str | None = None
    group: tuple[str, ...] = ()
    site: str | None = None
    language: str | None = None
    paused: bool = False
    added: str | None = None
    every: int | None = None
    revisit: RevisitRhythm = "usual"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How a source is doing: a state of our work, never of the world.

    `failures` counts tries without success since the last one; `tried`, `read` and `fresh` are the moments of
    the last try, the last success and the last success that brought something new; `interval` are the
    seconds between visits, `due` the moment of the next (None: never again). `etag` and `modified` are the
    validators of the last answer, kept only once all of that answer is admitted.
    """

    status: SourceStatus = "new"
    failures: int = 0
    error: str | None = None
    remedy: str | None = None
    tried: str | None = None
    read: str | None = None
    fresh: str | None = None
    interval: int = 1800
    due: str | None = None
    etag: str | None = None
    modified: str | None = None
    moved_to: str | None = None
    moved_times: int = 0
