"""Render configs, in a child process where expressions could take much time or memory.

A config's expressions are small programs. They can loop without end, or fill the memory in one
step, and no thread can be kept from either. A config without any is rendered in this process.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..configs import parameters
from ..configs.expressions import MACHINE_NAMES
from ..configs.parameters import ParameterKeyword, resolve_schemas, schema_expressions
from ..errors import RenderError
from ..jinja_syntax import has_expression
from . import codegen, worker_process
from .codegen import Rendered
from .worker_process import WorkerProcess

if TYPE_CHECKING:
    from ..configs.model import Config

DEFAULTS = {"spark.ui.showConsoleProgress": "false"}
"""Properties that neither Spark nor a config sets: Spark's shell prints red progress bars, which
would be saved with the notebook."""

MAX_CHARACTERS = 50_000
"""A config with more text, counted as JSON, is rendered in the child process."""

_WORKER = WorkerProcess()


def start() -> None:
    """Start the child process, so that the first click need not wait for it."""
    with suppress(RenderError):  # the first config that needs it says so
        _WORKER.start()


def rendered(
    config: Config,
    given: Mapping[str, Any],
    context: Mapping[str, Any],
    changes: Mapping[str, Any] | None = None,
) -> Rendered:
    """Make the code that starts Spark as a config says.

    Args:
        config: a config that is not broken.
        given: the parameters that the user filled in.
        context: what the config's expressions see, besides the parameters and the notebook.
        changes: properties that take the place of the config's; None leaves one out.

    Raises:
        ParameterError: the config refuses a parameter.
        RenderError: an expression of the config has no value, or takes too long.
    """
    checked = parameters.check(rules(config, context), given)
    conf = {**config.data.get("conf", {}), **_defaults(config), **(changes or {})}
    data = {**config.data, "conf": {it: conf[it] for it in conf if conf[it] is not None}}
    seen = {**context, "parameters": checked}
    if _is_harmless(data):
        return codegen.render(config.name, data, config.folder, seen)
    arguments = {"name": config.name, "data": data, "folder": str(config.folder), "context": seen}
    return Rendered(**_request("render", arguments))


def _is_harmless(data: Mapping[str, Any]) -> bool:
    """Tell whether a config is a page of text without any expression, in whichever place."""
    text = json.dumps(data)
    return "template" not in data and len(text) <= MAX_CHARACTERS and not has_expression(text)


def _defaults(config: Config) -> dict[str, Any]:
    """The defaults of what neither a config nor a template of its own decides."""
    if not config.launches_jvm:
        return {}
    return {name: value for name, value in DEFAULTS.items() if not config.mentions(name)}


def rules(config: Config, context: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The rules of a config's parameters as they hold on this machine.

    Args:
        context: what their expressions see; `notebook` is not for them.

    Raises:
        RenderError: an expression has no value, takes too long, or contradicts the other rules.
    """
    found = schema_expressions(config.parameters)
    if not found:
        return config.parameters
    seen = {name: context[name] for name in MACHINE_NAMES if name in context}
    values = _values(tuple(found.items()), json.dumps(seen))
    return resolve_schemas(config.parameters, dict(zip(found, values)))


@lru_cache(maxsize=1000)
def _values(texts: tuple[tuple[ParameterKeyword, str], ...], seen: str) -> list[str]:
    """What expressions give here; asking again for each click is saved."""
    keyed = [(("parameters", *place), text) for place, text in texts]
    answer = _request("evaluate", {"texts": keyed, "context": json.loads(seen)})
    values: list[str] = answer["values"]
    return values


def _request(task: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Have the worker do a task.

    Raises:
        RenderError: it cannot.
    """
    reply = _WORKER.request(task, arguments)
    if "failure" in reply:
        raise RuntimeError(f"{worker_process.MODULE} failed: {reply['failure']}")
    if "error" in reply:
        raise RenderError(reply["error"], tuple(reply["key"]))
    return reply


def _renew_worker() -> None:
    """Leave the worker to the process that this one is a fork of."""
    global _WORKER
    _WORKER = WorkerProcess()


os.register_at_fork(after_in_child=_renew_worker)
