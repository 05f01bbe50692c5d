"""Rendering, in a child process where a config has expressions: what they can cost and reach."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from startspark.configs.model import Config
from startspark.errors import ParameterError, RenderError
from startspark.rendering import renderer, worker, worker_process
from startspark.rendering.renderer import DEFAULTS, render
from startspark.rendering.worker import SECONDS
from startspark.rendering.worker_process import WorkerProcess
from waiting import has_ended, wait_until

WORKER_STARTS = 10
"""Seconds, on a busy machine."""

LIMITS = "takes (longer than|too long)|too much memory|1,000,000 char|Range too big|too deeply"

PROGRAM = worker_process._PROGRAM


@pytest.fixture(scope="module", autouse=True)
def quick_limit() -> Iterator[None]:
    """A worker with less time for expressions, which these tests wait for."""
    less = f"import {worker.__name__} as worker\nworker.SECONDS = 0.2\nmain()\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker_process, "_PROGRAM", PROGRAM.removesuffix("main()\n") + less)
        patch.setattr(renderer, "_WORKER", WorkerProcess())
        yield
        renderer._WORKER.stop()


def test_the_process_gives_what_the_function_gives(config: Callable[[str], Config]) -> None:
    text = """
        master: local[{{ cpu_count }}]
        conf: {a: "{{ parameters.p }}", b: {env: SECRET}}
        parameters: {p: {type: string}}
    """
    result = render(config(text), {"p": "lone \ud800, ‮right to left"}, {"cpu_count": 3})
    assert '.master("local[3]")' in result.code
    assert r'.config("a", "lone \ud800, \u202eright to left")' in result.code
    assert result.requested_conf == {
        "spark.master": "local[3]",
        "a": "lone \ud800, ‮right to left",
        "b": {"env": "SECRET"},
        **DEFAULTS,
    }


BARS = "spark.ui.showConsoleProgress"


def test_no_progress_bars_are_printed_where_nobody_says_so(
    config: Callable[[str], Config],
) -> None:
    result = render(config("master: local[1]"), {}, {})
    assert f'.config("{BARS}", "false")' in result.code
    assert result.requested_conf[BARS] == "false"


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
    assert render(config(text), {}, {}, overrides).requested_conf.get(BARS) == asked


def test_a_config_leaves_progress_bars_to_sparks_own_defaults(
    config: Callable[[str], Config],
) -> None:
    base = config(f"conf: {{{BARS}: false}}")
    child = replace(config(f"extends: base\nconf: {{{BARS}: null}}"), base=base)
    assert BARS not in render(child, {}, {}).requested_conf


def test_a_template_of_its_own_decides_on_progress_bars(
    config: Callable[[str], Config], tmp_path: Path
) -> None:
    (tmp_path / "own.py.j2").write_text("spark = 1")
    assert render(config("template: own.py.j2"), {}, {}).requested_conf == {}


def test_refused_parameters_are_named(config: Callable[[str], Config]) -> None:
    with pytest.raises(ParameterError, match="must be of the type integer"):
        render(config("parameters: {n: {type: integer}}"), {"n": "x"}, {})


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
        render(loaded, {}, {})
    assert time.monotonic() - begun < WORKER_STARTS


def test_values_that_are_too_long_together_are_refused(config: Callable[[str], Config]) -> None:
    text = """
        conf: {a: "{{ parameters.p }}", b: "{{ parameters.p }}"}
        parameters: {p: {type: string}}
    """
    with pytest.raises(RenderError, match=r"^gives more than 1,000,000 characters"):
        render(config(text), {"p": "x" * 600_000}, {})


EXPRESSION = 'master: "local[{{ 1 }}]"'


def worker_pid() -> int:
    child = renderer._WORKER._child
    assert child
    return child._process.pid


@pytest.fixture
def new_worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A worker that has not been started yet."""
    unused = WorkerProcess()
    with monkeypatch.context() as patch:
        patch.setattr(renderer, "_WORKER", unused)
        yield
    if unused._child:
        unused._child.end()


