"""The Python that goes to a kernel, loaded here into a namespace like a kernel's."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from startspark import kernel
from startspark.library import BUILDER, MODULES, call, library

FOLDER = kernel.__path__[0]

THERE = {*sys.stdlib_module_names, "pyspark", "py4j", "jupyter_core", "psutil"}
"""The last two come with ipykernel."""


def answer(expression: str) -> dict[str, Any]:
    """What the page gets."""
    bundle: dict[str, Any] = eval(expression)._repr_mimebundle_()
    return bundle["application/json"]


def test_loading_leaves_no_name_and_starts_nothing() -> None:
    names: dict[str, Any] = {}
    before = set(sys.modules)
    exec(library(), names)
    exec(library(), names)
    assert set(names) == {"__builtins__"}
    look = call("look", idle_after=0, stop_idle=False)
    assert answer(look) == {"running": False, "ended": None}
    assert not {name for name in set(sys.modules) - before if name.startswith("pyspark")}


def test_loading_that_was_interrupted_begins_anew() -> None:
    names: dict[str, Any] = {}
    exec(Path(FOLDER, "..", "templates", "load.py").read_text(encoding="utf-8"), names)
    with pytest.raises(KeyboardInterrupt):
        names["load"]("_tried", json.dumps({"one": "x = 1", "two": "raise KeyboardInterrupt"}))
    assert not {name for name in sys.modules if name.startswith("_tried")}
    names["load"]("_tried", json.dumps({"one": "x = 1", "two": "from . import one"}))
    assert sys.modules.pop("_tried.two").one is sys.modules.pop("_tried.one")
    del sys.modules["_tried"]


OLD_PYTHONS = [*Path.home().glob(".pyenv/versions/3.[78].*/bin/python")]
"""Those that kernels may have, and that Start Spark itself does without."""


@pytest.mark.parametrize("python", OLD_PYTHONS, ids=lambda it: it.parents[1].name)
def test_an_old_python_loads_it_or_says_what_is_needed(python: Path) -> None:
    look = call("look", idle_after=0, stop_idle=False)
    program = f"{library()}\n{library(BUILDER)}\nprint({look})"
    done = subprocess.run([python, "-"], input=program.encode(), capture_output=True, check=False)
    if python.parents[1].name.startswith("3.8"):
        assert done.stdout.decode().strip() == "{'running': False, 'ended': None}", done.stderr
    else:
        assert b"RuntimeError: Start Spark needs a kernel with Python 3.8 or later" in done.stderr


LATER = {"cache", "is_relative_to", "removeprefix", "removesuffix", "with_stem"}
"""What only later Pythons have."""


@pytest.mark.parametrize("module", sorted({*MODULES, *BUILDER}))
def test_a_module_is_written_for_an_old_python(module: str) -> None:
    text = Path(FOLDER, f"{module}.py").read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 8))
    for node in ast.walk(tree):
        assert not (isinstance(node, ast.Attribute) and node.attr in LATER), node.lineno
        is_joined = isinstance(node, ast.AugAssign) and isinstance(node.op, ast.BitOr)
        assert not is_joined, f"line {getattr(node, 'lineno', 0)}: a dict has no `|=`"


def test_stopping_where_nothing_runs_is_no_error() -> None:
    exec(library(), {})
    assert answer(call("stop")) == {"running": False, "ended": None}


@pytest.mark.parametrize("text", ['"', "'", "\\", "\n", "{{ 1 }}", '"); import os #', "\u2028é"])
def test_an_argument_arrives_as_it_is(text: str) -> None:
    tree = ast.parse(call("abandon", page=text), mode="eval")
    names = {"__import__": __import__}
    (keyword,) = tree.body.keywords  # type: ignore[attr-defined]
    assert eval(ast.unparse(keyword.value), names) == {"page": text}


@pytest.mark.parametrize(
    ("modules", "module"), [(modules, it) for modules in (MODULES, BUILDER) for it in modules]
)
def test_a_module_imports_only_what_a_kernel_has(modules: tuple[str, ...], module: str) -> None:
    with open(f"{FOLDER}/{module}.py", encoding="utf-8") as file:
        tree = ast.parse(file.read())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            earlier = modules[: modules.index(module)]
            assert {node.module or name.name for name in node.names} <= set(earlier)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            imported = getattr(node, "module", None) or node.names[0].name
            assert imported.partition(".")[0] in THERE
