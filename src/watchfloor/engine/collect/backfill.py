"""Large archives of files -> items, file after file: how far each was read is kept in the floor."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from watchfloor.engine.collect.file_places import SeenFile, offset_of, place_in, seen_file, version_at
from watchfloor.engine.prepare.reader_pool import ReaderPool
from watchfloor.ingest.files import list_folder, nothing_below, read_pieces, unpacked_size
from watchfloor.ingest.formats.pieces import Piece, Tell
from watchfloor.model import Quarantined, Rendition
from watchfloor.store import Store
from watchfloor.store.backfills import ReadTo, keep_read_to, read_to

_KEPT_EVERY = 25  # items after which it is kept how far their file was read
_ANEW = "it is read from its beginning, and what is there already is only seen again"


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """A file of an archive; `follow` tells that it was named, so that a link is read through."""

    path: Path
    follow: bool


@dataclass(slots=True)
class Archive:
    """The files below some paths, in order, and what was passed over on the way."""

    files: list[ArchiveFile] = field(default_factory=list)
    empty: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def archive_of(paths: Iterable[str]) -> Archive:
    """Return the files that are read below paths, each once: as they are given, in a folder by name."""
    archive = Archive()
    for given in map(Path, paths):
        if not given.is_dir():
            archive.files.append(ArchiveFile(given, follow=True))
            continue
        listed = list_folder(given)
        archive.files += (ArchiveFile(path, follow=False) for path in listed.files)
        if not listed.files:
            archive.empty.append(given)
        if told := listed.told():
            archive.notes.append(f"{given}: {told}")
    archive.files = list({file.path.absolute(): file for file in archive.files}.values())
    return archive


def is_behind(file: SeenFile | None, held: ReadTo | None) -> bool:
    """Tell whether a file was read to its end, and stands as it stood then."""
    return file is not None and held is not None and held.done and not has_changed(file, held)


def has_changed(file: SeenFile, held: ReadTo) -> bool:
    """Tell whether a file was written to since it was read."""
    return held.version.partition(" ")[0] != file.stamp


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where one is behind an item: the file, the place in it, and how many bytes of the archive that are.

    One that `ends` stands behind the last item of its file, which is `done` where it could be read.
    """

    file: SeenFile | None
    place: str
    behind: float
    ends: bool = False
    done: bool = False


class BackfillRun:
    """Reads an archive from where a floor was with it; the floor is told of each item that was taken in.

    What was taken in since it was last kept how far a file was read is read again after a kill: it is only
    seen again then.
    """

    def __init__(
        self, store: Store, archive: Archive, *, arrived: str, reading: ReaderPool, tell: Tell
    ) -> None:
        self._store = store
        self._archive = archive
        self._arrived = arrived
        self._reading = reading
        self._tell = tell
        self._marks: deque[_Mark] = deque()
        self._unkept: dict[str, _Mark] = {}
        self._items = 0
        sizes = [_size(file.path) for file in archive.files]
        self._size = sum(sizes)
        self._begun = 0.0  # bytes of the files that were read before the one that is read now
        self._behind = 0.0

    @property
    def share(self) -> float:
        """How much of the archive is taken in, of 1, by the sizes of its files."""
        return self._behind / self._size if self._size else 1.0

    def items(self) -> Iterator[Rendition | Quarantined]:
        """Yield what the archive holds, in order, but for what was read before."""
        for words in self._archive.notes:
            self._tell(words)
        for folder in self._archive.empty:
            self._marks.append(_Mark(None, "", self._begun))
            yield nothing_below(folder, self._arrived)
        for file in self._archive.files:
            yield from self._read(file)

    def took(self) -> None:
        """Note that the next item is safely kept; the floor is held."""
        while self._marks:
            mark = self._marks.popleft()
            self._pass(mark)
            if not mark.ends:
                break
        self._items += 1
        if self._items >= _KEPT_EVERY:
            self._keep()

    def end(self) -> None:
        """Note that all is taken in; the floor is held."""
        while self._marks:
            self._pass(self._marks.popleft())
        self._keep()

    def _pass(self, mark: _Mark) -> None:
        self._behind = mark.behind
        if mark.file is not None and (mark.done or mark.place):
            self._unkept[mark.file.key] = mark

    def _keep(self) -> None:
        """Keep how far the files were read whose items were taken in since this was done last."""
        places = {
            key: ReadTo(version_at(mark.file, mark.place, more=False), done=mark.done)
            for key, mark in self._unkept.items()
            if mark.file is not None
        }
        if places:
            keep_read_to(self._store, places)
        self._unkept, self._items = {}, 0

    def _read(self, given: ArchiveFile) -> Iterator[Rendition | Quarantined]:
        """Yield what a file holds behind the place up to which it was read."""
        file = seen_file(given.path)
        before, self._begun = self._begun, self._begun + _size(given.path)
        held = read_to(self._store, file.key) if file else None
        if is_behind(file, held):
            self._marks.append(_Mark(None, "", self._begun, ends=True))
            return
        then = start = self._start(file, held) if file and held else ""
        length, size = unpacked_size(given.path), self._begun - before
        refused_only = True
        items = 0
        for piece in self._pieces(given, start):
            # What the file ends inside of is read again should it grow.
            then = then if piece.cut else piece.then
            if piece.item is not None:
                items += 1
                refused_only = refused_only and isinstance(piece.item, Quarantined)
                self._marks.append(_Mark(file, then, before + size * _part(then, length)))
                yield piece.item
        # One that could not be read at all is tried again.
        done = bool(then or not items or not refused_only)
        self._marks.append(_Mark(file if done else None, then, self._begun, ends=True, done=done))
        self._tell_written(given.path, file)

    def _pieces(self, given: ArchiveFile, start: str) -> Iterator[Piece]:
        return read_pieces(
            given.path,
            arrived=self._arrived,
            reader=self._reading.document,
            collections=self._reading.collection,
            tell=self._tell,
            start=start,
            follow=given.follow,
        )

    def _start(self, file: SeenFile, held: ReadTo) -> str:
        """Return the place to go on from in a file that was read before, and tell of one that changed."""
        start = place_in(file, held)
        if has_changed(file, held):
            how = "what it holds behind that is read" if start else _ANEW
            self._tell(f"{file.path}: it was written to since it was read; {how}")
        return start

    def _tell_written(self, path: Path, before: SeenFile | None) -> None:
        if before is not None and seen_file(path) != before:
            self._tell(f"{path}: it was written to while it was read; give the command again when it rests")


def _part(place: str, length: int) -> float:
    """Return how much of a file stands before a place, of 1."""
    return min(1.0, offset_of(place) / length) if length else 0.0


def _size(path: Path) -> int:
    file = seen_file(path)
    return file.size if file else 0


def left_of(store: Store, files: Sequence[ArchiveFile]) -> list[tuple[ArchiveFile, str]]:
    """Return the files that are still to be read, each with the place to go on from."""
    left = []
    for given in files:
        file = seen_file(given.path)
        held = read_to(store, file.key) if file else None
        if not is_behind(file, held):
            left.append((given, place_in(file, held) if file else ""))
    return left
