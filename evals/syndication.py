"""Makes streams of copies, versions and lookalikes from invented articles, as syndication makes them."""

from __future__ import annotations

import html
import json
import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from evals.clusters import OWN, read

Record = dict[str, Any]
Change = Callable[[random.Random, str], str]

_START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
_CYRILLIC = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
_GREEK = str.maketrans("oAvBEHIKMNOPTYXZ", "οΑνΒΕΗΙΚΜΝΟΡΤΥΧΖ")
_OUTLETS = (
    "Westmoor Chronicle",
    "Daily Lantern",
    "Port Standard",
    "The Stanton Leader",
    "Radio Verrin",
    "Kolb24",
)
_BEFORE = (
    "Skip to content",
    "Home > News > Region",
    "Menu\nLog in\nSubscribe",
    "Advertisement",
    "Listen to this article\n4 min read",
    "Breaking news | Sport | Weather | Obituaries",
)
_AFTER = (
    "Share this on: Facebook | Mail | Copy link",
    "Subscribe to our newsletter for a digest every morning.",
    "Read more: what the neighbours say",
    "Comments (14)\nJoin the conversation",
    "© 2026 All rights reserved.",
    "Most read\nHow to keep your garden dry\nTen soups for a cold evening",
    "This site uses cookies to give you the best service. Accept all cookies",
    "Sign up for alerts and never miss a story",
)
_FORMS = json.loads((OWN / "syndication_forms.json").read_text(encoding="utf-8"))
_LOCAL: list[str] = _FORMS["local paragraphs"]
_SYNONYMS: dict[str, str] = _FORMS["synonyms"]
_STATEMENT: str = _FORMS["statement"]
_TEMPLATES: dict[str, str] = _FORMS["forms"]
_PLACES = (
    "Halmet",
    "Maresk",
    "Skerrin",
    "Tolland",
    "Pontrev",
    "Calder",
    "Northquay",
    "Brannock",
    "Lehnrode",
    "Vannoy",
)
_NAMES = (
    "Olaf",
    "Irena",
    "Dana",
    "Emil",
    "Hannah",
    "Rupert",
    "Vera",
    "Tomas",
    "Lucia",
    "Marit",
    "Birgit",
    "Anton",
)
_SURNAMES = (
    "Brandvik",
    "Colvas",
    "Stark",
    "Moss",
    "Lyle",
    "Lund",
    "Keel",
    "Ferrand",
    "Solheim",
    "Reyk",
    "Holt",
    "Asrat",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_OTHERS = (
    "Northline",
    "Ridge Fuel",
    "Kerr",
    "Tolland Glass",
    "Sallow",
    "Vessa Foods",
    "Andrel",
    "Dock Street",
)


def stream(seed: int) -> tuple[list[Record], list[Record]]:
    """Return the records of a made stream, in order of arrival, and the gold line of each."""
    maker = _Maker(random.Random(seed))  # noqa: S311 a stream that can be made again
    for base in read(OWN / "syndication.jsonl"):
        maker.article(base)
    maker.lookalikes()
    maker.statements()
    order = sorted(range(len(maker.records)), key=lambda place: maker.records[place]["published"])
    return [maker.records[place] for place in order], [maker.gold[place] for place in order]


class _Maker:
    """Collects records with their gold."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.records: list[Record] = []
        self.gold: list[Record] = []

    def add(
        self, kind: str, text: str, *, hours: float, report: str, origin: str, relation: Any, **more: Any
    ) -> str:
        """Add a record; `more` are its other fields, those that are None left out."""
        number = f"m{len(self.records):04d}"
        moment = (_START + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
        kept = {
            key: value for key, value in more.items() if value is not None and key not in ("base", "story")
        }
        self.records.append({"id": number, "text": text, "published": moment} | kept)
        gold = {"id": number, "kind": kind, "report": report, "origin": origin, "relation": relation}
        self.gold.append(
            gold
            | {"score_origin": True, "base": more["base"], "story": more["story"], "tags": [more["base"]]}
        )
        return number

    def article(self, base: Mapping[str, Any]) -> None:
        """Add an article with its renditions, copies and versions."""
        chance = self.chance
        start = chance.uniform(0, 60)
        origin, report = f"o:{base['id']}", f"r:{base['id']}"
        same = {"base": base["id"], "story": base["happening"], "origin": origin}
        url = f"https://{base['id']}.example/1" if chance.random() < 0.5 else None
        own = {"outlet": base["outlet"], "title": base["title"], "url": url}
        self.add("base", base["text"], hours=start, report=report, relation="original", **same, **own)
        for kind in chance.sample(sorted(RENDITIONS), 6):
            text = RENDITIONS[kind](chance, _with_heading(chance, base))
            title = None if chance.random() < 0.4 else base["title"]
            where = None if chance.random() < 0.2 else base["outlet"]
            hours = start + chance.uniform(0.2, 22)
            record = {**own, "outlet": where, "title": title, "url": url if chance.random() < 0.3 else None}
            self.add(
                f"rendition {kind}", text, hours=hours, report=report, relation="rendition", **same, **record
            )
        for kind in chance.sample(sorted(COPIES), 4):
            text = _dressed(chance, COPIES[kind](chance, base["text"]), base["language"])
            outlet, hours = chance.choice(_OUTLETS) + f" {base['id']} {kind}", start + chance.uniform(0.5, 30)
            self.add(
                f"copy {kind}", text, hours=hours, report=f"{report}:{outlet}", relation="copy", **same,
                outlet=outlet, title=None if chance.random() < 0.3 else " ".join(base["title"].split()[::-1]),
            )  # fmt: skip
        kind = chance.choice(sorted(REVISIONS))
        hours = chance.uniform(1, 60 if own["url"] else 20)
        self.add(
            f"revision {kind}", REVISIONS[kind](chance, base["text"]), hours=start + hours, report=report,
            relation="revision", **same, **own,
        )  # fmt: skip

    def lookalikes(self) -> None:
        """Add texts that fill in one form: of one outlet and of several, on one day and on several."""
        for name, form in sorted(_TEMPLATES.items()):
            for number in range(6):
                text = form.format_map(_filling(self.chance))
                key = f"{name}:{number}"
                self.add(
                    "templated", text, hours=self.chance.uniform(0, 90), report=key, origin=key,
                    relation="original", base=name, story=key, title=name.title(),
                    outlet=self.chance.choice(("The Desk", *_OUTLETS)),
                )  # fmt: skip

    def statements(self) -> None:
        """Add articles written apart that quote one statement at length."""
        sentences = _sentences(_STATEMENT)
        for base in read(OWN / "syndication.jsonl"):
            if base["language"] != "en" or base["id"].endswith("2"):
                continue
            first = self.chance.randrange(3)
            words = len(base["text"].split())
            quoted = sentences[first : first + (3 if words > 90 else 2)]
            parts = base["text"].split("\n\n")
            place = self.chance.randint(1, len(parts))
            parts[place:place] = [f'"{" ".join(quoted)}" it said in a statement.']
            text = "\n\n".join(_scrambled(parts, base["id"]))
            key = f"s:{base['id']}"
            self.add(
                "shared_statement", text, hours=200 + self.chance.uniform(0, 20), report=key, origin=key,
                relation="original", base="statement", story=key, title="Regrets",
                outlet=f"Gazette {base['id']}",
            )  # fmt: skip


def _scrambled(parts: list[str], name: str) -> list[str]:
    """Return paragraphs, all but the statement in code: words that nobody else has."""
    shift = sum(map(ord, name)) % 23 + 1
    code = {97 + letter: 97 + (letter + shift) % 26 for letter in range(26)}
    return [part if "it said in a statement" in part else part.translate(code) for part in parts]


def _filling(chance: random.Random) -> dict[str, str]:
    numbers = {letter: str(chance.randint(11, 98)) for letter in "acde"}
    small = {letter: str(chance.randint(1, 9)) for letter in "bfg"}
    clock = {
        "h": str(chance.randint(10, 19)),
        "m": f"{chance.randint(10, 59)}",
        "n": f"{chance.randint(10, 59)}",
    }
    place, town = chance.sample(_PLACES, 2)
    move, moved = chance.choice((("lower", "lost"), ("higher", "added"), ("mixed", "moved")))
    words = {
        "place": place, "town": town, "move": move, "moved": moved, "name": chance.choice(_NAMES),
        "surname": chance.choice(_SURNAMES), "other": chance.choice(_OTHERS), "day": chance.choice(_DAYS),
        "sky": chance.choice(("sunny", "cloudy", "fog", "showers")),
        "wind": chance.choice(("north", "south", "east", "west")),
    }  # fmt: skip
    return numbers | small | clock | words


# ---------------------------------------------------------------------------------- what is done to texts


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+|(?<=。)", text) if part.strip()]


def _with_heading(chance: random.Random, base: Mapping[str, Any]) -> str:
    lines = []
    if chance.random() < 0.5:
        lines.append(base["title"])
    if base["standfirst"] and chance.random() < 0.5:
        lines.append(base["standfirst"])
    if chance.random() < 0.4:
        lines.append(
            chance.choice(("By Jane Miller", "March 3, 2026 | 08:14", "Published: 3 March 2026, 08:14 GMT"))
        )
    return "\n\n".join((*lines, base["text"]))


def _boilerplate(chance: random.Random, text: str) -> str:
    before = chance.sample(_BEFORE, chance.randint(1, 3))
    after = chance.sample(_AFTER, chance.randint(1, 4))
    return "\n\n".join((*before, text, *after))


def _between(chance: random.Random, text: str) -> str:
    parts = text.split("\n\n")
    for line in (
        "Advertisement",
        "Story continues below",
        "Photo: Jane Miller / Lantern",
        "Related: the long road",
    ):
        parts.insert(chance.randint(1, len(parts)), line)
    return "\n\n".join(parts)


def _quotes(chance: random.Random, text: str) -> str:
    opening, closing = chance.choice(("“”", "«»", "„“", "‟”", "''"))
    text = re.sub(r'["«„](.+?)["»“]', lambda match: f"{opening}{match[1]}{closing}", text)
    return text.replace("'", "’").replace(" - ", " – ")


def _entities(chance: random.Random, text: str) -> str:
    escaped = html.escape(text)
    escaped = "".join(
        f"&#{ord(c)};" if ord(c) > 127 and c.isalpha() and ord(c) < 0x250 else c for c in escaped
    ).replace("’", "&rsquo;")
    return html.escape(escaped) if chance.random() < 0.3 else escaped


def _mojibake(chance: random.Random, text: str) -> str:
    """Return the text read in the wrong character set, once or twice."""
    text = text.replace("'", "’").replace('"', "”", 1)
    for _ in range(chance.choice((1, 1, 2))):
        text = "".join(_misread(character) for character in text)
    return text


def _misread(character: str) -> str:
    coded = character.encode("utf-8")
    try:
        return coded.decode("cp1252")
    except UnicodeDecodeError:
        return coded.decode("latin-1")


def _sprinkled(marks: str) -> Change:
    def sprinkle(chance: random.Random, text: str) -> str:
        return "".join(
            c + (chance.choice(marks) if c.isalpha() and chance.random() < 0.12 else "") for c in text
        )

    return sprinkle


def _homoglyphs(table: dict[int, int]) -> Change:
    def swap(chance: random.Random, text: str) -> str:
        return "".join(c.translate(table) if chance.random() < 0.7 else c for c in text)

    return swap


def _hyphenated(chance: random.Random, text: str) -> str:
    """Return the text set in narrow lines, long words parted at their ends."""
    lines, line = [], ""
    for word in text.replace("\n\n", " ¶ ").split():
        if word == "¶":
            lines += [line, ""]
            line = ""
        elif len(line) + len(word) < 44:
            line = f"{line} {word}".strip()
        elif len(word) > 8 and word.isalpha() and chance.random() < 0.6:
            lines.append(f"{line} {word[:4]}-")
            line = word[4:]
        else:
            lines.append(line)
            line = word
    return "\n".join((*lines, line))


def _teaser(chance: random.Random, text: str) -> str:
    words = re.split(r"(?<=\s)", text)
    if len(words) < 20:
        return text[: max(60, len(text) // 2)] + "… Read more"
    return "".join(words[: max(30, int(len(words) * chance.uniform(0.3, 0.5)))]).strip() + chance.choice(
        ("…", " [...]", "...\n\nContinue reading", "...\n\nRead the full story")
    )


def _replaced(chance: random.Random, text: str, share: float) -> str:
    """Return the text with about that share of its words replaced, dropped or doubled by filling words."""
    out = []
    for word in re.split(r"(\s+)", text):
        plain = word.strip('.,;:"“”').lower()
        if not plain or not plain.isalpha() or chance.random() >= share * 1.6:
            out.append(word)
        elif plain in _SYNONYMS:
            out.append(word.lower().replace(plain, _SYNONYMS[plain]))
        elif chance.random() < 0.35:
            out.append(chance.choice(("also ", "now ", "there ", "in fact ")) + word)
        elif chance.random() < 0.3:
            continue
        else:
            out.append(word)
    return "".join(out)


def _edited(low: float, high: float, kept: tuple[float, float] = (1.0, 1.0)) -> Change:
    def edit(chance: random.Random, text: str) -> str:
        parts = text.split("\n\n")
        sentences = [(place, s) for place, part in enumerate(parts) for s in _sentences(part)]
        many = max(2, round(len(sentences) * chance.uniform(*kept)))
        lines: dict[int, list[str]] = {}
        for place, sentence in sentences[:many]:
            lines.setdefault(place, []).append(sentence)
        return _replaced(
            chance, "\n\n".join(" ".join(found) for found in lines.values()), chance.uniform(low, high)
        )

    return edit


def _rewritten(chance: random.Random, text: str) -> str:
    """Return the text as a desk rewrites it: some sentences dropped, some moved, many words replaced."""
    sentences = _sentences(text)
    kept = [s for place, s in enumerate(sentences) if place == 0 or chance.random() < 0.85]
    for _ in range(len(kept) // 3):
        if len(kept) > 3:
            one = chance.randrange(1, len(kept) - 1)
            kept[one], kept[one + 1] = kept[one + 1], kept[one]
    return _replaced(chance, " ".join(kept), chance.uniform(0.12, 0.2))


def _dressed(chance: random.Random, text: str, language: str) -> str:
    """Return a copy with dateline, credit line, local paragraph and furniture, each now and then."""
    if language == "en":
        text = chance.choice(("HALMET (Reuters) - ", "MARESK, March 3 (AP) — ", "(AFP) ", "", "")) + text
        parts = text.split("\n\n")
        if chance.random() < 0.4:
            parts.insert(chance.randint(1, len(parts)), chance.choice(_LOCAL))
        text = "\n\n".join(parts)
        if chance.random() < 0.4:
            text += chance.choice(
                ("\n\nWith material from Reuters.", "\n\n(AP)", "\n\nReuters contributed to this report.")
            )
    return _boilerplate(chance, text) if chance.random() < 0.4 else text


def _numbered(chance: random.Random, text: str) -> str:
    found = list(re.finditer(r"\d+", text))
    if not found:
        return _appended(chance, text)
    match = chance.choice(found)
    return text[: match.start()] + str(int(match.group()) + chance.randint(1, 9)) + text[match.end() :]


def _appended(chance: random.Random, text: str) -> str:
    """Return the text with a paragraph of words that no other text has in this order."""
    words = [word for base in read(OWN / "syndication.jsonl")[:12] for word in base["text"].lower().split()]
    added = " ".join(chance.sample(words, chance.randint(14, 30))).replace(".", "").replace('"', "")
    return f"{text}\n\n{added.capitalize()}."


def _corrected(chance: random.Random, text: str) -> str:
    note = chance.choice(
        (
            "Correction: an earlier version of this article gave a wrong figure in the second paragraph.",
            "This article was amended on 4 March to correct the spelling of a name.",
        )
    )
    return f"{_numbered(chance, text)}\n\n{note}"


def _updated(chance: random.Random, text: str) -> str:
    """Return the text as a running story is kept: up to three numbers changed, when it was touched noted."""
    for _ in range(3):
        text = _numbered(chance, text)
    note = chance.choice(
        ("Updated 2 hours ago", "Updated: March 3, 2026 6:14 PM", "Updated 3 March 2026, 18:14")
    )
    return f"{note}\n\n{text}"


def _reopened(chance: random.Random, text: str) -> str:
    """Return the text with a new first sentence, in words of other articles."""
    sentences = _sentences(text)
    if len(sentences) < 6:
        return _appended(chance, text)
    return _appended(chance, "").strip() + "\n\n" + text[text.index(sentences[1]) :]


def _joined(_: random.Random, text: str) -> str:
    return re.sub(r"\s*\n+\s*", " ", text)


def _plain(_: random.Random, text: str) -> str:
    return text


RENDITIONS: dict[str, Change] = {
    "plain": _plain,
    "boilerplate": _boilerplate,
    "interrupted": _between,
    "joined": _joined,
    "quotes": _quotes,
    "entities": _entities,
    "mojibake": _mojibake,
    "zero-width": _sprinkled(_ZERO_WIDTH),
    "soft hyphens": _sprinkled("\u00ad"),
    "cyrillic": _homoglyphs(_CYRILLIC),
    "greek": _homoglyphs(_GREEK),
    "decomposed": lambda _, text: unicodedata.normalize("NFD", text),
    "spaces": lambda _, text: text.replace(" ", "\u00a0"),
    "narrow": _hyphenated,
    "capitals": lambda _, text: text.upper(),
    "teaser": _teaser,
    "cut": lambda _, text: "\n\n".join(text.split("\n\n")[:-1]) if text.count("\n\n") > 2 else text,
}
COPIES: dict[str, Change] = {
    "light": _edited(0.02, 0.05),
    "medium": _edited(0.05, 0.1),
    "heavy": _edited(0.1, 0.15),
    "light cut": _edited(0.02, 0.05, (0.35, 0.7)),
    "heavy cut": _edited(0.08, 0.15, (0.4, 0.7)),
    "rewrite": _rewritten,
}
REVISIONS: dict[str, Change] = {
    "number": _numbered,
    "appended": _appended,
    "corrected": _corrected,
    "updated": _updated,
    "reopened": _reopened,
}
