"""Private APIs of other packages: what fails without them, and that a start does not."""

from __future__ import annotations

import ast
import importlib
import logging
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import kernels
from archives import for_spark
from kernels import Kernel, starts
from pythons import PYTHONS
from startspark import kernel as kernel_package
from startspark.kernel import api, gateway, iopub, session, spark_status, teardown
from startspark.kernel.jvm import launcher
from startspark.kernel.monitor import Idleness
from startspark.kernel.private_api import GUARDED, private_api
from startspark.kernel_source import KERNEL, package

NOTHING = {"running": False, "ended": None}
NO_UI = {"spark.ui.enabled": "false"}

for module in pkgutil.walk_packages(kernel_package.__path__, f"{kernel_package.__name__}."):
    importlib.import_module(module.name)


def gone(*_: Any, **__: Any) -> Any:
    """Fail as a function does whose private API a release has removed."""
    raise AttributeError("gone")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The log, with what Python does not print by default."""
    caplog.set_level(logging.INFO, "startspark")
    return caplog


@pytest.mark.parametrize("name", sorted(GUARDED))
def test_each_use_names_what_it_was_tried_with_and_is_skipped_where_it_fails(
    name: str, log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard = GUARDED[name]
    assert re.fullmatch(r"\d+(\.\d+)+(-\d+(\.\d+)+)?", guard.private_api.versions)
    monkeypatch.setattr(guard, "__wrapped__", gone)
    guard.private_api.logged.clear()
    results = [guard(), guard()]
    assert results[0] == results[1]
    (record,) = log.records  # once, and not each time
    assert guard.private_api.names in record.getMessage()
    assert guard.private_api.package in record.getMessage()
    assert record.levelname == "INFO"
    assert record.exc_info


def test_an_interrupt_is_not_a_failure() -> None:
    @private_api("pyspark", "3.5", "_none")
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    del GUARDED[f"{__name__}.interrupted"]


PRIVATE = re.compile(
    r"\b_(jsc|gateway|gateway_client|jvm|active_spark_context|instantiatedSession|jsparkSession)\b"
    r"|contextBeingConstructed|activeContext|launch_gateway|iopub_socket|get_parent|error_in_exec"
    r"|abs_connection_file|finalizer_deque|_create_new_connection|_current_frames"
)
"""Names of private APIs."""


def unguarded(path: Path) -> Iterator[str]:
    """The functions of a module that use a private name, and are neither guarded nor in such."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [it for it in ast.walk(tree) if isinstance(it, ast.FunctionDef)]
    guarded = [
        it for it in functions if any("private_api" in ast.dump(d) for d in it.decorator_list)
    ]
    inside = {id(it) for function in guarded for it in ast.walk(function)}
    for function in functions:
        code = re.sub(r"\"\"\".*?\"\"\"|'[^']*'", "", ast.unparse(function), flags=re.DOTALL)
        if id(function) not in inside and PRIVATE.search(code):
            yield function.name


def test_no_other_function_uses_one() -> None:
    folder = Path(kernel_package.__file__).parent
    found = {str(it.relative_to(folder)): set(unguarded(it)) for it in folder.rglob("*.py")}
    assert {name: functions for name, functions in found.items() if functions} == {
        # Its own guard, as it has to see whether the JVM has died; one within others'; no part
        # of a start, but of the process that builds an archive, which then says why there is none.
        "session.py": {"ended"},
        "gateway.py": {"java_class"},
        "effective_conf.py": {"_actual", "_sql_setting", "_has_secret"},
        "cds/training_run.py": {"run"},
    }


def test_a_spark_that_tells_nothing_is_not_idle() -> None:
    idleness = Idleness(limit=1e-9)
    idleness.update(SimpleNamespace())
    idleness.limit = 60
    assert idleness.seconds() is None


def test_of_a_spark_that_tells_nothing_nothing_is_said() -> None:
    mute = SimpleNamespace()
    assert spark_status.executors(mute) == {}
    assert spark_status.is_local(mute)
    assert session.connect_session() is None


