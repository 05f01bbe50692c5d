"""What an administrator asks first: which versions, which folders, what is wrong."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ..configs.model import Config

_PACKAGES = ("startspark", "notebook", "nbclassic", "jupyter_server", "jupyter-server-proxy")


def status(folders: Iterable[tuple[Path, str]], configs: Iterable[Config]) -> dict[str, Any]:
    """Describe this installation.

    Args:
        folders: where configs are looked for, and whose each is.
        configs: those that are listed.

    Returns:
        ``versions`` by package and of Python, ``folders`` with the number of configs that are
        listed from each, and ``problems`` and ``warnings``, a sentence each.
    """
    configs = list(configs)
    listed = Counter(config.path.parent for config in configs)
    return {
        "versions": {"python": platform.python_version(), **dict(_versions())},
        "folders": [
            {
                "path": str(folder),
                "origin": origin,
                "exists": folder.is_dir(),
                "configs": listed[folder],
            }
            for folder, origin in folders
        ],
        "problems": [config.error for config in configs if config.error],
        "warnings": [warning for config in configs for warning in config.warnings],
    }


def _versions() -> Iterable[tuple[str, str]]:
    for package in _PACKAGES:
        try:
            yield package, version(package)
        except PackageNotFoundError:  # one of the two servers suffices
            continue
