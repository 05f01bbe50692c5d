"""Find where the properties of a start are set: config, notebook, environment or file."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from .cds.installation import NoArchiveError, conf_folder
from .effective_conf import AT_LAUNCH, conf_text
from .top_level_keys import TOP_LEVEL_KEYS

OPTIONS = {
    "--archives": "spark.archives",
    "--conf": "",
    "-c": "",
    "--deploy-mode": "spark.submit.deployMode",
    "--driver-class-path": "spark.driver.extraClassPath",
    "--driver-java-options": "spark.driver.extraJavaOptions",
    "--driver-memory": "spark.driver.memory",
    "--executor-cores": "spark.executor.cores",
    "--executor-memory": "spark.executor.memory",
    "--files": "spark.files",
    "--jars": "spark.jars",
    "--master": "spark.master",
    "--name": "spark.app.name",
    "--num-executors": "spark.executor.instances",
    "--packages": "spark.jars.packages",
    "--py-files": "spark.submit.pyFiles",
    "--repositories": "spark.jars.repositories",
}
"""The property of each option of spark-submit (launcher/SparkSubmitOptionParser.java)."""

SUBMIT_ARGUMENTS = "PYSPARK_SUBMIT_ARGS"
"""The variable with arguments for the spark-submit that pyspark runs."""


@dataclass(frozen=True)
class Origins:
    """The places where a start's properties are set.

    Attributes:
        requested_conf: the configuration's properties, by name; `{"env": NAME}` is a variable of
            this kernel's environment.
        places: where the config sets each, as ``path:line``.
        overrides: the properties that the notebook sets in place of the config.
    """

    requested_conf: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    overrides: Collection[str] = ()

    def value(self, key: str) -> str | None:
        """Return the value that Spark gets, None where nothing sets it."""
        for _, values in self._sources(key):
            if key in values:
                return values[key]
        return None

    def where(self, key: str) -> str:
        """Return where a property is set, as the end of a sentence; empty where nothing sets it."""
        for place, values in self._sources(key):
            if key in values:
                return place or self._place(key)
        return ""

    def named(self, key: str) -> str:
        """Return a property with where it is set; one of a config's own keys by that key."""
        place = self.where(key)
        is_in_config = key in self.places and place == f"in `{self.places[key]}`"
        name = TOP_LEVEL_KEYS.get(key, key) if is_in_config else key
        return f"`{name}` {place}".rstrip()

    def _place(self, key: str) -> str:
        if key in self.overrides:
            return "in this notebook’s own settings"
        place = self.places.get(key)
        return f"in `{place}`" if place else "in the configuration"

    def _sources(self, key: str) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield what may set a property, the winner first; the config has no name here."""
        arguments = f"in {SUBMIT_ARGUMENTS}, a variable of the kernel’s environment"
        ours, theirs = ("", self._requested_values), (arguments, self._arguments)
        # pyspark puts the arguments behind the config's properties; in Spark's context these win.
        yield from (theirs, ours) if AT_LAUNCH.fullmatch(key) else (ours, theirs)
        if key in self._defaults:
            path, line, value = self._defaults[key]
            yield f"in `{path}:{line}`", {key: value}

    def overridden(self) -> list[str]:
        """Return the properties that the environment sets in place of the configuration."""
        both = self._requested_values.keys() & self._arguments.keys()
        return sorted(key for key in both if self.value(key) != self._requested_values[key])

    def argument_names(self) -> list[str]:
        """Return the properties that `SUBMIT_ARGUMENTS` sets."""
        return sorted(self._arguments)

    def default_names(self) -> list[str]:
        """Return the properties that spark-defaults.conf sets."""
        return sorted(self._defaults)

    @cached_property
    def _requested_values(self) -> dict[str, str]:
        return {key: conf_text(value) for key, value in self.requested_conf.items()}

    @cached_property
    def _arguments(self) -> dict[str, str]:
        try:
            words = shlex.split(os.environ.get(SUBMIT_ARGUMENTS, ""))
        except ValueError:
            return {}
        return dict(_properties(words))

    @cached_property
    def _defaults(self) -> dict[str, tuple[Path, int, str]]:
        try:
            file = conf_folder() / "spark-defaults.conf"
            lines = file.read_text("utf-8", "replace").splitlines()
        except (NoArchiveError, OSError):
            return {}
        found = ((number, _pair(line)) for number, line in enumerate(lines, 1))
        return {pair[0]: (file, number, pair[1]) for number, pair in found if pair}

    def named_in(self, message: str) -> str | None:
        """Return the property that an error names, or whose value it contains.

        Args:
            message: the error's.
        """
        keys = [*self._requested_values, *self._arguments, *self._defaults]
        longest_first = sorted(keys, key=len, reverse=True)
        for key in longest_first:
            if re.search(rf"(?<![\w.]){re.escape(key)}(?![\w.]*\w)", message):
                return key
        for key in longest_first:
            value = self.value(key) or ""
            if len(value) > 2 and re.search(rf"(?<!\w){re.escape(value)}(?!\w)", message):
                return key
        return None


def _properties(words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the properties that arguments of spark-submit set."""
    for word, following in zip(words, [*words[1:], ""]):
        option, _, value = word.partition("=")
        key = OPTIONS.get(option)
        if key:
            yield key, value or following
        elif key == "":
            name, _, setting = (value or following).partition("=")
            yield name, setting


def _pair(line: str) -> tuple[str, str] | None:
    """Return the name and the value in a line of a Java properties file."""
    found = re.match(r"\s*([^#!\s=:][^\s=:]*)\s*[\s=:]\s*(.*?)\s*$", line)
    return (found[1], found[2]) if found else None
