"""A JVM that is started before the click."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import expect

from notebook_page import SPARK_STARTS, NotebookPage
from servers import Server

QUIET = "master: local[1]\nconf: {spark.ui.enabled: false, spark.log.level: 'OFF'}\n"


@pytest.fixture(scope="module", autouse=True)
def configs(server: Server) -> Iterator[None]:
    """One that wants a Java to wait, and one that wants another."""
    texts = {
        "waiting": f"title: Waiting\n{QUIET}prewarm: true\n",
        "larger": f"title: Larger\n{QUIET}prewarm: true\n".replace("OFF", "ERROR"),
    }
    for name, text in texts.items():
        (server.configs / f"{name}.yaml").write_text(text)
    yield
    for name in texts:
        (server.configs / f"{name}.yaml").unlink()


@pytest.fixture
def notebook(ready: NotebookPage) -> NotebookPage:
    """The notebook that tests share, which now knows these configs, without any JVM."""
    if ready.javas():  # left by a cell's `spark.stop()`: pyspark would use it again
        ready.start_over()
    ready.select.select_option("waiting")
    return ready


def expect_java(notebook: NotebookPage) -> psutil.Process:
    """Wait until one waits."""
    expect(notebook.button).to_have_attribute("data-prewarmed", "ready", timeout=SPARK_STARTS)
    (java,) = notebook.javas()
    return java


def expect_ended(java: psutil.Process) -> None:
    """Wait until one has ended."""
    assert psutil.wait_procs([java], timeout=30)[1] == []


def test_a_choice_and_a_restart_launch_another_which_the_click_takes_and_a_spark_by_hand_ends(
    notebook: NotebookPage,
) -> None:
    first = expect_java(notebook)
    notebook.select.select_option("larger")
    expect_ended(first)
    notebook.run("1")  # that the first is gone has reached the page before this output
    java = expect_java(notebook)
    title = re.compile(r"^Start Spark in this notebook. A JVM is ready and uses \d+ MB$")
    expect(notebook.button).to_have_attribute("title", title)
    begun = "'spark' in dir() or 'PYSPARK_GATEWAY_PORT' in __import__('os').environ"
    assert notebook.run(begun) == "False"

    notebook.save()
    notebook.reload().expect_state("ready")
    assert expect_java(notebook) == java
    notebook.button.click()
    notebook.expect_running()
    assert notebook.javas() == [java]
    notebook.close_dialog()
    assert notebook.run("sc.range(3).count()") == "3"
    code = inserted(notebook)
    notebook.choose("Stop Spark")
    notebook.expect_state("ready")
    expect_ended(java)
    assert notebook.javas() == []

    notebook.select.select_option("waiting")
    waiting = expect_java(notebook)
    notebook.run(code)
    expect_one_by_hand(notebook)
    expect_ended(waiting)
    notebook.run("spark.stop()")
    notebook.expect_state("ready")

    notebook.page.evaluate("Jupyter.notebook.kernel.restart()")
    expect_java(notebook)


def inserted(notebook: NotebookPage) -> str:
    """The code that starts Spark, of which a cell is made."""
    notebook.choose("Insert the code as a cell")
    assert notebook.page.evaluate("Jupyter.notebook.ncells()") == 2
    code: str = notebook.page.evaluate("Jupyter.notebook.get_cell(0).get_text()")
    assert code.startswith('# Start Spark, config "larger"')
    return code


def expect_one_by_hand(notebook: NotebookPage) -> None:
    """A session that a cell has started is shown as such."""
    notebook.expect_state("running")
    facts = notebook.choose("Session details").expect_running()
    assert (facts["Configuration"], facts["Master"]) == ("none: started by a cell", "local[1]")
    notebook.close_dialog()
    notebook.button.click()
    item = notebook.page.get_by_role("menuitem", name="Insert the code as a cell")
    expect(item).to_have_attribute("aria-disabled", "true")
    notebook.page.keyboard.press("Escape")
