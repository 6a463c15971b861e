"""Thousands of requests of every operation of the API, half of them sound; see `tests.web.fuzz`.

It tells how many were answered how, which operations did what they were asked to (2xx), and which never did.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from soaks.run import main
from tests.faults.commands import command
from tests.web.floors import Desk, examples_floor
from tests.web.fuzz import FuzzedFloor, Operation, check, operations, sent, sound

EXAMPLES, EXAMPLES_SHORT = 150, 12  # of each operation


def answers(folder: Path, short: bool) -> str:
    """Send requests of every operation; tell how many were answered how."""
    floor = FuzzedFloor(Desk(examples_floor(folder / "floor")))
    told: Counter[int] = Counter()
    done: Counter[str] = Counter()
    faults = []
    for operation in operations():
        try:
            _try(operation, floor, told, done, EXAMPLES_SHORT if short else EXAMPLES)
        except AssertionError as error:
            faults.append(f"{operation.name}: {error}")
    said = command("doctor", "--floor", floor.desk.folder)
    assert not faults, "\n".join(faults)
    assert said.code == 0, said.output
    never = sorted({it.name for it in operations()} - done.keys())
    return (
        f"{told.total():,} requests, by status: {dict(sorted(told.items()))}; "
        f"answered 2xx: {len(done)} operations, {dict(done.most_common())}; "
        f"never: {', '.join(never) or 'none'}"
    )


def _try(operation: Operation, floor: FuzzedFloor, told: Counter[int], done: Counter[str], most: int) -> None:
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def tried(data: st.DataObject) -> None:
        is_sound = operation.path != "/stream" and data.draw(st.booleans())  # a sound stream would not end
        request = data.draw((sound if is_sound else sent)(operation, floor))
        answer = floor.answer(request)
        told[answer.status_code] += 1
        if answer.is_success:
            done[operation.name] += 1
        check(operation, answer, floor, request)

    tried()


if __name__ == "__main__":
    main("api", {"answers": answers})
