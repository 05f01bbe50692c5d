"""Rendering in a process of its own: what an expression may cost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from startspark.configs.model import Config
from startspark.errors import ParameterError, RenderError
from startspark.rendering import renderer
from startspark.rendering.renderer import DEFAULTS, rendered
from startspark.rendering.worker_process import WorkerProcess

WORKER_STARTS = 10
"""Seconds, on a busy machine."""

LIMITS = "takes (longer than 1 s|too long)|too much memory|1,000,000 char|Range too big|too deeply"


def test_the_process_gives_what_the_function_gives(config: Callable[[str], Config]) -> None:
    text = """
        master: local[{{ cpu_count }}]
        conf: {a: "{{ parameters.p }}", b: {env: SECRET}}
        parameters: {p: {type: string}}
    """
    result = rendered(config(text), {"p": "lone \ud800, ‮right to left"}, {"cpu_count": 3})
    assert '.master("local[3]")' in result.code
    assert r'.config("a", "lone \ud800, \u202eright to left")' in result.code
    assert result.asked == {
        "spark.master": "local[3]",
        "a": "lone \ud800, ‮right to left",
        "b": {"env": "SECRET"},
        **DEFAULTS,
    }


BARS = "spark.ui.showConsoleProgress"


def test_no_progress_bars_are_printed_where_nobody_says_so(
    config: Callable[[str], Config],
) -> None:
    result = rendered(config("master: local[1]"), {}, {})
    assert f'.config("{BARS}", "false")' in result.code
    assert result.asked[BARS] == "false"


@pytest.mark.parametrize(
    ("text", "overrides", "asked"),
    [
        ("conf: {spark.ui.showConsoleProgress: true}", {}, "true"),
        ("master: local[1]", {BARS: "true"}, "true"),
        ("master: local[1]", {BARS: None}, None),
        ("remote: sc://there", {}, None),
    ],
    ids=["the config", "the notebook", "the notebook leaves it out", "no driver here"],
)
def test_who_decides_on_progress_bars(
    config: Callable[[str], Config], text: str, overrides: dict[str, Any], asked: str | None
) -> None:
    assert rendered(config(text), {}, {}, overrides).asked.get(BARS) == asked


def test_a_config_leaves_progress_bars_to_sparks_own_defaults(
    config: Callable[[str], Config],
) -> None:
    base = config(f"conf: {{{BARS}: false}}")
    heir = replace(config(f"extends: base\nconf: {{{BARS}: null}}"), base=base)
    assert BARS not in rendered(heir, {}, {}).asked


def test_a_template_of_its_own_decides_on_progress_bars(
    config: Callable[[str], Config], tmp_path: Path
) -> None:
    (tmp_path / "own.py.j2").write_text("spark = 1")
    assert rendered(config("template: own.py.j2"), {}, {}).asked == {}


def test_refused_parameters_are_named(config: Callable[[str], Config]) -> None:
    with pytest.raises(ParameterError, match="must be of the type integer"):
        rendered(config("parameters: {n: {type: integer}}"), {"n": "x"}, {})


MANY = "{% for i in range(99999) %}{% for j in range(99999) %}"
GROW = "{% set n = namespace(x='x') %}{% for i in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}"


@pytest.mark.parametrize(
    "text",
    [
        MANY + "{% endfor %}{% endfor %}",
        MANY + "x" * 99 + "{% endfor %}{% endfor %}",
        GROW,
        "{% for i in range(10 ** 9) %}{% endfor %}",
        "{{ 9 ** (9 ** 9) }}",
        "{{ 'x' * 10 ** 10 }}",
        "{{ 'x' * 2 * 10 ** 6 }}",
        "{{ '%9999999999d' % 1 }}",
        "{{ 'x'.ljust(10 ** 10) }}",
        "{{ 'x'|center(10 ** 10) }}",
        "{{ (5).to_bytes(10 ** 10, 'big') }}",
        "{{ lipsum(n=10 ** 9) }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    ],
)
def test_an_expression_without_end_ends_with_a_sentence(
    config: Callable[[str], Config], text: str
) -> None:
    loaded = config(f'conf:\n  a: x\n  b: "{text}"')
    assert not loaded.error
    begun = time.monotonic()
    with pytest.raises(RenderError, match=LIMITS):
        rendered(loaded, {}, {})
    assert time.monotonic() - begun < WORKER_STARTS


def test_values_that_are_too_long_together_are_refused(config: Callable[[str], Config]) -> None:
    text = """
        conf: {a: "{{ parameters.p }}", b: "{{ parameters.p }}"}
        parameters: {p: {type: string}}
    """
    with pytest.raises(RenderError, match=r"^gives more than 1,000,000 characters"):
        rendered(config(text), {"p": "x" * 600_000}, {})


def test_a_worker_that_ends_is_followed_by_another(config: Callable[[str], Config]) -> None:
    loaded = config("master: local[1]")
    rendered(loaded, {}, {})
    first = renderer._WORKER._process
    assert first
    rendered(loaded, {}, {})
    assert renderer._WORKER._process is first
    first.kill()
    first.wait()
    rendered(loaded, {}, {})
    assert renderer._WORKER._process is not first


RENDER = """
import sys
from pathlib import Path

