"""A start that a restart of the kernel ends."""

from __future__ import annotations

from playwright.sync_api import expect

from notebook_page import SPARK_STARTS, NotebookPage


def test_a_restart_ends_a_start(ready: NotebookPage) -> None:
    ready.button.click()
    expect(ready.dialog.locator(".startspark-time")).not_to_be_empty(timeout=SPARK_STARTS)
    ready.page.evaluate("Jupyter.notebook.kernel.restart()")
    ready.expect_failed("The kernel was restarted.", state="ready")
    expect(ready.dialog.get_by_role("button", name="Start again")).to_be_visible()
