"""Whose Spark's jobs are, in real kernels with a real Spark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

import kernels
from kernels import Kernel, starts
from pythons import PYTHONS
from waiting import wait_until

pytestmark = pytest.mark.spark

THREAD = """
import threading
from concurrent.futures import ThreadPoolExecutor

def job():
    go.wait()
    return sc.parallelize(range(2), 2).count()

go = threading.Event()
thread = threading.Thread(target=job)
thread.start()
pool = ThreadPoolExecutor(4)
futures = [pool.submit(job) for _ in range(4)]
"""


@pytest.fixture(scope="module", params=PYTHONS)
def kernel(request: pytest.FixtureRequest) -> Iterator[Kernel]:
    """A kernel with each pyspark in turn, and a Spark."""
    with kernels.running(PYTHONS[request.param]) as running:
        running.start(starts("local[2]"))
        yield running


def jobs(kernel: Kernel) -> list[dict[str, Any]]:
    """The jobs, as Spark's REST API describes them, which lags behind Spark's events."""
    assert kernel.execute("sc._jsc.sc().listenerBus().waitUntilEmpty()")["status"] == "ok"
    facts = kernel.look()
    api = f"http://127.0.0.1:{facts['ui_port']}/api/v1/applications/{facts['application_id']}"
    found: list[dict[str, Any]] = requests.get(f"{api}/jobs", timeout=60).json()
    return found


def tags(job: dict[str, Any]) -> list[str]:
    """A job's tags that are ours."""
    return [tag for tag in job["jobTags"] if tag.startswith("startspark-")]


def test_jobs_of_background_threads_have_their_cells_tag(kernel: Kernel) -> None:
    request = kernel.client.execute(THREAD)
    kernel.reply(request)
    kernel.execute("go.set(); thread.join(); [future.result() for future in futures]")
    found = jobs(kernel)
    assert [tags(job) for job in found] == [[f"startspark-cell-{request}"]] * 5
    kernel.execute("sc.parallelize(range(2), 2).count()")
    assert tags(jobs(kernel)[0]) == []
    kernel.execute("pool.shutdown(); del thread")
    kernel.execute("import gc; gc.collect()")
    # py4j closes them in a thread of its own, which has one, as have the kernel and its watch.
    wait_until(lambda: int(kernel.value(CONNECTIONS)) <= 3)


CONNECTIONS = "len(sc._gateway._gateway_client.deque)"


def test_a_user_s_own_groups_and_tags_stay(kernel: Kernel) -> None:
    kernel.execute("sc.setJobGroup('mine', 'my words'); sc.addJobTag('my-tag')")
    kernel.execute("sc.parallelize(range(2), 2).count()")
    (job, *_) = jobs(kernel)
    assert (job["jobGroup"], job["description"], job["jobTags"]) == ("mine", "my words", ["my-tag"])
    kernel.execute("sc.clearJobTags(); sc.setLocalProperty('spark.jobGroup.id', None)")
