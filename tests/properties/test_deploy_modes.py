"""What is said about properties given the master."""

from __future__ import annotations

from typing import Any

import pytest

from startspark.properties import deploy_modes


def told(data: dict[str, Any]) -> list[str]:
    return [sentence for _, sentence in deploy_modes.remarks(data)]


def told_of(name: str, value: Any = "x", **data: Any) -> list[str]:
    return told({"conf": {name: value}, **data})


LOCAL, STANDALONE, KUBERNETES = "local[*]", "spark://host:7077", "k8s://https://host:443"


@pytest.mark.parametrize(
    ("name", "value", "masters"),
    [
        ("spark.executor.memory", "4g", [LOCAL]),
        ("spark.executor.instances", "4", [LOCAL, STANDALONE]),
        ("spark.dynamicAllocation.enabled", "true", [LOCAL]),
        ("spark.cores.max", "4", [LOCAL, KUBERNETES, "yarn"]),
        ("spark.kubernetes.namespace", "ann", [LOCAL, STANDALONE, "yarn"]),
        ("spark.yarn.queue", "ann", [LOCAL, STANDALONE, KUBERNETES]),
    ],
)
def test_a_property_without_effect_under_a_master_is_told(
    name: str, value: str, masters: list[str]
) -> None:
    for master in (LOCAL, STANDALONE, KUBERNETES, "yarn"):
        effect = [f"`{name}` has no effect" in it for it in told_of(name, value, master=master)]
        assert effect == [True] * (master in masters), master
    for unknown in ({}, {"master": "{{ env.MASTER }}"}, {"master": "local-cluster[2,1,512]"}):
        assert told_of(name, value, **unknown) == []


def test_the_master_may_stand_among_the_properties() -> None:
    (sentence,) = told({"conf": {"spark.master": LOCAL, "spark.cores.max": "4"}})
    assert "`spark.cores.max` has no effect with a local master" in sentence


@pytest.mark.parametrize(
    "name",
    [
        "spark.yarn.kerberos.renewal.excludeHadoopFileSystems",
        "spark.yarn.security.tokens.x",
    ],
)
def test_what_has_effect_beyond_yarn_is_not_told(name: str) -> None:
    assert told_of(name, master=KUBERNETES) == []


def test_executors_count_where_their_number_may_change() -> None:
    conf = {"spark.executor.instances": "4", "spark.dynamicAllocation.enabled": "true"}
    assert told({"master": STANDALONE, "conf": conf}) == []


def test_a_notebook_s_driver_runs_in_its_kernel() -> None:
    name = "spark.submit.deployMode"
    assert told_of(name, "client", master=STANDALONE) == []
    (sentence,) = told_of(name, "cluster", master=STANDALONE)
    assert sentence == f"`{name}` must be client: a notebook's driver runs in its kernel"


def test_dynamic_allocation_needs_something_that_keeps_shuffle_files() -> None:
    start = "spark.dynamicAllocation"
    conf = {f"{start}.enabled": "true", f"{start}.shuffleTracking.enabled": "false"}
    (sentence,) = told({"master": STANDALONE, "conf": conf})
    assert sentence.startswith(f"`{start}.enabled` needs something that keeps shuffle files")
    for mend in (
        {f"{start}.shuffleTracking.enabled": "true"},
        {"spark.shuffle.service.enabled": "true"},
        {"spark.decommission.enabled": "true"},
        {f"{start}.enabled": "false"},
    ):
        assert told({"master": STANDALONE, "conf": {**conf, **mend}}) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("spark.executor.memory", True),
        ("spark.jars", True),
        ("spark.sql.warehouse.dir", True),
        ("spark.sql.shuffle.partitions", False),
        ("spark.app.name", False),
        ("spark.hadoop.fs.s3a.endpoint", False),
    ],
)
def test_what_a_client_of_spark_connect_cannot_set_is_told(name: str, told: bool) -> None:
    sentences = told_of(name, remote="sc://host:15002")
    assert ["cannot be set by a client of Spark Connect" in it for it in sentences] == [True] * told
