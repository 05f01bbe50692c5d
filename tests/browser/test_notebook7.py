"""The magic in a real page of Notebook 7, whose server has Start Spark, too."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

import servers
from notebook_page import SPARK_STARTS, write_kernel
from notebook_pages import new_context
from servers import Server

CODE = (
    "%load_ext startspark\n%start_spark local",
    "print('sum', sc.range(10).count() * 4 + 2)\n%stop_spark",
)


@pytest.fixture
def seven(tmp_path: Path) -> Iterator[Server]:
    """A server of Notebook 7, with a kernel of this environment."""
    with servers.running("notebook 7", tmp_path) as server:
        write_kernel(server.home, "own", sys.executable, "-m", "ipykernel_launcher")
        cells = [nbformat.v4.new_code_cell(code) for code in CODE]
        spec = {"name": "own", "display_name": "own"}
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec})
        nbformat.write(notebook, server.notebooks / "stars.ipynb")
        yield server


@pytest.fixture
def page(seven: Server, chromium: Browser) -> Iterator[Page]:
    """The notebook, open and with its kernel: the page calls one idle that is yet to come."""
    context = new_context(chromium)
    page = context.new_page()
    with page.expect_websocket(lambda it: "/api/kernels/" in it.url):
        page.goto(seven.notebook_url("stars.ipynb"))
    yield page
    context.close()


def test_the_magic_starts_spark_and_links_to_its_web_ui(seven: Server, page: Page) -> None:
    kernel = page.locator(".jp-Notebook-ExecutionIndicator")
    expect(kernel).to_have_attribute("data-status", "idle")
    page.get_by_role("button", name="Run this cell and advance").click()
    output = page.locator(".jp-OutputArea-output").filter(has_text="Spark runs with")
    expect(output).to_contain_text("Spark runs with “This machine”", timeout=SPARK_STARTS)
    link = output.get_by_role("link", name="Open web UI")
    assert "/startspark/ui/" in link.get_attribute("href")
    with page.context.expect_page() as opened:
        link.click()
    expect(opened.value.get_by_role("link", name="Executors", exact=True)).to_be_visible()
    assert opened.value.url.startswith(f"{seven.url}startspark/ui/")
    page.get_by_role("feed", name="Cells").get_by_role("textbox").nth(1).click()
    page.get_by_role("button", name="Run this cell and advance").click()
    expect(page.locator(".jp-OutputArea-output").last).to_contain_text("sum 42")
