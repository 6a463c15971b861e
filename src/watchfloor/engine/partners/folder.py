"""The folder of a share: whether one may be used, and its files, each written whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from watchfloor.errors import UsageError
from watchfloor.exchange.shares import GivenFile
from watchfloor.model import SHARE_DESCRIPTION, SHARE_MARK, is_file_name

SHARES = "shares"  # where shares are written in a floor that names no folder


def check_name(name: str) -> None:
    """Raise UsageError for what is no name of a share."""
    if not is_file_name(name):
        raise UsageError(f"{name!r} is no name of a share; use small letters, digits and hyphens")


def folder_for(out: str, floor: Path, name: str) -> Path:
    """Return the folder that a new share is to be written to; raise UsageError for one that cannot be."""
    if "\0" in out:
        raise UsageError("the folder's name holds a NUL; name another")
    folder = Path(os.path.abspath(out))  # noqa: PTH100 - `resolve` would follow links that may change
    real, home = folder.resolve(), floor.resolve()
    if real == home or home.is_relative_to(real):
        raise UsageError(f"{out} is or holds the floor itself; name a folder of its own")
    if real.is_relative_to(home) and not real.is_relative_to(home / SHARES):
        raise UsageError(f"{out} lies within the floor; name a folder outside of it, or leave --out out")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{out} is a file; name a new or empty folder")
    if folder.is_dir() and any(folder.iterdir()) and written_in(folder).get("share") != name:
        raise UsageError(f"{out} holds other files; name a new or empty folder")
    return folder


def written_in(folder: Path) -> Mapping[str, Any]:
    """Return what the description in a folder says; nothing where there is none that can be read."""
    try:
        found = msgspec.json.decode((folder / SHARE_DESCRIPTION).read_bytes())
    except (OSError, msgspec.DecodeError):
        return {}
    return found if isinstance(found, dict) and SHARE_MARK in found else {}


def last_increment(folder: Path) -> int:
    """Return the number of the last increment in a folder; 0 where it has none."""
    number = written_in(folder).get("increment")
    return number if isinstance(number, int) and number > 0 else 0


def edited_files(folder: Path) -> list[str]:
    """Return the files of a share that somebody changed since they were written, or took away."""
    digests = written_in(folder).get("files", {})
    if not isinstance(digests, dict):
        return [SHARE_DESCRIPTION]
    known = {name: it for name, it in digests.items() if isinstance(it, str) and _is_plain(name)}
    return sorted(name for name, it in known.items() if _digest_of(folder / name) != it)


def put_aside(folder: Path, names: Iterable[str], number: int) -> list[tuple[str, str]]:
    """Keep files that somebody changed under other names; return both of each."""
    kept = []
    for name in names:
        file, beside = folder / name, f"{name}.edited-{number}"
        if file.is_file() and not file.is_symlink():
            file.replace(folder / beside)
            kept.append((name, beside))
    return kept


def copies_in(folder: Path) -> list[str]:
    """Return the files that were put aside because somebody had changed them."""
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*.edited-*"))


def write_files(folder: Path, files: Iterable[GivenFile]) -> dict[str, str]:
    """Write files into a folder, each whole or not at all; return their digests.

    All are on the disk under other names before the first takes its place: a full disk changes none.
    """
    parts: list[tuple[Path, Path]] = []
    digests = {}
    try:
        for file in files:
            target = folder / file.path
            _refuse_link(folder, target)
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.part")
            raw = file.text.encode("utf-8")
            parts.append((part, target))
            _write(part, raw)
            digests[file.path] = hashlib.sha256(raw).hexdigest()
        for part, target in parts:
            part.replace(target)
    except BaseException:
        for part, _ in parts:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        raise
    return digests


def is_written(folder: Path, file: GivenFile) -> bool:
    """Tell whether a file stands in a folder as it would be written."""
    return _digest_of(folder / file.path) == hashlib.sha256(file.text.encode("utf-8")).hexdigest()


def _write(part: Path, raw: bytes) -> None:
    with suppress(FileNotFoundError):
        part.unlink()
    with part.open("xb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def _refuse_link(folder: Path, target: Path) -> None:
    for path in (target, target.parent):
        if path != folder and path.is_symlink():
            raise UsageError(f"{path} is a link, through which no share is written; remove it")


def _is_plain(name: str) -> bool:
    return ".." not in Path(name).parts and not Path(name).is_absolute()


def _digest_of(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None
