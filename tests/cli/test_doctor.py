"""The command `startspark doctor`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import standalone
from pythons import spark_home
from servers import isolated_environment

Run = Callable[..., subprocess.CompletedProcess[str]]

SECRETS = ("s3cret-one", "s3cret-two", "s3cret-three", "s3cret-four")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command in a home with a config, with secrets wherever one can be."""
    folder = tmp_path / ".jupyter" / "startspark"
    folder.mkdir(parents=True)
    (folder / "tried.yaml").write_text(
        "master: local[1]\nconf:\n  spark.ui.enabled: false\n"
        f"  spark.my.password: {SECRETS[0]}\n  spark.my.token: {{env: MY_TOKEN}}\n"
        "parameters:\n  n: {type: integer, default: 1}\n"
    )

    def run_command(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        variables = {
            "MY_TOKEN": SECRETS[1],
            "PYSPARK_SUBMIT_ARGS": f"--conf spark.my.secret={SECRETS[2]} pyspark-shell",
        }
        return subprocess.run(
            [sys.executable, "-m", "startspark.cli", "doctor", *arguments],
            cwd=tmp_path,
            env=isolated_environment(tmp_path) | variables | more,
            capture_output=True,
            encoding="utf-8",
        )

    return run_command


def expect_no_secret(result: subprocess.CompletedProcess[str]) -> None:
    assert not [it for it in SECRETS if it in result.stdout + result.stderr]


def test_a_report_has_all_areas_and_no_secret(run: Run, tmp_path: Path) -> None:
    result = run()
    areas = [it for it in result.stdout.splitlines() if it[:1].isupper()]
    assert areas[:2] == ["Server", "Kernel python3"]
    assert areas[2:] == ["Configuration tried", "Configuration local"]
    assert "  ok       File                  `~/.jupyter/startspark/tried.yaml`" in result.stdout
    assert "sets `spark.my.secret`" in result.stdout
    words = " ".join(result.stdout.split())  # how lines are wrapped depends on the terminal
    assert "`MY_TOKEN`, which `spark.my.token` reads, is set here" in words
    assert str(tmp_path) not in result.stdout
    assert (result.returncode, result.stderr) == (0, "")
    expect_no_secret(result)


def test_an_error_is_in_the_exit_status(run: Run, tmp_path: Path) -> None:
    remote = f"https://ann:{SECRETS[3]}@127.0.0.1:1"
    (tmp_path / ".jupyter" / "startspark" / "far.yaml").write_text(f"master: k8s://{remote}")
    result = run("--json", JAVA_HOME=str(tmp_path / "gone"))
    assert (result.returncode, result.stderr) == (1, "")
    found = json.loads(result.stdout)
    errors = {(it["area"], it["check"]): it for it in found if it["status"] == "error"}
    java = errors["Kernel python3", "Java"]["text"]
    assert java == "JAVA_HOME is `~/gone`, but there is no Java there."
    assert "127.0.0.1:1" in errors["Configuration far", "Master"]["text"]
    assert all(it["fix"] for it in errors.values())
    expect_no_secret(result)


def test_a_configuration_that_does_not_exist_cannot_be_started(run: Run) -> None:
    result = run("--start", "gone")
    assert (result.returncode, result.stdout) == (1, "")
    assert "There is no configuration gone" in result.stderr


@pytest.mark.spark
def test_a_configuration_is_started_and_runs_a_task(run: Run) -> None:
    result = run("--json", "--start", "tried", "-p", "n=2")
    assert result.returncode == 0, result.stdout
    start, task = [it for it in json.loads(result.stdout) if it["area"] == "Start of tried"]
    assert start["text"].startswith("Spark ")
    assert task["text"].startswith("one completed in ")
    assert "startspark: Running a task…" in result.stderr
    expect_no_secret(result)


CLUSTER = """
master: {}
conf:
  spark.ui.enabled: false
  spark.driver.host: 127.0.0.1
  spark.cores.max: 1
  spark.executor.cores: 1
  spark.executor.memory: 512m
"""

IMPATIENT = """
import sys
from startspark.cli.main import main
from startspark.doctor import cluster
from startspark.kernel.waiting import standalone
cluster.PATIENCE = float(sys.argv[1])
standalone.SECONDS = 60  # for a master's first answer
sys.exit(main(["doctor", "--json", "--start", "cluster"]))
"""


@pytest.mark.spark
def test_a_cluster_is_asked_for_an_executor(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cluster").mkdir()
    with standalone.running(spark_home(sys.executable), tmp_path / "cluster") as cluster:
        text = CLUSTER.format(cluster.url)
        (tmp_path / ".jupyter" / "startspark" / "cluster.yaml").write_text(text)

        def start(patience: int) -> tuple[int, dict[str, str]]:
            done = subprocess.run(
                [sys.executable, "-c", IMPATIENT, str(patience)],
                cwd=tmp_path,
                env=isolated_environment(tmp_path),
                stdout=subprocess.PIPE,
            )
            found = {it["area"] + it["check"]: it["text"] for it in json.loads(done.stdout)}
            assert found["Configuration clusterMaster"].endswith("accepts connections")
            return done.returncode, found["Start of clusterTask"]

        status, text = start(5)
        assert status == 1
        assert text.startswith("No task ran within 5 seconds, with 0 of 1 executor. ")
        assert "worker" in text  # as the master says
        cluster.add_worker()
        status, text = start(120)
        assert (status, text.split(" s, ")[1]) == (0, "with 1 of 1 executor")


@pytest.mark.spark
def test_a_start_that_fails_is_an_error_with_its_fix(run: Run, tmp_path: Path) -> None:
    path = tmp_path / ".jupyter" / "startspark" / "bad.yaml"
    path.write_text("master: local[1]\nconf:\n  spark.ui.enabled: perhaps")
    result = run("--start", "bad")
    assert result.returncode == 1
    assert "The property `spark.ui.enabled` cannot have the value `perhaps`" in " ".join(
        result.stdout.split()
    )
    assert "~/.jupyter/startspark/bad.yaml:3" in result.stdout
