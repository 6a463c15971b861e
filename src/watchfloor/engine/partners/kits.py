"""A desk's set-up as a folder, without texts or secrets, so that another desk begins with it.

    kit.json          that it is one, and of which version
    sources.json      feeds, sitemaps and pages: address, kind, title, folders
    situations/, watches/      one YAML file each; watches without their channels
    places.csv, actors.csv, labels.csv

Each part is checked when it is read; what cannot be used is left out and told, and stops nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import yaml

from watchfloor.config import Config
from watchfloor.engine.answer.situations import read_situation
from watchfloor.errors import ConfigError, TableError, UsageError
from watchfloor.ingest.sources import new_source
from watchfloor.model import Source
from watchfloor.own_tables import FILES, read_own_table
from watchfloor.rights import make_folder, write_whole
from watchfloor.store import Sources, Store
from watchfloor.watch import floor_names, read_watches
from watchfloor.watch.situations import SITUATIONS

KIT = "kit.json"
MARK, VERSION = "watchfloor_kit", 1
TABLES = tuple(sorted({*FILES.values(), "actors.csv"}))
_KINDS = ("feed", "sitemap", "page")  # folders and files are of one machine
_OF_CHANNELS = ("channels", "rota", "acknowledge_within")
_MOST_SOURCES = 10_000
_LARGEST = 64_000_000  # bytes of a file
_NAME = re.compile(r"[\w][\w.-]{0,99}\.ya?ml")
_SECRET = re.compile(
    r"://[^/\s@]+@|[?&](?:[\w-]*(?:token|key|secret|passw\w*|sig(?:nature)?|auth))=|"
    r"^\s*[\w-]*(?:token|secret|password|passwd|api[_-]?key)\s*[:=]",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(slots=True)
class FloorKit:
    """What a kit holds, and what was left out of it, and why."""

    sources: list[Source] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)  # by their path in the folder of a floor
    left_out: list[str] = field(default_factory=list)


# -------------------------------------------------------------------------------------------------- writing


def kit_of(store: Store, config: Config) -> FloorKit:
    """Return the set-up of a floor, without what is of this desk alone."""
    kit = FloorKit()
    for held in Sources(store).all():
        if held.source.kind not in _KINDS:
            kit.left_out.append(f"source {held.source.title or held.source.kind}: it is of this machine")
        elif _is_secret(held.source.url):
            host = urlsplit(held.source.url).hostname or "?"
            kit.left_out.append(f"a source at {host}: its address holds a password or key")
        else:
            kit.sources.append(held.source)
    _take_files(kit, config.folder / SITUATIONS, SITUATIONS)
    _take_files(kit, config.watches, "watches")
    for name in TABLES:
        file = config.folder / name
        if file.is_file():
            _take(kit, name, file.read_bytes())
    return kit


def _take_files(kit: FloorKit, folder: Path, name: str) -> None:
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if file.suffix in (".yaml", ".yml") and file.is_file():
            raw = file.read_bytes()
            path = f"{name}/{file.name}"
            _take(kit, path, _without_channels(kit, path, raw) if name == "watches" else raw)


def _take(kit: FloorKit, path: str, raw: bytes | None) -> None:
    if raw is None:
        return
    if _is_secret(raw.decode("utf-8", "replace")):
        kit.left_out.append(f"{path}: it holds what looks like a password, token or key")
    else:
        kit.files[path] = raw


def _without_channels(kit: FloorKit, path: str, raw: bytes) -> bytes | None:
    """Return a file of watches without the channels of this desk; None for one that holds no watch."""
    try:
        read = yaml.load(raw, Loader=yaml.BaseLoader)  # noqa: S506 - it makes strings, lists and dicts alone
    except (yaml.YAMLError, RecursionError, UnicodeDecodeError):
        kit.left_out.append(f"{path}: it cannot be read; see: watchfloor watch list")
        return None
    if read is None:  # comments alone
        return None
    every = read if isinstance(read, list) else [read]
    bare = [
        {key: value for key, value in one.items() if key not in _OF_CHANNELS}
        if isinstance(one, dict)
        else one
        for one in every
    ]
    written = yaml.safe_dump(bare if isinstance(read, list) else bare[0], sort_keys=False, allow_unicode=True)
    return written.encode("utf-8")


def _is_secret(words: str) -> bool:
    return bool(_SECRET.search(words))


def write_kit(folder: Path, kit: FloorKit, *, at: str) -> None:
    """Write a kit into a new or empty folder; raise UsageError for another."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} holds other files; name a new or empty folder")
    make_folder(folder)
    for path, raw in kit.files.items():
        make_folder((folder / path).parent)
        write_whole(folder / path, raw)
    listed = [_source_json(source) for source in kit.sources]
    write_whole(folder / "sources.json", _json(listed))
    write_whole(folder / KIT, _json({MARK: VERSION, "at": at}))


