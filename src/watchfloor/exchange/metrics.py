"""Counters of the journal and states of the floor, in the text format that Prometheus reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

# For each key of `journal.count_facts`: the labels of its parts, and what it counts.
_COUNTERS: dict[str, tuple[tuple[str, ...], str]] = {
    "admitted": (("became",), "Renditions taken in or seen again."),
    "changes": ((), "Changes that admissions made."),
    "visited": (("status",), "Visits of sources, by the health that they left."),
    "asked again": (("found",), "Pages asked again, by what was found."),
    "refused": (("reason",), "Inputs put in quarantine or kept away."),
    "delivered": (("channel", "state"), "Tries of deliveries, by the state that they left."),
    "heartbeat": (("became",), "Heartbeats sent to another machine, and those that it did not take."),
    "rule fired": (("watch", "level"), "Alerts opened or altered by watches."),
    "slow": (("work",), "Works that took longer than they should."),
    "failed": (("work", "error"), "Errors that nobody foresaw."),
}


def metrics_text(counts: Mapping[str, int], gauges: Mapping[str, tuple[str, float]]) -> str:
    """Return counters and gauges as lines; `gauges` gives for each name what it tells and its value."""
    return "\n".join([*_counters(counts), *_gauges(gauges)]) + "\n"


def _counters(counts: Mapping[str, int]) -> Iterator[str]:
    for kind, (labels, told) in _COUNTERS.items():
        name = f"watchfloor_{kind.replace(' ', '_')}_total"
        yield f"# HELP {name} {told}"
        yield f"# TYPE {name} counter"
        mine = {key: count for key, count in counts.items() if key.split("\t")[0] == kind}
        if not labels:
            yield f"{name} {mine.get(kind, 0)}"
            continue
        for key, count in sorted(mine.items()):
            values = key.split("\t")[1:]
            shown = ",".join(
                f'{label}="{_escaped(value)}"' for label, value in zip(labels, values, strict=True)
            )
            yield f"{name}{{{shown}}} {count}"


def _gauges(gauges: Mapping[str, tuple[str, float]]) -> Iterator[str]:
    for key, (told, value) in gauges.items():
        name = f"watchfloor_{key}"
        yield f"# HELP {name} {told}"
        yield f"# TYPE {name} gauge"
        yield f"{name} {value:g}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
