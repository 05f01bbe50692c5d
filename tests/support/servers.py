"""Real notebook servers as subprocesses, for tests and for screenshots."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from archives import DATA
from state_files import write_state

KINDS = ("notebook", "nbclassic")
"""NotebookApp of notebook 6, and nbclassic on jupyter_server's ServerApp."""

BASE_URL = "/a@b/"
TOKEN = "right-token"


@dataclass
class Server:
    """A running server with a home folder of its own."""

    kind: str
    home: Path
    url: str = ""
    token: str = TOKEN
    process: subprocess.Popen[bytes] = field(default=None, repr=False)  # type: ignore[assignment]

    @property
    def configs(self) -> Path:
        """The user's folder of configs."""
        return self.home / ".jupyter" / "startspark"

    @property
    def notebooks(self) -> Path:
        """The folder that the server shows."""
        return self.home / "notebooks"

    @property
    def runtime(self) -> Path:
        """Jupyter's runtime folder."""
        return self.home / "runtime"

    def note_web_ui(self, port: int, **changes: Any) -> Path:
        """Write the state file of a kernel whose Spark has its web UI on a port."""
        where = {"ui_port": port, "ui_address": "127.0.0.1"}
        return write_state(self.runtime, str(port), **{**where, **changes})

    def notebook_url(self, path: str) -> str:
        """The page of a notebook, signed in by the token."""
        return f"{self.url}notebooks/{path}?token={self.token}"

    def log(self) -> str:
        """What the server has printed."""
        return (self.home / "server.log").read_text(errors="replace")

    def request(self, method: str, path: str, **options: Any) -> requests.Response:
        """A request without sign-in."""
        options = {"timeout": 60, "allow_redirects": False, **options}
        return requests.request(method, self.url + path, **options)

    def signed_in(self, method: str, path: str, **options: Any) -> requests.Response:
        """A request that is signed in by the token."""
        headers = {"Authorization": f"token {self.token}", **options.pop("headers", {})}
        return self.request(method, path, headers=headers, **options)


CLONE = Path(__file__).parents[2]

_STARTED_BY = {
    "notebook": (sys.executable, "notebook", "NotebookApp"),
    "nbclassic": (sys.executable, "nbclassic", "ServerApp"),
    # In environments of their own: Notebook 7 cannot be beside notebook 6.
    "notebook 7": (str(CLONE / ".venv-notebook7/bin/python"), "notebook", "ServerApp"),
    "notebook 7.0": (str(CLONE / ".venv-notebook7-oldest/bin/python"), "notebook", "ServerApp"),
}


@contextmanager
def running(kind: str, home: Path, token: str = TOKEN, **environment: str) -> Iterator[Server]:
    """Start a server of a kind in a home folder, and stop it."""
    server = Server(kind, home, token=token)
    for folder in (server.configs, server.notebooks):
        folder.mkdir(parents=True, exist_ok=True)
    python, module, app = _STARTED_BY[kind]
    command = [
        *(python, "-m", module, "--no-browser", "--allow-root"),
        f"--{app}.base_url={BASE_URL}",
        f"--{app}.token={token}",
        f"--{app}.port={free_port()}",
    ]
    with (home / "server.log").open("wb") as log:
        server.process = subprocess.Popen(
            command,
            cwd=server.notebooks,
            env=isolated_environment(home) | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            server.url = _wait_for_url(server)
            yield server
        finally:
            server.process.terminate()
            server.process.wait(timeout=30)


def isolated_environment(home: Path) -> dict[str, str]:
    """This process's environment with all that belongs to the user moved to another home."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        # Below pytest, ipykernel would not pass on what Java prints.
        if not name.startswith(("JUPYTER", "JPY_", "SPARK_", "XDG_", "IPYTHON", "PYTEST"))
    }
    return inherited | {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
        "JUPYTER_DATA_DIR": str(home / ".local" / "share" / "jupyter"),
        "JUPYTER_PATH": str(DATA),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
    }


_reservations = os.open(
    Path(tempfile.gettempdir(), f"startspark-tests-ports-{os.getuid()}"), os.O_RDWR | os.O_CREAT
)
"""Each process of tests has a lock on the byte of each port that it has been given."""

_reserved: set[int] = set()
"""The ports of this process, which its own locks do not keep from it."""


def free_port() -> int:
    """A port that nobody listens on, and that no test gets until this process ends.

    It is none of those that systems give to who asks for any, as kernels and Javas do: one of
    them could be given away before it is used here.
    """
    while True:
        port = 10_000 + secrets.randbelow(20_000)
        if port in _reserved:
            continue
        with socket.socket() as listener, suppress(OSError):
            fcntl.lockf(_reservations, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
            _reserved.add(port)
            listener.bind(("127.0.0.1", port))
            return port


def _wait_for_url(server: Server, seconds: float = 120) -> str:
    """The server's URL, once it answers there."""
    prefix = "nbserver" if server.kind == "notebook" else "jpserver"
    info = server.home / "runtime" / f"{prefix}-{server.process.pid}.json"
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.process.poll() is None:
        if info.exists() and (text := info.read_text()):
            url = f"http://127.0.0.1:{json.loads(text)['port']}{BASE_URL}"
            if _answers(url):  # the file comes before the server listens
                return url
        time.sleep(0.05)
    raise RuntimeError(f"{server.kind} did not start:\n{server.log()}")


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}api", timeout=60).ok
    except requests.ConnectionError:
        return False
