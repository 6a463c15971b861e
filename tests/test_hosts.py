"""Addresses as URIs: what may stand in one stays as it is, the rest is encoded, and what is none is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchfloor.hosts import host_of, web_address


@pytest.mark.parametrize(
    ("url", "held"),
    [
        ("https://wire.example/a?b=1&c=%20#d", "https://wire.example/a?b=1&c=%20#d"),
        ("https://wire.example/a page?q=1 2", "https://wire.example/a%20page?q=1%202"),
        ("https://wire.example/[x]{y}|z^", "https://wire.example/%5Bx%5D%7By%7D%7Cz%5E"),
        ("https://wire.example/müll", "https://wire.example/m%C3%BCll"),
        ("https://wire.example/%zz", "https://wire.example/%25zz"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        (" https://wire.example ", "https://wire.example"),
        ("wire.example/no-scheme", ""),
        ("/a/path", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://", ""),
        ("http://[half", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_an_address_is_a_uri_or_nothing(url: str | None, held: str) -> None:
    assert web_address(url) == held


@given(st.text(max_size=40))
def test_what_is_encoded_stays_so(words: str) -> None:
    once = web_address(f"https://wire.example/{words}")
    assert web_address(once) == once
    assert once.isascii()
    assert host_of(once) == "wire.example"
