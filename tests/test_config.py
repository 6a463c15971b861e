"""watchfloor.toml: what it says is what is used; what it does not know is refused with what was meant."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from watchfloor.config import FILE_NAME, read_config, write_default_config
from watchfloor.errors import ConfigError, nearest
from watchfloor.watch import read_channels_apart


def written(folder: Path, text: str) -> Path:
    (folder / FILE_NAME).write_text(text, "utf-8")
    return folder


def test_a_new_floor_has_settings_that_can_be_read(tmp_path: Path) -> None:
    path = write_default_config(tmp_path / "new" / "floor")
    config = read_config(path.parent)
    assert config.folder == path.parent
    assert config.store == f"sqlite:///{path.parent / 'floor.sqlite'}"
    assert config.watches == path.parent / "watches"
    assert config.contact is None
    assert config.allow_network == ()
    assert config.channels == {}


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    written(tmp_path, 'contact = "desk@example.org"\n')
    write_default_config(tmp_path)
    assert read_config(tmp_path).contact == "desk@example.org"


def test_settings_are_taken_as_written(tmp_path: Path) -> None:
    config = read_config(
        written(
            tmp_path,
            'store = "data/memory.sqlite"\nwatches = "/etc/watches"\n'
            '[channels.desk]\nkind = "file"\npath = "out.jsonl"\n',
        )
    )
    assert config.store == f"sqlite:///{tmp_path}/data/memory.sqlite"
    assert config.watches == Path("/etc/watches")
    assert config.channels["desk"] == {"kind": "file", "path": "out.jsonl"}
    with pytest.raises(FrozenInstanceError):
        config.store = "elsewhere"  # type: ignore[misc]
    with pytest.raises(TypeError):
        config.channels["desk"]["kind"] = "mail"  # type: ignore[index]


def test_a_url_is_left_alone(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, 'store = "sqlite:////var/floor.sqlite"'))
    assert config.store == "sqlite:////var/floor.sqlite"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('stoer = "x"', "unknown key 'stoer'; did you mean 'store'"),
        (
            "zzz = 1",
            "licences, operations, page_address, retention, store, timezone, watches, zones",
        ),
        ("store = 5", "store is 5; it must be a text"),
        ("contact = true", "contact is True; it must be a text"),
        ("channels = []", "channels is []; it must be a table"),
        ('channels.desk = "mail"', "channels.desk: is 'mail'; it must be a table"),
        ("store = ", "Invalid value"),
        ("store = 'a'\nstore = 'b'\n", "line 2"),
        ("\0", "line 1"),
        ("a = " + "9" * 5_000, "mend the line"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(written(tmp_path, text))
    assert message in str(refused.value)
    assert FILE_NAME in str(refused.value)


def test_a_missing_or_unreadable_file_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="watchfloor init"):
        read_config(tmp_path)
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="UTF-8"):
        read_config(tmp_path)
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(ConfigError, match="choose another folder"):
        write_default_config(blocked)


def test_the_nearest_name_is_offered() -> None:
    assert nearest("webhok", ["webhook", "mail"]) == "did you mean 'webhook'?"
    assert nearest("x", ["mail", "file"]) == "known are file, mail"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "\n# a comment\ncontakt = 'x'\n",
            "watchfloor.toml:3: unknown key 'contakt'; did you mean 'contact'?",
        ),
        ("store = 3\n", "watchfloor.toml:1: store is 3; it must be a text"),
        ("[retention]\ntext_day = 3\n", "watchfloor.toml:2: retention: unknown key 'text_day'; did you mean"),
        (
            '[licences."a.example"]\nlicence = "x"\nwhole = 1\n',
            "watchfloor.toml:3: licences.a.example: unknown",
        ),
        ('\n[licences."a.example"]\n', "watchfloor.toml:2: licences.a.example: names no licence"),
        ("[channels]\ndesk = 1\n", "watchfloor.toml:2: channels.desk: is 1"),
        (
            'timezone = "Europe/Viena"\n',
            "watchfloor.toml:1: timezone is 'Europe/Viena'; did you mean 'Europe/Vienna'",
        ),
    ],
)
def test_what_cannot_be_used_is_named_with_file_and_line(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "watchfloor.toml").write_text(written, "utf-8")
    with pytest.raises(ConfigError) as refused:
        read_config(tmp_path)
    assert told in str(refused.value)


def test_channels_are_named_with_file_and_line(tmp_path: Path) -> None:
    settings = '[channels.log]\nkind = "file"\npaht = "x"\n[channels.desk]\nkind = "file"\n'
    (tmp_path / "watchfloor.toml").write_text(settings, "utf-8")
    config = read_config(tmp_path)
    apart = read_channels_apart(config.channels, folder=tmp_path, environment={})
    log, desk = (str(it).removeprefix(f"{tmp_path}/") for it in apart.values())
    assert log == "watchfloor.toml:3: channels.log: unknown key 'paht'; did you mean 'path'?"
    assert desk == "watchfloor.toml:4: channels.desk: path is missing; a file needs path"
