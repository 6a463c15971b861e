"""What a new floor says for a start: a sample watch in comments, and the first commands."""

from __future__ import annotations

from pathlib import Path

from watchfloor.rights import make_file, make_folder

SAMPLE_NAME = "sample.yaml"
SAMPLE_WATCH = """\
# A sample watch. It does nothing as long as its lines are comments: take the signs "# " from the lines of the
# next block, save, and see what it would have brought:
#   watchfloor watch check "A march or an attack in Spain"
# One file holds one watch or a list of them. All keys: docs/watches.md; types and modes: docs/codebook.md.

# name: A march or an attack in Spain
# level: high
# country: ES
# type: [PROTEST, ASSAULT]
# origins: 2

# Every key must hold; of a list one value is enough. `origins: 2` waits until two separately written texts
# tell of it. Other keys that a watch may have:
#   place: Lisbon                 # a town or region by name
#   actor: Norway                 # who does it or suffers it; `source` and `target` for one of the two
#   mode: [riot, arrest]
#   words: [ferry, harbour]       # in the title or in the sentence that tells it
#   change: [new event, denied]   # without it: new event, corroborated
#   channels: [desk]              # a channel of watchfloor.toml; without it alerts are only shown
"""


def write_sample_watch(watches: Path) -> None:
    """Write the sample into the folder of the watches; a folder that is there is left as it is."""
    if watches.exists():
        return
    make_folder(watches)
    path = watches / SAMPLE_NAME
    make_file(path)
    path.write_text(SAMPLE_WATCH, "utf-8")


def first_commands(folder: Path) -> tuple[str, ...]:
    """Return the lines that tell a newcomer what to do in a new floor."""
    return (
        f"the floor {folder} is ready; the first three commands:",
        f"  watchfloor add PATH… --floor {folder}               take in articles of your own",
        f"  watchfloor sources add https://… --floor {folder}   follow a site or feed; then: watchfloor poll",
        f"  watchfloor changes --floor {folder}                 see what changed since you looked",
        f"tell it when to call you: {folder / 'watches' / SAMPLE_NAME} is a watch in comments",
    )
