"""The way of one click, in each application: list, form, start, work, web UI, reload, stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Union
from urllib.parse import quote

import nbformat
import pytest
from playwright.sync_api import Browser, expect

from kernels import javas_below
from lab_page import LabPage, opening_lab, write_notebook
from notebook_page import SPARK_STARTS, NotebookPage
from pictures import keep
from servers import BASE_URL, KINDS, Server
from spark_pages import SparkPages
from waiting import wait_until

Opened = Union[NotebookPage, LabPage]

LAB = [
    *(("notebook 7", "JupyterLab"), ("notebook 7", "Notebook 7")),
    *(("notebook 7.0", "JupyterLab"), ("notebook 7.0", "Notebook 7")),
]
"""The newest and the oldest of both, each with the kind of its server."""

PICTURES = {"JupyterLab": "jupyterlab.png", "Notebook 7": "notebook7.png"}
TOP = {"x": 0, "y": 0, "width": 1280, "height": 340}

ASKING = """
title: Small grid
description: For a few stars
master: local[2]
app_name: "{{ notebook }}"
conf: {spark.sql.shuffle.partitions: "{{ parameters.partitions }}"}
parameters:
  partitions: {type: integer, title: Partitions, default: 8, minimum: 1, maximum: 20}
"""


@pytest.fixture(params=KINDS)
def classic(request: pytest.FixtureRequest) -> Iterator[NotebookPage]:
    """A notebook in the classic application, on each server."""
    server: Server = request.getfixturevalue(f"{request.param}_server")
    path = server.configs / "grid.yaml"
    path.write_text(ASKING)
    yield request.getfixturevalue("open_on")(server)
    path.unlink()


@pytest.fixture(params=LAB, ids=" ".join)
def lab(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[LabPage]:
    """A notebook in JupyterLab and Notebook 7."""
    kind, application = request.param
    server: Server = request.getfixturevalue("lab_server")(kind)
    (server.configs / "grid.yaml").write_text(ASKING)
    write_notebook(server, "stars.ipynb", cells=2)
    with opening_lab(chromium, server, application) as page:
        yield page.open("stars.ipynb")


def test_the_classic_notebook(classic: NotebookPage) -> None:
    path = classic.page.evaluate("Jupyter.notebook.notebook_path")
    assert "startspark" not in classic.page.evaluate("Jupyter.notebook.metadata")
    facts = start(classic)
    expect_work(classic, path)
    expect_to_be_listed(classic, path)
    expect_no_trace(classic, path)
    expect_web_ui(classic)
    expect_the_same_after_a_reload(classic, facts)
    stop_from_the_dashboard(classic, path)
    expect_to_be_stopped(classic)
    expect_no_start_without_a_kernel(classic)


def test_jupyterlab_and_notebook_7(lab: LabPage, tmp_path: Path) -> None:
    facts = start(lab)
    expect_work(lab, "stars.ipynb")
    expect(lab.panel.locator(".startspark-progress")).to_have_attribute("data-state", "done")
    if lab.server.kind == "notebook 7":
        keep({PICTURES[lab.application]: lab.page.screenshot(clip=TOP)}, tmp_path)
    expect_to_be_listed(lab, "stars.ipynb")
    expect_no_trace(lab, "stars.ipynb")
    expect_web_ui(lab)
    expect_the_same_after_a_reload(lab, facts)
    lab.choose("Stop Spark")
    expect_to_be_stopped(lab)


def start(notebook: Opened) -> dict[str, str]:
    """Start Spark with a config that asks for something; returns what the dialog then says."""
    expect(notebook.select.locator("option")).to_have_text(
        ["Small grid", "This machine", "↻ Reload this list"]
    )
    expect(notebook.page.get_by_label("Spark configuration")).to_have_value("grid")
    notebook.start("grid")
    notebook.field("Partitions").fill("5")
    notebook.dialog.get_by_role("button", name="Start Spark").click()
    expect(notebook.button).to_contain_text(re.compile(r"Starting \d+ s"))
    expect(notebook.log).to_contain_text("log level", timeout=SPARK_STARTS)
    facts = notebook.expect_running()
    assert (facts["Configuration"], facts["Master"]) == ("Small grid", "local[2]")
    assert facts["Application"].startswith("local-")
    assert int(facts["Cores"]) == 2
    expect(notebook.link).to_have_attribute("rel", "noopener")
    notebook.close_dialog()
    expect(notebook.button).to_have_text("Spark running")
    assert notebook.run("__import__('pyspark').__version__") == repr(facts["Spark"])
    return facts


def expect_work(notebook: Opened, path: str) -> None:
    """Spark works for the cells, as the config says."""
    assert notebook.run("spark.conf.get('spark.app.name')") == repr(path)
    assert notebook.run("spark.conf.get('spark.sql.shuffle.partitions')") == "'5'"
    assert notebook.run("sc.parallelize(range(10)).sum()", *last_cell(notebook)) == "45"


def last_cell(notebook: Opened) -> list[int]:
    """The number of the second cell, where there is one."""
    return [1] if isinstance(notebook, LabPage) else []


def expect_to_be_listed(notebook: Opened, path: str) -> None:
    """The session is among the user's."""

    def listed() -> list[tuple[object, ...]]:
        found = notebook.server.signed_in("GET", "startspark/sessions").json()["sessions"]
        keys = ("config", "master", "cores", "busy")
        return [tuple(it[key] for key in keys) for it in found if it["notebook"] == path]

    wait_until(lambda: listed() == [("grid", "local[2]", 2, False)])


