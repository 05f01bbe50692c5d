"""What a notebook changes in a config."""

from __future__ import annotations

import pytest

from startspark.configs import overrides
from startspark.errors import OverrideError, RenderError
from startspark.rendering.renderer import rendered

TEXT = """
master: local[*]
conf:
  spark.driver.memory: 1g
  spark.ui.killEnabled: false
"""


def test_a_change_takes_the_place_of_the_configs_value(config) -> None:
    asked = rendered(
        config(TEXT),
        {},
        {"cpu_count": 3},
        {"spark.driver.memory": "{{ cpu_count }}g", "spark.ui.killEnabled": None, "a": "b"},
    ).asked
    assert asked == {
        "spark.master": "local[*]",
        "spark.driver.memory": "3g",
        "a": "b",
        "spark.ui.showConsoleProgress": "false",  # nobody says anything of it
    }


def test_an_expression_of_a_change_is_blamed(config) -> None:
    with pytest.raises(RenderError, match="uses something that is not defined") as refused:
        rendered(config(TEXT), {}, {"env": {}}, {"a": "{{ env.GONE }}"})
    assert refused.value.key == ("conf", "a")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"spark.master": "local"}, "belongs at the top of the file"),
        ({"a": [1]}, "is a list: write one text"),
        ({"a": "{{ x }}"}, "the name `x`, which is unknown"),
        ({"a": {"env": "1"}}, "must be the name of an environment variable"),
        ({"spark.hadoop.fs.s3a.secret.key": "abc"}, "looks like a secret"),
        ({"spark.plugins=x": "x"}, "is not a property name"),
        ({"spark.plugins\n": "x"}, "is not a property name"),
    ],
)
def test_a_change_is_checked_like_a_config(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(OverrideError) as refused:
        overrides.check(change)
    assert sentence in refused.value.refusals[next(iter(change))]
    assert "abc" not in str(refused.value)


def test_a_secret_is_read_in_the_kernel() -> None:
    overrides.check({"spark.hadoop.fs.s3a.secret.key": {"env": "SECRET"}, "a": None})


def test_a_review_says_what_is_replaced_and_what_can_run_code(config) -> None:
    text = "conf: {spark.executor.memory: 4g, spark.x.password: s3cret, spark.jars: a.jar}"
    changes = {
        "spark.executor.memory": "8g",
        "spark.x.password": {"env": "X"},
        "spark.plugins": "evil.Plugin",
        "spark.jars": None,
    }
    assert overrides.review(config(text), changes) == [
        {"name": "spark.plugins", "value": "evil.Plugin", "runs_code": True},
        {
            "name": "spark.executor.memory",
            "value": "8g",
            "runs_code": False,
            "replaces": "4g",
        },
        {
            "name": "spark.x.password",
            "value": {"env": "X"},
            "runs_code": False,
            "replaces": None,
        },
        {"name": "spark.jars", "value": None, "runs_code": False, "replaces": "a.jar"},
    ]
