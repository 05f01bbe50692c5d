"""Start Spark: one button in the classic Jupyter Notebook that gives you a running Spark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .server.identity import JupyterApp

__version__ = "0.1.0"


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
    """IPython's hook, for `%load_ext startspark`."""
    from .magics import load

    load(shell)


# The names that notebook 6 looks for.
_jupyter_server_extension_paths = _jupyter_server_extension_points
load_jupyter_server_extension = _load_jupyter_server_extension
