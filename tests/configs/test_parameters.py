"""What the user filled in, checked against the config."""

from __future__ import annotations

import math

import pytest

from startspark.configs.parameters import check, refusal
from startspark.errors import ParameterError

SCHEMA = {
    "executors": {"type": "integer", "default": 4, "minimum": 1, "maximum": 20},
    "queue": {"type": "string", "pattern": "^[a-z]+$", "minLength": 2, "maxLength": 5},
    "fraction": {"type": "number", "default": 0.5, "multipleOf": 0.25},
    "level": {"type": "string", "enum": ["WARN", "ERROR"], "default": "WARN"},
    "quiet": {"type": "boolean", "default": True},
}


def test_parameters_get_defaults_and_their_type() -> None:
    assert check(SCHEMA, {"queue": "main", "executors": 3.0}) == {
        "executors": 3,
        "queue": "main",
        "fraction": 0.5,
        "level": "WARN",
        "quiet": True,
    }
    assert isinstance(check(SCHEMA, {"queue": "main", "executors": 3.0})["executors"], int)


@pytest.mark.parametrize(
    ("given_values", "name", "refusal"),
    [
        ({}, "queue", "needs a value"),
        ({"queue": "main", "x": 1}, "x", "is no parameter of this config"),
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
def test_wrong_parameters_are_refused(given_values, name, refusal) -> None:
    with pytest.raises(ParameterError) as caught:
        check(SCHEMA, given_values)
    assert caught.value.refusals[name] == refusal


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_numbers_are_finite(value: float) -> None:
    with pytest.raises(ParameterError, match="must be a finite number"):
        check({"x": {"type": "number"}}, {"x": value})


@pytest.mark.parametrize("value", [math.nan, math.inf, 10**400])
def test_a_step_does_not_trip_over_senseless_numbers(value: float) -> None:
    assert refusal({"type": "number", "multipleOf": 0.5}, value) == "must be a finite number"


def test_a_pattern_that_takes_ages_is_given_up() -> None:
    assert refusal({"type": "string", "pattern": "^(a+)+$"}, "a" * 40 + "!")
