"""Detect modules that shadow pyspark or py4j, and a client-only pyspark, without importing them."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec

from ..property_origins import Origins
from .cause import Cause

PARTS = {"pyspark": "sql", "py4j": "java_gateway"}
"""Packages, and a module that each has."""


def name_clash(_: Origins) -> Cause | None:
    """Return the cause where a file or folder of the user's has the name of a package."""
    for name, part in PARTS.items():
        spec = _find(name)
        if spec is not None and not _has(spec, part):
            return Cause(
                f"Python imports `{_place(spec)}` instead of the package {name}.",
                "Rename it" + (", then restart the kernel." if name in sys.modules else "."),
            )
    return None


def client_only(_: Origins) -> Cause | None:
    """Return the cause where there is only pyspark-client, which connects to servers."""
    spec = _find("pyspark")
    if spec is None or any(_has(spec, it) for it in ("core", "context")):
        return None
    return Cause(
        "This kernel has pyspark-client, which connects to a Spark Connect server but cannot"
        " start Spark itself.",
        "Choose a configuration with `remote`, or install the full pyspark where the kernel"
        " runs (`%pip install pyspark` in a cell, then restart the kernel).",
    )


def _find(name: str) -> ModuleSpec | None:
    try:
        return find_spec(name)
    except ValueError:  # the user has put something else under that name
        return None


def _has(spec: ModuleSpec, part: str) -> bool:
    """Return whether a package has a module."""
    places = spec.submodule_search_locations
    return bool(places) and PathFinder.find_spec(f"{spec.name}.{part}", places) is not None


def _place(spec: ModuleSpec) -> str:
    """Its file, or the folder of a package."""
    places = list(spec.submodule_search_locations or ())
    return places[0] if places else str(spec.origin)
