"""The rules of a config's parameters, which may depend on the machine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import regex

from . import parameters
from .expressions import MACHINE_NAMES, ExpressionError, check, evaluate, has_expression

WORDS = ("default", "minimum", "maximum", "multipleOf")
"""What may be an expression."""

Rules = Mapping[str, Mapping[str, Any]]


def depend_on_machine(rules: Rules) -> bool:
    """Whether any rule has an expression."""
    return any(_expressions(rule) for rule in rules.values())


def evaluated(rules: Rules, context: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The rules as they hold on one machine.

    Args:
        context: what the expressions see.

    Raises:
        RuleError: an expression has no value, or the rules contradict each other with it.
    """
    return {name: _evaluated(name, rule, context) for name, rule in rules.items()}


class RuleError(ValueError):
    """Rules that cannot be.

    Attributes:
        key: where in the config's `parameters` the reason stands.
    """

    def __init__(self, reason: str, key: tuple[str, str]) -> None:
        super().__init__(reason)
        self.key = key


def _evaluated(name: str, rule: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(rule)
    for word, text in _expressions(rule).items():
        try:
            found[word] = _value(rule, word, evaluate(text, context))
        except ExpressionError as error:
            raise RuleError(str(error), (name, word)) from error
    for word, sentence in problems(found):
        raise RuleError(sentence, (name, word))
    return found


def _value(rule: Mapping[str, Any], word: str, text: str) -> Any:
    """What an expression has given, in the type that belongs there."""
    if word == "default" and rule["type"] == "string":
        return text
    try:
        return json.loads(text)
    except ValueError:
        wanted = rule["type"] if word == "default" else "number"
        raise ExpressionError(f"gives `{text:.100}`, where a {wanted} belongs") from None


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
