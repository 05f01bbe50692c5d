"""Config + parameters -> Python code."""

from __future__ import annotations

import ast
import json
import math
import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from startspark.configs.catalog import load
from startspark.configs.model import Config
from startspark.configs.parameters import check
from startspark.configs.yaml_reader import Source
from startspark.errors import ExpressionError, RenderError
from startspark.jinja_syntax import has_expression
from startspark.rendering.codegen import Rendered, render
from startspark.rendering.literals import literal

any_text = st.text(st.characters(exclude_categories=()))  # lone surrogates too
file_text = st.text().filter(lambda text: not has_expression(text))

CONTEXT = {
    "user": "ann",
    "notebook": "stars.ipynb",
    "cpu_count": 4,
    "memory": 2**30,
    "host": "vm",
    "base_url": "/",
    "env": {},
}


class Builder:
    """Records what the rendered code asks of `SparkSession.builder`."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def __getattr__(self, method: str) -> Any:
        def record(*arguments: Any) -> Builder:
            self.asked.update(
                {arguments[0]: arguments[1]} if arguments[1:] else {method: arguments[0]}
            )
            return self

        return record

    def getOrCreate(self) -> Any:  # noqa: N802
        return SimpleNamespace(sparkContext="the context", version="4", asked=self.asked)


def rendered(config: Config, parameters: dict[str, Any], context: dict[str, Any]) -> Rendered:
    """What a config gives, without a process of its own."""
    checked = check(config.data.get("parameters", {}), parameters)
    names = {**context, "parameters": checked}
    return render(config.name, config.data, config.path.parent, names)


def run(code: str) -> dict[str, Any]:
    """Run rendered code against the recording builder; returns the names that it leaves."""
    module = ModuleType("pyspark.sql")
    module.SparkSession = SimpleNamespace(builder=Builder())  # type: ignore[attr-defined]
    before = {name: sys.modules.get(name) for name in ("pyspark", "pyspark.sql")}
    sys.modules.update({"pyspark": ModuleType("pyspark"), "pyspark.sql": module})
    names: dict[str, Any] = {}
    try:
        exec(compile(code.encode("utf-8"), "<rendered>", "exec"), names)
    finally:
        for name, value in before.items():
            sys.modules.pop(name)
            if value:
                sys.modules[name] = value
    del names["__builtins__"]
    return names


def asked(data: dict[str, Any], parameters: dict[str, Any] | None = None, **context: Any) -> Any:
    """What the code of a config asks of the builder."""
    made = Config("test", Path("test.yaml"), "user", Source(data, {}, {}))
    return run(rendered(made, parameters or {}, {**CONTEXT, **context}).code)["spark"].asked


@given(any_text)
def test_every_text_has_a_literal(text: str) -> None:
    assert ast.literal_eval(str(literal(text))) == text
    assert str(literal(text)).isprintable()


@given(
    st.one_of(
        st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False, allow_infinity=False)
    )
)
def test_every_other_scalar_has_a_literal(value: Any) -> None:
    assert ast.literal_eval(str(literal(value))) == value


@pytest.mark.parametrize("value", [math.nan, math.inf, [], {}, object()])
def test_nothing_else_has_a_literal(value: Any) -> None:
    with pytest.raises(ExpressionError, match="cannot be written into code"):
        literal(value)


def test_literals_have_double_quotes_as_people_write_them() -> None:
    assert str(literal("it's")) == '"it\'s"'
    assert str(literal('say "hi"')) == "'say \"hi\"'"


@given(st.dictionaries(file_text.filter(len), file_text), file_text, file_text)
def test_every_text_of_a_config_reaches_spark_as_it_is(conf, app_name, master) -> None:
    data = {"conf": conf, "app_name": app_name, "master": master}
    assert asked(data) == {"master": master, "appName": app_name, **conf}


@pytest.mark.parametrize("name", ["items", "values", "get"])
def test_a_property_may_have_the_name_of_a_dicts_method(name: str) -> None:
    conf = {name: "x", "spark.a": "y"}
    assert asked({"conf": conf}) == conf


def is_property(name: str) -> bool:
    """Whether a config may have it in `conf`."""
    return name not in ("", "spark.master", "spark.remote", "spark.app.name")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(file_text.filter(is_property), file_text, min_size=1))
def test_every_text_of_a_file_reaches_spark_as_it_is(tmp_path, conf) -> None:
    path = tmp_path / "test.yaml"
    path.write_text(yaml.safe_dump({"conf": conf}), encoding="utf-8")
    loaded = load(path, "user")
    assert run(rendered(loaded, {}, CONTEXT).code)["spark"].asked == conf


@given(any_text, any_text, any_text)
def test_every_text_from_outside_reaches_spark_as_it_is(parameter, notebook, variable) -> None:
    data = {
        "parameters": {"p": {"type": "string"}},
        "app_name": "{{ notebook }}",
        "conf": {"parameter": "{{ parameters.p }}", "variable": "{{ env.X }}"},
    }
    reached = asked(data, {"p": parameter}, notebook=notebook, env={"X": variable})
    assert reached == {"appName": notebook or "test", "parameter": parameter, "variable": variable}


@given(any_text)
def test_every_text_reaches_the_code_after_the_start_as_it_is(parameter) -> None:
    data = {"parameters": {"p": {"type": "string"}}, "after": "spark.said = {{ parameters.p }}"}
    made = Config("test", Path("test.yaml"), "user", Source(data, {}, {}))
    assert run(rendered(made, {"p": parameter}, CONTEXT).code)["spark"].said == parameter


def test_the_code_reads_like_a_persons(config) -> None:
    loaded = config(
        """
