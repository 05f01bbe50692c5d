"""Overrides: the Spark properties that one notebook changes in its config."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..errors import OverrideError
from ..kernel.credentials import find_secret
from ..kernel.top_level_keys import TOP_LEVEL_KEYS
from ..properties.checks import check_properties, is_unknown, is_unreadable
from ..properties.code_execution import can_run_code
from . import validation
from .model import Config, merge

_NO_NAME = re.compile(r"[\s=]")


def check(overrides: Mapping[str, Any]) -> None:
    """Check a notebook's overrides.

    Args:
        overrides: values as in a config's `conf`, by property; None removes a property.

    Raises:
        OverrideError: an override is invalid, or has a secret, which others could read in the
            notebook or config.
    """
    conf = {name: value for name, value in overrides.items() if value is not None}
    errors = {str(key[1]): message for key, message in validation.find_errors({"conf": conf})}
    for name, value in conf.items():
        if _NO_NAME.search(name):
            # pyspark passes `name=value` to the JVM, which would read another property.
            errors[name] = f"`{name}` is not a property name: leave out spaces and `=`"
        secret = None if isinstance(value, Mapping) else find_secret(name, value)
        if secret:
            errors[name] = (
                f"`{secret}` looks like a secret, which others could read: set a variable in"
                " the kernel's environment, and write {env: NAME}"
            )
    if errors:
        raise OverrideError(errors)


def problems(config: Config, overrides: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return what is wrong with a notebook's overrides, without rendering them.

    Returns:
        For each property that is wrong, also one of the config's that the overrides make wrong:
        ``message``; ``field``, whether its ``name`` or its ``value`` is wrong; and ``severity``:
        ``error`` if the start would be refused, or Spark does not know the name or cannot read
        the value, else ``warning``.
    """
    merged = merge({"conf": overrides}, config.data)
    before = set(check_properties(config.data))
    found: dict[str, dict[str, str]] = {}
    for warning in check_properties(merged):
        name = warning.key[-1]
        if warning.key[0] == "conf" and (name in overrides or warning not in before):
            found.setdefault(name, _problem(name, merged["conf"][name], warning.message))
    return {**found, **_refusals(overrides)}


def _problem(name: str, value: Any, message: str) -> dict[str, str]:
    is_error = is_unknown(name) or is_unreadable(name, value)
    return {
        "message": message,
        "field": "name" if is_unknown(name) else "value",
        "severity": "error" if is_error else "warning",
    }


def _refusals(overrides: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return why a start with overrides would be refused, in the form of `problems`."""
    try:
        check(overrides)
    except OverrideError as error:
        return {
            name: {
                "message": message,
                "field": "name" if name in TOP_LEVEL_KEYS or _NO_NAME.search(name) else "value",
                "severity": "error",
            }
            for name, message in error.refusals.items()
        }
    return {}


def review(config: Config, overrides: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what to show a user before Spark starts with overrides that may be someone else's.

    Returns:
        For each override, those that can run code first: ``name``, ``value``, ``runs_code``, and
        as ``replaces`` the config's value, None if that is a secret. Without a value in the
        config, ``replaces`` is missing.
    """
    replaced = config.details()["conf"]
    reviewed = [
        {
            "name": name,
            "value": value,
            "runs_code": value is not None and can_run_code(name),
            **({"replaces": replaced[name]} if name in replaced else {}),
        }
        for name, value in overrides.items()
    ]
    return sorted(reviewed, key=lambda override: not override["runs_code"])


def warnings(
    config: Config, requested_conf: Mapping[str, Any], overrides: Mapping[str, Any]
) -> list[str]:
    """Return warnings about a rendered config's properties, with file and line.

    They may be more than `Config.warnings`: the values of expressions are known now.

    Args:
        config: the config that was rendered.
        requested_conf: the rendered properties.
        overrides: the notebook's overrides, which have no file and line.
    """
    conf = dict(requested_conf)
    data = {**config.data, "conf": conf, "master": conf.pop("spark.master", "")}
    return [
        f"This notebook changes a property: {message}"
        if key[-1] in overrides
        else config.locate(message, key)
        for key, message in check_properties(data)
    ]
