"""Which properties a kernel's Spark has."""

from __future__ import annotations

import sys
from importlib import metadata
from types import SimpleNamespace

import pytest

import kernels
from kernels import starts
from pythons import PYTHONS
from startspark.kernel import api, spark_properties
from startspark.properties.reference import property_names

REGISTRY = """{spark.a=ConfigEntry(key=spark.a, defaultValue=false, doc=Whether (a) is
  on, as <b>, e.g. true. More., public=true, version=3.0.1), spark.b=ConfigEntry(key=spark.b, \
defaultValue=<undefined>, doc=, public=false, version=), spark.c=ConfigEntry(key=spark.c, \
defaultValue=a, b, doc=C, public=true, version=4.1.0), spark.test.d=ConfigEntry(key=spark.test.d, \
defaultValue=1, doc=D, public=true, version=4.1.0)}"""


def test_what_the_jvm_has_beyond_a_list_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_properties, "_registry_text", lambda: REGISTRY)
    a, b, c = spark_properties.unlisted(())
    assert a["meaning"].startswith("Whether (a) is on, as <b>, e.g")
    assert {key: a[key] for key in ("name", "type", "default", "since")} == {
        "name": "spark.a",
        "type": "boolean",
        "default": "false",
        "since": "3.0",
    }
    assert b == {"name": "spark.b", "internal": True}
    assert c == {"name": "spark.c", "default": "a, b", "since": "4.1", "meaning": "C"}
    assert api.known_properties("spark.a spark.b")["properties"] == [c]


def test_a_meaning_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    text = REGISTRY.replace("doc=C", f"doc={'word ' * 50}")
    monkeypatch.setattr(spark_properties, "_registry_text", lambda: text)
    meaning = spark_properties.unlisted(("spark.a", "spark.b"))[0]["meaning"]
    assert len(meaning) <= spark_properties.LENGTH + 1
    assert meaning.endswith("word…")


def test_without_a_jvm_the_version_is_that_of_the_installed_pyspark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "pyspark", raising=False)
    found = api.known_properties("")
    assert found == {"version": metadata.version("pyspark"), "properties": []}
    monkeypatch.setitem(sys.modules, "pyspark", SimpleNamespace(__version__="9.9"))
    assert spark_properties.version() == "9.9"
    monkeypatch.delitem(sys.modules, "pyspark")

    def lacks(package: str) -> str:
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr(metadata, "version", lacks)
    assert spark_properties.version() is None


@pytest.mark.spark
@pytest.mark.parametrize("python", PYTHONS.values(), ids=PYTHONS)
def test_a_running_spark_is_asked(python: str) -> None:
    with kernels.running(python) as kernel:
        kernel.start(starts(**{"spark.ui.enabled": "false"}))
        found = kernel.ask("known_properties", listed="spark.executor.memory")
        names = {it["name"]: it for it in found["properties"]}
        assert found["version"] == kernel.value("spark.version").strip("'")
        assert len(names) > 500
        assert "spark.executor.memory" not in names
        partitions = names["spark.sql.shuffle.partitions"]
        assert (partitions["default"], partitions["since"]) == ("200", "1.1")
        assert partitions["meaning"].startswith("The default number of partitions")
        listed = " ".join(property_names())
        beyond = kernel.ask("known_properties", listed=listed)["properties"]
        assert len(beyond) < len(names) / 100
