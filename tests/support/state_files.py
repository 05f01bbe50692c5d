"""State files of Spark sessions, as kernels write them."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import Any

from startspark.kernel import state_file


def write_state(folder: Path, name: str, **changes: Any) -> Path:
    """Write the state file of a session of this process, without a web UI unless `changes` says so.

    Args:
        folder: Jupyter's runtime folder.
        name: tells the files of a folder apart.
        changes: keys that the file has besides, or with other values.
    """
    state = {
        "host": socket.gethostname(),
        "process_id": os.getpid(),
        "process_mark": state_file._mark(os.getpid()),
        "since": 1_700_000_000_000,
        "ui_port": None,
        "ui_address": None,
    }
    path = folder / f"{state_file.PREFIX}{name}.json"
    path.write_text(json.dumps({**state, **changes}))
    return path
