"""What runs in a kernel, in real kernels with a real Spark."""

from __future__ import annotations

import ast
import ipaddress
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

import connect_server
import kernels
from archives import for_spark
from kernels import Kernel, starts
from pythons import PYTHONS
from startspark.kernel import state_file
from startspark.kernel_source import KERNEL, call, package
from startspark.rendering.codegen import render
from startspark.server import spark_ui_paths
from waiting import wait_until

pytestmark = pytest.mark.spark

NOTHING = {"running": False, "ended": None}
NO_UI = {"spark.ui.enabled": "false"}


@pytest.fixture(scope="module")
def shared_own() -> Iterator[Kernel]:
    """A kernel of this Python, which the tests share."""
    with kernels.running(PYTHONS["own"], **for_spark(PYTHONS["own"])) as running:
        yield running


@pytest.fixture(scope="module")
def shared_other() -> Iterator[Kernel]:
    """A kernel where Start Spark is not installed, which the tests share."""
    with kernels.running(PYTHONS["other"], **for_spark(PYTHONS["other"])) as running:
        yield running


@pytest.fixture(params=PYTHONS)
def kernel(request: pytest.FixtureRequest) -> Kernel:
    """Each of these in turn, without a Spark."""
    shared: Kernel = request.getfixturevalue(f"shared_{request.param}")
    return shared.forget()


@pytest.fixture
def other(shared_other: Kernel) -> Kernel:
    """The other one, without a Spark."""
    return shared_other.forget()


def test_a_session_made_by_hand_is_seen_and_makes_way_for_a_start(kernel: Kernel) -> None:
    expect_one_by_hand(kernel)
    (left,) = kernel.javas()
    facts = expect_start(kernel)
    (java,) = kernel.javas()
    assert not left.is_running()
    ports = {it.laddr.port for it in java.net_connections("inet") if it.status == "LISTEN"}
    assert facts["ui_port"] in ports
    expect_a_state_file(kernel, facts)
    expect_its_pages_to_be_known(kernel)

    kernel.execute("sc._jsc.sc().stop()")  # as the cluster's manager would
    assert kernel.look() == {"running": False, "ended": {"reason": "cluster"}}
    kernel.execute("spark.stop()")  # which leaves the JVM
    kernel.execute("from pyspark import SparkContext\nmine = SparkContext('local[1]')")
    assert kernel.look()["master"] == "local[1]"
    assert kernel.javas() == [java]
    expect_a_stop_to_leave_nothing(kernel)
    assert not java.is_running()


def test_a_start_does_not_go_back_to_launching_java_before_pyspark_has_the_context(
    kernel: Kernel,
) -> None:
    kernel.execute(SHOW_PHASE_WHEN_CONSTRUCTED)
    kernel.start(starts(**NO_UI), **NO_UI)
    assert kernel.value("phase") == "'cluster'"


SHOW_PHASE_WHEN_CONSTRUCTED = f"""
import sys
from pyspark import SparkContext

def construct(self, conf, construct=SparkContext._initialize_context):
    global phase
    made = construct(self, conf)
    phase = sys.modules[{package(KERNEL)!r} + ".monitor"].progress()["phase"]
    SparkContext._initialize_context = construct
    return made

SparkContext._initialize_context = construct
"""


def expect_a_state_file(kernel: Kernel, facts: dict[str, Any]) -> None:
    """It says what the notebook server has to know before it shows the web UI."""
    state = kernel.state()
    assert state_file.is_alive(state)
    same = ("ui_port", "application_id")
    assert {it: state[it] for it in same} == {it: facts[it] for it in same}
    assert ipaddress.ip_address(state["ui_address"]).is_unspecified


def expect_its_pages_to_be_known(kernel: Kernel) -> None:
    """Of all that this Spark serves, only kills need a page of the server."""
    kernel.execute("handlers = sc._jsc.sc().ui().get().getHandlers()")
    paths = "[handlers.apply(it).getContextPath() for it in range(handlers.size())]"
    served = set(ast.literal_eval(kernel.value(paths)))
    unknown = {path for path in served if not spark_ui_paths.is_read_only(path)}
    # What is below these is read; they themselves answer nothing.
    assert unknown - {"/api", "/metrics", "/static"} == {"/jobs/job/kill", "/stages/stage/kill"}
    assert all(map(spark_ui_paths.is_kill, unknown - {"/api", "/metrics", "/static"}))


