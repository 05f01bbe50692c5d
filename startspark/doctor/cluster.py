"""Start Spark with one configuration, have it run one task, and stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from ..errors import StartError
from ..inprocess.failure import without_kernel
from ..inprocess.script_start import ScriptStart
from ..kernel import gateway, session, state_file
from ..kernel.doctor.finding import Finding, error, ok
from ..kernel.doctor.privacy import tidy
from ..kernel.private_api import attempt
from ..kernel.waiting.watcher import reason
from ..render_result import RenderResult

PATIENCE = 180
"""Seconds that a task gets, most of which it waits for an executor."""

LOOK = "Check the executors’ logs; Spark’s web UI and the cluster’s link to them."


def findings(result: RenderResult, show: Callable[[str], object]) -> Iterator[Finding]:
    """Start Spark, and yield whether it runs a task.

    Args:
        result: the rendered configuration.
        show: gets a sentence before the task.
    """
    conf = result.rendered.requested_conf
    for found in _findings(result, show):
        text, fix = (tidy(it, conf) for it in (found.text, found.fix))
        yield replace(found, area=f"Start of {result.config.name}", text=text, fix=fix)


def _findings(result: RenderResult, show: Callable[[str], object]) -> Iterator[Finding]:
    starting, begun = ScriptStart(result), time.monotonic()
    try:
        starting.run(starting.log.show)
    except StartError as failure:
        sentence, _, advice = without_kernel(str(failure)).partition("\n")
        yield error("Start", sentence, advice.replace("\n", " "))
        return
    spark = starting.names["spark"]
    try:
        yield ok("Start", f"Spark {spark.version} started in {time.monotonic() - begun:.1f} s")
        show("Running a task…")
        yield _run_task(spark, starting.names.get("sc"), starting.log.text)
    finally:
        with suppress(Exception):  # its JVM has ended already
            spark.stop()
        state_file.remove()


def _run_task(spark: Any, context: Any, printed: Callable[[], str]) -> Finding:
    """Run one task, in Python where there are executors."""
    begun, failures = time.monotonic(), list[Exception]()
    thread = threading.Thread(target=_count, args=[spark, context, failures], daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if thread.is_alive():
        return _no_task(printed())
    if failures:
        first = str(failures[0]).strip().partition("\n")[0]
        text = f"The task failed: {type(failures[0]).__name__}: {first}"
        return error("Task", text, LOOK)
    return ok("Task", f"one completed in {time.monotonic() - begun:.1f} s{_executors()}")


def _count(spark: Any, context: Any, failures: list[Exception]) -> None:
    try:
        if context is None:  # of Spark Connect
            spark.range(1).count()
        else:
            context.range(1, numSlices=1).count()
    except Exception as failure:  # whatever the cluster makes of it
        failures.append(failure)


def _no_task(printed: str) -> Finding:
    """Return why no executor has come, as far as the cluster says it."""
    text = f"No task ran within {PATIENCE:.0f} seconds{_executors()}."
    context = gateway.jvm_spark_context()
    cause = attempt(lambda: reason(context, printed), None) if context is not None else None
    if cause:
        return error("Task", f"{text} {cause['sentence']}", cause["advice"])
    return error(
        "Task",
        text,
        "Check in the cluster’s web UI whether cores and memory for an executor are free, and"
        " whether its machines can reach the driver (`spark.driver.host`, ports, firewalls).",
    )


def _executors() -> str:
    """Return on how many executors, as the end of a sentence."""
    facts = session.describe()
    if str(facts.get("master", "local")).startswith("local") or facts.get("executors") is None:
        return ""
    count, wanted = facts["executors"], facts.get("wanted")
    noun = "executor" if (wanted or count) == 1 else "executors"
    return f", with {f'{count} of {wanted}' if wanted else count} {noun}"
