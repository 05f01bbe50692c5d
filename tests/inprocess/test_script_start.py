"""A start in a plain Python process, without a real Spark."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest

from startspark.inprocess.script_start import ScriptStart
from startspark.kernel import environment
from startspark.render_result import RenderResult
from startspark.rendering.codegen import Rendered


def test_a_script_start_sets_the_environment_like_a_notebook_start(
    config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PYSPARK_PYTHON", "PYSPARK_DRIVER_PYTHON"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SPARK_REMOTE", "sc://elsewhere")
    monkeypatch.setattr(os, "environ", dict(os.environ))  # the start changes this copy
    code = "import os\nspark = [os.environ.get(it) for it in ('PYSPARK_PYTHON', 'SPARK_REMOTE')]"
    rendered = Rendered(code, {"spark.master": "local[1]"})
    start = ScriptStart(RenderResult(config("template: a.py.j2"), rendered, {}, []))
    start.run(lambda sentence: None)
    environment.restore()  # into the copy: nothing is left for the next test
    assert start.names["spark"] == [sys.executable, None]
    assert "__builtins__" not in start.names
