"""The error tree.

WatchfloorError
├── UsageError                the call cannot be carried out as it was made (exit code 2)
│   ├── ConfigError           watchfloor.toml, a watch file or an option holds something unusable
│   └── NotAllowedError       who asks may not do it
├── TableError                a table of words or rules holds something unusable
├── InputError                one input cannot be read; the others go on (exit code 1)
├── StoreError                the floor's memory cannot be used
│   ├── FloorLockedError      another writer holds the floor
│   └── RowsRefusedError      what one input would write is refused; the floor itself is sound
├── PoolError                 those who read for us cannot be used
└── DeliveryError             one delivery failed; the outbox keeps it
    └── NoAnswerError         a host gave no usable answer
        └── RefusedAddressError   the network guard refused to connect

Every message names the cause and the remedy, in that order.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_MOST_NAMED = 24  # known words that a message lists


class WatchfloorError(Exception):
    """Any failure that Watchfloor foresaw; its text is meant for people."""


class UsageError(WatchfloorError):
    """The call cannot be carried out as it was made."""


class ConfigError(UsageError):
    """A configuration file, a watch file or an option holds something unusable."""


class NotAllowedError(UsageError):
    """Who asks may not do it; the text says what it needs."""


class InputError(WatchfloorError):
    """One input cannot be read.

    `where` names the file and, where there is one, the line (`articles.jsonl:12`).
    """

    def __init__(self, where: str, cause: str) -> None:
        super().__init__(f"{where}: {cause}")
        self.where = where
        self.cause = cause


class TableError(WatchfloorError):
    """A table of words or rules holds something unusable; `where` names the file and the line."""

    def __init__(self, where: str, cause: str) -> None:
        super().__init__(f"{where}: {cause}")
        self.where = where
        self.cause = cause


class StoreError(WatchfloorError):
    """The floor's memory cannot be used: `cause` says why, `remedy` what helps, "" where nothing does."""

    def __init__(self, cause: str, remedy: str = "") -> None:
        super().__init__(f"{cause}; {remedy}" if remedy else cause)
        self.cause = cause
        self.remedy = remedy


class FloorLockedError(StoreError):
    """Another writer holds the floor."""


class RowsRefusedError(StoreError):
    """What one input would write is refused; the floor itself is sound, and other inputs can be written."""


class PoolError(WatchfloorError):
    """Those who read for us cannot be used: `cause` says why, `remedy` what helps."""

    def __init__(self, cause: str, remedy: str) -> None:
        super().__init__(f"{cause}; {remedy}")
        self.cause = cause
        self.remedy = remedy


class DeliveryError(WatchfloorError):
    """One delivery failed.

    `retry` tells whether another try can help; `uncertain` that the receiver may already have it.
    """

    def __init__(self, cause: str, *, retry: bool = True, uncertain: bool = False) -> None:
        super().__init__(cause)
        self.retry = retry
        self.uncertain = uncertain


class NoAnswerError(DeliveryError):
    """A host gave no usable answer: not found, not reachable, too slow, too much."""


class RefusedAddressError(NoAnswerError):
    """The network guard refused to connect; no byte was sent. Whoever can do without an answer goes on."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause, retry=False)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the end of a message about an unknown `word`: which one was meant, or which there are."""
    names = sorted(known)
    if not names:
        return "none is known"
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"known are {', '.join(names[:_MOST_NAMED])}{more}"
