"""Whatever is sent to the API, it answers as its document tells: nothing fails, nothing hidden is shown."""

from __future__ import annotations

from shutil import copytree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.faults.commands import command
from tests.web.floors import Desk
from tests.web.fuzz import FuzzedFloor, Operation, check, operations, sent
from watchfloor.web.api_route import PREFIX

EXAMPLES = 6  # of each operation; `python -m soaks.api` tries thousands


@pytest.fixture(scope="module")
def floor(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> FuzzedFloor:
    folder = tmp_path_factory.mktemp("fuzz") / "floor"
    copytree(desk.folder, folder)
    return FuzzedFloor(Desk(folder))


@pytest.mark.parametrize("operation", operations(), ids=lambda it: it.name)
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_every_answer_is_as_documented(floor: FuzzedFloor, operation: Operation, data: st.DataObject) -> None:
    request = data.draw(sent(operation, floor))
    check(operation, floor.answer(request), floor, request)


def test_other_methods_and_addresses_are_refused_as_problems(floor: FuzzedFloor) -> None:
    client = floor.clients["administrator"]
    held = {(it.method, it.path) for it in operations()}
    for path in sorted({path for _, path in held}):
        method = "DELETE" if ("DELETE", path) not in held else "PUT"
        answer = client.request(method, f"{PREFIX}{path.replace('{id}', 'x')}")
        assert answer.status_code == 405, (method, path)
        assert answer.headers["content-type"] == "application/problem+json"
    for path in ("//", "/../../etc/passwd", "/%2e%2e/%2e%2e/x", "/reports/a/b/c", "/Reports"):
        assert client.get(f"{PREFIX}{path}").status_code in (401, 404), path


def test_the_floor_is_whole_after_all_that(floor: FuzzedFloor) -> None:
    said = command("doctor", "--floor", floor.desk.folder)
    assert said.code == 0, said.output
