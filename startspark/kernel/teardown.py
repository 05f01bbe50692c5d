"""Tear down Spark and its JVM, so that the next start begins with a clean state."""

from __future__ import annotations

import sys
from typing import Any

from . import connect, environment, gateway, jobs, namespace, session, state_file
from .private_api import PYSPARK, attempt, private_api


def stop() -> None:
    """End the session, or what is left of one, and its JVM; restore the environment."""
    with environment.restored_afterwards():
        _stop_connect_session()
        _stop_session()
        gateway.end()
        state_file.remove()
        namespace.restore()
        namespace.delete_session_names()
        _reset_pyspark_singletons()
        jobs.forget_cells()


def _stop_connect_session() -> None:
    """Stop a Spark Connect session, and with it the server that pyspark may have started here."""
    remote = attempt(session.connect_session, None)
    if remote is not None:
        connect.disable_retries(remote)
        gateway.run_with_timeout(gateway.PATIENCE, remote.stop)


def _stop_session() -> None:
    current = attempt(session.running, None)
    context = gateway.jvm_spark_context()
    if current is not None:
        gateway.run_with_timeout(gateway.PATIENCE, current.stop)
    elif context is not None:  # a start was interrupted before pyspark had it
        gateway.run_with_timeout(gateway.PATIENCE, context.stop)


SINGLETONS = (
    ("pyspark", "SparkContext", ("_gateway", "_jvm", "_active_spark_context")),
    ("pyspark.sql.session", "SparkSession", ("_instantiatedSession", "_activeSession")),
    ("pyspark.sql.context", "SQLContext", ("_instantiatedContext",)),
)
"""Where pyspark remembers a session: modules, their classes, and attributes of these."""


def _reset_pyspark_singletons() -> None:
    """Make pyspark forget what has ended."""
    for module, name, attributes in SINGLETONS:
        # A thread may be importing it just now.
        owner = getattr(sys.modules.get(module), name, None)
        for attribute in attributes if owner is not None else ():
            _reset(owner, attribute)


@private_api("pyspark", PYSPARK, "the attributes in which pyspark remembers a session")
def _reset(owner: Any, attribute: str) -> None:
    if hasattr(owner, attribute):
        setattr(owner, attribute, None)
