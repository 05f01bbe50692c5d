"""Whether what Python finds as pyspark and py4j is that, without running it."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec

from .cause import Cause
from .property_origins import Origins

PARTS = {"pyspark": "sql", "py4j": "java_gateway"}
"""Packages, and a module that each has."""


def stranger(_: Origins) -> Cause | None:
    """That a file or folder of the user's has the name of a package."""
    for name, part in PARTS.items():
        spec = _find(name)
        if spec is not None and not _has(spec, part):
            return Cause(
                f"Python takes `{_place(spec)}` for the package {name}, and it is another thing.",
                "Rename it" + (", then restart the kernel." if name in sys.modules else "."),
            )
    return None


def client(_: Origins) -> Cause | None:
    """That there is only the half of pyspark that connects to servers."""
    spec = _find("pyspark")
    if spec is None or any(_has(spec, it) for it in ("core", "context")):
        return None
    return Cause(
        "This kernel has pyspark-client, which connects to a Spark Connect server and cannot"
        " start a Spark itself.",
        "Choose a configuration with `remote`, or install the whole of pyspark where the kernel"
        " runs (`%pip install pyspark` in a cell, then restart the kernel).",
    )


def _find(name: str) -> ModuleSpec | None:
    try:
        return find_spec(name)
    except ValueError:  # somebody has put something else under that name
        return None


def _has(spec: ModuleSpec, part: str) -> bool:
    """Whether a package has a module."""
    places = spec.submodule_search_locations
    return bool(places) and PathFinder.find_spec(f"{spec.name}.{part}", places) is not None


def _place(spec: ModuleSpec) -> str:
    """Its file, or the folder of a package."""
    places = list(spec.submodule_search_locations or ())
    return places[0] if places else str(spec.origin)
