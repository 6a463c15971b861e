"""A partner's share, read as claims of that partner: its words as reports of its name, read like any other.

Nothing is read of what we gave or have ourselves, whatever the file says of it: a count of separately written
texts never grows by our own.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from watchfloor.disclosure import UNSHOWN
from watchfloor.engine.admit.admission import Beside
from watchfloor.engine.decide.verdicts import Verdicts
from watchfloor.errors import InputError, UsageError
from watchfloor.ingest.build import quarantine
from watchfloor.ingest.formats.lines import rendition_of_line
from watchfloor.model import (
    WITHHELD,
    Quarantined,
    ReceivedFile,
    Rendition,
    RenditionId,
    ReportId,
    Scope,
    SharedLine,
    TextId,
)
from watchfloor.store import Admission, Store
from watchfloor.store.received import (
    ReceivedKey,
    end_received,
    given_texts,
    keep_received,
    known_rows,
    received_rows,
    renditions_of,
)

UNREAD = ("", WITHHELD, UNSHOWN)
_LEAST = 1_000  # rows that anybody may give
_TIMES = 10  # as many rows as the floor has reports; beyond, a person is asked
_STEP = 25  # rows that are kept at a time
_PHRASE = 6  # words by which a text is looked for that holds others
_LONGEST_NAME = 80
_RESERVED = frozenset({"own staff", "ours", "our own", "watchfloor", "us", "the desk"})
_WORDS_OF: Mapping[str, str] = {"events": "evidence", "numbers": "evidence", "quotes": "words"}
_MOMENTS = ("published", "told_on", "at", "known")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRead:
    """What came of reading a partner's file: rows that became reports, were passed over, or taken back."""

    added: int
    rows: int
    ours: int
    wordless: int
    taken_back: int
    refused: tuple[str, ...] = ()


@dataclass(slots=True)
class Offered:
    """What a partner's file comes to: the reports that it makes, and how many rows were passed over."""

    renditions: list[Rendition] = field(default_factory=list)
    refused: list[Quarantined] = field(default_factory=list)
    ours: int = 0
    wordless: int = 0
    rows: dict[RenditionId, list[SharedLine]] = field(default_factory=dict)  # by what is made of them
    again: dict[RenditionId, list[SharedLine]] = field(
        default_factory=dict
    )  # by what was made of them before

    def keep_beside(self, partner: str, share: str) -> Beside:
        """Return what keeps, with each rendition that is admitted, of which rows it was made."""

        def keep(admission: Admission, made: RenditionId, known: RenditionId) -> None:
            keep_received(admission, partner, share, known, self.rows.get(made, ()))

        return keep


def partner_named(name: str) -> str:
    """Return the name of a partner; raise UsageError for one that would pass for our own."""
    named = " ".join(name.split())
    if not named or len(named) > _LONGEST_NAME or not named.isprintable():
        raise UsageError(f"name the partner in at most {_LONGEST_NAME} printable characters: --from NAME")
    if named.casefold() in _RESERVED:
        raise UsageError(f"{named!r} means ourselves; name the partner that the file is from")
    return named


def check_size(store: Store, shared: ReceivedFile) -> None:
    """Raise UsageError for a file that is far larger than the floor, of which nothing is read."""
    held = store.counts()["report"]
    most = max(_LEAST, _TIMES * held)
    if len(shared.lines) > most:
        raise UsageError(
            f"it holds {len(shared.lines):,} rows, this floor {held:,} reports: nothing was read; "
            "ask for less, or read it all the same with --large"
        )


def offered(store: Store, shared: ReceivedFile, partner: str, *, where: str, arrived: str) -> Offered:
    """Return the reports that a partner's rows make, one for each report of its own that they rest on."""
    found = Offered()
    given = [line for line in shared.lines if line.became != "withdrawn"]
    titles = {line.id: line.cells for line in given if line.table == "reports"}
    for report, lines in _groups(store, given, partner, found).items():
        about = titles.get(report, {})
        title = str(about.get("title") or "")
        record = _record(report, lines, about, partner) | {"title": None if _holding(store, title) else title}
        place = f"{where}#{report}"
        try:
            read = rendition_of_line(record, where=place, path=place, arrived=arrived)
        except InputError as error:
            found.refused.append(quarantine(error, arrived=arrived))
            continue
        found.renditions.append(read)
        found.rows[read.id] = lines
    return found


def _groups(
    store: Store, given: Sequence[SharedLine], partner: str, found: Offered
) -> dict[str, list[SharedLine]]:
    """Return the rows whose words are not here, by the report that they rest on; count the others.

    Of those whose words the partner gave before it is kept that it stands by them.
    """
    known = known_rows(store, [line.id for line in given])
    groups: dict[str, list[SharedLine]] = {}
    for line in given:
        words = _words(line)
        if line.id in known:
            found.ours += 1
        elif words and (texts := _holding(store, words)):
            found.ours += 1
            for rendition in given_texts(store, partner, texts)[:1]:
                found.again.setdefault(rendition.id, []).append(line)
        elif words:
            groups.setdefault(_report(line), []).append(line)
        else:
            found.wordless += line.table != "reports"
    return groups


