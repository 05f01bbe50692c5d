"""What a start changes in the kernel's environment, and what is left of that."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

from startspark.kernel import api, environment, session, startup, teardown, worker_python
from startspark.kernel.diagnosis import connect_variables
from startspark.kernel.property_origins import Origins

LOCAL = {"spark.master": "local[2]"}
REMOTE = {"spark.remote": "sc://host"}
CONNECT = {**LOCAL, "spark.api.mode": "connect"}
NAMES = (*environment.WRITTEN, *environment.API_MODES, *worker_python.VARIABLES, "MASTER")


@pytest.fixture(autouse=True)
def clean(tmp_path: Path) -> Iterator[None]:
    """An environment with none of the variables, and a Spark without properties of its own."""
    with patch.dict(os.environ, SPARK_CONF_DIR=str(tmp_path)):
        environment.restore()  # of a start in another file
        for name in (*NAMES, "PYSPARK_SUBMIT_ARGS"):
            os.environ.pop(name, None)
        yield
        environment.restore()


@pytest.fixture
def connect_session(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Do to the environment what pyspark does as it makes a session of Spark Connect."""

    def end() -> None:
        os.environ.pop("SPARK_LOCAL_REMOTE", None)
        os.environ.pop("SPARK_REMOTE", None)
        monkeypatch.setattr(session, "connect_session", lambda: None)

    def begin() -> None:
        os.environ.update(
            SPARK_CONNECT_MODE_ENABLED="1",
            SPARK_LOCAL_REMOTE="1",
            SPARK_CONNECT_AUTHENTICATE_TOKEN="made by pyspark",
        )
        found = SimpleNamespace(stop=end, client=None)
        monkeypatch.setattr(session, "connect_session", lambda: found)

    return begin


def test_a_stop_leaves_the_environment_as_the_start_has_found_it(connect_session) -> None:
    os.environ.update(SPARK_BUFFER_SIZE="7", SPARK_REMOTE="sc://mine", MASTER="local")
    found = dict(os.environ)
    environment.apply(REMOTE)
    assert "MASTER" not in os.environ
    connect_session()
    os.environ["SPARK_BUFFER_SIZE"] = "65536"
    environment.note_after_start()
    teardown.stop()
    assert dict(os.environ) == found


def test_a_start_that_failed_leaves_it_so_too(connect_session) -> None:
    found = dict(os.environ)
    environment.apply(LOCAL)
    connect_session()
    api.stop()
    assert dict(os.environ) == found


def test_a_session_of_a_cells_leaves_no_mark(connect_session) -> None:
    os.environ["SPARK_REMOTE"] = "sc://mine"
    connect_session()
    teardown.stop()
    assert set(NAMES) & set(os.environ) == {"SPARK_REMOTE", "SPARK_CONNECT_AUTHENTICATE_TOKEN"}


def test_what_a_cell_changes_while_spark_runs_stays() -> None:
    environment.apply(LOCAL)
    environment.note_after_start()
    os.environ.update(SPARK_CONNECT_AUTHENTICATE_TOKEN="mine", PYSPARK_PYTHON="mine")
    environment.restore()
    assert os.environ["SPARK_CONNECT_AUTHENTICATE_TOKEN"] == "mine"
    assert os.environ["PYSPARK_PYTHON"] == "mine"


def test_what_a_cell_has_stopped_is_put_back_once_the_page_asks() -> None:
    environment.apply(LOCAL)
    assert os.environ["PYSPARK_PYTHON"] == sys.executable
    with patch.object(api._startup, "claim", startup.Claim("page", 0)):
        api.status(0, False)
    assert os.environ["PYSPARK_PYTHON"] == sys.executable
    api.status(0, False)
    assert "PYSPARK_PYTHON" not in os.environ


def test_a_mark_that_was_there_before_pyspark_comes_back() -> None:
    os.environ["SPARK_CONNECT_MODE_ENABLED"] = "1"
    with patch.dict(sys.modules):
        sys.modules.pop("pyspark", None)
        try:
            importlib.reload(environment)
            environment.apply(LOCAL)
            assert "SPARK_CONNECT_MODE_ENABLED" not in os.environ
            environment.restore()
            assert os.environ.pop("SPARK_CONNECT_MODE_ENABLED") == "1"
        finally:
            importlib.reload(environment)


