"""Watches as files of a floor: `NAME.yaml` is on; `NAME.yaml.off` watches nothing until it is on."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from watchfloor.errors import ConfigError, UsageError, nearest
from watchfloor.model import is_file_name
from watchfloor.rights import make_folder, write_whole
from watchfloor.watch.rules import FloorNames, Watch, parse_watches, read_watches_apart

_ON, _OFF = (".yaml", ".yml"), ".yaml.off"
ENDINGS = (*_ON, _OFF)  # of the files that people write rules in
LONGEST = 20_000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """A file of watches: its name without what it ends in, its text, and what is wrong with it."""

    name: str
    path: Path
    text: str
    is_on: bool
    watches: tuple[Watch, ...] = ()
    trouble: str = ""

    @property
    def digest(self) -> str:
        """Return the digest of the text, by which an edit knows that nobody else edited it meanwhile."""
        return sha256(self.text.encode()).hexdigest()


def watch_files(folder: Path, names: FloorNames) -> Iterator[RuleFile]:
    """Yield the files of watches of a folder, in order of their names."""
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.name.endswith((*_ON, _OFF)) and not path.name.startswith("."):
                yield _read(path, names)


def watch_file(folder: Path, name: str, names: FloorNames) -> RuleFile:
    """Return a file of watches by its name; raise UsageError where there is none."""
    held = {it.name: it for it in watch_files(folder, names)}
    if name not in held:
        raise UsageError(f"there is no file of watches {name!r}; {nearest(name, held)}")
    return held[name]


def write_watch(folder: Path, name: str, text: str, names: FloorNames, *, before: str) -> RuleFile:
    """Write a file of watches that can be read; a new one is off. Raise UsageError or ConfigError.

    `before` is the digest of the text that was edited, "" for a new file.
    """
    if not is_file_name(name):
        raise UsageError(f"{name!r} is no name of a file; use small letters, digits, - and _")
    text = text.replace("\r\n", "\n").strip() + "\n"
    read_watch(text, name, names)
    make_folder(folder)
    with _alone(folder):
        known = {it.name: it for it in watch_files(folder, names)}.get(name)
        if (known.digest if known else "") != before:
            raise UsageError(_changed(name, before, known))
        path = known.path if known else folder / f"{name}{_OFF}"
        write_whole(path, text.encode())
        return _read(path, names)


def _changed(name: str, before: str, known: RuleFile | None) -> str:
    """Return why a text is not written over what stands there now."""
    if known is None:
        return f"{name} is not there any more; write it as a new one"
    if not before:
        return f"there is a file of watches {name!r} already; edit that, or take another name"
    return f"{name} was changed by somebody else meanwhile; load it again, and edit what stands there"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no other process write a watch meanwhile: who edits what is compared and written in one."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def read_watch(text: str, name: str, names: FloorNames) -> tuple[Watch, ...]:
    """Return the watches of a text; raise ConfigError with the line, or UsageError where there is none."""
    if len(text) > LONGEST:
        raise UsageError(f"a file of watches has at most {LONGEST:,} characters")
    found = parse_watches(text, where=f"{name}.yaml", names=names)
    if not found:
        raise UsageError("this holds no watch; write at least `name: …` and what it waits for")
    return tuple(found)


def switch_watch(folder: Path, name: str, names: FloorNames, *, on: bool) -> RuleFile:
    """Turn a file of watches on or off; raise UsageError where what it holds cannot watch."""
    file = watch_file(folder, name, names)
    if file.is_on == on:
        return file
    if on:
        if file.trouble:
            raise UsageError(f"it cannot be turned on: {file.trouble}")
        others = {it.name: it for it in read_watches_apart(folder, names).watches}
        twin = next((it for it in file.watches if it.name in others), None)
        if twin is not None:
            raise UsageError(f"{twin.name!r} is also {others[twin.name].where}; rename one")
    path = folder / f"{name}{'.yaml' if on else _OFF}"
    if path.exists():
        raise UsageError(f"{path.name} is there already; rename one of the two")
    file.path.rename(path)
    return _read(path, names)


def _read(path: Path, names: FloorNames) -> RuleFile:
    ending = next(it for it in (_OFF, *_ON) if path.name.endswith(it))
    name, text = path.name.removesuffix(ending), ""
    try:
        text = path.read_text("utf-8")
        watches, trouble = read_watch(text, name, names), ""
    except (ConfigError, UsageError, OSError, UnicodeDecodeError) as error:
        watches, trouble = (), str(error)
    return RuleFile(name=name, path=path, text=text, is_on=ending != _OFF, watches=watches, trouble=trouble)
