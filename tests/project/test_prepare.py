"""What `make` prepares, and what it leaves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import prepare

CLONE = Path(__file__).resolve().parents[2]

NO_NETWORK = {
    "PIP_NO_INDEX": "1",
    "UV_OFFLINE": "1",
    "https_proxy": "http://127.0.0.1:9",
    "http_proxy": "http://127.0.0.1:9",
}


def test_what_is_prepared_is_not_prepared_again() -> None:
    assert prepare.is_prepared("run"), "run `python3 tools/prepare.py test`"
    done = subprocess.run(
        [sys.executable, "tools/prepare.py", "run"],
        cwd=CLONE,
        env={**os.environ, **NO_NETWORK},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_make_clean_leaves_the_notebooks(tmp_path: Path) -> None:
    shutil.copy(CLONE / "Makefile", tmp_path)
    for name in (".venv/bin/python", "build/wheels/old.whl", "notebooks/stars.ipynb"):
        file = tmp_path / name
        file.parent.mkdir(parents=True)
        file.touch()
    subprocess.run(["make", "clean"], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
    assert {it.name for it in tmp_path.iterdir()} == {"Makefile", "notebooks"}
    assert (tmp_path / "notebooks" / "stars.ipynb").exists()


def test_a_java_that_is_too_new_for_the_tests_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"25.0.1\" 2025-10-21' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert prepare.find_java("run") == []
    with pytest.raises(SystemExit, match="does not start on Java 25: set JAVA_HOME to a Java 17"):
        prepare.find_java("test")
