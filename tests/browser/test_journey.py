"""The way of one click, on each server: list, form, start, work, web UI, reload, stop, shutdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pyspark
import pytest
from playwright.sync_api import expect

from kernels import javas_below
from notebook_page import SPARK_STARTS, NotebookPage
from servers import BASE_URL, KINDS, Server
from spark_pages import SparkPages
from waiting import wait_until

pytestmark = pytest.mark.parametrize("server", KINDS, indirect=True)

ASKING = """
title: Small grid
description: For a few stars
master: local[2]
app_name: "{{ notebook }}"
conf: {spark.sql.shuffle.partitions: "{{ parameters.partitions }}"}
parameters:
  partitions: {type: integer, title: Partitions, default: 8, minimum: 1, maximum: 20}
"""


@pytest.fixture(autouse=True)
def grid(server: Server) -> Iterator[None]:
    """A config of the user's that asks for something."""
    path = server.configs / "grid.yaml"
    path.write_text(ASKING)
    yield
    path.unlink()


def test_from_the_list_to_the_end_of_the_kernel(notebook: NotebookPage) -> None:
    expect(notebook.select.locator("option")).to_have_text(
        ["Small grid", "This machine", "↻ Reload this list"]
    )
    expect(notebook.page.get_by_label("Spark configuration")).to_have_value("grid")
    assert "startspark" not in notebook.page.evaluate("Jupyter.notebook.metadata")

    notebook.start("grid")
    notebook.field("Partitions").fill("5")
    notebook.dialog.get_by_role("button", name="Start Spark").click()
    expect(notebook.button).to_contain_text(re.compile(r"Starting \d+ s"))
    expect(notebook.log).to_contain_text("log level", timeout=SPARK_STARTS)
    facts = notebook.expect_running()
    assert (facts["Configuration"], facts["Master"]) == ("Small grid", "local[2]")
    assert facts["Spark"] == pyspark.__version__
    assert facts["Application"].startswith("local-")
    assert int(facts["Cores"]) == 2
    expect(notebook.link).to_have_attribute("rel", "noopener")
    notebook.close_dialog()
    expect(notebook.button).to_have_text("Spark running")

    expect_work(notebook)
    expect_to_be_listed(notebook)
    expect_no_trace(notebook)
    expect_web_ui(notebook)

    notebook.reload()
    notebook.expect_state("running")
    assert facts.items() <= notebook.choose("Session details").expect_running().items()
    notebook.close_dialog()

    stop_from_the_dashboard(notebook)
    notebook.expect_state("ready")
    assert javas_below(notebook.server.process.pid) == []
    assert "name 'spark' is not defined" in notebook.run("spark")
    expect_no_start_without_a_kernel(notebook)


def expect_work(notebook: NotebookPage) -> None:
    """Spark works for the cells, as the config says."""
    assert notebook.run("sc.parallelize(range(10)).sum()") == "45"
    assert notebook.run("spark.conf.get('spark.sql.shuffle.partitions')") == "'5'"
    path = notebook.page.evaluate("Jupyter.notebook.notebook_path")
    assert notebook.run("spark.conf.get('spark.app.name')") == repr(path)


def expect_to_be_listed(notebook: NotebookPage) -> None:
    """The session is among the user's."""
    path = notebook.page.evaluate("Jupyter.notebook.notebook_path")

    def listed() -> list[tuple[object, ...]]:
        found = notebook.server.signed_in("GET", "startspark/sessions").json()["sessions"]
        keys = ("config", "master", "cores", "busy")
        return [tuple(it[key] for key in keys) for it in found if it["notebook"] == path]

    wait_until(lambda: listed() == [("grid", "local[2]", 2, False)])


def expect_no_trace(notebook: NotebookPage) -> None:
    """The start has left `spark`, `sc` and their import, and nothing in the notebook's file."""
    names = notebook.run("print([n for n in dir() if 'park' in n.lower() or n in ('sc', 'os')])")
    assert names.strip() == "['SparkSession', 'sc', 'spark']"
    assert "SparkSession" not in notebook.run("''.join(In)")
    saved = json.loads(notebook.page.evaluate("JSON.stringify(Jupyter.notebook.toJSON())"))
    assert saved["metadata"]["startspark"] == {"config": "grid"}
    assert len(saved["cells"]) == 1


def stop_from_the_dashboard(notebook: NotebookPage) -> None:
    """The dashboard's tab lists the session, and stops it."""
    path = notebook.page.evaluate("Jupyter.notebook.notebook_path")
    page = notebook.page.context.new_page()
    page.goto(f"{notebook.server.url}tree")
    page.get_by_role("link", name="Spark", exact=True).click()
    row = page.get_by_role("row", name=path)
    expect(row).to_contain_text("local[2]")
    link = row.get_by_role("link", name=path)
    assert link.get_attribute("href").endswith(f"/notebooks/{quote(path)}")
    row.get_by_role("button", name="Stop").click()
    expect(row).to_have_count(0)
    page.close()


def expect_web_ui(notebook: NotebookPage) -> None:
    """Spark's pages work below our path."""
    notebook.choose("Session details").expect_running()
    pages = SparkPages(notebook.web_ui())
    assert re.search(rf"{BASE_URL}startspark/ui/\d+/$", pages.root)
    pages.visit_jobs()
    pages.page.close()


def expect_no_start_without_a_kernel(notebook: NotebookPage) -> None:
    """Once the kernel is shut down, the button says so, and so does the command."""
    notebook.page.evaluate("Jupyter.notebook.session.delete()")
    expect(notebook.button).to_be_disabled()
    assert "not connected" in notebook.button.get_attribute("title")
    notebook.page.evaluate("Jupyter.actions.call('startspark:start')")
    expect(notebook.page.locator(".startspark-why")).to_contain_text("not connected")
