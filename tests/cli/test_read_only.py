"""A floor on read-only media can be looked at; the media are a mount that only the commands' process sees."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.commands import watchfloor
from tests.store.floor import admit
from watchfloor.store import Store
from watchfloor.store.backends.sqlite import FILE_NAME

_PRIVATE = ("unshare", "--map-root-user", "--mount", "sh", "-c")
_READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"'
_QUESTIONS = (
    ("show", "reports"),
    ("show", "stories"),
    ("search", "dockers"),
    ("changes",),
    ("sources", "list"),
    ("doctor",),
)


def _can_mount(folder: Path) -> bool:
    try:
        return not subprocess.run(
            [*_PRIVATE, _READ_ONLY, folder], check=False, capture_output=True
        ).returncode
    except OSError:
        return False


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    if not _can_mount(tmp_path):
        pytest.skip("this user may not mount anything, not even for itself")
    folder = tmp_path / "floor"
    assert watchfloor("init", folder).code == 0
    with Store.open(folder, write=True) as store:
        for number in range(4):
            admit(store, number)
    return folder


def left_open(floor: Path) -> Path:
    """Return a copy of the floor as a snapshot takes it, in the middle of work: with its log."""
    copy = floor.with_name("snapshot")
    with Store.open(floor, write=True) as store:
        admit(store, 4)
        shutil.copytree(floor, copy)
    assert (copy / f"{FILE_NAME}-wal").stat().st_size
    return copy


def on_read_only_media(floor: Path, *commands: Sequence[str | Path]) -> list[tuple[int, str, str]]:
    """Return exit code, output and messages of commands, with the floor's folder mounted read-only."""
    script = (
        "import json, subprocess, sys\n"
        "from tests.cli.commands import watchfloor\n"
        "said = [watchfloor(*words) for words in json.loads(sys.argv[1])]\n"
        "sys.stdout.write(json.dumps([(it.code, it.out, it.err) for it in said]))\n"
    )
    written = json.dumps([[*map(str, words), "--floor", str(floor)] for words in commands])
    done = subprocess.run(
        [*_PRIVATE, f'{_READ_ONLY} && exec "$1" -c "$2" "$3"', floor, sys.executable, script, written],
        check=True,
        capture_output=True,
        text=True,
    )
    return [(code, out, err) for code, out, err in json.loads(done.stdout)]


def test_what_is_on_read_only_media_can_be_looked_at(floor: Path) -> None:
    here = [watchfloor(*words, "--floor", floor) for words in _QUESTIONS]
    there = on_read_only_media(floor, *_QUESTIONS)
    assert [code for code, _, _ in there] == [0] * len(_QUESTIONS)
    assert [out for _, out, _ in there] == [said.out for said in here]


def test_what_a_log_holds_is_read_too(floor: Path) -> None:
    [(code, out, _)] = on_read_only_media(left_open(floor), ("show", "reports", "--json"))
    assert code == 0
    assert "Strike, part 4" in out


def test_a_log_that_cannot_be_read_there_is_not_passed_over(floor: Path) -> None:
    snapshot = left_open(floor)
    (snapshot / f"{FILE_NAME}-shm").unlink()
    [(code, out, err)] = on_read_only_media(snapshot, ("show", "reports"))
    assert (code, out) == (1, "")
    assert "copy the folder to a disk that can be written" in err


def test_writing_there_is_refused_in_a_sentence(floor: Path) -> None:
    for code, _, err in on_read_only_media(floor, ("expire",), ("withhold", "Strike", "--reason", "asked")):
        assert code == 1
        assert "give this user the right" in err or "copy the folder to a disk that can be written" in err
        assert "Traceback" not in err
