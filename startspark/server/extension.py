"""Load the extension into the running server, notebook 6's or jupyter_server's."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_core.paths import jupyter_runtime_dir

from .. import __version__
from ..configs.catalog import Catalog
from ..rendering import renderer
from ..settings import StartSpark
from . import identity
from .handlers import routes

if TYPE_CHECKING:
    from .identity import JupyterApp


def load(app: JupyterApp) -> None:
    """Add the routes and bridge the sign-in."""
    identity.bridge(app)
    settings = StartSpark(parent=app)
    catalog = Catalog(settings.config_folders())
    prefix = re.escape(app.web_app.settings["base_url"] + "startspark")
    runtime = _runtime_folders(app)
    renderer.start()
    app.web_app.add_handlers(".*$", routes(prefix, api_handler(app), catalog, settings, runtime))
    app.log.info("Start Spark %s reads configs from %s", __version__, _listed(catalog))


def api_handler(app: JupyterApp) -> type[Any]:
    """The base class that signs users in on this server.

    With the other server's class, jupyter_server would answer strangers, and notebook 6 would
    refuse its users.
    """
    for cls in type(app).__mro__:
        package = cls.__module__.partition(".")[0]
        if package in ("notebook", "jupyter_server"):
            handler: type[Any] = import_module(f"{package}.base.handlers").APIHandler
            return handler
    raise TypeError(f"Start Spark knows no server like {type(app).__name__}")


def _runtime_folders(app: JupyterApp) -> list[Path]:
    """Where kernels note their sessions: the server's own, others', and those of a shell."""
    own = Path(app.runtime_dir)
    return list(dict.fromkeys([own, own / "external_kernels", Path(jupyter_runtime_dir())]))


def _listed(catalog: Catalog) -> str:
    return ", ".join(str(folder) for folder, _ in catalog.folders)
