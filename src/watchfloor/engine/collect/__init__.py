"""Visits of sources: what is due, what a visit brings, how a source does. Nothing here writes texts."""
