"""Files of articles are sent as `add` reads them, from nobody who may not, and leave nothing behind."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from starlette.testclient import TestClient

from tests.faults.commands import command
from tests.web.floors import Desk, csrf_of
from tests.web.programs import Programs
from watchfloor.model import PrincipalRole
from watchfloor.web.api_route import PREFIX
from watchfloor.web.defence import LARGEST_UPLOAD, UPLOADS

FILE = {"content-type": "application/octet-stream"}
ARTICLES = [
    {"title": "Dockers held", "text": "Police arrested three dockers in Lisbon on Monday.", "outlet": "Tide"},
    {"title": "Strike", "text": "Dockers in Porto went on strike on Tuesday over pay.", "outlet": "Tide"},
]
LINES = "".join(f"{json.dumps(it)}\n" for it in ARTICLES).encode()


@pytest.fixture(scope="module")
def programs(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Programs:
    folder = tmp_path_factory.mktemp("uploads") / "floor"
    copytree(desk.folder, folder)
    return Programs(folder)


@pytest.fixture
def editor(programs: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Return an editor's program; after it, no file is left aside."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield programs.clients["editor"]
    assert not [*tmp_path.glob("watchfloor-upload-*")]


def test_articles_are_taken_in_once_and_told_by_the_name_of_their_file(
    programs: Programs, editor: TestClient
) -> None:
    told = editor.post(f"{UPLOADS}?name=dockers.jsonl", content=LINES, headers=FILE).json()
    assert (told["added"], told["seen_again"], told["refused"]) == (2, 0, 0)
    assert {it["what"] for it in told["items"]} == {"upload:dockers.jsonl"}
    held = programs.get(f"/reports/{told['items'][0]['report']}/text")
    assert held["text"] == ARTICLES[0]["text"]
    again = editor.post(f"{UPLOADS}?name=dockers.jsonl", content=LINES, headers=FILE).json()
    assert (again["added"], again["seen_again"]) == (0, 2)


PAGE = (
    "<html><head><title>Ferrymen on strike</title></head><body><article><h1>Ferrymen on strike in Faro</h1>"
    + "".join(
        f"<p>Ferrymen in Faro went on strike on Monday over pay, their union said in statement {number}, and "
        "no ferry left the harbour before noon, while the company promised to meet them.</p>"
        for number in range(6)
    )
    + "</article></body></html>"
)
KINDS = {
    "packed.jsonl.gz": gzip.compress(LINES.replace(b"Lisbon", b"Faro").replace(b"Porto", b"Braga")),
    "a page.html": PAGE.encode(),
    "note": b"Pilots in Faro went on strike on Monday, their union said.",
}


@pytest.mark.parametrize("name", KINDS)
def test_files_of_other_kinds_are_read_by_their_name_or_first_bytes(editor: TestClient, name: str) -> None:
    told = editor.post(UPLOADS, params={"name": name}, content=KINDS[name], headers=FILE).json()
    assert told["added"] > 0, told
    assert told["refused"] == 0


def test_what_cannot_be_read_is_refused_with_the_reason(programs: Programs, editor: TestClient) -> None:
    content = b'{"text": "Ferries stopped in Faro on Monday."}\n{"text": 7}\n'
    told = editor.post(f"{UPLOADS}?name=odd.jsonl", content=content, headers=FILE).json()
    assert (told["added"], told["refused"]) == (1, 1)
    [refused] = [it for it in told["items"] if it["became"] == "refused"]
    assert refused["what"] == "upload:odd.jsonl:2"
    editor.post(f"{UPLOADS}?name=odd.jsonl", content=content, headers=FILE)
    shown = command("show", "quarantine", "--floor", programs.folder).out
    assert shown.count("upload:odd.jsonl:2") == 1


FOLDERS = ("", "..", "../x.txt", "a/b.txt", "a\\b.txt", ".hidden", "x" * 130, "a\x00.txt", "a\nb.txt", "-rf")


def test_a_name_is_that_of_a_file_alone(editor: TestClient) -> None:
    for name in FOLDERS:
        answer = editor.post(UPLOADS, params={"name": name}, content=LINES, headers=FILE)
        assert (answer.status_code, "without a folder" in answer.json()["detail"]) == (400, True), name


def test_what_is_too_large_or_of_another_kind_is_refused(editor: TestClient) -> None:
    path = f"{UPLOADS}?name=x.txt"
    large = {**FILE, "content-length": str(LARGEST_UPLOAD + 1)}
    assert editor.post(path, content=b"x", headers=large).status_code == 413

    def unannounced() -> Iterator[bytes]:
        for _ in range(LARGEST_UPLOAD // 2**20 + 1):
            yield b"x" * 2**20

    assert editor.post(path, content=unannounced(), headers=FILE).status_code == 413
    assert editor.post(path, json={}).status_code == 415
    assert editor.post(f"{path}&arrived=later", content=b"x", headers=FILE).status_code == 400
    assert editor.post(f"{path}&folder=x", content=b"x", headers=FILE).status_code == 400


def test_only_editors_send_files_and_a_session_with_its_token(programs: Programs) -> None:
    path = f"{UPLOADS}?name=x.txt"
    assert programs.clients["analyst"].post(path, content=b"x", headers=FILE).status_code == 403
    assert programs.desk.stranger()[0].post(path, content=b"x", headers=FILE).status_code == 401
    client = programs.desk.client(PrincipalRole.EDITOR)
    assert client.post(path, content=LINES, headers=FILE).status_code == 403
    token = {"x-csrf-token": csrf_of(client)}
    answer = client.post(f"{UPLOADS}?name=x.jsonl", content=LINES, headers={**FILE, **token})
    assert answer.status_code == 200, answer.text
    assert programs.clients["viewer"].get(f"{PREFIX}/uploads").status_code == 405
