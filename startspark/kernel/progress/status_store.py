"""Read Spark's status store through py4j: jobs, stages, executors, streams.

A call takes a tenth of a millisecond of this process and as much of the JVM, and each field is
one: so all fields of an object come as one text. Spark's own JSON would first cost it a second.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from .. import gateway
from ..jobs import TAG
from ..private_api import PYSPARK, private_api
from .snapshot import STAGES_OF_JOB, Record
from .status_text import SQL_THREAD, STREAM, option, place, reason

SEPARATOR = "\x1f"
"""Stands between two fields; no name or reason has it."""


class StatusStore:
    """What one application's Spark knows of its work.

    Args:
        context: the JVM's SparkContext.
    """

    def __init__(self, context: Any) -> None:
        self._scheduler = context.dagScheduler()
        self._store = context.statusStore()
        self._objects = self._store.store()
        self._dump = _dumper()
        self._sql: Any = None
        self._stream_kind: Any = None

    @private_api("Spark", PYSPARK, "DAGScheduler.numTotalJobs", default=0)
    def submitted(self) -> int:
        """Return how many jobs there have been."""
        return int(self._scheduler.numTotalJobs())

    @private_api("Spark", PYSPARK, "AppStatusStore.job, JobData")
    def job(self, number: int, known: Record | None = None) -> Record | None:
        """Describe a job; None where Spark does not know it, or not yet.

        Args:
            number: its id.
            known: what was returned for it before: some of it stays the same.

        Returns:
            the record of the messages, yet without ``cell`` and ``reason``, with ``tag``: of the
            cell that has submitted it; ``batch``: a stream's, as `STREAM` matches it.
        """
        found = _or_none(lambda: self._store.job(number))
        if found is None:
            return None
        said = self._fields(found)
        job = known or self._constant(number, found, said)
        return {**job, **_variable(said), "end": _time(said, "completionTime", found)}

    def _constant(self, number: int, found: Any, said: dict[str, str]) -> Record:
        stages = [int(it) for it in re.findall(r"\d+", said["stageIds"])]
        description = option(said["description"]) or ""
        group = option(said["jobGroup"]) or ""
        batch = STREAM.fullmatch(description)
        name = said["name"]
        if name.startswith(SQL_THREAD) and not batch:
            name = self._query(number) or name
        tag = re.search(re.escape(TAG) + r"([^,)\s]*)", said["jobTags"])
        return {
            "id": number,
            "name": place(name),
            "description": "" if batch else description,
            "group": group,
            "begin": _time(said, "submissionTime", found) or int(time.time() * 1000),
            "stages": sorted(stages)[-STAGES_OF_JOB:],
            "stages_total": len(stages),
            "tag": tag and tag[1],
            "batch": batch.groupdict() if batch and batch["run"] == group else None,
        }

    @private_api("Spark", PYSPARK, "JobDataWrapper.sqlExecutionId, SQLAppStatusStore.execution")
    def _query(self, number: int) -> str | None:
        """Return what asked for the query that a job is part of, such as ``count at …``."""
        kind = gateway.find_class("org.apache.spark.status.JobDataWrapper")
        query = self._objects.read(kind, number).sqlExecutionId()
        if query.isEmpty():
            return None
        if self._sql is None:
            none = gateway.java_class("scala.Option").empty()
            sql = gateway.java_class("org.apache.spark.sql.execution.ui.SQLAppStatusStore")
            self._sql = sql(self._objects, none)
        found = self._sql.execution(query.get())
        return None if found.isEmpty() else str(found.get().description())

    @private_api("Spark", PYSPARK, "AppStatusStore.activeStages", default=[])
    def active_stages(self, most: int) -> list[tuple[int, Any]]:
        """Return the ids of the stages that run, each with what `stage` needs of it.

        Args:
            most: how many at most, the oldest first.
        """
        found = self._store.activeStages()
        stages = (found.apply(number) for number in range(min(found.size(), most)))
        return [(int(stage.stageId()), stage) for stage in stages]

    @private_api("Spark", PYSPARK, "AppStatusStore.lastStageAttempt, StageData")
    def stage(self, number: int, known: Record | None = None, found: Any = None) -> Record | None:
        """Describe the last attempt of a stage; None where Spark does not know it, or not yet.

        Args:
            number: its id.
            known: what was returned for it before.
            found: as `active_stages` gives it.
        """
        if found is None:
            found = _or_none(lambda: self._store.lastStageAttempt(number))
        if found is None:
            return None
        said = self._fields(found)
        status, attempt = said["status"], int(said["attemptId"])
        is_same = known is not None and known["attempt"] == attempt and known["begin"] is not None
        has_ended = status in ("COMPLETE", "FAILED")
        return {
            "id": number,
            "attempt": attempt,
            "name": place(said["name"]),
            "status": status,
            "tasks": int(said["numTasks"]),
            "done": int(said["numCompletedIndices"]),
            "running": max(0, int(said["numActiveTasks"])) if status == "ACTIVE" else 0,
            "failed": int(said["numFailedTasks"]),
            "begin": known["begin"] if known and is_same else _begin(said, found),
            "end": _time(said, "completionTime", found) if has_ended else None,
            "input": int(said["inputBytes"]) if has_ended else 0,
            "reason": reason(option(said["failureReason"]) or ""),
        }

    @private_api("Spark", PYSPARK, "AppStatusStore.executorList, ExecutorSummary")
    def executors(self, most: int) -> tuple[list[Record], list[Record]] | None:
        """Describe the executors that live, and those that were lost.

        Args:
            most: how many of each at most.
        """
        living = self._executors(self._store.executorList(True), most)
        found = self._store.executorList(False)
        if found.size() == len(living):
            return living, []
        return living, [it for it in self._executors(found, most) if it["lost_at"] is not None]

    @private_api("Spark", PYSPARK, "AppStatusStore.executorList", default=0)
    def executor_count(self) -> int:
        """Return how many executors live, with the driver."""
        return int(self._store.executorList(True).size())

    def _executors(self, found: Any, most: int) -> list[Record]:
        last = range(max(0, found.size() - most), found.size())
        return [self._executor(found.apply(number)) for number in last]

    def _executor(self, found: Any) -> Record:
        said = self._fields(found)
        cores = int(said["totalCores"])
        why = option(said["removeReason"]) or ""
        was_lost = said["isActive"] != "true" and not re.search("killed by driver", why, re.I)
        return {
            "id": said["id"],
            "cores": cores,
            "tasks": max(0, min(int(said["activeTasks"]), cores)),
            "memory": int(said["maxMemory"]),
            "memory_used": int(said["memoryUsed"]),
            "lost_at": _time(said, "removeTime", found) if was_lost else None,
            "reason": why,
        }

    def _fields(self, found: Any) -> dict[str, str]:
        """Return the fields of an object of the store, as text."""
        parts = (part.partition("=") for part in self._dump(found).split(SEPARATOR))
        return {name: value for name, _, value in parts}

    @private_api("Spark", PYSPARK, "StreamingQueryStatusStore", default=[])
    def streams(self) -> list[Record]:
        """Describe the streams as Spark's own page does; none without a web UI.

        See execution/ui/StreamingQueryStatusStore.scala. The records lack ``cell``.
        """
        if self._stream_kind is None:
            name = "org.apache.spark.sql.streaming.ui.StreamingQueryData"
            self._stream_kind = gateway.find_class(name)
        if not self._objects.count(self._stream_kind):
            return []
        maker = gateway.java_class("org.apache.spark.sql.execution.ui.StreamingQueryStatusStore")
        found = maker(self._objects).allQueryUIData()
        return [self._stream(found.apply(number)) for number in range(found.size())]

    def _stream(self, found: Any) -> Record:
        said = self._fields(found.summary())
        end = option(said["endTimestamp"])
        last = found.lastProgress()
        return {
            "id": said["runId"],
            "name": said["name"] if said["name"] not in ("null", "<UNNAMED>") else "",
            "begin": int(said["startTimestamp"]),
            "end": int(end) if end else None,
            "batch": int(last.batchId()) if last is not None else None,
            "batch_begin": None,
            "rows_per_second": _number(last.processedRowsPerSecond()) if last is not None else None,
        }

    @private_api("Spark", PYSPARK, "SharedState.activeStreamingQueries", default="")
    def active_streams(self) -> str:
        """Return a text with the run ids of the streams that run, also without a web UI.

        It may be asked only once a stream is known to run or to have run: else it would have Spark
        set up what SQL needs.
        """
        session = gateway.java_class("org.apache.spark.sql.SparkSession").getDefaultSession().get()
        return str(session.sharedState().activeStreamingQueries().toString())


@private_api("Spark", PYSPARK, "Apache Commons Lang among Spark's jars")
def _dumper() -> Callable[[Any], str]:
    """Return what makes one text of all fields of an object."""
    package = "org.apache.commons.lang3.builder."
    style = gateway.java_class(package + "StandardToStringStyle")()
    style.setUseClassName(False)
    style.setUseIdentityHashCode(False)
    style.setContentStart("")
    style.setContentEnd("")
    style.setFieldSeparator(SEPARATOR)
    builder = gateway.java_class(package + "ToStringBuilder")
    return lambda found: str(builder.reflectionToString(found, style))


def _or_none(find: Callable[[], Any]) -> Any:
    """Return None where Spark says that there is no such element."""
    try:
        return find()
    except Exception as error:
        if "NoSuchElement" in str(getattr(error, "java_exception", "")):
            return None
        raise


def _variable(said: dict[str, str]) -> Record:
    """Return what changes of a job while it runs."""
    runs = said["status"] == "RUNNING"
    return {
        "status": said["status"],
        "tasks": int(said["numTasks"]) - int(said["numSkippedTasks"]),
        "done": int(said["numCompletedIndices"]),
        "running": max(0, int(said["numActiveTasks"])) if runs else 0,
        "failed": int(said["numFailedTasks"]),
        "stages_done": int(said["numCompletedStages"]),
        "stages_skipped": int(said["numSkippedStages"]),
    }


def _begin(said: dict[str, str], found: Any) -> float | None:
    has_begun = said["status"] not in ("PENDING", "SKIPPED")
    return _time(said, "submissionTime", found) if has_begun else None


def _time(said: dict[str, str], field: str, found: Any) -> float | None:
    """Return an Option of a Date as milliseconds since 1970: its text has whole seconds."""
    if option(said[field]) is None:
        return None
    return int(getattr(found, field)().get().getTime())


def _number(value: float) -> float | None:
    """Return a number that JSON knows."""
    return value if value == value and abs(value) != float("inf") else None
