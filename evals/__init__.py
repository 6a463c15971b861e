"""Scorers, one per task, and the floors that CI holds."""
