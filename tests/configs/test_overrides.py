"""A notebook's overrides of a config's properties."""

from __future__ import annotations

import pytest

from startspark.configs import overrides
from startspark.errors import OverrideError, RenderError
from startspark.rendering.renderer import render

TEXT = """
master: local[*]
conf:
  spark.driver.memory: 1g
  spark.ui.killEnabled: false
"""


def test_an_override_replaces_the_config_s_value(config) -> None:
    asked = render(
        config(TEXT),
        {},
        {"cpu_count": 3},
        {"spark.driver.memory": "{{ cpu_count }}g", "spark.ui.killEnabled": None, "a": "b"},
    ).requested_conf
    assert asked == {
        "spark.master": "local[*]",
        "spark.driver.memory": "3g",
        "a": "b",
        "spark.ui.showConsoleProgress": "false",  # the default
    }


def test_an_error_in_an_override_has_its_key(config) -> None:
    with pytest.raises(RenderError, match="uses something that is not defined") as refused:
        render(config(TEXT), {}, {"env": {}}, {"a": "{{ env.GONE }}"})
    assert refused.value.key == ("conf", "a")


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ({"spark.master": "local"}, "belongs at the top of the file"),
        ({"a": [1]}, "is a list: write one text"),
        ({"a": "{{ x }}"}, "the name `x`, which is unknown"),
        ({"a": {"env": "1"}}, "must be the name of an environment variable"),
        ({"spark.hadoop.fs.s3a.secret.key": "abc"}, "looks like a secret"),
        (
            {"spark.driver.extraJavaOptions": "-Xss4m -Djavax.net.ssl.keyStorePassword=abc"},
            "`-Djavax.net.ssl.keyStorePassword` looks like a secret",
        ),
        ({"spark.plugins=x": "x"}, "is not a property name"),
        ({"spark.plugins\n": "x"}, "is not a property name"),
    ],
)
def test_an_override_is_checked_like_a_config(override: dict[str, object], message: str) -> None:
    with pytest.raises(OverrideError) as refused:
        overrides.check(override)
    assert message in refused.value.refusals[next(iter(override))]
    assert "abc" not in str(refused.value)


def test_a_secret_is_read_in_the_kernel() -> None:
    overrides.check({"spark.hadoop.fs.s3a.secret.key": {"env": "SECRET"}, "a": None})


def test_a_review_has_the_replaced_values_and_what_can_run_code(config) -> None:
    text = (
        "conf: {spark.executor.memory: 4g, spark.x.password: s3cret, spark.jars: a.jar,"
        " spark.x.options: -Dpassword=s3cret}"
    )
    notebooks = {
        "spark.executor.memory": "8g",
        "spark.x.password": {"env": "X"},
        "spark.x.options": "-Da=b",
        "spark.plugins": "evil.Plugin",
        "spark.jars": None,
    }
    assert overrides.review(config(text), notebooks) == [
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
        {"name": "spark.x.options", "value": "-Da=b", "runs_code": False, "replaces": None},
        {"name": "spark.jars", "value": None, "runs_code": False, "replaces": "a.jar"},
    ]


def test_what_is_wrong_is_said_without_rendering(config) -> None:
    found = overrides.problems(
        config("master: local[2]\nconf: {spark.ui.enabeld: true, spark.app.a: '{{ user }}'}"),
        {
            "spark.driver.memory": "1.5g",
            "spark.executor.memroy": "4g",
            "spark.executor.cores": "2",
            "spark.yarn.jar": "x",
            "spark.app.b": "{{ cpu_count",
            "spark.master": "yarn",
            "spark.a b": "x",
            "spark.app.token": "s3cret",
            "spark.app.fine": "{{ user }}",
            "spark.sql.shuffle.partitions": None,
        },
    )
    kinds = {name: (it["field"], it["severity"]) for name, it in found.items()}
    assert kinds == {
        "spark.driver.memory": ("value", "error"),
        "spark.executor.memroy": ("name", "error"),
        "spark.executor.cores": ("value", "warning"),
        "spark.yarn.jar": ("value", "warning"),
        "spark.app.b": ("value", "error"),
        "spark.master": ("name", "error"),
        "spark.a b": ("name", "error"),
        "spark.app.token": ("value", "error"),
    }
    assert "did you mean `spark.executor.memory`?" in found["spark.executor.memroy"]["message"]
    assert "s3cret" not in str(found)


def test_overrides_can_make_a_property_of_the_config_wrong(config) -> None:
    tracking = "spark.dynamicAllocation.shuffleTracking.enabled"
    grid = config("master: yarn\nconf: {spark.dynamicAllocation.enabled: true}")
    assert overrides.problems(grid, {}) == {}
    found = overrides.problems(grid, {tracking: "false"})
    assert list(found) == ["spark.dynamicAllocation.enabled"]
    assert (
        overrides.problems(grid, {tracking: "false", "spark.dynamicAllocation.enabled": None}) == {}
    )
