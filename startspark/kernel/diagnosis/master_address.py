"""Find the hosts and ports in the address of a master, or of a Spark Connect server."""

from __future__ import annotations

import re

PORTS = {"spark": 7077, "sc": 15002, "k8s": 443}
"""The ports of addresses that name none."""


def addresses(master: str) -> list[tuple[str, int]]:
    """Return the hosts and ports of a master's address; none where it names none, as `local[*]`."""
    found = re.match(r"(spark|sc|k8s)://(?:(https?)://)?(?:[^/]*@)?([^/;]+)", master)
    if not found:
        return []
    default = 80 if found[2] == "http" else PORTS[found[1]]
    return [_host_and_port(it, default) for it in found[3].split(",")]


def _host_and_port(text: str, default: int) -> tuple[str, int]:
    found = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?", text)
    if not found:
        return text, default
    return found[1].strip("[]"), int(found[2] or default)
