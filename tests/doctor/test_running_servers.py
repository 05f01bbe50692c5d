"""Whether running servers have loaded Start Spark."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psutil
import pytest

from hubs import Hub
from servers import TOKEN, Server, free_port
from startspark.doctor import running_servers
from startspark.kernel.doctor.finding import Finding


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives a server all the time that it needs."""
    monkeypatch.setattr(running_servers, "PATIENCE", 120)


def note(runtime: Path, url: str, token: str = TOKEN, process: int | None = None) -> None:
    noted = {"url": url, "token": token, "pid": process or os.getpid()}
    (runtime / "jpserver-1.json").write_text(json.dumps(noted))


def only() -> Finding:
    (found,) = running_servers.findings()
    assert TOKEN not in str(found)
    return found


@pytest.mark.server
def test_a_server_with_start_spark(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(server.runtime))
    found = only()
    assert (found.status, found.fix) == ("ok", "")
    assert "/a@b/ has Start Spark" in found.text
    assert "proxy for Spark’s web UI" in found.text


@pytest.mark.server
def test_a_server_that_does_not_take_the_token(server: Server, runtime: Path) -> None:
    note(runtime, server.url, token="another")
    found = only()
    assert found.status == "warning"
    assert "in a terminal of that server" in found.fix


@pytest.mark.server
@pytest.mark.parametrize("user", ["ann-notebook", "ann-nbclassic"])
def test_a_hubs_server_in_its_terminal(
    hub: Hub, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = hub.started(user)
    (file,) = server.runtime.glob("??server-*.json")
    environment = psutil.Process(json.loads(file.read_text())["pid"]).environ()
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(server.runtime))
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", environment["JUPYTERHUB_API_TOKEN"])
    found = only()
    assert f"/user/{user}/ has Start Spark" in found.text
    assert environment["JUPYTERHUB_API_TOKEN"] not in str(found)


@pytest.mark.server
def test_a_server_without_the_proxy(
    server: Server, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(runtime, server.url)
    monkeypatch.setattr(running_servers, "NO_PORT", "none")  # of which there is no route
    found = only()
    assert found.status == "warning"
    assert "does not show Spark’s web UI: its proxy answers with status 30" in found.text


class Stranger(BaseHTTPRequestHandler):
    """A server without Start Spark, and one that sends its visitors elsewhere."""

    def do_GET(self) -> None:
        self.server.seen.append(self.headers["Authorization"])  # type: ignore[attr-defined]
        moved = self.path.startswith("/moved")
        self.send_response(302 if moved else 404)
        if moved:
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def stranger() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Stranger)
    server.seen = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_server_without_the_extension(stranger: HTTPServer, runtime: Path) -> None:
    note(runtime, f"http://127.0.0.1:{stranger.server_port}/")
    found = only()
    assert found.status == "error"
    assert "has not loaded Start Spark’s server extension" in found.text


def test_the_token_follows_no_redirect(stranger: HTTPServer, runtime: Path) -> None:
    note(runtime, f"http://127.0.0.1:{stranger.server_port}/moved/")
    assert only().status == "warning"
    assert stranger.seen == [f"token {TOKEN}"]  # type: ignore[attr-defined]


def test_a_server_that_does_not_answer(runtime: Path) -> None:
    note(runtime, f"http://127.0.0.1:{free_port()}/")
    found = only()
    assert (found.status, found.fix) == ("warning", "Check whether it is still running.")
    assert "does not answer: [Errno" in found.text


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pid": 1, "url": null}'])
def test_a_file_of_something_else(runtime: Path, text: str) -> None:
    (runtime / "nbserver-1.json").write_text(text)
    assert list(running_servers.findings()) == []


def test_a_server_that_has_ended(runtime: Path) -> None:
    note(runtime, "http://127.0.0.1:1/", process=2**22 + 1)
    assert list(running_servers.findings()) == []


def test_a_port_that_another_program_has_taken(runtime: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        note(runtime, f"http://127.0.0.1:{taken.getsockname()[1]}/")
        thread = threading.Thread(target=greet, args=[taken], daemon=True)
        thread.start()
        found = only()
        thread.join()
    assert (found.status, found.fix) == ("warning", "Check whether it is still running.")


def greet(listener: socket.socket) -> None:
    """Answer a connection as an SSH server does."""
    connection, _ = listener.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(b"SSH-2.0-x\r\n")
