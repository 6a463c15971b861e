"""Taking texts and names out of a floor: whole or not at all, inside one admission.

What stays is a tombstone: id, length, when and why. What was derived by machine from a text that only expired
stays too; of a text that was taken down its headings go, of an erased person every place where the name
stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from watchfloor.model import WITHHELD, ReportId, StoryId, TextId
from watchfloor.store import bodies, schema
from watchfloor.store.admission import Admission
from watchfloor.store.backends import backend_of
from watchfloor.store.blocklist import (
    AwayKind,
    hosts_of,
    may_hold,
    name_key,
    outlet_key,
    sample_of,
    spans_of,
    url_key,
    words_of_bytes,
    written_sample,
)
from watchfloor.store.scrubbing import scrub, walked, written_json
from watchfloor.store.shares import empty_rows, empty_rows_that
from watchfloor.store.store import Store

_CHUNK = 500
_LABELS = ("title", "title_from", "title_span", "standfirst", "standfirst_from", "standfirst_span",
           "byline", "byline_from", "credit", "section", "record")  # fmt: skip
_UNSIGNED: dict[str, Any] = {  # the second row is what older algorithms kept
    **dict.fromkeys(("words", "title", "name_words", "number_words", "proper"), ""),
    **dict.fromkeys(("notes", "minhash", "names", "places", "dates", "numbers", "vector"), ()),
}
_SHORTEST = 3  # letters of a word of a name that is taken out where it stands alone
NamesOfPeople = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a takedown or an erasure reaches: ids of texts that are here, of their renditions, and so on."""

    texts: tuple[str, ...] = ()
    renditions: tuple[str, ...] = ()
    reports: tuple[ReportId, ...] = ()
    stories: tuple[StoryId, ...] = ()
    actors: tuple[str, ...] = ()
    deliveries: tuple[str, ...] = ()
    bodies: int = 0


def scope_of(store: Store, *, texts: Iterable[str] = (), renditions: Iterable[str] = ()) -> Reach:
    """Return what goes with some texts and renditions: other readings of them, and what is made of them."""
    all_texts, all_renditions = set(texts), set(renditions)
    seen = (-1, -1)
    while seen != (len(all_texts), len(all_renditions)):
        seen = (len(all_texts), len(all_renditions))
        for held in (schema.rendition, schema.reading):
            all_renditions |= {row.id for row in _where(store, held, held.c.text_id, all_texts)}
            all_texts |= {row.text_id for row in _where(store, held, held.c.id, all_renditions)}
    text = schema.text
    reports = set(map(ReportId, _wholes(store, "rendition", all_renditions)))
    here = {row.id for row in _where(store, text, text.c.id, all_texts) if row.removed is None}
    quoted = schema.quoted
    sent = {row.delivery_id for row in _where(store, quoted, quoted.c.text_id, all_texts)}
    fetched, link = schema.fetched, schema.read_in
    kept = {row.body_id for t in (fetched, link) for row in _where(store, t, t.c.text_id, all_texts)}
    return Reach(
        texts=tuple(sorted(here)),
        renditions=tuple(sorted(all_renditions)),
        reports=tuple(sorted(reports)),
        stories=tuple(sorted(map(StoryId, _wholes(store, "report", reports)))),
        deliveries=tuple(sorted(sent)),
        bodies=len(kept),
    )


def _where(store: Store, table: sa.Table, column: sa.Column[Any], values: Iterable[str]) -> Iterator[Any]:
    every = sorted(values)
    for start in range(0, len(every), _CHUNK):
        yield from store.rows(sa.select(table).where(column.in_(every[start : start + _CHUNK])))


def _wholes(store: Store, kind: str, members: Iterable[str]) -> set[str]:
    table = schema.member
    return {row.whole for row in _where(store, table, table.c.member, members) if row.kind == kind}


def texts_at(store: Store, *, urls: Iterable[str] = (), outlets: Iterable[str] = ()) -> Reach:
    """Return what was read at some addresses or of some outlets; keys of `blocklist` are compared."""
    url_keys, outlet_keys = set(urls), set(outlets)
    table = schema.rendition
    found = set()
    for row in store.rows(sa.select(table.c.id, table.c.url, table.c.outlet, table.c.value)):
        url = row.url or json.loads(row.value).get("path") or ""
        names = (row.outlet or "", *hosts_of(url)) if outlet_keys else ()
        if url_key(url) in url_keys or outlet_keys & {outlet_key(name) for name in names if name}:
            found.add(row.id)
    return scope_of(store, renditions=found)


# --------------------------------------------------------------------------------------- whom a text names


