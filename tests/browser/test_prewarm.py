"""A JVM that is started before the click."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import psutil
import pytest
from playwright.sync_api import expect

from notebook_page import SPARK_STARTS, NotebookPage
from servers import Server

QUIET = "master: local[1]\nconf: {spark.ui.enabled: false, spark.log.level: 'OFF'}\n"


@pytest.fixture(scope="module", autouse=True)
def configs(server: Server) -> Iterator[None]:
    """One that wants a Java to wait, one that wants another, and one that wants none."""
    texts = {
        "waiting": f"title: Waiting\n{QUIET}prewarm: true\n",
        "larger": f"title: Larger\n{QUIET}prewarm: true\nparameters: {{}}\n",
        "plain": f"title: Plain\n{QUIET}",
    }
    texts["larger"] = texts["larger"].replace("OFF", "ERROR")
    for name, text in texts.items():
        (server.configs / f"{name}.yaml").write_text(text)
    yield
    for name in texts:
        (server.configs / f"{name}.yaml").unlink()


@pytest.fixture
def notebook(ready: NotebookPage) -> NotebookPage:
    """The notebook that tests share, which now knows these configs."""
    ready.select.select_option("waiting")
    return ready


def expect_java(notebook: NotebookPage) -> psutil.Process:
    """Wait until one waits."""
    expect(notebook.button).to_have_attribute("data-java", "ready", timeout=SPARK_STARTS)
    (java,) = notebook.javas()
    return java


def test_another_choice_ends_it(notebook: NotebookPage) -> None:
    first = expect_java(notebook)
    notebook.select.select_option("larger")
    psutil.wait_procs([first], timeout=30)
    second = expect_java(notebook)
    assert second != first
    notebook.select.select_option("plain")
    expect(notebook.button).not_to_have_attribute("data-java", "ready")
    psutil.wait_procs([second], timeout=30)
    assert notebook.javas() == []


def test_a_restart_of_the_kernel_ends_it(notebook: NotebookPage) -> None:
    first = expect_java(notebook)
    notebook.page.evaluate("Jupyter.notebook.kernel.restart()")
    psutil.wait_procs([first], timeout=30)
    assert not first.is_running()


def test_the_click_takes_the_java_that_waits(notebook: NotebookPage) -> None:
    java = expect_java(notebook)
    title = re.compile(r"^Start Spark in this notebook. A JVM is ready and takes \d+ MB$")
    expect(notebook.button).to_have_attribute("title", title)
    assert notebook.run(
        "'spark' in dir() or 'PYSPARK_GATEWAY_PORT' in __import__('os').environ"
    ) == ("False")
    notebook.save()
    notebook.reload().expect_state("ready")
    assert expect_java(notebook) == java
    notebook.button.click()
    notebook.expect_running()
    assert notebook.javas() == [java]
    notebook.close_dialog()
    assert notebook.run("sc.range(3).count()") == "3"
    notebook.choose("Stop Spark")
    notebook.expect_state("ready")
    psutil.wait_procs([java], timeout=30)
    assert notebook.javas() == []


def test_a_spark_by_hand_ends_it(notebook: NotebookPage) -> None:
    java = expect_java(notebook)
    notebook.run(
        "from pyspark.sql import SparkSession\n"
        "spark = SparkSession.builder.master('local[1]').getOrCreate()"
    )
    notebook.expect_state("running")
    psutil.wait_procs([java], timeout=30)
    assert not java.is_running()


def test_changes_of_a_stranger_start_nothing(
    server: Server, open_on: Callable[..., NotebookPage], other_kernel: str
) -> None:
    changes = {"spark.driver.extraJavaOptions": "-Dmine=1"}
    notebook = open_on(
        server, kernel=other_kernel, startspark={"config": "waiting", "conf": changes}
    )
    notebook.expect_state("ready")
    assert notebook.run("1 + 1") == "2"
    assert not [url for url in notebook.requested if url.endswith("/render")]
    assert notebook.javas() == []
