"""What Spark does for a cell, shown under it while it does it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from notebook_page import NotebookPage

CONFIG = """
master: local[4]
conf:
  spark.log.level: "OFF"
  spark.sql.shuffle.partitions: 4
"""

WAIT = """
import os, time
def wait(name):
    while not os.path.exists(name) and os.path.exists(os.path.dirname(name)): time.sleep(0.05)
    return 1
def count(tasks):
    return sc._jsc.sc().range(0, tasks, 1, tasks).count()
"""
"""For tasks that wait for a file, unless its folder goes with the test that cancelled them, and for
jobs of Java's alone, whose tasks take the least time."""


@pytest.fixture
def notebook(shared: NotebookPage) -> NotebookPage:
    """The shared notebook with a Spark of its own config: each test adds its own cells."""
    if not (shared.is_running() and shared.select.input_value() == "quiet"):
        shared.settle("ready")
        start(shared, CONFIG)
    return shared


def start(notebook: NotebookPage, text: str) -> None:
    """Start Spark with a config, and prepare cells that wait."""
    path = notebook.server.configs / "quiet.yaml"
    path.write_text(text)
    notebook.reload_list().start("quiet").expect_running()
    path.unlink()
    notebook.close_dialog()
    notebook.add(WAIT)


def line(cell: Locator) -> Locator:
    """The line under a cell."""
    return cell.locator(".startspark-progress")


def text(cell: Locator) -> Locator:
    """What the line says."""
    return cell.locator(".startspark-progress-text")


def unfold(cell: Locator) -> Locator:
    """Unfold the line; returns the rows of its table."""
    cell.get_by_role("button", name="Jobs and stages").click()
    return cell.locator(".startspark-table tbody tr")


@pytest.fixture
def go(tmp_path: Path) -> Path:
    """The file for which tasks wait."""
    return tmp_path / "go"


def held(go: Path, tasks: int = 4) -> str:
    """Code of a job whose tasks wait for a file."""
    return f"sc.parallelize(range({tasks}), {tasks}).map(lambda it: wait({str(go)!r})).sum()"


def test_a_line_shows_a_job_and_then_its_summary(notebook: NotebookPage, go: Path) -> None:
    asked = questions(notebook)
    cell = notebook.add(held(go, tasks=6))
    expect(text(cell)).to_contain_text("0 of 6 tasks · 4 running")
    expect(line(cell)).to_have_attribute("data-state", "running")
    bar = line(cell).get_by_role("progressbar").first
    expect(bar).to_have_attribute("aria-valuemax", "6")
    expect(bar).to_have_attribute("aria-valuenow", "0")
    expect(notebook.page.locator(".startspark-meter")).to_contain_text("4/4 cores")
    assert questions(notebook) == asked
    rows = unfold(cell)
    expect(rows.first).to_have_text(
        re.compile(r"^Job \d+: sum, line 1 running\d\d:\d\d:\d\d(?:\d min )?[\d.]+ s0/6Cancel$")
    )
    go.touch()
    expect(text(cell)).to_have_text(re.compile(r"^1 job, 6 tasks, [^,]+ s$"))
    expect(line(cell)).to_have_attribute("data-state", "done")
    expect(rows.first).to_be_visible()
    expect(notebook.page.locator(".startspark-meter")).to_contain_text("0/4 cores")
    assert "startspark-progress" not in notebook.page.evaluate(
        "JSON.stringify(Jupyter.notebook.toJSON())"
    )


def test_a_line_goes_with_the_output_and_when_the_cell_is_run_again(notebook: NotebookPage) -> None:
    cell = notebook.add("sc.range(3).count()")
    expect(text(cell)).to_contain_text("1 job")
    notebook.page.evaluate("Jupyter.notebook.get_cells().at(-1).clear_output()")
    expect(line(cell)).to_have_count(0)
    notebook.page.evaluate("Jupyter.notebook.get_cells().at(-1).execute()")
    expect(text(cell)).to_contain_text("1 job")
    notebook.page.evaluate(
        """() => { const cell = Jupyter.notebook.get_cells().at(-1);
            cell.set_text('1 + 1'); cell.execute(); }"""
    )
    expect(line(cell)).to_have_count(0)


def test_a_failing_task_is_explained(notebook: NotebookPage) -> None:
    cell = notebook.add("sc.parallelize([4, 0], 2).map(lambda it: 1 / it).sum()")
    expect(text(cell)).to_contain_text("1 job (1 failed)")
    expect(line(cell)).to_have_attribute("data-state", "failed")
    rows = unfold(cell)
    expect(rows.nth(1)).to_contain_text("ZeroDivisionError: division by zero")
    expect(rows.nth(1)).to_contain_text("1 failed")


def test_skipped_stages_and_sizes_are_told(notebook: NotebookPage) -> None:
    cell = notebook.add(
        "pairs = sc.range(40000, numSlices=4).map(lambda it: (it % 7, it)).reduceByKey(max, 4)\n"
        "pairs.count(), pairs.count()"
    )
    expect(text(cell)).to_contain_text("2 jobs, 12 tasks")
    rows = unfold(cell)
    expect(rows.first).to_contain_text(re.compile(r"done.* s8/8[\d.]+ k?B[\d.]+ k?B"))
    expect(rows.filter(has_text="Job").last).to_contain_text(re.compile(r"done.* s4/4"))
    link = rows.first.get_by_role("link")
    assert re.search(r"/startspark/ui/\d+/jobs/job/\?id=\d+$", link.get_attribute("href"))


def questions(notebook: NotebookPage) -> int:
    """How often the page has asked Spark."""
    return sum("/api/v1/" in url for url in notebook.requested)


