"""The accuracy card: what is measured on which data, beside the best open peer; as JSON and as a page.

The card's JSON travels in the package (`watchfloor eval`), its page is docs/accuracy.md. Peers were run on
parts of the same sets that are kept apart from the ones here, with the same definitions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
CARD = ROOT / "src" / "watchfloor" / "data" / "accuracy.json"
PAGE = ROOT / "docs" / "accuracy.md"
JUDGE = ROOT / "train" / "figures.json"
NOTE = (
    "Figures on development data: the rules were written while looking at it. Peers were measured on "
    "held-out parts of the same sets, with the same definitions: compare in kind, not to the last digit. "
    "The sets called own were invented for this project. Machine coding is not fact."
)


@dataclass(frozen=True)
class Headline:
    """A figure by its name in the task's module, with the best open peer where one was measured."""

    figure: str
    peer: float | None = None
    by: str = ""


@dataclass(frozen=True)
class Graded:
    """Names of the precision and recall of all findings of a kind, and of the strong ones alone."""

    what: str
    every: tuple[str, str]
    strong: tuple[str, str]


@dataclass(frozen=True)
class Task:
    """One set that a task is measured on; `name` is the name its figures stand under in floors.json."""

    name: str
    data: str
    licence: str
    measures: str
    headlines: tuple[Headline, ...]
    grades: tuple[Graded, ...] = ()


def _graded(what: str, every: str, strong: str) -> Graded:
    return Graded(
        what, (f"{every} precision", f"{every} recall"), (f"{strong} precision", f"{strong} recall")
    )


