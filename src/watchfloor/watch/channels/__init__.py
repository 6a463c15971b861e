"""Where alerts go: the channels of watchfloor.toml (`[channels.NAME]`), a kind of channel a module and a row.

`contract.py` says what a kind must be, `kinds.py` holds the one table of kinds and reads the settings,
`sending.py` carries out one try. How to add a kind: docs/extending/channel.md.
"""

from watchfloor.watch.channels.contract import Channel, NetworkChannel, SettingError
from watchfloor.watch.channels.kinds import CHANNEL_KINDS, read_channels, read_channels_apart
from watchfloor.watch.channels.sending import deliver, interrupted

__all__ = [
    "CHANNEL_KINDS",
    "Channel",
    "NetworkChannel",
    "SettingError",
    "deliver",
    "interrupted",
    "read_channels",
    "read_channels_apart",
]
