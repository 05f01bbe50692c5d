"""The magics, in real kernels and by papermill."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

import kernels
from kernels import Kernel
from pythons import PYTHONS
from servers import isolated_environment

pytestmark = pytest.mark.spark

CONFIG = """
title: Große <b>Läufe</b>
master: local[{{ parameters.cores }}]
conf:
  spark.ui.port: 0
  spark.app.who: "{{ parameters.who }}"
parameters:
  cores: {type: integer, default: 1, maximum: 4}
  who: {type: string}
"""


PHASES = (
    "Launching Java…",
    "Starting the session…",
    "Spark is up; the rest of the configuration’s code runs…",
)
"""What a start tells of itself, in this order."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's home with configs."""
    home = tmp_path_factory.mktemp("home")
    folder = home / ".jupyter" / "startspark"
    folder.mkdir(parents=True)
    (folder / "grid.yaml").write_text(CONFIG)
    (folder / "broken.yaml").write_text("mastre: x")
    (folder / "failing.yaml").write_text("template: failing.py.j2")
    (folder / "failing.py.j2").write_text("1 / 0")
    (folder / "leaving.yaml").write_text("master: local[1]\nafter: import sys; sys.exit(4)")
    (folder / "nowhere.yaml").write_text("master: nonsense")
    (folder / "waiting.yaml").write_text("master: spark://127.0.0.1:9")
    (folder / "none.yaml").write_text("template: none.py.j2")
    (folder / "none.py.j2").write_text("# no Spark")
    (home / ".jupyter" / "jupyter_server_config.py").write_text("c.StartSpark.idle_minutes = 240")
    (folder / "quiet.yaml").write_text("master: local[1]\nconf: {spark.ui.enabled: false}")
    return home


@pytest.fixture(scope="module")
def shared(home: Path) -> Iterator[Kernel]:
    """A kernel with the magics, which the tests share."""
    with kernels.running(PYTHONS["own"], **isolated_environment(home), TMPDIR=str(home)) as running:
        running.execute("before = set(dir())\n%load_ext startspark")
        yield running


@pytest.fixture
def kernel(shared: Kernel) -> Kernel:
    """That kernel without Spark, and without the names that a start defines."""
    pop = "globals().pop('SparkSession', None)"
    shared.forget().execute(f"exec({pop!r})")  # its value would get a name
    return shared


def shown(kernel: Kernel, line: str) -> dict[str, str]:
    """Return what a line displays at last, by MIME type, in one output that it updates."""
    begun = len(kernel.displayed)
    kernel.updated.clear()
    content = kernel.execute(line)
    assert content["status"] == "ok", content
    assert len(kernel.displayed) == begun + 1
    return kernel.updated[-1] if kernel.updated else kernel.displayed[-1]


def idle_limit(kernel: Kernel) -> str:
    """Return after how many seconds the kernel counts its session as idle."""
    api = "next(it for name, it in __import__('sys').modules.items() if name.endswith('.api') and"
    return kernel.value(f"{api} name.startswith('_startspark_'))._idleness.limit")


def refused(kernel: Kernel, line: str) -> str:
    content = kernel.execute(line)
    assert (content["status"], content["ename"]) == ("error", "UsageError")
    assert kernel.log == f"UsageError: {content['evalue']}\n"
    return str(content["evalue"])


def test_an_interrupt_leaves_nothing(kernel: Kernel) -> None:
    request = kernel.client.execute("%start_spark waiting", store_history=False)
    while "Asking the cluster for resources…" not in [it["text/plain"] for it in kernel.updated]:
        kernel.next_message()
    kernel.manager.interrupt_kernel()
    content: dict[str, Any] = kernel.reply(request)
    assert "The start was interrupted" in content["evalue"]
    assert kernel.javas() == []
    assert not kernel.look()["running"]


