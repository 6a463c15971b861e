"""What is wrong with a floor: its settings, channels and watches, and its store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from watchfloor.config import Config
from watchfloor.errors import ConfigError
from watchfloor.store.doctor import Diagnosis, diagnose
from watchfloor.watch import floor_watches, read_channels_apart

__all__ = ["Diagnosis", "diagnose", "diagnose_settings"]


def diagnose_settings(config: Config, environment: Mapping[str, str]) -> Iterator[Diagnosis]:
    """Yield what is wrong with channels and watches; each stops itself only, and nobody is told by it."""
    channels = read_channels_apart(config.channels, folder=config.folder, environment=environment)
    for channel in channels.values():
        if isinstance(channel, ConfigError):
            yield Diagnosis("error", str(channel), "until then nothing goes out on this channel")
    for error in floor_watches(config).broken:
        yield Diagnosis("error", str(error), "until then this watch opens no alert")
