"""Rendition -> Report: which texts are copies of one another, and what they make together.

`fingerprint` reads a rendition's Signature; `combine` makes a Report of the renditions that placement put
together. `judge` and `place` decide from what two texts share; the engine's Grouping keeps the window they
look back on. All are pure: no clock, no store, and for the same renditions in the same order the same result.
"""

from watchfloor.merge.combine import combine
from watchfloor.merge.fingerprint import fingerprint

__all__ = ["combine", "fingerprint"]
