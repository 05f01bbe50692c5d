"""A start that is asked for twice, hidden, or repeated."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from notebook_page import SPARK_STARTS, NotebookPage


@pytest.fixture
def notebook(ready: NotebookPage) -> NotebookPage:
    """The notebook that these tests share, without a Spark."""
    return ready


JAVAS = """\
import psutil
len([child for child in psutil.Process().children() if "java" in child.name()])
"""


def test_two_clicks_on_a_busy_kernel_start_one_spark_behind_a_dialog_that_may_be_closed(
    notebook: NotebookPage,
) -> None:
    file = notebook.keep_busy()
    notebook.page.evaluate("$('#startspark-start').click().click()")
    expect(notebook.dialog).to_contain_text("Waiting for the kernel to be free")
    expect(notebook.dialog).to_have_count(1)
    file.touch()
    expect(notebook.dialog.locator(".startspark-time")).to_be_visible(timeout=SPARK_STARTS)
    notebook.close_dialog()
    expect(notebook.button).to_have_attribute("data-state", "starting")
    notebook.button.click()
    expect(notebook.dialog).to_be_visible()
    notebook.close_dialog()
    expect(notebook.button).to_have_attribute("data-state", "running", timeout=SPARK_STARTS)
    expect(notebook.dialog).to_be_hidden()
    assert notebook.run(JAVAS) == "1"
    assert notebook.run("sc.range(7).count()") == "7"


def test_a_session_stopped_by_hand_or_by_a_restart_can_be_started_again(
    running: NotebookPage,
) -> None:
    first = running.choose("Session details").expect_running()
    running.close_dialog()
    running.run("spark.stop()")
    running.expect_state("ready")

    running.button.click()
    expect(running.dialog.locator(".startspark-time")).to_be_visible(timeout=SPARK_STARTS)
    running.page.evaluate("Jupyter.notebook.kernel.restart()")
    running.expect_failed("The kernel was restarted.", state="ready")
    again = running.retry().expect_running()
    assert again["Master"] == "local[*]"
    assert again["Application"] != first["Application"]

    running.close_dialog()
    running.page.evaluate("Jupyter.notebook.kernel.restart()")
    running.expect_state("ready")
