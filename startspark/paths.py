"""Start Spark's folders: configs on Jupyter's config path, class archives on its data path."""

from __future__ import annotations

import site
import sys
from pathlib import Path

from jupyter_core.paths import (
    ENV_CONFIG_PATH,
    SYSTEM_CONFIG_PATH,
    SYSTEM_JUPYTER_PATH,
    jupyter_config_dir,
    jupyter_config_path,
    jupyter_data_dir,
    jupyter_path,
)

CONFIG_FOLDER = "startspark"
"""The name of the config folder within each of Jupyter's config folders."""

_ARCHIVE_FOLDER = ("startspark", "archives")


def config_folders() -> list[tuple[Path, str]]:
    """Return the config folders on Jupyter's config path, each with its origin; the first wins.

    The origin is ``user``, ``environment`` or ``system``. The user's folder comes first even
    where `JUPYTER_PREFER_ENV_PATH` puts the environment's before it: users who write a config
    for themselves expect to get that one.
    """
    paths = dict.fromkeys([jupyter_config_dir(), *jupyter_config_path()])
    return [(Path(path, CONFIG_FOLDER), origin(path)) for path in paths]


def origin(path: str) -> str:
    """Return a config folder's origin: ``user``, ``environment`` or ``system``."""
    if path in (jupyter_config_dir(), str(Path(site.getuserbase(), "etc", "jupyter"))):
        return "user"
    environment = path in ENV_CONFIG_PATH and path not in SYSTEM_CONFIG_PATH
    return "environment" if environment else "system"


def archive_folders() -> list[str]:
    """Return all folders that may hold class archives, the user's first."""
    return jupyter_path(*_ARCHIVE_FOLDER)


def user_archive_folder() -> Path:
    """Return the user's folder of class archives."""
    return Path(jupyter_data_dir(), *_ARCHIVE_FOLDER)


def environment_archive_folder() -> Path:
    """Return the folder of class archives in this Python's environment."""
    return Path(sys.prefix, "share", "jupyter", *_ARCHIVE_FOLDER)


def system_archive_folder() -> Path:
    """Return the machine-wide folder of class archives."""
    return Path(SYSTEM_JUPYTER_PATH[0], *_ARCHIVE_FOLDER)
