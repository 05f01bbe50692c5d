"""Resolve `extends`: connect each config with the config that it extends."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ..errors import ConfigError
from . import validation
from .model import Config


class InheritanceResolver:
    """Connects configs with their bases.

    Args:
        configs: all configs without their bases. Of configs with one name, the first wins.
        previous: what an earlier resolver has resolved, by file. Unchanged configs are reused.

    Attributes:
        resolved: the configs with their bases, by file.
    """

    def __init__(self, configs: Iterable[Config], previous: Mapping[Path, Config]) -> None:
        self.resolved: dict[Path, Config] = {}
        self._previous = previous
        self._by_name: dict[str, list[Config]] = defaultdict(list)
        for config in configs:
            self._by_name[config.name].append(config)

    def resolve(self) -> dict[str, Config]:
        """Return the winning config of each name, with its bases."""
        return {
            name: _hiding(self._resolve(first, ()), others)
            for name, (first, *others) in self._by_name.items()
        }

    def _resolve(self, config: Config, descendants: tuple[Config, ...]) -> Config:
        """Return a config with its bases.

        Args:
            descendants: the configs whose bases are being resolved, each extending the next; the
                last extends this one.
        """
        if config.path not in self.resolved:
            self.resolved[config.path] = self._with_base(config, descendants)
        return self.resolved[config.path]

    def _with_base(self, config: Config, descendants: tuple[Config, ...]) -> Config:
        if "extends" not in config.data:
            return config
        try:
            base = self._base(config, (*descendants, config))
        except ConfigError as error:
            return _broken(config, config.locate(f"`extends` {error}", ("extends",)))
        previous = self._previous.get(config.path)
        if previous and previous.source is config.source and previous.base is base:
            return previous
        return _validated(replace(config, base=base))

    def _base(self, config: Config, descendants: tuple[Config, ...]) -> Config:
        """Return the config that another extends.

        Raises:
            ConfigError: there is no such config, it is broken, or it extends a descendant.
        """
        name = config.data["extends"]
        candidates = self._by_name.get(name, [])
        if name == config.name:  # it extends the config that it wins over
            candidates = candidates[candidates.index(config) + 1 :]
        if not candidates:
            raise ConfigError(self._describe_missing(name, config))
        if candidates[0] in descendants:
            chain = " → ".join([*(it.name for it in descendants), name])
            raise ConfigError(f"is circular, {chain}: remove one of these")
        base = self._resolve(candidates[0], descendants)
        if base.error:
            raise ConfigError(f"names `{name}`, which is broken: {base.error}")
        return base

    def _describe_missing(self, name: str, config: Config) -> str:
        if name == config.name:
            return f"names `{name}` itself, and no other folder has a config of that name"
        near = difflib.get_close_matches(name, self._by_name, n=1)
        hint = f"did you mean `{near[0]}`?" if near else "write the name of one that is listed"
        return f"names `{name}`, but there is no such config: {hint}"


def _validated(config: Config) -> Config:
    """Return a config, broken if its data is invalid together with what it inherits."""
    for key, message in validation.find_errors(config.data):
        return _broken(config, config.locate(message, key))
    return config


def _hiding(config: Config, others: Iterable[Config]) -> Config:
    """Return a config that wins, with the user's file of the same name that does not."""
    if config.origin == "user":
        return config
    hidden = next((it.path for it in others if it.origin == "user"), None)
    return replace(config, hides=hidden) if hidden else config


def _broken(config: Config, error: str) -> Config:
    return replace(config, source=None, base=None, error=error)