def expect_one_by_hand(kernel: Kernel) -> None:
    """Start Spark as somebody does who does not know of Start Spark; leaves the JVM."""
    kernel.execute(starts(**{"spark.driver.memory": "600m"}))
    facts = kernel.look()
    assert facts["running"]
    assert "config" not in facts
    assert kernel.state()["ui_port"] == facts["ui_port"]
    assert kernel.prepare("x")["running"]
    kernel.execute("spark.stop()")
    assert kernel.look() == NOTHING
    wait_until(lambda: not kernel.state())
    assert len(kernel.javas()) == 1
    expect_what_is_missed_to_be_told_without_secrets(kernel)
    wait_until(lambda: kernel.look() and phase_of(kernel) == "running")
    kernel.execute("spark.stop()")


def expect_start(kernel: Kernel) -> dict[str, Any]:
    """Start, and see what the kernel tells meanwhile and afterwards; returns the latter."""
    wait_until(lambda: kernel.look() and phase_of(kernel) == "ended")
    kernel.messages.clear()
    # They count when Java is launched.
    conf = {"spark.driver.memory": "700m", "spark.driver.extraJavaOptions": "-Dtried=700"}
    code = starts("local[2]", **conf)
    facts = kernel.start(code, **conf)
    assert facts["running"]
    assert (facts["master"], facts["cores"]) == ("local[2]", 2)
    assert (facts["config"], facts["config_version"], facts["code"]) == ("tried", "1", code)
    assert facts["missed"] == []
    found = kernel.look()
    found.pop("progress", None)
    assert found == {**facts, "idle": None, "archive_build": {}}
    wait_until(lambda: kernel.look() and phase_of(kernel) == "running")
    # While it is busy, a kernel repeats what it told last, "ended", until the start is claimed.
    told = [it for it in dict.fromkeys(phases(kernel)) if it != "ended"]
    assert told == [it for it in ("jvm", "cluster") if it in told] + ["running"]  # looks miss some
    assert kernel.value("sc._jvm.java.lang.Runtime.getRuntime().maxMemory() // 2**20") == "700"
    assert kernel.value("sc._jvm.java.lang.System.getProperty('tried')") == "'700'"
    return facts


def expect_a_stop_to_leave_nothing(kernel: Kernel) -> None:
    assert kernel.ask("stop") == NOTHING
    assert kernel.javas() == []
    assert kernel.state() == {}
    assert kernel.value("[name for name in ('spark', 'sc') if name in dir()]") == "[]"
    threads = "[it for it in threading.enumerate() if type(it).__module__.startswith('py4j')]"
    kernel.execute("import threading")
    wait_until(lambda: kernel.value(threads) == "[]")
    assert kernel.look() == NOTHING
    wait_until(lambda: kernel.look() and phase_of(kernel) == "ended")


