"""Programs with keys of each role, which call the API of a floor of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tests.faults.commands import command
from tests.web.floors import HOST, Desk
from watchfloor.web.api_route import PREFIX

ROLES = ("viewer", "analyst", "editor", "administrator")


class Programs:
    """Programs with keys of a floor of their own, on which they may do what they like."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = Desk(folder)
        app = self.desk.stranger()[0].app
        self.keys = [f"{role}s" for role in ROLES]
        self.clients = {role: self.client(app, role) for role in ROLES}

    def client(self, app: Any, role: str) -> TestClient:
        """Return a program with a key of a role."""
        said = command("key", "add", f"{role}s", "--role", role, "--floor", self.folder)
        assert said.code == 0, said.output
        headers = {"authorization": f"Bearer {said.out.strip()}"}
        return TestClient(app, base_url=f"http://{HOST}", headers=headers, raise_server_exceptions=False)

    def get(self, path: str, **asked: str) -> Any:
        answer = self.clients["viewer"].get(f"{PREFIX}{path}", params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def does(
        self, path: str, body: Any = None, role: str = "analyst", method: str = "POST", **headers: str
    ) -> Any:
        client = self.clients[role]
        return client.request(method, f"{PREFIX}{path}", json=body, headers=headers or None)

    def done(self, path: str, body: Any = None, role: str = "analyst", method: str = "POST") -> Any:
        answer = self.does(path, body, role, method)
        assert answer.status_code == 200, answer.text
        return answer.json()
