"""What a person has typed."""

from __future__ import annotations

import pytest

from startspark.configs import selection
from startspark.errors import SelectionError

RULES = {
    "executors": {"type": "integer"},
    "fraction": {"type": "number"},
    "quick": {"type": "boolean"},
    "queue": {"type": "string"},
}


def test_values_come_in_their_types() -> None:
    typed = ["executors=8", "fraction=0.5", "quick=true", "queue=1=2"]
    assert selection.parameters(RULES, typed) == {
        "executors": 8,
        "fraction": 0.5,
        "quick": True,
        "queue": "1=2",
    }


def test_what_is_no_value_is_left_to_the_rule() -> None:
    assert selection.parameters(RULES, ["executors=many"]) == {"executors": "many"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("executors", "`executors` is no parameter: write executors=VALUE"),
        ("exekutors=8", "there is no parameter `exekutors`: did you mean executors?"),
        ("xyz=8", "there are executors, fraction, quick, queue"),
    ],
)
def test_what_names_no_parameter_is_refused(typed: str, sentence: str) -> None:
    with pytest.raises(SelectionError, match=sentence):
        selection.parameters(RULES, [typed])
