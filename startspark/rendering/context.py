"""Collect the values for a config's expressions: the server's user, machine and environment."""

from __future__ import annotations

import getpass
import os
import re
import socket
from typing import Any

import psutil

from ..kernel import cgroup


def server_context(base_url: str, secret_names: str) -> dict[str, Any]:
    """Return the values by name for all expressions, except `parameters` and `notebook`.

    Args:
        base_url: the server's base URL.
        secret_names: a regular expression; `env` leaves out the variables whose names it finds.
    """
    return {
        "user": user(),
        "cpu_count": cpu_count(),
        "memory": memory(),
        "host": socket.gethostname(),
        "base_url": base_url,
        "env": visible_environment(secret_names),
    }


def user() -> str:
    """Return the user's name on JupyterHub, or else on this machine."""
    if "JUPYTERHUB_USER" in os.environ:
        return os.environ["JUPYTERHUB_USER"]
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container, the user can be missing in /etc/passwd
        return str(os.getuid())


def cpu_count() -> int:
    """Return how many processors this process may use, at least 1, as Java counts them."""
    usable = getattr(os, "sched_getaffinity", None)  # only on Linux
    count = (len(usable(0)) if usable else os.cpu_count()) or 1
    return int(min(count, _hub_limit("CPU_LIMIT", count), cgroup.processors()))


def memory() -> int:
    """Return how many bytes of memory this process may use: the machine's, or a lower limit."""
    total = psutil.virtual_memory().total
    return int(min(total, _hub_limit("MEM_LIMIT", total), cgroup.memory()))


def visible_environment(secret_names: str) -> dict[str, str]:
    """Return the server's environment without the variables whose names the expression finds."""
    secret = re.compile(secret_names, re.IGNORECASE)
    return {name: value for name, value in os.environ.items() if not secret.search(name)}


def _hub_limit(name: str, default: int) -> int:
    """Return a limit that JupyterHub's spawner sets, as a whole number of at least 1."""
    try:
        return max(1, int(float(os.environ[name])))
    except (KeyError, ValueError, OverflowError):
        return default
