"""Class archives: found, used, made."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import pytest

import archives
import kernels
from imitations import VARIABLES, make, write
from pythons import PYTHONS
from servers import isolated_environment
from startspark.kernel.cds import jvm_options
from startspark.kernel.cds.archive import MANIFEST, Archive, ArchiveActivation
from startspark.kernel.cds.build_process import Build
from startspark.kernel.cds.installation import installation
from startspark.kernel_source import archive_builder
from waiting import has_ended, wait_until


def began(machine: Path, **requested_conf: Any) -> tuple[ArchiveActivation, dict[str, str]]:
    """The use of an archive, and what the environment had meanwhile."""
    before = dict(os.environ)
    folders = [str(machine / "nowhere"), str(machine / "archives")]
    with ArchiveActivation(folders, requested_conf) as use:
        meanwhile = {name: os.environ[name] for name in VARIABLES if name in os.environ}
    assert dict(os.environ) == before
    return use, meanwhile


def test_a_fitting_archive_is_used(machine: Path, made: Path) -> None:
    use, environment = began(machine)
    assert f"-XX:SharedArchiveFile={made / 'classes.jsa'}" in environment["SPARK_SUBMIT_OPTS"]
    assert environment["PYSPARK_SUBMIT_ARGS"] == "pyspark-shell"
    assert use.outcome(None) == {"size": Archive(made, installation()).size()}


def test_the_launchers_archive_can_be_turned_off(
    machine: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(made / "launcher.jsa", "")
    archive = Archive(made, installation())
    assert f"-XX:SharedArchiveFile={archive.launcher}" in archive.variables()["SPARK_LAUNCHER_OPTS"]
    monkeypatch.setenv("STARTSPARK_WITHOUT", "launcher_archive")
    assert archive.variables()["SPARK_LAUNCHER_OPTS"] == ""
    assert archive.variables()["SPARK_SUBMIT_OPTS"]


def test_what_the_user_has_set_stays(
    machine: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPARK_SUBMIT_OPTS", "-Xss4m")
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", "--jars 'a b.jar' pyspark-shell")
    _, environment = began(machine)
    assert environment["SPARK_SUBMIT_OPTS"].startswith("-Xss4m -Xshare:auto ")
    assert environment["PYSPARK_SUBMIT_ARGS"] == "--jars 'a b.jar' pyspark-shell"


def unused(machine: Path, **requested_conf: Any) -> str:
    """Why an archive is not used; nothing is set then."""
    use, environment = began(machine, **requested_conf)
    assert environment.keys() <= {name for name in VARIABLES if name in os.environ}
    return str(use.outcome(None)["reason"])


@pytest.mark.parametrize(
    "damage",
    [
        lambda machine, made: (made / "classes.jsa").write_text("shared"),
        lambda machine, made: (made / "classes.jsa").unlink(),
        lambda machine, made: (made / MANIFEST).unlink(),
        lambda machine, made: (made / MANIFEST).write_text("{"),
        lambda machine, made: (made / MANIFEST).write_text('{"sizes": 3}'),
        lambda machine, made: (machine / "spark" / "jars" / "core.jar").write_text("newer classes"),
        lambda machine, made: write(machine / "spark" / "jars" / "more.jar", ""),
        lambda machine, made: (machine / "java" / "release").write_text('JAVA_VERSION="17.0.13"'),
        lambda machine, made: write(machine / "spark" / "conf" / "log4j2.properties", ""),
        lambda machine, made: made.rename(made.with_name("0123456789abcdef")),
    ],
)
def test_a_damaged_stale_or_foreign_one_is_missing(
    machine: Path, made: Path, damage: Callable[[Path, Path], object]
) -> None:
    damage(machine, made)
    assert unused(machine) == "there is none yet for this Java and this Spark"


def test_another_moment_of_the_same_second_is_the_same(machine: Path, made: Path) -> None:
    """Layers of images round the times of their files."""
    jar = machine / "spark" / "jars" / "core.jar"
    second = int(jar.stat().st_mtime)
    os.utime(jar, (second, second))
    assert began(machine)[0].archive == Archive(made, installation())


@pytest.mark.parametrize("option", ["-Xshare:off", "-XX:SharedArchiveFile=x", "-XX:AOTCache=x"])
def test_a_choice_of_ones_own_stays(
    machine: Path, made: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    reason = "the options of Java choose for themselves"
    assert unused(machine, **{"spark.driver.extraJavaOptions": f"-Xss4m {option}"}) == reason
    for name in jvm_options.VARIABLES:
        with monkeypatch.context() as patch:
            patch.setenv(name, option)
            assert unused(machine) == reason
    write(machine / "conf" / "spark-defaults.conf", f"spark.driver.extraJavaOptions {option}")
    monkeypatch.setenv("SPARK_CONF_DIR", str(machine / "conf"))
    assert unused(machine) == reason


def test_behind_a_folder_with_settings_sparks_classes_come_first(machine: Path) -> None:
    write(machine / "spark" / "conf" / "spark-defaults.conf", "spark.ui.port 0")
    make(machine / "archives" / installation().key())
    jars = machine / "spark" / "jars"
    _, environment = began(machine)
    expected = f"--driver-class-path '{jars}/*' pyspark-shell"
    assert environment["PYSPARK_SUBMIT_ARGS"] == expected
    own = {"spark.driver.extraClassPath": "/mine"}
    assert unused(machine, **own) == "spark.driver.extraClassPath is set"


HERE = {"spark.master": "spark://localhost:7077"}


@pytest.mark.parametrize(
    ("requested_conf", "is_told"),
    [
        (HERE, True),
        ({"spark.master": "local-cluster[2,1,1024]"}, True),
        ({"spark.master": "local[2]"}, False),
        ({"spark.master": "spark://localhost:7077,elsewhere:7077"}, False),
        ({"spark.master": "yarn"}, False),
        ({**HERE, "spark.executor.extraJavaOptions": "-Xss4m"}, True),
        ({**HERE, "spark.executor.defaultJavaOptions": "-Xss4m"}, False),
    ],
)
def test_executors_of_this_machine_are_told(
    machine: Path, made: Path, requested_conf: dict[str, str], is_told: bool
) -> None:
    *options, last = shlex.split(began(machine, **requested_conf)[1]["PYSPARK_SUBMIT_ARGS"])
    assert last == "pyspark-shell"
    expected = Archive(made, installation()).options()
    assert options == is_told * ["--conf", f"spark.executor.defaultJavaOptions={expected}"]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda it: (it / "java" / "bin" / "java").unlink(), "there is no Java"),
        (lambda it: (it / "java" / "release").unlink(), "has no file `release`"),
        (
            lambda it: write(it / "java" / "release", 'JAVA_VERSION="11.0.2"'),
            "Java 11 cannot write one",
        ),
        (lambda it: (it / "java" / "lib" / "server" / "libjvm.so").unlink(), "has no libjvm"),
    ],
)
def test_a_java_without_archives_is_said(
    machine: Path, damage: Callable[[Path], object], reason: str
) -> None:
    damage(machine)
    assert reason in unused(machine)


def test_a_path_that_no_option_can_name_is_said(machine: Path) -> None:
    key = installation().key()
    make(machine / "a:b" / key)
    with ArchiveActivation([str(machine / "a:b")], {}) as use:
        assert "cannot name the path" in use.reason
        assert "SPARK_SUBMIT_OPTS" not in os.environ


def test_one_in_a_folder_with_another_name_is_known_to_be_mapped(tmp_path: Path) -> None:
    made = make(tmp_path / "data" / "key")
    (tmp_path / "home").symlink_to(tmp_path / "data")
    archive = Archive(tmp_path / "home" / "key", None)
    assert not archive.is_mapped(os.getpid())
    with (made / "classes.jsa").open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ):
        assert archive.is_mapped(os.getpid())


def test_what_fails_is_told(machine: Path) -> None:
    messages = list(Build(archive_builder(str(machine / "archives"))).progress())
    assert [it.get("phase") for it in messages[:-1]] == ["session"]
    assert messages[-1]["error"].startswith("the sample session fails: ")
    assert list((machine / "archives").iterdir()) == []


def test_what_makes_it_imports_nothing_from_a_folder_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('This is not mine.')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code = "import json, os, sys; print(json.dumps({'path': sys.path, 'folder': os.getcwd()}))"
    # An empty part of it is the working folder, as in `PYTHONPATH=$PYTHONPATH:/more`.
    ((message),) = Build(code, environment={**os.environ, "PYTHONPATH": ":/more"}).progress()
    assert message["folder"] == "/"
    assert "/more" in message["path"]
    assert not {"", str(tmp_path)} & set(message["path"])


def test_what_is_killed_is_told_and_leaves_nothing(machine: Path) -> None:
    program = archive_builder(str(machine / "archives"))
    library, _, call = program.rstrip().rpartition("\n")
    killed = (
        "sys.modules[next(it for it in sys.modules if it.endswith('.training_run'))].run = kill"
    )
    kill = "import os, sys\ndef kill(*_): os.kill(os.getpid(), 9)"
    *_, message = Build(f"{library}\n{kill}\n{killed}\n{call}\n").progress()
    assert message == {"error": "the process that makes it has ended with signal 9"}
    assert list((machine / "archives").iterdir()) == []


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_a_signal_ends_leaves_nothing(
    machine: Path, tmp_path: Path, end: signal.Signals
) -> None:
    submit = machine / "spark" / "bin" / "spark-submit"
    write(submit, "#!/bin/sh\necho $$ > launched; mktemp; exec sleep 600\n")
    submit.chmod(0o755)
    (tmp_path / "temporary").mkdir()
    homes = {name: os.environ[name] for name in ("JAVA_HOME", "SPARK_HOME")}
    process = warming(tmp_path, **homes, TMPDIR=str(tmp_path / "temporary"))
    folder = archives.of(tmp_path)
    wait_until(lambda: [*folder.glob("*/work/launched")])
    (launched,) = folder.glob("*/work/launched")
    wait_until(launched.read_text)
    java = int(launched.read_text())
    process.send_signal(end)
    said, _ = process.communicate(timeout=60)
    assert said == "Spark runs a sample session…\n"
    wait_until(lambda: not list(folder.iterdir()))
    wait_until(lambda: has_ended(java))
    assert not list((tmp_path / "temporary").iterdir())


def test_settings_that_stand_in_a_jar_too_are_told(machine: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "zipfile", "-c", "core.jar", "../../java/release"],
        cwd=machine / "spark" / "jars",
        check=True,
    )
    write(machine / "spark" / "conf" / "release", "")
    *_, message = Build(archive_builder(str(machine / "archives"))).progress()
    jar = machine / "spark" / "jars" / "core.jar"
    assert message == {"error": f"{machine / 'spark' / 'conf' / 'release'} is also in {jar}"}


# With a real Java and Spark

CODE = """
from pyspark.sql import SparkSession
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a copy of the archives that the tests use."""
    shutil.copytree(archives.FOLDERS[0], archives.of(tmp_path))
    return tmp_path


@pytest.fixture
def kernel(home: Path) -> Iterator[kernels.Kernel]:
    with kernels.running(PYTHONS["other"], **isolated_environment(home)) as running:
        yield running


@pytest.fixture
def warm() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Run the command that makes an archive in a home."""
    with ExitStack() as started:

        def start(home: Path) -> subprocess.Popen[str]:
            process = started.enter_context(warming(home))
            started.callback(process.kill)
            return process

        yield start


