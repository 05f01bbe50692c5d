"""What the config asked of Spark, and what the session has."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from .jvm import gateway

AT_LAUNCH = re.compile(
    r"spark\.driver\.(memory|cores|(default|extra)\w+)|spark\.jars(\.\w+)?|spark\.submit\..+"
)
"""Properties that count only when the JVM is launched (Spark's configuration page)."""

FILES = ("spark.jars", "spark.files", "spark.archives", "spark.submit.pyFiles")
"""Lists of files, which Spark writes with a scheme and the whole path."""

READ_BY_PYSPARK = ("spark.api.mode",)
"""What pyspark does itself, and does not hand on."""

REDACTED = "(?i)secret|password|token|access[.]?key|credential"
"""Spark's own default of spark.redaction.regex, that of 4.3."""


def differences(context: Any, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The properties that did not take effect.

    Args:
        context: a SparkContext.
        asked: the values by property; `{"env": NAME}` is one of this kernel's environment.

    Returns:
        For each, ``key``, ``asked``, ``got`` (None: unset) and ``at_launch``: whether it counts
        only when the JVM is launched. A value that Spark would redact is not told.
    """
    found = []
    for key, value in asked.items():
        if key in READ_BY_PYSPARK:
            continue
        from_environment = isinstance(value, Mapping)
        wanted = asked_text(value)
        has = _actual(context, key)
        if key.startswith("spark.sql.") and not _same(key, wanted, has):
            has = _sql_setting(key)  # first asked for, they take Spark 3 half a second
        if not _same(key, wanted, has):
            hidden = from_environment or _is_secret(context, key)
            told = {} if hidden else {"asked": wanted, "got": has}
            found.append({"key": key, "at_launch": bool(AT_LAUNCH.fullmatch(key)), **told})
    return found


def text(value: Any) -> str:
    """A value as pyspark hands it to Spark."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def asked_text(value: Any) -> str:
    """The same for what a config asks for, which may be a variable of the environment."""
    return os.environ.get(value["env"], "") if isinstance(value, Mapping) else text(value)


def _actual(context: Any, key: str) -> str | None:
    """The value that counts.

    On a live session, `getOrCreate` puts values into the session's own settings that never
    applied. So what counts when the JVM is launched is read from its system properties, where
    spark-submit leaves it, and the rest from the context, save for SQL's settings.
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


def _same(key: str, asked: str, got: str | None) -> bool:
    if key in FILES:
        return _file_names(asked) <= _file_names(got or "")
    if got is None or asked == got:
        return got is not None
    # Spark writes the port that it took, and the whole path of a folder.
    return (key.endswith(".port") and _is_next_port(asked, got)) or (
        key.endswith(".dir") and got.endswith(asked)
    )


def _is_next_port(asked: str, got: str) -> bool:
    """Whether Spark has found a free port above one that was taken; 0 asks for any."""
    return asked.isdigit() and got.isdigit() and (asked == "0" or int(got) > int(asked))


def _file_names(files: str) -> set[str]:
    return {PurePosixPath(file.strip()).name for file in files.split(",") if file.strip()}


def _is_secret(context: Any, key: str) -> bool:
    pattern = str(context._jsc.sc().conf().get("spark.redaction.regex", REDACTED))
    try:
        return re.search(pattern, key) is not None
    except re.error:  # it is Java's, and may be none of Python's
        return True
