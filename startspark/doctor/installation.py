"""Examine the whole installation, area by area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..kernel.doctor.examination import guarded
from ..kernel.doctor.finding import Finding
from ..kernel.doctor.privacy import tidy
from ..manager import ConfigManager
from . import applications, configs, kernels, packages, running_servers

SERVER = "Server"


PARTS = {
    "Packages": packages.findings,
    "Applications": applications.findings,
    "Running server": running_servers.findings,
}
"""The checks of a server's environment, and of the servers that run there."""


def findings(manager: ConfigManager) -> Iterator[Finding]:
    """Yield what there is to say about the server, the kernels and the configurations."""
    yield from _of_server(PARTS)
    yield from guarded("Kernels", kernels.findings)
    yield from guarded("Configurations", lambda: configs.findings(manager))


def server() -> Iterator[Finding]:
    """Yield what there is to say about the environment of this process, which is a server."""
    return _of_server(["Packages", "Applications"])


def _of_server(parts: Iterable[str]) -> Iterator[Finding]:
    for name in parts:
        for found in guarded(name, PARTS[name]):
            yield replace(found, area=SERVER, text=tidy(found.text), fix=tidy(found.fix))
