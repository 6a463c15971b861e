from __future__ import annotations

import pytest

from watchfloor.gazetteer import capital_of, countries, country_name, country_of, demonym_of, government_of


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Iran", "IR"),
        ("Iranian", "IR"),
        ("Israelis", "IL"),
        ("the US", "US"),
        ("U.S.", "US"),
        ("the United States", "US"),
        ("Russia's", "RU"),
        ("Russia’s", "RU"),
        ("Türkiye", "TR"),
        ("Cote d'Ivoire", "CI"),
        ("DR Congo", "CD"),
        ("Congolese", "CD"),
        ("South Korean", "KR"),
        ("North Koreans", "KP"),
        ("the Netherlands", "NL"),
        ("Scotland", "GB"),
        ("Gaza", "PS"),
        ("UAE", "AE"),
        ("CHAD", "TD"),
        ("Oman", "OM"),
        ("Dominican", "DO"),
        ("RUSSIA", "RU"),
        ("Poles", "PL"),
    ],
)
def test_country_of(name: str, code: str) -> None:
    assert country_of(name) == code


@pytest.mark.parametrize("name", ["us", "Moscow", "", "the", "Springfield", "chad", "\x00", "\ud800"])
def test_country_of_nothing(name: str) -> None:
    assert country_of(name) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [("Moscow", "RU"), ("the Kremlin", "RU"), ("Beijing", "CN"), ("Tehran", "IR"), ("Washington", "US"),
     ("the White House", "US"), ("Downing Street", "GB"), ("The Hague", "NL"), ("Brussels", None),
     ("Springfield", None)],
)  # fmt: skip
def test_government_of(name: str, code: str | None) -> None:
    assert government_of(name) == code


def test_capital_and_name() -> None:
    assert capital_of("VE") == "Caracas"
    assert country_name("VE") == "Venezuela"
    assert capital_of("ZZ") is None
    assert country_name("ZZ") is None


def test_demonym_is_no_name() -> None:
    assert demonym_of("Iranian") == "IR"
    assert demonym_of("Iran") is None


def test_every_country_is_found_by_its_own_names() -> None:
    for code, country in countries().items():
        assert country_of(country.name) == code
        for neighbour in country.neighbours:
            assert neighbour in countries()
