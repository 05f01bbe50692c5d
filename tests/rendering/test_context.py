"""What expressions see of the server."""

from __future__ import annotations

import getpass
import math
import os

import psutil
import pytest

from startspark.configs.expressions import NAMES
from startspark.kernel import cgroup
from startspark.rendering import context
from startspark.settings import SECRET_VARIABLE_NAMES


def test_every_name_that_expressions_may_use_is_there() -> None:
    given = {"parameters", "notebook"}
    assert {*context.server_context("/", "secret"), *given} == set(NAMES)


@pytest.mark.parametrize(
    "name",
    [
        "AWS_SECRET_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "JUPYTERHUB_API_TOKEN",
        "PGPASSWORD",
        "MYSQL_PASSWD",
        "SSH_PRIVATE_KEY",
        "azure_client_credential",
        "ConfigProxy_Auth",
        "SESSION_COOKIE",
    ],
)
def test_secrets_are_hidden(monkeypatch, name: str) -> None:
    monkeypatch.setenv(name, "s3cret")
    monkeypatch.setenv("SPARK_HOME", "/opt/spark")
    seen = context.visible_environment(SECRET_VARIABLE_NAMES)
    assert seen["SPARK_HOME"] == "/opt/spark"
    assert "s3cret" not in seen.values()


def test_the_hub_knows_the_user_and_the_limits(monkeypatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_USER", "ann@obs.example")
    monkeypatch.setenv("CPU_LIMIT", "1.5")
    monkeypatch.setenv("MEM_LIMIT", "1073741824")
    assert context.user() == "ann@obs.example"
    assert context.cpu_count() == 1
    assert context.memory() == 2**30


@pytest.mark.parametrize("limit", ["", "lots", "nan", "inf", "-1"])
def test_senseless_limits_are_survived(monkeypatch, limit: str) -> None:
    monkeypatch.setenv("CPU_LIMIT", limit)
    monkeypatch.setenv("MEM_LIMIT", limit)
    assert context.cpu_count() >= 1
    assert 1 <= context.memory() <= psutil.virtual_memory().total


def test_a_container_limits_processors_and_memory(monkeypatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(64), raising=False)
    monkeypatch.setattr(cgroup, "processors", lambda: 2)
    monkeypatch.setattr(cgroup, "memory", lambda: 2**29)
    assert (context.cpu_count(), context.memory()) == (2, 2**29)
    monkeypatch.setattr(cgroup, "processors", lambda: math.inf)
    assert context.cpu_count() == 64


def test_a_user_without_a_name_has_a_number(monkeypatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    monkeypatch.setattr(getpass, "getuser", nobody)
    assert context.user().isdigit()
