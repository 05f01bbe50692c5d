"""Start Spark: a button in JupyterLab and Jupyter Notebook that starts Spark.

This module holds the functions by which Jupyter's servers and IPython find the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._version import __version__ as __version__

if TYPE_CHECKING:
    from .server.identity import JupyterApp


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "startspark"}]


def _jupyter_nbextension_paths() -> list[dict[str, Any]]:
    return [
        {
            "section": "notebook",
            "src": "static",
            "dest": "startspark",
            "require": "startspark/main",
        }
    ]


def _load_jupyter_server_extension(app: JupyterApp) -> None:
    from .server.extension import load

    load(app)


def load_ipython_extension(shell: Any) -> None:
    """Register the magics, for `%load_ext startspark`."""
    from .magics import load

    load(shell)


# Notebook 6 looks for these names.
_jupyter_server_extension_paths = _jupyter_server_extension_points
load_jupyter_server_extension = _load_jupyter_server_extension
