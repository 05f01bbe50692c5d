"""The session's life: what the page shows is what the kernel has."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from notebook_page import SPARK_STARTS, NotebookPage
from servers import Server

HEAP = "sc._jvm.java.lang.Runtime.getRuntime().maxMemory() // 2**20"
OPTION = "sc._jvm.java.lang.System.getProperty('tried')"

SIZES = {
    "small": """
        title: Small
        master: local[1]
        conf: {spark.driver.memory: 600m, spark.driver.extraJavaOptions: -Dtried=1}
    """,
    "large": """
        title: Large
        master: local[1]
        conf: {spark.driver.memory: 700m, spark.driver.extraJavaOptions: -Dtried=2}
    """,
}


@pytest.fixture
def sizes(server: Server) -> Iterator[dict[str, Path]]:
    """Two configs whose settings count when Java is launched."""
    paths = {name: server.configs / f"{name}.yaml" for name in SIZES}
    for name, path in paths.items():
        path.write_text(SIZES[name])
    yield paths
    for path in paths.values():
        path.unlink(missing_ok=True)


@pytest.fixture
def notebook(ready: NotebookPage) -> NotebookPage:
    """The notebook that these tests share, without a Spark."""
    return ready


def wait_for_no_java(notebook: NotebookPage) -> None:
    """Wait until nothing of Spark is left."""
    expect_ended(notebook.javas())


def expect_ended(processes: list[psutil.Process]) -> None:
    """Wait until processes have ended."""
    assert psutil.wait_procs(processes, timeout=60)[1] == []


# A start that does not come to its end


def test_cancel_leaves_the_users_own_cell_alone(notebook: NotebookPage) -> None:
    wait = "import os, time\nwhile not os.path.exists('go'): time.sleep(0.05)\nos.remove('go')"
    notebook.page.evaluate(
        "code => {const cell = Jupyter.notebook.get_cell(0); cell.set_text(code); cell.execute();}",
        wait,
    )
    notebook.start("local")
    expect(notebook.dialog).to_contain_text("Waiting for the kernel to be free")
    notebook.dialog.get_by_role("button", name="Cancel").click()
    expect(notebook.dialog).to_contain_text("As soon as the kernel is free, nothing of this start")
    (notebook.server.notebooks / "go").touch()
    notebook.expect_state("ready")
    expect(notebook.dialog).to_be_hidden()
    assert notebook.page.evaluate("Jupyter.notebook.get_cell(0).output_area.outputs") == []
    wait_for_no_java(notebook)


def test_a_click_comes_before_the_cells_that_are_run_after_it(notebook: NotebookPage) -> None:
    file = notebook.keep_busy()
    notebook.start("local")
    expect(notebook.dialog).to_contain_text("Waiting for the kernel to be free")
    cell = notebook.add("sc.range(3).count()")
    file.touch()
    expect(cell.locator(".output_area")).to_contain_text("3", timeout=SPARK_STARTS)
    notebook.expect_running()


def test_a_start_from_before_a_reload_is_followed_and_interrupted(
    notebook: NotebookPage, sizes: dict[str, Path]
) -> None:
    sizes["small"].write_text("master: spark://127.0.0.1:9")  # waits for a minute
    notebook.reload_list().start("small")
    expect(notebook.log).not_to_be_empty(timeout=SPARK_STARTS)
    notebook.reload(wait=False)
    notebook.expect_state("starting")
    notebook.button.click()
    expect(notebook.dialog).to_contain_text("from before this one was loaded")
    notebook.end("Interrupt it")
    wait_for_no_java(notebook)


def test_a_failure_of_a_hidden_start_waits_for_a_click(
    notebook: NotebookPage, sizes: dict[str, Path]
) -> None:
    sizes["small"].write_text("master: local[1]\nconf: {spark.ui.enabled: perhaps}")
    notebook.reload_list().start("small")
    notebook.dialog.get_by_role("button", name="Hide").click()
    notebook.page.locator(".CodeMirror").first.click()
    notebook.page.keyboard.type("odds + ")
    notebook.expect_state("failed", timeout=SPARK_STARTS)
    notebook.page.keyboard.type("dd ")
    assert notebook.page.evaluate("Jupyter.notebook.get_cell(0).get_text()") == "odds + dd "
    notebook.button.click()
    notebook.expect_failed("cannot have the value perhaps")
    expect(notebook.dialog.locator(".startspark-log pre")).to_contain_text("spark.ui.enabled")


def test_cancelling_again_and_again_leaves_nothing(notebook: NotebookPage) -> None:
    notebook.start("local")
    expect(notebook.log).not_to_be_empty(timeout=SPARK_STARTS)
    cancel = (
        "[...document.querySelectorAll('.startspark-footer button')]"
        ".filter(it => it.textContent === 'Cancel').forEach(it => it.click())"
    )
    for delay in (0, 50, 200, 400):
        notebook.page.evaluate(f"setTimeout(() => {cancel}, {delay})")
    notebook.expect_state("ready")
    wait_for_no_java(notebook)
    assert notebook.run("1 + 1") == "2"


def test_a_cancelled_start_leaves_nothing_and_another_is_shown_after_a_reload(
    notebook: NotebookPage,
) -> None:
    notebook.start("local")
    expect(notebook.dialog.locator(".startspark-phase")).to_have_text(
        "Launching Java…", timeout=SPARK_STARTS
    )
    notebook.end()
    wait_for_no_java(notebook)
    assert notebook.run("1 + 1") == "2"

    notebook.button.click()
    expect(notebook.log).not_to_be_empty(timeout=SPARK_STARTS)
    notebook.reload(wait=False)
    expect(notebook.button).to_have_attribute("data-state", re.compile("starting|running"))
    notebook.expect_state("running", timeout=SPARK_STARTS)
    facts = notebook.choose("Session details").expect_running()
    assert facts["Configuration"] == "This machine"
    assert len(notebook.javas()) == 1


# The truth from the kernel, and the commands


def test_a_reload_while_the_kernel_is_busy_shows_the_running_spark(running: NotebookPage) -> None:
    file = running.keep_busy()
    running.reload(wait=False)
    running.expect_state("running")
    assert running.page.evaluate("Jupyter.notebook.kernel.info_reply.status") is None
    file.touch()
    running.wait()


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


def test_the_palette_finds_each_command_and_says_why_one_cannot_be_done(
    running: NotebookPage,
) -> None:
    with running.page.context.expect_page() as opened:
        running.page.evaluate(CALL.format("open-web-ui"))
    expect(opened.value.get_by_role("heading", name="Spark Jobs").first).to_be_visible()
    running.page.evaluate(CALL.format("stop"))
    running.expect_state("ready")
    running.page.evaluate("Jupyter.actions.call('jupyter-notebook:show-command-palette')")
    palette = running.page.locator(".cmd-palette")
    palette.locator("input").press_sequentially("spark")
    for title in COMMANDS:
        expect(palette.get_by_text(title, exact=True)).to_be_visible()
    palette.get_by_text("stop Spark", exact=True).click()
    expect(palette).to_be_hidden()
    why = running.page.locator(".startspark-why")
    expect(why).to_contain_text("No Spark runs in this notebook.")
    expect(why.get_by_role("button", name="Close").last).to_be_focused()
    running.page.keyboard.press("Enter")
    expect(why).to_be_hidden()
    expect(running.page.locator(".modal-backdrop")).to_have_count(0)
    running.expect_state("ready")


def test_no_link_leads_to_what_is_not_this_spark(running: NotebookPage) -> None:
    reason = "Spark's web UI is on another machine than the notebook server."
    answer = {"web_ui": False, "reason": reason}
    running.page.route("**/startspark/sessions/**", lambda route: route.fulfill(json=answer))
    running.reload().expect_state("running")
    running.choose("Session details").expect_running()
    expect(running.dialog.locator(".startspark-no-web-ui")).to_have_text(reason)
    expect(running.link).to_have_count(0)
    running.close_dialog()
    running.button.click()
    item = running.page.get_by_role("menuitem", name="Open web UI")
    expect(item).to_have_attribute("aria-disabled", "true")
    expect(item).to_have_attribute("title", reason)
    running.page.keyboard.press("Escape")
    running.page.unroute("**/startspark/sessions/**")
    running.reload().expect_state("running")
    running.choose("Session details").expect_running()
    expect(running.link).to_be_focused()
    running.close_dialog()


def test_a_reload_while_the_kernel_is_busy_says_so(notebook: NotebookPage) -> None:
    file = notebook.keep_busy()
    notebook.reload(wait=False)
    expect(notebook.button).to_have_text("Kernel busy")
    file.touch()
    notebook.expect_state("ready")


def test_a_stop_waits_for_a_cell_or_interrupts_it_and_leaves_nothing(running: NotebookPage) -> None:
    running.page.evaluate(
        "Jupyter.notebook.get_cell(0).set_text('while True: pass');"
        "Jupyter.notebook.get_cell(0).execute()"
    )
    running.choose("Stop Spark")
    running.expect_state("stopping")
    running.button.click()
    expect(running.dialog).to_contain_text("Spark stops when the cell that runs has ended")
    running.end("Interrupt the cell")
    wait_for_no_java(running)
    assert "name 'spark' is not defined" in running.run("spark")


def test_two_tabs_start_one_spark_and_each_shows_what_the_other_does(
    notebook: NotebookPage, open_on: Callable[..., NotebookPage]
) -> None:
    other = open_on(notebook.server, wait=False)
    other.open(notebook.page.evaluate("Jupyter.notebook.notebook_path"))
    click = "$('#startspark-start').click()"
    notebook.page.evaluate(f"setTimeout(() => {click}, 500)")
    other.page.evaluate(click)
    facts = notebook.expect_running()
    assert other.expect_running() == facts
    notebook.close_dialog()
    assert len(notebook.javas()) == 1
    other.close_dialog()
    other.choose("Stop Spark")
    notebook.expect_state("ready")


# Configs that change, and others


def test_starts_and_switches_take_the_configs_as_they_are(
    notebook: NotebookPage, sizes: dict[str, Path]
) -> None:
    small, large = sizes["small"], sizes["large"]
    notebook.reload_list().select.select_option("small")
    small.write_text(SIZES["small"].replace("Small", "Smaller").replace("600m", "620m"))
    notebook.button.click()
    assert notebook.expect_running()["Configuration"] == "Smaller"
    notebook.close_dialog()
    assert [notebook.run(HEAP), notebook.run(OPTION)] == ["620", "'1'"]

    large.write_text("mastre: x")
    notebook.select.select_option("large")
    notebook.choose("Switch to")
    notebook.expect_failed("mastre is not a config key", state="running")
    notebook.close_dialog()
    assert notebook.run(HEAP) == "620"

    large.write_text(SIZES["large"])
    notebook.reload_list().choose("Switch to “Large”")
    assert notebook.expect_running()["Configuration"] == "Large"
    notebook.close_dialog()
    assert [notebook.run(HEAP), notebook.run(OPTION)] == ["700", "'2'"]
    assert len(notebook.javas()) == 1

    large.write_text(SIZES["large"].replace("700m", "640m"))
    notebook.reload_list()
    expect(notebook.select).to_have_value("large")
    notebook.choose("Session details").expect_running()
    config = notebook.dialog.locator("dd[data-term=Configuration]")
    expect(config).to_have_text("Large (changed since start)")
    notebook.close_dialog()
    notebook.choose("Restart with “Large”")
    assert notebook.expect_running()["Configuration"] == "Large"
    notebook.close_dialog()
    assert notebook.run(HEAP) == "640"


# Without the page's doing


BY_HAND = (
    "from pyspark.sql import SparkSession\n"
    "mine = SparkSession.builder.master('local[1]').getOrCreate()"
)


def test_a_session_made_by_hand_is_shown_as_such(notebook: NotebookPage) -> None:
    notebook.run(BY_HAND)
    notebook.expect_state("running")
    facts = notebook.choose("Session details").expect_running()
    assert facts["Configuration"] == "none: started by a cell"
    assert facts["Master"] == "local[1]"
    notebook.close_dialog()
    notebook.button.click()
    item = notebook.page.get_by_role("menuitem", name="Insert the code as a cell")
    expect(item).to_have_attribute("aria-disabled", "true")
    notebook.page.keyboard.press("Escape")
    notebook.run("mine.stop()")
    notebook.expect_state("ready")


def test_the_code_that_starts_spark_becomes_a_cell(running: NotebookPage) -> None:
    running.choose("Insert the code as a cell")
    code = running.page.evaluate("Jupyter.notebook.get_cell(0).get_text()")
    assert code.startswith('# Start Spark, config "local"')
    assert running.page.evaluate("Jupyter.notebook.ncells()") == 2
    running.choose("Stop Spark")
    running.expect_state("ready")
    running.run(code + "\nprint(sc.range(3).count())")
    running.expect_state("running")


def test_a_java_that_is_killed_is_told_with_the_reason(running: NotebookPage) -> None:
    (java,) = running.javas()
    java.send_signal(signal.SIGKILL)
    running.expect_state("lost")
    running.button.click()
    expect(running.dialog).to_contain_text("Spark’s Java process has ended (killed by signal 9).")
    running.retry().expect_running()


def test_a_kernel_that_dies_loses_spark(running: NotebookPage) -> None:
    javas = running.javas()
    close_jupyters_dialogs(running)
    running.kernel_process().kill()
    running.expect_state("lost")
    expect_ended(javas)
    running.button.click()
    expect(running.dialog).to_contain_text("The kernel has died, and Spark with it.")
    expect(running.dialog.get_by_role("button", name="Start again")).to_be_visible()


def close_jupyters_dialogs(notebook: NotebookPage) -> None:
    """Close each as soon as it is shown: it says that the kernel has died.

    When it comes, and whether, depends on how Jupyter notices the death.
    """
    notebook.page.evaluate(
        "$(document).on('shown.bs.modal', '.kernel-modal', event => $(event.target).modal('hide'))"
    )


def test_a_kernel_that_is_killed_ends_a_start(notebook: NotebookPage) -> None:
    notebook.start("local")
    expect(notebook.dialog.locator(".startspark-time")).not_to_be_empty(timeout=SPARK_STARTS)
    javas = notebook.javas()
    close_jupyters_dialogs(notebook)
    notebook.kernel_process().kill()
    expect(notebook.dialog).to_contain_text("The kernel was restarted.")
    expect_ended(javas)
