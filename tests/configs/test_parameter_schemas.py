"""Rules of parameters that depend on the machine."""

from __future__ import annotations

import pytest

from startspark.errors import ParameterError, RenderError
from startspark.rendering import renderer

CONTEXT = {"cpu_count": 6, "memory": 8 * 2**30, "user": "ann", "env": {}, "notebook": "n.ipynb"}

TEXT = """
conf: {spark.cores.max: "{{ parameters.cores }}"}
parameters:
  cores: {type: integer, default: "{{ cpu_count / 2 }}", minimum: 1, maximum: "{{ cpu_count }}"}
  who: {type: string, default: "for {{ user }}"}
"""


def test_the_machine_sets_the_limits(config) -> None:
    found = renderer.rules(config(TEXT), CONTEXT)
    assert found["cores"] == {"type": "integer", "default": 3.0, "minimum": 1, "maximum": 6}
    assert found["who"]["default"] == "for ann"


def test_the_limits_hold_at_the_start(config) -> None:
    loaded = config(TEXT)
    assert '.config("spark.cores.max", "3")' in renderer.rendered(loaded, {}, CONTEXT).code
    with pytest.raises(ParameterError, match="`cores` must be at most 6"):
        renderer.rendered(loaded, {"cores": 7}, CONTEXT)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ('{type: integer, maximum: "{{ user }}"}', "gives `ann`, where a number belongs"),
        ('{type: integer, maximum: "{{ env.GONE }}"}', "names something that is not there"),
        ('{type: integer, default: 9, maximum: "{{ cpu_count }}"}', "must be at most 6"),
        ('{type: integer, default: "{{ cpu_count / 4 }}"}', "must be of the type integer"),
        ('{type: number, multipleOf: "{{ 0 }}"}', "must be more than 0"),
        ('{type: number, maximum: "{{ [1] }}"}', "gives a list"),
        ("{type: number, maximum: \"{{ '1e999' }}\"}", "too large a number"),
        ('{type: integer, maximum: "{% for i in range(10 ** 9) %}{% endfor %}"}', "too"),
    ],
)
def test_a_rule_that_cannot_be_is_named(config, rule: str, sentence: str) -> None:
    loaded = config(f"parameters:\n  n: {rule}")
    assert loaded.error is None
    with pytest.raises(RenderError, match=sentence) as refused:
        renderer.rules(loaded, CONTEXT)
    assert refused.value.key[:2] in (("parameters", "n"), ())


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("{type: integer, maximum: many}", "`maximum` must be a number, or an expression"),
        ('{type: integer, maximum: "{{ notebook }}"}', "the name `notebook`, which is not known"),
        ('{type: integer, maximum: "{{ cpu_cuont }}"}', "did you mean `cpu_count`?"),
        ("{type: number, multipleOf: 0}", "`multipleOf` must be more than 0"),
    ],
)
def test_what_is_wrong_on_every_machine_breaks_the_config(config, rule: str, sentence: str) -> None:
    assert sentence in config(f"parameters:\n  n: {rule}").error