_OWN = ("invented for this project", "Apache-2.0")
_QUOTE_GRADES = (
    _graded("words of quotes", "content", "strong content"),
    _graded("words of quotes given to the right source", "attributed content", "strong attributed content"),
)
_ENTITY_GRADES = (
    _graded("people, organisations, places", "all", "strong all"),
    _graded("people", "PERSON", "strong PERSON"),
    _graded("organisations", "ORG", "strong ORG"),
)
_PEER_MODEL = "spaCy and the most populous namesake"
_LEXICON = "a verb lexicon"
TASKS = (
    Task(
        "quotes",
        "PolNeAR dev, 84 articles of the US press",
        "none stated; measured only",
        "attributions: their words, source and cue (definitions of BBC Citron)",
        (
            Headline("content overlap F1", 0.714, "Citron, retrained"),
            Headline("attributed content F1", 0.606, "best of Citron, SFU Gender Gap Tracker, marks alone"),
            Headline("content exact F1", 0.382, "the same"),
            Headline("source exact F1", 0.538, "the same"),
            Headline("cue exact F1", 0.513, "the same"),
        ),
        _QUOTE_GRADES,
    ),
    Task(
        "own/quotes",
        *_OWN,
        "as above",
        (Headline("content overlap F1"), Headline("attributed content F1")),
        _QUOTE_GRADES,
    ),
    Task(
        "speakers",
        "BASIL 2010 to 2014, 58 articles",
        "none stated; measured only",
        "the person whom quoted words are given to",
        (Headline("person speaker accuracy", 0.508, "textacy"), Headline("person speaker precision")),
    ),
    Task("own/speakers", *_OWN, "as above", (Headline("person speaker accuracy"),)),
    Task(
        "entities",
        "GUM, 35 Wikinews articles and interviews",
        "CC BY 4.0",
        "names of people, organisations and places, one to one",
        (Headline("all relaxed F1", 0.643, "spaCy en_core_web_sm"), Headline("all exact F1")),
        _ENTITY_GRADES,
    ),
    Task("own/entities", *_OWN, "as above", (Headline("all relaxed F1"),), _ENTITY_GRADES),
    Task(
        "times",
        "MEANTIME, 120 Wikinews articles; dates of GUM",
        "CC BY 4.0",
        "expressions of time with their TIMEX3 values (TempEval-3)",
        (
            Headline("value F1", 0.781, "HeidelTime"),
            Headline("relaxed F1"),
            Headline("GUM dates: value right"),
        ),
        (_graded("times with the right value", "value", "strong value"),),
    ),
    Task(
        "own/times",
        *_OWN,
        "as above",
        (Headline("value F1"),),
        (_graded("times with the right value", "value", "strong value"),),
    ),
    Task(
        "places",
        "Local-Global Lexicon, 588 articles (lgl); GeoWebNews, 200 (gwn)",
        "none stated; measured only",
        "places found (tagging), and located within 161 km",
        (
            Headline("lgl located F1", 0.555, _PEER_MODEL),
            Headline("lgl tagging F1", 0.76, _PEER_MODEL),
            Headline("lgl located of found", 0.72, _PEER_MODEL),
            Headline("gwn located F1"),
            Headline("gwn tagging F1"),
            Headline("gwn located of found"),
        ),
        (
            _graded("places located rightly (lgl)", "lgl located", "lgl strong located"),
            _graded("places found (gwn)", "gwn tagging", "gwn strong tagging"),
            _graded("places located rightly (gwn)", "gwn located", "gwn strong located"),
        ),
    ),
    Task(
        "own/places",
        *_OWN,
        "as above",
        (Headline("located F1"), Headline("tagging F1")),
        (_graded("places located rightly", "located", "strong located"),),
    ),
    Task(
        "own/quantities",
        *_OWN,
        "numbers with value, unit and role",
        (Headline("value, unit and role F1"), Headline("span F1")),
    ),
    Task(
        "events",
        "PLOVER gold records (gsr), CAMEO sentences, Times of India 2002, CASE 2021 samples",
        "CC BY-SA 4.0; unclear; none stated; none stated (measured only)",
        "PLOVER type of a text, and who acts on whom",
        (
            Headline("gsr type micro-F1", 0.56, _LEXICON),
            Headline("gsr type and both actors F1", 0.28, _LEXICON),
            Headline("cameo actor token F1", 0.476, _LEXICON),
            Headline("india sentence macro-F1", 0.436, _LEXICON),
            Headline("case type macro-F1", 0.696, _LEXICON),
        ),
        (
            _graded("type of a text (gsr)", "gsr type", "gsr strong type"),
            _graded("deeds of the police (india)", "india sentence", "india strong sentence"),
        ),
    ),
    Task(
        "own/events",
        *_OWN,
        "as above; a third of the texts tells of no event",
        (
            Headline("own type micro-F1"),
            Headline("own type and both actors F1"),
            Headline("texts without event left alone"),
        ),
        (_graded("type of a text", "own type", "own strong type"),),
    ),
    Task(
        "renditions",
        "copies with known history, made from news; Reuters-21578's own repeats",
        "mixed; measured only",
        "renditions, revisions, copies and origins (B-cubed), harmful merges",
        (
            Headline("report B-cubed F1", 0.936, "MinHash at .8"),
            Headline("origin B-cubed F1", 0.919, "TF-IDF"),
            Headline("relation macro-F1", 0.60, "best of eight"),
            Headline("origins counted right", 0.65, "containment"),
            Headline("Reuters repeats joined", 0.98, "MinHash at .5"),
            Headline("Reuters templates kept apart", 0.77, "MinHash at .8"),
        ),
    ),
    Task("own/renditions", *_OWN, "as above", (Headline("report B-cubed F1"), Headline("origin B-cubed F1"))),
    Task(
        "stories",
        "Wikinews sources (galaxy), ECB+; undated and dated streams",
        "none stated; CC BY 3.0 (annotation)",
        "streaming placement of reports in stories (B-cubed)",
        (
            Headline("galaxy undated B-cubed F1", 0.821, "TF-IDF single pass"),
            Headline("ecb undated B-cubed F1", 0.870, "TF-IDF single pass"),
            Headline("galaxy dated B-cubed F1", 0.880, "TF-IDF single pass"),
            Headline("ecb dated B-cubed F1", 0.875, "TF-IDF single pass"),
            Headline("ecb undated similar kept apart", 0.72, "TF-IDF single pass"),
        ),
    ),
    Task("own/stories", *_OWN, "as above", (Headline("own B-cubed F1"),)),
    Task(
        "pages",
        "saved pages of publishers, of the article-extraction benchmark, and of 2020",
        "MIT, Apache-2.0 (annotation)",
        "from page to article: body (shingles), date, title, authors",
        (
            Headline("body_publishers", 0.949, "trafilatura"),
            Headline("body_benchmark", 0.958, "trafilatura"),
            Headline("date_publishers", 0.971, "trafilatura"),
            Headline("date_2020", 0.898, "trafilatura"),
            Headline("title", 0.625, "trafilatura"),
            Headline("authors", 0.883, "trafilatura"),
        ),
    ),
    Task("own/pages", *_OWN, "as above", ()),
    Task(
        "feeds",
        "fixtures of feedparser, gofeed, feed-rs and node-feedparser",
        "BSD-2, MIT",
        "fields of feeds as the fixtures expect them",
        (Headline("fields"), Headline("survived")),
    ),
)


