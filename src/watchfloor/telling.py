"""Whether a line of a page is a sentence that tells something, or talks to the page's reader."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[^\W_][)\]\"'”’»]*[.!?…][)\]\"'”’»]*$")
_SHORTEST_SENTENCE = 5  # words
_SHORTEST_NARRATED = 3
_NARRATES = re.compile(
    r"\b(?:was|were|is|are|had|has|have|said|says|told|wrote|did|does|fell|rose|shot|hit|fled|won|lost|broke"
    r"|began|took|gave|led|left|held|found|met|sent|sank|struck|burnt|will|would"
    r"|became|came|went|drove|beat|blew|bought|brought|built|burst|caught|chose|dealt|drew|ate|fought|flew"
    r"|froze|grew|heard|hid|kept|knew|laid|made|paid|ran|rode|rang|saw|sold|shook|slew|spent|spoke|stood|stole"
    r"|swept|swore|swam|tore|threw|withdrew|overran|retook|knelt|leapt|bled"
    r"|denies|confirms|rejects|warns|admits|announces|accuses|dies|kills|flees"
    r"|(?!(?:advanc|bas|copyright|curat|enjoy|exclud|feed|fil|includ|interest|lik|limit|limite|load|lov|ne|fe|se|spe|inde|hundr"
    r"|post|publish|recommend|regist|relat|requir|reserv|sponsor|tagg|trust|unlimit|updat|us|view|want)ed\b)"
    r"[a-z]{2,}ed)\b",
    re.I,
)
_TO_THE_READER = re.compile(
    r"\b(?:you|your|yours|us|our|ours|please|here|subscri\w+|newsletters?|sign[- ]?up|whatsapp|telegram"
    r"|facebook|instagram|inbox|copyright|rights|droits|derechos|rechte|photo\w*|handout|hier|finden sie"
    r"|aquí|ici|qui)\b"
    r"|^(?:sign|log|register|join|follow|download|get|share|contact|send|donate|support us|read|watch|listen"
    r"|tagged|filed|posted|published|updated)\b",
    re.I,
)


def narrates(line: str) -> bool:
    """Tell whether a line holds a verb in a form that tells of what is or was."""
    return _NARRATES.search(line) is not None


def tells_something(line: str) -> bool:
    """Tell whether a line is a sentence that narrates, or at least does not talk to the page's reader."""
    if _SENTENCE_END.search(line) is None or len(line.split()) < _SHORTEST_SENTENCE:
        return False
    return narrates(line) or _TO_THE_READER.search(line) is None


def is_narrated(line: str) -> bool:
    """Tell whether a line is a whole sentence with a finite verb that does not talk to the page's reader."""
    return (
        _SENTENCE_END.search(line) is not None
        and len(line.split()) >= _SHORTEST_NARRATED
        and narrates(line)
        and _TO_THE_READER.search(line) is None
    )
