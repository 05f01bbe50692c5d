"""Find files and classes that a config names and that are missing, which Spark only logs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from glob import glob
from typing import Any

from .. import gateway
from ..cds.installation import conf_folder
from ..effective_conf import FILES, text
from ..private_api import PYSPARK, private_api

CLASSES = re.compile(r"spark\.sql\.(extensions|catalog\.[^.]+)")
"""Properties with names of classes that Spark does without, or looks for once they are needed."""

LOG_LEVEL = "spark.log.level"


def missing(requested_conf: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the properties that name a missing file or class.

    Args:
        requested_conf: the configuration's properties, by name.

    Returns:
        For each, ``key`` and ``reason``.
    """
    return [
        {"key": key, "at_launch": True, "reason": reason}
        for key, value in requested_conf.items()
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
    for name in _names(value) if CLASSES.fullmatch(key) else ():
        if not _is_loadable(name):
            yield f"Spark does not find the class {name}"


@private_api("Spark", PYSPARK, "org.apache.spark.util.Utils.classIsLoadable", default=True)
def _is_loadable(name: str) -> bool:
    return bool(gateway.java_class("org.apache.spark.util.Utils").classIsLoadable(name))


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


@private_api("Spark", PYSPARK, "org.apache.logging.log4j.LogManager")
def restore_log_level(context: Any, requested_conf: Mapping[str, Any]) -> None:
    """Set the log level to WARN, the default of Spark's shells, where it was left at INFO.

    That happens when spark-submit logs something before the session, such as a missing file
    (core/internal/Logging.scala).

    Args:
        context: a SparkContext.
        requested_conf: the configuration's properties, by name.
    """
    is_set = LOG_LEVEL in requested_conf or any(conf_folder().glob("log4j*"))
    root = gateway.java_class("org.apache.logging.log4j.LogManager").getRootLogger()
    if not is_set and text(root.getLevel()) == "INFO":
        context.setLogLevel("WARN")
