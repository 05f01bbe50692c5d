"""`startspark.kernel` as Python text, for kernels in which Start Spark is not installed."""

from __future__ import annotations

import hashlib
import json
import secrets
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .paths import archive_folders

if TYPE_CHECKING:
    from .configs.model import Config
    from .rendering.codegen import Rendered

_FOLDER = Path(__file__).with_name("kernel")
_IMPORTER = Path(__file__).with_name("kernel_importer.py")


@dataclass(frozen=True)
class Bundle:
    """Modules of `startspark.kernel` that are sent together.

    Attributes:
        main: the module whose functions are called.
        patterns: globs for the modules' files.
        without: modules that match a pattern, and are not needed.
    """

    main: str
    patterns: tuple[str, ...]
    without: frozenset[str] = frozenset()

    def modules(self) -> dict[str, Path]:
        """The modules' files, by the modules' names below the package."""
        paths = sorted({path for pattern in self.patterns for path in _FOLDER.glob(pattern)})
        found = {_module_name(path): path for path in paths}
        return {name: path for name, path in found.items() if name not in self.without}


def _module_name(path: Path) -> str:
    """A module's name below the package, which is empty for the package itself."""
    parts = path.relative_to(_FOLDER).with_suffix("").parts
    return ".".join(parts).removesuffix("__init__").rstrip(".")


BUILD_ONLY = frozenset({"cds.builder", "cds.storage", "cds.supervisor", "cds.training_run"})

KERNEL = Bundle("api", ("**/*.py",), BUILD_ONLY)
"""For a notebook's kernel."""

BUILDER = Bundle("cds.builder", ("__init__.py", "private_api.py", "cds/*.py"))
"""For the process that builds a class archive."""


@cache
def library(bundle: Bundle = KERNEL) -> str:
    """A statement that imports a bundle into a Python once, and leaves no name behind."""
    importer = _IMPORTER.read_text(encoding="utf-8")
    arguments = (package(bundle), bundle.main, _sources(bundle))
    given = ", ".join(map(ascii, arguments))
    return f'(lambda names: exec({importer!a}, names) or names["load"]({given}))({{}})'


def call(function: str, **arguments: Any) -> str:
    """An expression that calls one of `startspark.kernel.api`'s functions, once it is loaded.

    Args:
        function: its name.
        arguments: what JSON can say.
    """
    return _call(KERNEL, function, arguments)


def archive_builder(folder: str, niceness: int = 0, shared: bool = False) -> str:
    """A program that builds a class archive for the Python that runs it.

    Args:
        folder: of all archives.
        niceness: how far other processes go before it, up to 19.
        shared: whether all users of the machine may read it, whatever this one's umask.
    """
    arguments = {"folder": folder, "niceness": niceness, "shared": shared}
    return f"{library(BUILDER)}\n{_call(BUILDER, 'build', arguments)}\n"


def _call(bundle: Bundle, function: str, arguments: dict[str, Any]) -> str:
    """Call a function of a bundle's main module."""
    module = ascii(f"{package(bundle)}.{bundle.main}")
    given = ascii(json.dumps(arguments))
    return f'__import__("sys").modules[{module}].{function}(**__import__("json").loads({given}))'


def start_calls(config: Config, rendered: Rendered, **notes: Any) -> dict[str, str]:
    """What a kernel runs for a start: expressions, and the config's code as it is sent.

    That code does nothing where what was prepared before it has not made way for it.

    Args:
        config: what was rendered.
        rendered: its code.
        notes: what else the session shall remember.
    """
    page = secrets.token_hex(8)
    launch = {"archives": archive_folders(), "asked": rendered.asked}
    where = {"places": places(config, rendered), "overrides": list(notes.get("changes", {}))}
    prepare = {"page": page, "ahead": config.launches_java, **launch, **where}
    return {
        "page": page,
        "prewarm": call("prewarm", **launch),
        "prepare": call("prepare", **prepare),
        "replace": call("prepare", **prepare, replace=True),
        "run": f"{call('enter', page=page)}\n{rendered.code}",
        "started": call(
            "report",
            page=page,
            config=config.name,
            version=config.version,
            code=rendered.code,
            asked=rendered.asked,
            **notes,
        ),
        "explain": call("explain", page=page, asked=rendered.asked, **where),
        "abandon": call("abandon", page=page),
    }


def printed() -> str:
    """What the JVM has printed that this kernel's library has launched for a start."""
    return str(sys.modules[f"{package()}.{KERNEL.main}"].printed())


def places(config: Config, rendered: Rendered) -> dict[str, str]:
    """Where a config says each of the properties that it asks for, as ``path:line``."""
    found = {name: config.place(PLACES.get(name, ("conf", name))) for name in rendered.asked}
    return {name: f"{path}:{line}" for name, (path, line) in found.items() if line}


PLACES: dict[str, tuple[str, ...]] = {"spark.master": ("master",), "spark.app.name": ("app_name",)}
"""The keys of those properties that a config does not name."""


@cache
def _sources(bundle: Bundle) -> str:
    modules = bundle.modules()
    sources = {name: path.read_text(encoding="utf-8") for name, path in modules.items()}
    packages = [name for name, path in modules.items() if path.name == "__init__.py"]
    return json.dumps({"sources": sources, "packages": packages})


@cache
def package(bundle: Bundle = KERNEL) -> str:
    """A name that changes with the text: a kernel may outlive the server's upgrade."""
    return f"_startspark_{hashlib.sha256(_sources(bundle).encode()).hexdigest()[:8]}"
