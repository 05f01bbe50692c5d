"""What one notebook changes in a config's properties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..errors import OverrideError
from ..properties.checks import check_properties
from ..properties.code_execution import can_run_code
from ..properties.secrets import is_secret
from ..rendering.codegen import Rendered
from . import validation
from .model import Config


def check(changes: Mapping[str, Any]) -> None:
    """Check a notebook's changes to a config's properties.

    Args:
        changes: values as a config has them; None takes a property out.

    Raises:
        OverrideError: some are wrong, or would write a secret where others can read it.
    """
    conf = {name: value for name, value in changes.items() if value is not None}
    refusals = {str(key[1]): sentence for key, sentence in validation.find_errors({"conf": conf})}
    for name, value in conf.items():
        if re.search(r"[\s=]", name):
            # pyspark hands `name=value` to Java, for which that would be another property.
            refusals[name] = f"`{name}` is not a property name: leave out spaces and `=`"
        if is_secret(name) and not isinstance(value, Mapping):
            refusals[name] = (
                f"`{name}` looks like a secret, which others could read there: set a variable in"
                " the kernel's environment, and write {env: NAME}"
            )
    if refusals:
        raise OverrideError(refusals)


def review(config: Config, overrides: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What somebody should see before Spark starts with overrides of unknown origin.

    Those that can run code come first. `replaces` is the config's value, None where that is a
    secret, and missing where the config has none.
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


def warnings(config: Config, rendered: Rendered, changes: Mapping[str, Any]) -> list[str]:
    """What Spark would not make of the properties what was meant.

    Args:
        config: what was rendered.
        rendered: its values, of which more is known than of its expressions.
        changes: the notebook's, which are in no file.
    """
    conf = dict(rendered.asked)
    data = {**config.data, "conf": conf, "master": conf.pop("spark.master", "")}
    return [
        f"This notebook changes a property: {sentence}"
        if key[-1] in changes
        else config.locate(sentence, key)
        for key, sentence in check_properties(data)
    ]
