"""Texts of languages whose grammar is not read: places, dates and heads of state, flagged as such."""
