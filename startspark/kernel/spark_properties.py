"""Tell which Spark a kernel has, and which properties its JVM knows that a list lacks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from importlib import metadata
from typing import Any

from . import gateway, session
from .private_api import PYSPARK, attempt, private_api

LENGTH = 160
"""The most characters of a meaning."""

_ENTRY = re.compile(
    r"ConfigEntry\(key=(?P<name>spark\.\S+?), defaultValue=(?P<default>.*?), doc=(?P<doc>.*?),"
    r" public=(?P<public>true|false), version=(?P<since>[^)]*)\)",
    re.DOTALL,
)
"""A property as Spark's ConfigEntry prints itself."""

_SENTENCE = re.compile(r"(.*?)[.!?](?:\s|$)")


def version() -> str | None:
    """Return the version of the Spark that runs, or would be started; None if there is none."""
    running = session.running()
    if running is not None:
        found: str | None = attempt(lambda: str(running.version), None)
        return found
    imported = getattr(gateway.pyspark(), "__version__", None)
    return str(imported) if imported else _installed_version()


def _installed_version() -> str | None:
    """Return pyspark's version without importing it, which would take a second."""
    for package in ("pyspark", "pyspark-client", "pyspark-connect"):
        try:
            return metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return None


def unlisted(names: Collection[str]) -> list[dict[str, Any]]:
    """Return the properties that the JVM knows, such as a plugin's, and that are not in a list.

    Without a JVM there are none. A JVM knows what the classes that it has loaded register.
    """
    return [
        it
        for it in _entries(_registry_text() or "")
        if it["name"] not in names and not it["name"].startswith("spark.test")
    ]


@private_api("Spark", PYSPARK, "ConfigEntry$.knownConfigs")
def _registry_text() -> str | None:
    """Return all entries of Spark's registry of properties: one call instead of thousands."""
    if gateway.current() is None or gateway.exit_code() is not None:
        return None
    holder = gateway.find_class("org.apache.spark.internal.config.ConfigEntry$")
    registry = holder.getField("MODULE$").get(None).knownConfigs()
    return str(registry.toString())


def _entries(text: str) -> Iterator[dict[str, Any]]:
    for found in _ENTRY.finditer(text):
        entry: dict[str, Any] = {"name": found["name"]}
        if found["public"] == "false":
            entry["internal"] = True
        if not found["default"].startswith("<"):
            entry["default"] = " ".join(found["default"].split())
        if found["default"] in ("true", "false"):  # else the text does not tell the type
            entry["type"] = "boolean"
        if re.fullmatch(r"\d+\.\d+.*", found["since"]):
            entry["since"] = ".".join(found["since"].split(".")[:2])
        if _meaning(found["doc"]):
            entry["meaning"] = _meaning(found["doc"])
        yield entry


def _meaning(doc: str) -> str:
    """Return the first sentence of a property's documentation, in one line."""
    line = " ".join(doc.split())
    sentence = _SENTENCE.match(line)
    text = sentence[1] if sentence else line
    return text if len(text) <= LENGTH else text[:LENGTH].rsplit(" ", 1)[0] + "…"
