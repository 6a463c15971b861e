"""Names that people give to what they keep in files of its own: watches, situations, shares."""

from __future__ import annotations

import re

FILE_NAME = "[a-z0-9][a-z0-9_-]{0,63}"
_FILE_NAME = re.compile(FILE_NAME)


def is_file_name(name: str) -> bool:
    """Tell whether a name is one that a file may have on any system."""
    return _FILE_NAME.fullmatch(name) is not None
