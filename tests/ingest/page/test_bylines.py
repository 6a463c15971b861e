"""Bylines become names: no roles, no addresses, no invitations."""

import pytest

from watchfloor.ingest.page.bylines import agencies_of, clean_names


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("By Jane Roe", ["Jane Roe"]),
        ("Von Jens Pallhuber und Sina Roth", ["Jens Pallhuber", "Sina Roth"]),
        ("Jane Roe, Jo Lund and Ann Oye", ["Jane Roe", "Jo Lund", "Ann Oye"]),
        ("Jane Roe | Harbour editor", ["Jane Roe"]),
        ("Analysis by Jane Roe, political correspondent", ["Jane Roe"]),
        ("Jane Roe (Norvik)", ["Jane Roe"]),
        ("https://www.facebook.com/janeroe", []),
        ("jane.roe@norvik.example", []),
        ("jane-roe", []),
        ("admin", []),
        ("Élise Barrault et AFP", ["Élise Barrault", "AFP"]),
        ("", []),
    ],
)
def test_clean_names(raw: str, names: list[str]) -> None:
    assert list(clean_names(raw)) == names


def test_agencies_of_a_byline() -> None:
    assert agencies_of("Jane Roe, Associated Press") == "AP"
    assert agencies_of("AFP, Reuters") == "AFP/Reuters"
    assert agencies_of("Jane Roe") is None
    assert agencies_of(None) is None
