"""What the command `startspark` does."""

from __future__ import annotations

import json
import sys
import warnings
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..configs import overrides, selection
from ..configs.catalog import Catalog
from ..configs.model import Config
from ..configs.yaml_reader import SUFFIXES
from ..errors import (
    ArchiveError,
    CommandError,
    ParameterError,
    RenderError,
    SelectionError,
    SettingsError,
)
from ..properties import local_files
from ..rendering.codegen import Rendered
from ..rendering.context import server_context
from ..rendering.renderer import rendered, rules
from ..settings import StartSpark, installed
from ..table import lines
from .build_archive import warm


def run(options: Namespace) -> int:
    """Run one command; returns the exit status."""
    try:
        return int(_COMMANDS[options.command](options) or 0)
    except (SelectionError, CommandError, ParameterError, SettingsError, ArchiveError) as error:
        _say(str(error))
        return 1


def _say(sentence: str) -> None:
    """Say something that is no result."""
    print(f"startspark: {sentence}", file=sys.stderr)


@cache
def _settings() -> StartSpark:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        settings = installed()
    for warning in caught:
        _say(str(warning.message))
    return settings


def installed_configs() -> dict[str, Config]:
    """The configs that a server of this environment lists, by name."""
    return Catalog(_settings().config_folders()).read()


# list, show, paths


def _list(_: Namespace) -> None:
    configs = installed_configs().values()
    if not configs:
        _say("there is no configuration; `startspark paths` shows where one can be")
    _print_table((config.name, config.origin, _marked(config)) for config in configs)


def _marked(config: Config) -> str:
    if config.error:
        return f"broken: {config.error}"
    noted = _counted(len(config.warnings), "warning")
    return f"{config.title} ({noted})" if config.warnings else config.title


def _show(options: Namespace) -> None:
    config = selection.config(installed_configs(), options.name)
    details = config.details()
    print(config.title)
    if "description" in config.data:
        print(config.data["description"])
    facts = [("file", str(config.path)), ("whose", config.origin)]
    facts += [
        (key, config.data[key]) for key in ("master", "remote", "app_name") if key in config.data
    ]
    _print_table(facts)
    _print_part("parameters", ((name, _rule(it)) for name, it in _rules(config).items()))
    _print_part("conf", ((name, _value(value)) for name, value in details["conf"].items()))
    _print_part("warnings", ((warning,) for warning in config.warnings))


def _rule(rule: dict[str, Any]) -> str:
    """A parameter's rule in a line."""
    words = {word: it for word, it in rule.items() if word not in ("type", "title", "description")}
    limits = ", ".join(f"{word} {value}" for word, value in words.items())
    return " ".join(filter(None, [rule["type"], f"({limits})" if limits else ""]))


def _value(value: Any) -> str:
    if value is None:
        return "(hidden)"
    return f"{{env: {value['env']}}}" if isinstance(value, dict) else str(value)


def _paths(_: Namespace) -> None:
    listed = Counter(config.path.parent for config in installed_configs().values())
    _print_table(
        (str(folder), origin, str(listed[folder]) if folder.is_dir() else "not there")
        for folder, origin in _settings().config_folders()
    )


def _print_part(heading: str, rows: Iterable[tuple[str, ...]]) -> None:
    rows = list(rows)
    if rows:
        print(f"\n{heading}")
        _print_table(rows, indent="  ")


def _print_table(rows: Iterable[tuple[str, ...]], indent: str = "") -> None:
    for line in lines(rows):
        print(indent + line)


# render, start


@dataclass(frozen=True)
class Choice:
    """A config, and the code that it becomes here."""

    config: Config
    rendered: Rendered


def _choice(options: Namespace, notebook: str = "") -> Choice:
    config = selection.config(installed_configs(), options.name)
    given = selection.parameters(_rules(config), options.parameters)
    try:
        result = rendered(config, given, {**_context(), "notebook": notebook})
    except RenderError as error:
        raise CommandError(config.locate(str(error), error.key)) from error
    for warning in overrides.warnings(config, result, {}):
        _say(warning)
    return Choice(config, result)


def _rules(config: Config) -> dict[str, dict[str, Any]]:
    try:
        return rules(config, _context())
    except RenderError as error:
        raise CommandError(config.locate(str(error), error.key)) from error


@cache
def _context() -> dict[str, Any]:
    return server_context("/", _settings().secret_names)


def _render(options: Namespace) -> None:
    print(_choice(options).rendered.code, end="")


def _start(options: Namespace) -> int:
    from ..inprocess.failure import StartError, without_kernel
    from .run_script import prompt, script, start

    path, *arguments = options.script or [""]
    if path and not Path(path).is_file():
        raise CommandError(f"there is no file {path}")
    choice = _choice(options, notebook=Path(path).name)
    _say(f"Spark starts with “{choice.config.title}”; Ctrl-C gives it up")
    try:
        session = start(choice.config, choice.rendered)
    except StartError as error:
        raise CommandError(without_kernel(str(error))) from error
    _say(session.announcement(choice.config.title))
    with session:
        if path:
            return script(session, path, arguments)
        prompt(session)
    return 0


# check


def _check(options: Namespace) -> int:
    configs = _checked(options.paths) if options.paths else list(installed_configs().values())
    reports = [_report(config) for config in configs]
    if options.json:
        print(json.dumps(reports, indent=2))
    else:
        _print_problems(reports)
    failed = [it for it in reports if it["error"] or (options.strict and it["warnings"])]
    return 1 if failed else 0


def _print_problems(reports: list[dict[str, Any]]) -> None:
    for report in reports:
        if report["error"]:
            print(report["error"])
        for warning in report["warnings"]:
            print(f"{warning} (a warning)")
    if not any(it["error"] or it["warnings"] for it in reports):
        _say(f"all is well with {_counted(len(reports), 'configuration')}")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _report(config: Config) -> dict[str, Any]:
    return {
        "path": str(config.path),
        "name": config.name,
        "error": config.error,
        "warnings": [*config.warnings, *_missing_files(config)],
    }


def _missing_files(config: Config) -> list[str]:
    return [config.locate(sentence, key) for key, sentence in local_files.remarks(config.data)]


def _checked(paths: list[str]) -> list[Config]:
    """The configs in files and folders, or installed under a name.

    Those of a folder may extend each other and those installed.
    """
    found: list[Config] = []
    for name in paths:
        path = Path(name)
        if not path.exists():
            found.append(_named(name))
            continue
        if path.is_file() and path.suffix not in SUFFIXES:
            raise CommandError(f"{path} is no configuration: its name must end in .yaml")
        folder = path if path.is_dir() else path.parent
        catalog = Catalog([(folder, "system"), *_settings().config_folders()])
        configs = [it for it in catalog.read().values() if it.path.parent == folder]
        wanted = configs if path.is_dir() else [it for it in configs if it.path == path]
        if not wanted:
            raise CommandError(f"there is no configuration in {path}")
        found += wanted
    return found


def _named(name: str) -> Config:
    """The installed config of a name, be it broken."""
    configs = installed_configs()
    if name not in configs:
        reason = f"there is no file, folder or configuration {name}"
        raise CommandError(f"{reason}: {selection.nearest(name, configs)}")
    return configs[name]


_COMMANDS = {
    "list": _list,
    "show": _show,
    "render": _render,
    "check": _check,
    "start": _start,
    "paths": _paths,
    "warm": warm,
}
