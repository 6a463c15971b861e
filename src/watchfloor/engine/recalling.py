"""The window over the stream as a store left it: a start reads the window and nothing older."""

from __future__ import annotations

from collections import deque

from watchfloor.engine.grouping import Grouping
from watchfloor.store import Store
from watchfloor.track.languages import opening_of


def recalled(store: Store, window: tuple[int, int]) -> Grouping:
    """Return the window of `window` slice size and slices, as it was after the last admission.

    A floor of old remembers too little to be exact; from here on it does.
    """
    size, slices = window
    grouping = Grouping(size=size, slices=slices)
    grouping.words_of_rendition = lambda rendition_id: _opening(store, rendition_id)
    since, number = store.window_start(size, slices)
    grouping.begin(number)
    acts = deque(store.acts())
    unkept: list[str] = []
    for placed in store.signatures(since=since):
        while acts and acts[0][0] < placed.sequence:
            grouping.follow(acts.popleft()[1])
        if placed.placement is not None:
            grouping.recall(placed.rendition, placed.signature, placed.placement, placed.kept)
            if placed.kept is None:
                unkept.append(placed.rendition.id)
    for _, act in acts:
        grouping.follow(act)
    grouping.settle(store.moved(since=since))
    grouping.remember_acts(lambda: (act for _, act in store.acts()))
    if unkept:
        rows = [(id_, *grouping.kept(id_)) for id_ in unkept if grouping.holds(id_)]
        store.remember(rows, first=grouping.first)
    return grouping


def _opening(store: Store, rendition_id: str) -> str | None:
    """Return the opening of a rendition's text; None where its words were removed."""
    rendition = store.rendition(rendition_id)
    return opening_of(rendition.title, rendition.text) if rendition and rendition.text else None
