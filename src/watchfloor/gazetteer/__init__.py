"""What the world's places are called and where they lie: pure look-ups, loaded at first use.

`country_of`, `capital_of`, `government_of`, `country_name` read the table of countries; `PLACES` the baked
table of towns, regions, seas and sites (see tools/bake_gazetteer.py and NOTICE).
"""

from watchfloor.gazetteer.countries import (
    Country,
    capital_of,
    countries,
    country_name,
    country_of,
    demonym_of,
    government_of,
    neighbours_of,
)

__all__ = [
    "Country",
    "capital_of",
    "countries",
    "country_name",
    "country_of",
    "demonym_of",
    "government_of",
    "neighbours_of",
]
