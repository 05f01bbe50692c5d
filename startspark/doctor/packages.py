"""Check that the installed packages have the versions that Start Spark declares."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from .._version import __version__
from ..kernel.doctor.finding import Finding, error, ok, warning

APPLICATIONS = ("classic", "nbclassic", "lab", "notebook7")
"""The extras of pyproject.toml that name the applications."""


@dataclass(frozen=True)
class Declared:
    """The versions of a package that Start Spark declares.

    Attributes:
        package: its name.
        needed: the requirement of which one has to be met.
        is_optional: whether only an extra names it.
    """

    package: str
    needed: tuple[Requirement, ...]
    is_optional: bool

    def finding(self) -> Finding | None:
        """Return what is wrong with the installed version, if anything is."""
        found = installed(self.package)
        if found is None and self.is_optional:
            return None
        if found and any(it.specifier.contains(found, prereleases=True) for it in self.needed):
            return None
        ranges = " or ".join(str(it.specifier) for it in self.needed)
        problem = f"is {found}" if found else "is missing"
        text = f"{self.package} {problem}; Start Spark needs {ranges}."
        last = self.needed[-1]
        return error("Packages", text, f"`pip install '{last.name}{last.specifier}'`")


def installed(package: str) -> str | None:
    """Return the version of a package; None where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def findings() -> Iterator[Finding]:
    """Yield what there is to say about Start Spark and the packages that it needs."""
    yield ok("Start Spark", f"{__version__}, with Python {platform.python_version()}")
    try:
        declared = list(_declared(requires("startspark") or []))
    except PackageNotFoundError:
        text = "Start Spark is not installed here as a package: nothing enables its extensions."
        yield warning("Packages", text, "Install it: `pip install startspark`, or `pip install .`")
        return
    problems = [found for it in declared if (found := it.finding())]
    yield from problems
    if not problems:
        server = ("jupyter_server", "jupyter-server-proxy", "jupyter_client", "tornado")
        shown = ", ".join(f"{it} {installed(it)}" for it in server)
        others = sum(installed(it.package) is not None for it in declared) - len(server)
        yield ok("Packages", f"{shown} and {others} others have supported versions")


def _declared(lines: list[str]) -> Iterator[Declared]:
    """Yield what metadata lines declare, without what is for development alone."""
    needed: dict[str, list[Requirement]] = {}
    optional: dict[str, list[Requirement]] = {}
    for requirement in map(Requirement, lines):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            needed.setdefault(requirement.name, []).append(requirement)
        elif any(requirement.marker.evaluate({"extra": it}) for it in APPLICATIONS):
            optional.setdefault(requirement.name, []).append(requirement)
    for package, requirements in needed.items():
        yield Declared(package, tuple(requirements), False)
    for package, requirements in optional.items():
        yield Declared(package, tuple(requirements), True)
