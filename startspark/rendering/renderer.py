"""Render configs, using a child process if expressions could take much time or memory.

A config's expressions are small programs. They can loop without end, or fill the memory in one
step, and no thread can be kept from either. A config without any is rendered in this process.
"""

from __future__ import annotations

import atexit
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


def render(
    config: Config,
    given: Mapping[str, Any],
    context: Mapping[str, Any],
    overrides: Mapping[str, Any] | None = None,
) -> Rendered:
    """Return the code that starts Spark as a config says.

    Args:
        config: a config that is not broken.
        given: the parameters that the user filled in.
        context: the names that the config's expressions see, except `parameters`.
        overrides: properties that replace the config's; None leaves a property out.

    Raises:
        ParameterError: a parameter does not match its schema.
        RenderError: an expression of the config cannot be evaluated, or takes too long.
    """
    checked = parameters.check(parameter_schemas(config, context), given)
    conf = {**config.data.get("conf", {}), **_defaults(config), **(overrides or {})}
    data = {**config.data, "conf": {it: conf[it] for it in conf if conf[it] is not None}}
    seen = {**context, "parameters": checked}
    if _is_harmless(data):
        return codegen.render(config.name, data, config.folder, seen)
    arguments = {"name": config.name, "data": data, "folder": str(config.folder), "context": seen}
    return Rendered(**_request("render", arguments))


def _is_harmless(data: Mapping[str, Any]) -> bool:
    """Tell whether a config is a page of text without any expression, wherever it could be."""
    text = json.dumps(data)
    return "template" not in data and len(text) <= MAX_CHARACTERS and not has_expression(text)


def _defaults(config: Config) -> dict[str, Any]:
    """Return the defaults of the properties that neither the config nor its own template sets."""
    if not config.launches_jvm:
        return {}
    return {name: value for name, value in DEFAULTS.items() if not config.mentions(name)}


def parameter_schemas(config: Config, context: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the schemas of a config's parameters, with their expressions evaluated.

    Args:
        context: the names that the expressions see; those of one notebook are left out.

    Raises:
        RenderError: an expression cannot be evaluated, takes too long, or contradicts the schema.
    """
    found = schema_expressions(config.parameters)
    if not found:
        return config.parameters
    seen = {name: context[name] for name in MACHINE_NAMES if name in context}
    values = _values(tuple(found.items()), json.dumps(seen))
    return resolve_schemas(config.parameters, dict(zip(found, values)))


@lru_cache(maxsize=1000)
def _values(texts: tuple[tuple[ParameterKeyword, str], ...], seen: str) -> list[str]:
    """Evaluate expressions; the cache saves the page's repeated requests a round trip."""
    keyed = [(("parameters", *place), text) for place, text in texts]
    reply = _request("evaluate", {"texts": keyed, "context": json.loads(seen)})
    values: list[str] = reply["values"]
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
atexit.register(lambda: _WORKER.stop())
