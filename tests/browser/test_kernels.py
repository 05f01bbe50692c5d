"""Kernels of other environments, and starts that fail there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from notebook_page import NotebookPage
from servers import Server


@pytest.fixture
def other(ready: NotebookPage) -> NotebookPage:
    """That notebook, without a Spark."""
    return ready


@contextmanager
def config(server: Server, text: str) -> Iterator[str]:
    """A config of the user's; gives its name."""
    path = server.configs / "tried.yaml"
    path.write_text(text)
    try:
        yield "tried"
    finally:
        path.unlink()


def test_startspark_is_not_needed_in_the_kernels_environment(running: NotebookPage) -> None:
    importable = "import importlib.util; bool(importlib.util.find_spec('startspark'))"
    assert running.run(importable) == "False"
    facts = running.choose("Session details").expect_running()
    assert facts["Spark"].startswith("3.5.")
    ui = running.web_ui()
    ui.get_by_role("link", name="Executors", exact=True).first.click()
    driver = ui.locator("#active-executors-table tbody tr").filter(has_text="driver")
    expect(driver).to_have_count(1)
    ui.close()
    running.close_dialog()
    assert running.run("sc.range(1000).count()") == "1000"


def test_a_variable_missing_in_the_kernel_is_named(other: NotebookPage) -> None:
    text = "master: local[1]\nconf:\n  spark.app.secret: {env: NOT_THERE}"
    with config(other.server, text) as name:
        other.reload_list().start(name)
        other.expect_failed("The kernel’s environment has no variable NOT_THERE.")
        expect(other.dialog).to_contain_text(f"spark.app.secret in {other.server.configs}/")
