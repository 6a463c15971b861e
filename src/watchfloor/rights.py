"""Who may read the files of a floor: its owner alone, unless the operator shares it with a group.

A floor is shared by `chmod g+w watchfloor.toml` and `chmod g+rwxs` of its folders (docs/permissions.md):
what is made there afterwards is for the group too. Rights of what is there already are never changed.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

SETTINGS = "watchfloor.toml"
_OWNER = stat.S_IRUSR | stat.S_IWUSR
_GROUP = stat.S_IRGRP | stat.S_IWGRP


def make_file(path: Path, *, exist_ok: bool = True) -> None:
    """Make an empty file that only its owner, or the group that shares the floor, may read and write."""
    shared = _is_shared(path.parent)
    try:
        made = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER)
    except FileExistsError:
        if not exist_ok:
            raise
        return
    try:
        if shared:
            os.fchmod(made, _OWNER | _GROUP)  # whatever the umask says: the group writes it too
    finally:
        os.close(made)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file of a floor whole or not at all: what stood there stays until the new is on the disk."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")  # two processes may write at once
    try:
        make_file(part)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise


def make_folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, for the owner or the group of the floor."""
    if not path.is_dir():
        if path.parent != path:
            make_folder(path.parent)
        path.mkdir(mode=stat.S_IRWXU, exist_ok=True)
        if _is_shared(path.parent):
            path.chmod(stat.S_IRWXU | stat.S_IRWXG | stat.S_ISGID)


def is_open_to_all(path: Path) -> bool:
    """Tell whether every user of the machine may read a file, as far as rights of it and of its folder go."""
    return bool(path.stat().st_mode & stat.S_IROTH) and bool(path.parent.stat().st_mode & stat.S_IXOTH)


def _is_shared(folder: Path) -> bool:
    """Tell whether a folder is a floor that a group may write to, or one in such a floor."""
    for place in (folder, folder.parent):
        try:
            return bool((place / SETTINGS).stat().st_mode & stat.S_IWGRP)
        except OSError:
            continue
    return False
