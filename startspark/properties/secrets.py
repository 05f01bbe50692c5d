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


_SECRET = re.compile("(?i)secret|password|token|access[.]?key|credential")
"""Spark 4's default of `spark.redaction.regex`."""

_JAVA_OPTION = re.compile(r"(-D[^\s=]+)=")
"""A system property among a JVM's options, such as those in `spark.driver.extraJavaOptions`."""


def is_secret(name: str) -> bool:
    """Return whether a property's name matches Spark 4's redaction pattern for secrets."""
    return _SECRET.search(name) is not None


def find_secret(name: str, value: object) -> str | None:
    """Return what has a secret: a property, by its name, or a Java option in its value.

    Returns:
        The property's name, or the option up to its `=`; None if neither has a secret.
    """
    options = _JAVA_OPTION.findall(value) if isinstance(value, str) else []
    return next((it for it in [name, *options] if is_secret(it)), None)
