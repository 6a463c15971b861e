"""A backup of a floor that runs, and what is put back from one.

A backup is a folder: the store as one whole file, watches and situations, the settings without secrets, and
`backup.json` with the digest of each. It is put back into an empty folder only. What waits in the outbox
then goes out by nobody's hand but a person's, as nobody knows what was sent since.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from watchfloor.config import FILE_NAME, Config, read_config
from watchfloor.errors import StoreError, UsageError
from watchfloor.own_tables import FILES
from watchfloor.rights import make_file, make_folder
from watchfloor.settings import FROM_ENVIRONMENT, TomlEntry, entries
from watchfloor.store import Outbox, Store, backend_at, diagnose
from watchfloor.store.backends.sqlite import FILE_NAME as STORE_NAME
from watchfloor.watch.channels.kinds import SHOWN_SETTINGS
from watchfloor.watch.watch_files import ENDINGS

LIST_NAME = "backup.json"
LAST_NAME = "last-backup.json"  # in the floor: when and whereto it was backed up last
_FORMAT = 1
_FOLDERS = ("watches", "situations", "briefings")
_NAMED_SECRET = re.compile(r"(?:secret|password|token)[\"']?\s*[=:](?!\s*[\"']environment:)", re.IGNORECASE)
_WITH_PASSWORD = re.compile(r"://[^/@\s]*:[^/@\s]*@")
_SHORTEST = 8  # characters; what is shorter stands in other words by chance
_LEFT_OUT = "LEFT_OUT_OF_THE_BACKUP"
_OLD = 7  # days after which a backup is old


class BackupList(msgspec.Struct, kw_only=True):
    """What `backup.json` says: when it was made, of which floor, and the SHA-256 of each file."""

    format: int
    made: str
    admissions: int
    last_known: str | None
    files: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A backup that was made or put back: where it is, and how much is in it."""

    folder: Path
    made: str
    admissions: int
    files: int
    held_back: int = 0


# ---------------------------------------------------------------------------------------------------- making


def back_up(config: Config, folder: Path, *, now: str) -> BackedUp:
    """Write a backup of a floor into a new or empty folder, while the floor runs; whole or not at all."""
    _refuse_unless_empty(folder, "back up")
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        make_folder(part)
        with Store.open(config.store) as store:
            store.backup(part / STORE_NAME)
        with Store.open(part / STORE_NAME) as copy:  # what is in the copy, not what came since
            admissions = copy.last_sequence()
            known = copy.moment_of(admissions)
        settings = without_secrets((config.folder / FILE_NAME).read_text("utf-8-sig"))
        _write(part / FILE_NAME, with_own_places(settings).encode())
        for name, path in _settings(config):
            _write(part / name, path.read_bytes())
        listed = BackupList(
            format=_FORMAT, made=now, admissions=admissions, last_known=known, files=dict(_digests(part))
        )
        _write(part / LIST_NAME, msgspec.json.format(msgspec.json.encode(listed), indent=2))
        with suppress(OSError):
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise StoreError(
            f"the backup cannot be written to {folder}: {error.strerror}", "choose another folder"
        ) from error
    _remember(config.folder, folder, now)
    return BackedUp(folder=folder, made=now, admissions=admissions, files=len(listed.files))


def without_secrets(settings: str) -> str:
    """Return settings in which no secret stands; those that stand elsewhere (`environment:`) stay named.

    However a secret is written (inline, dotted, over several lines), its value goes, and a name that is not
    set stands for it. So goes the value of a key that no kind of channel has: it may be a secret, misspelt.
    A comment that names a secret, or holds one, goes whole.
    """
    found = list(entries(settings))
    secrets = [it for it in found if it.keys and _is_secret(it.keys, _value_of(settings, it))]
    held = {str(_value_of(settings, it)) for it in secrets}
    held = {secret for secret in held if len(secret) >= _SHORTEST}
    comments = [it for it in found if not it.keys and _tells_a_secret(settings[it.start : it.end], held)]
    left_out = [*((it, f'"{FROM_ENVIRONMENT}{_LEFT_OUT}"') for it in secrets)]
    written = _replaced(settings, [*left_out, *((it, "# left out of the backup") for it in comments)])
    if any(secret in written for secret in held):
        raise UsageError(
            f"a secret of a channel stands elsewhere in {FILE_NAME} too; take it out there and try again"
        )
    return written


def with_own_places(settings: str) -> str:
    """Return settings whose store and watches lie where a backup has them, wherever they lay before."""
    places = {("store",): STORE_NAME, ("watches",): "watches"}
    return _replaced(
        settings, [(it, f'"{places[it.keys]}"') for it in entries(settings) if it.keys in places and it.end]
    )


def _replaced(text: str, replacements: Iterable[tuple[TomlEntry, str]]) -> str:
    """Return a text with words in the place of values; of what lies in one another, the outer goes."""
    parts, end = [], 0
    for entry, words in sorted(replacements, key=lambda it: (it[0].start, -it[0].end)):
        if entry.start >= end:
            parts += [text[end : entry.start], words]
            end = entry.end
    return "".join([*parts, text[end:]])


def _is_secret(keys: tuple[str, ...], value: object) -> bool:
    """Tell whether a value stays out: of a key that is secret or unknown, or an address with a password."""
    if keys[0] != "channels" or len(keys) < 3 or value is None or isinstance(value, dict):
        return False
    written = str(value)
    if written.startswith(FROM_ENVIRONMENT):
        return False
    return keys[2] not in SHOWN_SETTINGS or bool(_WITH_PASSWORD.search(written))


def _value_of(settings: str, entry: TomlEntry) -> object:
    """Return the value of a key, None for the header of a table."""
    written = settings[entry.start : entry.end]
    return tomllib.loads(f"it = {written}")["it"] if written else None


