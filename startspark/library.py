"""`startspark.kernel` as Python text, for kernels in which Start Spark is not installed."""

from __future__ import annotations

import hashlib
import json
import secrets
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .archives import archive_folders
from .render import code, literal

if TYPE_CHECKING:
    from .config import Config
    from .render import Rendered

_KERNEL = Path(__file__).with_name("kernel")
_LOADER = Path(__file__).with_name("templates") / "load.py"

MODULES = (
    "optional",
    "frontend",
    "interrupts",
    "jvm",
    "jobs",
    "session",
    "state_file",
    "properties",
    "connect",
    "skip",
    "installation",
    "cause",
    "origins",
    "workers",
    "environment",
    "names",
    "packages",
    "folder",
    "stop",
    "options",
    "archive",
    "absent",
    "preflight",
    "known_failures",
    "diagnosis",
    "ahead",
    "java",
    "prewarm",
    "warm",
    "watch",
    "start",
)
"""What kernels get. Each imports only those before it."""

BUILDER = (
    "optional",
    "installation",
    "options",
    "archive",
    "storage",
    "sample",
    "supervisor",
    "dump",
)
"""What the process gets that makes an archive."""


@cache
def library(modules: tuple[str, ...] = MODULES) -> str:
    """A statement that loads modules into a Python once, and leaves no name behind."""
    sources = _sources(modules)
    loader = _LOADER.read_text(encoding="utf-8")
    return code(
        "library.py.j2", {"loader": loader, "package": package(modules), "sources": sources}
    )


def call(function: str, **arguments: Any) -> str:
    """An expression that calls one of `startspark.kernel.start`'s functions, once it is loaded.

    Args:
        function: its name.
        arguments: what JSON can say.
    """
    return _call(MODULES, function, arguments)


def builder(folder: str, niceness: int = 0, shared: bool = False) -> str:
    """A program that makes a class archive for the Python that runs it.

    Args:
        folder: of all archives.
        niceness: how far other processes go before it, up to 19.
        shared: whether all users of the machine may read it, whatever this one's umask.
    """
    arguments = {"folder": folder, "niceness": niceness, "shared": shared}
    return f"{library(BUILDER)}\n{_call(BUILDER, 'build', arguments)}\n"


def _call(modules: tuple[str, ...], function: str, arguments: dict[str, Any]) -> str:
    """Call a function of the last of the modules."""
    module = literal(f"{package(modules)}.{modules[-1]}")
    given = literal(json.dumps(arguments))
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
    return str(sys.modules[f"{package()}.{MODULES[-1]}"].printed())


def places(config: Config, rendered: Rendered) -> dict[str, str]:
    """Where a config says each of the properties that it asks for, as ``path:line``."""
    found = {name: config.place(PLACES.get(name, ("conf", name))) for name in rendered.asked}
    return {name: f"{path}:{line}" for name, (path, line) in found.items() if line}


PLACES: dict[str, tuple[str, ...]] = {"spark.master": ("master",), "spark.app.name": ("app_name",)}
"""The keys of those properties that a config does not name."""


@cache
def _sources(modules: tuple[str, ...]) -> str:
    return json.dumps({it: (_KERNEL / f"{it}.py").read_text(encoding="utf-8") for it in modules})


@cache
def package(modules: tuple[str, ...] = MODULES) -> str:
    """A name that changes with the text: a kernel may outlive the server's upgrade."""
    return f"_startspark_{hashlib.sha256(_sources(modules).encode()).hexdigest()[:8]}"
