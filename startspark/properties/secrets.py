"""Recognize secret properties and environment variables by their names."""

from __future__ import annotations

import re

SECRET_VARIABLE_NAMES = (
    "secret|pass|pwd|token|credential|cookie|auth|key|connection|dsn|database_url"
)
"""A regular expression that finds the names of secret environment variables, whatever their case.

It is wider than the default of Spark's `spark.redaction.regex`
(`(?i)secret|password|token|access[.]?key`): where it hides a variable that is no secret, a config
can still write `{env: NAME}`."""


def is_secret(name: str) -> bool:
    """Return whether a property's name matches Spark 4's redaction pattern for secrets."""
    return re.search("(?i)secret|password|token|access[.]?key|credential", name) is not None
