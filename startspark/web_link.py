"""Where the browser finds Spark's web UI, as the kernel can know it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import psutil
from jupyter_core.paths import jupyter_runtime_dir


def web_link(port: int | None) -> str | None:
    """The address of Spark's web UI: through the notebook server, or where there is none, its own.

    Args:
        port: where Spark serves it; None: not at all.
    """
    if port is None:
        return None
    base = base_url()
    return f"{base}startspark/ui/{port}/jobs/" if base else f"http://localhost:{port}/jobs/"


def base_url() -> str | None:
    """The base URL of the server that has started this kernel; None where that is not known."""
    return os.environ.get("JUPYTERHUB_SERVICE_PREFIX") or _running_servers()


def _running_servers() -> str | None:
    """The base URL in the file that a running server writes for others to find it."""
    folder = Path(jupyter_runtime_dir())
    for process in psutil.Process().parents():
        for app in ("jpserver", "nbserver"):
            try:
                found = json.loads((folder / f"{app}-{process.pid}.json").read_text())
            except (OSError, ValueError):
                continue
            return str(found["base_url"])
    return None
