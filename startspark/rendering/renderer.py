"""Have configs evaluated and rendered in a process of its own, which has little time and memory.

A config's expressions are small programs. They may loop without end, or fill the memory in one
step, and no thread could be kept from either.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..configs import parameters
from ..configs.expressions import MACHINE_NAMES
from ..configs.parameter_schemas import Place, RuleError, completed, expressions
from ..errors import RenderError
from .codegen import Rendered
from .worker_process import WorkerError, WorkerProcess

if TYPE_CHECKING:
    from ..configs.model import Config

PATIENCE = 60
"""Seconds for all of it: on a busy machine, a new Python may take a while to come up."""

DEFAULTS = {"spark.ui.showConsoleProgress": "false"}
"""What is asked for where nobody says anything: Spark's shell has it print red bars, which would
be saved with the notebook."""

_WORKER = WorkerProcess()


def start() -> None:
    """Have the process come up, so that the first click need not wait for it."""
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
    answer = _ask_worker(
        "render",
        {
            "name": config.name,
            "data": {**config.data, "conf": {it: conf[it] for it in conf if conf[it] is not None}},
            "folder": str(config.folder),
            "context": {**context, "parameters": checked},
        },
    )
    return Rendered(**answer)


def _defaults(config: Config) -> dict[str, Any]:
    """The defaults of what neither a config nor a template of its own decides."""
    if not config.launches_java:
        return {}
    return {name: value for name, value in DEFAULTS.items() if not config.mentions(name)}


def rules(config: Config, context: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The rules of a config's parameters as they hold on this machine.

    Args:
        context: what their expressions see; `notebook` is not for them.

    Raises:
        RenderError: an expression has no value, takes too long, or contradicts the other rules.
    """
    found = expressions(config.parameters)
    if not found:
        return config.parameters
    seen = {name: context[name] for name in MACHINE_NAMES if name in context}
    try:
        values = _values(tuple(found.items()), json.dumps(seen))
        return completed(config.parameters, dict(zip(found, values)))
    except RuleError as error:
        raise RenderError(str(error), ("parameters", *error.place)) from error


@lru_cache(maxsize=1000)
def _values(texts: tuple[tuple[Place, str], ...], seen: str) -> list[str]:
    """What expressions give here; asking again for each click is saved."""
    keyed = [(("parameters", *place), text) for place, text in texts]
    answer = _ask_worker("evaluate", {"texts": keyed, "context": json.loads(seen)})
    values: list[str] = answer["values"]
    return values


def _ask_worker(task: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What the process answers.

    Raises:
        RenderError: it refuses, or was ended.
    """
    try:
        answer = _WORKER.ask(task, arguments, PATIENCE)
    except TimeoutError:
        raise RenderError(
            f"could not be evaluated within {PATIENCE} s: the machine is too busy", ()
        ) from None
    except WorkerError as error:
        raise RenderError(
            f"could not be evaluated: {error}, and this server's log says why", ()
        ) from error
    if answer is None:
        raise RenderError("has an expression that takes too long, or needs too much memory", ())
    if "error" in answer:
        raise RenderError(answer["error"], tuple(answer["key"]))
    return answer
