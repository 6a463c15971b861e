"""What a floor remembers of items and sites, asked from any thread while the floor is being written."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Self

from watchfloor.engine.collect.visit import Known
from watchfloor.ingest.permissions import Permissions, read_written
from watchfloor.model import SourceId
from watchfloor.store import ItemState, Sources, Store


class ItemLookup:
    """Looks up no more than is asked for, over a connection of its own; a context manager that closes it.

    Whoever holds it keeps it open beyond that. A floor in memory has one connection only: what is known of
    a source is read before its visit then.
    """

    def __init__(self, store: Store) -> None:
        self._guard = threading.Lock()
        self._holders = 1
        self._own = store.beside()
        self._sources = Sources(self._own or store)
        self._sites = None if self._own else self._sources.sites()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._release()

    def hold(self) -> Callable[[], None]:
        """Keep it open until what is returned is called, once."""
        with self._guard:
            self._holders += 1
        return self._release

    def _release(self) -> None:
        with self._guard:
            self._holders -= 1
            if not self._holders and self._own is not None:
                self._own.close()

    def of(self, source_id: SourceId) -> Known:
        """Return the look-up of the items of a source; call this in the floor's own thread."""
        whole = None if self._own else self._sources.items(source_id)

        def known(keys: Iterable[str] | None) -> Mapping[str, ItemState]:
            if whole is not None:
                return whole
            with self._guard:
                return self._sources.items(source_id, keys)

        return known

    def permissions(self, origin: str) -> Permissions | None:
        """Return what a site permitted when it was asked last."""
        if self._sites is not None:
            value = self._sites.get(origin)
        else:
            with self._guard:
                value = self._sources.site(origin)
        return read_written(value) if value is not None else None
