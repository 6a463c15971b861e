"""What an archive would cost a floor, before anything of it is written: by a sample that is read."""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.collect.backfill import Archive, ArchiveFile, left_of
from watchfloor.engine.collect.file_places import offset_of
from watchfloor.engine.prepare.choice import PoolChoice
from watchfloor.engine.prepare.pool import prepare_all
from watchfloor.engine.prepare.reader_pool import ReaderPool
from watchfloor.engine.prepare.reading import Prepared
from watchfloor.engine.window.grouping import WINDOW_SLICE, WINDOW_SLICES
from watchfloor.ingest.files import MANY, kind_by_name, read_pieces, unpacked_size
from watchfloor.model import Rendition
from watchfloor.store import Store, schema

_SAMPLE = 100  # articles; some ten seconds
_FILES_OF_SAMPLE = 20
_IN_WINDOW = 8_600  # bytes of memory for each article of the window; decision 14
WINDOW = WINDOW_SLICE * WINDOW_SLICES


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillPlan:
    """What reading an archive would cost; what is of one article is the mean of those that were tried.

    `workers` read beside the writer; 0 where the writer reads itself, None where nobody knows how many they
    are. `days` are those of publication that the archive spans, where it is dated.
    """

    files: int
    files_read: int
    size: int
    articles: int
    tried: int
    reading_seconds: float
    writing_seconds: float
    workers: int | None
    stored: int
    free: int | None
    reader_memory: int
    held: int
    days: float | None

    @property
    def hours(self) -> float | None:
        """Hours until all is in the floor; None where it is not known how many read."""
        if self.workers is None:
            return None
        if not self.workers:
            return self.articles * (self.reading_seconds + self.writing_seconds) / 3600
        return self.articles * max(self.reading_seconds / self.workers, self.writing_seconds) / 3600

    @property
    def disk(self) -> int:
        """Bytes that the floor grows by."""
        return self.articles * self.stored

    @property
    def memory(self) -> int:
        """Bytes of memory on this machine: the writer with its window, and each worker with its parser."""
        return self.reader_memory * (1 + (self.workers or 0)) + _IN_WINDOW * min(
            WINDOW, self.held + self.articles
        )

    @property
    def beyond_window(self) -> int:
        """Articles that have left the grouping window when the last one comes."""
        return max(0, self.held + self.articles - WINDOW)

    @property
    def window_days(self) -> float | None:
        """Days of the archive that the grouping window spans; None where it holds all of it, or no dates."""
        if self.days is None or self.articles <= WINDOW:
            return None
        return self.days * WINDOW / self.articles


@dataclass(frozen=True, slots=True)
class _Tried:
    """What was read of one file: its articles, and how many bytes they took; None where that is all of it."""

    is_many: bool
    renditions: Sequence[Rendition]
    items: int
    length: int | None


def plan_backfill(
    store: Store, archive: Archive, *, folder: Path, pool: PoolChoice, arrived: str
) -> BackfillPlan:
    """Return what an archive would cost; nothing is written but to a floor that is forgotten."""
    left = left_of(store, archive.files)
    began = time.process_time()
    tried = list(_tried(left, arrived))
    renditions = [rendition for one in tried for rendition in one.renditions]
    opening = (time.process_time() - began) / max(1, len(renditions))
    prepared, reading = _read(renditions)
    writing, stored = _written(prepared, arrived)
    articles = _counted(left, tried)
    return BackfillPlan(
        files=len(left),
        files_read=len(archive.files) - len(left),
        size=sum(_size(file.path) for file, _ in left),
        articles=articles,
        tried=len(prepared),
        reading_seconds=reading,
        writing_seconds=writing + opening,
        workers=_workers(pool),
        stored=stored,
        free=shutil.disk_usage(folder).free if store.backend.file is not None else None,
        reader_memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        held=store.scalar(sa.select(sa.func.count()).select_from(schema.remembered)) or 0,
        days=_days(renditions),
    )


