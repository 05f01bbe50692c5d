"""Dispatch the commands, and implement `list`, `show`, `render`, `start` and `paths`.

The others have a module each.
"""

from __future__ import annotations

import warnings
from argparse import Namespace
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..configs.model import Config
from ..errors import CommandError, StartError
from ..kernel.credentials import hide_credentials
from ..kernel.quantities import counted
from ..manager import ConfigManager
from ..render_result import RenderResult
from .build_archive import build_archive
from .check import check
from .doctor import doctor
from .list_sessions import list_sessions
from .output import print_message, print_section, print_table
from .print_schema import print_schema

Command = Callable[[ConfigManager, Namespace], "int | None"]


def run(options: Namespace) -> int:
    """Run one command; return the exit status.

    Raises:
        StartSparkError: the command fails.
    """
    without_configs = _WITHOUT_CONFIGS.get(options.command)
    if without_configs is not None:
        return without_configs(options) or 0
    return _COMMANDS[options.command](installed_manager(), options) or 0


def installed_manager() -> ConfigManager:
    """Return a manager of the installed configs; print warnings about Jupyter's config files."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        manager = ConfigManager.installed()
    for warning in caught:
        print_message(warning.message)
    return manager


def _list(manager: ConfigManager, _: Namespace) -> None:
    configs = manager.list()
    if not configs:
        print_message("there is no configuration; `startspark paths` shows where one can be")
    print_table((config.name, config.origin, _title(config)) for config in configs)


def _title(config: Config) -> str:
    """Return a config's title, with the number of its warnings or with its error."""
    if config.error:
        return f"broken: {config.error}"
    count = counted(len(config.warnings), "warning")
    return f"{config.title} ({count})" if config.warnings else config.title


def _show(manager: ConfigManager, options: Namespace) -> None:
    config = manager.get(options.name)
    schemas, conf = manager.parameters(config), config.details()["conf"]
    print(config.title)
    if "description" in config.data:
        print(config.data["description"])
    facts = [("file", str(config.path)), ("whose", config.origin)]
    facts += [
        (key, hide_credentials(config.data[key]))
        for key in ("master", "remote", "app_name")
        if key in config.data
    ]
    print_table(facts)
    print_section("parameters", ((name, _constraints(it)) for name, it in schemas.items()))
    print_section("conf", ((name, _value(value)) for name, value in conf.items()))
    print_section("warnings", ((warning,) for warning in config.warnings))


def _constraints(schema: dict[str, Any]) -> str:
    """Return a parameter's type, default and limits in a line."""
    shown = [key for key in schema if key not in ("type", "title", "description")]
    limits = ", ".join(f"{key} {schema[key]}" for key in shown)
    return " ".join(filter(None, [schema["type"], f"({limits})" if limits else ""]))


def _value(value: Any) -> str:
    if value is None:
        return "(hidden)"
    return f"{{env: {value['env']}}}" if isinstance(value, dict) else str(value)


def _paths(manager: ConfigManager, _: Namespace) -> None:
    count = Counter(config.path.parent for config in manager.list())
    print_table(
        (str(folder), origin, str(count[folder]) if folder.is_dir() else "not there")
        for folder, origin in manager.folders
    )


def _render(manager: ConfigManager, options: Namespace) -> None:
    print(_rendered(manager, options).rendered.code, end="")


def _rendered(manager: ConfigManager, options: Namespace, notebook: str = "") -> RenderResult:
    """Render the config that the options name, and print its warnings."""
    result = manager.render_assignments(options.name, options.parameters, notebook)
    for warning in result.warnings:
        print_message(warning)
    return result


def _start(manager: ConfigManager, options: Namespace) -> int:
    from ..inprocess.failure import without_kernel
    from .run_script import open_prompt, run_script, start

    path, *arguments = options.script or [""]
    if path and not Path(path).is_file():
        raise CommandError(f"there is no file {path}")
    result = _rendered(manager, options, notebook=Path(path).name)
    title = result.config.title
    print_message(f"Spark starts with “{title}”; Ctrl-C cancels the start")
    try:
        session = start(result)
    except StartError as error:
        raise StartError(without_kernel(str(error))) from error
    print_message(session.announcement(title))
    with session:
        if path:
            return run_script(session, path, arguments)
        open_prompt(session)
    return 0


_WITHOUT_CONFIGS: dict[str, Callable[[Namespace], int | None]] = {
    "schema": print_schema,
    "sessions": list_sessions,
    "warm": build_archive,
}

_COMMANDS: dict[str, Command] = {
    "list": _list,
    "show": _show,
    "render": _render,
    "check": check,
    "doctor": doctor,
    "start": _start,
    "paths": _paths,
}
