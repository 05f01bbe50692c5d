"""Failures of a start as the page shows them: nothing of a half start remains.

What it says of which failure is in `tests/kernel/test_diagnosis.py` and `test_real_failures.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from notebook_page import SPARK_STARTS, NotebookPage
from servers import Server

Failing = Callable[..., NotebookPage]


@pytest.fixture
def start(shared: NotebookPage) -> Iterator[Failing]:
    """Start Spark with a config; at the end nothing is left."""
    path = shared.server.configs / "tried.yaml"

    def start_with(text: str) -> NotebookPage:
        path.write_text(text)
        return shared.settle("ready").reload_list().start("tried")

    yield start_with
    path.unlink()
    expect_nothing_left(shared)


def expect_nothing_left(notebook: NotebookPage) -> None:
    """No Java below the kernel, and the kernel can be used."""
    assert psutil.wait_procs(notebook.javas(), timeout=60)[1] == []
    notebook.settle("ready")
    assert notebook.run("1 + 1") == "2"
    assert notebook.run("[name for name in ('spark', 'sc') if name in dir()]") == "[]"


def test_what_spark_refuses_is_said_once_the_user_wants_to_know(start: Failing) -> None:
    notebook = start("master: local[1]\nconf:\n  spark.ui.enabled: perhaps")
    notebook.dialog.get_by_role("button", name="Hide").click()
    notebook.page.locator(".CodeMirror").first.click()
    notebook.page.keyboard.type("odds + ")
    notebook.expect_state("failed", timeout=SPARK_STARTS)
    notebook.page.keyboard.type("dd ")
    assert notebook.page.evaluate("Jupyter.notebook.get_cell(0).get_text()") == "odds + dd "

    notebook.button.click()
    notebook.expect_failed("The property spark.ui.enabled cannot have the value perhaps.")
    place = f"Correct spark.ui.enabled in {notebook.server.configs}/tried.yaml:3"
    expect(notebook.dialog).to_contain_text(place)
    fold = notebook.dialog.locator(".startspark-log")
    expect(fold).not_to_have_attribute("open", "")
    expect(fold.locator("pre")).to_contain_text("spark.ui.enabled")


def test_a_check_says_what_is_wrong_and_how_to_correct_it(start: Failing) -> None:
    notebook = start("master: local[1]\nconf:\n  spark.local.dir: /dev/null/spark")
    notebook.expect_state("failed", timeout=SPARK_STARTS)
    said = notebook.dialog.locator(".startspark-status").inner_text()
    notebook.dialog.get_by_role("button", name="Check this notebook’s Spark").click()
    copy = notebook.dialog.get_by_role("button", name="Copy the report")
    expect(copy).to_be_focused()

    first = notebook.dialog.get_by_role("list", name="Errors and warnings").locator("li").first
    expect(first).to_contain_text("Error: Local folder")
    expect(first).to_contain_text("/dev/null/spark: Not a directory")
    place = "Set spark.local.dir in ~/.jupyter/startspark/tried.yaml:3"
    expect(first).to_contain_text(place)

    notebook.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    notebook.page.keyboard.press("Enter")
    expect(notebook.dialog).to_contain_text("The report is copied.")
    copied = notebook.page.evaluate("navigator.clipboard.readText()")
    areas = [it for it in copied.splitlines() if it[:1].isupper()]
    assert areas == ["Server", "Configuration tried", "This notebook’s kernel"]
    assert "  ok       Java                  " in copied

    notebook.dialog.get_by_role("button", name="Back").click()
    notebook.expect_failed(said)


@pytest.fixture
def template(server: Server) -> Iterator[Path]:
    """A file for a template of one's own."""
    path = server.configs / "own.py.j2"
    yield path
    path.unlink()


def test_one_for_which_pyspark_waits_for_ever_can_be_cancelled(
    start: Failing, template: Path
) -> None:
    template.write_text(
        "from pyspark.sql import SparkSession\n"
        "options = 'spark.driver.extraJavaOptions'\n"
        "spark = SparkSession.builder.config(options, '-version').getOrCreate()\n"
    )
    notebook = start(f"master: local[1]\ntemplate: {template.name}")
    expect(notebook.log).to_contain_text("Runtime Environment", timeout=SPARK_STARTS)
    notebook.end()
