"""Find and read the configs in the config folders, and notice changed files."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import ConfigError
from ..text_file import locate_message
from . import validation
from .inheritance import InheritanceResolver
from .model import Config
from .yaml_reader import SUFFIXES

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass
class Catalog:
    """All configs by name. Threads may share it.

    Attributes:
        folders: the config folders, each with its origin. Of configs with one name, that in the
            first folder wins.
    """

    folders: Iterable[tuple[Path, str]]
    _cache: dict[str, tuple[_Stamp, Config]] = field(default_factory=dict, repr=False)
    _resolved: dict[Path, Config] = field(default_factory=dict, repr=False)

    def read(self) -> dict[str, Config]:
        """Return the configs by name, in the order of the folders, then of the titles.

        Only files that have changed since the last call are opened.
        """
        resolver = InheritanceResolver(self._read_files(), self._resolved)
        configs = resolver.resolve()
        self._resolved = resolver.resolved
        return configs

    def with_text(self, config: Config, text: str) -> Config:
        """Return what one of the configs would be if its file had another text."""
        changed = load(config.path, config.origin, text)
        others = [it for it in self._read_files() if it.path != config.path]
        beside = [it for it in others if it.path.parent == config.path.parent]
        changed, *_ = _mark_duplicates([changed, *beside])
        return InheritanceResolver([changed, *others], {}).resolve()[config.name]

    def _read_files(self) -> list[Config]:
        """Return the configs of all folders, without their bases."""
        cache: dict[str, tuple[_Stamp, Config]] = {}
        found: list[Config] = []
        for folder, origin in self.folders:
            paths = _config_paths(folder)
            for path in paths:
                cache[path] = self._read_file(path, origin)
            configs = _mark_duplicates(cache[path][1] for path in paths)
            found.extend(sorted(configs, key=lambda config: config.title.casefold()))
        self._cache = cache
        return found

    def _read_file(self, path: str, origin: str) -> tuple[_Stamp, Config]:
        stamp = _stamp(path)
        cached = self._cache.get(path)
        return cached if cached and cached[0] == stamp else (stamp, load(Path(path), origin))


def load(path: Path, origin: str, text: str | None = None) -> Config:
    """Read one config without its base. A config that cannot be read is broken: it has an `error`.

    Args:
        path: the config's file.
        origin: ``user``, ``environment`` or ``system``.
        text: a text to read instead of the file's.
    """
    config = Config(path.stem, path, origin)
    try:
        _check_name(path)
        return replace(config, source=validation.read(path, text))
    except ConfigError as error:
        return replace(config, error=locate_message(path, error.line, str(error)))
    # An unforeseen error in one file must not hide the others.
    except Exception as error:
        message = f"cannot be read: {type(error).__name__}: {error}"
        return replace(config, error=locate_message(path, None, message))


def _mark_duplicates(found: Iterable[Config]) -> list[Config]:
    """Return a folder's configs. Where two files have one name, both configs are broken."""
    configs = list(found)
    count = Counter(config.name for config in configs)
    return [config if count[config.name] == 1 else _duplicate(config) for config in configs]


def _duplicate(config: Config) -> Config:
    names = " and ".join(config.name + suffix for suffix in SUFFIXES)
    error = f"is one of two files for one config, {names}: remove one"
    return replace(config, source=None, error=locate_message(config.path, None, error))


def _check_name(path: Path) -> None:
    if not NAME.fullmatch(path.stem):
        raise ConfigError(
            "has a name that is not allowed: rename it with at most 64 letters, digits, dots,"
            " hyphens and underscores, starting with a letter or digit"
        )


_Stamp = tuple[int, ...]


def _stamp(path: str) -> _Stamp:
    """Return values that change when the file does; empty if there is no file."""
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _config_paths(folder: Path) -> list[str]:
    """Return the YAML files in a folder, without hidden ones such as an editor's."""
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        return [str(folder)]  # reading it fails, and the list shows the error
    visible = (it for it in names if it.endswith(SUFFIXES) and not it.startswith("."))
    return [os.path.join(folder, name) for name in visible]
