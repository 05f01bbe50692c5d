"""Several notebooks in one page of JupyterLab."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from lab_page import LabPage, opening_lab, write_notebook
from servers import Server


@pytest.fixture
def lab(lab_server: Callable[[str], Server], chromium: Browser) -> Iterator[LabPage]:
    """A page of JupyterLab."""
    with opening_lab(chromium, lab_server("notebook 7"), "JupyterLab") as page:
        yield page


def test_notebooks_side_by_side_have_a_session_each(lab: LabPage) -> None:
    for name in ("first.ipynb", "second.ipynb"):
        write_notebook(lab.server, name)
    lab.open("first.ipynb").start("local").expect_running()
    lab.page.keyboard.press("Escape")

    lab.page.get_by_role("listitem", name="second.ipynb").dblclick()
    expect(lab.page.get_by_role("tab", name="second.ipynb")).to_have_attribute(
        "aria-selected", "true"
    )
    lab.expect_state("ready")
    assert lab.run("'spark' in dir()") == "False"
    lab.command("Stop Spark")  # of this notebook, in which none runs
    expect(lab.dialog).to_contain_text("Spark is not running in this notebook")
    lab.page.keyboard.press("Escape")
    lab.page.keyboard.press("Control+s")
    second = lab.page.get_by_role("tab", name="second.ipynb")
    expect(second).not_to_have_class(re.compile("jp-mod-dirty"))
    second.locator(".lm-TabBar-tabCloseIcon").click()
    expect(second).to_have_count(0)
    assert lab.page.locator(".startspark-dialog").count() == 1

    lab.expect_state("running")
    assert lab.run("'spark' in dir()") == "True"
    lab.page.get_by_role("tab", name="Running Terminals and Kernels").click()
    sessions = lab.page.get_by_role("region", name="Spark Section")
    expect(sessions.get_by_text("first.ipynb")).to_be_visible()
    expect(sessions.get_by_text("second.ipynb")).to_have_count(0)
    lab.panel.locator(".jp-CodeCell").first.click()
    lab.command("Restart Kernel…")
    lab.page.get_by_role("button", name="Confirm Kernel Restart").click()
    lab.expect_state("ready")
