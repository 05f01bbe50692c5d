"""What runs in a kernel, in real kernels with a real Spark."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

import kernels
from kernels import Kernel, starts
from pythons import PYTHONS
from startspark.kernel.watch import GIVE_UP, RUNNING
from waiting import wait_until

pytestmark = pytest.mark.spark

NOTHING = {"running": False, "ended": None}
NO_UI = {"spark.ui.enabled": "false"}


@pytest.fixture(scope="module", params=PYTHONS)
def shared(request: pytest.FixtureRequest) -> Iterator[Kernel]:
    """A kernel with each pyspark in turn, which the tests share."""
    with kernels.running(PYTHONS[request.param]) as running:
        yield running


@pytest.fixture
def kernel(shared: Kernel) -> Kernel:
    """That kernel without a Spark."""
    return shared.forget()


@pytest.fixture
def with_spark(shared: Kernel) -> Kernel:
    """That kernel with a Spark, maybe that of the test before."""
    if not shared.look()["running"]:
        shared.start(starts(**NO_UI))
    return shared


@pytest.fixture
def other() -> Iterator[Kernel]:
    """A kernel where Start Spark is not installed."""
    with kernels.running(PYTHONS["other"]) as running:
        yield running


def test_a_start_is_told_and_described_and_a_stop_leaves_nothing(kernel: Kernel) -> None:
    facts = expect_start(kernel)
    (java,) = kernel.javas()
    ports = {it.laddr.port for it in java.net_connections("inet") if it.status == "LISTEN"}
    assert facts["ui_port"] in ports
    kernel.execute("spark.stop()")  # which leaves the JVM
    assert java.is_running()
    java = expect_a_new_jvm(kernel)

    assert kernel.ask("stop") == NOTHING
    assert not java.is_running()
    assert kernel.javas() == []
    assert kernel.value("[name for name in ('spark', 'sc') if name in dir()]") == "[]"
    assert kernel.look() == NOTHING
    wait_until(lambda: kernel.look() and kernel.news[-1]["phase"] == "ended")


def expect_start(kernel: Kernel) -> dict[str, Any]:
    """Start, and see what the kernel tells meanwhile and afterwards; returns the latter."""
    code = starts("local[2]")
    facts = kernel.start(code)
    assert facts["running"]
    assert (facts["master"], facts["cores"]) == ("local[2]", 2)
    assert (facts["config"], facts["config_version"], facts["code"]) == ("tried", "1", code)
    assert facts["missed"] == []
    assert kernel.look() == {**facts, "idle": None, "warming": {}}
    wait_until(lambda: kernel.look() and kernel.news[-1]["phase"] == "running")
    phases = list(dict.fromkeys(news["phase"] for news in kernel.news))
    assert phases == ["java", "cluster", "running"]
    return facts


def expect_a_new_jvm(kernel: Kernel) -> psutil.Process:
    """Start with settings that count when Java is launched; returns that Java."""
    conf = {"spark.driver.memory": "700m", "spark.driver.extraJavaOptions": "-Dtried=700"}
    assert kernel.start(starts(**conf), **conf)["missed"] == []
    assert kernel.value("sc._jvm.java.lang.Runtime.getRuntime().maxMemory() // 2**20") == "700"
    assert kernel.value("sc._jvm.java.lang.System.getProperty('tried')") == "'700'"
    (java,) = kernel.javas()
    return java


def test_a_session_made_by_hand_is_seen_and_stopped(kernel: Kernel) -> None:
    kernel.execute(starts(**{"spark.driver.memory": "600m"}))
    facts = kernel.look()
    assert facts["running"]
    assert "config" not in facts
    assert kernel.prepare("x")["running"]
    kernel.execute("spark.stop()")
    assert kernel.look() == NOTHING
    assert len(kernel.javas()) == 1
    expect_what_is_missed_to_be_told_without_secrets(kernel)
    kernel.execute("spark.stop()")
    kernel.execute("from pyspark import SparkContext\nmine = SparkContext('local[1]')")
    assert kernel.look()["master"] == "local[1]"
    assert kernel.ask("stop") == NOTHING
    assert kernel.javas() == []


def expect_what_is_missed_to_be_told_without_secrets(kernel: Kernel) -> None:
    """Start again in a JVM that has 600 MB."""
    kernel.execute("import os; os.environ['KEY'] = 's3cret'")
    asked = {
        "spark.master": "local[1]",
        "spark.driver.memory": "700m",
        "spark.sql.shuffle.partitions": 7,
        "spark.ui.port": "0",
        "spark.app.level": "3",
        "spark.app.token": "t0ken",
        "spark.app.key": {"env": "KEY"},
        "spark.app.same": {"env": "KEY"},
        "spark.app.switch": True,
    }
    conf = {
        "spark.driver.memory": "700m",
        "spark.sql.shuffle.partitions": "7",
        "spark.ui.port": "0",
        "spark.app.same": "s3cret",
        "spark.app.switch": "true",
    }
    kernel.execute(starts(**conf))
    record = {"config": "c", "version": "1", "code": "", "asked": asked}
    missed = kernel.ask("started", **record)["missed"]
    assert missed == [
        {"key": "spark.driver.memory", "at_launch": True, "asked": "700m", "got": "600m"},
        {"key": "spark.app.level", "at_launch": False, "asked": "3", "got": None},
        {"key": "spark.app.token", "at_launch": False},
        {"key": "spark.app.key", "at_launch": False},
    ]


def prewarmed(kernel: Kernel, **asked: str) -> psutil.Process:
    """The Java that waits for a start, once it does."""
    kernel.ask("prewarm", archives=[], asked=asked)
    wait_until(lambda: "java" in kernel.look() and kernel.javas())
    (java,) = kernel.javas()
    return java


def test_a_java_that_waits_is_taken(kernel: Kernel) -> None:
    java = prewarmed(kernel, **NO_UI)
    assert kernel.look()["java"]["memory"] > 1e7
    assert kernel.start(starts(**NO_UI), **NO_UI)["missed"] == []
    assert kernel.javas() == [java]
    assert "java" not in kernel.look()


def test_a_jvm_that_dies_is_told(with_spark: Kernel) -> None:
    (java,) = with_spark.javas()
    java.send_signal(signal.SIGKILL)
    ended = {"reason": "jvm", "exit_code": -9}
    wait_until(lambda: with_spark.look()["ended"] == ended)
    with_spark.start(starts(**NO_UI))
    assert with_spark.look()["running"]


def test_a_session_that_ends_by_itself_is_told(with_spark: Kernel) -> None:
    with_spark.execute("sc._jsc.sc().stop()")  # as the cluster's manager would
    assert with_spark.look() == {"running": False, "ended": {"reason": "cluster"}}


@pytest.mark.parametrize(
    ("change", "property"),
    [
        ("os.environ['TRIED'] = 'changed'", "System.getenv('TRIED')"),
        ("os.makedirs('changed'); os.chdir('changed')", "System.getProperty('user.dir')"),
    ],
)
def test_one_that_a_cell_has_outdated_is_not(
    other: Kernel, change: str, property: str, tmp_path: Path
) -> None:
    other.execute(f"import os; os.chdir({str(tmp_path)!r})")
    java = prewarmed(other, **NO_UI)
    other.execute(change)
    other.start(starts(**NO_UI), **NO_UI)
    assert not java.is_running()
    assert other.value(f"sc._jvm.java.lang.{property}").strip("'").endswith("changed")


def test_a_gateway_that_others_have_launched_stays_the_one() -> None:
    with kernels.running(PYTHONS["other"], PYSPARK_GATEWAY_PORT="9") as kernel:
        kernel.ask("prewarm", archives=[], asked={})
        kernel.prepare("tests")
        content = kernel.execute(starts())
        assert content["status"] == "error"
        assert kernel.javas() == []


def phase_of(kernel: Kernel) -> object:
    """How far a start is, as the kernel has told it last."""
    return kernel.news[-1]["phase"] if kernel.news else None


def test_a_start_that_is_interrupted_as_java_starts_leaves_nothing(other: Kernel) -> None:
    expect_an_interrupt_to_leave_nothing(other, "java")


def test_a_start_that_is_interrupted_as_it_waits_for_a_cluster_leaves_nothing(
    kernel: Kernel,
) -> None:
    expect_an_interrupt_to_leave_nothing(kernel, "cluster")


def expect_an_interrupt_to_leave_nothing(kernel: Kernel, phase: str) -> None:
    """Interrupt a start in a phase."""
    kernel.prepare("tests")
    # No master answers, so that the start waits there for a minute.
    request = kernel.client.execute("print('begun')\n" + starts("spark://127.0.0.1:9"))
    while "begun" not in kernel.log or phase_of(kernel) != phase:
        kernel.next_message()
    wait_until(kernel.javas)
    kernel.manager.interrupt_kernel()
    reply = kernel.reply(request)
    assert reply["ename"] == "KeyboardInterrupt"
    assert kernel.ask("abandon", page="tests") == NOTHING
    wait_until(lambda: not kernel.javas())


def test_one_of_two_pages_starts_spark(other: Kernel) -> None:
    assert other.prepare("first") == {"running": False, "claimed": False}
    assert other.prepare("second") == {"running": False, "claimed": True}
    other.execute(starts(**NO_UI))
    assert other.ask("abandon", page="second")["running"]
    assert other.prepare("second")["running"]
    assert other.ask("abandon", page="first") == NOTHING


def test_a_start_whose_page_has_gone_is_given_up(other: Kernel) -> None:
    other.prepare("first")
    content = other.execute(starts(**{"spark.ui.enabled": "perhaps"}))
    assert content["status"] == "error"
    assert other.javas()
    wait_until(lambda: not other.javas())
    assert other.prepare("second") == {"running": False, "claimed": False}


def test_a_start_in_a_kernel_that_was_long_free_is_not_given_up(other: Kernel) -> None:
    other.prepare("first")
    other.ask("abandon", page="first")
    time.sleep(GIVE_UP + 1)
    other.prepare("second")
    time.sleep(2 * RUNNING)  # so long it may take the watch to look
    assert other.prepare("third") == {"running": False, "claimed": True}


def test_a_start_that_was_given_up_leaves_a_session_made_by_hand(other: Kernel) -> None:
    other.prepare("gone")
    other.execute(starts(**NO_UI))
    wait_until(lambda: other.next_message()["content"].get("phase") == "running")
    time.sleep(6)
    assert other.look()["running"]
    assert other.value("sc.range(3).count()") == "3"


def test_an_idle_session_is_told_and_kept_or_stopped(other: Kernel) -> None:
    other.look(idle_after=2)
    other.start(starts(**NO_UI))
    wait_until(lambda: other.look(idle_after=2)["idle"])
    assert other.look(idle_after=2)["idle"] >= 2
    wait_until(lambda: other.execute("") and other.news[-1].get("idle"))
    other.ask("keep")
    assert other.look(idle_after=2)["idle"] is None
    other.execute(
        "import time\nend = time.monotonic() + 4\nwhile time.monotonic() < end: sc.range(1).count()"
    )
    assert other.look(idle_after=2)["idle"] is None
    wait_until(lambda: other.look(idle_after=2)["idle"])

    other.look(idle_after=2, stop_idle=True)  # as the administrator may want it
    wait_until(lambda: not other.javas())
    ended = {"running": False, "ended": {"reason": "idle"}}
    assert other.look(idle_after=2, stop_idle=True) == ended
    other.execute(starts(**NO_UI))
    assert other.look()["running"]
