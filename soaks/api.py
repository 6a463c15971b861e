"""Thousands of requests of every operation of the API; what is sent and held is in `tests.web.fuzz`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from soaks.run import main
from tests.faults.commands import command
from tests.web.floors import Desk, examples_floor
from tests.web.fuzz import FuzzedFloor, Operation, check, operations, sent

EXAMPLES, EXAMPLES_SHORT = 150, 12  # of each operation


def answers(folder: Path, short: bool) -> str:
    """Send requests of every operation; tell how many were answered how."""
    floor = FuzzedFloor(Desk(examples_floor(folder / "floor")))
    told: Counter[int] = Counter()
    faults = []
    for operation in operations():
        try:
            _try(operation, floor, told, EXAMPLES_SHORT if short else EXAMPLES)
        except AssertionError as error:
            faults.append(f"{operation.name}: {error}")
    said = command("doctor", "--floor", floor.desk.folder)
    assert not faults, "\n".join(faults)
    assert said.code == 0, said.output
    return f"{told.total():,} requests, by status: {dict(sorted(told.items()))}"


def _try(operation: Operation, floor: FuzzedFloor, told: Counter[int], most: int) -> None:
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def tried(data: st.DataObject) -> None:
        request = data.draw(sent(operation, floor))
        answer = floor.answer(request)
        told[answer.status_code] += 1
        check(operation, answer, floor, request)

    tried()


if __name__ == "__main__":
    main("api", {"answers": answers})
