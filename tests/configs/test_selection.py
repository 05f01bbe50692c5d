"""Names and assignments that a user types."""

from __future__ import annotations

import pytest

from startspark.configs import selection
from startspark.errors import SelectionError

SCHEMAS = {
    "executors": {"type": "integer"},
    "fraction": {"type": "number"},
    "quick": {"type": "boolean"},
    "queue": {"type": "string"},
}


def test_values_come_in_their_types() -> None:
    typed = ["executors=8", "fraction=0.5", "quick=true", "queue=1=2"]
    assert selection.parse_parameters(SCHEMAS, typed) == {
        "executors": 8,
        "fraction": 0.5,
        "quick": True,
        "queue": "1=2",
    }


def test_a_text_that_has_not_the_type_is_left_to_the_schema() -> None:
    assert selection.parse_parameters(SCHEMAS, ["executors=many"]) == {"executors": "many"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("executors", "`executors` is not an assignment: write executors=VALUE"),
        ("exekutors=8", "there is no parameter `exekutors`: did you mean executors?"),
        ("xyz=8", "there are executors, fraction, quick, queue"),
    ],
)
def test_other_texts_are_refused(typed: str, sentence: str) -> None:
    with pytest.raises(SelectionError, match=sentence):
        selection.parse_parameters(SCHEMAS, [typed])
