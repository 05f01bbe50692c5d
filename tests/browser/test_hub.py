"""Start Spark behind a real JupyterHub, for several users."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

import hubs
import servers
from notebook_page import OTHER_KERNEL, NotebookPage, write_notebook, write_other_kernel
from notebook_pages import new_context
from spark_pages import SparkPages

AWKWARD = "åsa öst@example.org-nbclassic"


@pytest.fixture
def sign_in(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Sign in at a hub's own page, in a browser of the user's own."""
    contexts = []

    def by_form(hub: hubs.Hub, user: str, then: str = "hub/home") -> Page:
        context = new_context(chromium)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{hub.url}hub/login?next={quote(urlsplit(hub.url).path + then)}")
        page.get_by_label("Username").fill(user)
        page.get_by_label("Password").fill(hubs.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(re.compile(r"/(home|tree)"))
        return page

    yield by_form
    for context in contexts:
        context.close()


def open_notebook(page: Page, server: servers.Server, name: str) -> NotebookPage:
    write_other_kernel(server.home)
    write_notebook(server.notebooks, name, OTHER_KERNEL)
    return NotebookPage(page, server).open(name)


def started(page: Page, server: servers.Server, name: str = "stars.ipynb") -> NotebookPage:
    """A notebook in which Spark runs."""
    notebook = open_notebook(page, server, name)
    notebook.start("local").expect_running()
    return notebook


def test_a_user_has_a_spark_in_each_notebook(hub: hubs.Hub, sign_in: Callable[..., Page]) -> None:
    server = hub.started(AWKWARD, "second")
    page = sign_in(hub, AWKWARD)
    one = started(page, server, "one.ipynb")
    two = started(page.context.new_page(), server, "süße #1 100%.ipynb")
    first = one.link.get_attribute("href")
    two.close_dialog()
    two.run("spark.range(1000).selectExpr('sum(id)').collect()")
    two.choose("Session details").expect_running()
    second = SparkPages(two.web_ui())
    expect(second.page.get_by_text("süße #1 100%.ipynb application UI").first).to_be_visible()
    assert second.root.startswith(f"{server.url}startspark/ui/")
    assert not second.root.endswith(first.removesuffix("jobs/"))
    second.visit()
    for notebook in (one, two):
        assert notebook.errors == []
        outside = [it for it in notebook.requested if not it.startswith((hub.url, "data:"))]
        assert outside == []
