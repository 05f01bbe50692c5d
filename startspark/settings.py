"""What an administrator may set, in the files of settings of Jupyter's servers."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from traitlets import Bool, Float, List, TraitError, Unicode, validate
from traitlets.config import Config, Configurable
from traitlets.config.loader import (
    ConfigFileNotFound,
    FileConfigLoader,
    JSONFileConfigLoader,
    PyFileConfigLoader,
)

from .errors import SettingsError
from .paths import config_folders
from .properties.secrets import SECRET_VARIABLE_NAMES


class StartSpark(Configurable):
    """Start Spark's settings."""

    folders = List(
        Unicode(),
        help="""
        Folders of configs, instead of `startspark` in each of Jupyter's config folders.
        The config in the first folder wins over one of the same name in a later folder.
        """,
    ).tag(config=True)

    allow_user_configs = Bool(
        True, help="Whether the configs in users' own Jupyter config folders are read."
    ).tag(config=True)

    allow_overrides = Bool(
        True,
        help="Whether a user's own config wins over an administrator's of the same name.",
    ).tag(config=True)

    secret_names = Unicode(
        SECRET_VARIABLE_NAMES,
        help="""
        A regular expression. An environment variable of the server whose name it finds is hidden
        from the configs' `env`, whatever its case.
        """,
    ).tag(config=True)

    idle_minutes = Float(
        0,
        min=0,
        help="""
        A session without a task for so many minutes is called idle, and the notebook asks
        whether to stop it. 0: never.
        """,
    ).tag(config=True)

    stop_idle = Bool(
        False,
        help="Whether an idle session is stopped without asking, also when no page is open.",
    ).tag(config=True)

    prewarm = Bool(
        False,
        help="""
        Whether Java is started as soon as a notebook with a chosen config is opened, or a config is
        chosen, so that the click only makes the session. It takes some hundred megabytes for each
        such kernel; one that nobody wants ends after 15 minutes. A config's `prewarm` goes first.
        """,
    ).tag(config=True)

    @validate("secret_names")
    def _is_pattern(self, proposal: dict[str, str]) -> str:
        try:
            re.compile(proposal["value"])
        except re.error as error:
            raise TraitError(f"StartSpark.secret_names is no regular expression: {error}") from None
        return proposal["value"]

    def config_folders(self) -> list[tuple[Path, str]]:
        """The folders of configs, and whose each is; the first wins."""
        if self.folders:
            return [(Path(folder).expanduser(), "system") for folder in self.folders]
        folders = config_folders()
        users = [(folder, origin) for folder, origin in folders if origin == "user"]
        others = [(folder, origin) for folder, origin in folders if origin != "user"]
        if not self.allow_user_configs:
            return others
        return [*users, *others] if self.allow_overrides else [*others, *users]


_APPS = (("jupyter",), ("jupyter_notebook", "jupyter_server"))
"""Whose settings count here: those of all that is Jupyter's, then, in each of its config folders,
those of notebook 6 and of jupyter_server."""

_LOADERS = ((".py", PyFileConfigLoader), (".json", JSONFileConfigLoader))


def _loaders() -> Iterator[FileConfigLoader]:
    """Reads each of the files, in the servers' order: what comes later wins."""
    folders = jupyter_config_path()[::-1]
    for apps, folder in product(_APPS, folders):
        for app, (suffix, loader) in product(apps, _LOADERS):
            yield loader(f"{app}_config{suffix}", path=folder)


def installed() -> StartSpark:
    """The settings as a server of this environment has them, for use without one.

    A file of settings that fails is left out, with a warning.

    Raises:
        SettingsError: one of them has no value that it can have.
    """
    config = Config()
    for loader in _loaders():
        _merge(config, loader)
    try:
        return StartSpark(config=config)
    except (AttributeError, TraitError) as error:  # the first for what is no section at all
        raise SettingsError(f"Jupyter's configuration is wrong: {error}") from error


def _merge(config: Config, loader: FileConfigLoader) -> None:
    try:
        config.merge(loader.load_config())
    except ConfigFileNotFound:
        pass
    except (Exception, SystemExit) as error:  # whatever an administrator's Python can raise
        reason = f"{type(error).__name__}: {error}"
        warnings.warn(
            f"{loader.full_filename} is left out, because it fails: {reason}", stacklevel=3
        )
