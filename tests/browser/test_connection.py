"""The server, the sign-in or the network goes away, and may come back."""

from __future__ import annotations

import re
import selectors
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from kernels import javas_below
from notebook_page import SPARK_STARTS, NotebookPage
from servers import Server, running

RECONNECTS = 60_000
"""The longest that Jupyter's page waits before it tries the connection again."""


class Wire:
    """A network between the browser and a server, which can be cut."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.is_cut = False
        self.pairs: list[tuple[socket.socket, socket.socket]] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Close all connections, and refuse new ones."""
        self.is_cut = True
        for pair in self.pairs:
            for end in pair:
                end.close()
        self.pairs.clear()

    def mend(self) -> None:
        """Let connections through again."""
        self.is_cut = False

    def _accept(self) -> None:
        while True:
            near, _ = self.listener.accept()
            try:
                far = socket.create_connection(("127.0.0.1", 0 if self.is_cut else self.target))
            except OSError:  # it is cut, or the server is gone
                near.close()
                continue
            self.pairs.append((near, far))
            threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        with selectors.DefaultSelector() as selector, near, far:
            selector.register(near, selectors.EVENT_READ, far)
            selector.register(far, selectors.EVENT_READ, near)
            try:
                while True:
                    for key, _ in selector.select(timeout=1):
                        data = key.fileobj.recv(65536)
                        if not data:
                            return
                        key.data.sendall(data)
            except (OSError, ValueError):  # it was cut
                return


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that may be stopped."""
    with running("nbclassic", tmp_path) as server:
        yield server


SLOW = """
master: local[1]
after: |
  import os, time
  while not os.path.exists('go'): time.sleep(0.05)
"""


@pytest.fixture
def starting(
    own_server: Server, open_on: Callable[..., NotebookPage]
) -> Iterator[tuple[NotebookPage, Wire]]:
    """A notebook behind a wire whose Spark starts until there is a file `go`."""
    (own_server.configs / "slow.yaml").write_text(SLOW)
    wire = Wire(int(own_server.url.split(":")[2].split("/")[0]))
    direct, own_server.url = (
        own_server.url,
        own_server.url.replace(f":{wire.target}/", f":{wire.port}/"),
    )
    notebook = open_on(own_server)
    own_server.url = direct
    notebook.expect_state("ready")
    notebook.start("slow")
    expect(notebook.dialog.locator(".startspark-phase")).to_contain_text(
        "Spark is up", timeout=SPARK_STARTS
    )
    yield notebook, wire
    notebook.close()
    notebook.errors.clear()  # the browser notes each failed connection


def test_ten_seconds_offline(starting: tuple[NotebookPage, Wire]) -> None:
    notebook, wire = starting
    wire.cut()
    expect(notebook.page.locator("#notification_kernel")).to_contain_text("Connecting")
    notebook.expect_state("starting")
    notebook.page.wait_for_timeout(10_000)
    (notebook.server.notebooks / "go").touch()
    wire.mend()
    expect(notebook.dialog).to_contain_text("Spark is running", timeout=RECONNECTS)
    notebook.close_dialog()
    assert notebook.run("spark.range(3).count()") == "3"


# A server that is stopped, and one that is told to end a kernel, interrupts the kernel first.
ENDED = re.compile("The kernel was shut down.|The start was interrupted.")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_is_stopped_and_comes_back(
    starting: tuple[NotebookPage, Wire], how: signal.Signals
) -> None:
    notebook, wire = starting
    server = notebook.server
    javas = javas_below(server.process.pid)
    server.process.send_signal(how)
    server.process.wait(30)
    wire.cut()
    with running(server.kind, server.home) as again:
        wire.target = int(again.url.split(":")[2].split("/")[0])
        wire.mend()
        expect(notebook.dialog).to_contain_text(ENDED, timeout=RECONNECTS)
        assert psutil.wait_procs(javas, timeout=60)[1] == []


def test_a_kernel_that_is_shut_down_elsewhere(starting: tuple[NotebookPage, Wire]) -> None:
    notebook, _ = starting
    for session in notebook.server.signed_in("GET", "api/sessions").json():
        notebook.server.signed_in("DELETE", f"api/sessions/{session['id']}")
    expect(notebook.dialog).to_contain_text(ENDED, timeout=RECONNECTS)


def test_an_expired_sign_in(own_server: Server, open_on: Callable[..., NotebookPage]) -> None:
    notebook = open_on(own_server)
    notebook.expect_state("ready")
    notebook.page.context.clear_cookies()
    notebook.button.click()
    notebook.expect_failed("You are no longer signed in to the notebook server.")
    expect(notebook.dialog).to_contain_text("Reload the page and sign in.")
    notebook.close()
    notebook.errors.clear()  # the browser notes the 403


def test_a_server_that_does_not_answer(own_server: Server, open_on) -> None:
    wire = Wire(int(own_server.url.split(":")[2].split("/")[0]))
    direct = own_server.url
    own_server.url = direct.replace(f":{wire.target}/", f":{wire.port}/")
    notebook = open_on(own_server)
    own_server.url = direct
    notebook.expect_state("ready")
    notebook.page.route("**/configs/*/render*", lambda route: route.abort())
    notebook.button.click()
    notebook.expect_failed("The notebook server does not answer.")
    notebook.page.unroute("**/configs/*/render*")
    notebook.retry().expect_running()
    notebook.close()
    notebook.errors.clear()  # the browser notes the failed request
