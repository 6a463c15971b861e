"""Words on a terminal page: the one place where rich is given words of strangers."""

from __future__ import annotations

from typing import Any, Self

from rich.console import Console
from rich.style import Style
from rich.text import Text  # noqa: TID251 - this is the place; all others take TerminalText

from watchfloor.printable import printable


class TerminalText(Text):
    """Text without markup, in which nothing steers the terminal: such characters are shown, not sent.

    Lines of the words end only where `keep` allows it.
    """

    def __init__(self, words: str = "", style: str | Style = "", *, keep: str = "") -> None:
        super().__init__(printable(words, keep=keep), style)

    def append(self, text: Text | str, style: str | Style | None = None) -> Self:
        """Add words or text at the end."""
        super().append(printable(text) if isinstance(text, str) else text, style)
        return self


class TerminalConsole(Console):
    """A console on which words that are given as they are steer nothing either."""

    def render_str(self, text: str, **options: Any) -> TerminalText:
        """Return words as text: no markup, no emoji, lines kept."""
        return TerminalText(text, style=options.get("style") or "", keep="\n")