master: spark://spark.example:7077
app_name: "{{ user }}: {{ notebook }}"
conf:
  spark.executor.instances: "{{ parameters.executors }}"
  spark.executor.memory: 4g
  spark.hadoop.fs.s3a.secret.key: {env: AWS_SECRET_ACCESS_KEY}
parameters:
  executors: {type: integer, default: 4}
  level: {type: string, default: ERROR}
after: |
  spark.sparkContext.setLogLevel({{ parameters.level }})
"""
    )
    assert (
        rendered(loaded, {}, CONTEXT).code
        == """\
# Start Spark, config "test"
import os

from pyspark.sql import SparkSession

spark = (
    SparkSession.builder
    .master("spark://spark.example:7077")
    .appName("ann: stars.ipynb")
    .config("spark.executor.instances", "4")
    .config("spark.executor.memory", "4g")
    .config("spark.hadoop.fs.s3a.secret.key", os.environ["AWS_SECRET_ACCESS_KEY"])
    .getOrCreate()
)
sc = spark.sparkContext

spark.sparkContext.setLogLevel("ERROR")
"""
    )


def test_the_environment_is_read_in_the_kernel(config, monkeypatch) -> None:
    loaded = config("conf: {a: {env: THE_SECRET}}")
    code = rendered(loaded, {}, CONTEXT).code
    monkeypatch.setenv("THE_SECRET", "s3cret")
    assert run(code)["spark"].asked == {"a": "s3cret"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("master: local", {"spark", "sc", "SparkSession"}),
        ("conf: {a: {env: HOME}}", {"spark", "sc", "SparkSession", "os"}),
        ("remote: sc://host", {"spark", "SparkSession"}),
        ("{master: local, conf: {spark.api.mode: Connect}}", {"spark", "SparkSession"}),
        ("conf: {spark.api.mode: classic}", {"spark", "sc", "SparkSession"}),
        ("{}", {"spark", "sc", "SparkSession"}),
    ],
)
def test_the_code_leaves_no_other_names(config, text, names) -> None:
    assert set(run(rendered(config(text), {}, CONTEXT).code)) == names


@pytest.mark.parametrize("after", ["print('", "f(", '"""', "if True:\n  a\n b"])
def test_code_that_is_no_python_is_refused(config, after) -> None:
    loaded = config(json.dumps({"after": after}))
    with pytest.raises(RenderError, match="`after` is not valid Python"):
        rendered(loaded, {}, CONTEXT)


def test_a_failing_expression_names_its_place(config) -> None:
    loaded = config("conf:\n  a: '{{ env.GONE }}'")
    with pytest.raises(
        RenderError, match=r"`conf\.a` uses something that is not defined"
    ) as caught:
        rendered(loaded, {}, CONTEXT)
    sentence = loaded.locate(str(caught.value), caught.value.key)
    assert sentence.startswith(f"{loaded.path}:2: `conf.a` ")


# Templates of one's own


def test_a_template_of_ones_own_puts_out_literals(config, tmp_path) -> None:
    (tmp_path / "own.py.j2").write_text(
        '{% include "startspark/start.py.j2" %}\nspark.extra = {{ parameters.p }}\n'
    )
    loaded = config("template: own.py.j2\nparameters: {p: {type: string}}")
    names = run(rendered(loaded, {"p": '"); import os #'}, CONTEXT).code)
    assert names["spark"].extra == '"); import os #'