def test_one_worker_serves_all_requests(config: Callable[[str], Config]) -> None:
    loaded = config(EXPRESSION)
    render(loaded, {}, {})
    first = worker_pid()
    with pytest.raises(RenderError, match="division by zero"):
        render(config('master: "{{ 1 / 0 }}"'), {}, {})
    render(loaded, {}, {})
    assert worker_pid() == first


def test_a_worker_that_was_killed_is_replaced(config: Callable[[str], Config]) -> None:
    loaded = config(EXPRESSION)
    render(loaded, {}, {})
    first = worker_pid()
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: psutil.Process(first).status() == psutil.STATUS_ZOMBIE)
    render(loaded, {}, {})
    assert worker_pid() != first
    assert not psutil.pid_exists(first)


@pytest.mark.parametrize("text", [MANY + "{% endfor %}{% endfor %}", "{{ 9 ** (9 ** 9) }}", GROW])
def test_a_worker_at_its_limits_is_replaced_and_leaves_nothing(
    config: Callable[[str], Config], text: str
) -> None:
    small, large = config(EXPRESSION), replace(config(f'master: "{text}"'), name="large")
    render(small, {}, {})
    process = psutil.Process()
    first, files = worker_pid(), process.num_fds()
    with ThreadPoolExecutor(2) as threads:
        hopeless = threads.submit(render, large, {}, {})
        wait_until(lambda: renderer._WORKER._child is None)  # it has the worker
        waiting = threads.submit(render, small, {}, {})
        with pytest.raises(RenderError, match=LIMITS):
            hopeless.result()
        assert waiting.result().requested_conf["spark.master"] == "local[1]"
    assert worker_pid() != first
    assert process.num_fds() == files
    assert not psutil.pid_exists(first)


@pytest.mark.usefixtures("new_worker")
def test_the_value_that_takes_too_long_is_named(
    config: Callable[[str], Config], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_process, "_PROGRAM", PROGRAM)
    with pytest.raises(RenderError, match=f"takes longer than {SECONDS:g} s") as raised:
        render(
            config(f'conf:\n  a: "{{{{ 1 }}}}"\n  b: "{MANY}{{% endfor %}}{{% endfor %}}"'), {}, {}
        )
    assert raised.value.key == ("conf", "b")


def test_many_long_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_time_limit", nullcontext)
    monkeypatch.setattr(worker, "MAX_REPLY", 100)
    texts = [[["a"], "{{ 'x' * 60 }}"]]
    arguments = {"texts": texts, "context": {}}
    assert worker._answer(json.dumps(["evaluate", arguments])) == {"values": ["x" * 60]}
    arguments["texts"] = texts * 2
    reply = worker._answer(json.dumps(["evaluate", arguments]))
    assert (reply["error"], reply["is_last"]) == ("gives too much text", False)


def test_memory_of_earlier_requests_is_free_again(config: Callable[[str], Config]) -> None:
    words = "{{ ('ab,' * parameters.n).split(',') | length }}"
    large = config(f'conf: {{a: "{words}"}}\nparameters: {{n: {{type: integer}}}}')
    render(large, {"n": 1}, {})
    first = worker_pid()
    for _ in range(40):
        assert render(large, {"n": 300_000}, {}).requested_conf["a"] == "300001"
    assert worker_pid() == first


def test_an_interrupted_request_does_not_get_in_the_way(config: Callable[[str], Config]) -> None:
    slow = config(f'master: "{MANY}{{% endfor %}}{{% endfor %}}"')
    render(config(EXPRESSION), {}, {})
    interrupt = threading.Timer(0.2, signal.raise_signal, [signal.SIGINT])
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        render(slow, {}, {})
    assert render(config(EXPRESSION), {}, {}).requested_conf["spark.master"] == "local[1]"


