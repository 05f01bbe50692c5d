"""The README's pictures: a real notebook with a running Spark."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import BrowserContext, Locator, expect

import archives
from notebook_page import NotebookPage
from notebook_pages import opening
from pictures import FOLDER, Step, keep, steps
from servers import running

CLONE = Path(__file__).resolve().parents[2]
QUICKSTART = CLONE / "examples" / "quickstart.ipynb"
LAPTOP = CLONE / "examples" / "configs" / "laptop.yaml"

TOOLBAR = {"x": 0, "y": 0, "width": 1024, "height": 120}
MENU = {"x": 512, "y": 70, "width": 512, "height": 210}
SETTINGS = {"x": 130, "y": 0, "width": 764, "height": 540}
DIALOG = {"x": 130, "y": 0, "width": 764, "height": 420}

BUTTON = {"x": 500, "y": 44, "width": 500, "height": 72}
IN_DIALOG = {"x": 150, "y": 20, "width": 500, "height": 210}
"""What the steps of one click show."""

LOCAL = """
title: This machine
master: local[4]
conf:
  spark.log.level: "OFF"
  spark.sql.shuffle.partitions: 4
"""
"""The pictures show what the notebook says, and nothing of what Spark prints."""

FEW_PARTITIONS = "spark.conf.set('spark.sql.shuffle.partitions', 4)"


@pytest.fixture
def quickstart(
    context: BrowserContext, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[NotebookPage]:
    """The quickstart: for pictures with the current Spark, else in the notebook of all tests."""
    if FOLDER:
        with pictured(context, tmp_path) as notebook:
            yield notebook
    else:
        notebook = request.getfixturevalue("running")
        laptop = notebook.server.configs / LAPTOP.name
        shutil.copy(LAPTOP, laptop)
        notebook.run(FEW_PARTITIONS)
        notebook.page.evaluate(INSERT, code_of_the_quickstart())
        yield notebook.reload_list()
        laptop.unlink()


INSERT = """sources => sources.forEach(it => {
    Jupyter.notebook.insert_cell_at_bottom('code').set_text(it);
})"""


def code_of_the_quickstart() -> list[str]:
    """Its cells of code."""
    cells = nbformat.read(QUICKSTART, as_version=4).cells
    return [it.source for it in cells if it.cell_type == "code"]


@contextmanager
def pictured(context: BrowserContext, home: Path) -> Iterator[NotebookPage]:
    """On the server of a user who has no class archive yet."""
    with (
        running("notebook", home, **archives.NONE) as server,
        opening(context, "pictured") as open_on,
    ):
        shutil.copy(LAPTOP, server.configs)
        (server.configs / "local.yaml").write_text(LOCAL)
        shutil.copy(QUICKSTART, server.notebooks)
        notebook = open_on(server, wait=False)
        notebook.page.evaluate("localStorage.setItem('showNotebookNews', 'false')")
        yield notebook.open(QUICKSTART.name)


def test_the_quickstart_runs_and_is_pictured(quickstart: NotebookPage, tmp_path: Path) -> None:
    page = quickstart.page
    quickstart.select.select_option("local")
    pictures = {"toolbar.png": page.screenshot(clip=TOOLBAR)}
    button = page.screenshot(clip=BUTTON)
    pictures["settings.png"] = settings(quickstart)
    quickstart.select.select_option("local")
    page.evaluate("Jupyter.actions.call('startspark:start')")  # which shows a Spark that runs
    expect(quickstart.dialog).to_have_css("opacity", "1")
    if FOLDER:  # else Spark runs already
        expect(quickstart.dialog).to_contain_text("Launching Java")
    starting = page.screenshot(clip=IN_DIALOG)
    quickstart.expect_running()
    pictures["running.png"] = page.screenshot(clip=DIALOG)
    is_running = page.screenshot(clip=IN_DIALOG)
    quickstart.close_dialog()
    quickstart.button.click()
    pictures["menu.png"] = page.screenshot(clip=MENU)
    page.keyboard.press("Escape")
    page.evaluate("Jupyter.notebook.execute_all_cells()")
    expect(page.locator(".output_svg circle")).not_to_have_count(0, timeout=120_000)
    saved = json.loads(page.evaluate("JSON.stringify(Jupyter.notebook.toJSON())"))
    outputs = [output for cell in saved["cells"] for output in cell.get("outputs", ())]
    assert [output for output in outputs if output["output_type"] == "error"] == []
    pictures.update(progress(quickstart))
    click = [
        Step("Choose a configuration, and click.", button, 72),
        Step("The dialog shows the progress of the start.", starting, 210),
        Step("Spark is running.", is_running, 210),
        Step("Cells use Spark, and show what it does.", pictures["progress-running.png"], 94, 115),
    ]
    pictures["one-click.png"] = steps(page.context, click)
    keep(pictures, tmp_path)


def settings(notebook: NotebookPage) -> bytes:
    """A picture of the settings, with one changed and one added."""
    notebook.select.select_option("laptop")
    notebook.page.locator("#startspark-settings").click()
    notebook.dialog.get_by_label("spark.driver.memory", exact=True).fill("3g")
    notebook.dialog.get_by_role("button", name="Add a property").click()
    notebook.dialog.get_by_label("Property", exact=True).fill("spark.sql.session.timeZone")
    notebook.dialog.get_by_label("Value", exact=True).fill("UTC")
    shown = "/home/ann/.jupyter/startspark/laptop.yaml"  # not this machine's
    notebook.dialog.locator(".startspark-file code").evaluate(f"it => it.textContent = '{shown}'")
    picture = notebook.page.screenshot(clip=SETTINGS)
    notebook.close_dialog()
    return picture


ROWS = 200_000_000 if FOLDER else 100_000

FLUX = f"""stars = spark.range(0, {ROWS:_}, numPartitions=48)
flux = stars.selectExpr("id % 1000 AS star", "sqrt(id) AS flux")
flux.groupBy("star").avg("flux").orderBy("star").tail(1)"""

FAILING = "sc.parallelize(range(8), 8).map(lambda it: 1 / (it - 5)).sum()"


def progress(notebook: NotebookPage) -> dict[str, bytes]:
    """Pictures of the lines under a cell that works and one that fails."""
    cell = notebook.add(FLUX)
    text = cell.locator(".startspark-progress-text")
    # The smaller job of the tests is over too soon.
    in_the_middle = re.compile("^[2-4][0-9] of 4[89] tasks" if FOLDER else "tasks")
    expect(text).to_have_text(in_the_middle, timeout=120_000)
    pictures = {"progress-running.png": cell.screenshot()}
    unfold(cell)
    expect(cell.locator(".startspark-timeline")).to_be_visible()
    pictures["progress-details.png"] = cell.screenshot()
    expect(cell.locator(".output_result")).to_be_visible(timeout=120_000)
    expect(text).to_contain_text(" jobs, ")
    cell.get_by_role("button", name="Jobs and stages").click()
    expect(cell.locator(".startspark-table")).to_be_hidden()
    pictures["progress-done.png"] = cell.screenshot()
    failing = notebook.add(FAILING)
    line = failing.locator(".startspark-progress")
    expect(line).to_have_attribute("data-state", "failed", timeout=120_000)
    unfold(failing)
    expect(failing.locator(".startspark-reason").last).to_contain_text("ZeroDivisionError")
    pictures["progress-failed.png"] = line.screenshot()
    return pictures


def unfold(cell: Locator) -> None:
    """Show the jobs and stages of a cell."""
    cell.get_by_role("button", name="Jobs and stages").click()
    expect(cell.locator(".startspark-table tbody tr").first).to_be_visible()
