"""What the doctor finds in a kernel's environment, which is this process's."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyspark
import pytest

from pythons import PYTHONS
from startspark.kernel import cgroup
from startspark.kernel.doctor import examination, machine
from startspark.kernel_source import examination as expression

PLACES = {"spark.local.dir": "/c/a.yaml:7", "spark.secret": "/c/a.yaml:8"}

Findings = "dict[str, dict[str, str]]"


def examine(is_start: bool = False, **conf: Any) -> dict[str, dict[str, str]]:
    """Examine this process; the last finding of each check, by its name."""
    requested = {f"spark.{name}": value for name, value in conf.items()}
    found = examination.examine("Kernel", [], requested, is_start=is_start, places=PLACES)
    assert {it["area"] for it in found["findings"]} == {"Kernel"}
    for it in found["findings"]:
        assert it["status"] == "ok" or it["fix"], f"no fix: {it}"
    return {it["check"]: it for it in found["findings"]}


def expect(status: str, check: str, text: str, **conf: Any) -> str:
    """Expect a finding; returns its fix."""
    found = examine(is_start=True, **conf)[check]
    assert found["status"] == status
    assert text in found["text"]
    return found["fix"]


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without variables of Spark's."""
    for name in [it for it in os.environ if it.startswith(("SPARK_", "PYSPARK_"))]:
        monkeypatch.delenv(name)


def test_a_good_environment_has_no_error() -> None:
    found = examine(is_start=True, master="local[2]")
    assert {it["status"] for it in found.values()} == {"ok"}
    assert found["pyspark"]["text"] == pyspark.__version__
    assert found["Python"]["text"].startswith(f"{'.'.join(map(str, sys.version_info[:3]))}, `")


@pytest.mark.parametrize("python", PYTHONS.values(), ids=PYTHONS)
def test_a_kernel_without_start_spark_examines_itself(python: str) -> None:
    program = f"import json; print(json.dumps({expression('Kernel')}))"
    done = subprocess.run([python, "-"], input=program, capture_output=True, text=True, check=True)
    found = {it["check"]: it for it in json.loads(done.stdout)["findings"]}
    assert "could not be checked" not in done.stdout
    assert {found[it]["status"] for it in ("pyspark", "Java", "User", "Memory")} == {"ok"}


def test_a_check_that_fails_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    checks = [("Odd", lambda _: [1 / 0])]
    monkeypatch.setattr(examination, "ENVIRONMENT", checks)
    found = examine()["Odd"]
    assert found["status"] == "warning"
    assert "ZeroDivisionError" in found["text"]


def test_a_java_home_without_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert "Set JAVA_HOME" in expect("error", "Java", f"JAVA_HOME is `{tmp_path}`")


def test_a_java_that_does_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\nexit 3\n")
    java.chmod(0o755)
    (tmp_path / "release").write_text('JAVA_VERSION="17.0.1"\n')
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert "Reinstall Java" in expect("error", "Java", "does not run: it exited with status 3")


def test_a_java_too_new_for_this_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\n")
    java.chmod(0o755)
    (tmp_path / "release").write_text('JAVA_VERSION="25.0.1"\n')
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    release = "startspark.kernel.cds.installation.pyspark_release"
    monkeypatch.setattr(release, lambda: (3, 5))
    assert "older one" in expect("error", "Java", "Java 25 is too new")
    monkeypatch.setattr(release, lambda: (4, 3))
    expect("ok", "Java", "25, in ")


