"""Power cuts while articles are admitted and notes are kept: nothing that was acknowledged is lost."""

from __future__ import annotations

from pathlib import Path

from soaks.run import main
from tests.store.power import cut_power

CUTS = 50  # on each floor, which grows meanwhile
FLOORS = 4
SHORT = 20


def _all(folder: Path, short: bool, synchronous: str) -> tuple[int, int, int, int]:
    """Return the cuts, the acts that were acknowledged, those that were lost, and the cuts that lost some."""
    floors, each = (1, SHORT) if short else (FLOORS, CUTS)
    runs = [cut_power(folder / str(seed), each, seed=seed, synchronous=synchronous) for seed in range(floors)]
    return (
        floors * each,
        sum(it.acknowledged for it in runs),
        sum(it.lost for it in runs),
        sum(it.losing for it in runs),
    )


def full(folder: Path, short: bool) -> str:
    """Cut the power of floors as they are opened."""
    cuts, acknowledged, lost, _ = _all(folder, short, "FULL")
    assert lost == 0, f"{lost} of {acknowledged} acknowledged acts are lost in {cuts} cuts"
    return f"{cuts} cuts, {acknowledged} acts acknowledged, 0 lost"


def normal(folder: Path, short: bool) -> str:
    """Cut the power of floors that sync less often: a run that lost nothing would have tested nothing."""
    cuts, acknowledged, lost, losing = _all(folder, short, "NORMAL")
    assert losing > cuts // 5, f"only {losing} of {cuts} cuts lost something: the disk is no test"
    return f"{cuts} cuts, {acknowledged} acts acknowledged, {lost} lost in {losing} cuts, as was to be seen"


if __name__ == "__main__":
    main("power_cuts", {"synchronous=FULL": full, "synchronous=NORMAL, the control": normal})
