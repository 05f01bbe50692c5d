"""Kernels of other environments, and starts that fail there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from notebook_page import SPARK_STARTS, NotebookPage, write_kernel
from servers import Server

OTHER_PYTHON = Path(__file__).parents[2] / ".venv-kernel" / "bin" / "python"
"""An environment with another pyspark and without Start Spark."""

KERNEL = (str(OTHER_PYTHON), "-m", "ipykernel_launcher")


@pytest.fixture
def other(server: Server, open_on: Callable[..., NotebookPage]) -> NotebookPage:
    """A notebook whose kernel runs in the other environment."""
    write_kernel(server.home, "other", *KERNEL)
    return open_on(server, kernel="other")


@contextmanager
def config(server: Server, text: str) -> Iterator[str]:
    """A config of the user's; gives its name."""
    path = server.configs / "tried.yaml"
    path.write_text(text)
    try:
        yield "tried"
    finally:
        path.unlink()


def test_startspark_is_not_needed_in_the_kernels_environment(other: NotebookPage) -> None:
    importable = "import importlib.util; bool(importlib.util.find_spec('startspark'))"
    assert other.run(importable) == "False"
    facts = other.start("local").expect_running()
    assert facts["Spark"].startswith("3.5.")
    ui = other.web_ui()
    ui.get_by_role("link", name="Executors", exact=True).first.click()
    driver = ui.locator("#active-executors-table tbody tr").filter(has_text="driver")
    expect(driver).to_have_count(1)
    other.page.bring_to_front()
    other.close_dialog()
    assert other.run("spark.range(1000).count()") == "1000"


def test_a_variable_missing_in_the_kernel_is_named(other: NotebookPage) -> None:
    text = "master: local[1]\nconf:\n  spark.app.secret: {env: NOT_THERE}"
    with config(other.server, text) as name:
        other.reload().start(name)
        other.expect_failed("The kernel’s environment has no variable NOT_THERE.")
        expect(other.dialog.locator(".startspark-details pre")).to_contain_text("KeyError")
    other.close_dialog()
    other.start("local").expect_running()


def test_code_after_the_start_that_fails_is_explained(other: NotebookPage) -> None:
    with config(other.server, "master: local[1]\nafter: |\n  spark.no_such_thing()") as name:
        other.reload().start(name)
        other.expect_failed("the configuration’s own code failed: AttributeError")
        expect(other.dialog.locator(".startspark-details pre")).to_contain_text("no_such_thing")


def test_a_config_that_leaves_no_spark_does_not_claim_one(other: NotebookPage) -> None:
    with config(other.server, "master: local[1]\nafter: spark.stop()") as name:
        other.reload().start(name)
        other.expect_failed("there is no running Spark")


def test_a_missing_java_is_explained(server: Server, open_on) -> None:
    write_kernel(server.home, "no-java", *KERNEL, JAVA_HOME="/nowhere")
    notebook = open_on(server, kernel="no-java")
    notebook.start("local")
    notebook.expect_failed("JAVA_HOME is /nowhere, and there is no Java.")
    expect(notebook.dialog.locator(".startspark-log")).to_be_visible()


def test_a_restart_of_the_kernel_ends_a_start(notebook: NotebookPage) -> None:
    notebook.start("local")
    expect(notebook.dialog.locator(".startspark-time")).to_be_visible(timeout=SPARK_STARTS)
    notebook.page.evaluate("Jupyter.notebook.kernel.restart()")
    notebook.expect_failed("The kernel was restarted.", state="ready")
    notebook.retry().expect_running()


def test_a_restart_of_the_kernel_ends_a_running_spark(notebook: NotebookPage) -> None:
    notebook.start("local").expect_running()
    notebook.close_dialog()
    notebook.page.evaluate("Jupyter.notebook.kernel.restart()")
    expect(notebook.button).to_have_attribute("data-state", "ready")


def test_a_busy_kernel_is_waited_for(notebook: NotebookPage) -> None:
    wait = "import os, time\nwhile not os.path.exists('go'): time.sleep(0.05)\nos.remove('go')"
    notebook.page.evaluate("code => Jupyter.notebook.kernel.execute(code)", wait)
    notebook.start("local")
    expect(notebook.dialog).to_contain_text("Waiting for the kernel to be free")
    (notebook.server.notebooks / "go").touch()
    notebook.expect_running()
