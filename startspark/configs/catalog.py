"""All configs, by name: find them in Jupyter's config folders and keep up with changes."""

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
from .inheritance import Families
from .model import Config
from .yaml_reader import SUFFIXES

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass
class Catalog:
    """The configs of one server. It may be read from several threads at once.

    Attributes:
        folders: where to look, and whose each is; the first folder wins.
    """

    folders: Iterable[tuple[Path, str]]
    _known: dict[str, tuple[_Stamp, Config]] = field(default_factory=dict, repr=False)
    _resolved: dict[Path, Config] = field(default_factory=dict, repr=False)

    def read(self) -> dict[str, Config]:
        """The configs by name, in the order of the folders, then of their titles.

        Only files that changed since the last reading are opened.
        """
        found = self._find()
        families = Families(found, self._resolved)
        winners = families.winners()
        self._resolved = families.resolved
        return winners

    def with_text(self, config: Config, text: str) -> Config:
        """What one of the configs would be if its file had another text."""
        changed = load(config.path, config.origin, text)
        others = [it for it in self._find() if it.path != config.path]
        return Families([changed, *others], {}).winners()[config.name]

    def _find(self) -> list[Config]:
        """The configs of all folders, each by itself."""
        known: dict[str, tuple[_Stamp, Config]] = {}
        found: list[Config] = []
        for folder, origin in self.folders:
            paths = _config_paths(folder)
            for path in paths:
                known[path] = self._current(path, origin)
            configs = _unambiguous(known[path][1] for path in paths)
            found.extend(sorted(configs, key=lambda config: config.title.casefold()))
        self._known = known
        return found

    def _current(self, path: str, origin: str) -> tuple[_Stamp, Config]:
        stamp = _stamp(path)
        before = self._known.get(path)
        return before if before and before[0] == stamp else (stamp, load(Path(path), origin))


def load(path: Path, origin: str, text: str | None = None) -> Config:
    """Read a config, from a text if there is one; a broken one carries the error."""
    config = Config(path.stem, path, origin)
    try:
        _check_name(path)
        return replace(config, source=validation.read(path, text))
    except ConfigError as error:
        return replace(config, error=locate_message(path, error.line, str(error)))
    # Whatever else goes wrong in one file, the others are listed all the same.
    except Exception as error:
        words = f"cannot be read: {type(error).__name__}: {error}"
        return replace(config, error=locate_message(path, None, words))


def _unambiguous(found: Iterable[Config]) -> list[Config]:
    """The configs of a folder; where two files have one name, both are broken."""
    configs = list(found)
    count = Counter(config.name for config in configs)
    return [config if count[config.name] == 1 else _ambiguous(config) for config in configs]


def _ambiguous(config: Config) -> Config:
    names = " and ".join(config.name + suffix for suffix in SUFFIXES)
    error = f"is one of two files for one config, {names}: remove one"
    return replace(config, source=None, error=locate_message(config.path, None, error))


def _check_name(path: Path) -> None:
    if not NAME.fullmatch(path.stem):
        raise ConfigError(
            "has a name that no config can have: rename it with at most 64 letters, digits, dots,"
            " hyphens and underscores, starting with a letter or digit"
        )


_Stamp = tuple[int, ...]


def _stamp(path: str) -> _Stamp:
    """What changes when the file behind a path does."""
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _config_paths(folder: Path) -> list[str]:
    """The files in a folder that look like configs; an editor's hidden ones do not."""
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        return [str(folder)]  # which cannot be listed, and so is listed as a broken config itself
    looking = (it for it in names if it.endswith(SUFFIXES) and not it.startswith("."))
    return [os.path.join(folder, name) for name in looking]
