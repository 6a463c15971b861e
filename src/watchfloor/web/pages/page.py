"""What a page is: an address, the methods that it answers, and what answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorPage:
    """A page, or an act that a form on one asks for."""

    path: str
    name: str
    answer: Callable[[Request], Response]
    methods: Sequence[str] = ("GET",)
