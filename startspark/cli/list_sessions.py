"""Implement `startspark sessions`."""

from __future__ import annotations

import json
import time
from argparse import Namespace
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_runtime_dir

from ..sessions import running
from .output import print_message, print_table


def list_sessions(options: Namespace) -> None:
    """Print the user's Spark sessions on this machine."""
    found = running([Path(jupyter_runtime_dir())])
    if options.json:
        print(json.dumps(found, indent=2))
        return
    if not found:
        print_message("no Spark session of yours runs on this machine")
        return
    heading = ("WHERE", "CONFIG", "MASTER", "CORES", "RUNS FOR", "IDLE FOR")
    print_table([heading, *map(_row, found)])


def _row(session: dict[str, Any]) -> tuple[str, ...]:
    where = session["notebook"] or f"process {session['process_id']}"
    facts = (session[key] for key in ("config", "master", "cores"))
    return (where, *map(_text, facts), _age(session["since"]), _age(session["idle_since"]))


def _text(value: object) -> str:
    return "-" if value is None else str(value)


def _age(since: int | None) -> str:
    """Return how long ago a time in milliseconds since 1970 was."""
    if since is None:
        return "-"
    minutes = max(0, int(time.time() - since / 1000)) // 60
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