place = next(number for number, folder in enumerate(sys.path) if "site-packages" in folder)
sys.path[place:place] = sys.argv[1:]

from startspark.configs.catalog import load
from startspark.rendering.renderer import DEFAULTS, rendered

print(rendered(load(Path("a.yaml"), "user"), {}, {}).code)
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder with a Start Spark that says so, and among it a module that is no use."""
    package = tmp_path / "elsewhere" / "startspark"
    shutil.copytree(Path(renderer.__file__).parents[1], package)
    template = package / "rendering" / "templates" / "start.py.j2"
    template.write_text("# From elsewhere\n" + template.read_text())
    (tmp_path / "a.yaml").write_text("master: local")
    return package.parent


def test_no_module_of_the_environment_takes_the_place_of_pythons(elsewhere: Path) -> None:
    for folder in (elsewhere, elsewhere.parent):
        for name in ("pathlib", "json", "site"):
            (folder / f"{name}.py").write_text("raise SystemExit('This is no part of Python.')")
    command = [sys.executable, "-I", "-c", RENDER, str(elsewhere)]
    said = subprocess.check_output(command, cwd=elsewhere.parent, text=True)
    assert said.startswith("# From elsewhere\n")


def test_the_process_is_of_the_start_spark_that_asks(elsewhere: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(elsewhere)}
    said = subprocess.check_output(
        [sys.executable, "-c", RENDER], cwd=elsewhere.parent, env=environment, text=True
    )
    assert said.startswith("# From elsewhere\n")


def test_a_process_that_cannot_be_run_is_said(
    config: Callable[[str], Config], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderer, "_WORKER", WorkerProcess())
    monkeypatch.setattr("startspark.rendering.worker_process._PROGRAM", "raise SystemExit(1)")
    with pytest.raises(RenderError, match=r"does not run startspark\.rendering\.worker, and"):
        rendered(config("master: local"), {}, {})


def test_many_render_at_once(config: Callable[[str], Config]) -> None:
    loaded = config('master: "local[{{ parameters.n }}]"\nparameters: {n: {type: integer}}')

    def master(number: int) -> str:
        return str(rendered(loaded, {"n": number}, {}).asked["spark.master"])

    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(master, range(1, 65)))
    assert found == [f"local[{number}]" for number in range(1, 65)]


def test_the_worker_ends_with_the_one_who_asks() -> None:
    program = (
        "import os, signal\n"
        "from startspark.rendering import renderer\n"
        "renderer.start()\n"
        "print(renderer._WORKER._process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    worker = int(ended.stdout)
    while psutil.pid_exists(worker) and psutil.Process(worker).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
