"""Expressions of time, kept unresolved until the day of publication is known."""
