"""Find the accounts whose processes listen on a port of this machine (Linux: /proc/net/tcp)."""

from __future__ import annotations

import ipaddress
import sys
from collections import defaultdict
from pathlib import Path
from typing import Union

IPAddress = Union[ipaddress.IPv4Address, ipaddress.IPv6Address]

_LISTENING = "0A"


def listening_users(address: IPAddress, port: int) -> set[int] | None:
    """Return the user ids of the processes that listen on an address and port.

    Returns:
        An empty set if no process listens; None if the system does not provide them, such as macOS.
    """
    listening = _listening(port)
    if listening is None:
        return None
    # A socket that is bound to the address itself takes precedence over those for all addresses.
    every = [ipaddress.ip_address("0.0.0.0")] if address.version == 4 else []
    for bound in (address, *every, ipaddress.ip_address("::")):
        if bound in listening:
            return listening[bound]
    return set()


def _listening(port: int) -> dict[IPAddress, set[int]] | None:
    """Return the user ids that listen on a port, by address; None if not available."""
    found: dict[IPAddress, set[int]] = defaultdict(set)
    try:
        lines = _lines("tcp") + (_lines("tcp6") if Path("/proc/net/tcp6").exists() else [])
    except OSError:
        return None
    for line in lines:
        _, local, _, state, _, _, _, user, *_ = line.split()
        host, _, number = local.partition(":")
        if state == _LISTENING and int(number, 16) == port:
            found[_address(host)].add(int(user))
    return dict(found)


def _lines(name: str) -> list[str]:
    return Path(f"/proc/net/{name}").read_text().splitlines()[1:]


def _address(text: str) -> IPAddress:
    """Parse an address of /proc/net/tcp: 32-bit words, each in the processor's byte order."""
    words = [int(text[at : at + 8], 16) for at in range(0, len(text), 8)]
    packed = b"".join(word.to_bytes(4, sys.byteorder) for word in words)
    address = ipaddress.ip_address(packed)
    # The JVM listens on IPv4 addresses with IPv6 sockets.
    return getattr(address, "ipv4_mapped", None) or address