def _workers(pool: PoolChoice) -> int | None:
    if pool.kind == "ray":
        return None if pool.address else len(os.sched_getaffinity(0))
    return pool.workers


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _tried(left: Sequence[tuple[ArchiveFile, str]], arrived: str) -> Iterator[_Tried]:
    """Yield what is read of some of the files, spread over all of them."""
    step = max(1, -(-len(left) // _FILES_OF_SAMPLE))
    chosen = left[::step]
    # Files of one article leave something of their share to the others.
    wanted, rest = _SAMPLE, len(chosen)
    with ReaderPool(1) as reading:
        for given, start in chosen:
            one = _try(given, start, reading, arrived, most=max(1, wanted // max(1, rest)))
            wanted, rest = wanted - one.items, rest - 1
            yield one


def _try(given: ArchiveFile, start: str, reading: ReaderPool, arrived: str, *, most: int) -> _Tried:
    """Return the first articles of a file."""
    found: list[Rendition] = []
    items, then, is_all = 0, start, True
    for piece in read_pieces(
        given.path,
        arrived=arrived,
        reader=reading.document,
        collections=reading.collection,
        start=start,
        follow=given.follow,
    ):
        if items >= most and piece.then:
            is_all = False
            break
        then = piece.then
        if piece.item is not None:
            items += 1
        if isinstance(piece.item, Rendition) and len(found) < _SAMPLE:
            found.append(piece.item)
    length = None if is_all else offset_of(then) - offset_of(start)
    return _Tried(kind_by_name(given.path) in MANY or bool(then), found, items, length)


def _counted(left: Sequence[tuple[ArchiveFile, str]], tried: Sequence[_Tried]) -> int:
    """Return how many articles some files hold, by what those of the sample do."""
    if len(tried) == len(left) and all(one.length is None for one in tried):
        return sum(one.items for one in tried)
    many = [(given, start) for given, start in left if kind_by_name(given.path) in MANY]
    whole = [one.items for one in tried if not one.is_many]
    of_whole = sum(whole) / len(whole) if whole else 1.0
    return round(_counted_in(many, tried) + of_whole * (len(left) - len(many)))


def _counted_in(many: Sequence[tuple[ArchiveFile, str]], tried: Sequence[_Tried]) -> float:
    """Return how many articles files of many hold, by the length of those of the sample."""
    items = sum(one.items for one in tried if one.length)
    length = sum(one.length for one in tried if one.length)
    if not length:  # all that were tried were read to their ends
        ended = [one.items for one in tried if one.is_many]
        return sum(ended) / len(ended) * len(many) if ended else 0.0
    return items / length * sum(max(0, unpacked_size(given.path) - offset_of(start)) for given, start in many)


def _read(renditions: Sequence[Rendition]) -> tuple[list[Prepared], float]:
    """Return what was read in renditions, and the seconds of a processor that one takes."""
    list(prepare_all(renditions[:1]))  # the parser is loaded once
    began = time.process_time()
    prepared = [one for one in prepare_all(renditions) if isinstance(one, Prepared)]
    return prepared, (time.process_time() - began) / max(1, len(renditions))


def _written(prepared: Sequence[Prepared], arrived: str) -> tuple[float, int]:
    """Return the seconds of a processor and the bytes that one article takes in a floor of their own."""
    half = len(prepared) // 2
    seconds, sizes = 0.0, []
    with tempfile.TemporaryDirectory(prefix="watchfloor-plan-") as name:
        folder = Path(name)
        Store.create(folder).close()
        for part in (prepared[:half], prepared[half:]):
            with Store.open(folder, write=True) as store:
                floor = Floor(store)
                began = time.process_time()
                for one in part:
                    floor.admit(one, arrived=one.rendition.published or arrived)
                seconds += time.process_time() - began
            sizes.append((folder / "floor.sqlite").stat().st_size)
    # The first articles go into pages that an empty floor has already.
    stored = (sizes[1] - sizes[0]) // max(1, len(prepared) - half)
    return seconds / max(1, len(prepared)), stored


def _days(renditions: Sequence[Rendition]) -> float | None:
    """Return the days between the first and the last publication; None where fewer than two are dated."""
    dates = sorted(rendition.published for rendition in renditions if rendition.published)
    if len(dates) < 2:
        return None
    first, last = (datetime.fromisoformat(date[:10]) for date in (dates[0], dates[-1]))
    return float((last - first).days) or None