def card(measured: Mapping[str, Mapping[str, float]], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the card with what was measured, and what `known`, an earlier card, has of other tasks."""
    figures = {entry["name"]: entry["figures"] for entry in known.get("tasks", ())} | dict(measured)
    tasks = [_entry(task, figures[task.name]) for task in TASKS if figures.get(task.name)]
    return {"note": NOTE, "tasks": tasks}


def _entry(task: Task, figures: Mapping[str, float]) -> dict[str, Any]:
    headlines = task.headlines or tuple(Headline(name) for name in figures)
    return {
        "name": task.name,
        "data": task.data,
        "licence": task.licence,
        "measures": task.measures,
        "headlines": [
            {"figure": line.figure, "value": figures[line.figure], "peer": line.peer, "by": line.by}
            for line in headlines
            if line.figure in figures
        ],
        "grades": [
            {"what": row.what, "all": _pair(figures, row.every), "strong": _pair(figures, row.strong)}
            for row in task.grades
            if {*row.every, *row.strong} <= figures.keys()
        ],
        "figures": dict(figures),
    }


def _pair(figures: Mapping[str, float], names: tuple[str, str]) -> dict[str, float]:
    return {"precision": figures[names[0]], "recall": figures[names[1]]}


def page(shown: Mapping[str, Any]) -> str:
    """Return the card as a page in Markdown."""
    return "\n".join(_page_lines(shown)) + "\n"


def _cells(*cells: str | float) -> str:
    """Return a row of a table; figures have three places."""
    shown = (cell if isinstance(cell, str) else f"{cell:.3f}" for cell in cells)
    return f"| {' | '.join(shown)} |"


def _page_lines(shown: Mapping[str, Any]) -> Iterator[str]:
    yield "# Accuracy\n\nWritten by `python -m evals --card`; `watchfloor eval` prints the same.\n"
    yield f"{shown['note']}\n"
    yield from _headlines(shown["tasks"])
    yield from _grades(shown["tasks"])
    if "judge" in shown:
        yield from _judge(shown["judge"])
    yield "\n## What is measured\n"
    for task in shown["tasks"]:
        yield f"- **{task['name']}**: {task['measures']}. Data: {task['data']}; licence: {task['licence']}."


def _headlines(tasks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield "## Headline figures\n"
    yield "| task | data | licence | figure | here | best peer |"
    yield "|---|---|---|---|---|---|"
    for task in tasks:
        for line in task["headlines"]:
            peer = f"{line['peer']:.3f} {line['by']}" if line["peer"] is not None else ""
            yield _cells(task["name"], task["data"], task["licence"], line["figure"], line["value"], peer)


def _grades(tasks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield "\n## Strong and weak findings\n"
    yield "Alerts, counts and indicators use strong findings alone (docs/decisions/0005-grades.md).\n"
    yield "| task | what | strong: precision | strong: recall | all: precision | all: recall |"
    yield "|---|---|---|---|---|---|"
    for task in tasks:
        for row in task["grades"]:
            values = (row[grade][side] for grade in ("strong", "all") for side in ("precision", "recall"))
            yield _cells(task["name"], row["what"], *values)


def _judge(figures: Mapping[str, Any]) -> Iterator[str]:
    """Yield what readers held of events, and how far the probability told with them can be trusted."""
    readers = figures["readers"]
    yield "\n## Confidence of events\n"
    yield (
        f"{figures['candidates']} events of real news that may train weights, and of articles written for "
        "this project, judged by reading (train/README.md); the readers were machines. "
        f"Two of them read {readers['both']} events and gave the same verdict of three in "
        f"{readers['same']:.3f} (kappa {readers['kappa']:.3f}). Good is right or defensible. "
        "Each probability is of a model that did not see the document.\n"
    )
    yield "| confidence | events | told | good |\n|---|---|---|---|"
    for row in figures["reliability"]:
        yield _cells(f"{row['from']:.1f} to {row['to']:.1f}", str(row["n"]), row["told"], row["good"])
    yield "\n| figure | value |\n|---|---|"
    yield from (_cells(name, figures[name]) for name in _JUDGED)
    for among in ("curve", "curve of whole articles"):
        yield f"\nThe {among}: strong by rules and a line through the confidence ({figures['line']} today).\n"
        yield "| line | strong | good | right | share of the good | good of weak |"
        yield "|---|---|---|---|---|---|"
        for row in figures[among]:
            shares = (row[name] for name in ("good", "right", "found", "good of weak"))
            yield _cells(f"{row['line']:.2f}", str(row["n"]), *shares)


_JUDGED = (
    "good of strong", "good of weak", "good of strong by rules alone", "good of weak by rules alone",
    "auc", "auc of the rules", "brier", "brier of the rules",
)  # fmt: skip


def write(measured: Mapping[str, Mapping[str, float]]) -> None:
    """Write the card's JSON into the package and its page into the docs."""
    known = json.loads(CARD.read_text("utf-8")) if CARD.exists() else {}
    shown = card(measured, known if "tasks" in known else {})
    shown["judge"] = json.loads(JUDGE.read_text("utf-8"))
    CARD.write_text(json.dumps(shown, indent=1, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text(page(shown), "utf-8")
