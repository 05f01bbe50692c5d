"""What a look before a start knows."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Any

import pyspark
import pytest

from startspark.kernel.diagnosis import preflight
from startspark.kernel.property_origins import Origins

VARIABLES = ("JAVA_HOME", "PYSPARK_SUBMIT_ARGS", "SPARK_HOME", "SPARK_CONF_DIR", "SPARK_LOCAL_IP")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """None of these variables is set."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def expect(sentence: str, launches_jvm: bool = True, **requested_conf: Any) -> str:
    """Expect this cause; returns its advice."""
    properties = {f"spark.{name}": value for name, value in requested_conf.items()}
    places = dict.fromkeys(properties, "/c/a.yaml:7")
    found = preflight.cause(Origins(properties, places), launches_jvm)
    assert found is not None
    assert sentence in found.sentence
    return found.advice


def expect_nothing(launches_jvm: bool = True, **requested_conf: Any) -> None:
    """Expect that a start may succeed."""
    properties = {f"spark.{name}": value for name, value in requested_conf.items()}
    assert preflight.cause(Origins(properties), launches_jvm) is None


def java(folder: Path, version: str = "17.0.1") -> Path:
    """A folder that looks like a Java's."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "java").write_text("")
    (folder / "bin" / "java").chmod(0o755)
    (folder / "release").write_text(f'JAVA_VERSION="{version}"\n')
    return folder


def spark(folder: Path, version: str) -> Path:
    """A folder that looks like a Spark's."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "spark-submit").write_text("")
    (folder / "jars").mkdir()
    (folder / "jars" / f"spark-core_2.13-{version}.jar").write_text("")
    (folder / "python" / "pyspark").mkdir(parents=True)
    return folder


def test_a_start_that_may_succeed() -> None:
    expect_nothing(master="local[2]")


def test_a_look_that_fails_keeps_nobody_from_starting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preflight, "java", lambda _: 1 / 0)
    expect_nothing()


def test_a_variable_that_the_config_reads() -> None:
    advice = expect("no variable `NO_SUCH`", False, secret={"env": "NO_SUCH"})
    assert "`spark.secret` in `/c/a.yaml:7`" in advice


@pytest.fixture
def no_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    """pyspark cannot be imported here."""
    monkeypatch.delitem(sys.modules, "pyspark")
    monkeypatch.setattr(sys, "path", [])
    sys.path_importer_cache.clear()


@pytest.mark.usefixtures("no_pyspark")
def test_a_kernel_without_pyspark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "%pip install pyspark" in expect("This kernel has no pyspark.")
    monkeypatch.setenv("SPARK_HOME", str(spark(tmp_path, "4.3.0")))
    assert f"There is one in `{tmp_path}/python`" in expect("This kernel has no pyspark.")


def test_a_spark_home_without_a_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_HOME", str(tmp_path / "gone"))
    assert "remove it" in expect(f"SPARK_HOME is `{tmp_path}/gone`, but there is no Spark there.")


def test_a_spark_home_that_is_a_folder_too_deep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPARK_HOME", str(spark(tmp_path, "4.3.0") / "bin"))
    assert f"Set it to `{tmp_path}`" in expect("but there is no Spark there.")


def test_a_spark_home_of_another_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = "3.5.9" if pyspark.__version__ >= "4" else "4.3.0"
    monkeypatch.setenv("SPARK_HOME", str(spark(tmp_path, version)))
    said = f"pyspark is {pyspark.__version__}, and SPARK_HOME is `{tmp_path}`, a Spark {version}."
    assert f"pyspark=={version}" in expect(said)


def test_a_spark_home_of_the_same_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_HOME", str(spark(tmp_path, pyspark.__version__)))
    expect_nothing()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ("--driver-memory 2g", "does not end with `pyspark-shell`"),
        ("", "does not end with `pyspark-shell`"),
        ('--name "x pyspark-shell', "has an unclosed quote"),
    ],
)
def test_arguments_that_spark_cannot_read(
    monkeypatch: pytest.MonkeyPatch, arguments: str, problem: str
) -> None:
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", arguments)
    expect(f"PYSPARK_SUBMIT_ARGS {problem}.")
    expect_nothing(launches_jvm=False)


def test_a_driver_that_is_to_run_in_the_cluster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    (tmp_path / "spark-defaults.conf").write_text("\nspark.submit.deployMode cluster\n")
    advice = expect("A notebook’s driver runs in its kernel")
    assert f"in `{tmp_path}/spark-defaults.conf:2`" in advice


def test_a_wrong_java_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    expect(f"JAVA_HOME is `{tmp_path}`, but there is no Java there.")


def test_no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    expect("Spark needs Java, and none was found.")


def test_a_java_beside_the_kernels_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = java(tmp_path / "lib" / "jvm")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert f"There is one in `{home}`." in expect("Spark needs Java, and none was found.")


@pytest.mark.skipif(pyspark.__version__ < "4", reason="Spark 3.5 runs on Java 8 to 21")
@pytest.mark.parametrize(("release", "version"), [("11.0.2", 11), ("1.8.0_392", 8)])
def test_a_java_too_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, release: str, version: int
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(java(tmp_path, release)))
    expect(f"This Spark needs Java 17 or later; the kernel’s is Java {version}.")


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Hosts of which the name service knows no address."""
    names: set[str] = set()
    look_up = socket.getaddrinfo

    def answer(host: str, *others: Any) -> Any:
        if host in names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(host, *others)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return names


def test_a_machine_whose_name_has_no_address(
    unknown: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown.add(socket.gethostname())
    assert "SPARK_LOCAL_IP" in expect(f"`{socket.gethostname()}`, cannot be resolved.")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    expect_nothing()
    unknown.add("gone")
    monkeypatch.setenv("SPARK_LOCAL_HOSTNAME", "gone")
    expect("SPARK_LOCAL_HOSTNAME is `gone`, which cannot be resolved.")


@pytest.mark.parametrize("master", ["spark://gone:7077", "k8s://https://gone:443"])
def test_a_master_whose_host_has_no_address(unknown: set[str], master: str) -> None:
    unknown.add("gone")
    advice = expect("The master’s host name `gone` cannot be resolved here.", master=master)
    assert "Correct `master` in `/c/a.yaml:7`" in advice


def test_credentials_of_a_master_are_not_shown(unknown: set[str]) -> None:
    unknown.add("gone")
    advice = expect(
        "The master’s host name `gone` cannot be resolved here.",
        master="k8s://https://ann:p@ss@gone:6443",
    )
    assert "`k8s://https://(hidden)@gone:6443`" in advice
    assert "ss@" not in advice


def test_of_several_masters_one_is_enough(unknown: set[str]) -> None:
    unknown.add("gone")
    expect_nothing(master="spark://gone:7077,localhost:7077")


@pytest.mark.parametrize("master", ["k8s://https://[::1]", "spark://[::1]:7077"])
def test_a_master_may_have_an_ipv6_address(master: str) -> None:
    expect_nothing(master=master)


def test_the_environment_is_left_alone() -> None:
    before = dict(os.environ)
    expect_nothing(master="local[2]")
    assert dict(os.environ) == before