def warming(home: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "startspark.cli", "warm"],
        env=isolated_environment(home) | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.spark
def test_one_that_is_there_is_not_made_again(home: Path, warm) -> None:
    said, _ = warm(home).communicate(timeout=60)
    assert re.fullmatch(rf"\d+ MB in {archives.of(home)}/\w+: the next starts use it\.\n", said)


@pytest.mark.spark
def test_java_takes_an_archive_or_says_why_not(home: Path, kernel: kernels.Kernel) -> None:
    folder = archives.of(home)
    master = "local-cluster[1,1,1024]"
    code = kernels.starts(master) + "sc.parallelize([1], 1).map(lambda it: it).count()"
    facts = kernel.start(code, [str(folder)], **{"spark.master": master})
    javas = kernel.javas()
    assert len(javas) == 2
    mapped = {mapping.path for mapping in javas[0].memory_maps()}
    (made,) = (it for it in folder.iterdir() if any(str(it) in path for path in mapped))
    assert all(any(str(made) in it.path for it in java.memory_maps()) for java in javas)
    assert facts["archive"] == {"size": sum(it.stat().st_size for it in made.iterdir())}
    assert facts["missed"] == []
    assert kernel.value("__import__('os').environ.get('SPARK_SUBMIT_OPTS')") == "None"
    kernel.ask("stop")

    # The size is right, and Java refuses it.
    file = made / "classes.jsa"
    length = file.stat().st_size
    file.chmod(0o644)
    file.write_bytes(b"no archive".ljust(length))
    outcome = kernel.start(CODE, [str(folder)])["archive"]
    assert outcome == {"reason": f"Java does not take the one in {made}", "missing": False}
    assert kernel.value("spark.sparkContext.range(3).count()") == "3"


@pytest.mark.spark
def test_a_build_that_is_interrupted_leaves_nothing(tmp_path: Path, warm) -> None:
    process = warm(tmp_path)
    assert process.stdout
    assert process.stdout.readline() == "Spark runs a sample session…\n"
    folder = archives.of(tmp_path)
    (building,) = folder.iterdir()
    log = building / "log"
    wait_until(lambda: log.exists() and "Spark" in log.read_text())
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "")
    assert list(folder.iterdir()) == []


def test_what_a_sitecustomize_prints_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("print('hello')")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    build = Build("print(json.dumps({'error': 'none'}), flush=True)", environment=environment)
    assert list(build.progress()) == [{"error": "none"}]
