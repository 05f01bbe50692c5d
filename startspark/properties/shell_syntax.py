"""Check for shell syntax in a config's values: Spark does not expand `~` and `$NAME`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..kernel.credentials import is_secret
from .warning import PropertyWarning

_HOME = re.compile(r"(?:^|[,:=;\s]|file:/{1,3})~(?=/|$)")
_VARIABLE = re.compile(r"\$(?:([A-Z][A-Z0-9_]+)\b|\{([A-Z][A-Z0-9_]+)\})")

_EXPANDED = ("spark.executor", "spark.kubernetes.", "spark.yarn.")
"""Prefixes of properties whose values a shell on the cluster may expand."""

_LITERAL = "has `{}`, which Spark does not expand"


def check_shell_syntax(data: Mapping[str, Any]) -> Iterator[PropertyWarning]:
    """Yield a warning for each value of a config with syntax that only a shell would expand."""
    values: dict[tuple[str, ...], Any] = {(key,): data.get(key) for key in ("master", "remote")}
    for name, value in data.get("conf", {}).items():
        if not name.startswith(_EXPANDED):
            values["conf", name] = value
    for key, value in values.items():
        problem = _problem(key[-1], value) if isinstance(value, str) else None
        if problem:
            yield PropertyWarning(key, f"`{key[-1]}` {problem}")


def _problem(name: str, text: str) -> str | None:
    """Return what is wrong with a value and how to write it, or None."""
    if _HOME.search(text):
        return f'{_LITERAL.format("~")}: write "{{{{ env.HOME }}}}/…"'
    found = _VARIABLE.search(text)
    if not found:
        return None
    variable = found[1] or found[2]
    if is_secret(name) or is_secret(variable):
        return f"{_LITERAL.format(found[0])}: write {{env: {variable}}}"
    rest = "" if found[0] == text else "/…"
    return f'{_LITERAL.format(found[0])}: write "{{{{ env.{variable} }}}}{rest}"'
