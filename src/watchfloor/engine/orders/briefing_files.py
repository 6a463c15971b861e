"""Briefings as people write them: `briefings/NAME.yaml`, checked with file, line and nearest word.

situation: sahel              # of situations/; what the briefing tells of
channel: desk                 # of watchfloor.toml; where it goes
schedule: weekdays 07:00      # daily, weekdays, weekends or days of the week, and a time
timezone: Europe/Vienna       # without it that of the floor
title: The Sahel this morning
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from watchfloor.config import Config
from watchfloor.engine.answer.situations import Situation, SituationsRead, read_situations
from watchfloor.engine.orders.schedule import BriefingSchedule, read_schedule
from watchfloor.errors import ConfigError, UsageError, nearest
from watchfloor.watch.written import Value, mappings_in, text_of, values_of

FOLDER = "briefings"
_NEEDED = ("situation", "channel", "schedule")
_KEYS = (*_NEEDED, "timezone", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingPlan:
    """What is told of a situation to a channel, and when."""

    name: str
    title: str
    situation: Situation
    channel: str
    schedule: BriefingSchedule
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingsRead:
    """The briefings that can be read, by name, and what is wrong with each of the others."""

    held: Mapping[str, BriefingPlan]
    broken: tuple[ConfigError, ...] = ()


def read_briefings(config: Config) -> BriefingsRead:
    """Return the briefings of a floor."""
    folder = config.folder / FOLDER
    held: dict[str, BriefingPlan] = {}
    broken: list[ConfigError] = []
    files = sorted(it for it in folder.iterdir() if it.suffix in (".yaml", ".yml")) if folder.is_dir() else []
    situations = read_situations(config.folder) if files else SituationsRead(held={})
    for file in files:
        try:
            held[file.stem] = _plan(file, config, situations.held)
        except ConfigError as error:
            broken.append(error)
    return BriefingsRead(held=held, broken=tuple(broken))


def briefing_named(config: Config, name: str) -> BriefingPlan:
    """Return a briefing by its name; raise the error of one that cannot be read, or UsageError."""
    read = read_briefings(config)
    if name in read.held:
        return read.held[name]
    for error in read.broken:
        if f"{FOLDER}/{name}.y" in str(error):
            raise error
    remedy = nearest(name, read.held) if read.held else f"there is none in {FOLDER}/"
    raise UsageError(f"there is no briefing {name!r}; {remedy}")


def _plan(file: Path, config: Config, situations: Mapping[str, Situation]) -> BriefingPlan:
    nodes = mappings_in(text_of(file), str(file))
    if len(nodes) != 1:
        raise ConfigError(f"{file} holds {len(nodes)} briefings; write each into a file of its own")
    values = values_of(nodes[0], str(file), _KEYS, "a briefing")
    where = f"{file}:{nodes[0].start_mark.line + 1}"
    missing = next(_missing(values), None)
    if missing is not None:
        raise ConfigError(f"{where}: a briefing needs a {missing}; write `{missing}: …`")
    zone = _zone(values["timezone"]) if "timezone" in values else config.timezone
    title = values["title"].one.strip() if "title" in values else file.stem
    return BriefingPlan(
        name=file.stem,
        title=title,
        situation=situations[_among(values["situation"], situations)],
        channel=_among(values["channel"], config.channels),
        schedule=read_schedule(values["schedule"], zone),
        where=where,
    )


def _missing(values: Mapping[str, Value]) -> Iterator[str]:
    return (key for key in _NEEDED if key not in values)


def _among(value: Value, known: Mapping[str, object]) -> str:
    if value.one not in known:
        remedy = nearest(value.one, known) if known else "there is none"
        raise ConfigError(f"{value.where}: {value.key} {value.one!r} is unknown; {remedy}")
    return value.one


def _zone(value: Value) -> ZoneInfo:
    try:
        return ZoneInfo(value.one)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        known = nearest(value.one, available_timezones())
        raise ConfigError(f"{value.where}: timezone is {value.one!r}; {known}") from error
