"""Every route for every role, made of the tables of routes and the one of permissions."""

from __future__ import annotations

import re

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.web.floors import Desk, csrf_of, somebody
from watchfloor.model import PrincipalRole
from watchfloor.permissions import Action, allowed
from watchfloor.web.acts import ACTS
from watchfloor.web.api import ROUTES
from watchfloor.web.api_route import PREFIX
from watchfloor.web.defence import MODEL_DOOR, UPLOADS
from watchfloor.web.pages import PAGES

CLOSED = [it for it in PAGES if not it.path.startswith("/acknowledge/")]  # that has a link for its key
ROWS = [
    *(("GET", f"{PREFIX}{it.path}", it.action) for it in ROUTES),
    *((it.method, f"{PREFIX}{it.path}", it.action) for it in ACTS),
    ("POST", UPLOADS, Action.ADMIT),
    *((method, it.path, it.action) for it in CLOSED for method in it.methods),
]
NOT_OF_A_ROLE = {"/healthz", "/enter", "/login", "/leave", "/assets/{name}", f"{PREFIX}/openapi.json"}
ROLES = [*PrincipalRole, None]


@pytest.fixture(scope="module")
def clients(desk: Desk) -> dict[PrincipalRole | None, tuple[TestClient, str]]:
    """Return a client of each role, with the token of its forms."""
    made = {role: desk.client(role, "matrix") for role in ROLES}
    return {role: (client, csrf_of(client) if role else "") for role, client in made.items()}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("method", "path", "action"), ROWS, ids=[f"{it[0]} {it[1]}" for it in ROWS])
def test_a_role_may_what_the_table_of_permissions_says(
    clients: dict[PrincipalRole | None, tuple[TestClient, str]],
    method: str,
    path: str,
    action: Action,
    role: PrincipalRole | None,
) -> None:
    client, token = clients[role]
    address = re.sub(r"\{\w+\}", "0a1b2c3d4e5f6071", path)
    asked = {"words": "quota"} if address.endswith("/search") else {}
    if method == "GET":
        answer = client.get(address, params=asked)
    elif path.startswith(PREFIX):
        answer = client.request(method, address, headers={"x-csrf-token": token}, content=b"")
    else:
        answer = client.post(address, data={"csrf": token}, follow_redirects=False)
    if allowed(somebody(role), action).allowed:
        assert answer.status_code in (200, 303, 400, 404, 409), answer.text
    else:
        assert answer.status_code == 403, answer.text
        assert "quota" not in answer.text


def test_no_route_is_missing_from_the_matrix(desk: Desk) -> None:
    client, _ = desk.stranger()
    app = client.app
    routes = {it.path for it in app.routes if isinstance(it, Route)}  # type: ignore[attr-defined]  # Starlette's
    tried = {path for _, path, _ in ROWS} | {it.path for it in PAGES if it not in CLOSED}
    assert routes - tried - NOT_OF_A_ROLE == {f"{PREFIX}/stream", MODEL_DOOR}
    assert desk.client(None).get(f"{PREFIX}/stream").status_code == 403
