"""What takes long to load is loaded once for all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

from watchfloor.extract import Extractor

# How long one example takes says more about the machine than about the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """Return the one reader of texts; its parser takes a second to load."""
    return Extractor()
