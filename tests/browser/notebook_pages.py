"""Notebooks that a test opens, and what is closed and looked for at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext

from notebook_page import NotebookPage, shut_kernels_down, write_notebook
from servers import Server


def new_context(chromium: Browser) -> BrowserContext:
    """A browser without cookies and files."""
    context = chromium.new_context(viewport={"width": 1024, "height": 700})
    context.set_default_timeout(60_000)
    return context


@contextmanager
def opening(context: BrowserContext, prefix: str) -> Iterator[Callable[..., NotebookPage]]:
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