def texts_naming(
    store: Store, names: NamesOfPeople, *, progress: Callable[[int], None] | None = None
) -> set[str]:
    """Return the texts whose words hold one of the names."""
    table = schema.text
    ids = [row.id for row in store.rows(sa.select(table.c.id).where(table.c.removed.is_(None)))]
    found = set()
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        for row in store.rows(sa.select(table.c.id, table.c.words).where(table.c.id.in_(some))):
            if may_hold(row.words, names) and spans_of(row.words, names):
                found.add(row.id)
        if progress is not None:
            progress(len(some))
    return found


def actors_named(store: Store, names: NamesOfPeople) -> dict[str, tuple[str, bool]]:
    """Return the persons whose name holds one of the names: id to name and whether their role is public."""
    table = schema.actor
    found = {}
    for row in store.rows(sa.select(table.c.id, table.c.name, table.c.value).where(table.c.kind == "person")):
        if may_hold(row.name, names) and spans_of(row.name, names):
            found[row.id] = (row.name, bool(json.loads(row.value).get("public", True)))
    return found


def reports_of_actors(store: Store, actors: Iterable[str]) -> set[ReportId]:
    """Return the reports that have a mention chain of some actors, now or before."""
    table = schema.member
    rows = _where(store, table, table.c.whole, actors)
    return {row.member.partition("#")[0] for row in rows if row.kind == "actor"}


def renditions_of_reports(store: Store, reports: Iterable[ReportId]) -> set[str]:
    """Return the renditions that some reports have or had."""
    table = schema.member
    return {row.member for row in _where(store, table, table.c.whole, reports) if row.kind == "rendition"}


def bodies_naming(
    store: Store, names: NamesOfPeople, *, progress: Callable[[int], None] | None = None
) -> set[str]:
    """Return the kept bytes that hold one of the names."""
    table = schema.fetched
    keys = store.rows(sa.select(table.c.url, table.c.body_id).order_by(table.c.body_id))
    found: set[str] = set()
    for key in keys:
        if progress is not None:
            progress(1)
        with store.reading() as connection:
            page = bodies.stored(connection, key.url, key.body_id)
        if page is None or key.body_id in found:
            continue
        words = words_of_bytes(page.data())
        if may_hold(words, names) and spans_of(words, names):
            found.add(key.body_id)
    return found


# --------------------------------------------------------------------------------------------- taking out


def block(
    admission: Admission,
    kind: AwayKind,
    key: str,
    *,
    reason: str,
    shown: str | None = None,
    words: int = 0,
    sample: str | None = None,
) -> None:
    """Take nothing in any more that fits; the same wish again changes nothing."""
    table = schema.kept_away
    same = sa.and_(table.c.kind == kind, table.c.key == key, table.c.known_until.is_(None))
    held = admission.connection.execute(sa.select(table.c.sample).where(same)).all()
    if any(row.sample == sample for row in held):
        return
    admission.log()
    row = {"kind": kind, "key": key, "words": words, "sample": sample, "shown": shown, "reason": reason}
    admission.connection.execute(sa.insert(table), {**row, "known_from": admission.sequence})


def block_similar(admission: Admission, scope: Reach, *, reason: str) -> None:
    """Take no text in any more that is like one of the scope's and comes from its address."""
    connection, table, again, text = admission.connection, schema.rendition, schema.reading, schema.text
    for rendition_id in scope.renditions:
        row = connection.execute(sa.select(table).where(table.c.id == rendition_id)).one()
        url = row.url or json.loads(row.value).get("path")
        ids = [row.text_id, *connection.scalars(sa.select(again.c.text_id).where(again.c.id == rendition_id))]
        for words in connection.scalars(sa.select(text.c.words).where(text.c.id.in_(ids))):
            if url and words:
                sample = written_sample(sample_of(words))
                block(admission, "like", url_key(url), reason=reason, sample=sample)


def take_out(admission: Admission, scope: Reach, *, reason: str, labels: bool) -> None:
    """Remove the words of the scope's texts; with `labels` their headings and what places them too."""
    connection = admission.connection
    titles = _titles(connection, scope) if labels else []
    for text_id in scope.texts:
        admission.withhold(TextId(text_id), reason)
    if labels:
        _drop_labels(connection, scope)
        if titles:
            _scrub_titles(connection, titles)
        _unlist_actors(connection, scope)
    _drop_terms(admission.connection, scope)
    empty_rows(admission, scope.reports)


