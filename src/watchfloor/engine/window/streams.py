"""Renditions from anywhere, grouped as they come, without a floor: what `watchfloor group` does."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from watchfloor.engine.window.grouping import Grouping
from watchfloor.merge.fingerprint import fingerprints
from watchfloor.model import Placement, Rendition, Signature, TextId, digest, rendition_id


def group_stream(
    renditions: Iterable[Rendition], *, final: bool = False, state: Path | None = None, ahead: int = 1
) -> Iterator[dict[str, str]]:
    """Yield for each rendition where it belongs, as soon as `ahead` of them are read: more cost less each.

    `final` yields at the end instead, with the stories after splits and merges. `state` is a file to
    continue from, where it exists, and to keep the window in at the end.
    """
    grouping = Grouping.from_bytes(state.read_bytes()) if state and state.exists() else Grouping()
    signed = _signed(renditions, ahead)
    placed = ((rendition, grouping.admit(rendition, signature)) for rendition, signature in signed)
    if final:
        for rendition, placement in list(placed):
            story = grouping.story_of(rendition.id) or placement.story
            yield _line(rendition, replace(placement, story=story))
    else:
        for rendition, placement in placed:
            yield _line(rendition, placement)
    if state:
        _keep(state, grouping.to_bytes())


def _signed(renditions: Iterable[Rendition], ahead: int) -> Iterator[tuple[Rendition, Signature]]:
    source = iter(renditions)
    while batch := list(islice(source, ahead)):
        yield from zip(batch, fingerprints(batch), strict=True)


def _keep(state: Path, kept: bytes) -> None:
    """Write the state file whole or not at all: a kill leaves the one that was there."""
    partial = state.with_name(f"{state.name}.partial")
    with partial.open("wb") as file:
        file.write(kept)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(state)


def _line(rendition: Rendition, placement: Placement) -> dict[str, str]:
    return {
        "id": rendition.given_id or rendition.id,
        "report": placement.report,
        "story": placement.story,
        "origin": placement.origin,
        "relation": placement.relation,
    }


def rendition_of(record: Mapping[str, Any]) -> Rendition:
    """Return the rendition of an input line; only what grouping looks at is filled."""
    text = record["text"]
    text_id = digest(text)
    return Rendition(
        id=rendition_id(url=record.get("url"), outlet=record.get("outlet"), text_id=TextId(text_id)),
        text_id=TextId(text_id),
        text=text,
        paragraphs=(),
        title=record.get("title"),
        published=record.get("published"),
        modified=record.get("modified"),
        language=record.get("language"),
        outlet=record.get("outlet"),
        url=record.get("url"),
        given_id=record.get("id"),
    )


def group_lines(
    records: Iterable[Mapping[str, Any]], *, final: bool = False, state: Path | None = None
) -> Iterator[dict[str, str]]:
    """Yield for each input line of the interchange where it belongs (see `group_stream`)."""
    return group_stream((rendition_of(record) for record in records), final=final, state=state)
