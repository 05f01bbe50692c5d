"""The user's sessions on both servers: the list, and the stop from outside a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_client.blocking import BlockingKernelClient

from servers import Server
from waiting import wait_until

pytestmark = pytest.mark.server


@pytest.fixture
def kernel(server: Server) -> Iterator[str]:
    """The id of a running kernel, of no notebook."""
    reply = server.signed_in("POST", "api/kernels", json={"name": "python3"}).json()
    yield reply["id"]
    server.signed_in("DELETE", f"api/kernels/{reply['id']}")


def state_of(server: Server, kernel: str) -> str:
    """What the server says of a kernel."""
    state: str = server.signed_in("GET", f"api/kernels/{kernel}").json()["execution_state"]
    return state


def test_sessions_of_others_are_listed(server: Server) -> None:
    path = server.note_web_ui(4040, config="grid", notebook="stars.ipynb")
    keys = ("notebook", "ui_port", "busy")

    def listed() -> list[tuple[object, ...]]:
        found = server.signed_in("GET", "startspark/sessions").json()["sessions"]
        return [tuple(it[key] for key in keys) for it in found if it["config"] == "grid"]

    assert listed() == [("stars.ipynb", 4040, None)]
    path.unlink()
    assert listed() == []


def test_a_kernel_stops_its_session_and_is_interrupted_only_on_demand(
    server: Server, kernel: str, tmp_path: Path
) -> None:
    url = f"startspark/sessions/{kernel}/stop"
    assert server.signed_in("POST", url).json() == {"stopped": True}  # also as it starts

    client = BlockingKernelClient(connection_file=str(server.runtime / f"kernel-{kernel}.json"))
    client.load_connection_file()
    client.start_channels()
    client.execute(f"import time; open({str(tmp_path / 'begun')!r}, 'w'); time.sleep(600)")
    wait_until((tmp_path / "begun").exists)
    wait_until(lambda: state_of(server, kernel) == "busy")
    reply = server.signed_in("POST", url)
    assert reply.status_code == 409
    assert reply.json()["busy"]
    assert "is running code" in reply.json()["message"]
    assert server.signed_in("POST", url, json={"interrupt": True}).json() == {"stopped": True}
    assert client.get_shell_msg(timeout=30)["content"]["ename"] == "KeyboardInterrupt"
    client.stop_channels()


def test_a_kernel_that_is_none_is_an_error(server: Server) -> None:
    reply = server.signed_in("POST", "startspark/sessions/none/stop")
    assert reply.status_code == 410
    assert "has no kernel none" in reply.json()["message"]
    reply = server.signed_in("POST", "startspark/sessions/none/stop", json={"interrupt": 1})
    assert reply.status_code == 400
