"""Rules that come with the package, to be tried, copied into a floor and changed there (`data/watches`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from watchfloor.errors import UsageError, nearest
from watchfloor.rights import make_file, make_folder
from watchfloor.watch.rules import Watch, parse_watches

PREFIX = "ready/"  # before the name of one, where a rule is asked for


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule of the package: its name, as it is written, and what is read of it."""

    name: str
    text: str
    watch: Watch


def ready_rules() -> tuple[ReadyRule, ...]:
    """Return the rules that come with the package, in order of their names."""
    return tuple(sorted(_rules(), key=lambda one: one.name))


def _rules() -> Iterator[ReadyRule]:
    for file in (files("watchfloor") / "data" / "watches").iterdir():
        name, _, ending = file.name.rpartition(".")
        if ending == "yaml":
            text = file.read_text("utf-8")
            (watch,) = parse_watches(text, where=f"{PREFIX}{name}")
            yield ReadyRule(name, text, watch)


def ready_rule(name: str) -> ReadyRule:
    """Return a rule by its name, with "ready/" before it or not; raise UsageError."""
    held = {one.name: one for one in ready_rules()}
    wanted = name.removeprefix(PREFIX)
    if wanted not in held:
        raise UsageError(f"there is no ready rule {wanted!r}; {nearest(wanted, held)}")
    return held[wanted]


def copy_rule(name: str, watches: Path) -> Path:
    """Write a ready rule into the folder of a floor's watches; raise UsageError where its file is there."""
    rule = ready_rule(name)
    path = watches / f"{rule.name}.yaml"
    if path.exists():
        raise UsageError(f"{path} is there already; change it, or remove it first")
    make_folder(watches)
    make_file(path)
    path.write_text(rule.text, "utf-8")
    return path
