"""Whom something is shown to."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Whom something is shown to, from those who may see most to those who may see least."""

    desk = "desk"
    partner = "partner"
    public = "public"
