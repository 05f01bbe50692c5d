"""The `Config` class: a config's data merged with its base's, and each value's file and line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .. import text_file
from ..errors import FileError
from ..kernel.credentials import find_secret
from ..kernel.top_level_keys import TOP_LEVEL_KEYS
from ..properties.checks import check_properties
from ..text_file import locate_message
from .yaml_reader import Key, Source

HIDDEN = (
    "is not used: the administrator's configuration of the same name comes first; give the file"
    " another name"
)

NOT_INHERITED = ("title", "extends")
"""Keys that a config does not inherit. Two configs with one title could not be told apart."""


@dataclass(frozen=True)
class Config:
    """A named file that describes a Spark session.

    Attributes:
        origin: whose folder the file is in: ``user``, ``environment`` or ``system``.
        source: the file's content, or None if the config is broken.
        error: what is wrong, with file and line, and how to fix it; None if nothing is.
        base: the config that this one extends.
        hides: a user's own file of the same name, which is not used because this config wins.
    """

    name: str
    path: Path
    origin: str
    source: Source | None = None
    error: str | None = None
    base: Config | None = None
    hides: Path | None = None

    @cached_property
    def data(self) -> dict[str, Any]:
        """The config's data with what it inherits; empty if the config is broken."""
        own = self.source.data if self.source else {}
        return merge(own, self.base.data) if self.base else own

    @property
    def title(self) -> str:
        """The title that the drop-down shows."""
        return str(self.data.get("title", self.name))

    @property
    def parameters(self) -> dict[str, dict[str, Any]]:
        """The schemas of the parameters, by name. Some values may still be expressions."""
        schemas: dict[str, dict[str, Any]] = self.data.get("parameters", {})
        return schemas

    def mentions(self, name: str) -> bool:
        """Return whether this config or one of its bases has a property in `conf`, even as null."""
        own_data = [config.source.data for config in self.with_bases() if config.source]
        return any(name in data.get("conf", {}) for data in own_data)

    @property
    def version(self) -> str:
        """A hash of the config's data and its template; empty if the config is broken."""
        if not self.data:
            return ""
        return hashlib.sha256(self._json + self._template().encode()).hexdigest()[:12]

    def _template(self) -> str:
        """Return the text of the config's own template; empty if there is none."""
        try:
            return text_file.read(self.folder / self.data["template"], self.folder)
        except (KeyError, FileError):  # rendering reports an unreadable template
            return ""

    @cached_property
    def _json(self) -> bytes:
        return json.dumps(self.data, sort_keys=True).encode()

    @property
    def folder(self) -> Path:
        """The folder of the config's own template: that of the file with the key `template`."""
        return self.location(("template",))[0].parent

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """Warnings about the config's Spark properties and a hidden file, with file and line."""
        found = [self.locate(message, key) for key, message in check_properties(self.data)]
        if self.hides:
            found.append(locate_message(self.hides, None, HIDDEN))
        return tuple(found)

    def summary(self, schemas: Mapping[str, Any], error: str | None = None) -> dict[str, Any]:
        """Return what the list of configs shows. It has no value of `conf`, and so no secret.

        Args:
            schemas: the parameters' schemas, resolved for this machine.
            error: what is wrong with the schemas.
        """
        return {
            "name": self.name,
            "title": self.title,
            "description": self.data.get("description", ""),
            "origin": self.origin,
            "version": self.version,
            "parameters": schemas,
            "error": self.error or error,
            "warnings": self.warnings,
        }

    @property
    def launches_jvm(self) -> bool:
        """Whether the config's code is known to launch a JVM in the kernel.

        Spark Connect needs none, and a template of the config's own may start anything.
        """
        return not (self.error or "remote" in self.data or "template" in self.data)

    def prewarms(self, default: bool) -> bool:
        """Return whether a JVM is to be started before the user clicks.

        Args:
            default: the administrator's setting, for configs without `prewarm`.
        """
        return self.launches_jvm and bool(self.data.get("prewarm", default))

    def details(self) -> dict[str, Any]:
        """Return the properties that the config sets; values of secrets are None."""
        return {
            "name": self.name,
            "title": self.title,
            "path": str(self.path),
            "origin": self.origin,
            "conf": {
                name: None if isinstance(value, str) and find_secret(name, value) else value
                for name, value in self.data.get("conf", {}).items()
            },
        }

    def locate(self, message: str, key: Key) -> str:
        """Prefix a message about one of the config's values with the value's file and line.

        Args:
            key: the value's key; empty for the whole file, without a line.
        """
        return locate_message(*self.location(key), message)

    def location(self, key: Key) -> tuple[Path, int | None]:
        """Return the file and line of a value, or of the nearest value around it."""
        while key:
            for config in self.with_bases():
                if config.source and key in config.source.lines:
                    return config.path, config.source.lines[key]
            key = key[:-1]
        return self.path, None

    def property_locations(self, names: Iterable[str]) -> dict[str, str]:
        """Return where the config sets each of some Spark properties, as ``path:line``.

        A property that it does not set has the location of `conf`, or none without `conf`.
        """
        locations = {name: self.location(_property_key(name)) for name in names}
        return {name: f"{path}:{line}" for name, (path, line) in locations.items() if line}

    def with_bases(self) -> Iterator[Config]:
        """Yield this config, its base, the base's base and so on."""
        config: Config | None = self
        while config:
            yield config
            config = config.base


def _property_key(name: str) -> Key:
    return (TOP_LEVEL_KEYS[name],) if name in TOP_LEVEL_KEYS else ("conf", name)


def merge(child: Mapping[str, Any], parent: Mapping[str, Any]) -> dict[str, Any]:
    """Return a config's data on top of the data that it extends.

    Properties are merged by name, and a null removes one. Parameters are merged by name and
    keyword. All other keys of the child replace the parent's; `master` and `remote` replace both.
    """
    inherited = {key: value for key, value in parent.items() if key not in NOT_INHERITED}
    if "master" in child or "remote" in child:
        inherited = {it: value for it, value in inherited.items() if it not in ("master", "remote")}
    data = {**inherited, **{key: value for key, value in child.items() if key != "extends"}}
    if "conf" in data:
        conf = {**parent.get("conf", {}), **child.get("conf", {})}
        data["conf"] = {name: value for name, value in conf.items() if value is not None}
    if "parameters" in data:
        data["parameters"] = _merge_schemas(
            child.get("parameters", {}), parent.get("parameters", {})
        )
    return data


def _merge_schemas(child: Mapping[str, Any], parent: Mapping[str, Any]) -> dict[str, Any]:
    names = {**parent, **child}  # a dict keeps the parent's order
    return {name: {**parent.get(name, {}), **child.get(name, {})} for name in names}
