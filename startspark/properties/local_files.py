"""Files of this machine that a config names, and that are not there."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from ..configs import expressions
from ..configs.yaml_reader import Key

_SEPARATORS = {
    "spark.jars": ",",
    "spark.files": ",",
    "spark.archives": ",",
    "spark.submit.pyFiles": ",",
    "spark.yarn.dist.jars": ",",
    "spark.yarn.dist.files": ",",
    "spark.yarn.dist.archives": ",",
    "spark.driver.extraClassPath": os.pathsep,
    "spark.driver.extraLibraryPath": os.pathsep,
    "spark.eventLog.dir": "",
    "spark.jars.ivySettings": "",
    "spark.kerberos.keytab": "",
    "spark.kubernetes.driver.podTemplateFile": "",
    "spark.kubernetes.executor.podTemplateFile": "",
    "spark.metrics.conf": "",
    "spark.scheduler.allocation.file": "",
}
"""The properties whose files the driver reads, and what stands between two of them."""


def remarks(data: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    """Where a config names a file that is not there, and a sentence that says which.

    An expression's value is not known here, and neither is the folder that a relative path is in.
    """
    for name, value in data.get("conf", {}).items():
        if name in _SEPARATORS and isinstance(value, str) and not expressions.has_expression(value):
            for path in _paths(value, _SEPARATORS[name]):
                if not _exists(path):
                    yield ("conf", name), f"`{name}` names {path}, which is not on this machine"


def _paths(value: str, separator: str) -> Iterator[str]:
    """The literal absolute paths on this machine in a property's value."""
    for part in value.split(separator) if separator else [value]:
        path = _path(part.strip())
        if path.startswith("/") and "$" not in path:
            yield path


def _path(part: str) -> str:
    """The path that a name or a `file:` URI stands for; empty for what is elsewhere."""
    uri = urlsplit(part)
    if uri.scheme == "file" and uri.netloc in ("", "localhost"):
        return unquote(uri.path)
    # Spark takes what is behind a `#` for the name that the file is to have.
    return "" if uri.scheme else part.partition("#")[0]


def _exists(path: str) -> bool:
    return os.path.exists(path) or any(glob.iglob(path))