def test_a_fork_has_a_worker_of_its_own(config: Callable[[str], Config]) -> None:
    loaded = config(EXPRESSION)
    render(loaded, {}, {})
    first = worker_pid()
    child = os.fork()
    if child == 0:
        done = render(loaded, {}, {}).code and worker_pid() != first
        os._exit(0 if done else 1)
    assert os.waitpid(child, 0)[1] == 0
    render(loaded, {}, {})
    assert worker_pid() == first


@pytest.mark.parametrize(
    ("text", "in_worker"),
    [
        ("master: local[1]\nafter: print(1)\nconf: {a: 1, b: {env: X}}", False),
        ("app_name: '{ { notebook'\ndescription: '{}%'", False),
        ("master: 'local[{{ 1 }}]'", True),
        ("conf: {a: '{{ 1 }}'}", True),
        ("conf: {a: '{% if 1 %}1{% endif %}'}", True),
        ("after: 'print({{ 1 }})'", True),
        ("app_name: '{# nothing #}x'", True),
        ("template: own.py.j2", True),
        (f"after: '{'#' * 60_000}'", True),
    ],
)
def test_only_expressions_templates_and_long_texts_need_the_worker(
    config: Callable[[str], Config],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    in_worker: bool,
) -> None:
    (tmp_path / "own.py.j2").write_text("spark = 1")
    loaded = config(text)
    expected = render(loaded, {}, {})
    monkeypatch.setattr(renderer, "MAX_CHARACTERS", 0)
    assert render(loaded, {}, {}) == expected

    monkeypatch.undo()
    monkeypatch.setattr(renderer._WORKER, "request", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError) if in_worker else nullcontext():
        render(loaded, {}, {})


def test_an_expression_in_an_override_needs_the_worker(config: Callable[[str], Config]) -> None:
    text = MANY + "{% endfor %}{% endfor %}"
    with pytest.raises(RenderError, match=LIMITS):
        render(config("master: local[1]"), {}, {}, {"a": text})


ATTACKS = [
    "{{ dict.update(env, {'A': 'x'}) }}{{ dict.clear(parameters) }}",
    "{{ env.update({'A': 'x'}) }}",
    "{{ env | attr('update') }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ lipsum.__globals__.update({'A': 1}) }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ range.__class__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ '{0.__class__}'.format(env) }}",
    "{% set namespace.attribute = 1 %}",
    "{% set lipsum.attribute = 1 %}",
    "{% set dict.get = 1 %}",
    "{% set range = 'x' %}{% set env = {} %}{% set user = 'eve' %}{{ range }}",
    "{% macro range() %}x{% endmacro %}{% macro lipsum() %}x{% endmacro %}{{ range() }}",
    "{% set ns = namespace(range=1) %}{% set ns.user = 'eve' %}{{ ns.user }}",
    "{% for user in ['eve'] %}{% set ns = user %}{{ ns }}{% endfor %}",
    "{% import 'startspark/start.py.j2' as user %}{{ user }}",
    "{% include 'startspark/start.py.j2' %}",
    "{% filter upper %}{{ dict.setdefault(env, 'A', 'x') }}{% endfilter %}",
    "{{ dict.pop(env, 'HOME') }}{{ dict.popitem(env) }}",
    "{% block user %}eve{% endblock %}{{ self.user() }}",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_request_changes_what_the_next_one_sees(
    config: Callable[[str], Config], attack: str
) -> None:
    context = {"user": "ann", "env": {"HOME": "/home/ann"}, "notebook": "a.ipynb"}
    text = """
        master: "{{ user }} {{ env.HOME }} {{ env.A is defined }} {{ parameters.p }}"
        app_name: "{{ range(3) | list | join }} {{ dict(a=1).a }} {{ namespace(a=2).a }}"
        conf: {a: "{{ notebook }} {{ env | length }} {{ [1, 2] | sum }} {{ 1 is odd }}"}
        after: "print({{ cycler(1).next() }}, {{ lipsum(n=1) is string }})"
        parameters: {p: {type: string, default: q}}
    """
    expected = render(config(text), {}, context)
    assert expected.requested_conf["spark.master"] == "ann /home/ann false q"
    pid = worker_pid()
    for place in ("conf: {{a: {}}}", "after: {}"):
        attacking = replace(config(place.format(json.dumps(attack))), name="attack")
        with suppress(RenderError):
            render(attacking, {}, context)
    assert render(config(text), {}, context) == expected
    assert worker_pid() == pid


RENDER = """
import sys
from pathlib import Path

place = next(number for number, folder in enumerate(sys.path) if "site-packages" in folder)
sys.path[place:place] = sys.argv[1:]

from startspark.configs.catalog import load
from startspark.rendering.renderer import DEFAULTS, render

print(render(load(Path("a.yaml"), "user"), {}, {}).code)
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder with a Start Spark that says so, and among it a module that is no use."""
    package = tmp_path / "elsewhere" / "startspark"
    shutil.copytree(Path(renderer.__file__).parents[1], package)
    template = package / "rendering" / "templates" / "start.py.j2"
    template.write_text("# From elsewhere\n" + template.read_text())
    (tmp_path / "a.yaml").write_text("master: 'local[{{ 1 }}]'")
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


@pytest.mark.usefixtures("new_worker")
@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("raise SystemExit(1)", r"cannot run startspark\.rendering\.worker"),
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
    ],
)
def test_a_worker_that_cannot_run_is_an_error_with_what_it_printed(
    config: Callable[[str], Config], monkeypatch: pytest.MonkeyPatch, program: str, words: str
) -> None:
    monkeypatch.setattr(worker_process, "_PROGRAM", program)
    with pytest.raises(RenderError, match=words):
        render(config(EXPRESSION), {}, {})


