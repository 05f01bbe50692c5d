"""The Python that goes to a kernel, loaded here into a namespace like a kernel's."""

from __future__ import annotations

import ast
import sys
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
