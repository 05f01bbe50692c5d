"""Warnings about properties that do not fit the master."""

from __future__ import annotations

from typing import Any

import pytest

from startspark.properties.deploy_modes import check_deploy_mode


def warnings(data: dict[str, Any]) -> list[str]:
    return [sentence for _, sentence in check_deploy_mode(data)]


def warnings_of(name: str, value: Any = "x", **data: Any) -> list[str]:
    return warnings({"conf": {name: value}, **data})


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
def test_a_property_without_effect_gives_a_warning(
    name: str, value: str, masters: list[str]
) -> None:
    for master in (LOCAL, STANDALONE, KUBERNETES, "yarn"):
        effect = [f"`{name}` has no effect" in it for it in warnings_of(name, value, master=master)]
        assert effect == [True] * (master in masters), master
    for unknown in ({}, {"master": "{{ env.MASTER }}"}, {"master": "local-cluster[2,1,512]"}):
        assert warnings_of(name, value, **unknown) == []


def test_the_master_may_stand_among_the_properties() -> None:
    (sentence,) = warnings({"conf": {"spark.master": LOCAL, "spark.cores.max": "4"}})
    assert "`spark.cores.max` has no effect with a local master" in sentence


@pytest.mark.parametrize(
    "name",
    [
        "spark.yarn.kerberos.renewal.excludeHadoopFileSystems",
        "spark.yarn.security.tokens.x",
    ],
)
def test_properties_with_an_effect_beyond_yarn_give_no_warning(name: str) -> None:
    assert warnings_of(name, master=KUBERNETES) == []


def test_executors_count_where_their_number_may_change() -> None:
    conf = {"spark.executor.instances": "4", "spark.dynamicAllocation.enabled": "true"}
    assert warnings({"master": STANDALONE, "conf": conf}) == []


def test_a_notebook_s_driver_runs_in_its_kernel() -> None:
    name = "spark.submit.deployMode"
    assert warnings_of(name, "client", master=STANDALONE) == []
    (sentence,) = warnings_of(name, "cluster", master=STANDALONE)
    assert sentence == f"`{name}` must be client: a notebook's driver runs in its kernel"


def test_dynamic_allocation_needs_something_that_keeps_shuffle_files() -> None:
    start = "spark.dynamicAllocation"
    conf = {f"{start}.enabled": "true", f"{start}.shuffleTracking.enabled": "false"}
    (sentence,) = warnings({"master": STANDALONE, "conf": conf})
    assert sentence.startswith(f"`{start}.enabled` needs something that keeps shuffle files")
    for fix in (
        {f"{start}.shuffleTracking.enabled": "true"},
        {"spark.shuffle.service.enabled": "true"},
        {"spark.decommission.enabled": "true"},
        {f"{start}.enabled": "false"},
    ):
        assert warnings({"master": STANDALONE, "conf": {**conf, **fix}}) == []


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("spark.executor.memory", True),
        ("spark.jars", True),
        ("spark.sql.warehouse.dir", True),
        ("spark.sql.shuffle.partitions", False),
        ("spark.app.name", False),
        ("spark.hadoop.fs.s3a.endpoint", False),
    ],
)
def test_a_property_that_a_connect_client_cannot_set_gives_a_warning(
    name: str, refused: bool
) -> None:
    sentences = warnings_of(name, remote="sc://host:15002")
    assert ["cannot be set by a client of Spark Connect" in it for it in sentences] == [
        True
    ] * refused
