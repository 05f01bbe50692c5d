"""Starts on a real cluster, whose executors come as it grants them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import clusters
from notebook_page import SPARK_STARTS, NotebookPage
from standalone import Cluster
from waiting import wait_until

CONFIG = """
title: Cluster
master: {master}
conf:
  spark.cores.max: 2
  spark.executor.cores: 1
  spark.executor.memory: 512m
  spark.scheduler.minRegisteredResourcesRatio: "1"
  spark.scheduler.maxRegisteredResourcesWaitingTime: 600s
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster without workers."""
    with clusters.running(tmp_path) as cluster:
        yield cluster


@pytest.fixture
def starting(ready: NotebookPage, cluster: Cluster) -> Iterator[NotebookPage]:
    """A start on the cluster, which waits for its executors; a stop leaves nothing there."""
    path = ready.server.configs / "cluster.yaml"
    path.write_text(CONFIG.format(master=cluster.url))
    yield ready.reload_list().start("cluster")
    ready.settle("ready")
    log = cluster.master.log
    wait_until(lambda: "Registered app " in log.read_text() and "Removing app " in log.read_text())
    path.unlink()


def test_executors_are_waited_for_and_shown_as_they_come_and_go(
    starting: NotebookPage, cluster: Cluster, tmp_path: Path
) -> None:
    notebook = starting
    phase = notebook.dialog.locator(".startspark-phase")
    expect(phase).to_have_text(
        "Asking the cluster for resources: 0 of 2 executors…", timeout=SPARK_STARTS
    )
    waiting = notebook.dialog.locator(".startspark-waiting")
    expect(waiting).to_contain_text("No worker of the cluster is alive. Ask the cluster’s")
    cluster.add_worker()
    expect(waiting).to_contain_text("No core of the cluster is free.")
    expect(phase).to_have_text("Waiting for executors: 1 of 2 executors…", timeout=SPARK_STARTS)
    notebook.expect_state("starting")
    cluster.add_worker()
    assert notebook.expect_running()["Executors"] == "2 of 2"
    expect(notebook.dialog.locator(".startspark-waiting")).to_be_hidden()
    expect(notebook.button).to_have_text("Spark running")
    expect_executors(notebook.web_ui())
    notebook.close_dialog()

    go = tmp_path / "go"
    notebook.add(HOLD.format(go=str(go)))
    expect_that_a_job_outlives_an_executor(notebook, cluster, go)
    expect_that_another_worker_is_used(notebook, cluster, go)


def expect_executors(ui: Page) -> None:
    """The executors have their rows and their logs, which are on the workers' own pages."""
    ui.get_by_role("link", name="Executors", exact=True).first.click()
    rows = ui.locator("#active-executors-table tbody tr")
    expect(rows).to_have_count(3)
    rows.get_by_role("link", name="stderr").first.click()
    expect(ui.get_by_text("CoarseGrainedExecutorBackend").first).to_be_visible()


HOLD = """
import os, time
def held(it):
    while not os.path.exists({go!r}): time.sleep(0.05)
    return it
"""
"""For tasks that wait for a file."""

FINISHED = re.compile(r"^1 job, .*\d stages? run again")


def expect_that_a_job_outlives_an_executor(
    notebook: NotebookPage, cluster: Cluster, go: Path
) -> None:
    """One that is lost in the middle of a job is told, and its work is done again."""
    meter = notebook.page.locator(".startspark-meter")
    expect(meter).to_contain_text("2 executors · 0/2 cores")
    # Two numbers in each task: both parts of the second stage need all outputs of the first.
    cell = notebook.add(
        "pairs = sc.parallelize(range(8), 4).map(lambda it: (it % 4, it)).reduceByKey(max, 2)\n"
        "sorted(pairs.map(held).collect())"
    )
    text = cell.locator(".startspark-progress-text")
    expect(text).to_contain_text("4 of 6 tasks · 2 running")
    cluster.lose_worker()
    expect(meter).to_contain_text("1 executor lost")
    expect(meter.locator(".startspark-warning")).to_have_attribute(
        "title", re.compile(r"^Executor \d was lost: \S")
    )
    go.touch()
    expect(text).to_have_text(FINISHED)
    expect(cell.locator(".output_result")).to_have_text("[(0, 4), (1, 5), (2, 6), (3, 7)]")
    go.unlink()


def expect_that_another_worker_is_used(notebook: NotebookPage, cluster: Cluster, go: Path) -> None:
    """Two tasks that wait for each other's end run on two executors again."""
    expect(notebook.button).to_contain_text("Spark running (1 of 2 executors)")
    notebook.choose("Session details")
    waiting = notebook.dialog.locator(".startspark-waiting")
    expect(waiting).to_contain_text("Executors were lost")
    cluster.add_worker()
    expect(waiting).to_be_hidden()
    expect(notebook.dialog.locator("dd[data-term=Executors]")).to_have_text("2 of 2")
    notebook.close_dialog()
    # An executor's Python processes have one parent.
    parents = "sc.parallelize(range(2), 2).map(held).map(lambda _: os.getppid()).distinct().count()"
    cell = notebook.add(parents)
    meter = notebook.page.locator(".startspark-meter")
    expect(meter).to_contain_text("2 executors · 2/2 cores")
    go.touch()
    expect(cell.locator(".output_result")).to_have_text("2")
