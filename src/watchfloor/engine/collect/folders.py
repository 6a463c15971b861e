"""One visit of a watched folder or file: what is new in it, or was written to since the last."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from watchfloor.engine.collect.file_places import SeenFile, place_in, seen_file, version_at
from watchfloor.engine.collect.health import Failure, Success
from watchfloor.engine.collect.page_bytes import kept_file
from watchfloor.engine.collect.visit_result import ItemResult, VisitResult
from watchfloor.engine.prepare.reader_pool import ReaderPool
from watchfloor.ingest.files import MANY, ListedFiles, kind_by_name, list_folder, read_pieces
from watchfloor.model import Quarantined, Rendition
from watchfloor.store import HeldSource, ItemState
from watchfloor.store.sources import item_key

MOST_FROM_FILES = 2_000  # articles taken in one visit: some 60 MB; the rest is taken by the next, at once
_MOST_CHARACTERS = 20_000_000  # of their texts
_LONGEST_VISIT = 180.0  # seconds after which what is left waits for the next visit
_SETTLES = 2.0  # seconds; what was written to so lately is looked at twice
_LOOKED_AGAIN = 1.0  # seconds between the two looks
_RESTS = 60.0  # seconds; what was not written to for so long is not being written

Known = Callable[[Iterable[str] | None], Mapping[str, ItemState]]


@dataclass(slots=True)
class _Visiting:
    """A visit under way: what it brought so far, and what is to be said of it."""

    reading: ReaderPool
    now: str
    most: int
    follow: bool
    until: float
    brought: list[ItemResult] = field(default_factory=list)
    articles: int = 0
    characters: int = 0
    left: bool = False
    notes: list[str] = field(default_factory=list)

    def is_full(self) -> bool:
        """Tell whether this visit has brought as much, or taken as long, as one visit may."""
        return (
            self.articles >= self.most or self.characters >= _MOST_CHARACTERS or time.monotonic() > self.until
        )

    def bring(self, key: str, state: ItemState, items: Sequence[Rendition | Quarantined]) -> None:
        """Keep a file's items with its new state; they arrive now, whenever they were archived."""
        for item in items:
            arrived = replace(item, arrived=self.now) if isinstance(item, Rendition) else item
            page = kept_file(arrived) if isinstance(arrived, Rendition) else None
            self.brought.append(ItemResult(key, state, arrived, page))
        if not items:
            self.brought.append(ItemResult(key, state))


def _read_changed(changed: Iterable[SeenFile], states: Mapping[str, ItemState], visiting: _Visiting) -> None:
    """Read files that changed, until the visit is full."""
    for file in changed:
        if visiting.is_full():
            visiting.left = True
            return
        kind = kind_by_name(file.path)
        if kind in MANY or (visiting.follow and not kind):
            _read_on(file, states.get(file.key), visiting)
        else:
            _read_whole(file, visiting)


def visit_files(
    held: HeldSource, known: Known, now: str, most: int | None, reading: ReaderPool
) -> VisitResult:
    """Read what is new in a watched folder or file since what is known, or only the first `most` articles."""
    root = Path(held.source.url)
    single = held.source.kind == "file"
    listed = ListedFiles(files=[root] if root.is_file() else []) if single else list_folder(root)
    trouble = _trouble(root, listed, single=single)
    if trouble:
        return VisitResult(held=held, at=now, outcome=trouble)
    keys = tuple(item_key(str(path)) for path in listed.files)
    states = known(keys)
    until = time.monotonic() + _LONGEST_VISIT
    visiting = _Visiting(reading, now, most or MOST_FROM_FILES, single, until)
    changed = [file for file in _looked_at(listed.files) if not _is_known(file, states.get(file.key))]
    _read_changed(_settled(changed, now, visiting), states, visiting)
    if visiting.left and most is None:
        visiting.notes.append("more is left for the next visit")
    if (told := listed.told()) and (visiting.brought or most):
        visiting.notes.append(told)
    success = Success(fresh=visiting.articles, complete=not visiting.left, again=0 if visiting.left else None)
    return VisitResult(
        held=held,
        at=now,
        outcome=success,
        found=visiting.articles if single else len(listed.files),
        brought=tuple(visiting.brought),
        note="; ".join(visiting.notes) or None,
        listed=keys,
    )


