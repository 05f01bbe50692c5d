"""The explanation of a failed start without a page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from startspark.inprocess.failure import explain_failure, start_error, without_kernel
from startspark.kernel import diagnosis
from startspark.kernel.diagnosis.cause import RESTART, Cause
from startspark.kernel.property_origins import Origins

CAUSE = Cause("It is broken.", "Repair it.")


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_a_failure_names_the_log_file_if_there_is_a_log(logs: Path) -> None:
    assert str(start_error(CAUSE, " \n")) == "It is broken.\nRepair it."
    assert list(logs.iterdir()) == []
    said = str(start_error(CAUSE, "WARN something\n"))
    (path,) = logs.iterdir()
    assert said == f"It is broken.\nRepair it.\nSpark's log is in {path}"
    assert path.read_text() == "WARN something\n"
    assert path.stat().st_mode & 0o077 == 0


def test_a_failure_is_explained_as_on_the_page() -> None:
    printed = (
        "UnsupportedClassVersionError: class file version 61.0, up to 55.0\n  at java.lang.Thread"
    )
    error = RuntimeError("[JAVA_GATEWAY_EXITED] Java gateway process exited\n  at java.lang.Thread")
    said = str(explain_failure(error, printed, Origins()))
    assert "Thread" not in said
    assert "RuntimeError" not in str(explain_failure(KeyboardInterrupt(), "", Origins()))
    assert "there is no running Spark" in str(explain_failure(None, "", Origins()))


@pytest.mark.parametrize(
    ("said", "in_a_shell"),
    [
        ("This kernel has no pyspark.", "This Python has no pyspark."),
        (
            "Install it where the kernel runs (a cell with `%pip install pyspark`), or choose"
            " another kernel.",
            "Install it there, with `pip install pyspark`.",
        ),
        (f"Set it {RESTART}.", "Set it in this shell, then start again."),
        (
            "This Spark needs Java 17 or later; the kernel’s is Java 11.",
            "This Spark needs Java 17 or later; this one is Java 11.",
        ),
        (
            "The name of the kernel’s machine, `a_b`, cannot be resolved.",
            "The name of this machine, `a_b`, cannot be resolved.",
        ),
        ("The kernel’s environment has no variable `A`.", "This environment has no variable `A`."),
        (
            "In `/etc/kernel/x.yaml:3`, not this kernel.",
            "In `/etc/kernel/x.yaml:3`, not this process.",
        ),
        ("Spark's log is in /tmp/kernel/x.log", "Spark's log is in /tmp/kernel/x.log"),
        (
            "Change to another in a cell with `%cd ~`, or restart the kernel.",
            "Change to another with `cd ~`, or start again.",
        ),
    ],
)
def test_messages_about_a_kernel_are_reworded_for_a_shell(said: str, in_a_shell: str) -> None:
    assert without_kernel(said) == in_a_shell


def sentences() -> Iterator[str]:
    """Yield the texts in the kernel's diagnosis modules."""
    for path in Path(diagnosis.__file__).parent.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        yield from (
            it.value
            for it in ast.walk(ast.parse(text))
            if isinstance(it, ast.Constant) and isinstance(it.value, str)
        )


def test_no_message_in_a_shell_mentions_a_kernel() -> None:
    # A piece of a sentence may begin or end in code.
    assert not any("kernel" in without_kernel(it.replace("`", "")) for it in sentences())
