"""The sign-in bridge: it lets the server's own users in, and nobody else."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import hypothesis
import pytest
import requests
from hypothesis import strategies as st

import servers

pytestmark = pytest.mark.server

EXTENSION = """
import json
from pathlib import Path
from jupyter_server.base.handlers import JupyterHandler
from tornado import web
from tornado.ioloop import IOLoop

class OtherHandler(JupyterHandler):
    @web.authenticated
    def get(self):
        self.finish("signed in")

def load_jupyter_server_extension(app):
    app.web_app.add_handlers(".*$", [(app.web_app.settings["base_url"] + "other", OtherHandler)])
    IOLoop.current().add_callback(list_routes, app.web_app)

def list_routes(application):
    routers = [getattr(it.target, "rules", []) for it in application.default_router.rules]
    rules = sum(routers, application.wildcard_router.rules)
    patterns = {getattr(rule.matcher, "regex", None) for rule in rules} - {None}
    Path("unfinished").write_text(json.dumps(sorted(it.pattern for it in patterns)))
    Path("unfinished").rename("routes.json")
"""
"""Another package's extension, which has a handler, and writes down all routes."""


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@pytest.fixture(scope="module", params=[False, True], ids=["without", "with"])
def with_us(request: pytest.FixtureRequest) -> bool:
    """Whether Start Spark is an extension of the server."""
    return bool(request.param)


@pytest.fixture(scope="module")
def server(with_us: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A server of notebook 6 with another extension, and with Start Spark or without."""
    home = tmp_path_factory.mktemp("home")
    write(home / "notebooks" / "other_extension.py", EXTENSION)
    config = {
        "NotebookApp": {"nbserver_extensions": {"other_extension": True, "startspark": with_us}}
    }
    write(home / ".jupyter" / "jupyter_notebook_config.json", json.dumps(config))
    with servers.running("notebook", home) as running:
        yield running


def answers_to_strangers(server: servers.Server) -> dict[str, object]:
    """What a server answers to each of its routes without sign-in."""
    origin = server.url.removesuffix(servers.BASE_URL)
    patterns = json.loads(eventually(server.notebooks / "routes.json"))
    return {
        f"{method} {pattern}": answer(method, origin + an_example(pattern))
        for pattern in patterns
        for method in METHODS
    }


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def eventually(path: Path, seconds: float = 60) -> str:
    """A file's text, once it is there."""
    deadline = time.monotonic() + seconds
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return path.read_text()


@cache
def an_example(pattern: str) -> str:
    """The simplest path of a route."""
    settings = hypothesis.settings(phases=[hypothesis.Phase.generate], database=None)
    paths = st.from_regex(pattern, fullmatch=True)
    return hypothesis.find(paths, lambda _: True, settings=settings)


def answer(method: str, url: str) -> object:
    try:
        reply = requests.request(method, url, allow_redirects=False, timeout=60)
    except requests.ConnectionError:
        return "hangs up"
    port = url.split(":")[2].partition("/")[0]
    return reply.status_code, reply.headers.get("Location", "").replace(port, "PORT")


def test_no_other_packages_handlers_are_bridged(server: servers.Server, with_us: bool) -> None:
    for order in ("first", "after the other handler"):
        proxied = server.signed_in("GET", "proxy/1/", allow_redirects=False)
        assert (proxied.status_code in (302, 403)) is not with_us, order
        other = server.signed_in("GET", "other", allow_redirects=False)
        assert other.status_code in (302, 403), order


@pytest.fixture(scope="module")
def closed() -> dict[str, object]:
    """The answers without Start Spark, once the test has been without it."""
    return {}


def test_the_bridge_opens_nothing_that_was_closed(
    server: servers.Server, with_us: bool, closed: dict[str, object]
) -> None:
    answers = answers_to_strangers(server)
    if not with_us:
        assert len(answers) > 300
        closed.update(answers)
        return
    assert closed, "this needs the test without Start Spark before it"
    ours = set(answers) - set(closed)
    assert {route: answers[route] for route in closed} == closed
    assert ours
    assert all("startspark" in route for route in ours)
    ours = {route for route in ours if not route.startswith("OPTIONS ")}  # Jupyter answers those
    assert {answers[route][0] for route in ours} <= {403, 404, 405}
