"""The command `startspark`."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from servers import isolated_environment
from startspark import __version__
from startspark.cli.main import main
from startspark.cli.run_script import Session, run_script
from state_files import write_state

BASE = """
title: Große Läufe
description: For all
master: local[{{ [parameters.cores, cpu_count] | min }}]
app_name: "{{ notebook }}"
conf:
  spark.ui.enabled: false
  spark.some.password: s3cret
  spark.some.token: {env: HOME}
parameters:
  cores: {type: integer, default: 1, minimum: 1, maximum: 64}
  quick: {type: boolean, default: false}
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user's home with configs."""
    folder = tmp_path / ".jupyter" / "startspark"
    folder.mkdir(parents=True)
    (folder / "base.yaml").write_text(BASE)
    return tmp_path


@pytest.fixture
def configs(home: Path) -> Path:
    return home / ".jupyter" / "startspark"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in that home, in this process, which is faster than a new one."""

    def run_command(*arguments: str) -> subprocess.CompletedProcess[str]:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        monkeypatch.chdir(home)
        monkeypatch.setattr(os, "environ", isolated_environment(home))
        with redirect_stdout(out), redirect_stderr(err):
            try:
                status = main(arguments)
            except SystemExit as error:  # raised by argparse
                status = error.code
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.read())
        return subprocess.CompletedProcess(arguments, status, *said)

    return run_command


@pytest.fixture
def run_process(home: Path) -> Run:
    """Run the command in that home, in a new process."""

    def run_command(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {**isolated_environment(home), "PYTHONIOENCODING": "utf-8", **more}
        return subprocess.run(
            [sys.executable, "-m", "startspark.cli", *arguments],
            cwd=home,
            env=environment,
            capture_output=True,
            encoding="utf-8",
        )

    return run_command


def lines(result: subprocess.CompletedProcess[str]) -> list[str]:
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout.splitlines()


def refused(result: subprocess.CompletedProcess[str], status: int = 1) -> str:
    """Return the error message of a command that has failed without a traceback."""
    assert result.returncode == status
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


def test_the_list_has_what_the_page_lists(run: Run, configs: Path) -> None:
    (configs / "broken.yaml").write_text("mastre: x")
    broken, base, local = lines(run("list"))
    assert broken.split()[:3] == ["broken", "user", "broken:"]
    assert "broken.yaml:1: `mastre` is not a config key" in broken
    assert base.split() == ["base", "user", "Große", "Läufe"]
    assert local.split() == ["local", "environment", "This", "machine"]


def test_a_config_is_shown_without_its_secrets(run: Run, configs: Path) -> None:
    result = run("show", "base")
    shown = "\n".join(lines(result))
    assert f"file      {configs / 'base.yaml'}" in shown
    assert "cores  integer (default 1, minimum 1, maximum 64)" in shown
    assert "  spark.some.password  (hidden)\n" in shown
    assert "  spark.some.token     {env: HOME}" in shown
    assert "s3cret" not in shown


def test_rendering_prints_the_code_alone(run: Run) -> None:
    result = run("render", "base", "-p", "cores=1", "-p", "quick=true")
    assert (result.returncode, result.stderr) == (0, "")
    compile(result.stdout, "rendered", "exec")
    assert '.master("local[1]")' in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show", "bsae"], "base"),
        (["render", "base", "-p", "cores=99"], "must be at most 64"),
        (["render", "base", "-p", "cores=x"], "cores"),
        (["render", "base", "-p", "coers=1"], "coers"),
        (["render", "base", "-p", "cores"], "cores"),
        (["render", "base", "-p", "cores=" + 100_000 * "["], "must be of the type integer"),
        (["check", "nowhere"], "there is no file, folder or configuration nowhere"),
        (["check", "."], "there is no configuration in ."),
        (["start", "base", "nowhere.py"], "there is no file nowhere.py"),
    ],
)
def test_a_failing_command_prints_the_reason(run: Run, arguments: list[str], sentence: str) -> None:
    assert sentence in refused(run(*arguments))


@pytest.mark.parametrize(
    "arguments", [[], ["nothing"], ["show"], ["list", "x"], ["doctor", "-p", "a=1"]]
)
def test_wrong_arguments_exit_with_2(run: Run, arguments: list[str]) -> None:
    assert "usage: startspark" in refused(run(*arguments), status=2)


def test_the_help_names_every_command(run: Run) -> None:
    shown = "\n".join(lines(run("--help")))
    for command in ("list", "show", "render", "check", "start", "paths", "warm"):
        assert re.search(rf"    {command} +[A-Z]", shown)


def test_the_help_of_a_command_keeps_the_case_of_names(run: Run) -> None:
    assert "Print the Python code that starts Spark." in lines(run("render", "--help"))


def test_the_version_is_printed(run: Run) -> None:
    assert lines(run("--version")) == [f"startspark {__version__}"]


def test_check_names_file_and_line(run: Run, home: Path) -> None:
    folder = home / "repository"
    folder.mkdir()
    (folder / "good.yaml").write_text("extends: base\ntitle: Good")
    result = run("check", str(folder))
    assert (result.returncode, result.stdout) == (0, "")
    assert "all is well with 1 configuration" in result.stderr
    bad = folder / "bad.yaml"
    bad.write_text("title: x\n\nextends: nothing")
    result = run("check", str(folder))
    assert result.returncode == 1
    assert result.stdout.startswith(f"{bad}:3: `extends` names `nothing`")
    result = run("check", "--json", str(folder))
    assert result.returncode == 1
    reports = {report["name"]: report for report in json.loads(result.stdout)}
    assert reports["good"] == {
        "path": str(folder / "good.yaml"),
        "name": "good",
        "error": None,
        "warnings": [],
    }
    assert reports["bad"]["error"].startswith(str(bad))
    assert run("check", str(folder / "good.yaml")).returncode == 0


def test_an_installed_config_is_checked_by_its_name(run: Run, configs: Path) -> None:
    (configs / "odd.yaml").write_text("mastre: x")
    assert "all is well with 1 configuration" in run("check", "base").stderr
    result = run("check", "odd", "base")
    assert result.returncode == 1
    assert "`mastre` is not a config key" in result.stdout
    said = refused(run("check", "bsae"))
    assert "there is no file, folder or configuration bsae: did you mean base?" in said


def test_strict_treats_warnings_as_errors(run: Run, configs: Path) -> None:
    (configs / "odd.yaml").write_text("conf:\n  spark.executor.memroy: 4g")
    result = run("check")
    assert result.returncode == 0
    assert "odd.yaml:2: `spark.executor.memroy`" in result.stdout
    assert run("check", "--strict").returncode == 1
    assert any("1 warning" in line for line in lines(run("list")))


def test_check_looks_for_the_files_that_a_config_names(run: Run, configs: Path) -> None:
    (configs / "jars.yaml").write_text(f"conf:\n  spark.jars: {configs}/gone.jar")
    where = f"{configs}/jars.yaml:2: `spark.jars` names {configs}/gone.jar"
    assert where in run("check").stdout
    assert run("check", "--strict").returncode == 1


def test_paths_are_those_of_the_server(run: Run, home: Path, configs: Path) -> None:
    first = lines(run("paths"))[0].split()
    assert first == [str(configs), "user", "1"]
    settings = home / ".jupyter" / "jupyter_server_config.py"
    settings.write_text("c.StartSpark.folders = ['/nowhere']")
    assert lines(run("paths")) == ["/nowhere  system  not there"]
    assert "there is no configuration" in run("list").stderr


def test_the_schema_for_editors_is_printed(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    assert "spark.executor.memory" in schema["properties"]["conf"]["properties"]


def test_sessions_of_this_machine_are_listed(run: Run, home: Path) -> None:
    result = run("sessions")
    assert (result.returncode, result.stdout) == (0, "")
    assert "no Spark session of yours runs on this machine" in result.stderr
    (home / "runtime").mkdir(exist_ok=True)
    since = int((time.time() - 4000) * 1000)
    facts = {"ui_port": 4040, "ui_address": "127.0.0.1", "notebook": "stars.ipynb"}
    write_state(home / "runtime", "1", since=since, config="grid", **facts)
    heading, row = lines(run("sessions"))
    assert heading.startswith("WHERE        CONFIG  MASTER")
    assert row.split("  ")[0] == "stars.ipynb"
    assert "grid" in row
    assert "1 h 6 min" in row
    (session,) = json.loads(run("sessions", "--json").stdout)
    assert (session["ui_port"], session["idle_since"]) == (4040, None)


def test_a_closed_pipe_is_no_error(home: Path) -> None:
    command = f"{sys.executable} -m startspark.cli show base | true; exit ${{PIPESTATUS[0]}}"
    result = subprocess.run(
        ["bash", "-c", command], env=isolated_environment(home), capture_output=True, text=True
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_characters_that_the_terminal_lacks_are_escaped(run_process: Run) -> None:
    result = run_process("list", PYTHONIOENCODING="ascii")
    assert r"Gro\xdfe L\xe4ufe" in lines(result)[0]


def test_a_full_disk_is_an_error(home: Path) -> None:
    result = subprocess.run(
        f"{sys.executable} -m startspark.cli list > /dev/full",
        shell=True,
        env=isolated_environment(home),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert result.stderr == "startspark: [Errno 28] No space left on device\n"
    assert result.returncode == 1


def test_a_closed_standard_output_is_no_error(home: Path) -> None:
    subprocess.run(
        f"{sys.executable} -m startspark.cli list >&-",
        shell=True,
        env=isolated_environment(home),
        check=True,
    )


def test_wrong_settings_are_reported(run: Run, home: Path) -> None:
    settings = home / ".jupyter" / "jupyter_server_config.py"
    settings.write_text("c.StartSpark.idle_minutes = 'x'")
    assert "expected a float, not the str 'x'" in refused(run("list"))
    settings.write_text("import sys; sys.exit(3)")
    result = run("list")
    assert result.returncode == 0
    assert f"{settings} is ignored, because it fails: SystemExit: 3" in result.stderr


COMPLETE = """
import json, os, sys
from startspark.cli import commands, main

