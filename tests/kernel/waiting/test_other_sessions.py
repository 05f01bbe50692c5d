"""Which of the user's other sessions hold what one waits for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from startspark.kernel import state_file
from startspark.kernel.waiting import other_sessions
from state_files import write_state

CLUSTER = "spark://host:7077"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Write the state file of another process of this user."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    parent = {"process_id": os.getppid(), "process_mark": state_file._mark(os.getppid())}

    def write(name: str, **changes: Any) -> None:
        write_state(tmp_path, name, **{**parent, "application_id": name, **changes})

    return write


def test_sessions_on_the_same_master_are_named_the_largest_first(write: Any) -> None:
    write("app-1", master=CLUSTER, notebook="a.ipynb", executors=1, cores=2)
    write("app-2", master=CLUSTER, config="grid", executors=2, cores=4)
    write("app-3", master="spark://other:7077", notebook="c.ipynb", cores=8)
    write("app-4", master=CLUSTER, notebook="own.ipynb", cores=1, process_id=os.getpid())
    write("app-5", master=CLUSTER, notebook="dead.ipynb", cores=1, process_mark="another boot")
    write("app-6", master=None, notebook="connect.ipynb")
    found = other_sessions.sessions(CLUSTER)
    assert [(it["name"], it["executors"], it["cores"]) for it in found] == [
        ("grid", 2, 4),
        ("a.ipynb", 1, 2),
    ]
    assert other_sessions.names(found) == {"app-2": "grid", "app-1": "a.ipynb"}


def test_a_master_with_credentials_is_that_of_the_state_files(write: Any) -> None:
    write("app-1", master="k8s://https://(hidden)@host", notebook="a.ipynb")
    assert len(other_sessions.sessions("k8s://https://ann:pw@host")) == 1


def test_all_local_sessions_share_the_machine(write: Any) -> None:
    write("local-1", master="local[*]", notebook="a.ipynb", cores=4)
    write("local-2", master="local[2]", notebook="", cores=2)
    assert [it["name"] for it in other_sessions.sessions("local[8]")] == ["a.ipynb", "local-2"]
    assert other_sessions.sessions(CLUSTER) == []
