"""Start Spark's settings, which an administrator sets in Jupyter's configuration files."""

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

SECRET_VARIABLE_NAMES = (
    "secret|pass|pwd|token|credential|cookie|auth|key|connection|dsn|database_url"
)
"""A regular expression that finds the names of secret environment variables, whatever their case.

It is wider than the pattern for properties: where it hides a variable that is no secret, a config
can still write `{env: NAME}`."""


class StartSpark(Configurable):
    """The traits that Jupyter's configuration files can set, as `c.StartSpark.NAME`."""

    folders = List(
        Unicode(),
        help="""
        The config folders, instead of `startspark` in each of Jupyter's config folders. Of
        configs with the same name, the one in the first folder wins.
        """,
    ).tag(config=True)

    allow_user_configs = Bool(
        True, help="Whether to read the configs in users' own Jupyter config folders."
    ).tag(config=True)

    allow_overrides = Bool(
        True,
        help="Whether a user's config wins over an administrator's with the same name.",
    ).tag(config=True)

    secret_names = Unicode(
        SECRET_VARIABLE_NAMES,
        help="""
        A regular expression, matched anywhere in a name, ignoring case. Configs cannot read
        environment variables of the server with matching names through `env`.
        """,
    ).tag(config=True)

    idle_minutes = Float(
        0,
        min=0,
        help="""
        The number of minutes without a task after which a session is idle, and the notebook asks
        whether to stop it. 0: never.
        """,
    ).tag(config=True)

    stop_idle = Bool(
        False,
        help="Whether to stop an idle session without asking, even when no page is open.",
    ).tag(config=True)

    default_config = Unicode(
        "",
        help="""
        The name of the config that new notebooks start with, unless their user has chosen one.
        If this is empty, or no config has the name, it is the first one of the list.
        """,
    ).tag(config=True)

    prewarm = Bool(
        False,
        help="""
        Whether to start a JVM as soon as a notebook with a selected config is opened, its kernel is
        restarted, or a config is selected, so that the click only has to create the session. Each
        such JVM uses a few hundred megabytes. An unused JVM ends after 15 minutes. A config's
        `prewarm` takes precedence.
        """,
    ).tag(config=True)

    @validate("secret_names")
    def _is_pattern(self, proposal: dict[str, str]) -> str:
        try:
            re.compile(proposal["value"])
        except re.error as error:
            raise TraitError(
                f"StartSpark.secret_names is not a regular expression: {error}"
            ) from None
        return proposal["value"]

    def config_folders(self) -> list[tuple[Path, str]]:
        """Return the config folders, each with its origin; the first wins."""
        if self.folders:
            return [(Path(folder).expanduser(), "system") for folder in self.folders]
        folders = config_folders()
        users = [(folder, origin) for folder, origin in folders if origin == "user"]
        others = [(folder, origin) for folder, origin in folders if origin != "user"]
        if not self.allow_user_configs:
            return others
        return [*users, *others] if self.allow_overrides else [*others, *users]


_APPS = (("jupyter",), ("jupyter_notebook", "jupyter_server"))
"""The applications whose configuration files count, in groups of rising precedence: all of Jupyter,
then notebook 6 and jupyter_server."""

_LOADERS = ((".py", PyFileConfigLoader), (".json", JSONFileConfigLoader))


def _loaders() -> Iterator[FileConfigLoader]:
    """Yield a loader for each configuration file, in the servers' order: the last one wins."""
    folders = jupyter_config_path()[::-1]
    for apps, folder in product(_APPS, folders):
        for app, (suffix, loader) in product(apps, _LOADERS):
            yield loader(f"{app}_config{suffix}", path=folder)


def load_settings() -> StartSpark:
    """Return the settings that a server in this environment would have, without starting one.

    A configuration file that raises an error is ignored, with a warning.

    Raises:
        SettingsError: a setting has an invalid value.
    """
    config = Config()
    for loader in _loaders():
        _merge(config, loader)
    try:
        return StartSpark(config=config)
    except (AttributeError, TraitError) as error:  # AttributeError: StartSpark is not a section
        raise SettingsError(f"Jupyter's configuration is invalid: {error}") from error


def _merge(config: Config, loader: FileConfigLoader) -> None:
    try:
        config.merge(loader.load_config())
    except ConfigFileNotFound:
        pass
    except (Exception, SystemExit) as error:  # the file is Python, and may raise anything
        reason = f"{type(error).__name__}: {error}"
        warnings.warn(
            f"{loader.full_filename} is ignored, because it fails: {reason}", stacklevel=3
        )