@pytest.mark.parametrize(
    ("requested_conf", "variables", "changes"),
    [
        (LOCAL, {"SPARK_REMOTE": "sc://host"}, {"SPARK_REMOTE": None}),
        (LOCAL, {"SPARK_CONNECT_MODE_ENABLED": "1"}, {"SPARK_CONNECT_MODE_ENABLED": None}),
        (LOCAL, {"SPARK_API_MODE": "connect"}, {"SPARK_API_MODE": "classic"}),
        (LOCAL, {"SPARK_CONNECT_MODE": "1"}, {"SPARK_API_MODE": "classic"}),
        (CONNECT, {"SPARK_API_MODE": "classic", "SPARK_REMOTE": "x"}, {"SPARK_REMOTE": None}),
        (REMOTE, {"SPARK_REMOTE": "sc://other", "MASTER": "local"}, {"MASTER": None}),
        ({}, {"SPARK_REMOTE": "sc://host", "MASTER": "spark://host:7077"}, {}),
        (LOCAL, {}, {}),
    ],
)
def test_what_contradicts_the_config_is_set_aside(
    requested_conf: dict[str, Any], variables: dict[str, str], changes: dict[str, str | None]
) -> None:
    os.environ.update(variables, PYSPARK_PYTHON="python3")
    before = dict(os.environ)
    expected = {it: value for it, value in {**before, **changes}.items() if value is not None}
    assert environment.start_environment(requested_conf) == expected
    environment.apply(requested_conf)
    assert environment.start_environment(requested_conf) == dict(os.environ) == expected
    environment.restore()
    marks = set(variables) & set(environment.MARKS)  # pyspark sets them, as far as is known
    assert dict(os.environ) == {it: value for it, value in before.items() if it not in marks}


def test_the_package_that_makes_connect_the_default_is_heard_no_more(monkeypatch) -> None:
    monkeypatch.setattr(environment, "find_spec", lambda name: name == "pyspark_connect" or None)
    assert environment.start_environment(LOCAL)["SPARK_API_MODE"] == "classic"
    assert "SPARK_API_MODE" not in environment.start_environment(CONNECT)


@pytest.mark.parametrize(
    ("requested_conf", "answer"),
    [
        (LOCAL, False),
        (REMOTE, True),
        (CONNECT, True),
        ({"spark.api.mode": "Connect"}, True),
        ({"spark.api.mode": {"env": "SPARK_API_MODE"}}, True),
        ({"spark.api.mode": {"env": "GONE"}}, False),
    ],
)
def test_a_java_is_launched_ahead_only_for_sessions_that_take_it(requested_conf, answer) -> None:
    os.environ["SPARK_API_MODE"] = "connect"
    assert environment.uses_spark_connect(requested_conf) is answer


@pytest.mark.parametrize(
    ("requested_conf", "variables", "named"),
    [
        ({}, {"SPARK_REMOTE": "sc://host"}, "SPARK_REMOTE"),
        ({}, {"SPARK_API_MODE": "Connect"}, "SPARK_API_MODE"),
        ({}, {"SPARK_API_MODE": "classic"}, None),
        ({}, {}, None),
        (LOCAL, {"SPARK_REMOTE": "sc://host"}, None),
        (REMOTE, {"SPARK_REMOTE": "sc://host"}, None),
        (CONNECT, {"SPARK_API_MODE": "connect"}, None),
    ],
)
def test_a_variable_that_decides_for_connect_is_named(requested_conf, variables, named) -> None:
    os.environ.update(variables)
    found = connect_variables.cause(Origins(requested_conf))
    assert (found is not None) == (named is not None)
    if found:
        assert f"`{named}`" in found.sentence
        assert f"del os.environ['{named}']" in found.advice


# Which Python runs the tasks


@pytest.mark.parametrize(
    "master",
    ["local", "local[*]", "local[2, 3]", "local-cluster[2,1,1024]", "spark://localhost:7077"],
)
def test_tasks_on_this_machine_run_the_kernels_python(master: str) -> None:
    assert worker_python.variables({"spark.master": master}) == {"PYSPARK_PYTHON": sys.executable}


@pytest.mark.parametrize(
    "requested_conf",
    [
        *({"spark.master": it} for it in ("yarn", "k8s://https://localhost", "spark://far:7077")),
        {"spark.remote": "sc://localhost"},
        {**LOCAL, "spark.pyspark.python": "python3"},
        {**LOCAL, "spark.pyspark.driver.python": "python3"},
    ],
)
def test_those_elsewhere_or_with_a_chosen_one_do_not(requested_conf: dict[str, Any]) -> None:
    assert worker_python.variables(requested_conf) == {}


@pytest.mark.parametrize(
    "variables",
    [
        {"PYSPARK_PYTHON": "python3"},
        {"PYSPARK_DRIVER_PYTHON": "ipython"},
        {"PYSPARK_SUBMIT_ARGS": "--conf spark.pyspark.python=python3 pyspark-shell"},
    ],
)
def test_a_choice_in_the_environment_counts(variables: dict[str, str]) -> None:
    os.environ.update(variables)
    assert worker_python.variables(LOCAL) == {}


def test_a_choice_in_sparks_own_file_counts(tmp_path: Path) -> None:
    (tmp_path / "spark-defaults.conf").write_text("spark.pyspark.python  /opt/python\n")
    assert worker_python.variables(LOCAL) == {}


def test_a_config_without_master_has_the_one_that_spark_takes(tmp_path: Path) -> None:
    ours = {"PYSPARK_PYTHON": sys.executable}
    assert worker_python.variables({}) == ours
    os.environ["MASTER"] = "yarn"
    assert worker_python.variables({}) == {}
    (tmp_path / "spark-defaults.conf").write_text("spark.master  local\n")
    assert worker_python.variables({}) == ours
    assert worker_python.variables({"spark.master": "yarn"}) == {}
    os.environ["PYSPARK_SUBMIT_ARGS"] = "--master yarn pyspark-shell"
    assert worker_python.variables({}) == {}