@pytest.mark.parametrize(
    "value", ['"); boom() #', "+boom()+", "'+boom()+'", '"+boom()+"', "\nboom()\n"]
)
@pytest.mark.parametrize(
    "trick",
    [
        "{{ parameters.p }}",
        "{{ parameters.p | literal }}",
        "{{ parameters.p | escape }}",
        "{{ parameters.p | safe }}",
        "{{ '' ~ parameters.p }}",
        "{{ after.format(parameters.p) }}",
        "{{ after | replace('after', parameters.p) }}",
        "{{ after ~ parameters.p }}",
        "{% set x %}{{ parameters.p }}{% endset %}{{ x }}",
        "{% filter upper %}{{ parameters.p }}{% endfilter %}",
        "{% macro m() %}{{ parameters.p }}{% endmacro %}{{ m() }}",
        "{{ parameters.p.__class__ }}",
        "{{ self }}",
        '"{{ parameters.p }}"',
        "'{{ parameters.p }}'",
        '"""\n{{ parameters.p }}"""',
        'f"{{ parameters.p }}"',
        '"{{ parameters.p }}',
        "word{{ parameters.p }}",
        "{{ parameters.p }}{{ parameters.p }}",
        "{{ parameters.p | tojson }}",
        "{% autoescape true %}{{ parameters.p }}{% endautoescape %}",
    ],
)
def test_no_trick_of_a_template_makes_code_of_a_value(config, tmp_path, trick, value) -> None:
    (tmp_path / "own.py.j2").write_text(f"x = {trick}")
    loaded = config("template: own.py.j2\nafter: after\nparameters: {p: {type: string}}")
    try:
        code = rendered(loaded, {"p": value}, CONTEXT).code
    except RenderError:
        return
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return
    assert not any(isinstance(node, ast.Call) for node in ast.walk(tree))


@pytest.mark.parametrize(
    ("template", "words"),
    [
        (None, "names the template own.py.j2, which does not exist"),
        ("{{ nothing }}", "uses something that is not defined"),
        ("x\n{% if %}", r"is not valid Jinja: .* \(line 2 of own.py.j2\)"),
        ("{% include '../test.yaml' %}", "names the template ../test.yaml"),
    ],
)
def test_a_bad_template_is_explained(config, tmp_path, template, words) -> None:
    if template is not None:
        (tmp_path / "own.py.j2").write_text(template)
    with pytest.raises(RenderError, match=words) as caught:
        rendered(config("template: own.py.j2"), {}, CONTEXT)
    assert caught.value.key == ("template",)


NO_TEMPLATES = {
    "pipe": (os.mkfifo, "is not a regular file"),
    "endless": (lambda path: path.symlink_to("/dev/zero"), "is a link to /dev/zero, outside"),
    "password": (lambda path: path.symlink_to("/etc/passwd"), "is a link to /etc/passwd, outside"),
    "large": (lambda path: path.write_bytes(b"#" * 300_000), "300,000 bytes"),
    "not-utf8": (lambda path: path.write_bytes(b"\xff"), "is not UTF-8"),
}


@pytest.mark.parametrize("kind", NO_TEMPLATES)
@pytest.mark.parametrize("place", ["named", "included"])
def test_what_is_no_template_is_explained(config, tmp_path, kind, place) -> None:
    make, words = NO_TEMPLATES[kind]
    name = "own" if place == "named" else "part"
    (tmp_path / "own.py.j2").write_text("{% include 'part.py.j2' %}")
    (tmp_path / f"{name}.py.j2").unlink(missing_ok=True)
    make(tmp_path / f"{name}.py.j2")
    loaded = config("template: own.py.j2")
    assert loaded.version
    with pytest.raises(RenderError, match=f"names the template {name}.py.j2, which .*{words}"):
        rendered(loaded, {}, CONTEXT)


# The question that the page asks the kernel


def test_what_was_asked_is_told_by_property(config) -> None:
    text = """
        master: local
        app_name: "{{ notebook }}"
        conf:
          spark.executor.cores: 3
          spark.app.level: "{{ parameters.p }}"
          spark.app.key: {env: KEY}
        parameters: {p: {type: integer}}
    """
    assert rendered(config(text), {"p": 5}, CONTEXT).requested_conf == {
        "spark.master": "local",
        "spark.app.name": CONTEXT["notebook"],
        "spark.executor.cores": "3",
        "spark.app.level": "5",
        "spark.app.key": {"env": "KEY"},
    }


@pytest.mark.parametrize(
    ("app_name", "named"),
    [
        ("{{ user }}: {{ notebook }}", "ann"),
        ("{{ notebook }} ({{ user }})", "(ann)"),
        ("{{ user }} ({{ notebook }})", "ann"),
        ("{{ notebook }} - {{ user }}", "ann"),
        ("{{ user }}: {{ notebook[-100:] }}", "ann"),
        ("{{ notebook }}", "test"),
        ("{{ user }}: ", "ann: "),
    ],
)
def test_without_a_notebook_its_name_leaves_no_separator(app_name: str, named: str) -> None:
    assert asked({"app_name": app_name}, notebook="")["appName"] == named
    assert "stars.ipynb" in asked({"app_name": f"{app_name} {{{{ notebook }}}}"})["appName"]
