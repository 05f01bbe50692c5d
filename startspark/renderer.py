"""Have configs rendered in a process of its own, which has little time and memory.

A config's expressions are small programs. They may loop without end, or fill the memory in one
step, and no thread could be kept from either.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import parameters
from .render import Rendered, RenderError

if TYPE_CHECKING:
    from .catalog import Config

PATIENCE = 60
"""Seconds for all of it: on a busy machine, a new Python may take a while to come up."""

_MODULE = "startspark.render_worker"
_IMPORTED_FROM = Path(__file__).parent.parent


def rendered(config: Config, given: Mapping[str, Any], context: Mapping[str, Any]) -> Rendered:
    """Make the code that starts Spark as a config says.

    Args:
        config: a config that is not broken.
        given: the parameters that the user filled in.
        context: what the config's expressions see, besides the parameters.

    Raises:
        ParameterError: the config refuses a parameter.
        RenderError: an expression of the config has no value, or takes too long.
    """
    checked = parameters.check(config.data.get("parameters", {}), given)
    answer = _ask_worker(
        {
            "name": config.name,
            "data": config.data,
            "folder": str(config.path.parent),
            "context": {**context, "parameters": checked},
        }
    )
    if "error" in answer:
        raise RenderError(answer["error"], tuple(answer["key"]))
    return Rendered(**answer)


def _ask_worker(task: dict[str, Any]) -> dict[str, Any]:
    try:
        worker = subprocess.run(
            [sys.executable, "-m", _MODULE],
            input=json.dumps(task),
            capture_output=True,
            encoding="utf-8",
            # Python looks for modules here first, and not among the user's notebooks.
            cwd=_IMPORTED_FROM,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return _refusal(f"could not be evaluated within {PATIENCE} s: the machine is too busy")
    if worker.returncode < 0:  # by a signal
        return _refusal("has an expression that takes too long, or needs too much memory")
    if worker.returncode:
        raise RuntimeError(f"{_MODULE} ended with {worker.returncode}: {worker.stderr}")
    answer: dict[str, Any] = json.loads(worker.stdout)
    return answer


def _refusal(reason: str) -> dict[str, Any]:
    return {"error": reason, "key": ()}
