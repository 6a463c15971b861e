"""Tests of briefs, news and what is due."""
