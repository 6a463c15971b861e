"""What takes long to load is loaded once for all tests."""

from __future__ import annotations

import pytest

from watchfloor.extract import Extractor


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """Return the one reader of texts; its parser takes a second to load."""
    return Extractor()