def test_many_jobs_in_one_cell_are_counted(notebook: NotebookPage) -> None:
    cell = notebook.add("for _ in range(120): count(1)")
    expect(text(cell)).to_contain_text("120 jobs, 120 tasks")


def test_jobs_belong_to_the_cells_that_started_them(notebook: NotebookPage, go: Path) -> None:
    job = held(go, tasks=2)
    starter = notebook.add(
        f"import threading\nthread = threading.Thread(target=lambda: {job})\nthread.start()"
    )
    own = notebook.add("sc.setJobGroup('mine', 'My own words'); sc.range(3, numSlices=3).count()")
    nothing = notebook.add("sc.setLocalProperty('spark.jobGroup.id', None); 1 + 1")
    group = notebook.add("sc.getLocalProperty('spark.job.description')")
    expect(group.locator(".output_text")).to_have_text("'My own words'")
    expect(text(starter)).to_contain_text("0 of 2 tasks")
    expect(text(own)).to_contain_text("1 job, 3 tasks")
    expect(unfold(own).first).to_contain_text("My own words")
    go.touch()
    expect(text(starter)).to_contain_text("1 job, 2 tasks")
    expect(line(nothing)).to_have_count(0)
    notebook.add("sc.setLocalProperty('spark.job.description', None)")


def test_a_stream_is_one_line_of_the_cell_that_started_it(notebook: NotebookPage) -> None:
    cell = notebook.add(
        "query = (spark.readStream.format('rate').load().writeStream.format('memory')\n"
        "    .queryName('ticks').start())"
    )
    other = notebook.add("sc.range(2, numSlices=2).count()")
    expect(text(cell)).to_have_text(re.compile(r"^Stream “ticks”: batch [1-9]"))
    expect(line(cell)).to_have_attribute("data-state", "streaming")
    expect(text(other)).to_contain_text("1 job, 2 tasks")
    notebook.add("query.stop()")
    expect(text(cell)).to_have_text(re.compile(r"^Stream “ticks” has ended: batch \d+$"))


def test_an_interrupted_cells_job_is_cancelled(notebook: NotebookPage, go: Path) -> None:
    cell = notebook.add(held(go))
    expect(text(cell)).to_contain_text("4 running")
    notebook.page.evaluate("Jupyter.notebook.kernel.interrupt()")
    expect(line(cell)).to_have_attribute("data-state", "cancelled")
    expect(text(cell)).to_contain_text("1 job (1 cancelled)")
    go.touch()


def test_a_job_can_be_cancelled_while_the_kernel_is_busy(notebook: NotebookPage, go: Path) -> None:
    cell = notebook.add(held(go))
    expect(text(cell)).to_contain_text("4 running")
    rows = unfold(cell)
    rows.first.get_by_role("button", name="Cancel").click()
    expect(cell.locator(".output_error")).to_contain_text("cancelled")
    expect(line(cell)).to_have_attribute("data-state", "cancelled")
    go.touch()


def test_a_reload_in_the_middle_of_a_job_loses_nothing(notebook: NotebookPage, go: Path) -> None:
    cell = notebook.add(f"sc.range(3).count()\n{held(go)}")
    expect(text(cell)).to_contain_text("1 of 2 jobs")
    notebook.save()
    notebook.reload(wait=False)
    expect(text(cell)).to_contain_text("1 of 2 jobs")
    go.touch()
    expect(text(cell)).to_contain_text("2 jobs, 8 tasks")


def test_a_second_tab_shows_the_same(notebook: NotebookPage, go: Path) -> None:
    # Output that comes while it is saved would leave it unsaved.
    expect(notebook.add("1 + 1").locator(".output_text")).to_have_text("2")
    notebook.save()
    with notebook.page.context.expect_page() as opened:
        notebook.page.evaluate("window.open(location.href)")
    other = NotebookPage(opened.value, notebook.server).wait()
    other.expect_state("running")
    index = notebook.page.locator(".cell").count() - 1
    notebook.page.evaluate(
        """code => { const cell = Jupyter.notebook.get_cells().at(-1);
            cell.set_text(code); cell.execute(); }""",
        held(go),
    )
    cell = other.page.locator(".cell").nth(index)
    expect(text(cell)).to_contain_text("0 of 4 tasks")
    go.touch()
    expect(text(cell)).to_contain_text("1 job, 4 tasks")
    assert other.errors == []


def test_a_line_is_not_printed(notebook: NotebookPage) -> None:
    cell = notebook.add("sc.range(3).count()")
    expect(text(cell)).to_contain_text("1 job")
    notebook.page.emulate_media(media="print")
    expect(line(cell)).to_be_hidden()
    notebook.page.emulate_media(media="screen")
    expect(line(cell)).to_be_visible()


def test_nothing_below_moves_when_the_line_is_folded(notebook: NotebookPage, go: Path) -> None:
    cell = notebook.add(held(go))
    below = notebook.add("1 + 1")
    expect(text(cell)).to_contain_text("4 running")
    before = line(cell).bounding_box()
    go.touch()
    expect(text(cell)).to_contain_text("1 job, 4 tasks")
    assert line(cell).bounding_box() == before
    expect(below.locator(".output_text")).to_have_text("2")


# This ends the session that the others share.


def test_a_spark_that_ends_in_the_middle_is_told(notebook: NotebookPage, go: Path) -> None:
    cell = notebook.add(held(go, tasks=2))
    expect(text(cell)).to_contain_text("2 running")
    notebook.page.evaluate("Jupyter.notebook.kernel.restart()")
    expect(line(cell)).to_have_attribute("data-state", "lost")
    expect(text(cell)).to_have_text(re.compile(r"^1 job, 0 of 2 tasks, [^,]+ s · Spark has ended$"))
