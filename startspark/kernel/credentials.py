"""Recognize secrets, and keep credentials in addresses from being shown."""

from __future__ import annotations

import re

HIDDEN = "(hidden)"

CREDENTIALS = re.compile(r"(?<=//)[^/\s`]+(?=@)|(?<=;token=)[^;\s`]+")
"""A user's name and password in a URL, and the token in the address of a Spark Connect server."""

_SECRET = re.compile(
    "secret|passw|token|credential|(access|account|api|private).?key", re.IGNORECASE
)
"""Finds the names of properties and variables whose values are secrets.

It is wider than the default of `spark.redaction.regex` in Spark 4.3, which lacks the last ones."""

_JAVA_OPTION = re.compile(r"(-D([^\s=]+)=)[^\s`]*")
"""A system property among a JVM's options, such as those in `spark.driver.extraJavaOptions`."""


def is_secret(name: str) -> bool:
    """Return whether a property has a secret, by its name."""
    return _SECRET.search(name) is not None


def find_secret(name: str, value: object) -> str | None:
    """Return what has a secret: a property, by its name, or a Java option in its value.

    Returns:
        The property's name, or the option up to its `=`; None if neither has a secret.
    """
    options = [f"-D{it[2]}" for it in _JAVA_OPTION.finditer(str(value))]
    return next((it for it in [name, *options] if is_secret(it)), None)


def hide_credentials(text: str) -> str:
    """Return a text without the credentials in addresses, and the secrets in Java options."""
    text = CREDENTIALS.sub(HIDDEN, text)
    return _JAVA_OPTION.sub(lambda it: it[1] + HIDDEN if is_secret(it[1]) else it[0], text)
