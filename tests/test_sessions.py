"""The list of a user's Spark sessions."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from startspark.kernel import state_file
from startspark.sessions import SHOWN, running
from state_files import write_state

Note = Callable[..., Path]


@pytest.fixture
def note(tmp_path: Path) -> Note:
    """Write a state file, of this process unless a test says otherwise."""

    return partial(write_state, tmp_path)


def test_sessions_that_run_here_are_listed_the_oldest_first(note: Note, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        note("late", since=7, config="grid", kernel_id="k", cores=4, secret="never shown")
        mark = state_file._mark(other.pid)
        note("early", since=3, process_id=other.pid, process_mark=mark)
        first, second = running([tmp_path, tmp_path])
        other.communicate()
    assert (first["process_id"], first["since"], first["config"]) == (other.pid, 3, None)
    assert (second["config"], second["kernel_id"], second["cores"]) == ("grid", "k", 4)
    assert set(second) == set(SHOWN)
    assert [it["since"] for it in running([tmp_path])] == [7]


@pytest.mark.parametrize("changes", [{"host": "elsewhere"}, {"process_mark": "x"}, {"cores": "4"}])
def test_what_does_not_run_here_or_makes_no_sense_is_left_out(
    note: Note, tmp_path: Path, changes: dict[str, Any]
) -> None:
    note("one", **changes)
    (tmp_path / f"{state_file.PREFIX}other.json").write_text("{")
    assert running([tmp_path]) == []