def spark(folder: Path, version: str) -> Path:
    """A folder that looks like a Spark's."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "spark-submit").write_text("")
    (folder / "jars").mkdir()
    (folder / "jars" / f"spark-core_2.13-{version}.jar").write_text("")
    return folder


@pytest.mark.parametrize(
    ("version", "status"), [("2.4.8", "error"), (f"{pyspark.__version__}.1", "warning")]
)
def test_a_spark_home_of_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, status: str
) -> None:
    monkeypatch.setenv("SPARK_HOME", str(spark(tmp_path, version)))
    assert "Remove SPARK_HOME" in expect(status, "SPARK_HOME", f"a Spark {version}")


def test_arguments_of_which_only_names_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = "--conf spark.my.password=s3cret --driver-memory 2g pyspark-shell"
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", arguments)
    text = "sets `spark.driver.memory`, `spark.my.password`"
    expect("ok", "PYSPARK_SUBMIT_ARGS", text)
    fix = expect(
        "warning", "PYSPARK_SUBMIT_ARGS", "takes precedence over", **{"driver.memory": "1g"}
    )
    assert "or from the configuration" in fix
    assert "s3cret" not in json.dumps(examine())


def test_arguments_that_spark_cannot_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", "--driver-memory 2g")
    expect("error", "PYSPARK_SUBMIT_ARGS", "does not end with `pyspark-shell`")


def test_the_files_of_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path / "gone"))
    expect("warning", "SPARK_CONF_DIR", "that folder does not exist")
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    (tmp_path / "spark-defaults.conf").write_text("spark.a s3cret\nspark.b 1\n")
    (tmp_path / "spark-env.sh").write_text("")
    found = examine(a="2")
    assert found["spark-defaults.conf"]["text"] == (
        f"`{tmp_path}/spark-defaults.conf` sets `spark.b`, which the configuration does not"
    )
    assert "spark-env.sh" in found
    assert "s3cret" not in str(found)


def test_a_variable_that_would_use_spark_connect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_REMOTE", "sc://ann:s3cret@host;token=s3cret")
    expect("error", "Spark Connect", "sets `SPARK_REMOTE`")
    assert "Spark Connect" not in examine(master="local[2]")


def test_the_python_of_tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    expect("ok", "Tasks’ Python", "has the driver’s version")
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\necho '[3, 7]'\n")
    other.chmod(0o755)
    monkeypatch.setenv("PYSPARK_PYTHON", str(other))
    assert "remove PYSPARK_PYTHON" in expect(
        "error", "Tasks’ Python", "is Python 3.7, but the driver’s"
    )
    other.write_text("#!/bin/sh\nexit 1\n")
    expect("error", "Tasks’ Python", "does not run")
    monkeypatch.setenv("PYSPARK_PYTHON", str(tmp_path / "gone"))
    expect("error", "Tasks’ Python", "is not on this machine")
    expect("warning", "Tasks’ Python", "is not on this machine", master="yarn")
    monkeypatch.delenv("PYSPARK_PYTHON")
    expect("ok", "Tasks’ Python", "`python3` of the cluster’s machines", master="yarn")
    monkeypatch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)  # then a start sets nothing
    monkeypatch.setenv("PATH", str(tmp_path))
    other.rename(tmp_path / "python3").write_text("#!/bin/sh\necho '[3, 7]'\n")
    fix = expect("error", "Tasks’ Python", "`python3`, is Python 3.7")
    assert f"Set PYSPARK_PYTHON to `{sys.executable}`" in fix


def test_a_property_that_a_notebook_does_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    key = "pyspark.python"
    found = examination.examine("Kernel", [], {f"spark.{key}": "/no/such"}, places=PLACES)
    first, second = [it for it in found["findings"] if it["check"] == "Tasks’ Python"]
    assert first["status"] == "warning"
    assert "`spark.pyspark.python` has no effect in a notebook" in first["text"]
    assert second["text"].startswith("`python3` has")


def test_a_local_folder_that_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    fix = expect("error", "Local folder", f"`{file}`: ", **{"local.dir": str(file)})
    assert "`spark.local.dir` in `/c/a.yaml:7`" in fix
    found = examine(**{"local.dir": f"{file},{tmp_path}/new/deep"})["Local folder"]
    assert found["text"].startswith(f"`{tmp_path}/new/deep` is writable, and has ")
    assert not (tmp_path / "new").exists()


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_local_folder_of_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_LOCAL_DIRS", "/usr")
    assert "Set SPARK_LOCAL_DIRS" in expect("error", "Local folder", "Permission denied")


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "FREE", 10**18)
    monkeypatch.setenv("SPARK_LOCAL_DIRS", str(tmp_path))
    assert "SPARK_LOCAL_DIRS" in expect("warning", "Local folder", "GB free.")


def test_a_driver_that_takes_more_than_the_container_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cgroup, "memory", lambda: 2 * 10**9)
    monkeypatch.setattr(cgroup, "processors", lambda: 1)
    conf = {"driver.memory": "2048m"}
    assert "Lower `spark.driver.memory`" in expect("warning", "Memory", "has 2.0 GB", **conf)
    expect("ok", "Memory", "this container has 2.0 GB", **{"driver.memory": "1g"})
    assert examine()["Processors"]["text"].startswith("1")


def test_a_user_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    assert "/etc/passwd" in expect("error", "User", "(ID 54321)")


def test_a_host_name_that_is_only_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.socket, "gethostname", lambda: "localhost")
    expect("ok", "Host name", "which other machines cannot reach")
    cluster = {"master": "spark://localhost:1"}
    assert "spark.driver.host" in expect(
        "warning", "Host name", "executors must be able", **cluster
    )
    expect(
        "ok", "Host name", "other machines cannot reach", **cluster, **{"driver.host": "127.0.0.1"}
    )
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    expect("ok", "Host name", "SPARK_LOCAL_IP is `127.0.0.1`", **cluster)


def test_a_variable_that_the_configuration_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    fix = expect("error", "Variable", "no variable `NO_SUCH`", secret={"env": "NO_SUCH"})
    assert "`spark.secret` in `/c/a.yaml:8`" in fix
    monkeypatch.setenv("NO_SUCH", "s3cret-value")
    expect(
        "ok", "Variable", "`NO_SUCH`, which `spark.secret` reads, is set", secret={"env": "NO_SUCH"}
    )
    assert "s3cret" not in json.dumps(examine(is_start=True, secret={"env": "NO_SUCH"}))


def test_a_driver_in_the_cluster() -> None:
    expect("error", "Deploy mode", "`cluster`", **{"submit.deployMode": "cluster"})


@pytest.mark.parametrize(
    "kind", ["spark://{}", "k8s://https://{}", "k8s://{}", "spark://127.0.0.1:1,{}"]
)
def test_a_master_that_answers(kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"127.0.0.1:{listening.getsockname()[1]}"
        expect("ok", "Master", f"`{address}` accepts connections", master=kind.format(address))


def test_a_connect_server_that_does_not_answer() -> None:
    conf = {"remote": "sc://ann@127.0.0.1:1/;token=s3cret"}
    fix = expect("error", "Master", "`127.0.0.1:1` cannot be reached from here: ", **conf)
    assert "correct `spark.remote`" in fix
    assert "s3cret" not in json.dumps(examine(is_start=True, **conf))


def test_a_master_on_this_machine_needs_nobody() -> None:
    assert "Master" not in examine(is_start=True, master="local[2]")


def test_a_master_that_nobody_knows() -> None:
    fix = expect("error", "Master", "no.such.invalid", master="spark://no.such.invalid:7077")
    assert "ask the cluster’s administrator" in fix


def test_yarn_has_to_be_told_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HADOOP_CONF_DIR", "YARN_CONF_DIR"):
        monkeypatch.delenv(name, raising=False)
    expect("error", "Master", "does not know where YARN is", master="yarn")
    monkeypatch.setenv("HADOOP_CONF_DIR", str(tmp_path / "gone"))
    expect("error", "Master", "that folder does not exist", master="yarn")
    monkeypatch.setenv("HADOOP_CONF_DIR", str(tmp_path))
    expect("ok", "Master", "YARN, from HADOOP_CONF_DIR", master="yarn")


def test_the_class_archive(made: Path) -> None:
    found = examination.examine("Kernel", [str(made.parent)], {})
    (text,) = [it["text"] for it in found["findings"] if it["check"] == "Class archive"]
    assert text.endswith(f"MB in `{made}`")
    assert "startspark warm" in examine()["Class archive"]["fix"]


def test_a_kernel_without_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "pyspark")
    monkeypatch.setattr(sys, "path", [])
    sys.path_importer_cache.clear()
    expect("error", "pyspark", "This kernel has no pyspark.")
