"""Loads what a process needs that reads for strangers, down to what the first page makes it look up."""

import htmldate  # noqa: F401
import trafilatura  # noqa: F401

from watchfloor.ingest import read_page
from watchfloor.ingest.sandbox import SandboxReaders

_WORDS = "<p>Ministers met in Lima on Monday to talk about quotas, officials said there.</p>"
_PAGE = f"<html><head><title>Quota talks</title></head><body><article>{_WORDS * 6}</article></body></html>"
SandboxReaders()
read_page(_PAGE.encode(), where="", url="https://outlet.example/1", arrived="2026-01-01T00:00:00Z")
