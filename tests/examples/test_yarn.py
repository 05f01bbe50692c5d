"""The example for YARN: as far as Spark's own client comes without a cluster."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

import kernels
from archives import for_spark
from pythons import PYTHONS
from startspark.configs.catalog import load
from startspark.rendering.renderer import render

CONFIG = Path(__file__).parents[2] / "examples" / "configs" / "yarn.yaml"
SERVER = {"user": "ann", "notebook": "stars.ipynb", "memory": 2**31, "host": "localhost"}

YARN_SITE = """
<configuration>
  <property><name>yarn.resourcemanager.address</name><value>{address}</value></property>
</configuration>
"""


def code() -> str:
    """What the example gives."""
    return render(load(CONFIG, "user"), {}, SERVER).code


def test_what_it_gives_is_python() -> None:
    compile(code(), "yarn", "exec")


@pytest.fixture
def resource_manager() -> Iterator[socket.socket]:
    """Something that listens where the ResourceManager would."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(kernels.SECONDS)
        yield listening


@pytest.mark.spark
@pytest.mark.parametrize("python", PYTHONS.values(), ids=PYTHONS)
def test_spark_asks_the_resource_manager_for_an_application(
    python: str, resource_manager: socket.socket, tmp_path: Path
) -> None:
    address = "{}:{}".format(*resource_manager.getsockname())
    (tmp_path / "yarn-site.xml").write_text(YARN_SITE.format(address=address))
    environment = {**for_spark(python), "HADOOP_CONF_DIR": str(tmp_path)}
    with kernels.running(python, **environment) as kernel:
        kernel.client.execute(code())
        connection, _ = resource_manager.accept()
        with connection:
            connection.settimeout(kernels.SECONDS)
            asked = received(connection, until=b"getNewApplication")
    assert asked.startswith(b"hrpc")
    assert b"ApplicationClientProtocol" in asked
    assert b"getNewApplication" in asked
    assert getpass.getuser().encode() in asked


def received(connection: socket.socket, until: bytes) -> bytes:
    """All that comes up to a word, or to the end."""
    data = b""
    while until not in data and (more := connection.recv(4096)):
        data += more
    return data