for number, line in enumerate(json.loads(sys.argv[1])):
    os.environ.update(
        _ARGCOMPLETE="1",
        _ARGCOMPLETE_STDOUT_FILENAME=f"answer{number}",
        _ARGCOMPLETE_IFS=chr(10),
        COMP_LINE=line,
        COMP_POINT=str(len(line)),
    )
    if not os.fork():
        main.main()
    os.wait()
"""
"""Completes lines, each in a fork, which is there sooner than a new process."""


def test_a_shell_completes_commands_names_and_parameters(home: Path) -> None:
    (home / "basements").mkdir()
    begun = ["ren", "show ba", "check ba", "render base -p c"]
    lines = json.dumps([f"startspark {it}" for it in begun])
    command = [sys.executable, "-c", COMPLETE, lines]
    subprocess.run(command, cwd=home, env=isolated_environment(home), check=True)
    answers = [sorted((home / f"answer{it}").read_text().splitlines()) for it in range(4)]
    assert answers == [["render "], ["base "], ["base", "basements/"], ["cores="]]


def test_without_argcomplete_nothing_is_completed_and_commands_work(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "argcomplete", None)
    assert "base" in run("list").stdout
    variables = {**isolated_environment(Path()), "_ARGCOMPLETE": "1", "COMP_LINE": "startspark l"}
    monkeypatch.setattr(os, "environ", variables)
    with pytest.raises(SystemExit, match="1"):
        main([])


def test_the_exit_status_is_the_scripts(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = home / "ends.py"
    path.write_text("import sys; sys.exit(int(sys.argv[1]))")
    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.setattr(sys, "path", list(sys.path))
    with pytest.raises(SystemExit) as ended, Session({}) as session:
        run_script(session, str(path), ["7"])
    assert ended.value.code == 7


# With a real Spark

SCRIPT = """
import os, signal, sys
def double(number):
    return 2 * number
