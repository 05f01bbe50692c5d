"""The session's life: what the page shows is what the kernel has.

What the page makes of each order of events is tested in node (`tests/js/session`). Here the
kernel, Spark and Jupyter's events are real.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from notebook_page import SPARK_STARTS, NotebookPage
from servers import Server
from waiting import wait_until

HEAP = "sc._jvm.java.lang.Runtime.getRuntime().maxMemory() // 2**20"
OPTION = "sc._jvm.java.lang.System.getProperty('tried')"

LARGE = """
title: Large
master: local[1]
conf: {spark.driver.memory: 700m, spark.driver.extraJavaOptions: -Dtried=2}
"""
"""A config whose settings count when Java is launched."""

NO_MASTER = "master: spark://127.0.0.1:9"
"""A config whose start waits for a minute."""

HELD = """
master: local[1]
after: |
  import time
  while True: time.sleep(0.05)
"""
"""A config whose start waits until it is interrupted."""


@pytest.fixture
def config(server: Server) -> Iterator[Path]:
    """The file of the config `tried`."""
    path = server.configs / "tried.yaml"
    yield path
    path.unlink()


@pytest.fixture
def notebook(ready: NotebookPage) -> NotebookPage:
    """The notebook that these tests share, without a Spark."""
    return ready


@pytest.fixture
def any_spark(shared: NotebookPage) -> NotebookPage:
    """That notebook with the Spark that the test before has left, or another."""
    return shared if shared.is_running() else shared.settle("running")


def expect_ended(processes: list[psutil.Process]) -> None:
    """Wait until processes have ended."""
    assert psutil.wait_procs(processes, timeout=60)[1] == []


# A start that does not come to its end


def test_a_start_from_before_a_reload_is_followed_and_interrupted(
    notebook: NotebookPage, config: Path
) -> None:
    config.write_text(NO_MASTER)
    notebook.reload_list().start("tried")
    expect(notebook.log).to_contain_text("Failed to connect", timeout=SPARK_STARTS)
    phase = notebook.dialog.locator(".startspark-phase")
    expect(phase).to_have_text("The master 127.0.0.1:9 does not answer yet…")
    notebook.end()

    config.write_text(HELD)
    notebook.button.click()
    expect(phase).to_contain_text("Spark is up", timeout=SPARK_STARTS)
    notebook.reload(wait=False)
    notebook.expect_state("starting")
    notebook.button.click()
    expect(notebook.dialog).to_contain_text("this page before it was reloaded")
    notebook.end("Interrupt it")
    expect_ended(notebook.javas())


def test_cancelling_again_and_again_leaves_nothing(notebook: NotebookPage, config: Path) -> None:
    config.write_text(NO_MASTER)
    notebook.reload_list().start("tried")
    wait_until(notebook.javas)
    cancel = (
        "[...document.querySelectorAll('.startspark-footer button')]"
        ".filter(it => it.textContent === 'Cancel').forEach(it => it.click())"
    )
    for delay in (0, 50, 200, 400):
        notebook.page.evaluate(f"setTimeout(() => {{{cancel}}}, {delay})")
    notebook.expect_state("ready")
    expect_ended(notebook.javas())
    assert notebook.run("1 + 1") == "2"


WAIT = "import os, time\nwhile not os.path.exists('go'): time.sleep(0.05)\n'undisturbed'"


def test_a_start_behind_a_cell_is_cancelled_without_it_or_comes_before_the_next_cell(
    notebook: NotebookPage,
) -> None:
    go = notebook.server.notebooks / "go"
    go.unlink(missing_ok=True)
    cell = notebook.add(WAIT)
    notebook.start("local")
    expect(notebook.dialog).to_contain_text("Waiting for the kernel to be free")
    notebook.dialog.get_by_role("button", name="Cancel").click()
    expect(notebook.dialog).to_contain_text("Once the kernel is free, what is left of this start")
    go.touch()
    notebook.expect_state("ready")
    expect(notebook.dialog).to_be_hidden()
    expect(cell.locator(".output_result")).to_contain_text("'undisturbed'")
    expect_ended(notebook.javas())

    file = notebook.keep_busy()
    notebook.button.click()
    expect(notebook.dialog).to_contain_text("Waiting for the kernel to be free")
    next_cell = notebook.add("sc.range(3).count()")
    file.touch()
    expect(next_cell.locator(".output_result")).to_contain_text("3", timeout=SPARK_STARTS)
    notebook.expect_running()


# A Spark that runs


def test_a_reload_while_the_kernel_is_busy_shows_the_running_spark(running: NotebookPage) -> None:
    file = running.keep_busy()
    running.reload(wait=False)
    running.expect_state("running")
    assert running.page.evaluate("Jupyter.notebook.kernel.info_reply.status") is None
    file.touch()
    running.wait()


def test_startspark_is_not_needed_in_the_kernels_environment(running: NotebookPage) -> None:
    importable = "import importlib.util; bool(importlib.util.find_spec('startspark'))"
    assert running.run(importable) == "False"
    assert running.choose("Session details").expect_running()["Spark"].startswith("3.5.")


def test_a_java_that_is_killed_is_told_with_the_reason(running: NotebookPage) -> None:
    (java,) = running.javas()
    java.send_signal(signal.SIGKILL)
    running.expect_state("lost")
    running.button.click()
    expect(running.dialog).to_contain_text("Spark’s Java process has ended (killed by signal 9).")
    running.retry().expect_running()


def test_a_switch_takes_the_config_as_it_is_and_launches_another_java(
    running: NotebookPage, config: Path
) -> None:
    config.write_text(LARGE)
    running.reload_list().select.select_option("tried")
    expect(running.select.locator("option:checked")).to_have_text("Large")
    config.write_text(LARGE.replace("Large", "Larger").replace("700m", "720m"))
    running.choose("Switch to “Large”")
    assert running.expect_running()["Configuration"] == "Larger"
    running.close_dialog()
    assert [running.run(HEAP), running.run(OPTION)] == ["720", "'2'"]
    (java,) = running.javas()

    config.write_text("mastre: x")
    running.choose("Restart with")
    running.expect_failed("mastre is not a config key", state="running")
    running.close_dialog()
    assert running.javas() == [java]


def test_a_kernel_that_dies_loses_spark(any_spark: NotebookPage) -> None:
    javas = any_spark.javas()
    close_jupyters_dialogs(any_spark)
    any_spark.kernel_process().kill()
    any_spark.expect_state("lost")
    expect_ended(javas)
    any_spark.button.click()
    expect(any_spark.dialog).to_contain_text("The kernel has died, and Spark with it.")
    expect(any_spark.dialog.get_by_role("button", name="Start again")).to_be_visible()


def close_jupyters_dialogs(notebook: NotebookPage) -> None:
    """Close each as soon as it is shown: it says that the kernel has died.

    When it comes, and whether, depends on how Jupyter notices the death.
    """
    notebook.page.evaluate(
        "$(document).on('shown.bs.modal', '.kernel-modal', event => $(event.target).modal('hide'))"
    )


# The commands


COMMANDS = (
    "start Spark",
    "change Spark settings",
    "stop Spark",
    "restart Spark with the chosen configuration",
    "open Spark web UI",
    "insert code that starts Spark",
)
"""What the palette has."""

CALL = "Jupyter.actions.call('startspark:{}')"


def test_commands_are_in_the_palette_and_a_stop_waits_for_a_cell_or_interrupts_it(
    any_spark: NotebookPage,
) -> None:
    page = any_spark.page
    with page.context.expect_page() as opened:
        page.evaluate(CALL.format("open-web-ui"))
    expect(opened.value.get_by_role("heading", name="Spark Jobs").first).to_be_visible()
    opened.value.close()

    endless = any_spark.add("print('begun')\nwhile True: pass")
    expect(endless.locator(".output_text")).to_have_text("begun")
    page.evaluate(CALL.format("stop"))
    any_spark.expect_state("stopping")
    any_spark.button.click()
    expect(any_spark.dialog).to_contain_text("Spark stops when the running cell ends")
    any_spark.end("Interrupt the cell")
    expect_ended(any_spark.javas())
    assert "name 'spark' is not defined" in any_spark.run("spark")

    page.evaluate("Jupyter.actions.call('jupyter-notebook:show-command-palette')")
    palette = page.locator(".cmd-palette")
    palette.get_by_role("searchbox").press_sequentially("spark")
    for title in COMMANDS:
        expect(palette.get_by_text(title, exact=True)).to_be_visible()
    palette.get_by_text("stop Spark", exact=True).click()
    expect(palette).to_be_hidden()
    why = page.locator(".startspark-why")
    expect(why).to_contain_text("Spark is not running in this notebook.")
    expect(why.get_by_role("button", name="Close").last).to_be_focused()
    page.keyboard.press("Enter")
    expect(why).to_be_hidden()
    expect(page.locator(".modal-backdrop")).to_have_count(0)
    any_spark.expect_state("ready")
