"""Text -> Findings: actors, quotes, times, places, quantities and events, each with its words.

`Extractor.read` parses and finds; `resolve` binds found times to a date of publication learned later, without
parsing again. Both are pure: equal arguments give equal findings.
"""

from watchfloor.extract.extractor import EXTRACTOR_VERSION, Extractor, resolve

__all__ = ["EXTRACTOR_VERSION", "Extractor", "resolve"]
