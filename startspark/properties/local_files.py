"""Check that the local files which a config names exist."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from ..jinja_syntax import has_expression
from .warning import PropertyWarning

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
"""The properties whose files the driver reads, each with the separator between two files."""


def check_local_files(data: Mapping[str, Any]) -> Iterator[PropertyWarning]:
    """Yield a warning for each local file that a config names and that does not exist.

    Expressions and relative paths are skipped: neither the value of the one nor the working folder
    of the other is known here.
    """
    for name, value in data.get("conf", {}).items():
        if name in _SEPARATORS and isinstance(value, str) and not has_expression(value):
            for path in _paths(value, _SEPARATORS[name]):
                if not _exists(path):
                    message = f"`{name}` names {path}, which is not on this machine"
                    yield PropertyWarning(("conf", name), message)


def _paths(value: str, separator: str) -> Iterator[str]:
    """Yield the absolute paths on this machine in a property's value; a `$` is not replaced."""
    for part in value.split(separator) if separator else [value]:
        path = _path(part.strip())
        if path.startswith("/") and "$" not in path:
            yield path


def _path(part: str) -> str:
    """Return the path that a path or a `file:` URI names; empty for other URIs."""
    try:
        uri = urlsplit(part)
    except ValueError:  # its brackets are those of no IPv6 address
        return ""
    if uri.scheme == "file" and uri.netloc in ("", "localhost"):
        return unquote(uri.path)
    # Spark takes what follows a `#` as the name of the file in the working folder.
    return "" if uri.scheme else part.partition("#")[0]


def _exists(path: str) -> bool:
    """Return whether a path or a glob pattern matches a file."""
    return os.path.exists(path) or any(glob.iglob(path))