def keep_rows(store: Store, partner: str, shared: ReceivedFile, found: Offered, *, by: str, at: str) -> int:
    """Keep which rows a partner stands by still, and reject what it takes back; return how many reports.

    A row ends only when what rests on it is rejected: what is broken off is done when the file is read again.
    """
    held = received_rows(store, partner)
    gone = _gone(shared, held)

    def keep(rows: tuple[RenditionId, Sequence[SharedLine]]) -> None:
        what = f"read {len(rows[1])} rows of {partner} again; by {by}"
        with store.admission(arrived=at, kind="act", what=what) as admission:
            keep_received(admission, partner, shared.share, *rows)

    def reject(report: ReportId) -> None:
        Verdicts(store).judge(report, status=None, note=f"{partner} took it back", reject=True, by=by, at=at)

    def end(keys: Sequence[ReceivedKey]) -> None:
        what = f"{len(keys)} rows of {partner} are taken back; by {by}"
        with store.admission(arrived=at, kind="act", what=what) as admission:
            for key in keys:
                end_received(admission, partner, key)

    deque(store.in_turns(_again(shared, found, held), keep), maxlen=0)
    fallen = _fallen(store, partner, gone)
    deque(store.in_turns(fallen, reject), maxlen=0)
    deque(store.in_turns([gone[it : it + _STEP] for it in range(0, len(gone), _STEP)], end), maxlen=0)
    return len(fallen)


def _again(
    shared: ReceivedFile, found: Offered, held: Mapping[ReceivedKey, RenditionId]
) -> list[tuple[RenditionId, Sequence[SharedLine]]]:
    """Return the rows whose words were here of which it is not kept yet that the partner stands by them."""
    every = (
        (id_, [it for it in lines if held.get((shared.share, it.table, it.id)) != id_])
        for id_, lines in found.again.items()
    )
    return [(id_, lines[it : it + _STEP]) for id_, lines in every for it in range(0, len(lines), _STEP)]


def _fallen(store: Store, partner: str, gone: Sequence[ReceivedKey]) -> list[ReportId]:
    """Return the reports of which nothing stands without some rows: in no share, nor read elsewhere."""
    held, given, ended = received_rows(store, partner), renditions_of(store, partner), set(gone)
    standing = {id_ for key, id_ in held.items() if key not in ended}
    reports = {store.whole_of("rendition", held[key]) for key in gone if key in held}
    return sorted(
        report
        for report in filter(None, reports)
        if all(it in given and it not in standing for it in store.members("rendition", report))
    )


def _gone(shared: ReceivedFile, held: Mapping[ReceivedKey, RenditionId]) -> list[ReceivedKey]:
    """Return the rows that the partner stands by no more.

    What a file withdraws that does not say of which share it is, is looked for in all. From a folder with
    rows that are refused nothing is concluded of those that are missing.
    """
    told = {(line.table, line.id) for line in shared.lines if line.became == "withdrawn"}
    shares = {shared.share, ""} if shared.share else {key[0] for key in held}
    withdrawn = {key for key in held if key[1:] in told and key[0] in shares}
    return sorted(withdrawn | _missing(shared, held))


def _missing(shared: ReceivedFile, held: Mapping[ReceivedKey, RenditionId]) -> set[ReceivedKey]:
    if not shared.whole or shared.refused:
        return set()
    here = {(line.table, line.id) for line in shared.lines}
    mine = (key for key in held if key[0] == shared.share and key[1] in shared.tables)
    return {key for key in mine if key[1:] not in here}


def _record(
    report: str, lines: Sequence[SharedLine], about: Mapping[str, Any], partner: str
) -> dict[str, Any]:
    """Return the rows of one report as a line of articles: words of the partner, as it credits them."""
    credited = (line.cells.get("evidence_outlet") or line.cells.get("outlet") for line in lines)
    return {
        "id": report,
        "outlet": partner,
        "published": next(filter(None, _moments(lines, about)), None),
        "credit": next(filter(None, credited), None),
        "text": "\n\n".join(_distinct(_words(line) for line in lines)),
    }


def _words(line: SharedLine) -> str:
    words = str(line.cells.get(_WORDS_OF.get(line.table, "")) or "").strip()
    return "" if words in UNREAD else words


def _report(line: SharedLine) -> str:
    return str(line.cells.get("evidence_report") or line.cells.get("report") or line.id)[:100]


def _moments(lines: Sequence[SharedLine], about: Mapping[str, Any]) -> Iterator[str | None]:
    yield about.get("published")
    yield from (line.cells.get(name) for name in _MOMENTS for line in lines)


def _distinct(texts: Iterable[str]) -> list[str]:
    """Return texts without those that stand in another."""
    every = list(dict.fromkeys(texts))
    return [one for one in every if not any(one != other and one in other for other in every)]


# ------------------------------------------------------------------------------------------ what is ours


def _holding(store: Store, words: str) -> set[TextId]:
    """Return the texts in which words stand: blacked out letters stand for any."""
    bare = words.strip().removesuffix("…").strip()
    phrase = _phrase(bare)
    if not phrase:
        return set()
    pattern = re.compile(
        r"\s+".join("".join("." if it == "█" else re.escape(it) for it in word) for word in bare.split()),
        re.IGNORECASE,
    )
    hits = store.answers.hits(Scope(words=f'"{phrase}"'), limit=50)
    texts = store.answers.texts([hit.text_id for hit in hits])
    within = {text_id for text_id, text in texts.items() if pattern.search(text)}
    return within | {hit.text_id for hit in hits if pattern.search(hit.title)}


def _phrase(words: str) -> str:
    """Return the longest run of words that nothing stands in for, as far as it is looked for."""
    runs = [re.findall(r"\w+", run) for run in re.split(r"(?<!\S)[^\s█]*█\S*", words)]
    return " ".join(max(runs, key=len)[:_PHRASE])
