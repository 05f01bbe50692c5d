"""The `Subject` class: what the checks examine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..property_origins import Origins

LOCAL = re.compile(r"local(\[|$)")
"""A master without a cluster."""


@dataclass(frozen=True)
class Subject:
    """This process's environment, and the start that is meant to succeed in it.

    Attributes:
        origins: of the start's properties; empty where the environment is examined alone.
        launches_jvm: whether the start launches a JVM here.
        archives: the folders of class archives.
    """

    origins: Origins = field(default_factory=Origins)
    launches_jvm: bool = True
    archives: Sequence[str] = ()

    @property
    def master(self) -> str:
        """The master that Spark will take; empty where nothing sets one."""
        return self.origins.value("spark.master") or ""

    @property
    def uses_cluster(self) -> bool:
        """Whether the start is known to need a cluster."""
        return bool(self.master) and not LOCAL.match(self.master)
