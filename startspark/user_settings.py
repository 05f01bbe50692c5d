"""A user's own settings, which all of the user's servers and pages share."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_dir

from . import text_file
from .errors import FileError, WriteError
from .paths import CONFIG_FOLDER

_DEFAULT_CONFIG = "default_config"


def default_config() -> str:
    """Return the name of the config that the user wants in new notebooks; empty for none.

    A file that cannot be read counts as none: nothing but this setting depends on it.
    """
    try:
        name = _read().get(_DEFAULT_CONFIG)
    except FileError:
        return ""
    return name if isinstance(name, str) else ""


def set_default_config(name: str | None) -> None:
    """Keep the name of the config that the user wants in new notebooks; None for none.

    Raises:
        WriteError: the file cannot be read or written; it is unchanged.
    """
    path = settings_file()
    try:
        settings = {key: value for key, value in _read().items() if key != _DEFAULT_CONFIG}
        if name is not None:
            settings[_DEFAULT_CONFIG] = name
        path.parent.mkdir(parents=True, exist_ok=True)
        text_file.write(
            Path(os.path.realpath(path)), json.dumps(settings, indent=2) + "\n", overwrite=True
        )
    except FileError as error:
        raise WriteError(f"{path} {error}. Nothing has been changed.") from error
    except OSError as error:
        reason = f"{path} cannot be written: {error.strerror}"
        raise WriteError(f"{reason}. Nothing has been changed.") from error


def settings_file() -> Path:
    """Return the file of the settings, beside the user's configs."""
    return Path(jupyter_config_dir(), CONFIG_FOLDER, "settings.json")


def _read() -> dict[str, Any]:
    """Return all settings; none if there is no file.

    Raises:
        FileError: the file cannot be read, or is not a JSON object.
    """
    path = settings_file()
    if not os.path.exists(path):  # which is false, too, where the folder may not be searched
        return {}
    try:
        settings = json.loads(text_file.read(path, path.parent, (path.suffix,)))
    except (ValueError, RecursionError):
        settings = None
    if not isinstance(settings, dict):
        raise FileError("is not a JSON object: correct or remove it")
    return settings
