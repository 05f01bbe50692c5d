"""The sign-in bridge: it lets the server's own users in, and nobody else."""

from __future__ import annotations

import json
import time
from functools import cache
from pathlib import Path

import hypothesis
import pytest
import requests
from hypothesis import strategies as st

import servers

pytestmark = pytest.mark.server

LIST_ROUTES = """
import json
from pathlib import Path
from tornado.ioloop import IOLoop

def load_jupyter_server_extension(app):
    IOLoop.current().add_callback(write, app.web_app)

def write(application):
    routers = [getattr(it.target, "rules", []) for it in application.default_router.rules]
    rules = sum(routers, application.wildcard_router.rules)
    patterns = {getattr(rule.matcher, "regex", None) for rule in rules} - {None}
    Path("unfinished").write_text(json.dumps(sorted(it.pattern for it in patterns)))
    Path("unfinished").rename("routes.json")
"""


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def answers_to_strangers(home: Path, with_us: bool) -> dict[str, object]:
    """What a server of notebook 6 answers to each of its routes without sign-in."""
    extensions = {"list_routes": True, "startspark": with_us}
    write(home / "notebooks" / "list_routes.py", LIST_ROUTES)
    config = {"NotebookApp": {"nbserver_extensions": extensions}}
    write(home / ".jupyter" / "jupyter_notebook_config.json", json.dumps(config))
    with servers.running("notebook", home) as server:
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


def test_the_bridge_opens_nothing_that_was_closed(tmp_path: Path) -> None:
    without = answers_to_strangers(tmp_path / "without", with_us=False)
    with_us = answers_to_strangers(tmp_path / "with", with_us=True)
    ours = set(with_us) - set(without)

    assert len(without) > 300
    assert {route: with_us[route] for route in without} == without
    assert ours
    assert all("startspark" in route for route in ours)
    ours = {route for route in ours if not route.startswith("OPTIONS ")}  # Jupyter answers those
    assert {with_us[route][0] for route in ours} <= {403, 404, 405}


OTHER_EXTENSION = """
from jupyter_server.base.handlers import JupyterHandler
from tornado import web

class OtherHandler(JupyterHandler):
    @web.authenticated
    def get(self):
        self.finish("signed in")

def load_jupyter_server_extension(app):
    app.web_app.add_handlers(".*$", [(app.web_app.settings["base_url"] + "other", OtherHandler)])
"""


@pytest.mark.parametrize("with_us", [False, True], ids=["without", "with"])
def test_no_other_packages_handlers_are_bridged(tmp_path: Path, with_us: bool) -> None:
    extensions = {"other_extension": True, "startspark": with_us}
    write(tmp_path / "notebooks" / "other_extension.py", OTHER_EXTENSION)
    config = {"NotebookApp": {"nbserver_extensions": extensions}}
    write(tmp_path / ".jupyter" / "jupyter_notebook_config.json", json.dumps(config))
    with servers.running("notebook", tmp_path) as server:
        for order in ("first", "after the other handler"):
            proxied = server.signed_in("GET", "proxy/1/", allow_redirects=False)
            assert (proxied.status_code in (302, 403)) is not with_us, order
            other = server.signed_in("GET", "other", allow_redirects=False)
            assert other.status_code in (302, 403), order
