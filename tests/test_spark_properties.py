"""What is said about Spark's properties, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from startspark.spark_properties import remarks


def said(data: dict[str, Any]) -> list[str]:
    return [sentence for _, sentence in remarks(data)]


def said_of(name: str, value: Any = "{{ unknown }}", **data: Any) -> list[str]:
    return said({"conf": {name: value}, **data})


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
def test_a_misspelt_name_brings_the_right_one(name: str, meant: str) -> None:
    assert said_of(name) == [f"`{name}` is no property of Spark's: did you mean `{meant}`?"]
    assert said_of(meant) == []