def _titles(connection: sa.Connection, scope: Reach) -> list[str]:
    """Return the headings that stand in the scope's renditions alone."""
    own: set[str] = set()
    others: set[str] = set()
    within = set(scope.renditions)
    rows: list[Any] = []
    for table in (schema.rendition, schema.reading):
        rows += connection.execute(sa.select(table.c.id, table.c.value)).all()
    for row in rows:
        built = json.loads(row.value)
        kept = {built[name] for name in ("title", "standfirst") if built.get(name)}
        (own if row.id in within else others).update(kept)
    return sorted((title for title in own - others if len(title) > 3), key=len, reverse=True)


def _drop_labels(connection: sa.Connection, scope: Reach) -> None:
    within = set(scope.renditions)
    for table in (schema.rendition, schema.reading):
        for row in _rows(connection, table, table.c.id, within):
            built = json.loads(row.value)
            fresh = {**built, **{name: None for name in _LABELS if name in built}}
            _update(connection, table, row, value=written_json(fresh))
    for row in _rows(connection, schema.signature, schema.signature.c.rendition_id, within):
        _update(connection, schema.signature, row, value=written_json({**json.loads(row.value), **_UNSIGNED}))
    _delete(connection, schema.remembered, schema.remembered.c.rendition_id, within)
    for row in _rows(connection, schema.report, schema.report.c.id, scope.reports):
        fresh = _without_parts(json.loads(row.value), within)
        _update(connection, schema.report, row, value=written_json(fresh))


def _unlist_actors(connection: sa.Connection, scope: Reach) -> None:
    """Let whoever is known from the scope's reports alone stand in no list, past ones neither."""
    table, cast = schema.member, set()
    for report in scope.reports:
        chains = (table.c.kind == "actor", table.c.member.between(f"{report}#", f"{report}$"))
        cast |= set(connection.scalars(sa.select(table.c.whole).where(*chains)))
    lone = [actor for actor in cast if not _is_known_otherwise(connection, actor)]
    for row in _rows(connection, schema.actor, schema.actor.c.id, lone):
        value = written_json({**json.loads(row.value), "public": False})
        _update(connection, schema.actor, row, value=value, public=False)


def _is_known_otherwise(connection: sa.Connection, actor: str) -> bool:
    """Tell whether a text that is here names an actor."""
    table, report, text = schema.member, schema.report, schema.text
    last = 0
    while True:
        mine = sa.select(table.c.row, table.c.member).where(
            table.c.kind == "actor", table.c.whole == actor, table.c.row > last
        )
        chains = connection.execute(mine.order_by(table.c.row).limit(_CHUNK)).all()
        if not chains:
            return False
        reports = {row.member.partition("#")[0] for row in chains}
        here = (
            sa.select(sa.literal(1))
            .join(text, text.c.id == report.c.text_id)
            .where(report.c.id.in_(sorted(reports)), text.c.removed.is_(None))
        )
        if connection.scalar(here.select_from(report).limit(1)):
            return True
        last = chains[-1].row


def _without_parts(report: dict[str, Any], within: Collection[str]) -> dict[str, Any]:
    """Return a report without the parts that some renditions gave it."""
    given = [
        name
        for name in ("title", "standfirst", "byline", "credit", "section")
        if report.get(name) and report[name]["rendition"] in within
    ]
    emptied = {name: {**report[name], "value": WITHHELD} for name in given}
    rest = [it for it in report["conflicts"] if it[1]["rendition"] not in within]
    return {**report, **emptied, "conflicts": rest, "record": None}


def _scrub_titles(connection: sa.Connection, titles: Sequence[str]) -> None:
    clipped = [title[:280] for title in titles]

    def held(words: str) -> bool:
        return any(
            title in words or json.dumps(title, ensure_ascii=False)[1:-1] in words for title in clipped
        )

    def mend(words: str) -> str:
        for title in titles:
            words = words.replace(title, WITHHELD)
            line = " ".join(title.split())
            words = words.replace(line, WITHHELD) if line else words
        return words

    scrub(connection, held, mend, only=("story", "change", "alert", "delivery", "judgement"))


def erase_names(admission: Admission, scope: Reach, names: NamesOfPeople, *, reason: str, away: bool) -> int:
    """Take names out of every row, and return of how many; with `away`, texts that name them stay out."""
    connection = admission.connection
    admission.log()
    headings, index = schema.searchable, backend_of(connection).index
    found = connection.execute(sa.select(headings.c.row, headings.c.heading, headings.c.text_id)).all()
    headed = [it for it in found if may_hold(it.heading, names) and spans_of(it.heading, names)]
    _ask_no_more(connection, names)
    empty_rows_that(admission, lambda words: may_hold(words, names) and bool(spans_of(words, names)))
    rows = scrub(connection, lambda words: may_hold(words, names), lambda words: blanked(words, names))
    _drop_person(connection, scope, names)
    for row in headed:
        index.remove(connection, row.row)
        words = connection.scalar(sa.select(schema.text.c.words).where(schema.text.c.id == row.text_id))
        if words is not None:
            index.put(connection, row.row, blanked(row.heading, names), words)
    if away:
        for name in names:
            block(admission, "name", name_key(name), reason=reason, words=len(name))
    return rows


