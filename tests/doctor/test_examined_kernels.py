"""The installed kernels, each examined in its own Python."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from pythons import PYTHONS
from startspark.doctor import kernels
from startspark.kernel.doctor.finding import Finding

Install = Callable[..., Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a kernel; there are no others."""
    monkeypatch.setattr(KernelSpecManager, "kernel_dirs", [str(tmp_path)])
    monkeypatch.setattr(KernelSpecManager, "ensure_native_kernel", False)

    def install_one(name: str, *argv: str, language: str = "python", **more: Any) -> Path:
        file = tmp_path / name / "kernel.json"
        file.parent.mkdir()
        spec = {"argv": argv, "display_name": name, "language": language, **more}
        file.write_text(json.dumps(spec))
        return file

    return install_one


def examine() -> dict[str, dict[str, Finding]]:
    """The findings by area and check."""
    areas: dict[str, dict[str, Finding]] = {}
    for found in kernels.findings():
        assert found.status == "ok" or found.fix
        areas.setdefault(found.area, {})[found.check] = found
    return areas


def test_each_python_is_asked(install: Install) -> None:
    for name, python in PYTHONS.items():
        install(name, python, "-m", "ipykernel_launcher", "-f", "{connection_file}")
    install("r", "R", language="R")
    found = examine()
    assert list(found) == ["Kernel other", "Kernel own"]
    assert found["Kernel own"]["Python"].text.endswith(f"`{sys.executable}`")
    versions = {it["pyspark"].text for it in found.values()}
    assert len(versions) == 2


def test_a_kernel_has_its_own_variables(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHERE", str(tmp_path))
    variables = {"SPARK_LOCAL_DIRS": "${WHERE}/spark", "MY_TOKEN": "s3cret-value"}
    install("own", sys.executable, env=variables)
    found = examine()["Kernel own"]
    assert found["Local folder"].text.startswith(f"`{tmp_path}/spark` is writable")
    assert "s3cret-value" not in str(found)


@pytest.mark.parametrize(
    ("argv", "status", "text"),
    [
        (("/no/such/python", "-m", "ipykernel_launcher"), "error", "No such file or directory"),
        (("/bin/sh", "run.sh"), "warning", "`/bin/sh` starts it, which is not Python"),
    ],
)
def test_a_kernel_that_cannot_be_examined(
    install: Install, argv: tuple[str, ...], status: str, text: str
) -> None:
    file = install("odd", *argv)
    found = examine()["Kernel odd"]["Kernel"]
    assert found.status == status
    assert text in found.text
    assert (str(file) in found.fix) == (status == "error")


def test_a_python_that_fails(install: Install, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'RuntimeError: Start Spark needs a kernel' >&2\nexit 1\n")
    python.chmod(0o755)
    install("old", str(python))
    found = examine()["Kernel old"]["Kernel"]
    assert found.status == "error"
    assert "RuntimeError: Start Spark needs a kernel" in found.text


def test_a_broken_file(install: Install) -> None:
    file = install("broken")
    file.write_text("{")
    found = examine()["Kernel broken"]["Kernel"]
    assert found.status == "error"
    assert found.text.startswith(f"`{file}` cannot be read: JSONDecodeError")


def test_one_kernel_with_pyspark_is_enough(install: Install) -> None:
    hidden = {"PYTHONPATH": "", "PYTHONNOUSERSITE": "1"}
    bare = sys.base_prefix + "/bin/python3"
    install("bare", bare, env=hidden)
    assert examine()["Kernel bare"]["pyspark"].status == "error"
    install("own", sys.executable)
    assert examine()["Kernel bare"]["pyspark"].status == "warning"


@pytest.mark.usefixtures("install")
def test_no_kernel() -> None:
    assert examine()["Kernels"]["Kernel"].status == "error"
