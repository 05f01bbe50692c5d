"""The rules of a config's parameters, which may depend on the machine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import regex

from ..errors import ExpressionError
from ..jinja_syntax import has_expression
from . import parameters
from .expressions import MACHINE_NAMES, check

WORDS = ("default", "minimum", "maximum", "multipleOf")
"""What may be an expression."""

Rules = Mapping[str, Mapping[str, Any]]


Place = tuple[str, str]
"""A parameter's name, and the word of its rule."""


def expressions(rules: Rules) -> dict[Place, str]:
    """What depends on the machine."""
    return {
        (name, word): text
        for name, rule in rules.items()
        for word, text in _expressions(rule).items()
    }


def completed(rules: Rules, given: Mapping[Place, str]) -> dict[str, dict[str, Any]]:
    """The rules as they hold on one machine.

    Args:
        given: what the expressions give there.

    Raises:
        RuleError: that is of the wrong type, or contradicts the other rules.
    """
    found = {name: dict(rule) for name, rule in rules.items()}
    for (name, word), text in given.items():
        found[name][word] = _value(found[name], (name, word), text)
    for name, _ in given:
        for other, sentence in problems(found[name]):
            raise RuleError(sentence, (name, other))
    return found


class RuleError(ValueError):
    """Rules that cannot be.

    Attributes:
        place: where the reason stands.
    """

    def __init__(self, reason: str, place: Place) -> None:
        super().__init__(reason)
        self.place = place


def _value(rule: Mapping[str, Any], place: Place, text: str) -> Any:
    """What an expression has given, in the type that belongs there."""
    wanted = rule["type"] if place[1] == "default" else "number"
    if wanted == "string":
        return text
    try:
        return json.loads(text)
    except ValueError:
        raise RuleError(f"gives `{text:.100}`, where a {wanted} belongs", place) from None


def _expressions(rule: Mapping[str, Any]) -> dict[str, str]:
    """The words of a rule whose values are expressions."""
    texts = {word: rule[word] for word in WORDS if isinstance(rule.get(word), str)}
    return {word: text for word, text in texts.items() if has_expression(text)}


def problems(rule: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with one parameter's rule: the word and the sentence.

    What depends on the machine is checked for its syntax alone.
    """
    later = _expressions(rule)
    for word, text in later.items():
        try:
            check(text, MACHINE_NAMES)
        except ExpressionError as error:
            yield word, str(error)
    fixed = {word: value for word, value in rule.items() if word not in later}
    yield from _contradictions(fixed)


def _contradictions(rule: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for word, value in rule.items():
        for number in value if isinstance(value, list) else [value]:
            if isinstance(number, (int, float)) and not parameters.is_finite(number):
                yield word, "is too large a number"
        if word in WORDS[1:] and type(value) not in (int, float):
            yield word, 'must be a number, or an expression such as "{{ cpu_count }}"'
    if rule.get("multipleOf", 1) <= 0:
        yield "multipleOf", "must be more than 0"
    try:
        regex.compile(rule.get("pattern", ""))
    except (regex.error, OverflowError, RecursionError) as error:
        yield "pattern", f"is no regular expression: {error}"
    for word, value in _own_values(rule):
        why = parameters.refusal(rule, value)
        if why:
            yield word, f"breaks the parameter's own rules: {why:.200}"


def _own_values(rule: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if "default" in rule:
        yield "default", rule["default"]
    for choice in rule.get("enum", ()):
        yield "enum", choice
