"""The button in JupyterLab and Notebook 7."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, expect

import servers
from kernels import javas_below
from lab_page import LabPage, write_notebook
from notebook_page import SPARK_STARTS, write_other_kernel
from pictures import keep
from servers import Server
from waiting import wait_until

GRID = """
title: Small grid
extends: local
conf: {spark.sql.shuffle.partitions: "{{ parameters.partitions }}"}
parameters:
  partitions: {type: integer, title: Partitions, default: 4}
"""

PICTURES = {"JupyterLab": "jupyterlab.png", "Notebook 7": "notebook7.png"}
TOP = {"x": 0, "y": 0, "width": 1280, "height": 340}

PARTITIONS = "spark.conf.get('spark.sql.shuffle.partitions')"


NEWEST, OLDEST = "notebook 7", "notebook 7.0"
APPLICATIONS = [
    *((NEWEST, "JupyterLab"), (NEWEST, "Notebook 7")),
    *((OLDEST, "JupyterLab"), (OLDEST, "Notebook 7")),
]


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Server]:
    """A server of both applications, in the newest versions unless a test says otherwise."""
    kind = getattr(request, "param", NEWEST)
    with servers.running(kind, tmp_path_factory.mktemp("lab")) as running:
        write_other_kernel(running.home)
        (running.configs / "grid.yaml").write_text(GRID)
        yield running


@pytest.fixture
def lab(server: Server, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[LabPage]:
    """A page of one of them; at the end, look for errors of ours."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(60_000)
    page = LabPage(context.new_page(), server, getattr(request, "param", "JupyterLab"))
    yield page
    context.close()
    for kernel in server.signed_in("GET", "api/kernels").json():
        server.signed_in("DELETE", f"api/kernels/{kernel['id']}")
    assert page.errors == []


def remembered(server: Server, name: str) -> object:
    """What a notebook's file has for Start Spark; None while it is being written."""
    try:
        return nbformat.read(server.notebooks / name, 4).metadata.get("startspark")
    except nbformat.reader.NotJSONError:
        return None


@pytest.mark.parametrize(("server", "lab"), APPLICATIONS, indirect=True)
def test_from_the_list_to_the_stop(lab: LabPage, server: Server, tmp_path: Path) -> None:
    write_notebook(server, "stars.ipynb", PARTITIONS, "sc.parallelize(range(10)).sum()")
    lab.open("stars.ipynb").start("grid")
    lab.dialog.get_by_label("Partitions").fill("5")
    lab.dialog.get_by_role("button", name="Start Spark").click()
    expect(lab.expect_running()).to_contain_text("Small grid")
    with lab.page.context.expect_page() as opened:
        lab.dialog.get_by_role("link", name="Open web UI").click()
    expect(opened.value.get_by_role("link", name="Executors", exact=True)).to_be_visible()
    assert opened.value.url.startswith(f"{server.url}startspark/ui/")
    opened.value.close()
    lab.page.keyboard.press("Escape")
    expect(lab.run(0)).to_have_text("'5'")
    expect(lab.run(1)).to_have_text("45", timeout=SPARK_STARTS)
    line = lab.panel.locator(".startspark-progress")
    expect(line).to_have_attribute("data-state", "done")
    if server.kind == NEWEST:
        keep({PICTURES[lab.application]: lab.page.screenshot(clip=TOP)}, tmp_path)

    lab.page.keyboard.press("Control+s")
    wait_until(lambda: remembered(server, "stars.ipynb") == {"config": "grid"})
    lab.page.reload()
    lab.expect_state("running")
    lab.choose("Stop Spark")
    lab.expect_state("ready")
    assert javas_below(server.process.pid) == []


def test_notebooks_side_by_side_have_a_session_each(lab: LabPage, server: Server) -> None:
    for name in ("first.ipynb", "second.ipynb"):
        write_notebook(server, name, "'spark' in dir()")
    lab.open("first.ipynb").start("local").expect_running()
    lab.page.keyboard.press("Escape")

    lab.page.get_by_role("listitem", name="second.ipynb").dblclick()
    expect(lab.page.get_by_role("tab", name="second.ipynb")).to_have_attribute(
        "aria-selected", "true"
    )
    lab.expect_state("ready")
    expect(lab.run(0)).to_have_text("False")
    lab.command("Stop Spark")  # of this notebook, in which none runs
    expect(lab.dialog).to_contain_text("No Spark runs in this notebook")
    lab.page.keyboard.press("Escape")
    lab.page.keyboard.press("Control+s")
    second = lab.page.get_by_role("tab", name="second.ipynb")
    expect(second).not_to_have_class(re.compile("jp-mod-dirty"))
    second.locator(".lm-TabBar-tabCloseIcon").click()
    expect(second).to_have_count(0)
    assert lab.page.locator(".startspark-dialog").count() == 1

    lab.expect_state("running")
    expect(lab.run(0)).to_have_text("True")
    lab.page.get_by_role("tab", name="Running Terminals and Kernels").click()
    sessions = lab.page.get_by_role("region", name="Spark Section")
    expect(sessions.get_by_text("first.ipynb")).to_be_visible()
    expect(sessions.get_by_text("second.ipynb")).to_have_count(0)
    lab.panel.locator(".jp-CodeCell").first.click()
    lab.page.keyboard.press("Escape")
    lab.page.keyboard.press("0")
    lab.page.keyboard.press("0")
    lab.page.get_by_role("button", name="Confirm Kernel Restart").click()
    lab.expect_state("ready")
