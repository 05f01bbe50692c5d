"""Where it is found that a property is set."""

from __future__ import annotations

from pathlib import Path

import pytest

from startspark.kernel.property_origins import Origins

MEMORY = "spark.driver.memory"


@pytest.fixture(autouse=True)
def conf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Spark's folder of settings."""
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    monkeypatch.delenv("PYSPARK_SUBMIT_ARGS", raising=False)
    return tmp_path / "spark-defaults.conf"


def test_a_property_of_the_config_has_its_line() -> None:
    origins = Origins({"spark.a": 1}, {"spark.a": "/c/a.yaml:7"})
    assert origins.where("spark.a") == "in `/c/a.yaml:7`"
    assert origins.value("spark.a") == "1"


def test_an_override_stands_in_the_notebook() -> None:
    origins = Origins({"spark.a": 1}, {"spark.a": "/c/a.yaml:7"}, ["spark.a"])
    assert origins.where("spark.a") == "in this notebook’s own settings"


def test_what_nobody_sets_is_nowhere() -> None:
    assert (Origins().where("spark.a"), Origins().value("spark.a")) == ("", None)


@pytest.mark.parametrize("line", [f"{MEMORY} 3g", f"{MEMORY}=3g", f"  {MEMORY} :  3g  "])
def test_a_line_of_sparks_own_file(conf: Path, line: str) -> None:
    conf.write_text(f"# {MEMORY} 1g\n\n{line}\n")
    assert Origins().value(MEMORY) == "3g"
    assert Origins().where(MEMORY) == f"in `{conf}:3`"
    assert Origins({MEMORY: "2g"}).value(MEMORY) == "2g"


@pytest.mark.parametrize(
    "arguments",
    [f"--conf {MEMORY}=3g", "--driver-memory 3g", "--driver-memory=3g", f"-c {MEMORY}=3g"],
)
def test_arguments_beat_the_config_where_java_is_launched_with_them(
    monkeypatch: pytest.MonkeyPatch, arguments: str
) -> None:
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", f"{arguments} --master local[3] pyspark-shell")
    origins = Origins({MEMORY: "2g", "spark.master": "local[2]"})
    assert origins.value(MEMORY) == "3g"
    assert "PYSPARK_SUBMIT_ARGS" in origins.where(MEMORY)
    assert origins.value("spark.master") == "local[2]"
    assert Origins().value("spark.master") == "local[3]"


def test_a_value_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_MASTER", "local[7]")
    assert Origins({"spark.master": {"env": "MY_MASTER"}}).value("spark.master") == "local[7]"


def test_the_property_of_which_an_error_speaks() -> None:
    origins = Origins({"spark.a": "no.Such", "spark.a.b": "x", "spark.c": "perhaps"})
    assert origins.named_in("bad value of spark.a.b.") == "spark.a.b"
    assert origins.named_in("'spark.a' is bad") == "spark.a"
    assert origins.named_in("it is perhaps bad") == "spark.c"
    assert origins.named_in("spark.a.b.c is bad: xx, no.Such2") is None