def _tells_a_secret(comment: str, held: set[str]) -> bool:
    named = _NAMED_SECRET.search(comment) or _WITH_PASSWORD.search(comment)
    return bool(named) or any(secret in comment for secret in held)


def _settings(config: Config) -> Iterator[tuple[str, Path]]:
    """Yield the files that people wrote, each with its name in the backup."""
    folders = {name: config.folder / name for name in _FOLDERS} | {"watches": config.watches}
    for name, folder in folders.items():
        for path in sorted(folder.glob("*")) if folder.is_dir() else ():
            if path.is_file() and path.name.endswith(ENDINGS):
                yield f"{name}/{path.name}", path
    for name in FILES.values():
        if (config.folder / name).is_file():
            yield name, config.folder / name


def _write(path: Path, content: bytes) -> None:
    make_folder(path.parent)
    make_file(path)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != LIST_NAME:
            yield path.relative_to(folder).as_posix(), _digest(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remember(floor: Path, folder: Path, now: str) -> None:
    """Keep in the floor when it was backed up last; a floor on read-only media keeps nothing."""
    with suppress(OSError):
        _write(floor / LAST_NAME, json.dumps({"made": now, "folder": str(folder)}).encode())


def last_backup(floor: Path) -> str | None:
    """Return when a floor was backed up last; None where nobody knows."""
    try:
        return str(json.loads((floor / LAST_NAME).read_text("utf-8"))["made"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def backup_age(floor: Path, *, now: str) -> int | None:
    """Return how many days ago a floor was backed up last; None where nobody knows."""
    made = last_backup(floor)
    try:
        return (_at(now) - _at(made)).days if made else None
    except ValueError:
        return None


def is_old(days: int | None) -> bool:
    """Tell whether a backup is older than the days after which `doctor` warns."""
    return days is None or days > _OLD


def _at(moment: str) -> datetime:
    found = datetime.fromisoformat(moment)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


# ---------------------------------------------------------------------------------------------- putting back


def restore(backup: Path, floor: Path, *, now: str) -> BackedUp:
    """Put a backup back into a new or empty folder.

    It is checked first: every file by its digest, the store by what `doctor` looks at, its log by the chain.
    Messages that had not gone out are held back, so that nothing fires again.
    """
    listed = read_list(backup)
    _refuse_unless_plain(backup, listed)
    _refuse_unless_empty(floor, "restore")
    part = floor.with_name(f"{floor.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        for name in listed.files:
            make_folder((part / name).parent)
            shutil.copyfile(backup / name, part / name)
            (part / name).chmod(0o600)
        _verify(part, listed)
        config = read_config(part)
        held = _begin_again(config, listed, now)
        with suppress(OSError):
            floor.rmdir()
        part.rename(floor)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise StoreError(f"{floor} cannot be written: {error.strerror}", "choose another folder") from error
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return BackedUp(
        folder=floor, made=listed.made, admissions=listed.admissions, files=len(listed.files), held_back=held
    )


def read_list(backup: Path) -> BackupList:
    """Return the list of contents of a backup; raise UsageError for a folder that is no backup."""
    path = backup / LIST_NAME
    try:
        listed = msgspec.json.decode(path.read_bytes(), type=BackupList)
    except FileNotFoundError:
        raise UsageError(
            f"{backup} is no backup: it has no {LIST_NAME}; make one with `watchfloor backup`"
        ) from None
    except (OSError, msgspec.MsgspecError) as error:
        raise UsageError(f"{path} cannot be read ({error}); take an older backup") from error
    if listed.format != _FORMAT:
        raise UsageError(
            f"{path} is of format {listed.format}, this version reads {_FORMAT}; install a newer Watchfloor"
        )
    for name in listed.files:
        if not re.fullmatch(r"(?:[\w-]+/)?[^/\\\0]+", name) or name.startswith(".") or "/." in name:
            raise UsageError(f"{path} names {name!r}, which is no file of a backup; do not use it")
    if STORE_NAME not in listed.files or FILE_NAME not in listed.files:
        raise UsageError(f"{path} names no store or no settings; take another backup")
    return listed


def _refuse_unless_plain(backup: Path, listed: BackupList) -> None:
    """Refuse what is missing or would be read elsewhere: links lead out of the backup, pipes never end."""
    for name in listed.files:
        path = backup.resolve() / name
        if not path.is_file() or path.resolve() != path:
            raise UsageError(f"{backup / name} is no plain file of the backup; take another backup")


def _verify(folder: Path, listed: BackupList) -> None:
    for name, digest in listed.files.items():
        if _digest(folder / name) != digest:
            raise UsageError(f"{name} is not what was backed up: its digest differs; take another backup")
    wrong = [it for it in diagnose(folder / STORE_NAME) if it.level == "error"]
    wrong = [it for it in wrong if "free" not in it.what and "watchfloor upgrade" not in it.remedy]
    if wrong:
        raise StoreError(f"the store of the backup is not sound: {wrong[0].what}", "take another backup")


def _begin_again(config: Config, listed: BackupList, now: str) -> int:
    """Write into the log that the floor was put back, and hold back what had not gone out."""
    place = backend_at(config.store).file
    if place is None or place.parent != config.folder:
        raise UsageError(
            f'the settings of the backup keep the store at {place}; write store = "{STORE_NAME}" there'
        )
    with Store.upgrade(config.store) as store:
        what = f"restored from the backup of {listed.made}"
        with store.admission(arrived=now, kind="act", what=what) as admission:
            admission.log()
        return Outbox(store).hold_back(f"{what}: it may have been sent since")


def _refuse_unless_empty(folder: Path, what: str) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty: {what} into a new or empty folder")
