"""Jinja in a config's strings."""

from __future__ import annotations

import pytest

from startspark.configs.expressions import check, evaluate, evaluate_or_none
from startspark.errors import ExpressionError


def test_text_without_jinja_is_unchanged() -> None:
    for text in ("", "a\r\nb\n", "{ }", "100 %", "\x00"):
        assert evaluate(text, {}) == text


def test_an_expression_has_a_result() -> None:
    assert evaluate("{{ user }}: {{ cpu_count // 2 }}\n", {"user": "ann", "cpu_count": 8}) == (
        "ann: 4\n"
    )


def test_booleans_are_spelt_as_spark_does() -> None:
    assert evaluate("{{ parameters.on }}", {"parameters": {"on": True}}) == "true"


def test_braces_can_be_escaped() -> None:
    assert evaluate("{% raw %}{{EXECUTOR_ID}}{% endraw %}", {}) == "{{EXECUTOR_ID}}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ parameters.gone }}", "uses something that is not defined"),
        ("{{ env.GONE }}", "uses something that is not defined"),
        ("{{ 1 / 0 }}", "cannot be evaluated: division by zero"),
        ("{{ user + 1 }}", "cannot be evaluated"),
        ("{{ user.__class__.__mro__ }}", "cannot be evaluated"),
        ("{{ ''.__class__ }}", "cannot be evaluated"),
        ("{{ parameters.clear() }}", "cannot be evaluated"),
        ("{{ range(10 ** 9) | list }}", "cannot be evaluated"),
        ("{{ user.title }}", "gives a builtin_function_or_method, but text or a number is needed"),
        ("{{ none }}", "gives a NoneType"),
    ],
)
def test_an_expression_without_a_result_is_explained(text: str, words: str) -> None:
    with pytest.raises(ExpressionError, match=words):
        evaluate(text, {"user": "ann", "parameters": {}, "env": {}})


def test_a_parameter_may_have_the_name_of_a_dicts_method() -> None:
    assert evaluate("{{ parameters.items }}", {"parameters": {"items": 3}}) == "3"


def test_names_that_the_string_defines_are_known() -> None:
    check("{% set half = cpu_count // 2 %}{% for n in range(half) %}{{ loop.last }}{% endfor %}")


def test_unknown_names_are_found_without_evaluating() -> None:
    with pytest.raises(ExpressionError, match="did you mean `cpu_count`"):
        check("{% if False %}{{ cpu_cout }}{% endif %}")


def test_none_is_a_result_only_of_a_whole_text() -> None:
    names = {"parameters": {"memory": 1}}
    assert (
        evaluate_or_none("{{ parameters.memory if parameters.memory > 1 else none }}", names)
        is None
    )
    assert evaluate_or_none("{{ parameters.memory }}g", names) == "1g"
    assert evaluate_or_none("", {}) == ""
    with pytest.raises(ExpressionError, match="gives a NoneType"):
        evaluate_or_none("{{ none }}g", {})
