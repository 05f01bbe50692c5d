"""Load the server extension into a running server: notebook 6 or jupyter_server."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_core.paths import jupyter_runtime_dir

from .._version import __version__
from ..manager import ConfigManager
from ..settings import StartSpark
from . import identity
from .handlers import routes

if TYPE_CHECKING:
    from .identity import JupyterApp


def load(app: JupyterApp) -> None:
    """Add the routes to a server, and make its sign-in work for all handlers."""
    identity.bridge(app)
    base_url = app.web_app.settings["base_url"]
    manager = ConfigManager(StartSpark(parent=app), base_url)
    manager.start_renderer()
    prefix = re.escape(f"{base_url}startspark")
    added = routes(prefix, api_handler(app), manager, _runtime_folders(app))
    app.web_app.add_handlers(".*$", added)
    folders = ", ".join(str(folder) for folder, _ in manager.folders)
    for warning in manager.settings_warnings():
        app.log.warning("%s", warning)
    app.log.info("Start Spark %s reads configs from %s", __version__, folders)


def api_handler(app: JupyterApp) -> type[Any]:
    """Return the running server's APIHandler, which authenticates users on this server.

    With the other server's class, jupyter_server would answer requests without a token, and
    notebook 6 would answer 403 to its own users.

    Raises:
        TypeError: the app is neither notebook 6's nor jupyter_server's.
    """
    for cls in type(app).__mro__:
        package = cls.__module__.partition(".")[0]
        if package in ("notebook", "jupyter_server"):
            handler: type[Any] = import_module(f"{package}.base.handlers").APIHandler
            return handler
    raise TypeError(f"Start Spark does not support the server {type(app).__name__}")


def _runtime_folders(app: JupyterApp) -> list[Path]:
    """Return the folders with the state files of kernels.

    These are kernels of this server, external ones, and kernels that were started in a shell.
    """
    own = Path(app.runtime_dir)
    return list(dict.fromkeys([own, own / "external_kernels", Path(jupyter_runtime_dir())]))
