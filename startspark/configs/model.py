"""One config, with what it inherits from the one that it extends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .. import text_file
from ..errors import FileError
from ..properties.checks import check_properties
from ..properties.secrets import is_secret
from .yaml_reader import Key, Source

OWN = ("title", "extends")
"""Keys that a config does not inherit: two configs of one title could not be told apart."""


@dataclass(frozen=True)
class Config:
    """One config.

    Attributes:
        origin: whose it is: ``user``, ``environment`` or ``system``.
        source: what the file says, or None where it is broken.
        error: what is wrong, where, and the mend; None where all is well.
        base: the config that it extends.
    """

    name: str
    path: Path
    origin: str
    source: Source | None = None
    error: str | None = None
    base: Config | None = None

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the config says, and inherits; empty where it is broken."""
        own = self.source.data if self.source else {}
        return extended(own, self.base.data) if self.base else own

    @property
    def title(self) -> str:
        """What the drop-down shows."""
        return str(self.data.get("title", self.name))

    @property
    def parameters(self) -> dict[str, dict[str, Any]]:
        """The rules of its parameters, by name."""
        rules: dict[str, dict[str, Any]] = self.data.get("parameters", {})
        return rules

    def mentions(self, name: str) -> bool:
        """Whether it sets a property, or says or inherits that it shall not be set."""
        said = [config.source.data for config in self._family() if config.source]
        return any(name in data.get("conf", {}) for data in said)

    @property
    def version(self) -> str:
        """Changes when the config says something else; empty where it is broken."""
        if not self.data:
            return ""
        return hashlib.sha256(self._said + self._template().encode()).hexdigest()[:12]

    def _template(self) -> str:
        """The text of its own template."""
        try:
            return text_file.read(self.folder / self.data["template"], self.folder)
        except (KeyError, FileError):  # rendering says so
            return ""

    @cached_property
    def _said(self) -> bytes:
        return json.dumps(self.data, sort_keys=True).encode()

    @property
    def folder(self) -> Path:
        """Where a template of its own is: beside the file that names it."""
        return self.place(("template",))[0].parent

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What Spark would not make of its properties what was meant, with file and line."""
        return tuple(self.locate(sentence, key) for key, sentence in check_properties(self.data))

    def summary(self, rules: Mapping[str, Any], error: str | None = None) -> dict[str, Any]:
        """What the list shows: no value of `conf`, and so no secret.

        Args:
            rules: those of its parameters, as they hold on this machine.
            error: what is wrong with them.
        """
        return {
            "name": self.name,
            "title": self.title,
            "description": self.data.get("description", ""),
            "origin": self.origin,
            "version": self.version,
            "parameters": rules,
            "error": self.error or error,
            "warnings": self.warnings,
        }

    @property
    def launches_java(self) -> bool:
        """Whether it is known that its code does.

        Spark Connect needs none, and what a template of one's own starts is not known.
        """
        return not (self.error or "remote" in self.data or "template" in self.data)

    def prewarms(self, default: bool) -> bool:
        """Whether Java is to be started before Spark is wanted.

        Args:
            default: the administrator's.
        """
        return self.launches_java and bool(self.data.get("prewarm", default))

    def details(self) -> dict[str, Any]:
        """What it sets; a value whose property's name looks like a secret's is None."""
        return {
            "name": self.name,
            "title": self.title,
            "path": str(self.path),
            "origin": self.origin,
            "conf": {
                name: None if is_secret(name) and isinstance(value, str) else value
                for name, value in self.data.get("conf", {}).items()
            },
        }

    def locate(self, sentence: str, key: Key) -> str:
        """A sentence about one of the config's values, with file and line; without key, no line."""
        return located(*self.place(key), sentence)

    def place(self, key: Key) -> tuple[Path, int | None]:
        """The file and the line where a value stands, or else the nearest thing around it."""
        while key:
            for config in self._family():
                if config.source and key in config.source.lines:
                    return config.path, config.source.lines[key]
            key = key[:-1]
        return self.path, None

    def _family(self) -> Iterator[Config]:
        """This config, and those that it inherits from, the nearest first."""
        config: Config | None = self
        while config:
            yield config
            config = config.base


def extended(own: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """What a config says on top of what it extends.

    Properties go by their name, those without a value are left out. Parameters go by their name,
    then word by word.
    """
    inherited = {key: value for key, value in base.items() if key not in OWN}
    if "master" in own or "remote" in own:
        inherited = {it: value for it, value in inherited.items() if it not in ("master", "remote")}
    data = {**inherited, **{key: value for key, value in own.items() if key != "extends"}}
    if "conf" in data:
        conf = {**base.get("conf", {}), **own.get("conf", {})}
        data["conf"] = {name: value for name, value in conf.items() if value is not None}
    if "parameters" in data:
        data["parameters"] = _by_word(base.get("parameters", {}), own.get("parameters", {}))
    return data


def _by_word(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    return {name: {**base.get(name, {}), **own.get(name, {})} for name in {**base, **own}}


def located(path: Path, line: int | None, sentence: str) -> str:
    """A sentence about a file, with the line where that is known, in the form that editors open."""
    return f"{path}:{line}: {sentence}" if line else f"{path}: {sentence}"