def expect_what_is_missed_to_be_told_without_secrets(kernel: Kernel) -> None:
    """Start again in a JVM that has 600 MB."""
    kernel.execute("import os; os.environ['KEY'] = 's3cret'")
    requested_conf = {
        "spark.master": "local[1]",
        "spark.driver.memory": "700m",
        "spark.sql.shuffle.partitions": 7,
        "spark.ui.port": "0",
        "spark.app.level": "3",
        "spark.app.token": "t0ken",
        "spark.app.options": "-Dtoken=t0ken",
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
    record = {"config": "c", "version": "1", "code": "", "requested_conf": requested_conf}
    missed = kernel.ask("started", **record)["missed"]
    assert missed == [
        {"key": "spark.driver.memory", "at_launch": True, "asked": "700m", "got": "600m"},
        {"key": "spark.app.level", "at_launch": False, "asked": "3", "got": None},
        {"key": "spark.app.token", "at_launch": False},
        {"key": "spark.app.options", "at_launch": False},
        {"key": "spark.app.key", "at_launch": False},
    ]


def prewarmed(kernel: Kernel, **requested_conf: str) -> psutil.Process:
    """The prewarmed JVM, once it is ready."""
    kernel.ask("prewarm", archives=[], requested_conf=requested_conf)
    wait_until(lambda: "prewarmed" in kernel.look() and kernel.javas())
    (java,) = kernel.javas()
    return java


def test_a_java_that_waits_is_taken_and_its_death_is_told(other: Kernel) -> None:
    java = prewarmed(other, **NO_UI)
    assert other.look()["prewarmed"]["memory"] > 1e7
    other.execute("import math as sc")
    assert other.start(starts(**NO_UI), **NO_UI)["missed"] == []
    assert other.javas() == [java]
    assert "prewarmed" not in other.look()
    assert other.look()["replaced"] == [{"name": "sc", "was": "the module `math`"}]
    # Its environment is not the first in the path.
    other.execute("import sys; found = sc.range(1).map(lambda _: sys.executable).first()")
    assert other.value("found == sys.executable == sc.pythonExec") == "True"

    java.send_signal(signal.SIGKILL)
    ended = {"reason": "jvm", "exit_code": -9}
    wait_until(lambda: other.look()["ended"] == ended)
    assert other.prepare("next", launches_jvm=False) == {"running": False, "claimed": False}
    assert other.ask("abandon", page="next") == NOTHING
    assert other.value("sc.__name__") == "'math'"
    expect_one_that_a_cell_has_outdated_not_to_be_taken(other)


def expect_one_that_a_cell_has_outdated_not_to_be_taken(kernel: Kernel) -> None:
    kernel.ask("prewarm", archives=[], requested_conf=NO_UI)
    wait_until(kernel.javas)
    kernel.execute("import os; os.environ['TRIED'] = 'changed'")
    kernel.execute("import tempfile; here = tempfile.TemporaryDirectory(); os.chdir(here.name)")
    lost = {"spark.jars": "/no/such.jar", "spark.sql.extensions": "no.Such", **NO_UI}
    facts = kernel.start(starts(**lost), **lost)
    assert facts["running"]
    assert [(it["key"], it["reason"]) for it in facts["missed"]] == [
        ("spark.jars", "there is no file /no/such.jar where the kernel runs"),
        ("spark.sql.extensions", "Spark does not find the class no.Such"),
    ]
    level = "sc._jvm.org.apache.logging.log4j.LogManager.getRootLogger().getLevel().toString()"
    assert kernel.value(level) == "'WARN'"
    assert len(kernel.javas()) == 1
    assert kernel.value("sc._jvm.java.lang.System.getenv('TRIED')") == "'changed'"
    assert kernel.value("sc._jvm.java.lang.System.getProperty('user.dir') == here.name") == "True"


def test_a_stop_also_ends_a_java_that_waits_and_tells_so(other: Kernel) -> None:
    prewarmed(other, **NO_UI)
    assert other.ask("stop") == NOTHING
    assert other.javas() == []
    assert {"prewarmed": {}} in other.messages
    assert "prewarmed" not in other.look()


def test_a_gateway_that_others_have_launched_stays_the_one() -> None:
    with kernels.running(PYTHONS["other"], PYSPARK_GATEWAY_PORT="9") as kernel:
        kernel.ask("prewarm", archives=[], requested_conf={})
        kernel.prepare("tests")
        content = kernel.execute(starts())
        assert content["status"] == "error"
        assert kernel.javas() == []


def phase_of(kernel: Kernel) -> object:
    """How far a start is, as the kernel has told it last."""
    return phases(kernel)[-1] if phases(kernel) else None


def phases(kernel: Kernel) -> list[object]:
    """What the kernel has told of the session, besides Spark's work."""
    return [message["phase"] for message in kernel.messages if "phase" in message]


def test_a_start_that_is_interrupted_as_java_starts_leaves_nothing(other: Kernel) -> None:
    expect_an_interrupt_to_leave_nothing(other)


def test_a_start_that_is_interrupted_as_it_waits_for_a_cluster_leaves_nothing(
    kernel: Kernel,
) -> None:
    expect_an_interrupt_to_leave_nothing(kernel, "cluster")


def expect_an_interrupt_to_leave_nothing(kernel: Kernel, phase: str | None = None) -> None:
    """Interrupt a start in a phase, or as soon as there is a Java."""
    kernel.execute("import pyspark.sql")  # an import that is interrupted can raise another error
    kernel.prepare("tests")
    # No master answers, so that the start waits there for a minute.
    request = kernel.client.execute("print('begun')\n" + starts("spark://127.0.0.1:9"))
    while "begun" not in kernel.log or phase not in (None, phase_of(kernel)):
        kernel.next_message()
    wait_until(kernel.javas)
    kernel.manager.interrupt_kernel()
    reply = kernel.reply(request)
    assert reply["ename"] == "KeyboardInterrupt"
    assert kernel.ask("abandon", page="tests") == NOTHING
    wait_until(lambda: not kernel.javas())


def test_a_late_page_still_learns_why_its_start_failed_and_nothing_of_it_is_left(
    other: Kernel,
) -> None:
    other.prepare("slow")
    content = other.execute(f"{call('enter', page='slow')}\n{starts(**NO_UI)}\n1/0")
    assert content["ename"] == "ZeroDivisionError"
    wait_until(lambda: other.javas() == [])  # the kernel has given up the page
    why = other.ask("explain", page="slow", requested_conf=NO_UI)
    assert "own code failed: ZeroDivisionError" in why["cause"]["sentence"]
    assert other.ask("abandon", page="slow") == NOTHING
    assert other.ask("explain", page="another", requested_conf=NO_UI)["cause"] is None


def test_a_start_whose_page_has_gone_is_given_up(other: Kernel) -> None:
    other.prepare("first")
    content = other.execute(starts(**{"spark.ui.enabled": "perhaps"}))
    assert content["status"] == "error"
    assert other.javas()
    wait_until(lambda: other.next_message()["content"].get("phase") == "ended")
    assert other.javas() == []
    # The kernel has been free for long, and yet the next start is not given up at once.
    assert other.prepare("second", launches_jvm=False) == {"running": False, "claimed": False}
    while phase_of(other) != "jvm":  # the watch has looked since
        other.next_message()


def test_a_session_whose_page_has_gone_stays_and_its_java_prints_where_cells_do(
    other: Kernel,
) -> None:
    other.prepare("gone", requested_conf=NO_UI)
    other.execute(starts(**NO_UI))
    while not other.next_message()["content"].get("running"):  # until the page is given up
        pass
    other.execute("sc._jvm.System.err.println('printed late')")
    while "printed late" not in other.log:
        other.next_message()


def test_code_that_no_way_was_made_for_is_skipped_and_ends_no_cell_behind_it(other: Kernel) -> None:
    other.ask("stop")
    enter, run = call("enter", page="late"), "left = 'all'"
    report = call("report", page="late", config="x", version="1", code=run, requested_conf={})
    skipped = other.client.execute(f"{enter}\n{run}", user_expressions={"answer": report})
    behind = other.client.execute("behind = 'run'", store_history=False)
    assert other.reply(skipped)["user_expressions"]["answer"]["data"]["application/json"] == {
        **NOTHING,
        "skipped": True,
    }
    assert other.reply(behind)["status"] == "ok"
    assert other.value("(behind, 'left' in dir())") == "('run', False)"
    assert other.execute("1/0")["status"] == "error"  # as ever

    assert other.prepare("late", launches_jvm=False)["claimed"] is False
    assert (
        other.prepare("late", launches_jvm=False)["claimed"] is False
    )  # its page missed the answer
    content = other.execute(f"{enter}\n{run}\n1/0")
    assert (content["ename"], other.value("left")) == ("ZeroDivisionError", "'all'")
    assert other.ask("abandon", page="late") == NOTHING


def test_a_kernel_that_captures_nothing_tells_what_java_prints_and_why_it_has_ended() -> None:
    refused = {"spark.driver.extraJavaOptions": "-XX:MaxHeapFreeRatio=900"}
    with kernels.running(PYTHONS["other"], "--IPKernelApp.capture_fd_output=False") as kernel:
        assert kernel.prepare("page", requested_conf=refused)["claimed"] is False
        kernel.execute("%xmode Minimal")
        content = kernel.execute(f"{call('enter', page='page')}\n{starts(**refused)}")
        assert content["status"] == "error"
        why = kernel.ask("explain", page="page", requested_conf=refused)
        assert "MaxHeapFreeRatio" in why["cause"]["sentence"]
        assert "MaxHeapFreeRatio" in why["log"]
        assert "MaxHeapFreeRatio" in kernel.printed
        assert "MaxHeapFreeRatio" not in kernel.log
        assert kernel.ask("abandon", page="page") == NOTHING


def test_a_start_that_cannot_succeed_leaves_what_runs(other: Kernel) -> None:
    other.start(starts(**NO_UI))
    (java,) = other.javas()
    lost = {"spark.app.token": {"env": "NO_SUCH"}}
    why = other.ask(
        "prepare", page="x", archives=[], requested_conf=lost, launches_jvm=True, replace=True
    )
    assert why["running"]
    assert "`NO_SUCH`" in why["cause"]["sentence"]
    assert other.javas() == [java]
    made = other.ask(
        "prepare", page="y", archives=[], requested_conf=NO_UI, launches_jvm=False, replace=True
    )
    assert made == {"running": False, "claimed": False, "replaced": True}
    assert other.javas() == []


def test_a_session_whose_start_was_given_up_stays_until_it_is_idle(other: Kernel) -> None:
    other.prepare("gone")
    other.look(idle_after=2)
    other.execute(starts(**NO_UI))
    wait_until(lambda: other.next_message()["content"].get("phase") == "running")
    wait_until(lambda: other.next_message()["content"].get("idle"))  # told of no start
    expect_an_idle_session_to_be_told_and_kept_or_stopped(other)
    expect_one_of_two_pages_to_start_spark(other)


def expect_an_idle_session_to_be_told_and_kept_or_stopped(kernel: Kernel) -> None:
    assert kernel.look(idle_after=2)["idle"] >= 2
    begun = time.monotonic()
    kernel.ask("reset_idle_time")
    assert idle_seconds(kernel) < time.monotonic() - begun
    begun = time.monotonic()
    kernel.execute(
        "import time\n"
        "end = time.monotonic() + 3\n"
        "while time.monotonic() < end: three = sc.range(3).count(); time.sleep(0.2)"
    )
    assert idle_seconds(kernel) < time.monotonic() - begun
    assert kernel.value("three") == "3"
    wait_until(lambda: kernel.look(idle_after=2)["idle"])

    # One cell does all: Spark would be stopped before the next begins, if that came too late.
    stops = call("status", idle_after=2, stop_idle=True)  # as the administrator may want it
    work = "import asyncio; await asyncio.sleep(4); four = sc.range(4).count()"
    kernel.execute("\n".join([call("reset_idle_time"), stops, work]))
    assert kernel.value("four") == "4"
    wait_until(lambda: not kernel.javas())
    ended = {"running": False, "ended": {"reason": "idle"}}
    assert kernel.look(idle_after=2, stop_idle=True) == ended


def idle_seconds(kernel: Kernel) -> float:
    """For how long the session has been idle, however short that is."""
    found: float | None = kernel.look(idle_after=0.001)["idle"]
    return found or 0


def expect_one_of_two_pages_to_start_spark(kernel: Kernel) -> None:
    assert kernel.prepare("first") == {"running": False, "claimed": False}
    assert kernel.prepare("second") == {"running": False, "claimed": True}
    conf = {"requested_conf": {}}
    record = {"config": "x", "version": "1", "code": "", **conf}
    calls = (
        call("status", idle_after=0, stop_idle=False),
        call("abandon", page="second"),
        call("prepare", page="second", archives=[], launches_jvm=True, **conf),
        call("report", page="second", **record),
        call("report", page="first", **record),
        call("abandon", page="second"),
        call("abandon", page="first"),  # cancelled as it succeeded
    )
    # One cell does all: the first would be given up before the next begins, if that came too late.
    kernel.execute(f"{starts(**NO_UI)}\nsaid = [{', '.join(calls)}]")
    said = ast.literal_eval(kernel.value("[dict(it) for it in said]"))
    assert [it["running"] for it in said] == [True, True, True, True, True, True, False]
    assert said[3]["skipped"]
    assert said[4]["config"] == "x"
    assert said[6] == NOTHING


BREAK = """
class Newer:
    def __init__(self, context):
        self.context = context
    def __getattr__(self, name):
        if name == "sc":
            raise AttributeError(name)
        return getattr(self.context, name)
sc._jsc = Newer(sc._jsc)
"""
"""Takes away from pyspark what it does not promise, and what all private looks go through."""


def test_a_spark_that_can_be_asked_less_is_found_and_stopped(other: Kernel) -> None:
    requested_conf = {"spark.app.level": "3", **NO_UI}
    facts = other.start(starts(**NO_UI) + BREAK, **requested_conf)
    assert facts["running"]
    assert facts["master"] == "local[1]"
    assert facts["ui_port"] is None
    assert facts["missed"] == []
    assert other.look()["running"]
    assert other.ask("stop") == NOTHING
    assert other.javas() == []


ENVIRONMENT = "{it: value for it, value in os.environ.items() if 'SPARK' in it}"


@pytest.mark.skipif(not connect_server.IS_THERE, reason="pyspark 3 has no Connect server")
def test_after_spark_connect_a_local_spark_starts_and_nothing_is_left(
    shared_own: Kernel,
) -> None:
    kernel = shared_own.forget()
    # With this, pyspark takes a free port for the server.
    kernel.execute("import os; os.environ.update(SPARK_TESTING='1', SPARK_REMOTE='sc://far')")
    before = kernel.value(ENVIRONMENT)
    requested_conf = {"spark.master": "local[1]", "spark.api.mode": "connect", **NO_UI}
    kernel.prepare("connect", requested_conf=requested_conf)
    assert not kernel.javas()
    assert kernel.execute(connect_code(requested_conf))["status"] == "ok", kernel.log
    record = {"config": "c", "version": "1", "code": "", "requested_conf": requested_conf}
    assert kernel.ask("started", **record)["missed"] == []
    assert kernel.value("(type(spark).__module__, spark.range(3).count())") == (
        "('pyspark.sql.connect.session', 3)"
    )
    assert kernel.ask("stop") == NOTHING
    assert kernel.javas() == []
    assert kernel.value(ENVIRONMENT) == before

    kernel.start(starts(**NO_UI), **NO_UI, **{"spark.master": "local[1]"})
    assert kernel.value("type(spark).__module__") == "'pyspark.sql.session'"
    assert kernel.value("sc.master") == "'local[1]'"
    assert kernel.ask("stop") == NOTHING
    assert kernel.value(ENVIRONMENT) == before
    kernel.execute("del os.environ['SPARK_TESTING'], os.environ['SPARK_REMOTE']")


def connect_code(requested_conf: dict[str, Any]) -> str:
    """What becomes of a config."""
    conf = {it: value for it, value in requested_conf.items() if it != "spark.master"}
    data = {"master": requested_conf["spark.master"], "conf": conf}
    return render("connect", data, Path(), {}).code


def test_a_java_that_pyspark_does_not_take_is_ended(other: Kernel) -> None:
    other.prepare("tests")
    other.execute(
        "from pyspark.java_gateway import launch_gateway\n"
        "from pyspark import SparkContext\n"
        "sc = SparkContext('local[1]', gateway=launch_gateway())"
    )
    assert len(other.javas()) == 2
    record = {"config": "c", "version": "1", "code": "", "requested_conf": {}}
    assert other.ask("started", **record)["running"]
    wait_until(lambda: len(other.javas()) == 1)
    assert other.value("sc.range(3).count()") == "3"
