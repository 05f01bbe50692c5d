"""The paths of Spark's web UI that only read, and those that kill."""

from __future__ import annotations

import pytest

from startspark.server.spark_ui_paths import is_kill, is_read_only


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "/jobs", "/jobs/", "/jobs/json", "/jobs/job/", "/stages/stage/json/"),
        *("/SQL/execution/", "/executors/threadDump/", "/connect/session/", "/logs/", "/log/"),
        *("/static/webui.css", "/static/sql/spark-sql-viz.css", "/static/vis-7.1.2/vis.min.js"),
        *("/api/v1/version", "/api/v1/applications/local-1/stages/3/0/taskList"),
        *("/api/v1/applications/app-20261126-0001/1/environment/", "/metrics/json/"),
    ],
)
def test_a_path_is_read_only(path: str) -> None:
    assert is_read_only(path)
    assert not is_kill(path)


@pytest.mark.parametrize(
    "path",
    [
        *("/jobs/job/kill", "/stages/stage/kill/", "/jobs/job/kill/x", "/jobs/job/KILL"),
        *("//jobs/job/kill", "/jobs//job", "/jobs/./job", "/jobs/job//", "/jobs/job;x", "/jobs\n"),
        *("/static/../jobs/job/kill", "/static/.", "/static/a/../../x", "/static/..;/x"),
        *(
            "/static/%2e%2e/x",
            "/static//x",
            "/static/a b",
            "/static/a\\..\\x",
            "/static/é",
            "/static/",
        ),
        *("/static/a\n", "/api/v1/x\x00", "/api/v2/x", "/api/kill", "/plugin/", "/Jobs/", "jobs/"),
    ],
)
def test_a_path_is_not_known_to_be_read_only(path: str) -> None:
    assert not is_read_only(path)


def test_only_the_two_kill_paths_are_kills() -> None:
    assert is_kill("/jobs/job/kill/")
    assert is_kill("/stages/stage/kill")
    assert not any(map(is_kill, ["/jobs/job/kill//", "/jobs/job/KILL/", "/SQL/execution/kill/"]))
