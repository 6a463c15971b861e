"""The command of the unit follows a floor; the steps of the container file give a program that works."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import numpy

from tests.cli.commands import EXAMPLES, WATCHFLOOR, environment, watchfloor

ROOT = Path(__file__).parent.parent
UNIT = (ROOT / "deploy" / "watchfloor.service").read_text("utf-8")
STEPS = re.findall(r"^([A-Z]+) (.+)$", (ROOT / "deploy" / "Containerfile").read_text("utf-8"), re.M)
_PATIENCE = 100  # seconds until the first article must have come; a busy machine needs some twenty


def _setting(name: str) -> str:
    found = re.search(rf"^{name}=(.+)$", UNIT, re.M)
    assert found is not None, name
    return found[1]


def _limited(command: list[str]) -> list[str]:
    """Return `command` under the umask and the limit of files that the unit sets."""
    limits = f"umask {_setting('UMask')}; ulimit -n {_setting('LimitNOFILE')}; "
    return ["/bin/sh", "-c", limits + 'exec "$@"', "sh", *command]


def test_what_the_unit_starts_fills_a_floor_and_may_be_stopped_at_any_moment(tmp_path: Path) -> None:
    state = tmp_path / _setting("StateDirectory")
    floor = state / "floor"
    assert watchfloor("init", floor).code == 0
    articles = tmp_path / "articles"
    articles.mkdir()
    shutil.copy(next(iter(sorted(EXAMPLES.glob("*.txt")))), articles)
    assert watchfloor("sources", "add", articles, "--floor", floor).code == 0

    written = _setting("ExecStart")
    command = [
        part.replace("/opt/watchfloor/bin/watchfloor", WATCHFLOOR).replace("/var/lib/watchfloor", str(state))
        for part in shlex.split(written)
    ]
    assert written.startswith("/opt/watchfloor/bin/watchfloor poll ")
    extra = dict(pair.split("=", 1) for pair in shlex.split(_setting("Environment")))
    service = subprocess.Popen(
        _limited(command),
        cwd=state,
        env={**environment(), **extra},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        for _ in range(_PATIENCE):
            if watchfloor("show", "reports", "--floor", floor).out.strip() or service.poll() is not None:
                break
            time.sleep(1)
        assert service.poll() is None, service.stderr and service.stderr.read()
    finally:
        service.send_signal(signal.SIGTERM)
        service.communicate(timeout=int(_setting("TimeoutStopSec")))
    assert watchfloor("show", "reports", "--floor", floor).out.strip()
    assert watchfloor("doctor", "--floor", floor).code == 0
    assert all(not it.stat().st_mode & 0o077 for it in floor.rglob("*"))


def test_the_steps_of_the_container_file_give_a_program_that_works(tmp_path: Path) -> None:
    fresh = tmp_path / "image"
    for what, rest in STEPS:
        if what == "COPY":
            _copied(rest, fresh)
    site = Path(numpy.__file__).parents[1]
    runs = [rest for what, rest in STEPS if what == "RUN"]
    [made] = [it for it in runs if "-m venv" in it]
    [installed] = [it for it in runs if it.endswith("--no-deps --no-build-isolation .")]
    _run(made.replace("python ", f"{sys.executable} ", 1), fresh)
    [library] = (fresh / "opt" / "watchfloor" / "lib").glob("python*/site-packages")
    (library / "packages.pth").write_text(f"{site}\n", "utf-8")
    _run(installed, fresh)

    [entry] = [rest for what, rest in STEPS if what == "ENTRYPOINT"]
    program = str(fresh) + entry.strip('[]"')
    floor = fresh / "var" / "lib" / "watchfloor" / "floor"
    for arguments in (["init", str(floor)], ["add", str(EXAMPLES)], ["changes"], ["doctor"]):
        done = subprocess.run(
            [program, *arguments],
            env={**_clean(), "WATCHFLOOR": str(floor)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
    [begun] = [rest for what, rest in STEPS if what == "CMD"]
    served = subprocess.run(
        [program, *json.loads(begun)],
        env={**_clean(), "WATCHFLOOR": str(floor)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert served.returncode == 2, served.stderr
    assert "watchfloor people add NAME --role administrator" in served.stderr
    where = subprocess.run(
        [str(Path(program).with_name("python")), "-c", "import watchfloor; print(watchfloor.__file__)"],
        env=_clean(), capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert where.stdout.startswith(str(fresh))


def test_the_container_file_builds_with_the_same_hatchling() -> None:
    [wanted] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    assert any(what == "RUN" and rest.endswith(f" {wanted}") for what, rest in STEPS)


def _copied(rest: str, fresh: Path) -> None:
    *sources, target = rest.split()
    for source in sources:
        there = ROOT / source
        into = fresh / target.lstrip("/")
        if there.is_dir():
            shutil.copytree(there, into, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            into.mkdir(parents=True, exist_ok=True)
            shutil.copy(there, into)


def _run(step: str, fresh: Path) -> None:
    command = [part.replace("/opt/", f"{fresh}/opt/") for part in shlex.split(step)]
    done = subprocess.run(
        command,
        cwd=fresh / "src",
        env={**_clean(), "PIP_NO_INDEX": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr


def _clean() -> dict[str, str]:
    return {name: value for name, value in environment().items() if name != "PYTHONPATH"}
