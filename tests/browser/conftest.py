"""A real Chromium, and notebooks in it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

import chromium as chromiums
from notebook_page import (
    OTHER_KERNEL,
    NotebookPage,
    shut_kernels_down,
    write_notebook,
    write_other_kernel,
)
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


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note which tests have failed, for the fixtures that then clean up more."""
    report = yield
    item.stash[FAILED] = report.failed or item.stash.get(FAILED, False)
    return report


@pytest.fixture
def open_on(
    chromium: Browser, request: pytest.FixtureRequest
) -> Iterator[Callable[..., NotebookPage]]:
    """Open a new notebook on a server; at the end, look for errors on its page."""
    with opening(chromium, request.node.originalname) as open_notebook:
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


@pytest.fixture(scope="session")
def other_kernel(nbclassic_server: Server) -> str:
    """A kernel with the older pyspark, whose Spark starts in less time."""
    write_other_kernel(nbclassic_server.home)
    return OTHER_KERNEL


@pytest.fixture(scope="session")
def shared_notebook(
    nbclassic_server: Server, other_kernel: str, chromium: Browser
) -> Iterator[NotebookPage]:
    """The notebook that most tests share."""
    with opening(chromium, "shared") as open_notebook:
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
