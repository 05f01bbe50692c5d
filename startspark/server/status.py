"""Describe the installation for an administrator: versions, config folders and problems."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from ..manager import ConfigManager

_PACKAGES = ("startspark", "notebook", "nbclassic", "jupyter_server", "jupyter-server-proxy")


def status(manager: ConfigManager) -> dict[str, Any]:
    """Return the versions, the config folders and what is wrong with settings and configs.

    Returns:
        ``versions`` by package and of Python, ``folders`` with the number of configs that are
        listed from each, and ``problems`` and ``warnings``, a sentence each.
    """
    configs = manager.list()
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
            for folder, origin in manager.folders
        ],
        "problems": [config.error for config in configs if config.error],
        "warnings": [
            *manager.settings_warnings(),
            *(warning for config in configs for warning in config.warnings),
        ],
    }


def _versions() -> Iterable[tuple[str, str]]:
    for package in _PACKAGES:
        try:
            yield package, version(package)
        except PackageNotFoundError:  # one of the two servers is enough
            continue
