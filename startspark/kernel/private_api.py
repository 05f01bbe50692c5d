"""Guard optional steps and uses of other packages' private APIs: log a failure and carry on.

A private API is one that Spark, py4j, IPython, ipykernel or Jupyter may change in any release. Each
use of one stands in a small function of its own under `private_api`. Where that fails, the log
says which one and why, and a default takes the place of its result.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

log = logging.getLogger("startspark")
"""Failures of optional parts have the level INFO: Python prints it only where that is set up."""


def attempt(step: Callable[[], Any], default: Any) -> Any:
    """Return the result of an optional step.

    Args:
        step: may fail without harm.
        default: the result where the step fails, which is logged.
    """
    try:
        return step()
    except Exception:  # an optional part never breaks a start
        log.info("Start Spark goes on without an optional step:", exc_info=True)
        return default


@dataclass(frozen=True)
class PrivateApi:
    """The private API that a guarded function uses.

    Attributes:
        package: whose API it is.
        versions: the oldest and the newest that it was tried with.
        names: the private names.
        logged: the failures that are in the log already: some functions run every second.
    """

    package: str
    versions: str
    names: str
    logged: set[str] = field(default_factory=set, compare=False)

    def log_failure(self, error: Exception) -> None:
        """Log an error with its traceback, once for each of its kind."""
        key = f"{type(error).__name__}: {error}"
        if len(self.logged) < LOGGED and key not in self.logged:
            self.logged.add(key)
            log.info(
                "Start Spark goes on without %s, a private API of %s that was tried with %s:",
                self.names,
                self.package,
                self.versions,
                exc_info=True,
            )


LOGGED = 5
"""How many different errors of one private API are logged."""

GUARDED: dict[str, Any] = {}
"""The guarded functions by module and name; each has the attribute `private_api`."""

PYSPARK = "3.5-4.3"
"""The versions of pyspark, and of its Spark, that are tried."""

PY4J = "0.10.9.9"
IPYKERNEL = "6.29-7.4"
IPYTHON = "9.18"


def private_api(package: str, versions: str, names: str, default: Any = None) -> Callable[..., Any]:
    """Guard a function that uses a private API.

    Args:
        package: whose API it is.
        versions: the oldest and the newest that it was tried with.
        names: the private names that the function uses.
        default: the function's result where it fails.
    """

    def guard(function: Callable[..., Any]) -> Callable[..., Any]:
        api = PrivateApi(package, versions, names)

        @functools.wraps(function)
        def guarded(*args: Any, **named: Any) -> Any:
            try:
                return guarded.__wrapped__(*args, **named)
            except Exception as error:  # a release that the function does not know
                api.log_failure(error)
                return default

        guarded.private_api = api  # type: ignore[attr-defined]
        GUARDED[f"{function.__module__}.{function.__name__}"] = guarded
        return guarded

    return guard
