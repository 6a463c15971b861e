"""Verbs that spaCy's rules cut one letter short: "hoped" is of hope, for of hop it would be "hopped"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import Lemmatizer

_DOUBLING = re.compile(r"(?:^|[^aeiou])[aeiou][^aeiouwxy]$")  # stems that double their last letter


def set_lemmas_right(nlp: Language) -> None:
    """Take from the verbs that rules may end in each that has a twin in "-e"; its own forms are exceptions.

    Its forms with a doubled letter are known one by one, "hop" and "hops" need no rule that knows "hop".
    """
    lookups = cast("Lemmatizer", nlp.get_pipe("lemmatizer")).lookups
    table = lookups.get_table("lemma_index")
    exceptions = lookups.get_table("lemma_exc")["verb"]
    verbs = frozenset(table["verb"])
    short = {verb for verb in verbs if f"{verb}e" in verbs and _DOUBLING.search(verb)}
    for verb in sorted(short):
        for ending in ("ed", "ing"):
            exceptions.setdefault(f"{verb}{verb[-1]}{ending}", [verb])
    table["verb"] = sorted(verbs - short)
