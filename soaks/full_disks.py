"""A disk that is full at one write after another: nothing half-written is kept, and reading goes on."""

from __future__ import annotations

from pathlib import Path

from soaks.run import main
from tests.store.power import fill_disk

POINTS = 400


def admissions(folder: Path, short: bool) -> str:
    """Let the disk be full while articles are admitted; each that was refused is taken when there is room."""
    told = fill_disk(folder / "floor", POINTS // 10 if short else POINTS, seed=20260201)
    return f"{told.points} full disks, {told.refused} articles refused and taken later, nothing else changed"


if __name__ == "__main__":
    main("full_disks", {"admissions": admissions})
