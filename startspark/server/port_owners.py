"""Whose sockets listen on a port of this machine, where the system tells."""

from __future__ import annotations

import ipaddress
import sys
from collections import defaultdict
from pathlib import Path
from typing import Union

IPAddress = Union[ipaddress.IPv4Address, ipaddress.IPv6Address]

_LISTENING = "0A"


def accounts(address: IPAddress, port: int) -> set[int] | None:
    """The user ids of those who get what is sent to an address and port.

    Returns:
        Empty: nobody listens; None: the system does not tell, as any other than Linux.
    """
    listening = _listening(port)
    if listening is None:
        return None
    # The socket that is bound to the address itself goes before those for all addresses.
    every = [ipaddress.ip_address("0.0.0.0")] if address.version == 4 else []
    for bound in (address, *every, ipaddress.ip_address("::")):
        if bound in listening:
            return listening[bound]
    return set()


def _listening(port: int) -> dict[IPAddress, set[int]] | None:
    """Who listens on a port, by the address; None where the system does not tell."""
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
    """An address as the system writes it: words of 32 bits, each in the processor's order."""
    words = [int(text[at : at + 8], 16) for at in range(0, len(text), 8)]
    packed = b"".join(word.to_bytes(4, sys.byteorder) for word in words)
    address = ipaddress.ip_address(packed)
    # Java listens on IPv4 addresses with sockets for IPv6.
    return getattr(address, "ipv4_mapped", None) or address
