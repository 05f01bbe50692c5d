"""What a real kernel tells of a real Spark's work, compared with Spark's own REST API."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

import kernels
from kernels import Kernel, starts
from message_docs import expect_documented, keys
from pythons import PYTHONS
from waiting import wait_until

pytestmark = pytest.mark.spark

CORES = 2
UI = {"own": "true", "other": "true", "without a web UI": "false"}

SHARED_AND_SKIPPED = """
pairs = sc.parallelize(range(8), 4).map(lambda it: (it % 2, it)).groupByKey()
pairs.count(), pairs.count()
"""

SHARE = """
import threading
slow = sc.parallelize(range(6), 3).map(lambda it: (__import__("time").sleep(0.3), it)).groupByKey()
threads = [threading.Thread(target=slow.count) for _ in range(2)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
spark.range(8).groupBy("id").count().collect()
"""

LONG = 'sc.parallelize(range(2), 2).foreach(lambda _: __import__("time").sleep(120))'

BESIDE = f"""
def beside():
    try:
        {LONG}
    except Exception as error:
        print(type(error))
thread = threading.Thread(target=beside)
thread.start()
"""

WAITING = """
import threading
slow = sc.parallelize(range(2), 2).map(lambda it: (__import__("time").sleep(120), it))
shared = slow.groupByKey()
def count(group):
    sc.setJobGroup(group, group)
    try:
        shared.count()
    except Exception as error:
        print(type(error))
threads = [threading.Thread(target=count, args=[group]) for group in ("first", "second")]
[thread.start() for thread in threads]
"""

STREAM = """
query = (spark.readStream.format("rate").load().writeStream.format("noop").queryName("mine")
    .trigger(processingTime="100 milliseconds").start())
"""


class Page:
    """What a page knows of an application by the kernel's messages."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.messages: list[dict[str, Any]] = []
        self.known: dict[str, dict[Any, Any]] = {}
        self.executors: dict[str, Any] = {}
        self.seq = 0

    def read(self) -> Page:
        """Apply the messages that have come."""
        for content in self.kernel.messages:
            if "progress" in content:
                self.apply(content["progress"])
        self.kernel.messages.clear()
        return self

    def apply(self, message: dict[str, Any]) -> None:
        """Apply one message, which must be the next."""
        assert message["seq"] == self.seq + 1 or message["whole"]
        self.seq = message["seq"]
        self.messages.append(message)
        self.executors = message.get("executors", self.executors)
        for kind in ("jobs", "stages", "streams", "earlier"):
            known = {} if message["whole"] else self.known.get(kind, {})
            self.known[kind] = {**known, **{it.get("id"): it for it in message[kind]}}

    def until(self, condition: Any) -> None:
        """Wait for a message after which something is known."""
        deadline = time.monotonic() + kernels.SECONDS
        while not condition(self.read()):
            assert time.monotonic() < deadline, self.known
            self.kernel.next_message()

    def jobs(self, cell: str) -> list[dict[str, Any]]:
        """The jobs of a cell."""
        return [job for job in self.known.get("jobs", {}).values() if job["cell"] == cell]

    def runs(self, cell: str) -> bool:
        """Whether a job of a cell has a task that runs."""
        return any(job["running"] for job in self.jobs(cell))


@pytest.fixture(scope="module", params=UI)
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a kernel with a Spark, with each pyspark in turn and once without a web UI."""
    python = PYTHONS.get(request.param, PYTHONS["own"])
    conf = {
        "spark.ui.enabled": UI[request.param],
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.maxResultSize": "2m",
    }
    with kernels.running(python) as running:
        running.start(starts(f"local[{CORES}]", **conf))
        yield Page(running)


def run(page: Page, code: str) -> str:
    """Run a cell, and wait until all its jobs are known to have ended; returns its id."""
    request = page.kernel.client.execute(code)
    assert page.kernel.reply(request)["status"] == "ok", page.kernel.log
    page.until(lambda it: jobs_have_ended(it, request))
    return request


def jobs_have_ended(page: Page, cell: str) -> bool:
    jobs = page.jobs(cell)
    stages = [page.known["stages"].get(number, {}) for job in jobs for number in job["stages"]]
    final = ("COMPLETE", "SKIPPED", "FAILED")
    return (
        bool(jobs)
        and all(job["end"] for job in jobs)
        and all(stage.get("status") in final for stage in stages)
    )


def rest(page: Page, what: str) -> list[dict[str, Any]]:
    """What Spark's REST API says."""
    facts = page.kernel.look()
    api = f"http://127.0.0.1:{facts['ui_port']}/api/v1/applications/{facts['application_id']}"
    found: list[dict[str, Any]] = requests.get(f"{api}/{what}", timeout=60).json()
    return found


def test_jobs_that_share_and_skip_stages_are_as_spark_says(page: Page) -> None:
    cells = {run(page, SHARED_AND_SKIPPED), run(page, SHARE)}
    count = int(page.kernel.value("sc._jsc.sc().dagScheduler().numTotalJobs()"))
    assert count >= 5
    page.until(lambda it: len(it.known["jobs"]) == count)
    page.until(lambda it: all(jobs_have_ended(it, cell) for cell in cells))
    jobs = list(page.known["jobs"].values())
    assert {job["cell"] for job in jobs} == cells
    assert any(job["stages_skipped"] for job in jobs)
    for message in page.messages:
        running = [job["running"] for job in message["jobs"]]
        active = [stage["running"] for stage in message["stages"]]
        assert sum(running) <= CORES
        assert sum(active) <= CORES
    assert page.executors["cores"] == CORES
    if page.kernel.look()["ui_port"] is not None:
        compare(page, jobs)


def compare(page: Page, jobs: list[dict[str, Any]]) -> None:
    """Compare with Spark's REST API."""
    spark_jobs = {it["jobId"]: it for it in rest(page, "jobs")}
    assert sorted(job["id"] for job in jobs) == sorted(spark_jobs)
    for job in jobs:
        it = spark_jobs[job["id"]]
        assert job["stages"] == sorted(it["stageIds"])
        assert (job["status"], job["tasks"]) == (
            "SUCCEEDED",
            it["numTasks"] - it["numSkippedTasks"],
        )
        assert (job["done"], job["stages_done"]) == (
            it["numCompletedTasks"],
            it["numCompletedStages"],
        )
        assert job["stages_skipped"] == it["numSkippedStages"]
    spark_stages = {it["stageId"]: it for it in rest(page, "stages?details=false")}
    assert set(page.known["stages"]) == set(spark_stages)
    for number, stage in page.known["stages"].items():
        it = spark_stages[number]
        found = (stage["status"], stage["tasks"], stage["done"], stage["input"])
        assert found == (it["status"], it["numTasks"], it["numCompleteTasks"], it["inputBytes"])


def test_an_interrupt_cancels_the_jobs_of_the_cell_alone(page: Page) -> None:
    page.kernel.execute("import threading")
    beside = page.kernel.client.execute(BESIDE)
    page.kernel.reply(beside)
    page.until(lambda it: it.runs(beside))
    page.kernel.execute("sc.setJobGroup('mine', 'my words')")
    cell = page.kernel.client.execute(LONG)
    page.until(lambda it: it.jobs(cell))
    page.kernel.manager.interrupt_kernel()
    answer = page.kernel.reply(cell)
    assert answer["ename"] == "KeyboardInterrupt"
    page.until(lambda it: [job["status"] for job in it.jobs(cell)] == ["CANCELLED"])
    (job,) = page.jobs(cell)
    assert (job["group"], job["description"]) == ("mine", "my words")
    # There may be two: py4j closes every thread's connection, and asks again for what was lost.
    assert {it["status"] for it in page.jobs(beside)} == {"RUNNING"}
    page.kernel.execute("sc.cancelAllJobs()")
    page.kernel.execute("thread.join()")
    page.until(lambda it: {job["status"] for job in it.jobs(beside)} == {"CANCELLED"})
    assert page.kernel.value("sc.parallelize(range(3), 1).count()") == "3"
    page.kernel.execute("sc.setLocalProperty('spark.jobGroup.id', None)")


def test_a_job_that_is_cancelled_before_a_stage_of_its_own_has_run_is_cancelled(page: Page) -> None:
    page.read()
    cell = page.kernel.client.execute(WAITING)
    page.kernel.reply(cell)
    page.until(lambda it: len(it.jobs(cell)) == 2)
    page.kernel.execute("sc.cancelJobGroup('second')")
    page.until(lambda it: states(it, cell) == {"first": "RUNNING", "second": "CANCELLED"})
    page.kernel.execute("sc.cancelJobGroup('first')")
    page.until(lambda it: set(states(it, cell).values()) == {"CANCELLED"})
    page.kernel.execute("[thread.join() for thread in threads]")


def states(page: Page, cell: str) -> dict[str, str]:
    """The states of a cell's jobs, by group."""
    return {job["group"]: job["status"] for job in page.jobs(cell)}


def test_a_failed_job_says_why(page: Page) -> None:
    page.read()
    cell = page.kernel.client.execute("sc.parallelize([1], 1).map(lambda it: it / 0).count()")
    assert page.kernel.reply(cell)["status"] == "error"
    page.until(lambda it: [job["status"] for job in it.jobs(cell)] == ["FAILED"])
    assert page.jobs(cell)[0]["reason"] == "ZeroDivisionError: division by zero"


# Of which the page knows what would help (progress/hints.js).
REASONS = {
    "collects too much": (
        "sc.parallelize(range(2), 2).map(lambda it: 'x' * 4_000_000).collect()",
        "is bigger than spark.driver.maxResultSize",
    ),
    "kills its Python": (
        "import os\nsc.parallelize([1], 1).foreach(lambda it: os.kill(os.getpid(), 9))",
        "Python worker exited unexpectedly",
    ),
}


@pytest.mark.parametrize("what", REASONS)
def test_reasons_for_which_the_page_has_a_hint(page: Page, what: str) -> None:
    code, reason = REASONS[what]
    page.read()
    cell = page.kernel.client.execute(code)
    assert page.kernel.reply(cell)["status"] == "error"
    page.until(lambda it: [job["status"] for job in it.jobs(cell)] == ["FAILED"])
    assert reason in page.jobs(cell)[0]["reason"]


def test_all_batches_of_a_stream_are_one_stream_of_the_cell_that_started_it(page: Page) -> None:
    page.read()
    cell = page.kernel.client.execute(STREAM)
    assert page.kernel.reply(cell)["status"] == "ok"
    page.until(lambda it: any((its["batch"] or 0) > 2 for its in it.known["streams"].values()))
    (stream,) = page.known["streams"].values()
    assert (stream["name"], stream["cell"], stream["end"]) == ("mine", cell, None)
    expect_documented("streams", stream)
    page.kernel.execute("query.stop()")
    page.until(lambda it: all(its["end"] for its in it.known["streams"].values()))
    assert page.jobs(cell) == []


def test_the_whole_is_told_to_who_asks_and_nothing_while_nothing_runs(page: Page) -> None:
    run(page, "sc.parallelize(range(2), 2).count()")
    whole = page.kernel.look()["progress"]
    while page.read().seq != whole["seq"]:  # something was told after that
        whole = page.kernel.look()["progress"]
    assert whole["whole"]
    assert {it["id"]: it for it in whole["jobs"]} == page.known["jobs"]
    assert whole["executors"] == page.executors
    page.kernel.messages.clear()
    wait_until(lambda: page.kernel.execute("")["status"] == "ok")
    told = [it["progress"] for it in page.kernel.messages if "progress" in it]
    assert [it for it in told if it["jobs"] and not it["whole"]] == []


def test_the_messages_are_as_the_docs_say(page: Page) -> None:
    run(page, "spark.range(8).count()")
    whole = page.kernel.look()["progress"]
    assert set(whole) | {"dropped"} == keys("message")
    expect_documented("jobs", whole["jobs"][0])
    expect_documented("stages", whole["stages"][0])
    expect_documented("executors", whole["executors"]["executors"][0])
