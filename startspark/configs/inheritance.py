"""Which config extends which."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ..errors import ConfigError
from . import validation
from .model import Config


class Families:
    """Gives configs what they inherit.

    Args:
        found: all configs, those of one name in the order in which they win.
        before: what an earlier reading has resolved, by file: it holds where nothing has changed.
    """

    def __init__(self, found: Iterable[Config], before: Mapping[Path, Config]) -> None:
        self.resolved: dict[Path, Config] = {}
        self._before = before
        self._by_name: dict[str, list[Config]] = defaultdict(list)
        for config in found:
            self._by_name[config.name].append(config)

    def winners(self) -> dict[str, Config]:
        """By name, the config that wins, with all that it inherits."""
        return {name: self._resolve(found[0], ()) for name, found in self._by_name.items()}

    def _resolve(self, config: Config, heirs: tuple[Config, ...]) -> Config:
        """A config with all that it inherits.

        Args:
            heirs: whose bases are being looked for; this one is found on the way.
        """
        if config.path not in self.resolved:
            self.resolved[config.path] = self._inheriting(config, heirs)
        return self.resolved[config.path]

    def _inheriting(self, config: Config, heirs: tuple[Config, ...]) -> Config:
        if "extends" not in config.data:
            return config
        try:
            base = self._base(config, (*heirs, config))
        except ConfigError as error:
            return _broken(config, config.locate(f"`extends` {error}", ("extends",)))
        before = self._before.get(config.path)
        if before and before.source is config.source and before.base is base:
            return before
        return _checked(replace(config, base=base))

    def _base(self, config: Config, heirs: tuple[Config, ...]) -> Config:
        """The config that one extends.

        Raises:
            ConfigError: there is none, it is broken, or it extends the one that extends it.
        """
        name = config.data["extends"]
        named = self._by_name.get(name, [])
        if name == config.name:  # it extends the one that it wins over
            named = named[named.index(config) + 1 :]
        if not named:
            raise ConfigError(self._missing(name, config))
        if named[0] in heirs:
            chain = " → ".join([*(heir.name for heir in heirs), name])
            raise ConfigError(f"goes round in a circle, {chain}: remove one of them")
        base = self._resolve(named[0], heirs)
        if base.error:
            raise ConfigError(f"names `{name}`, which is broken: {base.error}")
        return base

    def _missing(self, name: str, config: Config) -> str:
        if name == config.name:
            return f"names `{name}` itself, and no other folder has a config of that name"
        near = difflib.get_close_matches(name, self._by_name, n=1)
        mend = f"did you mean `{near[0]}`?" if near else "write the name of one that is listed"
        return f"names `{name}`, and there is no such config: {mend}"


def _checked(config: Config) -> Config:
    """What a config says with what it inherits must be right together."""
    for key, sentence in validation.problems(config.data):
        return _broken(config, config.locate(sentence, key))
    return config


def _broken(config: Config, error: str) -> Config:
    return replace(config, source=None, base=None, error=error)