def test_the_magic_starts_spark_like_the_button(kernel: Kernel) -> None:
    data = shown(kernel, "%start_spark grid cores=2 who='Ann and Bob'")
    told = [it["text/plain"] for it in (*kernel.displayed, *kernel.updated)]
    phases = [it for it in told if it.endswith("…")]
    assert phases[0] == "Launching Java…"
    assert phases == [it for it in PHASES if it in phases]  # one may end before anybody looks
    assert kernel.log == ""
    version = kernel.value("spark.version")[1:-1]
    assert (
        f"Spark runs with “Große <b>Läufe</b>” (Spark {version}, local[2])." in data["text/plain"]
    )
    assert "“Große &lt;b&gt;Läufe&lt;/b&gt;”" in data["text/html"]
    port = kernel.look()["ui_port"]
    link = f'<a href="http://localhost:{port}/jobs/" target="_blank" rel="noopener">'
    assert link in data["text/html"]
    assert kernel.value("spark.conf.get('spark.app.who'), sc.defaultParallelism") == (
        "('Ann and Bob', 2)"
    )
    assert kernel.value("sorted(set(dir()) - before - {'before'})") == (
        "['SparkSession', 'sc', 'spark']"
    )
    facts = kernel.look()
    assert (facts["config"], facts["running"]) == ("grid", True)
    assert kernel.state()["ui_port"] == port

    again = shown(kernel, "%start_spark quiet")
    assert "Spark is running already" in again["text/plain"]
    assert idle_limit(kernel) == "14400.0"

    kernel.execute("%stop_spark")
    assert "Spark is stopped." in kernel.log
    assert idle_limit(kernel) == "14400.0"
    assert not kernel.look()["running"]
    assert kernel.javas() == []
    assert kernel.state() == {}
    kernel.execute("%stop_spark")
    assert "No Spark was running." in kernel.log


def test_without_a_name_the_magic_lists_the_configs(kernel: Kernel) -> None:
    kernel.execute("%start_spark")
    assert "grid     Große <b>Läufe</b>\n" in kernel.log
    assert "broken   " in kernel.log
    assert "broken.yaml:1: `mastre` is not a config key" in kernel.log
    assert "Start one with %start_spark NAME." in kernel.log


def test_names_are_completed(kernel: Kernel) -> None:
    code = "get_ipython().complete('gr', '%start_spark gr', 15)"
    assert kernel.value(f"{code}[1]") == "['grid']"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("%start_spark gird", "There is no configuration gird: did you mean grid?"),
        ("%start_spark broken", "broken.yaml:1: `mastre` is not a config key"),
        ("%start_spark grid cores=9", "`cores` must be at most 4"),
        ("%start_spark grid cores", "write cores=VALUE"),
        ("%start_spark grid who='", "No closing quotation"),
        (
            "%start_spark failing",
            "Spark did not start: ZeroDivisionError: division by zero\nShow the details",
        ),
        ("%start_spark leaving", "the configuration’s own code failed: SystemExit: 4\n"),
        ("%start_spark nowhere", "\nSpark's log is in /"),
        ("%start_spark none", "code ran, but there is no running Spark.\n"),
    ],
)
def test_a_failing_start_is_a_usage_error(kernel: Kernel, line: str, sentence: str) -> None:
    assert sentence in refused(kernel, line)
    assert kernel.javas() == []


def test_the_magics_work_in_a_terminal_without_a_kernel(home: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "IPython", "--colors=nocolor"],
        input="%load_ext startspark\n%start_spark quiet\nsc.range(3).count()\n%stop_spark\n",
        env=isolated_environment(home),
        cwd=home,
        capture_output=True,
        text=True,
    )
    assert "Spark is stopped." in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    assert "Exception" not in result.stderr


def test_papermill_runs_a_notebook_with_it(home: Path) -> None:
    cells = [
        "%load_ext startspark\n%start_spark quiet",
        "print('count', 42 * sc.defaultParallelism)",
        "%stop_spark",
    ]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(text) for text in cells],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python", "language": "python"}
        },
    )
    nbformat.write(notebook, home / "in.ipynb")
    subprocess.run(
        [sys.executable, "-m", "papermill", "in.ipynb", "out.ipynb"],
        cwd=home,
        env=isolated_environment(home),
        check=True,
    )
    text = (home / "out.ipynb").read_text()
    assert "count 42" in text
    assert "Spark runs with" in text
    assert "Spark is stopped." in text