def _trouble(root: Path, listed: ListedFiles, *, single: bool) -> Failure | None:
    if single and not listed.files:
        return Failure(error="the file is not there", remedy="put it back, or remove the source")
    if not single and not root.is_dir():
        return Failure(error="the folder is not there", remedy="put it back, or remove the source")
    if not listed.files and listed.closed and not os.access(root, os.R_OK | os.X_OK):
        return Failure(error="the folder cannot be read", remedy=f"give Watchfloor leave to read {root}")
    return None


# --------------------------------------------------------------------------------------- which files are new


def _looked_at(paths: Iterable[Path]) -> list[SeenFile]:
    return [file for path in paths if (file := seen_file(path))]


def _is_known(file: SeenFile, state: ItemState | None) -> bool:
    """Tell whether a file is as it was read; a refused one also when its permissions changed."""
    if state is None or state.tries:
        return False
    stamp, _, rest = state.version.partition(" ")
    return stamp == file.stamp and (not rest.isdecimal() or rest == file.changed)


def _settled(changed: list[SeenFile], now: str, visiting: _Visiting) -> list[SeenFile]:
    """Return the files that nobody is writing to; those that change while we look wait for the next visit."""
    moment = _seconds(now)
    fresh = {file.key for file in changed if abs(moment - file.written) < _SETTLES}
    if not fresh:
        return changed
    time.sleep(_LOOKED_AGAIN)
    settled = [
        file
        for file in changed
        # A file of many articles may grow while it is read: only whole ones are taken.
        if file.key not in fresh or kind_by_name(file.path) in MANY or seen_file(file.path) == file
    ]
    _tell_waiting([file for file in changed if file not in settled], visiting)
    return settled


def _tell_waiting(waiting: list[SeenFile], visiting: _Visiting) -> None:
    if waiting:
        names = ", ".join(file.path.name for file in waiting[:3])
        visiting.notes.append(f"{len(waiting)} files are still being written ({names}); they wait")


def _seconds(now: str) -> float:
    try:
        return datetime.fromisoformat(now).timestamp()
    except ValueError:
        return 0.0


# --------------------------------------------------------------------------------------- what they hold


def _read_whole(file: SeenFile, visiting: _Visiting) -> None:
    """Read a file that does not grow, unless it is written to meanwhile."""
    pieces = read_pieces(
        file.path,
        arrived=visiting.now,
        reader=visiting.reading.document,
        collections=visiting.reading.collection,
        tell=visiting.notes.append,
        follow=visiting.follow,
    )
    items = [piece.item for piece in pieces if piece.item is not None]
    if seen_file(file.path) != file:
        _tell_waiting([file], visiting)
        return
    visiting.bring(file.key, ItemState(_refused(file) if _all_refused(items) else file.stamp), items)
    _count(items, visiting)


def _read_on(file: SeenFile, state: ItemState | None, visiting: _Visiting) -> None:
    """Read a file of many articles from where the last visit ended; what it ends inside of waits."""
    then = place = place_in(file, state)
    waited = state is not None and state.tries > 0 and state.version.startswith(f"{file.stamp} ")
    rests = waited or _seconds(visiting.now) - file.written > _RESTS
    items: list[Rendition | Quarantined] = []
    more = cut = False
    pieces = read_pieces(
        file.path,
        arrived=visiting.now,
        reader=visiting.reading.document,
        collections=visiting.reading.collection,
        tell=visiting.notes.append,
        start=place,
        follow=visiting.follow,
    )
    for piece in pieces:
        if more:
            break
        if piece.cut and not rests:
            cut = True
            visiting.notes.append(f"{file.path.name} ends inside an article; that waits until it is whole")
            break
        if piece.item is not None:
            items.append(piece.item)
            _count([piece.item], visiting)
        if not piece.cut:  # if it grows on, what was cut is read again
            then = piece.then
        more = visiting.is_full()
    else:
        more = False
    visiting.left = visiting.left or more
    if not then and not cut and _all_refused(items):
        visiting.bring(file.key, ItemState(_refused(file)), items)
        return
    version = version_at(file, then, more=more)
    visiting.bring(file.key, ItemState(version, tries=int(cut)), items)


def _all_refused(items: Sequence[Rendition | Quarantined]) -> bool:
    return all(isinstance(item, Quarantined) for item in items)


def _refused(file: SeenFile) -> str:
    """Return the state of a file that could not be read: it is tried again when its permissions change."""
    return f"{file.stamp} {file.changed}"


def _count(items: Sequence[Rendition | Quarantined], visiting: _Visiting) -> None:
    visiting.articles += len(items)
    visiting.characters += sum(len(item.text) for item in items if isinstance(item, Rendition))