def test_a_kernel_that_does_not_tell_of_cells_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else each start would be taken for one whose page has gone."""
    monkeypatch.setattr(iopub._on_each_cell, "__wrapped__", gone)
    cells = iopub.Cells()
    monkeypatch.setattr(iopub, "cells", cells)
    cells.observe()
    assert iopub.is_busy()


def test_a_pyspark_that_launches_otherwise_launches_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(launcher._replace_launch, "__wrapped__", gone)
    ended: list[str] = []
    jvm: Any = SimpleNamespace(release=lambda: ended.append("released"))
    jvm.install = lambda page: launcher._replace_launch(None) is not None
    assert not api._startup._use(jvm, "page")
    assert ended == ["released"]


def test_a_pyspark_that_cannot_forget_its_jvm_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next start would find the gateway of one that has ended."""
    monkeypatch.setattr(gateway._gateway_attribute, "__wrapped__", gone)
    monkeypatch.setattr(gateway, "_processes", lambda: pytest.fail("looks for JVMs to end"))
    teardown.stop()


BREAK_ALL = f"""
import sys
guards = sys.modules[{package(KERNEL)!r} + ".private_api"].GUARDED
whole = {{name: guard.__wrapped__ for name, guard in guards.items()}}
def gone(*_, **__):
    raise AttributeError("gone")
for guard in guards.values():
    guard.__wrapped__ = gone
"""

REPAIR = """
for name, guard in guards.items():
    guard.__wrapped__ = whole[name]
"""

ONE_AFTER_THE_OTHER = f"""
status = sys.modules[{package(KERNEL)!r} + ".api"].status
lost = []
for name, guard in guards.items():
    guard.__wrapped__ = gone
    lost += [] if status(0, False)["running"] else [name]
    guard.__wrapped__ = whole[name]
"""

HIDE = f"""
import importlib, sys

def is_start_spark():
    return sys._getframe(2).f_globals["__name__"].startswith({package(KERNEL)!r})

class Without:
    # Something without some attributes, or with others in their place, as Start Spark sees it
    def __init__(self, whole, *names, **others):
        vars(self).update(_whole=whole, _names=names, _others=others)
        vars(self)["__module__"] = getattr(whole, "__module__", "")
    def __getattr__(self, name):
        if is_start_spark() and name in self._names:
            raise AttributeError(name)
        if is_start_spark() and name in self._others:
            return self._others[name]
        return getattr(self._whole, name)

def replace(name, *names, **others):
    sys.modules[name] = Without(sys.modules[name], *names, **others)

import pyspark
context = pyspark.SparkContext
hidden = Without(context, "_gateway", "_jvm", "_active_spark_context")
replace(context.__module__, "launch_gateway")
replace("pyspark", SparkContext=hidden)
replace("ipykernel.kernelbase", "Kernel")
replace("ipykernel.kernelapp", "IPKernelApp")
replace("IPython.core.getipython", "get_ipython")

def get(self, name, get=object.__getattribute__):
    if name == "_jsc" and is_start_spark():
        raise AttributeError(name)
    return get(self, name)
context.__getattribute__ = get
"""

SHOW = """
del context.__getattribute__
for name, module in list(sys.modules.items()):
    if type(module) is Without:
        sys.modules[name] = module._whole
"""


@pytest.fixture(scope="module")
def kernel() -> Iterator[Kernel]:
    """A kernel with the newest pyspark."""
    with kernels.running(PYTHONS["own"], **for_spark(PYTHONS["own"])) as running:
        yield running


def expect_start_status_and_stop(kernel: Kernel) -> None:
    facts = kernel.start(starts(**NO_UI), **NO_UI)
    assert facts["running"]
    assert facts["master"] == "local[1]"
    assert facts["config"] == "tried"
    assert facts["missed"] == []
    assert kernel.look()["running"]
    assert kernel.value("sc.defaultParallelism") == "1"
    assert kernel.ask("stop") == NOTHING
    assert kernel.look() == NOTHING


@pytest.mark.spark
def test_without_them_spark_starts_and_stops_and_its_status_is_told(kernel: Kernel) -> None:
    assert kernel.look() == NOTHING
    kernel.execute(BREAK_ALL)
    expect_start_status_and_stop(kernel)
    assert kernel.execute(REPAIR)["status"] == "ok"
    kernel.execute(HIDE)
    expect_start_status_and_stop(kernel)
    assert kernel.execute(SHOW)["status"] == "ok"

    assert kernel.start(starts(**NO_UI), **NO_UI)["running"]
    assert kernel.execute(ONE_AFTER_THE_OTHER)["status"] == "ok"
    assert kernel.value("lost") == "[]"
    assert kernel.ask("stop") == NOTHING
    assert kernel.javas() == []
