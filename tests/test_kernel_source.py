"""The kernel package as text, imported here as in a kernel."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from startspark import kernel_importer
from startspark.kernel_source import (
    BUILDER,
    DOCTOR,
    KERNEL,
    Bundle,
    call,
    examination,
    library,
    package,
)

IMPORTER = Path(kernel_importer.__file__)
BUNDLES = (KERNEL, BUILDER, DOCTOR)
FILES = sorted({path for bundle in BUNDLES for path in bundle.modules().values()})


def answer(expression: str) -> dict[str, Any]:
    """Return the reply that the page gets."""
    bundle: dict[str, Any] = eval(expression)._repr_mimebundle_()
    return bundle["application/json"]


def test_the_import_defines_no_name_and_starts_nothing() -> None:
    names: dict[str, Any] = {}
    before = set(sys.modules)
    exec(library(), names)
    exec(library(), names)
    assert set(names) == {"__builtins__"}
    look = call("status", idle_after=0, stop_idle=False)
    assert answer(look) == {"running": False, "ended": None}
    assert not {name for name in set(sys.modules) - before if name.startswith("pyspark")}


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], ModuleType]]:
    """Import a package of two modules, the second with the given text, and return that one."""
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])

    def load_with(text: str) -> ModuleType:
        bundle = {"sources": {"": "", "one": "", "two": text}, "packages": [""]}
        kernel_importer.load("_tried", "two", json.dumps(bundle))
        return sys.modules["_tried.two"]

    yield load_with
    for name in [it for it in sys.modules if it.startswith("_tried")]:
        del sys.modules[name]


def test_a_module_whose_import_was_interrupted_is_imported_again(
    load: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERRUPTED", "yes")
    once = "__import__('os').environ.pop('INTERRUPTED', 0)"
    text = f"from . import one\nif {once}: raise KeyboardInterrupt"
    with pytest.raises(KeyboardInterrupt):
        load(text)
    assert load(text).one is sys.modules["_tried.one"]


def test_a_traceback_shows_the_lines_of_a_module(load: Callable[[str], ModuleType]) -> None:
    module = load("def fail():\n    raise LookupError('here')")
    with pytest.raises(LookupError) as raised:
        module.fail()
    shown = "".join(traceback.format_tb(raised.tb))
    assert 'File "<startspark>/kernel/two.py", line 2, in fail' in shown
    assert "raise LookupError('here')" in shown


OLD_PYTHONS = [*Path.home().glob(".pyenv/versions/3.[78].*/bin/python")]
"""Pythons that only a kernel may have."""


@pytest.mark.parametrize("python", OLD_PYTHONS, ids=lambda it: it.parents[1].name)
def test_an_old_python_imports_it_or_reports_what_it_needs(python: Path) -> None:
    look = call("status", idle_after=0, stop_idle=False)
    program = f"{library()}\n{library(BUILDER)}\nprint({look})"
    done = subprocess.run([python, "-"], input=program.encode(), capture_output=True, check=False)
    if python.parents[1].name.startswith("3.8"):
        assert done.stdout.decode().strip() == "{'running': False, 'ended': None}", done.stderr
    else:
        assert b"RuntimeError: Start Spark needs a kernel with Python 3.8 or later" in done.stderr


@pytest.mark.parametrize("python", OLD_PYTHONS, ids=lambda it: it.parents[1].name)
def test_an_old_python_is_examined(python: Path) -> None:
    program = f"import json\nprint(json.dumps({examination('Kernel')}))"
    done = subprocess.run([python, "-"], input=program.encode(), capture_output=True, check=False)
    if python.parents[1].name.startswith("3.8"):
        findings = json.loads(done.stdout)["findings"]
        assert [it["text"] for it in findings if "could not be checked" in it["text"]] == []
        assert findings[0]["text"].startswith("3.8")
    else:
        assert b"RuntimeError: Start Spark needs a kernel with Python 3.8 or later" in done.stderr


NEWER = {"cache", "is_relative_to", "removeprefix", "removesuffix", "with_stem"}
"""Names that Python 3.8 lacks."""


@pytest.mark.parametrize("path", [*FILES, IMPORTER], ids=lambda it: it.stem)
def test_a_module_is_written_for_an_old_python(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
    for node in ast.walk(tree):
        assert not (isinstance(node, ast.Attribute) and node.attr in NEWER), node.lineno
        is_joined = isinstance(node, ast.AugAssign) and isinstance(node.op, ast.BitOr)
        assert not is_joined, f"line {getattr(node, 'lineno', 0)}: a dict has no `|=`"


def test_stopping_without_a_session_is_no_error() -> None:
    exec(library(), {})
    assert answer(call("stop")) == {"running": False, "ended": None}


@pytest.mark.parametrize("text", ['"', "'", "\\", "\n", "{{ 1 }}", '"); import os #', "\u2028é"])
def test_an_argument_arrives_as_it_is(text: str) -> None:
    tree = ast.parse(call("abandon", page=text), mode="eval")
    names = {"__import__": __import__}
    (keyword,) = tree.body.keywords  # type: ignore[attr-defined]
    assert eval(ast.unparse(keyword.value), names) == {"page": text}


@pytest.mark.skipif(sys.version_info < (3, 10), reason="sys.stdlib_module_names is new in 3.10")
@pytest.mark.parametrize("path", FILES, ids=lambda it: it.stem)
def test_a_module_imports_only_what_a_kernel_has(path: Path) -> None:
    available = {*sys.stdlib_module_names, "pyspark", "py4j"}
    available |= {"jupyter_core", "psutil"}  # of ipykernel
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and not node.level:
            assert node.module
            assert node.module.partition(".")[0] in available
        elif isinstance(node, ast.Import):
            assert {it.name.partition(".")[0] for it in node.names} <= available


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda it: it.main)
def test_a_bundle_has_every_module_that_it_imports(bundle: Bundle) -> None:
    program = f"{library(bundle)}\nimport sys\nprint('startspark' in sys.modules)"
    program += "".join(f"\nimport {package(bundle)}.{name}" for name in bundle.modules() if name)
    done = subprocess.run([sys.executable, "-"], input=program, text=True, stdout=subprocess.PIPE)
    assert (done.returncode, done.stdout) == (0, "False\n")