def _ask_no_more(connection: sa.Connection, names: NamesOfPeople) -> None:
    """Forget the pages that are asked again whose addresses hold one of the names."""
    table = schema.revisit
    for url in connection.scalars(sa.select(table.c.url)).all():
        if blanked(url, names) != url:
            connection.execute(sa.delete(table).where(table.c.url == url))


def blanked(words: str, names: NamesOfPeople) -> str:
    """Return `words` with "[withheld]" for each of the names in them."""
    if not may_hold(words, names):
        return words
    for span in reversed(spans_of(words, names)):
        words = f"{words[: span.start]}{WITHHELD}{words[span.end :]}"
    return words


def _drop_person(connection: sa.Connection, scope: Reach, names: NamesOfPeople) -> None:
    """Take persons out of what was read in the scope's texts, single words of their names too."""
    alone = [
        (word,) for word in dict.fromkeys(word for name in names for word in name) if len(word) >= _SHORTEST
    ]

    def mend(words: str) -> str:
        return blanked(words, alone)

    for row in _rows(connection, schema.actor, schema.actor.c.id, scope.actors):
        built = {**json.loads(row.value), "name": WITHHELD, "roles": [], "country": None}
        built["key"] = key = f"withheld:{row.id}"
        value = written_json(built)
        _update(connection, schema.actor, row, value=value, name=WITHHELD, key=key, country=None)
    for row in _rows(connection, schema.findings, schema.findings.c.text_id, _every_text(connection, scope)):
        built = json.loads(row.value)
        built["actors"] = [_without_person(chain, alone) for chain in built["actors"]]
        _update(connection, schema.findings, row, value=written_json(walked(built, mend)))
    surnames = [(name[-1],) for name in names if len(name[-1]) >= _SHORTEST]
    for table, ids in ((schema.placement, scope.renditions), (schema.report, scope.reports)):
        for row in _rows(connection, table, table.c.id, ids):
            fresh = walked(json.loads(row.value), lambda words: blanked(words, surnames))
            _update(connection, table, row, value=written_json(fresh))


def _drop_terms(connection: sa.Connection, scope: Reach) -> None:
    """Take out what stands for the words of a mention: beginnings of words, which may be of names."""
    mentions = schema.mention
    for row in _rows(connection, mentions, mentions.c.text_id, _every_text(connection, scope)):
        built = json.loads(row.value)
        if built.get("terms"):
            _update(connection, mentions, row, value=written_json({**built, "terms": []}))


def _without_person(chain: dict[str, Any], alone: NamesOfPeople) -> dict[str, Any]:
    if WITHHELD not in chain["name"] and not spans_of(chain["name"], alone):
        return chain
    return {**chain, "name": WITHHELD, "roles": [], "relations": [], "country": None, "public": False}


def _every_text(connection: sa.Connection, scope: Reach) -> set[str]:
    texts = set(scope.texts)
    for table in (schema.rendition, schema.reading):
        texts |= {row.text_id for row in _rows(connection, table, table.c.id, scope.renditions)}
    return texts


def purge_bodies(admission: Admission, body_ids: set[str]) -> int:
    """Remove kept bytes, with all that lean on them."""
    return bodies.purge(admission.connection, body_ids)


def _rows(
    connection: sa.Connection, table: sa.Table, column: sa.Column[Any], values: Iterable[str]
) -> Iterator[Any]:
    every = sorted(values)
    for start in range(0, len(every), _CHUNK):
        some = column.in_(every[start : start + _CHUNK])
        yield from connection.execute(sa.select(table).where(some)).all()


def _update(connection: sa.Connection, table: sa.Table, row: Any, **columns: Any) -> None:
    mine = sa.and_(*(key == row._mapping[key.name] for key in table.primary_key.columns))
    connection.execute(sa.update(table).where(mine).values(**columns))


def _delete(
    connection: sa.Connection, table: sa.Table, column: sa.Column[Any], values: Iterable[str]
) -> None:
    every = sorted(values)
    for start in range(0, len(every), _CHUNK):
        connection.execute(sa.delete(table).where(column.in_(every[start : start + _CHUNK])))
