"""Warnings about Spark's properties."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from startspark.kernel.credentials import find_secret, is_secret
from startspark.properties import reference
from startspark.properties.checks import check_properties

VERSIONS = " or ".join(reference.spark_versions())


def warnings(data: dict[str, Any]) -> list[str]:
    return [sentence for _, sentence in check_properties(data)]


def warnings_of(name: str, value: Any = "{{ unknown }}", **data: Any) -> list[str]:
    return warnings({"conf": {name: value}, **data})


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("spark.executor.memroy", "spark.executor.memory"),
        ("spark.executor.Memory", "spark.executor.memory"),
        ("Spark.executor.memory", "spark.executor.memory"),
        ("sparkk.executor.memory", "spark.executor.memory"),
        ("spark.excutor.instance", "spark.executor.instances"),
        ("spark.executor.memory.overhead", "spark.executor.memoryOverhead"),
        ("spark.executor.memory_overhead", "spark.executor.memoryOverhead"),
        ("spark.serialiser", "spark.serializer"),
        ("spark.shuffle.partitions", "spark.sql.shuffle.partitions"),
        ("spark.sql.autobroadcastjointhreshold", "spark.sql.autoBroadcastJoinThreshold"),
        ("spark.kubernetes.namepsace", "spark.kubernetes.namespace"),
        ("spark.hadop.fs.s3a.endpoint", "spark.hadoop.fs.s3a.endpoint"),
        ("spark.executorEnvs.PATH", "spark.executorEnv.PATH"),
    ],
)
def test_a_misspelt_name_gives_a_suggestion(name: str, meant: str) -> None:
    assert warnings_of(name) == [f"`{name}` is not a Spark property: did you mean `{meant}`?"]
    assert warnings_of(meant) == []


@pytest.mark.parametrize("name", ["spark.driver.colour", "spark.storage.memoryFraction"])
def test_an_unknown_name_under_a_prefix_of_spark_gives_a_warning(name: str) -> None:
    assert warnings_of(name) == [f"`{name}` is not a property of Spark {VERSIONS}"]


@pytest.mark.parametrize(
    "name",
    [
        "spark.app.level",
        "spark.cassandra.connection.host",
        "spark.celeborn.master.endpoints",
        "spark.comet.exec.shuffle.enabled",
        "spark.databricks.delta.schema.autoMerge.enabled",
        "spark.delta.logStore.class",
        "spark.es.nodes",
        "spark.es.port",
        "spark.gluten.enabled",
        "spark.hadoop.fs.s3a.endpoint",
        "spark.hoodie.datasource.write.operation",
        "spark.kubernetes.driver.label.team",
        "spark.mongodb.read.connection.uri",
        "spark.neo4j.url",
        "spark.openlineage.transport.url",
        "spark.rapids.memory.gpu.pool",
        "spark.rapids.sql.enabled",
        "spark.redis.host",
        "spark.redis.port",
        "spark.scheduler.listenerbus.eventqueue.appStatus.capacity",
        "spark.sedona.join.gridtype",
        "spark.shuffle.io.connectionTimeout",
        "spark.snowflake.sfURL",
        "spark.sql.catalog.ice.type",
        "spark.sql.iceberg.vectorization.enabled",
        "spark.sql.streaming.stateStore.rocksdb.compactOnCommit",
        "spark.executor.resource.gpu.amount",
        "fs.s3a.endpoint",
        "executor.memory",
        "spark",
        "",
    ],
)
def test_names_of_plugins_give_no_warning(name: str) -> None:
    assert warnings_of(name) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("spark.yarn.jar", "is deprecated since Spark 2.0: write `spark.yarn.jars`"),
        ("spark.shuffle.spill", 'is deprecated since Spark 1.6. Spark says: "Not used anymore."'),
        (
            "spark.sql.optimizer.planChangeLog.level",
            "was removed in Spark 3.1: write `spark.sql.planChangeLog.level`",
        ),
        (
            "spark.storage.blockManagerSlaveTimeoutMs",
            "is the old name of `spark.storage.blockManagerHeartbeatTimeoutMs`",
        ),
    ],
)
def test_deprecated_and_removed_names_give_a_warning(name: str, words: str) -> None:
    assert warnings_of(name) == [f"`{name}` {words}"]


def test_a_name_that_the_newest_release_lacks_gives_a_warning() -> None:
    (sentence,) = warnings_of("spark.mesos.coarse")
    assert "is known to Spark 3.5, but no longer to Spark 4" in sentence


def test_a_warning_has_the_line_and_not_the_value(config) -> None:
    loaded = config("master: local[2]\nconf:\n  spark.driver.memory: 4gb\n")
    (warning,) = loaded.warnings
    assert warning.startswith(f"{loaded.path}:3: `spark.driver.memory` must be a size")
    assert "4gb" not in warning


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("spark.hadoop.fs.s3a.secret.key", True),
        ("spark.hadoop.fs.s3a.access.key", True),
        ("spark.ssl.keyPassword", True),
        ("fs.azure.account.key.stars", True),
        ("spark.jdbc.passwd", True),
        ("spark.executor.memory", False),
    ],
)
def test_a_secret_is_recognized_by_its_name(name: str, secret: bool) -> None:
    assert is_secret(name) is secret


@pytest.mark.parametrize(
    ("value", "secret"),
    [
        ("-Dmy.password=abc -Da=b", "-Dmy.password"),
        ("-Da=b\n-DTOKEN=abc", "-DTOKEN"),
        ("-Da=b -Dpassword", None),
        ("com.amazonaws.auth.DefaultAWSCredentialsProviderChain", None),
        (5, None),
    ],
)
def test_a_secret_among_java_options_is_found(value: object, secret: str | None) -> None:
    assert find_secret("spark.driver.extraJavaOptions", value) == secret


VALUES = st.text() | st.integers() | st.floats() | st.booleans() | st.none()
KNOWN = st.sampled_from(reference.property_names())
NAMES = st.text() | KNOWN | st.builds(str.__add__, KNOWN, st.text())


@given(
    st.dictionaries(NAMES, VALUES | st.fixed_dictionaries({"env": st.text()})),
    st.dictionaries(st.sampled_from(["master", "remote"]), st.text(), max_size=1),
)
def test_no_name_and_no_value_is_too_odd(conf: dict[str, Any], place: dict[str, str]) -> None:
    for (first, name), sentence in check_properties({"conf": conf, **place}):
        assert first == "conf"
        assert name in conf
        assert sentence.startswith(f"`{name}` ")


def test_every_property_without_a_replacement_has_a_reason() -> None:
    for name in reference.property_names():
        known = reference.find_property(name)
        if known.deprecated or known.removed:
            assert known.replacement or known.reason, name
