"""What a shell would replace in a config's values, and nobody else does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..configs.yaml_reader import Key
from .secrets import is_secret

_HOME = re.compile(r"(?:^|[,:=;\s]|file:/{1,3})~(?=/|$)")
_VARIABLE = re.compile(r"\$(?:([A-Z][A-Z0-9_]+)\b|\{([A-Z][A-Z0-9_]+)\})")

_EXPANDED = ("spark.executor", "spark.kubernetes.", "spark.yarn.")
"""How properties begin that a cluster's own shell may read."""


def remarks(data: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    """What to say about a config's values: where, and a sentence that holds no value."""
    values: dict[Key, Any] = {(key,): data.get(key) for key in ("master", "remote")}
    for name, value in data.get("conf", {}).items():
        if not name.startswith(_EXPANDED):
            values["conf", name] = value
    for key, value in values.items():
        words = _about(str(key[-1]), value) if isinstance(value, str) else None
        if words:
            yield key, f"`{key[-1]}` {words}"


def _about(name: str, text: str) -> str | None:
    if _HOME.search(text):
        return f'{_TAKEN.format("~")}: write "{{{{ env.HOME }}}}/…"'
    found = _VARIABLE.search(text)
    if not found:
        return None
    variable = found[1] or found[2]
    if is_secret(name) or is_secret(variable):
        return f"{_TAKEN.format(found[0])}: write {{env: {variable}}}"
    rest = "" if found[0] == text else "/…"
    return f'{_TAKEN.format(found[0])}: write "{{{{ env.{variable} }}}}{rest}"'


_TAKEN = "has `{}`, which is taken letter by letter"
