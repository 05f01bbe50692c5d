"""Parameters: the user's values, and schemas that depend on the machine."""

from __future__ import annotations

import math

import pytest

from startspark.configs.parameters import check, value_problem
from startspark.errors import ParameterError, RenderError
from startspark.rendering import renderer

SCHEMA = {
    "executors": {"type": "integer", "default": 4, "minimum": 1, "maximum": 20},
    "queue": {"type": "string", "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 5},
    "fraction": {"type": "number", "default": 0.5, "multipleOf": 0.25},
    "level": {"type": "string", "enum": ["WARN", "ERROR"], "default": "WARN"},
    "quiet": {"type": "boolean", "default": True},
}


def test_values_get_defaults_and_types() -> None:
    assert check(SCHEMA, {"queue": "main", "executors": 3.0}) == {
        "executors": 3,
        "queue": "main",
        "fraction": 0.5,
        "level": "WARN",
        "quiet": True,
    }
    assert isinstance(check(SCHEMA, {"queue": "main", "executors": 3.0})["executors"], int)


@pytest.mark.parametrize(
    ("given_values", "name", "message"),
    [
        ({}, "queue", "needs a value"),
        ({"queue": "main", "x": 1}, "x", "is not a parameter of this config"),
        ({"executors": 0}, "executors", "must be at least 1"),
        ({"executors": 21}, "executors", "must be at most 20"),
        ({"executors": 1.5}, "executors", "must be of the type integer"),
        ({"executors": True}, "executors", "must be of the type integer"),
        ({"executors": None}, "executors", "must be of the type integer"),
        ({"queue": "MAIN"}, "queue", "must match ^[a-z]+$"),
        ({"queue": "a"}, "queue", "must have at least 2 characters"),
        ({"queue": "abcdef"}, "queue", "must have at most 5 characters"),
        ({"fraction": 0.3}, "fraction", "must be a multiple of 0.25"),
        ({"level": "INFO"}, "level", "must be one of WARN, ERROR"),
        ({"quiet": "yes"}, "quiet", "must be of the type boolean"),
    ],
)
def test_wrong_values_are_refused(given_values, name, message) -> None:
    with pytest.raises(ParameterError) as caught:
        check(SCHEMA, given_values)
    assert caught.value.refusals[name] == message


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_numbers_are_finite(value: float) -> None:
    with pytest.raises(ParameterError, match="must be a finite number"):
        check({"x": {"type": "number"}}, {"x": value})


@pytest.mark.parametrize("value", [math.nan, math.inf, 10**400])
def test_a_step_with_huge_numbers_is_no_crash(value: float) -> None:
    assert value_problem({"type": "number", "multipleOf": 0.5}, value) == "must be a finite number"


def test_a_slow_pattern_is_cancelled() -> None:
    assert value_problem({"type": "string", "pattern": "^(a+)+$"}, "a" * 40 + "!")


CONTEXT = {"cpu_count": 6, "memory": 8 * 2**30, "user": "ann", "env": {}, "notebook": "n.ipynb"}

TEXT = """
conf: {spark.cores.max: "{{ parameters.cores }}"}
parameters:
  cores: {type: integer, default: "{{ cpu_count / 2 }}", minimum: 1, maximum: "{{ cpu_count }}"}
  who: {type: string, default: "for {{ user }}"}
"""


def test_the_machine_sets_the_limits(config) -> None:
    found = renderer.parameter_schemas(config(TEXT), CONTEXT)
    assert found["cores"] == {"type": "integer", "default": 3.0, "minimum": 1, "maximum": 6}
    assert found["who"]["default"] == "for ann"


def test_the_limits_hold_at_the_start(config) -> None:
    loaded = config(TEXT)
    assert '.config("spark.cores.max", "3")' in renderer.render(loaded, {}, CONTEXT).code
    with pytest.raises(ParameterError, match="`cores` must be at most 6"):
        renderer.render(loaded, {"cores": 7}, CONTEXT)


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ('{type: integer, maximum: "{{ user }}"}', "gives `ann`, but the type number is needed"),
        ('{type: integer, maximum: "{{ env.GONE }}"}', "uses something that is not defined"),
        ('{type: integer, default: 9, maximum: "{{ cpu_count }}"}', "must be at most 6"),
        ('{type: integer, default: "{{ cpu_count / 4 }}"}', "must be of the type integer"),
        ('{type: number, multipleOf: "{{ 0 }}"}', "must be more than 0"),
        ('{type: number, maximum: "{{ [1] }}"}', "gives a list"),
        ("{type: number, maximum: \"{{ '1e999' }}\"}", "too large a number"),
        ("{type: integer, default: \"{{ '[' * 100000 }}\"}", "but the type integer is needed"),
        ('{type: integer, maximum: "{% for i in range(10 ** 9) %}{% endfor %}"}', "too"),
    ],
)
def test_an_impossible_schema_is_an_error_of_the_render(config, schema: str, message: str) -> None:
    loaded = config(f"parameters:\n  n: {schema}")
    assert loaded.error is None
    with pytest.raises(RenderError, match=message) as refused:
        renderer.parameter_schemas(loaded, CONTEXT)
    assert refused.value.key[:2] in (("parameters", "n"), ())


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("{type: integer, maximum: many}", "`maximum` must be a number, or an expression"),
        ('{type: integer, maximum: "{{ notebook }}"}', "the name `notebook`, which is unknown"),
        ('{type: integer, maximum: "{{ cpu_cuont }}"}', "did you mean `cpu_count`?"),
        ("{type: number, multipleOf: 0}", "`multipleOf` must be more than 0"),
    ],
)
def test_a_schema_that_is_wrong_on_every_machine_breaks_the_config(
    config, schema: str, message: str
) -> None:
    assert message in config(f"parameters:\n  n: {schema}").error
