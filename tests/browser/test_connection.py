"""The server, the sign-in or the network goes away, and may come back."""

from __future__ import annotations

import re
import selectors
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, expect

from kernels import javas_below
from notebook_page import (
    OTHER_KERNEL,
    SPARK_STARTS,
    NotebookPage,
    shut_kernels_down,
    write_other_kernel,
)
from notebook_pages import new_context, opening
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


SLOW = """
master: local[1]
after: |
  import os, time
  while not os.path.exists('go'): time.sleep(0.05)
"""


@pytest.fixture(autouse=True)
def slow(server: Server) -> Iterator[None]:
    """Leave none of these configs on the shared server."""
    yield
    (server.configs / "slow.yaml").unlink(missing_ok=True)


def behind_a_wire(
    server: Server, open_on: Callable[..., NotebookPage]
) -> tuple[NotebookPage, Wire]:
    """A notebook that reaches a server through a wire, and has chosen a config.

    Its Spark starts until there is a file `go`.
    """
    (server.configs / "slow.yaml").write_text(SLOW)
    write_other_kernel(server.home)
    wire = Wire(port(server))
    through = replace(server, url=server.url.replace(f":{wire.target}/", f":{wire.port}/"))
    notebook = open_on(through, kernel=OTHER_KERNEL)
    notebook.expect_state("ready")
    notebook.select.select_option("slow")
    return notebook, wire


def port(server: Server) -> int:
    return int(server.url.split(":")[2].split("/")[0])


def leave(notebook: NotebookPage) -> None:
    """Close a page whose browser has noted each request that failed."""
    notebook.close()
    notebook.errors.clear()


def start(notebook: NotebookPage, phase: str) -> None:
    """Click, and wait for a phase of the start."""
    notebook.button.click()
    expect(notebook.dialog.locator(".startspark-phase")).to_contain_text(
        phase, timeout=SPARK_STARTS
    )


def test_a_server_that_does_not_answer_and_ten_seconds_offline(
    server: Server, open_on: Callable[..., NotebookPage]
) -> None:
    notebook, wire = behind_a_wire(server, open_on)
    notebook.page.route("**/configs/*/render*", lambda route: route.abort())
    notebook.button.click()
    notebook.expect_failed("The notebook server does not answer.")
    notebook.page.unroute("**/configs/*/render*")
    notebook.retry()
    phase = notebook.dialog.locator(".startspark-phase")
    expect(phase).to_contain_text("Spark is up", timeout=SPARK_STARTS)

    wire.cut()
    expect(notebook.page.locator("#notification_kernel")).to_contain_text("Connecting")
    notebook.expect_state("starting")
    notebook.page.wait_for_timeout(10_000)
    (server.notebooks / "go").touch()
    wire.mend()
    expect(notebook.dialog).to_contain_text("Spark is running", timeout=RECONNECTS)
    notebook.close_dialog()
    assert notebook.run("sc.range(3).count()") == "3"
    leave(notebook)
    (server.notebooks / "go").unlink()


# A server that is stopped, and one that is told to end a kernel, interrupts the kernel first.
ENDED = re.compile("The kernel was shut down.|The start was interrupted.")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_is_stopped_and_comes_back(
    tmp_path: Path, open_on: Callable[..., NotebookPage], how: signal.Signals
) -> None:
    with running("nbclassic", tmp_path) as server:
        notebook, wire = behind_a_wire(server, open_on)
        start(notebook, "Launching Java")
        javas = javas_below(server.process.pid)
        server.process.send_signal(how)
        server.process.wait(30)
    wire.cut()
    with running("nbclassic", tmp_path) as again:
        wire.target = port(again)
        wire.mend()
        expect(notebook.dialog).to_contain_text(ENDED, timeout=RECONNECTS)
        assert psutil.wait_procs(javas, timeout=60)[1] == []
        leave(notebook)


def test_a_kernel_that_is_shut_down_elsewhere(
    server: Server, open_on: Callable[..., NotebookPage]
) -> None:
    notebook, _ = behind_a_wire(server, open_on)
    start(notebook, "Launching Java")
    path = notebook.page.evaluate("Jupyter.notebook.notebook_path")
    shut_kernels_down(server, {path})
    expect(notebook.dialog).to_contain_text(ENDED, timeout=RECONNECTS)
    leave(notebook)


def test_an_expired_sign_in(server: Server, chromium: Browser) -> None:
    with opening(new_context(chromium), "expired") as open_on:
        notebook = open_on(server)
        notebook.expect_state("ready")
        notebook.page.context.clear_cookies()
        notebook.button.click()
        notebook.expect_failed("You are no longer signed in to the notebook server.")
        expect(notebook.dialog).to_contain_text("Reload the page and sign in.")
        leave(notebook)
