"""The warning type that all checks of Spark's properties yield."""

from __future__ import annotations

from typing import NamedTuple


class PropertyWarning(NamedTuple):
    """A warning about a property that Spark will probably not apply as intended.

    Attributes:
        key: the value's key in the config, such as ``("conf", "spark.executor.memory")``.
        message: a sentence that names the property and never its value, which may be a secret.
    """

    key: tuple[str, ...]
    message: str
