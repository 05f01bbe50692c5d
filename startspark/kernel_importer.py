"""Import a package whose modules are text. Runs in the kernel, where Start Spark may be missing."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import json
import sys
from typing import Any


class SourceImporter(importlib.abc.MetaPathFinder, importlib.abc.ExecutionLoader):
    """Finder and loader of one package. Tracebacks show the lines of its modules.

    Args:
        package: the package's name.
        sources: the text of each module by its name below the package; the package's own is ``""``.
        packages: those names that have modules below them.
    """

    def __init__(self, package: str, sources: dict[str, str], packages: list[str]) -> None:
        self.package = package
        self._sources = {f"{package}.{name}".rstrip("."): text for name, text in sources.items()}
        self._packages = {f"{package}.{name}".rstrip(".") for name in packages}

    def find_spec(self, fullname: str, *_: Any) -> Any:
        if fullname not in self._sources:
            return None
        return importlib.util.spec_from_loader(fullname, self, is_package=self.is_package(fullname))

    def is_package(self, fullname: str) -> bool:
        return fullname in self._packages

    def get_source(self, fullname: str) -> str:
        return self._sources[fullname]

    def get_filename(self, fullname: str) -> str:
        """A name for tracebacks. There is no such file."""
        path = fullname[len(self.package) :].replace(".", "/")
        return f"<startspark>/kernel{path}{'/__init__' * self.is_package(fullname)}.py"


def load(package: str, main: str, bundle: str) -> None:
    """Import a package, once.

    Args:
        package: a name for it.
        main: the module that imports the others.
        bundle: the other arguments of `SourceImporter`, as JSON.
    """
    if sys.version_info < (3, 8):  # noqa: UP036
        raise RuntimeError("Start Spark needs a kernel with Python 3.8 or later")
    if all(getattr(finder, "package", None) != package for finder in sys.meta_path):
        sys.meta_path.append(SourceImporter(package, **json.loads(bundle)))
    importlib.import_module(f"{package}.{main}")