name = spark.sparkContext.appName
print(name, sys.argv[1:], sc.parallelize([1, 2]).map(double).sum(), flush=True)
open("noted", "w").write(" ".join(os.listdir(os.environ["JUPYTER_RUNTIME_DIR"])))
os.kill(sc._gateway.proc.pid, signal.SIGKILL)
raise BrokenPipeError("of the script")
"""
"""A script that kills its JVM, and raises an error that `main` handles for its own output."""


@pytest.mark.spark
def test_a_script_uses_spark_and_its_traceback_starts_in_the_script(
    run_process: Run, home: Path
) -> None:
    (home / "count.py").write_text(SCRIPT)
    result = run_process("start", "base", "-p", "cores=2", "count.py", "7", "-p", "x")
    assert result.returncode == 1
    assert result.stdout == "count.py ['7', '-p', 'x'] 6\n"
    before = result.stderr.partition("runs with “Große Läufe”")[0].splitlines()
    assert all(line.startswith("startspark: ") for line in before)  # no log
    where = 'File "count.py", line 9, in <module>'
    assert f"Traceback (most recent call last):\n  {where}" in result.stderr
    assert "BrokenPipeError: of the script" in result.stderr
    assert re.fullmatch(r"startspark-\d+\.json", (home / "noted").read_text())
    assert list((home / "runtime").iterdir()) == []


@pytest.mark.spark
def test_a_prompt_has_spark(home: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "startspark.cli", "start", "base"],
        input="print(sc.defaultParallelism * 42)\n",
        env=isolated_environment(home),
        cwd=home,
        capture_output=True,
        text=True,
    )
    assert "42" in result.stdout


@pytest.mark.spark
def test_a_failing_start_prints_the_reason_the_fix_and_the_log_file(
    run_process: Run, configs: Path
) -> None:
    (configs / "bad.yaml").write_text("master: nonsense")
    begun, launching, *_, reason, advice, log = refused(run_process("start", "bad")).splitlines()
    assert (begun[:24], launching) == ("startspark: Spark starts", "startspark: Launching Java…")
    assert reason.startswith("startspark: ")
    assert "Error" not in reason
    assert advice.startswith("Correct ")
    named = Path(log.removeprefix("Spark's log is in "))
    assert "SparkSubmit" in named.read_text()
    named.unlink()


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import sys; sys.exit(4)", "SystemExit: 4"),
        ("pass", "LookupError: the configuration's code leaves no `spark`"),
    ],
)
def test_code_that_does_not_define_spark_is_an_error(
    run_process: Run, configs: Path, code: str, reason: str
) -> None:
    (configs / "bad.yaml").write_text("template: bad.py.j2")
    (configs / "bad.py.j2").write_text(code)
    assert f"startspark: Spark did not start: {reason}\n" in refused(run_process("start", "bad"))


@pytest.mark.spark
def test_an_interrupt_ends_the_script_and_spark(home: Path) -> None:
    (home / "wait.py").write_text("import os, time\nopen('ready', 'w').close()\ntime.sleep(600)")
    os.mkfifo(home / "ready")
    process = subprocess.Popen(
        [sys.executable, "-m", "startspark.cli", "start", "base", "wait.py"],
        env=isolated_environment(home),
        cwd=home,
        start_new_session=True,
        stderr=subprocess.PIPE,
        text=True,
    )
    (home / "ready").read_text()  # waits until the script writes
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
