"""Failures of a start as the page shows them: nothing of a half start remains.

What it says of which failure is in `test_failure_words.py`.
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

OPTIONS = "spark.driver.extraJavaOptions"


def written(conf: dict[str, str], **keys: str) -> str:
    """A config's text."""
    top = [f"{key}: {value}" for key, value in {"master": "local[1]", **keys}.items()]
    below = [f"  {key}: {value}" for key, value in conf.items()]
    return "\n".join([*top, *(["conf:", *below] if below else [])])


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


def expect_log(notebook: NotebookPage, text: str) -> None:
    """The log is folded below, and says so."""
    fold = notebook.dialog.locator(".startspark-log")
    expect(fold).not_to_have_attribute("open", "")
    expect(fold.locator("pre")).to_contain_text(text)


def test_a_java_that_ends_without_an_error(start: Failing) -> None:
    notebook = start(written({OPTIONS: "-version"}))
    notebook.expect_failed("Spark’s Java process ended before it was ready.")
    expect_log(notebook, "Runtime Environment")


def test_a_config_that_spark_refuses(start: Failing) -> None:
    notebook = start(written({"spark.ui.enabled": "perhaps"}))
    notebook.expect_failed("The property spark.ui.enabled cannot have the value perhaps.")
    expect_log(notebook, "spark.ui.enabled")
    place = f"Correct spark.ui.enabled in {notebook.server.configs}/tried.yaml:3"
    expect(notebook.dialog).to_contain_text(place)


def test_code_after_the_start(start: Failing) -> None:
    notebook = start("master: local[1]\nafter: |\n  spark.no_such_thing()")
    notebook.expect_failed("Spark started, but the configuration’s own code failed: AttributeError")
    expect(notebook.dialog.locator(".startspark-details pre")).to_contain_text("no_such_thing")


def test_code_that_leaves_no_spark(start: Failing) -> None:
    start("master: local[1]\nafter: spark.stop()").expect_failed("there is no running Spark")


def test_a_master_that_does_not_answer_and_an_interrupt(start: Failing) -> None:
    notebook = start(written({}, master="spark://127.0.0.1:9"))
    expect(notebook.log).to_contain_text("Failed to connect", timeout=SPARK_STARTS)
    phase = notebook.dialog.locator(".startspark-phase")
    expect(phase).to_have_text("The master 127.0.0.1:9 does not answer yet…")
    notebook.page.evaluate("Jupyter.notebook.kernel.interrupt()")
    notebook.expect_failed("The start was interrupted.")


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
        f"spark = SparkSession.builder.config({OPTIONS!r}, '-version').getOrCreate()\n"
    )
    notebook = start(written({}, template=template.name))
    expect(notebook.log).to_contain_text("Runtime Environment", timeout=SPARK_STARTS)
    notebook.end()
    with notebook.page.expect_response("**/render"):  # the config goes as soon as this has ended
        notebook.button.click()
    notebook.end()
