"""Watchfloor: constant watch on a situation from open news, with the words behind every answer."""

__version__ = "0.1.0"
