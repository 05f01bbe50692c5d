"""Import a package from the text of its modules, in kernels without Start Spark.

The text of this module is part of what `kernel_source.library` returns.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import json
import sys
from typing import Any


class SourceImporter(importlib.abc.MetaPathFinder, importlib.abc.ExecutionLoader):
    """A finder and loader for one package. Tracebacks show the source lines of its modules.

    Args:
        package: the package's name.
        sources: the modules' texts by their names relative to the package, whose own is ``""``.
        packages: the names that are packages.
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
        """Return a file name for tracebacks. There is no such file."""
        path = fullname[len(self.package) :].replace(".", "/")
        return f"<startspark>/kernel{path}{'/__init__' * self.is_package(fullname)}.py"


def load(package: str, main: str, bundle: str) -> None:
    """Import a package from text, once per process.

    Args:
        package: the package's name.
        main: the module to import, which imports the others.
        bundle: the arguments `sources` and `packages` of `SourceImporter`, as a JSON object.

    Raises:
        RuntimeError: this Python is older than 3.8.
    """
    if sys.version_info < (3, 8):  # noqa: UP036
        raise RuntimeError("Start Spark needs a kernel with Python 3.8 or later")
    if all(getattr(finder, "package", None) != package for finder in sys.meta_path):
        sys.meta_path.append(SourceImporter(package, **json.loads(bundle)))
    importlib.import_module(f"{package}.{main}")