@pytest.mark.usefixtures("new_worker")
def test_a_worker_that_cannot_start_is_an_error(
    config: Callable[[str], Config], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    renderer.start()  # the server starts all the same
    with pytest.raises(RenderError, match=r"no process can be started: .*No such file"):
        render(config(EXPRESSION), {}, {})


@pytest.mark.usefixtures("new_worker")
def test_a_worker_that_does_not_reply_is_killed(
    config: Callable[[str], Config], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_process, "PATIENCE", 1)
    renderer.start()
    first = worker_pid()
    os.kill(first, signal.SIGSTOP)
    with pytest.raises(RenderError, match="within 1 s"):
        render(config(EXPRESSION), {}, {})
    assert not psutil.pid_exists(first)


def test_many_render_at_once(config: Callable[[str], Config]) -> None:
    loaded = config('master: "local[{{ parameters.n }}]"\nparameters: {n: {type: integer}}')

    def master(number: int) -> str:
        return str(render(loaded, {"n": number}, {}).requested_conf["spark.master"])

    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(master, range(1, 65)))
    assert found == [f"local[{number}]" for number in range(1, 65)]


@pytest.mark.parametrize("text", ["", "{{ 9 ** (9 ** 9) }}"], ids=["idle", "busy"])
def test_the_worker_ends_with_a_server_that_is_killed(text: str) -> None:
    program = (
        "import os, signal, sys, threading\n"
        "from startspark.rendering import renderer\n"
        "renderer.start()\n"
        "pid = renderer._WORKER._child._process.pid\n"
        "if sys.argv[1]:\n"
        "    request = ('evaluate', {'texts': [[[], sys.argv[1]]], 'context': {}})\n"
        "    threading.Thread(target=renderer._WORKER.request, args=request).start()\n"
        "    while renderer._WORKER._child: pass\n"
        "print(pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", program, text]
    pid = int(subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout)
    wait_until(lambda: has_ended(pid))


def test_an_interrupt_of_the_server_does_not_reach_the_worker(
    config: Callable[[str], Config],
) -> None:
    render(config(EXPRESSION), {}, {})
    assert os.getpgid(worker_pid()) != os.getpgid(0)
    assert os.getsid(worker_pid()) != os.getsid(0)
