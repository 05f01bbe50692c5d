"""Compare the properties that a config requests with those that are in force."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from . import gateway
from .credentials import find_secret
from .private_api import PYSPARK, private_api

AT_LAUNCH = re.compile(
    r"spark\.driver\.(memory|cores|(default|extra)\w+)|spark\.jars(\.\w+)?|spark\.submit\..+"
)
"""Properties that count only when the JVM is launched (Spark's configuration page)."""

FILES = ("spark.jars", "spark.files", "spark.archives", "spark.submit.pyFiles")
"""Lists of files, which Spark writes with a scheme and the whole path."""

READ_BY_PYSPARK = ("spark.api.mode",)
"""What pyspark handles itself, and does not hand on."""


def differences(context: Any, requested_conf: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the properties that did not take effect.

    Args:
        context: a SparkContext.
        requested_conf: the configuration's properties, by name; `{"env": NAME}` is a
            variable of this kernel's environment.

    Returns:
        For each, ``key``, ``asked``, ``got`` (None: unset) and ``at_launch``: whether it counts
        only when the JVM is launched. A value that Spark would redact is left out.
    """
    items = ((key, value) for key, value in requested_conf.items() if key not in READ_BY_PYSPARK)
    found = (_difference(context, key, value) for key, value in items)
    return [difference for difference in found if difference]


@private_api("Spark", PYSPARK, "SparkContext.conf, SparkSession._instantiatedSession")
def _difference(context: Any, key: str, value: Any) -> dict[str, Any] | None:
    """Compare one property; None where it took effect, or that cannot be seen."""
    requested = conf_text(value)
    actual = _actual(context, key)
    if key.startswith("spark.sql.") and not _same(key, requested, actual):
        actual = _sql_setting(key)  # the first look at these takes Spark 3 half a second
    if _same(key, requested, actual):
        return None
    hidden = isinstance(value, Mapping) or _has_secret(context, key, requested)
    values = {} if hidden else {"asked": requested, "got": actual}
    return {"key": key, "at_launch": bool(AT_LAUNCH.fullmatch(key)), **values}


def text(value: Any) -> str:
    """Return a value as pyspark hands it to Spark."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def conf_text(value: Any) -> str:
    """Return a config's value as `text` does, or the environment variable that it names."""
    return os.environ.get(value["env"], "") if isinstance(value, Mapping) else text(value)


def _actual(context: Any, key: str) -> str | None:
    """Return the value in force.

    On a live session, `getOrCreate` puts values into the session's own settings that never
    applied. So properties of the launch are read from the JVM's system properties, where
    spark-submit leaves them, and the others from the context, except for SQL's settings.
    """
    if AT_LAUNCH.fullmatch(key):
        value = gateway.java_class("java.lang.System").getProperty(key)
    else:
        value = context._jsc.sc().conf().get(key, None)
    return None if value is None else str(value)


def _sql_setting(key: str) -> str | None:
    settings = gateway.pyspark().sql.SparkSession._instantiatedSession._jsparkSession.conf()
    value = settings.get(key, None)
    return None if value is None else str(value)


def _same(key: str, requested: str, got: str | None) -> bool:
    if key in FILES:
        return _file_names(requested) <= _file_names(got or "")
    if got is None or requested == got:
        return got is not None
    # Spark writes the port that it took, and the whole path of a folder.
    return (key.endswith(".port") and _is_next_port(requested, got)) or (
        key.endswith(".dir") and got.endswith(requested)
    )


def _is_next_port(requested: str, got: str) -> bool:
    """Return whether Spark has found a free port above one that was taken; 0 asks for any."""
    are_ports = requested.isdigit() and got.isdigit()
    return are_ports and (requested == "0" or int(got) > int(requested))


def _file_names(files: str) -> set[str]:
    return {PurePosixPath(file.strip()).name for file in files.split(",") if file.strip()}


def _has_secret(context: Any, key: str, requested: str) -> bool:
    if find_secret(key, requested):
        return True
    pattern = context._jsc.sc().conf().get("spark.redaction.regex", None)
    try:
        return pattern is not None and re.search(str(pattern), key) is not None
    except re.error:  # the pattern is Java's, and may not be valid in Python
        return True
