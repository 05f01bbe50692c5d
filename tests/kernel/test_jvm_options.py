"""The options with which Spark's Java is started, and those of the user's that it keeps."""

from __future__ import annotations

from pathlib import Path

import psutil
import pyspark
import pytest

import kernels
from kernels import Kernel
from pythons import PYTHONS
from startspark.kernel.cds.installation import Installation
from startspark.kernel.cds.jvm_options import DELAYED_C2, NEWEST_JAVA, VARIABLES, delayed_c2_options
from waiting import wait_until

WORDS = " ".join(f"-XX:{name}={value}" for name, value in DELAYED_C2.items())


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """A Java whose library has the names of its options."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "java" / "lib" / "server"
    folder.mkdir(parents=True)
    (folder / "libjvm.so").write_bytes(b"\0".join(name.encode() for name in DELAYED_C2))
    return Installation(tmp_path / "java", tmp_path / "spark", tmp_path / "conf", NEWEST_JAVA)


def test_a_java_that_knows_them_gets_them(installed: Installation) -> None:
    assert delayed_c2_options({}, installed) == WORDS


@pytest.mark.parametrize("content", [b"", b"another Java"])
def test_one_that_does_not_know_them_gets_none(installed: Installation, content: bytes) -> None:
    installed.library.write_bytes(content)
    assert delayed_c2_options({}, installed) == ""


def test_one_that_nobody_has_tried_gets_none(installed: Installation) -> None:
    newer = Installation(installed.java, installed.spark, installed.conf, NEWEST_JAVA + 1)
    assert delayed_c2_options({}, newer) == ""


def test_it_can_be_turned_off(installed: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STARTSPARK_WITHOUT", "delayed_c2")
    assert delayed_c2_options({}, installed) == ""


@pytest.mark.parametrize("option", ["-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation", "-Xint"])
def test_who_says_how_to_compile_has_it_so(
    installed: Installation, option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        delayed_c2_options({"spark.driver.extraJavaOptions": f"-Xss4m {option}"}, installed) == ""
    )
    with monkeypatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", option)
        assert delayed_c2_options({}, installed) == ""
    installed.conf.mkdir()
    settings = installed.conf / "spark-defaults.conf"
    settings.write_text(f"spark.driver.defaultJavaOptions {option}")
    assert delayed_c2_options({}, installed) == ""


@pytest.mark.spark
def test_sparks_java_starts_with_them() -> None:
    with kernels.running(PYTHONS["own"], JAVA_TOOL_OPTIONS="") as kernel:
        assert given(kernel) == (WORDS.split() if pyspark.__version__ >= "4" else [])
        expect_nothing_to_be_imported_in_a_thread(kernel)
        kernel.execute("import os; os.environ['JAVA_TOOL_OPTIONS'] = '-XX:TieredStopAtLevel=1'")
        assert given(kernel) == []


def expect_nothing_to_be_imported_in_a_thread(kernel: Kernel) -> None:
    """Imports in a thread can break what IPython parses meanwhile (python/cpython#106905)."""
    wait_until(lambda: kernel.look().get("prewarmed", {}).get("ready"))
    found = "[it for it in ('pyspark', 'pandas') if it in __import__('sys').modules]"
    assert kernel.value(found) == "[]"


def given(kernel: Kernel) -> list[str]:
    """The words among the options of a Java that is to wait."""
    kernel.ask("prewarm", archives=[], requested_conf={})
    process = psutil.Process(kernel.manager.provisioner.process.pid)
    # spark-submit becomes Java; what it asks before is below it.
    wait_until(lambda: process.children() == kernel.javas() != [])
    (java,) = kernel.javas()
    return [word for word in java.cmdline() if word.startswith("-XX:Tier4")]
