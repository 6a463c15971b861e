"""Bakes data/actors/office_holders.tsv from the World Factbook (public domain) in DATA/factbook.

Usage: python tools/bake_office_holders.py [FOLDER OF government.json]. The Factbook writes surnames in
capitals; what it says of the day of office becomes the date from which the entry holds.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from watchfloor.gazetteer import country_of

OUT = Path(__file__).parent.parent / "src" / "watchfloor" / "data" / "actors" / "office_holders.tsv"
MONTHS = {
    name: number
    for number, name in enumerate(
        (
            *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
            *("October", "November", "December"),
        ),
        1,
    )
}
HOLDER = re.compile(
    r"^(?P<who>[^(;]+?)\s*\(since (?P<day>\d{1,2})? ?(?P<month>[A-Z][a-z]+)? ?(?P<year>\d{4})"
)
TITLE = re.compile(
    r"^(?P<title>(?:(?:[A-Z][\w-]*|of|the|and|for|\(.*?\)),? )*?(?:President|Prime Minister|"
    r"Premier|Chancellor|King|Queen|Emperor|Sultan|Amir|Pope|Prince|Grand Duke|Supreme Leader|Taoiseach|"
    r"Taliban Leader|Chairman|Chairperson|Governor|Chief Executive|Vice "
    r"President|Sovereign Council Chair|Chief Minister))\s+(?P<name>.+)$"
)
RANKS = re.compile(r"\b(?:Gen|Col|Capt|Dr|Sir|General|Lt|Maj|Brig|Adm)\.?\s+|\bof the .*?\)\s*|,.*$")
# Territories: their head of state is another country's.
DEPENDENT = frozenset(
    (
        *(
            "AS",
            "GU",
            "MP",
            "PR",
            "VI",
            "NC",
            "PF",
            "PM",
            "WF",
            "HK",
            "MO",
            "AX",
            "FO",
            "GL",
            "AW",
            "CW",
            "SX",
        ),
        *(
            "BM",
            "KY",
            "VG",
            "AI",
            "MS",
            "TC",
            "FK",
            "GI",
            "SH",
            "JE",
            "GG",
            "IM",
            "CK",
            "NU",
            "TK",
            "NF",
            "BL",
        ),
        "MF",
    )
)
NUMERAL = re.compile(r"^[IVX]+$")
HEADER = """\
# Heads of state and of government, to know the country and office of "President X" when a text does not say.
# Columns: name (surname in the order of the country), surname, title, ISO 3166 code, holds since (ISO 8601).
# Source: CIA World Factbook (public domain), state of January 2026; baked by tools/bake_office_holders.py.
"""


def code_of(country: Mapping[str, Any]) -> str | None:
    """Return the code of a country by either form of its name."""
    names = country.get("names") or {}
    forms = ("conventional short form", "conventional long form")
    return next((code for form in forms if (code := country_of(str(names.get(form))))), None)


def main() -> int:
    """Write the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared/data/factbook")
    countries = json.loads((folder / "government.json").read_text("utf-8"))["countries"].values()
    rows: set[tuple[str, ...]] = set()
    for country in countries:
        code = code_of(country)
        if code is None or code in DEPENDENT or not (country.get("nationality") or code == "VA"):
            continue
        for key in ("chief_of_state", "head_of_government"):
            row = holder(country.get(key) or "")
            if row and (code == "GB" or "CHARLES" not in row[0]):
                rows.add((plain(row[0]).title(), plain(row[1]).title(), row[2], code, row[3]))
    lines = sorted("\t".join(row) for row in rows)
    OUT.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} office holders")
    return 0


def holder(entry: str) -> tuple[str, str, str, str] | None:
    """Return name, surname, title and first day of one entry, or None where it has another shape."""
    match = HOLDER.match(entry)
    if match is None:
        return None
    titled = TITLE.match(match["who"].strip())
    if titled is None:
        return None
    name = RANKS.sub("", titled["name"]).strip()
    name = re.sub(r"^[Oo]f [A-Z]\w+ ", "", name)
    words = [word for word in name.split() if not NUMERAL.match(word)]
    capitals = [word for word in words if word.isupper() and len(word.strip(".")) > 1]
    capitals = capitals or [word for word in words if re.search(r"[A-Z]{3}", word)]
    if not capitals:
        return None
    surname = re.sub(r"^(?:al|el|AL|EL)-", "", capitals[-1])
    month = f"-{MONTHS[match['month']]:02d}" if match["month"] in MONTHS else ""
    day = f"-{int(match['day']):02d}" if match["day"] and month else ""
    return name, surname, titled["title"], match["year"] + month + day


def plain(name: str) -> str:
    """Return a name without accents and apostrophes."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("'", "")


if __name__ == "__main__":
    sys.exit(main())
