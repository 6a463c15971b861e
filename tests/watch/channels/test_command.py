"""A local command: only what lies in the floor's folder, without a shell, ended when it takes too long."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from watchfloor.disclosure import disclose_delivery
from watchfloor.errors import ConfigError
from watchfloor.model import AlertId, Audience, Delivery, SituationReport
from watchfloor.watch.channels import deliver, read_channels
from watchfloor.watch.channels.command import LocalCommand
from watchfloor.watch.retries import Outcome

PAYLOAD = json.dumps({"id": "d1", "data": {"summary": "$(touch hacked); `id`", "evidence": []}})
DELIVERY = Delivery(id="d1", alert=AlertId("a1"), channel="light", payload=PAYLOAD)


def program(floor: Path, script: str, mode: int = 0o700) -> Path:
    path = floor / "commands" / "light"
    path.parent.mkdir(mode=0o700)
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(mode)
    return path


def send(path: Path, seconds: int = 20) -> Outcome:
    disclosed = disclose_delivery(DELIVERY, SituationReport(), Audience.public)
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    return deliver(disclosed, LocalCommand(name="light", program=path, seconds=seconds), clock=lambda: now)


def test_it_is_given_the_message_and_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_SECRET", "hidden")
    path = program(tmp_path, "cat > told.json; echo $# > count; env > environment")
    assert send(path).delivered
    told = json.loads((path.parent / "told.json").read_text())
    assert (told["id"], told["data"]["summary"]) == ("d1", "$(touch hacked); `id`")
    assert (path.parent / "count").read_text() == "0\n"
    assert "hidden" not in (path.parent / "environment").read_text()
    assert not list(tmp_path.rglob("hacked"))


def test_a_failure_is_tried_again_and_what_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    failed = send(program(tmp_path, "exit 3"))
    assert (failed.delivered, failed.retry, failed.error) == (False, True, "light ended with 3")
    path = tmp_path / "commands" / "light"
    path.write_text("#!/bin/sh\nsleep 600 & wait\n", "utf-8")
    hung = send(path, seconds=1)
    assert hung.uncertain
    assert "took over 1 s and was ended" in (hung.error or "")


def test_a_program_that_reads_nothing_is_no_failure(tmp_path: Path) -> None:
    assert send(program(tmp_path, "exec <&-; exit 0")).delivered


@pytest.mark.parametrize(("mode", "told"), [(0o722, "others can change"), (0o600, "is no program")])
def test_what_others_can_change_is_not_run(tmp_path: Path, mode: int, told: str) -> None:
    outcome = send(program(tmp_path, "exit 0", mode))
    assert outcome.untried, "a setting is to be mended"
    assert told in (outcome.error or "")


def test_a_link_out_of_the_folder_is_not_run(tmp_path: Path) -> None:
    path = program(tmp_path, "exit 0")
    path.unlink()
    path.symlink_to("/bin/true")
    assert "is a link or no file" in (send(path).error or "")
    path.unlink()
    assert "cannot be run" in (send(path).error or "")


@pytest.mark.parametrize("written", ["/bin/sh", "light", "commands/../light", "commands/deeper/light"])
def test_only_what_lies_in_the_folder_can_be_named(written: str) -> None:
    with pytest.raises(ConfigError, match="must lie in the floor's folder commands/"):
        read_channels(
            {"light": {"kind": "command", "program": written}}, folder=Path("/floor"), environment={}
        )
