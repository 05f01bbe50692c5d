"""The server, the sign-in or the network goes away, and may come back."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import BrowserContext, expect

from far_server import FarServer
from kernels import javas_below
from notebook_page import (
    OTHER_KERNEL,
    SPARK_STARTS,
    NotebookPage,
    write_other_kernel,
)
from notebook_pages import opening

RECONNECTS = 60_000
"""The longest that Jupyter's page waits before it tries the connection again."""

PATH = "Jupyter.notebook.notebook_path"

SLOW = """
master: local[1]
after: |
  import os, time
  while not os.path.exists('go'): time.sleep(0.05)
"""


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FarServer]:
    """The server that the tests stop and start, with a config whose Spark waits for a file `go`."""
    far = FarServer(tmp_path_factory.mktemp("far"))
    write_other_kernel(far.home)
    with far.running:
        far.start()
        (far.server.configs / "slow.yaml").write_text(SLOW)
        yield far


@pytest.fixture(scope="module")
def opened(far: FarServer, context: BrowserContext) -> Iterator[NotebookPage]:
    """A notebook behind the wire."""
    with opening(context, "far") as open_notebook:
        yield open_notebook(far.seen(), kernel=OTHER_KERNEL)


@pytest.fixture
def notebook(opened: NotebookPage) -> Iterator[NotebookPage]:
    """That notebook, loaded again and without a Spark, where the config is chosen."""
    opened.reload().expect_state("ready")
    opened.select.select_option("slow")
    yield opened
    opened.errors.clear()  # the browser has noted each request that failed


def start(notebook: NotebookPage) -> None:
    """Click, and wait until the start waits for the file."""
    notebook.button.click()
    expect(notebook.dialog.locator(".startspark-phase")).to_contain_text(
        "Spark is up", timeout=SPARK_STARTS
    )


def test_the_server_is_killed_and_comes_back(far: FarServer, notebook: NotebookPage) -> None:
    start(notebook)
    javas = javas_below(far.server.process.pid)
    far.stop(signal.SIGKILL)
    far.start()
    expect(notebook.dialog).to_contain_text("The kernel was shut down.", timeout=RECONNECTS)
    assert psutil.wait_procs(javas, timeout=60)[1] == []


def test_of_two_pages_one_is_cut_off_and_misses_the_end_of_its_start(
    far: FarServer, notebook: NotebookPage, context: BrowserContext
) -> None:
    start(notebook)
    other = NotebookPage(context.new_page(), far.server)
    other.page.goto(far.server.notebook_url(notebook.page.evaluate(PATH)))
    other.expect_state("starting")
    far.wire.cut()
    expect(notebook.page.locator("#notification_kernel")).to_contain_text("Connecting")
    notebook.expect_state("starting")
    (far.server.notebooks / "go").touch()
    other.expect_state("running")
    far.wire.restore()
    expect(notebook.dialog).to_contain_text("Spark is running", timeout=RECONNECTS)
    notebook.close_dialog()
    assert notebook.run("sc.range(3).count()") == "3"
    assert len(javas_below(far.server.process.pid)) == 1
    other.choose("Stop Spark")
    notebook.expect_state("ready")
    other.page.close()


def test_an_expired_sign_in(ready: NotebookPage) -> None:
    context = ready.page.context
    cookies = context.cookies()
    context.clear_cookies()
    try:
        ready.button.click()
        ready.expect_failed("You are no longer signed in to the notebook server.")
        expect(ready.dialog).to_contain_text("Reload the page and sign in.")
    finally:
        context.add_cookies(cookies)
    ready.errors.clear()  # the browser notes the refusal
