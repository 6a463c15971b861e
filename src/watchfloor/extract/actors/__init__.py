"""Whom a text speaks of: names, mentions, offices, and which mentions are the same actor."""
