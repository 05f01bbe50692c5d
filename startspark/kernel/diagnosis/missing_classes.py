"""What a config names and Spark does without: Spark says so in its log alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from glob import glob
from typing import Any

from ..cds.installation import conf_folder
from ..effective_conf import FILES, text
from ..jvm import gateway

CLASSES = re.compile(r"spark\.sql\.(extensions|catalog\.[^.]+)")
"""Properties with names of classes that Spark does without, or looks for once they are needed."""

LOG_LEVEL = "spark.log.level"


def absent(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The properties that name what is not there.

    Args:
        asked: the values that the config asks for, by property.

    Returns:
        For each, ``key`` and ``reason``.
    """
    return [
        {"key": key, "at_launch": True, "reason": reason}
        for key, value in asked.items()
        if isinstance(value, str)
        for reason in (*_files(key, value), *_classes(key, value))
    ]


def _files(key: str, value: str) -> Iterator[str]:
    for name in _names(value) if key in FILES else ():
        scheme, _, path = name.rpartition(":")
        path = path.partition("#")[0]  # behind it is the name that an archive gets
        if scheme in ("", "file") and not glob(re.sub("^//", "", path)):
            yield f"there is no file {path} where the kernel runs"


def _classes(key: str, value: str) -> Iterator[str]:
    if not CLASSES.fullmatch(key):
        return
    utils = gateway.java_class("org.apache.spark.util.Utils")
    for name in _names(value):
        if not utils.classIsLoadable(name):
            yield f"Spark does not find the class {name}"


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def quieten(context: Any, asked: Mapping[str, Any]) -> None:
    """Have Spark log as it does in a shell, where it has forgotten to.

    What spark-submit logs before the session, such as of a file that is not there, leaves the
    level at INFO (core/internal/Logging.scala).

    Args:
        context: a SparkContext.
        asked: the values that the config asks for, by property.
    """
    is_set = LOG_LEVEL in asked or any(conf_folder().glob("log4j*"))
    root = gateway.java_class("org.apache.logging.log4j.LogManager").getRootLogger()
    if not is_set and text(root.getLevel()) == "INFO":
        context.setLogLevel("WARN")
