"""Check configs in files and folders, or installed ones: `startspark check`."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..configs.model import Config
from ..configs.yaml_reader import SUFFIXES
from ..errors import CommandError, UnknownConfigError
from ..kernel.quantities import counted
from ..manager import ConfigManager
from .output import print_message

Report = dict[str, Any]


def check(manager: ConfigManager, options: Namespace) -> int:
    """Print the errors and warnings of configs; return 1 if there is an error, else 0."""
    named = [config for it in options.paths for config in _configs_at(manager, it)]
    reports = [manager.check(config) for config in (named if options.paths else manager.list())]
    if options.json:
        print(json.dumps(reports, indent=2))
    else:
        _print_reports(reports)
    failed = [it for it in reports if it["error"] or (options.strict and it["warnings"])]
    return 1 if failed else 0


def _print_reports(reports: Sequence[Report]) -> None:
    for report in reports:
        if report["error"]:
            print(report["error"])
        for warning in report["warnings"]:
            print(f"{warning} (a warning)")
    if not any(it["error"] or it["warnings"] for it in reports):
        print_message(f"all is well with {counted(len(reports), 'configuration')}")


def _configs_at(manager: ConfigManager, name: str) -> Sequence[Config]:
    """Return the configs in a file or folder, or the one that is installed under a name.

    The configs in a folder can extend each other and installed ones.

    Raises:
        CommandError: there are none.
    """
    path = Path(name)
    if not path.exists():
        return [_installed(manager, name)]
    if path.is_file() and path.suffix not in SUFFIXES:
        raise CommandError(f"{path} is not a configuration: its name must end in .yaml")
    folder = path if path.is_dir() else path.parent
    configs = [it for it in manager.with_folder(folder).list() if it.path.parent == folder]
    found = configs if path.is_dir() else [it for it in configs if it.path == path]
    if not found:
        raise CommandError(f"there is no configuration in {path}")
    return found


def _installed(manager: ConfigManager, name: str) -> Config:
    """Return the installed config of a name, which may be broken."""
    try:
        return manager.find(name)
    except UnknownConfigError as error:
        reason = f"there is no file, folder or configuration {name}"
        raise CommandError(f"{reason}: {error.hint}") from None