def _source_json(source: Source) -> dict[str, Any]:
    told = {"url": source.url, "kind": source.kind, "title": source.title, "group": list(source.group)}
    more = {"site": source.site, "language": source.language, "every": source.every}
    return told | {name: value for name, value in more.items() if value and not _is_secret(str(value))}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


# -------------------------------------------------------------------------------------------------- reading


def read_kit(folder: Path, *, only: Sequence[str] = (), at: str) -> FloorKit:
    """Return what a kit holds; raise UsageError for a folder that is none, or of another version."""
    body = _decoded(folder / KIT)
    if not isinstance(body, dict) or MARK not in body:
        raise UsageError(
            f"{folder} is no kit (its {KIT} does not say so); make one with: watchfloor kit export"
        )
    if body[MARK] != VERSION:
        raise UsageError(
            f"{folder} is a kit of version {str(body[MARK])[:20]}, and version {VERSION} is read here"
        )
    kit = FloorKit()
    _read_sources(kit, folder / "sources.json", only, at)
    for name in (SITUATIONS, "watches"):
        for file in sorted((folder / name).iterdir()) if (folder / name).is_dir() else ():
            _read_file(kit, file, f"{name}/{file.name}", is_named=bool(_NAME.fullmatch(file.name)))
    for name in TABLES:
        if (folder / name).exists():
            _read_file(kit, folder / name, name, is_named=True)
    return kit


def _decoded(file: Path) -> Any:
    try:
        return msgspec.json.decode(file.read_bytes())
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}; name the folder of a kit") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise UsageError(f"{file} is no JSON ({error}); ask for the kit again") from error


def _read_sources(kit: FloorKit, file: Path, only: Sequence[str], at: str) -> None:
    if not file.exists():
        return
    listed = _decoded(file)
    if not isinstance(listed, list) or len(listed) > _MOST_SOURCES:
        kit.left_out.append(f"sources.json: it is no list of at most {_MOST_SOURCES:,} sources")
        return
    wanted = {name.casefold() for name in only}
    for number, one in enumerate(listed, 1):
        found = _source(one, at)
        if isinstance(found, str):
            kit.left_out.append(f"sources.json, source {number}: {found}")
        elif not wanted or wanted & {name.casefold() for name in found.group}:
            kit.sources.append(found)


def _source(one: Any, at: str) -> Source | str:
    """Return a source as a kit tells it, or what is wrong with it."""
    if not isinstance(one, dict) or not isinstance(one.get("url"), str):
        return "it has no address"
    url, kind, group = one["url"].strip(), one.get("kind"), one.get("group") or []
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return f"{url[:80]!r} is no web address"
    if _is_secret(url):
        return f"its address at {parts.hostname} holds a password or key"
    if kind not in _KINDS:
        return f"kind {str(kind)[:20]!r} is none of {', '.join(_KINDS)}"
    if not isinstance(group, list) or not all(isinstance(name, str) for name in group):
        return "its folders are no list of names"
    title = one.get("title")
    found = new_source(url, kind, title=str(title)[:300] if title else None, added=at)
    return replace(found, group=tuple(name[:100] for name in group))


def _split(url: str) -> Any:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _read_file(kit: FloorKit, file: Path, path: str, *, is_named: bool) -> None:
    if not is_named or file.is_symlink() or not file.is_file():
        kit.left_out.append(f"{path}: it is no plain file with a name that a floor has")
    elif file.stat().st_size > _LARGEST:
        kit.left_out.append(f"{path}: it has over {_LARGEST:,} bytes")
    else:
        _take(kit, path, file.read_bytes())


def put_up(store: Store, config: Config, kit: FloorKit, *, at: str) -> Mapping[str, int]:
    """Put a kit into a new floor; return how much of what. Sources are visited when `poll` runs next."""
    counts = {"sources": len(Sources(store).add_all(kit.sources, due=at))}
    for path in sorted(kit.files, key=_order):
        file = config.watches / Path(path).name if path.startswith("watches/") else config.folder / path
        if file.exists():
            kit.left_out.append(f"{path}: the floor has one of this name")
            continue
        make_folder(file.parent)
        write_whole(file, kit.files[path])
        wrong = [*_wrong(config, path, file)]
        if wrong:
            file.unlink()
            kit.left_out += wrong
            continue
        what = path.partition("/")[0]
        counts[what] = counts.get(what, 0) + 1
    return counts


def _order(path: str) -> tuple[int, str]:
    """Situations stand before the watches that name them."""
    return path.startswith("watches/"), path


def _wrong(config: Config, path: str, file: Path) -> Iterator[str]:
    """Yield what is wrong with a part of a kit, as it stands in the floor now."""
    try:
        if path.startswith(f"{SITUATIONS}/"):
            read_situation(file)
        elif path.startswith("watches/"):
            read_watches(file, floor_names(config))
        else:
            for name, own in FILES.items():
                if own == path:
                    read_own_table(name, file.read_bytes())
    except (ConfigError, TableError) as error:
        yield str(error)
