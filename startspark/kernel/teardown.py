"""End Spark, so that nothing of it is left."""

from __future__ import annotations

import sys

from . import connect, environment, namespace, session, state_file
from .jvm import gateway
from .private_api import attempt


def stop() -> None:
    """End the session, or what is left of one, and its JVM; a new start begins afresh."""
    with environment.left_as_found():
        _stop()


def _stop() -> None:
    remote = attempt(session.connect_session, None)
    if remote is not None:  # it may have a server here
        attempt(lambda: connect.hurry(remote), None)
        gateway.within(gateway.PATIENCE, remote.stop)
    current = attempt(session.running, None)
    context = gateway.spark_context()
    if current is not None:
        gateway.within(gateway.PATIENCE, current.stop)
    elif context is not None:  # a start was interrupted before pyspark had it
        gateway.within(gateway.PATIENCE, context.stop)
    gateway.end()
    state_file.remove()
    _forget()


REMEMBERED = (
    ("pyspark", "SparkContext", ("_gateway", "_jvm", "_active_spark_context")),
    ("pyspark.sql.session", "SparkSession", ("_instantiatedSession", "_activeSession")),
    ("pyspark.sql.context", "SQLContext", ("_instantiatedContext",)),
)
"""Where pyspark remembers a session: modules, their classes, and attributes of these."""


def _forget() -> None:
    """Make pyspark, and the notebook, forget what has ended."""
    namespace.put_back()
    namespace.forget()
    for module, name, attributes in REMEMBERED:
        # A thread may be importing it just now.
        owner = getattr(sys.modules.get(module), name, None)
        if owner is not None:
            for attribute in attributes:
                setattr(owner, attribute, None)
