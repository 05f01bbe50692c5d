"""Spark starts with the notebook, or from a cell that has failed without it.

When it does is tested in node (`tests/js/session`). Here the restarts, the order in which Jupyter
sends cells, and its trust in notebooks are real.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

import servers
from lab_page import LabPage, opening_lab
from lab_page import write_notebook as write_lab_notebook
from notebook_page import (
    SPARK_STARTS,
    NotebookPage,
    shut_kernels_down,
    write_other_kernel,
)
from servers import Server

MENU = "Start Spark with this notebook"
MARKED = {"startspark": {"config": "local", "start_with_notebook": True}}
RESTART_AND_RUN_ALL = "Jupyter.notebook.restart_run_all({confirm: false})"
COUNT = "spark.range(7).count()"


def test_a_notebook_of_somebody_else_asks_once_and_then_starts_spark_by_itself(
    server: Server, open_on: Callable[..., NotebookPage], other_kernel: str
) -> None:
    notebook = open_on(server, kernel=other_kernel, name="theirs.ipynb", **MARKED)
    notebook.expect_state("ready")
    notice = notebook.page.locator(".startspark-notice:visible")
    expect(notice).to_contain_text("Start Spark with this notebook?")
    notice.get_by_role("button", name="Yes").click()
    notebook.expect_running()
    notebook.close_dialog()
    expect(notice).to_be_hidden()

    first = notebook.page.locator(".cell").first
    notebook.page.evaluate("code => Jupyter.notebook.get_cell(0).set_text(code)", COUNT)
    notebook.page.evaluate(RESTART_AND_RUN_ALL)
    expect(first.locator(".output_result")).to_contain_text("7", timeout=SPARK_STARTS)
    notebook.expect_state("running")
    expect(notebook.dialog).to_be_hidden()

    notebook.save()  # which signs it: all of its code was run here
    shut_kernels_down(server, {"theirs.ipynb"})
    notebook.reload()
    notebook.expect_state("running", SPARK_STARTS)
    expect(notebook.dialog).to_be_hidden()
    expect(notice).to_be_hidden()
    assert notebook.run(COUNT) == "7"


def test_a_cell_that_needs_spark_is_run_again_once_it_runs(ready: NotebookPage) -> None:
    cell = ready.add(COUNT)
    offer = cell.locator(".startspark-offer")
    expect(offer).to_contain_text("Spark is not running in this notebook.")
    offer.get_by_role("button", name="Start Spark and run again").click()
    expect(cell.locator(".output_result")).to_contain_text("7", timeout=SPARK_STARTS)
    expect(ready.dialog).to_be_hidden()
    expect(offer).to_have_count(0)
    expect(cell).not_to_have_class(re.compile("running"))  # what the next test runs is its own


@pytest.fixture(scope="module")
def lab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of JupyterLab."""
    with servers.running("notebook 7", tmp_path_factory.mktemp("lab")) as running:
        write_other_kernel(running.home)
        yield running


@pytest.fixture
def lab(lab_server: Server, chromium: Browser) -> Iterator[LabPage]:
    """A page of JupyterLab."""
    with opening_lab(chromium, lab_server, "JupyterLab") as page:
        yield page


WHERE = "(__import__('os').getpid(), sc.master)"
"""Gives something else in each process of the kernel."""


def test_jupyterlab_runs_all_cells_after_a_restart_behind_the_start(
    lab: LabPage, lab_server: Server
) -> None:
    write_lab_notebook(lab_server, "all.ipynb", 2, **MARKED)
    lab.open("all.ipynb")
    lab.page.get_by_role("button", name="Not for this notebook").click()
    switch(lab)
    assert "NameError" in lab.run(COUNT)
    offer = lab.panel.locator(".startspark-offer")
    offer.get_by_role("button", name="Start Spark and run again").click()
    first, second = (output(lab, number) for number in range(2))
    expect(first).to_have_text("7", timeout=SPARK_STARTS)
    expect(offer).to_have_count(0)
    before = lab.run(WHERE, 1)

    switch(lab)
    lab.command("Restart Kernel and Run All Cells")
    lab.page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(second).not_to_have_text(before, timeout=SPARK_STARTS)
    expect(second).to_contain_text("local[*]", timeout=SPARK_STARTS)
    expect(first).to_have_text("7")
    lab.expect_state("running")
    expect(lab.dialog).to_have_count(0)


def switch(lab: LabPage) -> None:
    """Switch on or off that Spark starts with the notebook."""
    lab.panel.locator(".startspark-options").click()
    lab.panel.get_by_role("menuitemcheckbox", name=MENU).click()


def output(lab: LabPage, number: int) -> Locator:
    return lab.panel.locator(".jp-CodeCell").nth(number).locator(".jp-OutputArea-output")