def expect_no_trace(notebook: Opened, path: str) -> None:
    """The start has left `spark`, `sc` and their import, and its name in the notebook's file."""
    names = notebook.run("print([n for n in dir() if 'park' in n.lower() or n in ('sc', 'os')])")
    assert names.strip() == "['SparkSession', 'sc', 'spark']"
    assert "SparkSession" not in notebook.run("''.join(In)")
    count = len(nbformat.read(notebook.server.notebooks / path, 4).cells)
    notebook.save()
    wait_until(lambda: saved(notebook, path) == ({"config": "grid"}, count))


def saved(notebook: Opened, path: str) -> tuple[object, int] | None:
    """What the notebook's file has for Start Spark, and how many cells it has."""
    try:
        found = nbformat.read(notebook.server.notebooks / path, 4)
    except nbformat.reader.NotJSONError:  # it is being written
        return None
    return found.metadata.get("startspark"), len(found.cells)


def expect_web_ui(notebook: Opened) -> None:
    """Spark's pages work below our path."""
    notebook.choose("Session details").expect_running()
    pages = SparkPages(notebook.web_ui())
    assert re.search(rf"{BASE_URL}startspark/ui/\d+/$", pages.root)
    pages.visit_jobs()
    pages.page.close()


def expect_the_same_after_a_reload(notebook: Opened, facts: dict[str, str]) -> None:
    """A new page knows what runs."""
    notebook.reload()
    notebook.expect_state("running")
    found = notebook.choose("Session details").expect_running()
    for name in ("Configuration", "Spark", "Master", "Application", "Cores"):
        assert found[name] == facts[name]
    notebook.close_dialog()


def stop_from_the_dashboard(notebook: NotebookPage, path: str) -> None:
    """The dashboard's tab lists the session, and stops it."""
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


def expect_to_be_stopped(notebook: Opened) -> None:
    """Spark has ended, and with it its JVM and its names."""
    notebook.expect_state("ready")
    assert javas_below(notebook.server.process.pid) == []
    assert "name 'spark' is not defined" in notebook.run("spark")


def expect_no_start_without_a_kernel(notebook: NotebookPage) -> None:
    """Once the kernel is shut down, the button says so, and so does the command."""
    notebook.page.evaluate("Jupyter.notebook.session.delete()")
    expect(notebook.button).to_be_disabled()
    assert "not connected" in notebook.button.get_attribute("title")
    notebook.page.evaluate("Jupyter.actions.call('startspark:start')")
    expect(notebook.page.locator(".startspark-why")).to_contain_text("not connected")
