"""The window over the stream as a store left it: a start reads the window and nothing older."""

from __future__ import annotations

from collections import deque

from watchfloor.engine.window.grouping import Grouping
from watchfloor.merge import fingerprint
from watchfloor.merge.fingerprint import SIGNATURE_VERSION
from watchfloor.model import RenditionId, Signature
from watchfloor.store import Store
from watchfloor.track.stories.languages import opening_of


def restore_window(store: Store, window: tuple[int, int]) -> Grouping:
    """Return the window of `window` slice size and slices, as it was after the last admission.

    A floor of old remembers too little to be exact, or has signatures of an older algorithm, which are read
    anew; from here on it is.
    """
    size, slices = window
    grouping = Grouping(size=size, slices=slices)
    grouping.words_of_rendition = lambda rendition_id: _opening(store, rendition_id)
    since, number = store.window_start(size, slices)
    grouping.start_at(number)
    anew, unkept = _recall(store, grouping, since)
    grouping.correct_stories(store.moved(since=since))
    grouping.remember_acts(lambda: (act for _, act in store.acts()))
    if anew or unkept:
        with store.turn():
            store.sign_anew(anew)
            rows = [(id_, *grouping.snapshot_of(id_)) for id_ in unkept if grouping.contains(id_)]
            store.remember(rows, first=grouping.first_number)
    return grouping


def catch_up(store: Store, grouping: Grouping, since: int) -> None:
    """Let a window know what others wrote after admission `since`: renditions, and acts on stories."""
    _recall(store, grouping, since, acts_since=since)


def _recall(
    store: Store, grouping: Grouping, since: int, *, acts_since: int = 0
) -> tuple[list[tuple[RenditionId, Signature]], list[RenditionId]]:
    """Recall what was admitted after `since`, with the acts in between.

    Return the renditions whose signatures were made anew, and those whose memory was.
    """
    acts = deque((sequence, act) for sequence, act in store.acts() if sequence > acts_since)
    unkept: list[RenditionId] = []
    anew: list[tuple[RenditionId, Signature]] = []
    for placed in store.signatures(since=since):
        while acts and acts[0][0] < placed.sequence:
            grouping.apply_move(acts.popleft()[1])
        if placed.placement is None:
            continue
        signature = current(store, placed.rendition.id, placed.signature)
        grouping.recall(placed.rendition, signature, placed.placement, placed.kept)
        is_anew = signature is not placed.signature
        if is_anew:
            anew.append((placed.rendition.id, signature))
        if is_anew or placed.kept is None:
            unkept.append(placed.rendition.id)
    for _, act in acts:
        grouping.apply_move(act)
    return anew, unkept


def current(store: Store, rendition_id: RenditionId, signature: Signature) -> Signature:
    """Return `signature`, or one of today's algorithm; of words that were removed, an empty one."""
    if signature.version == SIGNATURE_VERSION:
        return signature
    rendition = store.rendition(rendition_id)
    return fingerprint(rendition) if rendition and rendition.text else Signature(version=SIGNATURE_VERSION)


def _opening(store: Store, rendition_id: RenditionId) -> str | None:
    """Return the opening of a rendition's text; None where its words were removed."""
    rendition = store.rendition(rendition_id)
    return opening_of(rendition.title, rendition.text) if rendition and rendition.text else None
