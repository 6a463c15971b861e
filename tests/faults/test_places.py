"""Places: towns that are struck, states that share a country's name, two towns of one name."""

from __future__ import annotations

import pytest

from tests.faults.trials import Read, inputs_of, read

TOWNS = (
    "Kyiv",
    "Kharkiv",
    "Lviv",
    "Goma",
    "Kherson",
    "Sumy",
    "Belgorod",
    "Sanaa",
    "Mariupol",
    "Omdurman",
    "Kiev",
)
Found = list[tuple[str, str | None]]


def places(found: Read) -> Found:
    """Return the places of a text as written, with their countries."""
    text, findings = found
    return [(place.span.of(text), place.country) for place in findings.places]


def test_001_towns_that_are_hit_are_places() -> None:
    assert [places(found)[-1] for found in inputs_of("001")] == [
        ("Kyiv", "UA"),
        ("Kharkiv", "UA"),
        ("Lviv", "UA"),
        ("Goma", "CD"),
        ("Lagos", "NG"),
        ("Poltava", "UA"),
    ]


def test_002_towns_that_are_shelled_are_places() -> None:
    assert [places(found)[0] for found in inputs_of("002")] == [
        ("Kyiv", "UA"),
        ("Aleppo", "SY"),
        ("Dnipro", "UA"),
        ("Goma", "CD"),
        ("Kherson", "UA"),
    ]


@pytest.mark.parametrize("town", TOWNS)
@pytest.mark.parametrize(
    "form",
    [
        "Missiles hit {} on Monday.",
        "{} was shelled on Monday.",
        "{} came under fire overnight.",
        "Rebels captured {} on Monday.",
        "{} has been bombed again.",
        "Russia attacked {} with drones.",
    ],
)
def test_051_towns_in_every_form(town: str, form: str) -> None:
    assert town in [name for name, _ in places(read(form.format(town)))]


@pytest.mark.parametrize("text", ["Police hit Sumner Varr.", "The court struck Jackson from the list."])
def test_051_people_who_are_struck_are_no_places(text: str) -> None:
    assert [place for place in read(text)[1].places if place.grade == "strong"] == []


def test_050_georgia_is_the_state_where_its_towns_and_offices_are() -> None:
    found = inputs_of("050")
    assert [dict(places(one))["Georgia"] for one in found] == ["US", "US", "US", "GE"]
    for _, findings in found[:3]:
        assert "GE" not in {actor.country for actor in findings.actors}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Georgia's governor signed the bill in Atlanta.", "US"),
        ("Gov. Hal Orin of Georgia signed the bill.", "US"),
        ("The state of Georgia sued the company.", "US"),
        ("Georgia lawmakers met near Macon on Monday.", "US"),
        ("A judge in Georgia blocked the state law on Monday.", "US"),
        ("Hal Orin asked the state Supreme Court to hear the case in Georgia.", "US"),
        ("Voters in Georgia, where state troopers stood at the doors, chose a sheriff.", "US"),
        ("Georgia changed a law of the state on Monday.", "GE"),
        ("Georgia passed a state law on parties in Tbilisi.", "GE"),
        ("Russia and Georgia signed a truce in Tbilisi.", "GE"),
        ("Georgian troops left Georgia on Monday.", "GE"),
        ("Georgia recalled its ambassador from Moscow.", "GE"),
    ],
)
def test_050_variants(text: str, country: str) -> None:
    assert dict(places(read(text)))["Georgia"] == country


def test_052_west_papua_is_indonesian() -> None:
    found = [places(one) for one in inputs_of("052")]
    assert [one[0] for one in found[:2]] == [("West Papua", "ID"), ("West Papua", "ID")]
    assert found[2] == [
        ("Mexico City", "MX"),
        ("New Mexico", "US"),
        ("New Jersey", "US"),
        ("Norfolk", "GB"),
        ("England", "GB"),
    ]


def test_053_two_towns_of_one_name() -> None:
    first, second = (places(one) for one in inputs_of("053"))
    assert [place for place in first if place[0] == "Tripoli"] == [("Tripoli", "LB"), ("Tripoli", "LY")]
    assert [place for place in second if place[0] == "Hyderabad"] == [
        ("Hyderabad", "PK"),
        ("Hyderabad", "IN"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell on the Libyan port city of Tripoli.", ("Tripoli", "LY")),
        ("It fell on the Lebanese city of Tripoli.", ("Tripoli", "LB")),
        ("It fell on the Pakistani city Hyderabad.", ("Hyderabad", "PK")),
        ("It fell on the Cuban city of Santiago.", ("Santiago", "CU")),
        ("It fell on the Spanish town of Cartagena.", ("Cartagena", "ES")),
    ],
)
def test_053_variants(text: str, expected: tuple[str, str]) -> None:
    assert expected in places(read(text))


def test_054_countries_in_their_forms() -> None:
    assert [country for _, country in places(inputs_of("054")[0])] == ["CN", "US", "US"]
    assert [country for _, country in places(inputs_of("054")[1])] == ["FR", "GB", "GB"]


def test_055_states_behind_commas_and_in_brackets() -> None:
    first, second = (places(one) for one in inputs_of("055"))
    assert {country for _, country in first} == {"US"}
    assert {country for _, country in second} == {"DE"}


def test_056_a_state_that_is_no_more_empties_no_list() -> None:
    states, shelled = (places(found) for found in inputs_of("056"))
    assert [name for name, _ in states] == ["Japan", "Soviet Union", "Canada", "Yugoslavia", "Germany"]
    assert [country for _, country in states[::2]] == ["JP", "CA", "DE"]
    assert shelled == [("Krasnohorivka", "UA"), ("Donetsk Oblast", "UA"), ("Bakhmut", "UA")]


@pytest.mark.parametrize(
    "gone", ["Czechoslovakia", "East Germany", "Zaire", "the Ottoman Empire", "Ruritania", "Prussia"]
)
def test_a_name_of_no_state_of_today_leaves_those_beside_it(gone: str) -> None:
    found = places(read(f"The pact was signed by Japan, {gone}, Canada and Kenya."))
    assert [one for one in found if one[1] in ("JP", "CA", "KE")] == [
        ("Japan", "JP"),
        ("Canada", "CA"),
        ("Kenya", "KE"),
    ]


def test_057_names_inside_words_are_none() -> None:
    assert places(inputs_of("057")[0]) == []


def test_058_albany_is_new_yorks() -> None:
    assert "CO" not in [country for _, country in places(inputs_of("058")[0])]


def test_059_countries_whose_names_hold_others() -> None:
    names = dict(places(inputs_of("059")[0]))
    assert (names["Niger"], names["Nigeria"], names["Sudan"], names["South Sudan"]) == (
        "NE",
        "NG",
        "SD",
        "SS",
    )
    assert (names["Guinea"], names["Papua New Guinea"]) == ("GN", "PG")
    assert (names["Dominica"], names["Dominican Republic"]) == ("DM", "DO")
