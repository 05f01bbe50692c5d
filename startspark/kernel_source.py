"""Turn `startspark.kernel` into Python text, for kernels where Start Spark is not installed."""

from __future__ import annotations

import hashlib
import json
import secrets
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .paths import archive_folders

_FOLDER = Path(__file__).with_name("kernel")
_IMPORTER = Path(__file__).with_name("kernel_importer.py")


@dataclass(frozen=True)
class Bundle:
    """A set of `startspark.kernel`'s modules that are sent to a Python process together.

    Attributes:
        main: the module whose functions the process calls.
        patterns: glob patterns of the modules' files.
        excluded: glob patterns of those that are left out nevertheless.
    """

    main: str
    patterns: tuple[str, ...]
    excluded: tuple[str, ...] = ()

    def modules(self) -> dict[str, Path]:
        """Return the modules' files by the modules' names relative to the package."""
        paths = _files(self.patterns) - _files(self.excluded)
        return {_module_name(path): path for path in sorted(paths)}


def _files(patterns: Iterable[str]) -> set[Path]:
    return {path for pattern in patterns for path in _FOLDER.glob(pattern)}


def _module_name(path: Path) -> str:
    """Return a module's name relative to the package; empty for the package itself."""
    parts = path.relative_to(_FOLDER).with_suffix("").parts
    return ".".join(parts).removesuffix("__init__").rstrip(".")


BUILD_ONLY = tuple(f"cds/{it}.py" for it in ("builder", "storage", "supervisor", "training_run"))

KERNEL = Bundle("api", ("**/*.py",), (*BUILD_ONLY, "doctor/*.py"))
"""The modules for a notebook's kernel."""

DOCTOR = Bundle(
    "doctor.examination",
    (
        *("__init__.py", "cgroup.py", "credentials.py", "effective_conf.py", "environment.py"),
        *("gateway.py", "private_api.py", "property_origins.py", "quantities.py", "session.py"),
        *("spark_status.py", "top_level_keys.py", "worker_python.py"),
        *("cds/*.py", "diagnosis/*.py", "doctor/*.py"),
    ),
    (*BUILD_ONLY, "cds/build_process.py"),
)
"""The modules that examine a kernel's environment, which few users ask for."""

BUILDER = Bundle("cds.builder", ("__init__.py", "private_api.py", "cds/*.py"))
"""The modules for the process that builds a class archive."""


@cache
def library(bundle: Bundle = KERNEL) -> str:
    """Return a statement that imports a bundle, once per process, and defines no name.

    It must run before the expressions of `call`.
    """
    importer = _IMPORTER.read_text(encoding="utf-8")
    arguments = ", ".join(map(ascii, (package(bundle), bundle.main, _sources(bundle))))
    return f'(lambda names: exec({importer!a}, names) or names["load"]({arguments}))({{}})'


def call(function: str, **arguments: Any) -> str:
    """Return an expression that calls a function of `startspark.kernel.api` in a kernel.

    Args:
        function: the function's name.
        arguments: keyword arguments that JSON can represent.
    """
    return _call(KERNEL, function, arguments)


def archive_builder(folder: str, niceness: int = 0, shared: bool = False) -> str:
    """Return a program that builds a class archive for the Python that runs it.

    Args:
        folder: the folder for class archives.
        niceness: the process's niceness, from 0 to 19: the higher, the lower its priority.
        shared: whether all users of the machine may read the archive, whatever the umask.
    """
    arguments = {"folder": folder, "niceness": niceness, "shared": shared}
    return f"{library(BUILDER)}\n{_call(BUILDER, 'build', arguments)}\n"


def examination(area: str, requested_conf: Mapping[str, Any] | None = None, **start: Any) -> str:
    """Return an expression that examines a kernel's environment; it needs no library.

    Args:
        area: what the report calls the kernel.
        requested_conf: the properties that a configuration's code sets, with their values.
        start: the other arguments of `kernel.doctor.examination.examine`.
    """
    arguments = {"archives": archive_folders(), "requested_conf": requested_conf or {}, **start}
    return f"({library(DOCTOR)}, {_call(DOCTOR, 'examine', {'area': area, **arguments})})[1]"


def _call(bundle: Bundle, function: str, arguments: dict[str, Any]) -> str:
    """Return an expression that calls a function of a bundle's main module."""
    module = ascii(f"{package(bundle)}.{bundle.main}")
    text = ascii(json.dumps(arguments))
    return f'__import__("sys").modules[{module}].{function}(**__import__("json").loads({text}))'


def start_calls(
    *,
    config: str,
    version: str,
    code: str,
    requested_conf: Mapping[str, Any],
    property_locations: Mapping[str, str],
    launches_jvm: bool,
    overrides: Mapping[str, Any],
    warnings: Sequence[str],
    parameters: Mapping[str, Any],
    notebook: str,
) -> dict[str, str]:
    """Return what a kernel runs for one start: expressions by step, and the config's code as `run`.

    `run` skips the code if `prepare` refused the start, or another page has begun one since.

    Args:
        config: the config's name.
        version: the config's version.
        code: the rendered config.
        requested_conf: the properties that the code sets, with their values.
        property_locations: where the config sets them, as ``path:line``.
        launches_jvm: whether the code is known to launch a JVM.
        overrides: the properties that the notebook overrides.
        warnings: warnings about the properties, kept with the session.
        parameters: those that the page may show, kept with the session.
        notebook: the notebook's path, kept with the session.
    """
    page = secrets.token_hex(8)
    launch = {"archives": archive_folders(), "requested_conf": requested_conf}
    where = {"places": property_locations, "overrides": list(overrides)}
    prepare = {"page": page, "launches_jvm": launches_jvm, **launch, **where}
    return {
        "page": page,
        "prewarm": call("prewarm", **launch),
        "prepare": call("prepare", **prepare),
        "replace": call("prepare", **prepare, replace=True),
        "run": f"{call('enter', page=page)}\n{code}",
        "started": call(
            "report",
            page=page,
            config=config,
            version=version,
            code=code,
            requested_conf=requested_conf,
            changes=overrides,
            warnings=warnings,
            parameters=parameters,
            notebook=notebook,
        ),
        "explain": call("explain", page=page, requested_conf=requested_conf, **where),
        "abandon": call("abandon", page=page),
    }


def jvm_output() -> str:
    """Return what the JVM of this process's current start has printed.

    The kernel package must have been imported here, by `library`.
    """
    return str(sys.modules[f"{package()}.{KERNEL.main}"].printed())


@cache
def _sources(bundle: Bundle) -> str:
    """Return the modules' texts and the names of packages, as JSON for `kernel_importer.load`."""
    modules = bundle.modules()
    sources = {name: path.read_text(encoding="utf-8") for name, path in modules.items()}
    packages = [name for name, path in modules.items() if path.name == "__init__.py"]
    return json.dumps({"sources": sources, "packages": packages})


@cache
def package(bundle: Bundle = KERNEL) -> str:
    """Return the name under which a kernel imports a bundle.

    It has a hash of the text: a kernel may outlive an upgrade of the server.
    """
    return f"_startspark_{hashlib.sha256(_sources(bundle).encode()).hexdigest()[:8]}"
