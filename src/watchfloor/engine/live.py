"""What a running daemon goes by: settings, channels and watches as their files say now.

A file that is broken while the daemon runs leaves what it said before, and it is said once what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from watchfloor.config import Config, read_config
from watchfloor.engine.deliver.outbox import Channels
from watchfloor.errors import ConfigError
from watchfloor.store import backend_at
from watchfloor.watch import Channel, Watch, floor_watches, read_channels_apart

_HOLD = "hold until it is mended"


class LiveSettings:
    """The settings, channels and watches of a floor; `tell` is told of what cannot be read."""

    def __init__(
        self, config: Config, *, environment: Mapping[str, str], tell: Callable[[str], None]
    ) -> None:
        self.config = config
        self.watches: tuple[Watch, ...] = ()
        self.channels: Channels = {}
        self._environment = environment
        self._tell = tell
        self._told: frozenset[str] = frozenset()

    def read_again(self) -> None:
        """Read settings, channels and watches again where their files have changed."""
        troubles = [*self._read_config(), *self._read_channels(), *self._read_watches()]
        for trouble in troubles:
            if trouble not in self._told:
                self._tell(trouble)
        self._told = frozenset(troubles)

    def _read_config(self) -> Iterator[str]:
        """Read watchfloor.toml; yield what is wrong with it."""
        try:
            config = read_config(self.config.folder)
        except ConfigError as error:
            yield f"{error}; the settings of before {_HOLD}"
            return
        if config.store != self.config.store:
            where = backend_at(config.store).where
            yield f"the store is {where} now; start `watchfloor poll` again to write to it"
        self.config = replace(config, store=self.config.store)

    def _read_channels(self) -> Iterator[str]:
        """Make the channels; yield what is wrong with one that broke while it was used."""
        read = read_channels_apart(
            self.config.channels, folder=self.config.folder, environment=self._environment
        )
        held = dict(read)
        for name, channel in read.items():
            before = self.channels.get(name)
            if isinstance(channel, ConfigError) and isinstance(before, Channel):
                held[name] = before
                yield f"{channel}; the settings of before {_HOLD}"
        self.channels = held

    def _read_watches(self) -> Iterator[str]:
        """Read the watches; yield what is wrong with each that cannot be read."""
        try:
            read = floor_watches(self.config)
        except OSError as error:
            yield f"{self.config.watches}: {error.strerror}; the watches of before hold"
            return
        end = f"the watches of before {_HOLD}" if self.watches else "it stops no other watch"
        yield from (f"{broken}; {end}" for broken in read.broken)
        self.watches = read.beside(self.watches)
