"""Rendition -> Report."""
