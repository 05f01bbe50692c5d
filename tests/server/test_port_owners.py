"""The accounts that listen on a port."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys

import pytest

from servers import free_port
from startspark.server import port_owners

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc/net/tcp")


@pytest.mark.parametrize(
    ("bound", "reached", "not_reached"),
    [
        ("127.0.0.1", ["127.0.0.1"], ["127.0.0.2", "::1"]),
        ("0.0.0.0", ["127.0.0.1", "127.0.0.2"], ["::1"]),
        ("::1", ["::1"], ["127.0.0.1"]),
        ("::", ["127.0.0.1", "::1"], []),
        ("::ffff:127.0.0.1", ["127.0.0.1"], ["::1", "127.0.0.2"]),
    ],
)
def test_the_user_ids_of_listening_processes_are_found(
    bound: str, reached: list[str], not_reached: list[str]
) -> None:
    family = socket.AF_INET6 if ":" in bound else socket.AF_INET
    with socket.socket(family) as listening:
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        port = free_port()  # at another address, nobody listens there either
        listening.bind((bound, port))
        assert port_owners.listening_users(ipaddress.ip_address("127.0.0.1"), port) == set()
        listening.listen()
        for address in reached:
            assert port_owners.listening_users(ipaddress.ip_address(address), port) == {
                os.geteuid()
            }
        for address in not_reached:
            assert port_owners.listening_users(ipaddress.ip_address(address), port) == set()


def test_the_user_ids_are_unknown_if_proc_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> list[str]:
        raise PermissionError

    monkeypatch.setattr(port_owners, "_lines", refuse)
    assert port_owners.listening_users(ipaddress.ip_address("127.0.0.1"), 80) is None
