"""A real Chromium, and notebooks in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

import chromium as chromiums
from notebook_page import NotebookPage, write_kernel, write_notebook
from pythons import OTHER_PYTHON
from servers import Server

# For a page on a busy machine; what takes longer has a bound of its own.
expect.set_options(timeout=30_000)


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


@pytest.fixture
def open_on(
    chromium: Browser, request: pytest.FixtureRequest
) -> Iterator[Callable[..., NotebookPage]]:
    """Open a new notebook on a server; at the end, look for errors on its page."""
    with opening(chromium, request.node.originalname) as open_notebook:
        yield open_notebook


@pytest.fixture(scope="module")
def open_for_module(
    chromium: Browser, request: pytest.FixtureRequest
) -> Iterator[Callable[..., NotebookPage]]:
    """Open a new notebook that the tests of a module share."""
    with opening(chromium, request.module.__name__) as open_notebook:
        yield open_notebook


@contextmanager
def opening(chromium: Browser, prefix: str) -> Iterator[Callable[..., NotebookPage]]:
    """Open notebooks, named by the prefix; at the end, look for errors on their pages."""
    opened: list[NotebookPage] = []
    names: set[str] = set()

    def open_notebook(
        server: Server,
        kernel: str = "python3",
        name: str = "",
        wait: bool = True,
        **metadata: object,
    ) -> NotebookPage:
        name = name or f"{prefix} {len(opened)}.ipynb"
        names.add(name)
        write_notebook(server.notebooks, name, kernel, **metadata)
        context = chromium.new_context(viewport={"width": 1024, "height": 700})
        context.set_default_timeout(60_000)
        page = NotebookPage(context.new_page(), server)
        opened.append(page)
        if wait:
            return page.open(name)
        page.page.goto(server.notebook_url(name))
        return page

    yield open_notebook
    for page in opened:
        page.close()
    for server in {page.server.url: page.server for page in opened}.values():
        if server.process.poll() is None:
            shut_kernels_down(server, names)
    assert [error for page in opened for error in page.errors] == []


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


@pytest.fixture(scope="module")
def shared(server: Server, open_for_module: Callable[..., NotebookPage]) -> NotebookPage:
    """A notebook that the tests of a module share, in whatever state the last one has left it.

    Its kernel has the older pyspark, which starts in less time.
    """
    python = str(OTHER_PYTHON)
    write_kernel(server.home, "other", python, "-m", "ipykernel_launcher", PYSPARK_PYTHON=python)
    return open_for_module(server, kernel="other")


@pytest.fixture
def ready(shared: NotebookPage) -> NotebookPage:
    """The shared notebook without a Spark."""
    return shared.settle("ready")


@pytest.fixture
def running(shared: NotebookPage) -> NotebookPage:
    """The shared notebook with a running Spark of the config `local`."""
    return shared.settle("running")


def shut_kernels_down(server: Server, names: set[str]) -> None:
    """End the kernels of these notebooks, and their Sparks with them."""
    for session in server.signed_in("GET", "api/sessions").json():
        if session["path"] in names:
            server.signed_in("DELETE", f"api/sessions/{session['id']}")
