"""A real Chromium, and notebooks in it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

import chromium as chromiums
import servers
from notebook_page import OTHER_KERNEL, NotebookPage, write_other_kernel
from notebook_pages import new_context, opening
from servers import Server

# For a page on a busy machine; what takes longer has a bound of its own.
expect.set_options(timeout=60_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser."""
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that the tests share."""
    with chromiums.running() as browser:
        yield browser


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note which tests have failed, for the fixtures that then clean up more."""
    report = yield
    item.stash[FAILED] = report.failed or item.stash.get(FAILED, False)
    return report


@pytest.fixture(scope="session")
def context(chromium: Browser) -> BrowserContext:
    """A user's browser, where most pages are: it keeps the scripts that they have in common."""
    return new_context(chromium)


@pytest.fixture
def open_on(
    context: BrowserContext, request: pytest.FixtureRequest
) -> Iterator[Callable[..., NotebookPage]]:
    """Open a new notebook on a server; at the end, look for errors on its page."""
    with opening(context, request.node.originalname) as open_notebook:
        yield open_notebook


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest) -> Server:
    """A shared server: both deliver the same page, and one is enough for what it does.

    What the servers do differently is tested with `parametrize("server", KINDS, indirect=True)`.
    """
    running: Server = request.getfixturevalue(f"{getattr(request, 'param', 'nbclassic')}_server")
    return running


@pytest.fixture
def notebook(server: Server, open_on: Callable[..., NotebookPage]) -> NotebookPage:
    """A notebook of a test's own."""
    return open_on(server)


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Server]]:
    """Give the running server of JupyterLab and Notebook 7, of a kind."""
    with ExitStack() as stack:

        @functools.cache
        def lab_server(kind: str) -> Server:
            running = servers.running(kind, tmp_path_factory.mktemp(kind.replace(" ", "-")))
            server = stack.enter_context(running)
            write_other_kernel(server.home)
            return server

        yield lab_server


@pytest.fixture(scope="session")
def other_kernel(nbclassic_server: Server) -> str:
    """A kernel with the older pyspark, whose Spark starts in less time."""
    write_other_kernel(nbclassic_server.home)
    return OTHER_KERNEL


@pytest.fixture(scope="session")
def shared_notebook(
    nbclassic_server: Server, other_kernel: str, context: BrowserContext
) -> Iterator[NotebookPage]:
    """The notebook that most tests share."""
    with opening(context, "shared") as open_notebook:
        yield open_notebook(nbclassic_server, kernel=other_kernel)


@pytest.fixture
def shared(shared_notebook: NotebookPage, request: pytest.FixtureRequest) -> Iterator[NotebookPage]:
    """The shared notebook as the test before has left it; at the end, look for errors."""
    yield shared_notebook
    if request.node.stash[FAILED]:
        shared_notebook.start_over()
    errors, shared_notebook.errors[:] = shared_notebook.errors[:], []
    assert errors == []


@pytest.fixture
def ready(shared: NotebookPage) -> NotebookPage:
    """The shared notebook without a Spark."""
    return shared.settle("ready")


@pytest.fixture
def running(shared: NotebookPage) -> NotebookPage:
    """The shared notebook with a running Spark of the config `local`."""
    return shared.settle("running")
